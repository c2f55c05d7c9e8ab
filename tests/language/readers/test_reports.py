"""What a model reports, as values."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from flowkit.language.locale import Locale
from flowkit.language.readers import GIVEN, Candidate, normalise
from flowkit.language.refusal import NOT_CLEAR, Refusal
from flowkit.language.shapes import Option, Shape

HERE = Locale(datetime(2026, 3, 2, 10))
TAKEN = [
    ("date", "2026-03-06", date(2026, 3, 6)),
    ("date", "Friday", date(2026, 3, 6)),
    ("date", "next Tuesday", date(2026, 3, 10)),
    ("time", "10:00", time(10)),
    ("time", "14:30", time(14, 30)),
    ("time", "half past two", time(14, 30)),
    ("time", "2:30", time(14, 30)),
    ("datetime", "2026-03-06T10:00", datetime(2026, 3, 6, 10)),
    ("datetime", "Friday at ten am", datetime(2026, 3, 6, 10)),
    ("digits", "12345", "12345"),
    ("digits", 12345, "12345"),
    ("digits", "one two three", "123"),
    ("digits", "12-345", "12345"),
    ("integer", 3, 3),
    ("integer", 3.0, 3),
    ("integer", "3", 3),
    ("integer", "three", 3),
    ("number", 2.5, Decimal("2.5")),
    ("number", "two and a half", Decimal("2.5")),
    ("money", 12.5, Decimal("12.50")),
    ("money", "12.50", Decimal("12.50")),
    ("money", "$12.50", Decimal("12.50")),
    ("money", "twelve dollars fifty", Decimal("12.50")),
    ("duration", "PT2H", timedelta(hours=2)),
    ("duration", "two hours", timedelta(hours=2)),
    ("phone", "+12125550100", "+12125550100"),
    ("phone", "212 555 0100", "+12125550100"),
    ("phone", "given", GIVEN),
    ("phone", "the number I'm calling from", GIVEN),
    ("email", "Ana@Example.com", "ana@example.com"),
    ("email", "ana at example dot com", "ana@example.com"),
    ("postcode", "10001", "10001"),
    ("postcode", 10001, "10001"),
    ("postcode", "one double oh oh one", "10001"),
    ("yes_no", True, True),
    ("yes_no", "true", True),
    ("yes_no", "yes", True),
    ("yes_no", "I don't think so", False),
    ("name", "Ana Lopez", "Ana Lopez"),
    ("name", "ana lopez", "Ana Lopez"),
    ("name", "My name is Ana", "Ana"),
    ("name", "May", "May"),
    ("name", "Will", "Will"),
    ("text", " 12 Main Street ", "12 Main Street"),
]


@pytest.mark.parametrize(("type_", "given", "value"), TAKEN)
def test_taken(type_, given, value):
    taken = normalise(Shape(type_), given, HERE)
    assert (taken, type(taken)) == (value, type(value))


REFUSED = [
    ("date", "Thursday or Friday", "not clear"),
    ("date", "soon", "not a day"),
    ("date", "2026-02-30", "not a day"),
    ("date", 5, "not a day"),
    ("date", {"a": 1}, "not a day"),
    ("time", "25:00", "not a time of day"),
    ("integer", "lots", "not a whole number"),
    ("integer", 2.5, "not a whole number"),
    ("number", True, "not a number"),
    ("money", "12 euros", "not an amount"),
    ("money", 12.505, "more decimals than the currency has"),
    ("phone", "12", "not a phone number"),
    ("email", "ana", "not an e-mail address"),
    ("email", "john smith at gmail dot com", "not clear"),
    ("yes_no", "maybe", "neither yes nor no"),
    ("yes_no", 1, "neither yes nor no"),
    ("yes_no", "yes and no", "not clear"),
    ("postcode", "1", "not a postcode"),
    ("name", "", "not a name"),
    ("text", 3.5, "not a text"),
    ("text", None, "missing"),
    ("date", "not Friday", "not a day"),
]


@pytest.mark.parametrize(("type_", "given", "reason"), REFUSED)
def test_refused(type_, given, reason):
    refused = normalise(Shape(type_), given, HERE)
    assert isinstance(refused, Refusal)
    assert refused.reason == reason


def test_a_pattern_refuses():
    shape = Shape("digits", pattern="[0-9]{5}")
    assert normalise(shape, "1234", HERE) == Refusal("not of the right form")
    assert normalise(shape, "12345", HERE) == "12345"


OPENINGS = (
    Candidate({"start": datetime(2026, 3, 6, 10)}, "2026-03-06T10:00", "ten am"),
    Candidate({"start": datetime(2026, 3, 6, 14, 30)}, "2026-03-06T14:30", "half past two pm"),
)


@pytest.mark.parametrize(
    ("given", "place"),
    [("2026-03-06T10:00", 0), ("ten", 0), ("Ten am", 0), ("half past two", 1), ("the second one", 1), ("14:30", 1)],
)
def test_options_by_key_and_words(given, place):
    shape = Shape("choice", key="start")
    assert normalise(shape, given, HERE, OPENINGS) is OPENINGS[place].value


def test_options_that_are_none():
    assert normalise(Shape("choice"), True, HERE, (Candidate("a", "True", "a"),)) == Refusal("not one of the options")
    assert normalise(Shape("choice", key="start"), {"start": "2026-03-06T10:00"}, HERE, OPENINGS) is OPENINGS[0].value
    shape = Shape("choice", key="start")
    assert normalise(shape, "16:00", HERE, OPENINGS) == Refusal("not one of the options")
    assert normalise(shape, "ten or half past two", HERE, OPENINGS) is NOT_CLEAR
    assert normalise(shape, True, HERE, OPENINGS) == Refusal("not one of the options")
    assert normalise(shape, ["ten"], HERE, OPENINGS) == Refusal("not one of the options")


def test_fixed_options_come_from_the_shape():
    shape = Shape("choice", options=(Option("wrong_item"), Option("broken", examples=("it's cracked",))))
    assert normalise(shape, "wrong_item", HERE) == "wrong_item"
    assert normalise(shape, "Wrong item", HERE) == "wrong_item"
    assert normalise(shape, "it is cracked", HERE) == "broken"
    assert normalise(shape, "lost", HERE) == Refusal("not one of the options")


def test_lists_and_things():
    two = Shape("object", fields={"day": Shape("date"), "guests": Shape("integer")})
    assert normalise(two, "Friday for two people", HERE) == {"day": date(2026, 3, 6), "guests": 2}
    assert normalise(Shape("text"), "given", HERE) == "given"
    assert normalise(Shape("text", pattern="[A-Z0-9]{4}"), "k seven q x", HERE) == "K7QX"
    assert normalise(Shape("date", many=True), ["Friday", "2026-03-07"], HERE) == [date(2026, 3, 6), date(2026, 3, 7)]
    assert normalise(Shape("date", many=True), "Friday and Saturday", HERE) == [date(2026, 3, 6), date(2026, 3, 7)]
    assert normalise(Shape("date", many=True), ["soon"], HERE) == Refusal("not a day")
    stay = Shape("object", fields={"from": Shape("date"), "guests": Shape("integer", optional=True)})
    assert normalise(stay, {"from": "Friday", "guests": "two"}, HERE) == {"from": date(2026, 3, 6), "guests": 2}
    assert normalise(stay, {"from": "Friday"}, HERE) == {"from": date(2026, 3, 6)}
    assert normalise(stay, {"guests": 2}, HERE) == Refusal("from: missing", "from")
    assert normalise(stay, {"from": "soon"}, HERE) == Refusal("from: not a day", "from")
