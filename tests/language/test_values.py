"""Values as JSON and text."""

import json
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowkit.language.shapes import UNSET, Shape
from flowkit.language.values import canonical, decode, encode, same

ITEM = Shape(
    "object", key="id", fields={"id": Shape("text"), "price": Shape("money"), "day": Shape("date", optional=True)}
)
ORDER = Shape(
    "object",
    key="order_id",
    fields={
        "order_id": Shape("digits"),
        "eta": Shape("datetime", optional=True),
        "items": Shape("object", many=True, key="id", fields=ITEM.fields),
    },
)
THING = {"id": "i1", "price": Decimal("12.50"), "day": date(2026, 3, 6)}

FORMS = [
    (Shape("text"), "a b", "a b", "a b"),
    (Shape("digits"), "007", "007", "007"),
    (Shape("integer"), -3, -3, "-3"),
    (Shape("number"), Decimal("12.50"), "12.50", "12.5"),
    (Shape("number"), Decimal("1E+2"), "100", "100"),
    (Shape("number"), Decimal("0.0"), "0.0", "0"),
    (Shape("money"), Decimal("12.5"), "12.50", "12.50"),
    (Shape("money"), Decimal("12.505"), "12.505", "12.505"),
    (Shape("date"), date(2026, 3, 6), "2026-03-06", "2026-03-06"),
    (Shape("time"), time(9, 5), "09:05", "09:05"),
    (Shape("time"), time(9, 5, 30), "09:05:30", "09:05:30"),
    (Shape("datetime"), datetime(2026, 3, 6, 10), "2026-03-06T10:00", "2026-03-06T10:00"),
    (Shape("datetime"), datetime(2026, 3, 6, 10, 0, 7), "2026-03-06T10:00:07", "2026-03-06T10:00:07"),
    (Shape("duration"), timedelta(hours=1, minutes=30), "PT1H30M", "PT1H30M"),
    (Shape("duration"), timedelta(days=14), "P14D", "P14D"),
    (Shape("duration"), timedelta(), "PT0S", "PT0S"),
    (Shape("duration"), -timedelta(minutes=90), "-PT1H30M", "-PT1H30M"),
    (Shape("duration"), timedelta(seconds=1, milliseconds=500), "PT1.5S", "PT1.5S"),
    (Shape("yes_no"), True, True, "true"),
    (Shape("yes_no"), False, False, "false"),
    (Shape("choice"), "wrong_item", "wrong_item", "wrong_item"),
    (ITEM, THING, {"id": "i1", "price": "12.50", "day": "2026-03-06"}, "i1"),
    (
        Shape("choice", key="day", fields=ITEM.fields),
        THING,
        {"id": "i1", "price": "12.50", "day": "2026-03-06"},
        "2026-03-06",
    ),
    (
        Shape("object", fields=ITEM.fields),
        {"price": Decimal(1), "id": "ü"},
        {"price": "1.00", "id": "ü"},
        '{"id":"ü","price":"1.00"}',
    ),
    (Shape("date", many=True), [date(2026, 3, 6)], ["2026-03-06"], '["2026-03-06"]'),
    (
        Shape("money", keyed=True),
        {"b": Decimal(2), "a": Decimal(1)},
        {"b": "2.00", "a": "1.00"},
        '{"a":"1.00","b":"2.00"}',
    ),
    (
        ORDER,
        {"order_id": "1", "items": [THING]},
        {"order_id": "1", "items": [{"id": "i1", "price": "12.50", "day": "2026-03-06"}]},
        "1",
    ),
]


@pytest.mark.parametrize(("shape", "value", "data", "text"), FORMS)
def test_forms(shape, value, data, text):
    assert encode(shape, value) == data
    assert canonical(shape, value) == text
    assert decode(shape, json.loads(json.dumps(encode(shape, value)))) == value


def test_the_currency_gives_the_decimals():
    assert encode(Shape("money"), Decimal(1250), "JPY") == "1250"
    assert canonical(Shape("money"), Decimal("12.5"), "KWD") == "12.500"


def test_a_thing_without_its_key_is_json():
    assert canonical(ITEM, {"price": Decimal(1)}) == '{"price":"1.00"}'


def test_what_is_not_known_is_null():
    assert encode(Shape("date"), UNSET) is None
    assert decode(Shape("date"), None) is UNSET


@pytest.mark.parametrize(
    ("shape", "data"),
    [
        (Shape("date"), "soon"),
        (Shape("date"), 5),
        (Shape("money"), "x"),
        (Shape("duration"), "P"),
        (Shape("duration"), 5),
        (Shape("date", many=True), 5),
        (Shape("date", keyed=True), []),
    ],
)
def test_decode_refuses_what_encode_never_made(shape, data):
    with pytest.raises(ValueError):
        decode(shape, data)


def test_same():
    assert same(Shape("name"), "José Núñez", "jose NUNEZ")
    assert not same(Shape("text"), "José", "Jose")
    assert same(Shape("money"), Decimal("12.5"), Decimal("12.50"))
    assert same(ITEM, THING, {"id": "i1", "price": Decimal(0)})
    assert not same(ITEM, THING, {"id": "i2", "price": Decimal("12.50")})
    assert not same(ITEM, THING, "i1")
    stock = Shape("object", keyed=True, key="id", fields=ITEM.fields)
    assert not same(stock, {"a": THING}, {"b": THING})
    assert not same(Shape("object", fields=ITEM.fields), THING, {"id": "i1", "price": Decimal(0)})
    assert not same(Shape("text"), UNSET, UNSET)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
SECONDS = st.integers(-(10**8), 10**8).map(lambda s: timedelta(seconds=s))
VALUES = st.one_of(
    st.tuples(st.just(Shape("text")), TEXT),
    st.tuples(st.just(Shape("integer")), st.integers()),
    st.tuples(st.just(Shape("number")), st.decimals(allow_nan=False, allow_infinity=False, places=3)),
    st.tuples(st.just(Shape("money")), st.decimals(-(10**9), 10**9, places=2)),
    st.tuples(st.just(Shape("date")), st.dates()),
    st.tuples(st.just(Shape("time")), st.times()),
    st.tuples(st.just(Shape("datetime")), st.datetimes()),
    st.tuples(st.just(Shape("duration")), SECONDS),
    st.tuples(st.just(Shape("yes_no")), st.booleans()),
    st.tuples(
        st.just(ITEM),
        st.fixed_dictionaries({"id": TEXT, "price": st.decimals(0, 10**6, places=2)}, optional={"day": st.dates()}),
    ),
    st.tuples(st.just(Shape("date", many=True)), st.lists(st.dates(), max_size=3)),
    st.tuples(st.just(Shape("date", keyed=True)), st.dictionaries(TEXT, st.dates(), max_size=3)),
)


@settings(max_examples=300, deadline=None)
@given(VALUES)
def test_what_is_encoded_comes_back_exactly(pair):
    shape, value = pair
    back = decode(shape, json.loads(json.dumps(encode(shape, value))))
    assert back == value
    assert type(back) is type(value)
    assert canonical(shape, back) == canonical(shape, value)


def test_a_list_of_things_is_the_list_of_their_keys():
    items = Shape("object", key="id", many=True, fields=ITEM.fields)
    one, two = {"id": "a", "price": Decimal(1)}, {"id": "b", "price": Decimal(2)}
    assert canonical(items, [one, two]) == '["a", "b"]'
    assert same(items, [one, two], [one | {"price": Decimal(3)}, two])
    assert not same(items, [one, two], [two])
