"""States that nothing leads to, and the list of all rules."""

import pytest

from flowkit.language.model import Project
from flowkit.language.project import read_project
from flowkit.lint.graph.reaching import leads_to, reachable
from tests.lint.graph.graphs import check

PROJECT = """\
flowkit: 1
title: Desk
start: hello
greeting: "Hello, this is a machine."
about_us: {automated: A machine., recording: No., data: None is kept.}
handoffs: {desk: {to: "sip:desk@example.com", default: true}}
"""
FLOW = """\
flow: hello
title: Hello
slots:
  day: {type: date, ask: "Which day?"}
start: hi
states:
  hi: {ask: day, next: [{when: day > today, go: later}, {go: bye}], outcomes: {cannot_say: sorry}}
  later: {say: Later then., next: bye}
  sorry: {say: Sorry., next: bye}
  bye: {end: resolved}
"""


def project_of(flow: str, project: str = PROJECT) -> Project:
    reading = read_project({"flowkit.yaml": project.encode(), "hello.yaml": flow.encode()})
    assert reading.project is not None, [found.message for found in reading.diagnostics]
    return reading.project


def test_a_flow_whose_states_are_all_led_to_is_clean() -> None:
    project = project_of(FLOW)
    assert check(project) == []
    assert reachable(project.flows["hello"], project) == {"hi", "later", "sorry", "bye"}


@pytest.mark.parametrize(
    ("old", "new", "state", "line"),
    [
        ("go: later", "say: Fine., go: bye", "later", 8),
        ("{cannot_say: sorry}", "{cannot_say: bye}", "sorry", 9),
        ("  bye: {", "  lost: {say: Hm., next: lost}\n  bye: {", "lost", 10),
    ],
)
def test_a_state_that_nothing_leads_to_is_found_at_its_name(old: str, new: str, state: str, line: int) -> None:
    (found,) = check(project_of(FLOW.replace(old, new)))
    assert (found.kind.code, str(found.span)) == ("FK202", f"hello.yaml:{line}:3")
    assert found.message == f"nothing leads to the state '{state}'" + " but itself" * (state == "lost")
    assert "starts with 'hi'" in found.help


def test_states_behind_an_unreachable_one_are_told_with_it() -> None:
    found = check(
        project_of(
            FLOW.replace("go: later", "say: Fine., go: bye").replace("next: bye}\n  sorry", "next: x}\n  sorry")
            + "  x: {end: resolved}\n"
        )
    )
    assert [one.message for one in found] == ["nothing leads to the state 'later'"]
    assert found[0].help.endswith("; without it no call comes to 'x'")


def test_a_lost_loop_is_told_once_and_two_lost_parts_twice() -> None:
    lost = (
        "  x: {say: A., next: y}\n  y: {say: B., next: {times: 1, go: x}}\n"
        "  z: {say: C., next: u}\n  u: {end: resolved}\n"
    )
    found = [one for one in check(project_of(FLOW + lost)) if one.kind.code == "FK202"]
    assert [one.message for one in found] == [
        "only 'y' leads to the state 'x', and no call comes there",
        "nothing leads to the state 'z'",
    ]
    assert [one.help.partition("; without it ")[2] for one in found] == ["no call comes to 'y'", "no call comes to 'u'"]


LEAVING = "[Hm?, {say: Bye., go: lost}]"


@pytest.mark.parametrize(
    "flow",
    [
        FLOW.replace("start: hi", f"no_input: {LEAVING}\nstart: hi"),
        FLOW.replace("start: hi", f"no_match: {LEAVING}\nstart: hi"),
        FLOW.replace("cannot_say: sorry}}", f"cannot_say: sorry}}, no_match: {LEAVING}}}"),
        FLOW.replace('ask: "Which day?"', f'ask: "Which day?", no_input: {LEAVING}'),
    ],
    ids=["flow silence", "flow no-match", "state", "slot"],
)
def test_a_ladder_leads_to_the_state_it_leaves_to(flow: str) -> None:
    assert check(project_of(flow.replace("Hm?,", '"Hm?",') + "  lost: {end: lost}\n")) == []


def test_a_person_of_the_flows_own_can_be_reached_from_everywhere() -> None:
    assert check(project_of(FLOW + "  person: {handoff: desk, outcomes: {failed: gone}}\n  gone: {end: lost}\n")) == []


def test_a_state_leads_to_each_state_once() -> None:
    states = project_of(FLOW).flows["hello"].states
    assert list(leads_to(states["hi"])) == ["later", "bye", "sorry"]
    assert list(leads_to(states["bye"])) == []


def test_a_lost_state_that_a_later_one_leads_to_is_told_with_that() -> None:
    lost = "  x: {say: A., next: y}\n  y: {say: B., next: bye}\n  z: {say: C., next: x}\n"
    found = [one for one in check(project_of(FLOW + lost)) if one.kind.code == "FK202"]
    assert [one.message for one in found] == ["nothing leads to the state 'z'"]
    assert found[0].help.endswith("; without it no call comes to 'x' and 'y'")
