"""Results as JSON, and errors in the log without values."""

import enum
import json
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.language.locale import Locale
from flowkit.language.shapes import UNSET, Shape
from flowkit.language.values import accept
from flowkit.tools.account import account
from flowkit.tools.results import NotJson, as_json


class Colour(enum.Enum):
    RED = "red"


@dataclass
class Thing:
    name: str
    price: Decimal | None = None


THING = Shape("object", fields={"name": Shape("text"), "price": Shape("money", optional=True)})


@pytest.mark.parametrize(
    ("value", "shape", "expected"),
    [
        (None, None, None),
        (True, None, True),
        (5, None, 5),
        (1.5, None, 1.5),
        ("x", None, "x"),
        (UNSET, None, None),
        (Colour.RED, None, "red"),
        (Decimal("5"), Shape("money"), "5.00"),
        (Decimal("1.50"), Shape("number"), "1.50"),
        (Decimal("1E+2"), None, "100"),
        (date(2026, 3, 6), None, "2026-03-06"),
        (datetime(2026, 3, 6, 10), None, "2026-03-06T10:00"),
        (time(10, 0, 30), None, "10:00:30"),
        (timedelta(minutes=90), None, "PT1H30M"),
        ((1, [2]), None, [1, [2]]),
        ({2, 1}, None, [1, 2]),
        (OrderedDict(a=Decimal(1)), None, {"a": "1"}),
        ({Colour.RED: 1, 2: 3}, None, {"red": 1, "2": 3}),
        (Thing("a", Decimal(2)), THING, {"name": "a", "price": "2.00"}),
        ([Thing("a")], Shape("object", fields=THING.fields, many=True), [{"name": "a", "price": None}]),
        (
            {"x": Thing("a", Decimal(2))},
            Shape("object", fields=THING.fields, keyed=True),
            {"x": {"name": "a", "price": "2.00"}},
        ),
    ],
)
def test_values(value: Any, shape: Shape | None, expected: Any) -> None:
    found = as_json(value, shape, "USD")
    assert found == expected
    assert json.loads(json.dumps(found)) == expected


def test_an_entry_of_a_map_by_id_is_a_thing_even_if_it_is_named_like_a_field() -> None:
    shape = Shape("object", fields={"price": Shape("money")}, keyed=True)
    assert as_json({"price": {"price": Decimal(2)}}, shape, "USD") == {"price": {"price": "2.00"}}


def test_money_has_the_decimals_of_the_currency() -> None:
    assert as_json(Decimal(500), Shape("money"), "JPY") == "500"
    assert as_json(Decimal("1.5"), Shape("money"), "KWD") == "1.500"


@pytest.mark.parametrize("value", [float("inf"), b"x", object(), Decimal("NaN"), {1: 0, "1": 0}, Thing, lambda: 1])
def test_what_has_no_form_in_json(value: Any) -> None:
    with pytest.raises(NotJson):
        as_json({"inside": [value]}, None, "USD")


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=2))
def test_money_comes_out_of_the_engine_as_it_went_in(amount: Decimal) -> None:
    shape = Shape("money")
    assert accept(shape, as_json(amount, shape, "USD"), Locale(datetime(2026, 1, 1))) == amount


# Errors in the log.


def test_values_stand_as_their_names() -> None:
    error = ValueError("no ana@example.com under 10001, not 'ana@example.com' either; 10 tried")
    told = account(error, {"email": "ana@example.com", "postcode": "10001"})
    assert told == "ValueError: no ‹email› under ‹postcode›, not ‹email› either; 10 tried"


def test_the_longer_value_is_hidden_first() -> None:
    assert account(ValueError("Annabel"), {"a": "Anna", "b": "Annabel"}) == "ValueError: ‹b›"


def test_values_inside_values() -> None:
    arguments = {"place": {"city": "Bern", "days": [date(2026, 3, 6)]}, "open": True, "n": 7}
    assert account(ValueError("Bern on 2026-03-06: True 7"), arguments) == "ValueError: ‹place› on ‹place›: True 7"


def test_an_error_over_several_lines_is_one() -> None:
    assert account(ValueError("a  b\n  c"), {"text": "a  b c"}) == "ValueError: ‹text›"
    assert account(ValueError(), {}) == "ValueError"
