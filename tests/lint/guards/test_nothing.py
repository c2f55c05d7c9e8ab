"""Choices from a list that may be empty."""

import pytest

from flowkit.language.project import read_project
from flowkit.lint.check import check

PROJECT = """\
flowkit: 1
title: Desk
start: desk
greeting: "Hello, this is a machine."
about_us: {automated: A machine., recording: No., data: None is kept.}
handoffs: {front: {to: "sip:desk@example.com", default: true}}
"""
CATALOG = """\
catalog: shop
tools:
  find_hours:
    about: Free hours of a day.
    effect: read
    input: {day: date}
    output: {many: true, label: "{{ start }}", fields: {id: digits, start: time}}
    backend: python:backend.shop:find_hours
  book_hour:
    about: Books an hour.
    effect: write
    input: {id: {type: digits, from: find_hours.id}, day: {type: date, from: caller}}
    only_if: {rule: ahead, when: day >= today, because: "That day has passed."}
    read_back: "I'll book the hour {{ id }} on {{ day }}. Shall I do that?"
    backend: python:backend.shop:book_hour
"""
FLOW = """\
flow: desk
title: Desk
slots:
  day: {type: date, ask: "Which day?", only_if: {when: day > today, because: "From tomorrow on."}}
  hour: {options: hours, key: id, ask: "What time?"}
start: when
states:
  when: {ask: day, next: find}
  find:
    use: find_hours
    with: {day: day}
    save_as: hours
    next: NEXT
  pick: {ask: hour, next: agree}
  agree: {confirm: book_hour, with: {id: hour.id, day: day}, next: done}
  done: {say: "You're booked in.", end: resolved}
"""
FULL = "{when: hours is empty, times: 2, say: Full., clear: day, go: when}"


def _told(way: str, flow: str = FLOW, catalog: str = CATALOG) -> list[str]:
    files = {"flowkit.yaml": PROJECT, "desk.yaml": flow.replace("NEXT", way), "tools/shop.yaml": catalog}
    reading = read_project({path: text.encode() for path, text in files.items()})
    assert reading.project is not None, reading.diagnostics
    return [
        f"{each.span} {each.kind.code} {each.message}" for each in check(reading.project) if each.kind.code[2] == "3"
    ]


def test_an_edge_that_counts_leaves_the_empty_list_for_the_next() -> None:
    assert _told(f"[{FULL}, {{when: hours is empty, go: person}}, {{go: pick}}]") == []
    told = "'hour' is picked from 'hours', which may be empty here: there is nothing to choose then"
    assert _told(f"[{FULL}, {{go: pick}}]") == [f"desk.yaml:13:80 FK326 {told}"]
    past = FLOW.replace("  pick:", "  words: {say: I found some., next: pick}\n  pick:")
    assert _told(f"[{FULL}, {{go: words}}]", past) == [f"desk.yaml:13:80 FK326 {told}"]


@pytest.mark.parametrize(
    "way",
    [
        "pick",
        "[{when: length(hours) == 0, go: person}, {go: pick}]",
        "[{when: length(hours) > 0, go: pick}, {go: person}]",
        "[{when: hours is not empty, go: pick}, {go: person}]",
    ],
)
def test_other_ways_are_clean(way: str) -> None:
    assert _told(way) == []


def test_a_question_that_may_stay_without_an_answer_is_clean() -> None:
    way = f"[{FULL}, {{go: pick}}]"
    assert (
        _told(way, FLOW.replace("{ask: hour, next: agree}", "{ask: hour, next: agree, outcomes: {cannot_say: person}}"))
        == []
    )


def test_a_tool_that_refuses_whatever_a_slot_lets_in_is_told_where_it_is_given() -> None:
    way = "[{when: hours is empty, go: person}, {go: pick}]"
    assert _told(way) == []
    assert _told(way, catalog=CATALOG.replace("day >= today", "day < today")) == [
        "desk.yaml:15:56 FK323 'book_hour' refuses every 'day' that the rules of the slot let in"
    ]


def test_a_last_edge_that_nothing_is_left_for_is_told_if_it_alone_leads_to_a_state() -> None:
    flow = (
        FLOW.replace("  pick:", "  none: {say: None., end: unresolved}\n  pick:")
        .replace("slots:\n", 'slots:\n  near: {type: yes_no, ask: "Near?"}\n')
        .replace("ask: day, next", "ask: [day, near], next")
    )
    good = "[{when: hours is empty, go: person}, {when: near, go: pick}, {when: not near, go: agree}, {go: none}]"
    assert [each for each in _told(good, flow) if "FK315" in each] == [
        "desk.yaml:14:101 FK315 this edge can never be taken: the ones before it take every case that there can be, "
        "so no call comes to 'none'"
    ]
    assert not [each for each in _told(good.replace("{go: none}", "{go: person}"), flow) if "FK315" in each]
