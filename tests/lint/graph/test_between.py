"""How flows lead to each other: flows no call comes to, `run` that never goes on, preconditions that are not made."""

import pytest

from flowkit.language.project import read_project
from tests.lint.graph.graphs import CATALOG, IDENTIFY, PROJECT, between, project_of, told

HELLO = "hi: {choose: [other], next: bye}\nbye: {end: resolved}"
OTHER = "flow: other\ntitle: Other\nabout: More.\nrequires: known\nstart: a\nstates:\n  a: {say: Yes., end: resolved}\n"


def test_flows_that_are_offered_run_and_required_are_clean() -> None:
    assert told(between(project_of(HELLO, other=OTHER))) == []


def test_a_flow_that_nothing_leads_to_is_told_at_its_name() -> None:
    lost = OTHER.replace("flow: other", "flow: lost")
    assert told(between(project_of(HELLO, other=OTHER, lost=lost))) == [
        "FK120 lost.yaml:1:7 no call comes to the flow 'lost': nothing offers, runs or requires it"
    ]


def test_a_flow_that_only_a_lost_one_runs_says_so() -> None:
    lost = OTHER.replace("flow: other", "flow: lost").replace("{say: Yes., end: resolved}", "{run: deep, next: b}")
    lost += "  b: {end: resolved}\n"
    deep = OTHER.replace("flow: other", "flow: deep")
    found = told(between(project_of(HELLO, other=OTHER, lost=lost, deep=deep)))
    assert found[0] == "FK120 deep.yaml:1:7 no call comes to the flow 'deep': only 'lost' leads there"
    assert len(found) == 2


def test_a_flow_alone_is_not_said_to_be_lost() -> None:
    reading = read_project(
        {
            "a.yaml": b"flow: a\ntitle: A\nstart: a\nstates:\n  a: {end: resolved}\n",
            "b.yaml": b"flow: b\ntitle: B\nstart: b\nstates:\n  b: {end: resolved}\n",
        }
    )
    assert reading.project is not None
    assert told(between(reading.project)) == []


def test_a_run_whose_flow_never_ends_resolved_is_told_at_its_next() -> None:
    other = OTHER.replace("resolved", "sold_out")
    hello = "hi: {run: other, next: bye, outcomes: {sold_out: bye}}\nbye: {end: resolved}"
    assert told(between(project_of(hello, other=other))) == [
        "FK224 hello.yaml:5:26 the flow 'other' never ends `resolved`, so 'next' is never taken; it ends 'sold_out'"
    ]


def test_a_flow_that_offers_itself_is_told_at_its_name() -> None:
    files = {"flowkit.yaml": PROJECT, "shop.yaml": CATALOG, "identify.yaml": IDENTIFY, "other.yaml": OTHER}
    hello = "flow: hello\ntitle: H\nabout: H.\nstart: hi\nstates:\n  hi: {choose: [other, hello], next: hi}\n"
    reading = read_project({name: text.encode() for name, text in {**files, "hello.yaml": hello}.items()})
    (found,) = reading.diagnostics
    assert (found.kind.code, str(found.span)) == ("FK225", "hello.yaml:6:24")
    assert found.message == "the flow 'hello' is open already where it is offered here; it would begin inside itself"


def test_a_flow_that_is_offered_by_what_it_offers_is_told_with_the_way() -> None:
    files = {"flowkit.yaml": PROJECT, "shop.yaml": CATALOG, "identify.yaml": IDENTIFY}
    hello = "flow: hello\ntitle: H\nabout: H.\nstart: hi\nstates:\n  hi: {choose: [other], next: hi}\n"
    other = hello.replace("hello", "other").replace("[other]", "[hello]")
    reading = read_project({n: t.encode() for n, t in {**files, "hello.yaml": hello, "other.yaml": other}.items()})
    assert [each.kind.code for each in reading.diagnostics] == ["FK225"]
    assert "hello → other → hello" in reading.diagnostics[0].message


MADE = {
    "past the look-up": ("next: look}", "next: found}", "5:30", "'which' → 'found'"),
    "by an outcome": ("not_found: person", "not_found: found", "6:88", "'which' → 'look' → 'found'"),
}


@pytest.mark.parametrize(("old", "new", "place", "path"), MADE.values(), ids=MADE)
def test_a_precondition_that_is_not_made_is_told_where_the_way_leaves(
    old: str, new: str, place: str, path: str
) -> None:
    (found,) = between(project_of(HELLO, other=OTHER, identify=IDENTIFY.replace(old, new)))
    assert (found.kind.code, str(found.span)) == ("FK226", f"identify.yaml:{place}")
    assert found.message == f"this flow is to make 'known' hold, and can end `resolved` without it: {path}"
    assert str(found.related[0].span) == "flowkit.yaml:6:17"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("not_found: person", "not_found: {when: customer is set, go: found}"),  # it may know what it asks
        ("next: found, outcomes", "next: [{when: customer.id == '1', go: found}, {go: found}], outcomes"),
        ("end: resolved", "end: refused"),
        ("next: look}", "next: [{when: customer is not set, go: look}, {go: found}]}"),
    ],
)
def test_a_precondition_that_may_be_made_is_left_alone(old: str, new: str) -> None:
    found = between(project_of(HELLO, other=OTHER, identify=IDENTIFY.replace(old, new)))
    assert [each.kind.code for each in found if each.kind.code == "FK226"] == []


def test_a_precondition_of_the_clock_is_left_alone() -> None:
    project = PROJECT.replace("customer is set", "today.weekday == 'monday'")
    assert [e for e in told(between(project_of(HELLO, other=OTHER, flowkit=project))) if "FK226" in e] == []


def test_hours_without_a_callback_are_a_note() -> None:
    project = PROJECT.replace("default: true", 'default: true, hours: "weekdays 9-12"')
    (found,) = between(project_of(HELLO, other=OTHER, flowkit=project))
    assert (found.kind.code, found.severity.value, str(found.span)) == ("FK227", "note", "flowkit.yaml:8:12")


def test_a_callback_that_never_counts_and_a_cancel_that_drops_nothing_are_told() -> None:
    back = OTHER.replace("flow: other", "flow: back").replace("resolved", "unresolved").replace("requires: known\n", "")
    project = PROJECT.replace("default: true", "default: true, callback: back") + "anytime: {cancel: other}\n"
    found = told(between(project_of(HELLO, other=OTHER, back=back, flowkit=project)))
    assert found == [
        "FK224 back.yaml:1:7 the callback 'back' of 'desk' never ends `resolved`, so it never counts as done",
        "FK228 other.yaml:1:7 'other' runs when a caller says “forget it”, and never ends `cancelled`: "
        "nothing is ever dropped",
    ]
    cancel = OTHER.replace("end: resolved", "end: cancelled")
    assert [e for e in told(between(project_of(HELLO, other=cancel, back=back, flowkit=project))) if "FK228" in e] == []


def test_a_precondition_that_is_turned_round_is_told_at_its_guard() -> None:
    for when, column in (("customer is not set", 31), ("today >= '2026-01-01' and customer is not set", 57)):
        project = PROJECT.replace("customer is set", when)
        (found,) = between(project_of(HELLO, other=OTHER, flowkit=project))
        assert (found.kind.code, str(found.span)) == ("FK226", f"flowkit.yaml:6:{column}")
        assert found.message == "'known' holds while 'customer' is not known, and 'identify' looks it up"
        assert (found.help, str(found.related[0].span)) == ("write: customer is set", "identify.yaml:6:3")
