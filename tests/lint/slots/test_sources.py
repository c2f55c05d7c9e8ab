"""Arguments that come from elsewhere than the tool lets them come from."""

import pytest

from tests.lint.slots.shop import CATALOG, FLOW, found_in, told

NEEDS = CATALOG.replace(
    "number: {type: digits, from: order}, day: date}",
    "number: {type: digits, from: order}, day: {type: date, from: SOURCE}}",
)


def _found(given: str, source: str, number: str = "number") -> list[tuple[str, str, str]]:
    flow = FLOW.replace("number: number, day: day", f"number: {number}, day: {given}")
    return [each for each in told(found_in(flow, NEEDS.replace("SOURCE", source))) if each[0] == "FK444"]


@pytest.mark.parametrize(
    ("given", "source", "message"),
    [
        ("today", "caller", "'day' must come from the caller, and 'today' is computed"),
        ("order.due", "caller", "'day' must come from the caller, and 'order.due' does not"),
        ("order.due", "computed", "'day' must come from a computation, and 'order.due' does not"),
        ("today + days(1)", "order.due", "'day' must come from 'order.due', and 'today + days(1)' is computed"),
        ("order.eta", "order.due", "'day' must come from 'order.due', and 'order.eta' does not"),
    ],
)
def test_a_value_that_cannot_come_from_there_is_found_where_it_is_given(given: str, source: str, message: str) -> None:
    assert _found(given, source) == [("FK444", "move.yaml:17:60", message)]


@pytest.mark.parametrize(
    ("given", "source"),
    [
        ("day", "caller"),
        ("day", "order.due"),
        ("day", "computed"),
        ("order.due", "order.due"),
        ("order.due", "[caller, order.due]"),
        ("today", "computed"),
        ("day + days(1)", "caller"),
    ],
)
def test_what_may_come_from_there_is_clean(given: str, source: str) -> None:
    assert _found(given, source) == []


def test_the_key_of_a_record_is_no_other_field_of_it() -> None:
    catalog = CATALOG.replace(
        "eta: {type: date, optional: true}", "eta: {type: date, optional: true}, other: digits, shop_id: digits"
    )
    catalog = catalog.replace("tools:\n", "  shop: {key: shop_id, fields: {shop_id: digits}}\ntools:\n", 1)
    flow = FLOW.replace("number: number, day: day", "number: order.other, day: day")
    found = told(found_in(flow, catalog))
    assert ("FK444", "move.yaml:17:47", "'number' must come from 'order.number', and 'order.other' does not") in found
    visits = catalog.replace(
        "{number: {type: digits, from: order}, day: date}", "{number: {type: digits, from: shop}, day: date}"
    )
    assert "FK444" not in [each[0] for each in told(found_in(flow.replace("order.other", "order.shop_id"), visits))]
    assert "FK444" in [each[0] for each in told(found_in(flow.replace("order.other", "order.number"), visits))]
