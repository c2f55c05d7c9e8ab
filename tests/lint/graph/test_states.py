"""States that do nothing, and ends that are nearly an outcome of the language's."""

import pytest

from tests.lint.graph.graphs import check
from tests.lint.graph.test_reaching import project_of

FLOW = """\
flow: hello
title: Hello
slots: {day: {type: date, ask: "Which day?"}}
start: hi
states:
  hi: {ask: day, next: on, outcomes: {cannot_say: off}}
  on: {say: Good., next: bye}
  off: {say: Hm., end: unresolved}
  bye: {end: resolved}
"""


@pytest.mark.parametrize(
    "state",
    [
        "{say: Good., next: bye}",
        "{next: [{when: day > today, go: bye}, {go: off}]}",
        "{next: {times: 2, go: bye}}",
        "{next: {clear: day, go: bye}}",
        "{next: {say: Good., go: bye}}",
    ],
)
def test_a_state_that_speaks_branches_counts_or_forgets_does_something(state: str) -> None:
    found = check(project_of(FLOW.replace("{say: Good., next: bye}", state)))
    assert [each for each in found if each.kind.code == "FK212"] == []


@pytest.mark.parametrize("next", ["bye", "{go: bye}", "[bye]"])
def test_a_state_that_only_leads_on_has_lost_its_kind(next: str) -> None:
    (found,) = check(project_of(FLOW.replace("{say: Good., next: bye}", f"{{next: {next}}}")))
    assert (found.kind.code, found.severity.value, str(found.span)) == ("FK212", "warning", "hello.yaml:7:3")
    assert found.message == "the state 'on' does nothing: it neither speaks nor branches"
    assert found.help == "add what it is for, such as 'ask', 'use' or 'say', or go straight to 'bye' instead"


@pytest.mark.parametrize(("end", "meant"), [("resovled", "resolved"), ("canceled", "cancelled"), ("refuse", "refused")])
def test_an_end_that_is_nearly_one_of_the_language_is_told(end: str, meant: str) -> None:
    (found,) = check(project_of(FLOW.replace("end: resolved", f"end: {end}")))
    assert (found.kind.code, found.severity.value, str(found.span)) == ("FK213", "warning", "hello.yaml:9:14")
    assert found.message == f"'{end}' is an outcome of your own, and does not count as '{meant}'"
    assert found.help.startswith(f"did you mean '{meant}'?")


@pytest.mark.parametrize("end", ["resolved", "cancelled", "closed", "sold_out"])
def test_other_ends_are_clean(end: str) -> None:
    found = check(project_of(FLOW.replace("end: resolved", f"end: {end}")))
    assert [each for each in found if each.kind.code == "FK213"] == []
