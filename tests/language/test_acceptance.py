"""Untrusted values."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowkit.language.acceptance import MAX_ITEMS
from flowkit.language.locale import Locale
from flowkit.language.shapes import TYPE_NAMES, UNSET, Option, Shape
from flowkit.language.single_values import MAX_TEXT
from flowkit.language.values import Refusal, accept, canonical, encode
from tests.pace import best, unit

HERE = Locale(datetime(2026, 3, 2, 10))
VISIT = Shape(
    "object", key="id", fields={"id": Shape("text"), "start": Shape("datetime"), "note": Shape("text", optional=True)}
)
ORDER = Shape(
    "object",
    key="order_id",
    fields={
        "order_id": Shape("digits", pattern="[0-9]{5}"),
        "status": Shape("choice", options=(Option("packed"), Option("shipped"))),
        "eta": Shape("date", optional=True),
        "items": Shape("object", many=True, fields={"item_id": Shape("text"), "price": Shape("money")}),
        "paid": Shape("yes_no"),
    },
)

TAKEN = [
    ("text", "a", "a"),
    ("text", "", ""),
    ("text", 12345, "12345"),
    ("name", "  Ana   Lopez ", "Ana Lopez"),
    ("digits", "12345", "12345"),
    ("digits", "12-345", "12345"),
    ("digits", 12345, "12345"),
    ("integer", 3, 3),
    ("integer", "3", 3),
    ("integer", 3.0, 3),
    ("integer", Decimal(3), 3),
    ("number", 2, Decimal(2)),
    ("number", 0.1, Decimal("0.1")),
    ("number", "-2.50", Decimal("-2.50")),
    ("money", Decimal("12.5"), Decimal("12.50")),
    ("money", "12.50", Decimal("12.50")),
    ("money", 12.5, Decimal("12.50")),
    ("money", 12, Decimal("12.00")),
    ("date", "2026-03-06", date(2026, 3, 6)),
    ("date", date(2026, 3, 6), date(2026, 3, 6)),
    ("date", datetime(2026, 3, 6), date(2026, 3, 6)),
    ("time", "09:05", time(9, 5)),
    ("time", "09:05:30", time(9, 5, 30)),
    ("time", time(9, 5), time(9, 5)),
    ("datetime", "2026-03-06T10:00", datetime(2026, 3, 6, 10)),
    ("datetime", "2026-03-06 10:00:00", datetime(2026, 3, 6, 10)),
    ("datetime", datetime(2026, 3, 6, 10), datetime(2026, 3, 6, 10)),
    ("duration", "PT1H30M", timedelta(minutes=90)),
    ("duration", "P2W", timedelta(days=14)),
    ("duration", "PT0S", timedelta()),
    ("duration", 90, timedelta(seconds=90)),
    ("duration", timedelta(hours=2), timedelta(hours=2)),
    ("phone", "+1 (212) 555-0100", "+12125550100"),
    ("phone", "212 555 0100", "+12125550100"),
    ("email", " Ana@Example.COM ", "ana@example.com"),
    ("postcode", "10001", "10001"),
    ("postcode", "100011234", "10001-1234"),
    ("yes_no", True, True),
    ("yes_no", "false", False),
    ("choice", "anything", "anything"),
    ("text", "x" * MAX_TEXT, "x" * MAX_TEXT),
    ("name", "x" * 200, "x" * 200),
    ("digits", "1" * 200, "1" * 200),
    ("integer", 10**18, 10**18),
    ("duration", timedelta(days=36_500), timedelta(days=36_500)),
]


@pytest.mark.parametrize(("type_", "data", "value"), TAKEN)
def test_taken(type_, data, value):
    taken = accept(Shape(type_), data, HERE)
    assert taken == value
    assert type(taken) is type(value)


REFUSED = [
    ("text", 2.5, "not a text"),
    ("text", 10**18, "not a text"),
    ("text", True, "not a text"),
    ("text", ["a"], "not a text"),
    ("text", "\ud800", "not a text"),
    ("text", "x" * (MAX_TEXT + 1), "too long"),
    ("text", None, "missing"),
    ("text", UNSET, "missing"),
    ("name", " ", "not a name"),
    ("name", "a\x00b", "not a name"),
    ("name", 5, "not a name"),
    ("digits", "12a", "not a number made of digits"),
    ("digits", "", "not a number made of digits"),
    ("digits", "١٢٣", "not a number made of digits"),
    ("digits", -5, "not a number made of digits"),
    ("digits", "1" * 201, "too long"),
    ("integer", 2.5, "not a whole number"),
    ("integer", True, "not a whole number"),
    ("integer", 10**30, "not a whole number"),
    ("number", float("nan"), "not a number"),
    ("number", float("inf"), "not a number"),
    ("number", "1e999999999", "not a number"),
    ("number", Decimal("1e999999"), "not a number"),
    ("number", False, "not a number"),
    ("number", [1], "not a number"),
    ("money", "12.505", "more decimals than the currency has"),
    ("money", "$12", "not an amount"),
    ("money", "NaN", "not an amount"),
    ("date", "2026-02-30", "not a day"),
    ("date", "2026-W10-1", "not a day"),
    ("date", "06/03/2026", "not a day"),
    ("date", datetime(2026, 3, 6, 10), "not a day"),
    ("date", 20260306, "not a day"),
    ("date", datetime(2026, 3, 6, tzinfo=UTC), "not a day"),
    ("time", "10.00", "not a time of day"),
    ("datetime", 5, "not a day and time"),
    ("datetime", "2026-03-06X10:00", "not a day and time"),
    ("time", "25:00", "not a time of day"),
    ("time", "9:00", "not a time of day"),
    ("time", 9, "not a time of day"),
    ("datetime", "2026-03-06", "not a day and time"),
    ("datetime", "2026-03-06T10:00:00Z", "a time with a time zone; send it in the project's own"),
    ("datetime", datetime(2026, 3, 6, tzinfo=UTC), "a time with a time zone; send it in the project's own"),
    ("duration", "2 hours", "not a length of time"),
    ("duration", "P", "not a length of time"),
    ("duration", "PT", "not a length of time"),
    ("duration", [1], "not a length of time"),
    ("duration", 10**12, "not a length of time"),
    ("duration", "P999999999D", "not a length of time"),
    ("duration", timedelta.max, "not a length of time"),
    ("phone", "12", "not a phone number"),
    ("phone", 2.5, "not a phone number"),
    ("name", "x" * 201, "not a name"),
    ("phone", "call me", "not a phone number"),
    ("email", "ana", "not an e-mail address"),
    ("email", "a@b", "not an e-mail address"),
    ("email", "a" * 200 + "@b.de", "not an e-mail address"),
    ("email", "a b@c.de", "not an e-mail address"),
    ("postcode", "SW1A 1AA", "not a postcode"),
    ("yes_no", "yes", "neither yes nor no"),
    ("yes_no", 1, "neither yes nor no"),
    ("object", [], "not a thing with fields"),
]


@pytest.mark.parametrize(("type_", "data", "reason"), REFUSED)
def test_refused(type_, data, reason):
    assert accept(Shape(type_), data, HERE) == Refusal(reason)


ORDER_DATA = {
    "order_id": "12345",
    "status": "shipped",
    "items": [{"item_id": "i1", "price": 35.0}],
    "paid": True,
    "internal": "x",
}


def test_a_thing_keeps_its_fields_and_drops_others():
    assert accept(ORDER, ORDER_DATA, HERE) == {
        "order_id": "12345",
        "status": "shipped",
        "items": [{"item_id": "i1", "price": Decimal("35.00")}],
        "paid": True,
    }
    assert accept(ORDER, ORDER_DATA | {"eta": None}, HERE) == accept(ORDER, ORDER_DATA, HERE)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"order_id": "1"}, Refusal("order_id: not of the right form", "order_id")),
        ({"order_id": None}, Refusal("order_id: missing", "order_id")),
        ({"status": "lost"}, Refusal("status: not one of the options", "status")),
        ({"eta": "soon"}, Refusal("eta: not a day", "eta")),
        ({"items": {}}, Refusal("items: not a list", "items")),
        ({"items": [{"item_id": "i1", "price": "x"}]}, Refusal("items[0].price: not an amount", "items[0].price")),
        ({"items": ["i1"]}, Refusal("items[0]: not a thing with fields", "items[0]")),
    ],
)
def test_the_refusal_names_the_field(change, refusal):
    assert accept(ORDER, ORDER_DATA | change, HERE) == refusal


def test_lists_and_maps():
    assert accept(ORDER.fields["order_id"], "abc", HERE) == Refusal("not a number made of digits")
    assert accept(ORDER.fields["status"], True, HERE) == Refusal("not one of the options")
    days = Shape("date", many=True)
    assert accept(days, ("2026-03-06",), HERE) == [date(2026, 3, 6)]
    assert accept(days, [], HERE) == []
    assert accept(days, ["2026-03-06", 5], HERE) == Refusal("[1]: not a day", "[1]")
    assert accept(days, ["2026-03-06"] * (MAX_ITEMS + 1), HERE) == Refusal("more than 1000 entries")
    assert len(accept(days, ["2026-03-06"] * MAX_ITEMS, HERE)) == MAX_ITEMS
    stock = Shape("integer", keyed=True)
    assert accept(stock, {"a": 1, 7: 2}, HERE) == {"a": 1, "7": 2}
    assert accept(stock, {"a": "x"}, HERE) == Refusal("[a]: not a whole number", "[a]")
    assert accept(stock, {(1, 2): 1}, HERE) == Refusal("a key that is not a text")
    assert accept(stock, [1], HERE) == Refusal("not a map")


def test_a_thing_chosen_from_data_is_checked_like_a_thing():
    choice = Shape("choice", key="id", fields=VISIT.fields)
    assert accept(choice, {"id": "v1", "start": "2026-03-06T10:00"}, HERE) == {
        "id": "v1",
        "start": datetime(2026, 3, 6, 10),
    }
    assert accept(choice, "v1", HERE) == Refusal("not a thing with fields")


def test_the_currency_and_country_decide():
    germany = Locale(datetime(2026, 3, 2), "en", "DE", "EUR")
    assert accept(Shape("phone"), "0171 1234567", germany) == "+491711234567"
    assert accept(Shape("postcode"), "10115", germany) == "10115"
    assert accept(Shape("money"), "1250.5", Locale(datetime(2026, 3, 2), "en", "JP", "JPY")) == Refusal(
        "more decimals than the currency has"
    )


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=30)
    | st.decimals()
    | st.dates()
    | st.timedeltas(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=400, deadline=None)
@given(data=JSON, type_=st.sampled_from(TYPE_NAMES), many=st.booleans())
def test_no_json_breaks_it(data, type_, many):
    shape = Shape(type_, many=many, fields=ORDER.fields if type_ == "object" else {})
    value = accept(shape, data, HERE)
    if not isinstance(value, Refusal):
        encode(shape, value)
        canonical(shape, value)


@settings(max_examples=200, deadline=None)
@given(data=st.dictionaries(st.sampled_from([*ORDER.fields, "other"]), JSON))
def test_no_record_breaks_it(data):
    accept(ORDER, data, HERE)


def test_records_and_arguments_are_checked_at_once():
    fields = {
        "id": Shape("text"),
        "name": Shape("name"),
        "email": Shape("email"),
        "balance": Shape("money"),
        "since": Shape("date"),
    }
    customer = Shape("object", key="id", fields=fields)
    record = {"id": "c1", "name": "Ana", "email": "ana@example.com", "balance": "12.50", "since": "2026-03-06"}
    assert not isinstance(accept(customer, record, HERE), Refusal)
    assert best(lambda: accept(customer, record, HERE), 200) < 1.5 * unit()
    arguments = ((Shape("digits"), "12345"), (Shape("date"), "2026-03-06"))
    assert best(lambda: [accept(shape, data, HERE) for shape, data in arguments], 200) < unit()
