"""Values and the words for them, type by type: each line of `spoken/<type>.txt` is `canonical form => words`."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from flowkit.language.acceptance import accept
from flowkit.language.locale import Locale
from flowkit.language.shapes import Option, Shape
from flowkit.language.speaking import speak

TABLES = sorted((Path(__file__).parent / "spoken").glob("*.txt"))
HERE = Locale(datetime(2026, 3, 2, 10))
ENOUGH = 40


def rows(path: Path) -> Iterator[tuple[str, Locale, str]]:
    locale = HERE
    for line in path.read_text().splitlines():
        if line.startswith("@"):
            key, _, value = line[1:].partition(" ")
            locale = replace(locale, **{key: datetime.fromisoformat(value) if key == "now" else value})
        else:
            written, _, words = line.partition(" => ")
            yield written, locale, words


ROWS = [(path.stem, *row) for path in TABLES for row in rows(path)]


@pytest.mark.parametrize(
    ("type_", "written", "locale", "words"), ROWS, ids=[f"{type_}-{written}" for type_, written, _, _ in ROWS]
)
def test_a_value_is_spoken(type_, written, locale, words):
    shape = Shape(type_)
    assert speak(accept(shape, written, locale), shape, locale) == words


def test_the_tables_are_long():
    assert {path.stem for path in TABLES} == {"date", "time", "datetime", "money", "integer", "number", "duration"}
    assert min(len(list(rows(path))) for path in TABLES) >= ENOUGH


FIXED = Shape("choice", options=(Option("wrong_item"), Option("red")))
VISIT = {"title": Shape("text"), "at": Shape("datetime"), "price": Shape("money", optional=True)}
TEN = {"title": "check-up", "at": datetime(2026, 3, 6, 10)}
BY_LABEL = [
    (Shape("yes_no"), True, "yes"),
    (Shape("yes_no"), False, "no"),
    (Shape("yes_no", many=True), [True, False], "yes and no"),
    (Shape("yes_no", keyed=True), {"a": True, "b": False}, "yes and no"),
    (FIXED, "wrong_item", "wrong item"),
    (FIXED, "red", "red"),
    (Shape("choice", options=(Option("24_7_support"),)), "24_7_support", "24 7 support"),
    (Shape("choice", options=(Option("Extra large"),)), "Extra large", "Extra large"),
    (Shape("choice", many=True, options=(Option("red"), Option("dark_green"))), ["red", "dark_green"],
     "red and dark green"),
    (Shape("choice", key="title", fields=VISIT), TEN, "check-up"),
    (Shape("choice", key="at", fields=VISIT), TEN, "Friday, March sixth at ten am"),
    (Shape("choice", key="at", fields=VISIT, many=True), [TEN, TEN],
     "Friday, March sixth at ten am and Friday, March sixth at ten am"),
    (Shape("object", fields=VISIT), TEN, "check-up, Friday, March sixth at ten am"),
    (Shape("object", fields=VISIT), {**TEN, "price": Decimal("12.50")},
     "check-up, Friday, March sixth at ten am, twelve dollars fifty"),
    (Shape("object", fields=VISIT), {}, ""),
    (Shape("object", fields=VISIT, many=True), [TEN], "check-up, Friday, March sixth at ten am"),
    (Shape("object", fields={"paid": Shape("yes_no")}), {"paid": False}, "no"),
    (Shape("object", fields={"parts": Shape("integer", many=True)}), {"parts": [1, 2]}, "one and two"),
    (Shape("object", fields={"parts": Shape("integer", many=True)}), {"parts": []}, "none"),
    (Shape("text", many=True), [], "none"),
    (Shape("text", many=True), ["a"], "a"),
    (Shape("text", many=True), ["a", "b"], "a and b"),
    (Shape("text", many=True), ["a", "b", "c"], "a, b and c"),
    (Shape("text", many=True), ["a", "b", "c", "d"], "a, b, c and d"),
    (Shape("text", keyed=True), {}, ""),
    (Shape("text", keyed=True), {"x": "a", "y": "b", "z": "c"}, "a, b and c"),
    (Shape("integer", many=True), [1, 20, 1250], "one, twenty and 1,250"),
    (Shape("integer", many=True), [-1, 0], "minus one and zero"),
    (Shape("integer", speak_as="digits"), 4711, "4 7 1 1"),
    (Shape("integer", speak_as="digits", many=True), [47, 11], "4 7 and 1 1"),
    (Shape("number", many=True), [Decimal("0.5"), Decimal(2)], "zero point five and two"),
    (Shape("money", many=True), [Decimal("12.50"), Decimal("0.05")], "twelve dollars fifty and five cents"),
    (Shape("money", keyed=True), {"a": Decimal(1), "b": Decimal(2)}, "one dollar and two dollars"),
    (Shape("date", many=True), [date(2026, 3, 6), date(2027, 1, 1)],
     "Friday, March sixth and Friday, January first, twenty twenty-seven"),
    (Shape("time", many=True), [time(10), time(14, 30), time(0)], "ten am, half past two pm and midnight"),
    (Shape("datetime", many=True), [datetime(2026, 3, 6, 12)], "Friday, March sixth at noon"),
    (Shape("duration", many=True), [timedelta(hours=2), timedelta(minutes=90)],
     "two hours and one hour and thirty minutes"),
    (Shape("name", many=True), ["Ana Lopez", "Bob Marsh"], "Ana Lopez and Bob Marsh"),
    (Shape("digits", many=True), ["12", "345678"], "1 2 and 3 4 5, 6 7 8"),
    (Shape("postcode", many=True), ["10001", "90210"], "1 0 0 0 1 and 9 0 2 1 0"),
    (Shape("email", many=True), ["ana@example.com"], "ana at example dot com"),
]  # fmt: skip


@pytest.mark.parametrize(("shape", "value", "words"), BY_LABEL)
def test_answers_options_and_lists_are_spoken(shape, value, words):
    assert speak(value, shape, HERE) == words
