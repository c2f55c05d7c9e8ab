"""Tests as they are read: typed, found, and apart from the flows that they are about."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from flowkit.language.diagnostic import Severity
from flowkit.language.model import suites
from flowkit.language.project import Reading

ReadingOf = Callable[[dict[str, str]], Reading]
ORDER = {
    "order_id": "12345",
    "customer_id": "c1",
    "ordered_on": date(2026, 2, 20),
    "status": "delivered",
    "parts": [{"part_id": "p1", "title": "lamp", "price": Decimal("12.50")}],
}


@pytest.fixture
def calls(tested: dict[str, str], reading_of: ReadingOf) -> suites.Suite:
    project = reading_of(tested).project
    assert project is not None
    return project.suites["calls"]


def told(reading: Reading) -> list[str]:
    return [f"{found.span}: {found.kind.code} {found.message}" for found in reading.diagnostics]


def test_the_suite_has_its_tests_by_their_sentences(calls: suites.Suite) -> None:
    assert [*calls.tests] == ["moves a visit in one breath", "the model cannot make up an amount"]


def test_what_a_test_does_not_say_is_the_suites_or_the_projects(calls: suites.Suite) -> None:
    first, second = calls.tests.values()
    assert (first.start, second.start) == (suites.Position("front"), suites.Position("refund", "agree"))
    assert first.now == second.now == datetime(2026, 3, 2, 10)
    assert (first.language, second.language) == ("en", "en")
    assert first.results["refund_part"] == (suites.Returned({}),)
    assert second.results["refund_part"] == (suites.Ended("failed"),)
    assert second.results["ring_bell"] == (suites.Returned({}),)


def test_results_have_the_shape_of_the_tools_output(calls: suites.Suite) -> None:
    results = next(iter(calls.tests.values())).results
    assert results["list_visits"] == (
        suites.Returned([{"id": "v1", "title": "repair", "start": datetime(2026, 3, 3, 9)}]),
    )
    times = [{"start": datetime(2026, 3, 6, 10)}, {"start": datetime(2026, 3, 6, 14, 30)}]
    assert results["find_openings"] == (suites.Returned([]), suites.Returned(times))
    assert results["move_visit"] == (suites.Ended("unknown"),)


def test_given_values_are_those_of_a_call_and_a_choice_is_the_whole_thing(calls: suites.Suite) -> None:
    given = calls.tests["the model cannot make up an amount"].given
    assert given.records["order"] == (ORDER,)
    assert given.slots == {"order_id": "12345", "part": ORDER["parts"][0], "reason": "broken"}  # type: ignore[index]


def test_steps_are_what_they_say(calls: suites.Suite) -> None:
    first, second = (test.steps for test in calls.tests.values())
    caller, agent, says, nothing, expect, barge_in, silence, keys, used = first
    assert caller == suites.Caller("I'd like to move my repair to Friday")
    assert agent == suites.Agent(suites.Wanted("e-mail"))
    assert (says, nothing) == (suites.Model(suites.Says("Hello.")), suites.Model(suites.Nothing()))
    assert (barge_in, silence, keys) == (suites.BargeIn("half past two"), suites.Silence(8000), suites.Keys("1#"))
    assert expect == suites.Expect(
        suites.Position("move", "pick"),
        {"day": date(2026, 3, 6), "visit_chosen": {"id": "v1"}},
        not_used=("move_visit",),
        said=(suites.Wanted("What time"),),
    )
    assert used == suites.Expect(
        used={"move_visit": {"visit_id": "v1", "start": datetime(2026, 3, 6, 14, 30)}}, outcome="resolved"
    )
    assert second[0] == suites.Model(suites.Calls("refund_part", {"order_id": "12345", "part_id": "p1", "amount": 900}))
    assert second[1] == suites.Expect(refused=("refund_part", "small"), not_used=("refund_part",))
    assert second[2] == suites.Model(suites.Records({"reason": "wrong_part"}))
    assert second[3] == suites.Agent(suites.Wanted("lamp.*ahead", regex=True))
    assert second[5] == suites.Expect(suites.Position("", "agree"), used={"refund_part": {}})
    assert caller.span.line == 13


@pytest.mark.parametrize(
    ("wanted", "said", "fits"),
    [
        (suites.Wanted("what time"), "So, What\n time?", True),
        (suites.Wanted("what time"), "What day?", False),
        (suites.Wanted("a.c"), "abc", False),
        (suites.Wanted("a.c", regex=True), "xabcx", True),
        (suites.Wanted("A.C", regex=True), "abc", False),
    ],
)
def test_words_are_found_in_what_was_said(wanted: suites.Wanted, said: str, fits: bool) -> None:
    assert wanted.fits(said) is fits


ONE = "suite: one\ntests:\n  it is said:\n    {}\n    steps: [{{expect: {}}}]\n"


def read_one(
    tested: dict[str, str], reading_of: ReadingOf, test: str = "", expect: str = "{used: ring_bell}"
) -> Reading:
    return reading_of({**tested, "tests/one.yaml": ONE.format(test, expect)})


def found_in(reading: Reading, path: str = "tests/one.yaml") -> list[str]:
    return [f"{found.kind.code} {found.message}" for found in reading.diagnostics if found.span.path == path]


def test_a_record_may_be_given_several_times_and_kept_results_too(
    tested: dict[str, str], reading_of: ReadingOf
) -> None:
    visits = "[{id: v1, title: a, start: 2026-03-03T09:00}, {id: v2, title: b, start: 2026-03-04T09:00}]"
    given = f"start: move.pick\n    given: {{visit: {visits}, visits: {visits}, visit_chosen: v2}}"
    reading = read_one(tested, reading_of, given)
    assert found_in(reading) == []
    assert reading.project is not None
    test = reading.project.suites["one"].tests["it is said"]
    assert [one["id"] for one in test.given.records["visit"]] == ["v1", "v2"]
    assert [one["id"] for one in test.given.results["visits"]] == ["v1", "v2"]
    assert test.given.slots["visit_chosen"]["title"] == "b"


def test_a_choice_needs_its_list(tested: dict[str, str], reading_of: ReadingOf) -> None:
    reading = read_one(tested, reading_of, "start: refund.agree\n    given: {part: p1}")
    assert found_in(reading) == ["FK605 'part' is chosen from 'order.parts', which is not given"]


def test_a_wrong_list_is_told_once(tested: dict[str, str], reading_of: ReadingOf) -> None:
    reading = read_one(tested, reading_of, "start: refund.agree\n    given: {order: {order_id: x}, part: p1}")
    assert found_in(reading) == [
        "FK605 'order' needs 'customer_id', 'ordered_on', 'status' and 'parts'",
        "FK605 'x' cannot be 'order_id': not a number made of digits",
    ]


@pytest.mark.parametrize("refused", ["refund_part", "recent", "daily", "own_order", "[small, ring_bell]"])
def test_tools_rules_and_limits_can_be_refused(tested: dict[str, str], reading_of: ReadingOf, refused: str) -> None:
    assert found_in(read_one(tested, reading_of, expect=f"{{refused: {refused}}}")) == []


@pytest.mark.parametrize(
    ("flow", "end"),
    [
        ("refund", "refused"),
        ("refund", "handed_off"),
        ("help", "closed"),
        ("front", "closed"),  # a router ends as the flows do that it runs
        ("front", "abandoned"),
        ("auth", "unresolved"),
    ],
)
def test_every_way_in_which_a_flow_can_end_can_be_expected(
    tested: dict[str, str], reading_of: ReadingOf, flow: str, end: str
) -> None:
    assert found_in(read_one(tested, reading_of, f"ends: {{{flow}: {end}}}")) == []
    assert found_in(read_one(tested, reading_of, f"start: {flow}", f"{{outcome: {end}}}")) == []


def test_person_is_a_state_of_every_flow(tested: dict[str, str], reading_of: ReadingOf) -> None:
    assert found_in(read_one(tested, reading_of, "start: move.person", "{state: person}")) == []


def test_a_test_that_cannot_fail_says_nothing(tested: dict[str, str], reading_of: ReadingOf) -> None:
    suite = "suite: one\ntests:\n  it is said:\n    steps: [{caller: hello}]\n"
    found = [each for each in reading_of({**tested, "tests/one.yaml": suite}).diagnostics if "one" in each.span.path]
    assert [(each.kind.slug, each.severity) for each in found] == [("checks-nothing", Severity.WARNING)]
    kept = suite.replace("steps", "ends: {front: resolved}\n    steps")
    assert found_in(reading_of({**tested, "tests/one.yaml": kept})) == []


def test_two_suites_have_two_names(tested: dict[str, str], reading_of: ReadingOf) -> None:
    reading = reading_of({**tested, "tests/again.yaml": tested["tests/calls.yaml"]})
    assert found_in(reading, "tests/calls.yaml") == []
    assert found_in(reading, "tests/again.yaml") == ["FK107 there is another suite 'calls'"]


def test_a_flow_that_offers_others_ends_resolved_where_nothing_is_wanted(
    tested: dict[str, str], reading_of: ReadingOf
) -> None:
    lobby = "flow: lobby\ntitle: Lobby\nstart: wish\nstates: {wish: {choose: [move], question: What?, next: wish}}\n"
    files = {**tested, "lobby.yaml": lobby, "words/more.yaml": "words: es\ntexts: {What?: ¿Qué?}\n"}
    assert found_in(read_one(files, reading_of, "ends: {lobby: resolved}")) == []
    assert found_in(read_one(files, reading_of, "ends: {lobby: closed}")) == [
        "FK606 the flow 'lobby' cannot end as 'closed'"
    ]


def test_a_slot_of_several_flows_is_that_of_the_flow_it_is_expected_in(
    tested: dict[str, str], reading_of: ReadingOf
) -> None:
    files = {**tested, "help.yaml": tested["help.yaml"].replace("start:", "slots: {day: {type: text, ask: x}}\nstart:")}
    files["words/es.yaml"] += "  x: x\n"
    days = {}
    for name, start, expect in (
        ("start", "help", "{slots: {day: Friday}}"),
        ("state", "front", "{state: help.answer, slots: {day: Friday}}"),
        ("first", "front", "{slots: {day: 2026-03-06}}"),
    ):
        reading = read_one(files, reading_of, f"start: {start}", expect)
        assert found_in(reading) == [], name
        assert reading.project is not None
        (step,) = reading.project.suites["one"].tests["it is said"].steps
        days[name] = step.slots["day"]  # type: ignore[union-attr]
    assert days == {"start": "Friday", "state": "Friday", "first": date(2026, 3, 6)}


def test_what_cannot_be_read_is_left_out(tested: dict[str, str], reading_of: ReadingOf) -> None:
    customer = "{id: c1, first_name: Ana, email: ana@example.com, tier: gold, teir: gold}"
    given = f"results: {{find_customer: {customer}}}\n    given: {{customer: {customer}}}"
    reading = read_one({**tested, "tests/calls.yaml": "suite: calls\ntests: {}\n"}, reading_of, given)
    assert len(found_in(reading)) == 2
    assert reading.project is not None
    test = reading.project.suites["one"].tests["it is said"]
    assert (test.results, test.given.records) == ({}, {})


# Suites and flows do not hide each other's problems.


def test_a_broken_suite_hides_nothing_of_the_flows(tested: dict[str, str], reading_of: ReadingOf) -> None:
    files = {**tested, "front.yaml": tested["front.yaml"].replace("next: more", "next: mroe", 1)}
    files["tests/calls.yaml"] = files["tests/calls.yaml"].replace("move.pick", "move.pik")
    assert [line for line in told(reading_of(files)) if "FK515" not in line] == [
        "front.yaml:5:79: FK201 there is no state 'mroe'",
        "tests/calls.yaml:17:30: FK601 the flow 'move' has no state 'pik'",
    ]


@pytest.mark.parametrize(
    "text", ["suite: calls\ntests: {a b: {steps: [{agent: x}]}, x", "suite: calls\n\ttests: x", "suite: calls"]
)
def test_with_a_broken_suite_the_flows_can_still_be_looked_at(
    tested: dict[str, str], reading_of: ReadingOf, text: str
) -> None:
    reading = reading_of({**tested, "tests/calls.yaml": text})
    assert any(found.severity is Severity.ERROR for found in reading.diagnostics)
    assert reading.project is not None
    assert reading.project.flows.keys() == {"front", "auth", "refund", "move", "help"}


def test_what_follows_from_a_flow_that_cannot_be_read_is_not_told_again(
    tested: dict[str, str], reading_of: ReadingOf
) -> None:
    files = {**tested, "move.yaml": tested["move.yaml"].replace("states:", "states: [", 1)}
    assert {found.span.path for found in reading_of(files).diagnostics} == {"flowkit.yaml", "move.yaml"}


def test_what_follows_from_a_slot_or_tool_that_cannot_be_read_is_not_told_again(
    tested: dict[str, str], reading_of: ReadingOf
) -> None:
    slot = tested["move.yaml"].replace("day: {type: date,", "day: {type: dat,")
    tool = tested["tools/shop.yaml"].replace("output: {many: true, type: visit}", "output: {many: true, type: vist}")
    reading = reading_of({**tested, "move.yaml": slot, "tools/shop.yaml": tool})
    assert not [found for found in reading.diagnostics if found.span.path == "tests/calls.yaml"]


def test_a_suite_without_a_project_is_only_looked_at(reading_of: ReadingOf) -> None:
    reading = reading_of({"tests/one.yaml": ONE.format("start: nowhere", "{used: nothing}")})
    assert reading.diagnostics == ()


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("{type: duration, ask: x}|2 hours", 7200),
        ("{type: duration, ask: x}|PT90S", 90),
        ("{type: yes_no, ask: x}|true", True),
        ("{type: money, ask: x}|12", Decimal("12.00")),
        ('{type: phone, ask: x}|"+12025550123"', "+12025550123"),
        ("{type: digits, ask: x}|0123", "0123"),
        ('{type: time, ask: x}|"10:00"', "10:00:00"),
        ("{fields: {a: text, b: integer}, ask: x}|{a: x, b: 2}", {"a": "x", "b": 2}),
        ("{many: true, type: date, ask: x}|[2026-03-02]", [date(2026, 3, 2)]),
    ],
)
def test_values_of_every_type_are_written_plainly(
    tested: dict[str, str], reading_of: ReadingOf, written: str, value: Any
) -> None:
    shape, text = written.split("|")
    flow = tested["refund.yaml"].replace("slots:\n", f"slots:\n  extra: {shape}\n")
    given = f"start: refund\n    given: {{extra: {text}}}"
    files = {**tested, "refund.yaml": flow, "tests/one.yaml": ONE.format(given, "{used: ring_bell}")}
    files["words/es.yaml"] += "  x: x\n"
    reading = reading_of(files)
    assert found_in(reading) == []
    assert reading.project is not None
    found = reading.project.suites["one"].tests["it is said"].given.slots["extra"]
    plain = found.total_seconds() if hasattr(found, "total_seconds") else found
    assert (str(plain) if hasattr(plain, "hour") else plain) == value
