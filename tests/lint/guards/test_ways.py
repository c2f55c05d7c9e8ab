"""Guards of ways on: what is left open, and what is never taken."""

import pytest

from flowkit.language.diagnostic import Severity
from flowkit.lint.guards.surroundings import FlowFacts
from tests.lint.guards.desk import FIRST_GUARD, found, told

LEFT_OPEN = [
    (["n < 10", "n > 10"], "2:17 FK308 nothing is taken when n is 10"),
    (["order.amount > 100", "order.amount < 100"], "2:17 FK308 nothing is taken when order.amount is 100"),
    (["amount <= cap", "amount > 101"], "1:17 FK308 nothing is taken when amount is 100.01"),
    (
        ["order.amount > 100 and order.status == 'packed'", "order.amount <= 100"],
        "2:17 FK308 nothing is taken when order.amount is 100.01 and order.status is 'shipped'",
    ),
    (
        ["order.status == 'packed'", "order.status in ['shipped', 'delivered']"],
        "2:17 FK308 nothing is taken when order.status is 'lost'",
    ),
    (["size == 's'", "size == 'l'"], "2:17 FK308 nothing is taken when size is 'm_size'"),
    (["sure and happy", "not sure"], "2:17 FK308 nothing is taken when sure is true and happy is false"),
    (["big"], "1:17 FK308 nothing is taken when amount is 50"),
    (["at < '12:00'", "at > '12:00'"], "2:17 FK308 nothing is taken when at is 12:00"),
    (["day < '2026-03-02'", "day > '2026-03-02'"], "2:17 FK308 nothing is taken when day is 2026-03-02"),
    (["long < hours(2)", "long > hours(2)"], "2:17 FK308 nothing is taken when long is hours(2)"),
    (
        ["order.day < today - days(30)", "today - order.day <= days(29)"],
        "2:17 FK308 nothing is taken when order.day is 30 days before today",
    ),
    (["order.day < today", "order.day > today"], "2:17 FK308 nothing is taken when order.day is today"),
    (["n > m", "n < m"], "2:17 FK308 nothing is taken when m is 10 and n is 10"),
    (["n > m", "n < m - 1", "n == m"], "3:17 FK308 nothing is taken when m is 10 and n is 9"),
    (["total > 10", "total < 10"], "2:17 FK308 nothing is taken when amount is 10 and order.amount is 0"),
    (["extra == 'x'", "extra is not set"], "2:17 FK308 nothing is taken when extra is not 'x'"),
    (["length(order.items) > 1", "order.items is empty"], "2:17 FK308 nothing is taken when order.items holds one"),
    (
        ["any(i.price > 5 for i in order.items)", "order.items is empty"],
        "2:17 FK308 nothing is taken when 'any(i.price > 5 for i in order.items)' is false and order.items holds one",
    ),
    (["2x n > 5", "n < 5"], "2:17 FK308 nothing is taken when n is 5"),
    (["few < 3", "few > 3"], "2:17 FK308 nothing is taken when few is 3"),
    (["order.eta > today", "order.eta <= today"], "2:17 FK309 nothing is taken while order.eta is unset"),
    (["order.gift", "not order.gift"], "2:17 FK309 nothing is taken while order.gift is unset"),
    (["extra == 'x'", "extra != 'x'"], "2:17 FK309 nothing is taken while extra is unset"),
    (["later == 'x'", "later != 'x'"], "2:17 FK309 nothing is taken while later is unset"),
]


@pytest.mark.parametrize(("guards", "message"), LEFT_OPEN, ids=lambda each: str(each)[:60])
def test_a_case_that_is_left_open_is_told_with_values(guards, message):
    assert told(guards) == [message]


COMPLETE = [
    ["n < 10", "n > 9"],
    ["order.amount > 100", "order.amount < 100.01"],
    ["sure", "not sure"],
    ["sure", "else"],
    ["2x n > 5", "2x n <= 5"],
    ["order.eta is set and order.eta > today", "order.eta is not set", "order.eta <= today"],
    ["order.day < today - days(30)", "today - order.day <= days(30)"],
    ["few < 3", "few in [3, 4, 5, 6, 7, 8, 9, 10]"],
    ["order.status in good", "order.status not in good"],
    ["order.status in good", "order.status == 'delivered'", "order.status == 'lost'"],
    ["size != 's'", "size != 'm_size'"],
    ["n == tiers['gold']", "n < 5", "n > 5"],
    ["any(i.price > 5 for i in order.items)", "not any(i.price > 5 for i in order.items)"],
    ["order.items is empty", "length(order.items) > 0"],
    ["day.weekday == 'monday'", "day != '2026-03-02'"],
    ["n >= m", "m > n"],
    ["big", "amount <= 50"],
    ["amount - order.amount > 5", "amount <= order.amount + 5"],
    ["order.amount * 2 > 10", "order.amount <= 5"],
    ["number == '1 2'", "number != '12'"],
    ["any(i.price > 5 for i in order.items)", "all(i.price <= 5 for i in order.items)"],
]


@pytest.mark.parametrize("guards", COMPLETE, ids=str)
def test_nothing_is_said_of_guards_that_take_every_case_or_that_cannot_be_judged(guards):
    assert told(guards) == []


NEVER = [
    (["n > 5 and n < 3", "else"], "1:27 FK310 'n < 3' is never true where 'n > 5' is"),
    (["n > 5 and sure and not n >= 4", "else"], "1:36 FK310 'not n >= 4' is never true where 'n > 5' is"),
    (["few > 10", "else"], "1:17 FK310 'few > 10' can never be true"),
    (
        ["code == '123'", "else"],
        "1:17 FK310 'code == '123'' can never be true: '123' does not fit the pattern of 'code'",
    ),
    (["sure is not set", "else"], "1:17 FK310 'sure is not set' can never be true: it is sure to be set here"),
    (["total > 3 and total < 2", "else"], "1:31 FK310 'total < 2' is never true where 'total > 3' is"),
    (
        ["order.day > today and order.day < today - days(1)", "else"],
        "1:39 FK310 'order.day < today - days(1)' is never true where 'order.day > today' is",
    ),
    (
        ["order.card is not set and order.card.words == 'x'", "else"],
        "1:43 FK310 'order.card.words == 'x'' is never true where 'order.card is not set' is",
    ),
    (
        ["order.items is empty and any(i.price > 5 for i in order.items)", "else"],
        "1:42 FK310 'any(i.price > 5 for i in order.items)' is never true where 'order.items is empty' is",
    ),
    (["n > 5 and m < 3 and n < m", "else"], "1:17 FK310 'n > 5 and m < 3 and n < m' can never be true"),
    (["length(order.items) < 0", "else"], "1:17 FK310 'length(order.items) < 0' can never be true"),
    (
        ["n > 5", "n > 7", "else"],
        "2:17 FK311 this edge can never be taken: where 'n > 7' is true, 'n > 5' is true, too",
    ),
    (
        ["n == 1", "n == 2", "n in [1, 2]", "else"],
        "3:17 FK311 this edge can never be taken: the ones before it take every case in which 'n in [1, 2]' is true",
    ),
    (
        ["n > 5", "sure", "n > 5", "else"],
        "3:17 FK312 this guard is the same as that of an earlier edge, which is taken first",
    ),
    (
        ["n > 5", "n >= 6", "else"],
        "2:17 FK312 this guard is true just where that of an earlier edge is, which is taken first",
    ),
    (
        ["amount > 0 or amount <= 0", "else"],
        "1:17 FK313 'amount > 0 or amount <= 0' is always true, so no edge after it is ever taken",
    ),
    (["sure", "few >= 1"], "2:17 FK313 'few >= 1' is always true"),
    (["size in ['s', 'm_size', 'l']", "else"], None),
    (["n > 3 and (sure or n < 2)", "else"], "1:36 FK314 the alternative 'n < 2' can never be true here"),
    (
        ["order.eta is set", "order.eta is not set", "else"],
        "3:9 FK315 this edge can never be taken: the ones before it take every case, also that of a value being unset",
    ),
]


@pytest.mark.parametrize(("guards", "message"), NEVER, ids=lambda each: str(each)[:60])
def test_an_edge_that_is_never_taken_and_a_test_that_tests_nothing_are_told(guards, message):
    always = "1:17 FK313 'size in ['s', 'm_size', 'l']' is always true, so no edge after it is ever taken"
    assert told(guards) == [message or always]


TAKEN = [
    ["2x n > 5", "n > 7", "else"],
    ["sure", "not sure", "else"],
    ["n > 5", "n > 3", "else"],
    ["order.items is empty", "any(i.price > 5 for i in order.items)", "else"],
    ["n > m", "n > m + 1 or sure", "else"],
    ["later is not set", "else"],
    ["order.eta is not set", "else"],
    ["day.weekday == 'sunday' and day > today", "else"],
    ["sure and today + days(2) > today", "else"],
]


@pytest.mark.parametrize("guards", TAKEN, ids=str)
def test_an_edge_that_can_be_taken_is_left_alone(guards):
    assert told(guards) == []


DENIED = [
    (["order.kind != 'a'", "else"], "1:17 FK316 'order.kind != 'a'' is not taken while order.kind is unset"),
    (["not order.gift", "else"], "1:17 FK316 'not order.gift' is not taken while order.gift is unset"),
    (["extra not in ['a', 'b']", "else"], "1:17 FK316 'extra not in ['a', 'b']' is not taken while extra is unset"),
    (["order.eta != today", "else"], "1:17 FK316 'order.eta != today' is not taken while order.eta is unset"),
    (["later != 'a' and sure", "else"], "1:17 FK316 'later != 'a'' is not taken while later is unset"),
]


@pytest.mark.parametrize(("guards", "message"), DENIED, ids=lambda each: str(each)[:60])
def test_a_denial_of_what_may_be_unset_is_told(guards, message):
    assert told(guards) == [message]


@pytest.mark.parametrize(
    "guards",
    [
        ["order.kind is set and order.kind != 'a'", "else"],
        ["order.kind is not set", "order.kind != 'a'", "else"],
        ["order.kind != 'a'", "order.kind is not set", "else"],
        ["order.status != 'packed'", "else"],
        ["size != 's'", "else"],
        ["order.gift", "else"],
        ["order.kind is not set or order.kind != 'a'", "else"],
    ],
    ids=str,
)
def test_a_denial_is_left_alone_where_somebody_thought_of_it_or_the_value_is_set(guards):
    assert told(guards) == []


def test_the_fix_of_a_denial_lets_unset_pass_and_keeps_the_guard_together():
    (alone,) = found(["order.kind != 'a'", "else"])
    (inside,) = found(["order.late and order.kind != 'a'", "else"])
    assert [edit.text for edit in alone.fixes[0].edits] == ["order.kind is not set or "]
    assert [edit.text for edit in inside.fixes[0].edits] == ["(order.kind is not set or ", ")"]
    assert not alone.fixes[0].safe
    assert not inside.fixes[0].safe
    begin, end = (edit.span for edit in inside.fixes[0].edits)
    assert (begin.line, begin.column, end.column) == (FIRST_GUARD, 32, 49)
    assert told(["order.late and (order.kind is not set or order.kind != 'a')", "else"]) == []


def test_the_other_edges_and_what_to_do_are_told():
    (gap,) = found(["n < 10", "n > 10"])
    assert gap.severity is Severity.ERROR
    assert gap.help == (
        "add an edge for it, or a last one without 'when': {go: …}; as it is, a person would take the call"
    )
    assert [(each.span.line, each.message) for each in gap.related] == [(FIRST_GUARD, "this is not taken then")]
    (shadowed,) = found(["n > 5", "n > 7", "else"])
    assert shadowed.severity is Severity.WARNING
    assert [(each.span.line, each.message) for each in shadowed.related] == [(FIRST_GUARD, "this one is taken first")]
    (bound,) = found(["few > 10", "else"])
    assert [(each.span.line, each.span.column, each.message) for each in bound.related] == [
        (15, 57, "by this rule of the slot")
    ]


def test_too_many_cases_are_said_not_to_be_checked():
    wide = " or ".join(f"(n == {2 * place} and m == {2 * place} and amount == {place})" for place in range(14))
    assert told([wide]) == [
        "1:17 FK317 these guards test so many values together that it was not checked whether they leave a case open"
    ]


def test_what_is_known_is_only_worked_out_where_it_matters(monkeypatch):
    monkeypatch.setattr(FlowFacts, "is_set", lambda *_: pytest.fail("nothing depends on it"))
    assert told(["n > 5", "n > 3", "else"]) == []
    assert told(["n < 10", "n > 10"]) != []
    assert told(["n > 5 and n < 3", "else"]) != []
