"""Values on their way to other systems and back: in their form, and exact."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.language.shapes import Shape
from flowkit.tools.json_schema import Schema, match_name
from flowkit.tools.json_values import Place, received, sent

HERE = Place("EUR", UTC)
BERLIN = Place("EUR", ZoneInfo("Europe/Berlin"))


def schema(node: Any) -> Schema:
    return Schema({"$defs": {"day": {"type": "string", "format": "date-time"}}}, node)


THING = Shape("object", fields={"unit_price": Shape("money"), "since": Shape("date")})
CHOSEN = Shape("choice", key="id", fields={"id": Shape("text"), "title": Shape("text")})


@pytest.mark.parametrize(
    ("value", "shape", "node", "expected"),
    [
        (Decimal("12.5"), Shape("money"), True, "12.50"),
        (Decimal("12.5"), Shape("money"), {"type": "string"}, "12.50"),
        (Decimal("12.50"), Shape("money"), {"type": "number"}, 12.5),
        (Decimal("12.00"), Shape("money"), {"type": ["number", "null"]}, 12),
        (Decimal("0.50"), Shape("number"), True, 0.5),
        (Decimal("0.50"), Shape("number"), {"type": "string"}, "0.5"),
        (Decimal("3"), Shape("number"), {"type": "integer"}, 3),
        (3, Shape("integer"), True, 3),
        (3, Shape("integer"), {"type": "string"}, "3"),
        ("0042", Shape("digits"), True, "0042"),
        ("0042", Shape("digits"), {"type": "integer"}, 42),
        ("0042", Shape("digits"), {"anyOf": [{"type": "integer"}, {"type": "string"}]}, "0042"),
        (True, Shape("yes_no"), {"type": "boolean"}, True),
        (date(2026, 3, 6), Shape("date"), True, "2026-03-06"),
        (time(10, 30), Shape("time"), True, "10:30"),
        (datetime(2026, 7, 6, 10), Shape("datetime"), True, "2026-07-06T10:00"),
        (datetime(2026, 7, 6, 10), Shape("datetime"), {"$ref": "#/$defs/day"}, "2026-07-06T10:00:00+02:00"),
        (timedelta(minutes=90), Shape("duration"), True, "PT1H30M"),
        ({"id": "v1", "title": "dentist"}, CHOSEN, {"type": "string"}, "v1"),
        (
            {"unit_price": Decimal(2), "since": date(2026, 3, 6)},
            THING,
            {"properties": {"unitPrice": {"type": "number"}, "since": {}}},
            {"unitPrice": 2, "since": "2026-03-06"},
        ),
        (
            {"a": {"unit_price": Decimal(2)}},
            Shape("object", fields=THING.fields, keyed=True),
            {"additionalProperties": {"properties": {"unit-price": {}}}},
            {"a": {"unit-price": "2.00"}},
        ),
        ([Decimal(1), Decimal(2)], Shape("money", many=True), {"items": {"type": "number"}}, [1, 2]),
    ],
)
def test_what_is_sent(value: Any, shape: Shape, node: Any, expected: Any) -> None:
    found = sent(value, shape, schema(node), BERLIN)
    assert found == expected
    assert type(found) is type(expected)


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=2))
def test_an_amount_as_a_number_has_its_digits(amount: Decimal) -> None:
    number = sent(amount, Shape("money"), schema({"type": "number"}), HERE)
    assert Decimal(repr(number)) == amount


def test_times_that_come_are_the_projects() -> None:
    shape = Shape("datetime")
    assert received("2026-07-06T08:00:00Z", shape, BERLIN) == "2026-07-06T10:00"
    assert received("2026-12-06T08:00:30+00:00", shape, BERLIN) == "2026-12-06T09:00:30"
    assert received("2026-07-06T08:00", shape, BERLIN) == "2026-07-06T08:00"
    assert received("soon", shape, BERLIN) == "soon"
    assert received("2026-07-06T08:00:00Z", Shape("text"), BERLIN) == "2026-07-06T08:00:00Z"


@pytest.mark.parametrize("data", [None, 1, "x", [], [None], {"unit_price": None}])
def test_what_is_not_of_the_shape_is_left_to_be_refused(data: Any) -> None:
    for shape in (THING, Shape("object", fields=THING.fields, many=True), Shape("text", keyed=True)):
        assert received(data, shape, HERE) in (data, {"unit_price": None}, {}, [{}])


def test_names() -> None:
    assert match_name("order_id", ["orderid", "order_id"]) == "order_id"
    assert match_name("order_id", ["x", "Order-ID"]) == "Order-ID"
    assert match_name("order_id", ["orderId", "OrderID"]) == ""
    assert match_name("order_id", ["order"]) == ""
