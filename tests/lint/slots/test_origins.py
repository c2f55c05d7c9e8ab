"""Arguments that are taken from what another read returned than they must come from."""

import pytest

from tests.lint.slots.shop import CATALOG, FLOW, found_in, told

MORE = (
    CATALOG
    + """\
  find_shops:
    about: Shops nearby.
    effect: read
    output: {many: true, fields: {id: digits, name: text}}
    backend: fixture:shop.fixture
"""
)
BOOKING = """\
slots:
  day: {type: date, ask: "Which day?"}
  place: {type: choice, options: places, key: id, label: "{{ name }}", ask: "Which shop?"}
  hour: {type: choice, options: hours, key: id, label: "{{ start }}", ask: "Which hour?"}
start: which
states:
  which: {ask: day, next: near}
  near: {use: find_shops, save_as: places, next: free}
  free: {use: find_hours, with: {day: day}, save_as: hours, next: pick}
  pick: {ask: [place, hour], next: agree}
  agree: {confirm: book_hour, with: {hour: hour.id}, next: bye}
  bye: {say: "It is booked at {{ place.name }}, {{ hour.start }}.", end: resolved}
"""


def test_a_value_of_what_was_looked_up_for_it_is_fine() -> None:
    assert told(found_in(FLOW, MORE)) == []
    assert [each for each in told(found_in(BOOKING, MORE)) if each[0] == "FK442"] == []


@pytest.mark.parametrize(
    ("given", "field"),
    [("place.id", "'id' of what 'find_shops' returned"), ("hour.start", "'start' of what 'find_hours'")],
)
def test_a_value_of_something_else_is_noticed(given: str, field: str) -> None:
    flow = BOOKING.replace("{hour: hour.id}", f"{{hour: {given}}}")
    catalog = MORE.replace("start: time", "start: digits")
    found = [each for each in told(found_in(flow, catalog)) if each[0] == "FK442"]
    assert [each[:2] for each in found] == [("FK442", "move.yaml:14:44")]
    assert found[0][2].startswith(f"'hour' must come from 'find_hours.id', and this is {field}")


def test_what_may_come_from_the_caller_too_is_left_alone() -> None:
    catalog = MORE.replace("from: find_hours.id", "from: [caller, find_hours.id]")
    found = found_in(BOOKING.replace("{hour: hour.id}", "{hour: place.id}"), catalog)
    assert [each for each in told(found) if each[0] == "FK442"] == []
