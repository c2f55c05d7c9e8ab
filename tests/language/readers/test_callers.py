"""The front of the readers: places, other languages, what words prove, and speed."""

import time as clock
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowkit.language.locale import Locale
from flowkit.language.readers import GIVEN, Candidate, heard, normalise, read
from flowkit.language.readers.utterance import utterance
from flowkit.language.shapes import TYPE_NAMES, Shape
from tests.pace import unit

HERE = Locale(datetime(2026, 3, 2, 10))
OPENINGS = (
    Candidate({"start": datetime(2026, 3, 6, 10)}, "2026-03-06T10:00", "ten am"),
    Candidate({"start": datetime(2026, 3, 6, 14, 30)}, "2026-03-06T14:30", "half past two pm"),
)


def test_the_stretch_that_was_read():
    (reading,) = read(Shape("date"), "could we do, say, Friday, March sixth?", HERE)
    assert (reading.start, reading.end, reading.words) == (18, 37, "Friday, March sixth")


def test_a_plus_belongs_to_the_stretch():
    (reading,) = read(Shape("phone"), "it's +44 20 7946 0958 thanks", HERE)
    assert reading.words == "+44 20 7946 0958"


def test_many_without_a_value_is_nothing():
    assert read(Shape("date", many=True), "hello", HERE) == ()
    assert heard(Shape("text", many=True), ["b"], "a", HERE) is None


def test_words_in_decomposed_letters_are_composed_first():
    (reading,) = read(Shape("name"), "my name is José", HERE)
    assert reading.value == "José"


def test_equal_values_are_one_reading():
    assert len(read(Shape("date"), "Friday, yes, Friday the 6th", HERE)) == 1


def test_other_languages_read_figures_only():
    spanish = Locale(datetime(2026, 3, 2, 10), "es", "ES", "EUR")
    assert [one.value for one in read(Shape("digits"), "es el 12345", spanish)] == ["12345"]
    assert read(Shape("date"), "Friday", spanish) == ()
    assert [one.value for one in read(Shape("email"), "ana@example.com", spanish)] == ["ana@example.com"]
    assert [one.value for one in read(Shape("date"), "2026-03-06", spanish)] == [date(2026, 3, 6)]


def test_a_regional_tag_is_its_language():
    assert read(Shape("date"), "Friday", Locale(datetime(2026, 3, 2), "en-GB", "GB", "GBP"))


def test_things_are_read_field_by_field():
    stay = Shape(
        "object", fields={"day": Shape("date"), "guests": Shape("integer"), "note": Shape("text", optional=True)}
    )
    (reading,) = read(stay, "Friday for four people", HERE)
    assert reading.value == {"day": date(2026, 3, 6), "guests": 4}
    assert read(stay, "for four people", HERE) == ()
    assert read(stay, "Friday for four or five people", HERE) == ()
    loose = Shape("object", fields={"day": Shape("date"), "guests": Shape("integer", optional=True)})
    assert read(loose, "Friday", HERE)[0].value == {"day": date(2026, 3, 6)}
    assert read(loose, "Friday for four or five people", HERE) == ()
    coded = Shape("object", fields={"day": Shape("date"), "code": Shape("text", pattern="[A-Z][0-9]")})
    assert read(coded, "K7 on Friday", HERE)[0].value == {"day": date(2026, 3, 6), "code": "K7"}
    twice = Shape("object", fields={"day": Shape("date"), "number": Shape("digits")})
    assert read(twice, "2026-03-06", HERE) == ()


def test_maps_are_not_read():
    assert read(Shape("date", keyed=True), "Friday", HERE) == ()


def test_the_number_that_calls_has_no_form_yet():
    assert read(Shape("phone", pattern=r"\+1.*"), "this number", HERE)[0].value is GIVEN
    assert read(Shape("phone", pattern=r"\+1.*"), "+44 20 7946 0958", HERE) == ()


HEARD = [
    (Shape("date"), date(2026, 3, 6), "Friday please", True),
    (Shape("date"), date(2026, 3, 5), "Friday please", False),
    (Shape("date"), date(2026, 3, 3), "next Tuesday", True),
    (Shape("time"), time(2, 30), "half past two", True),
    (Shape("time"), time(3, 30), "half past two", False),
    (Shape("date"), date(2026, 3, 5), "Thursday or Friday", True),
    (Shape("money"), Decimal("1250.00"), "twelve fifty", True),
    (Shape("text"), "12 Main Street", "it's 12 main street, in town", True),
    (Shape("text"), "12 Main Street", "12 High Street", False),
    (Shape("name"), "José Núñez", "hello, jose nunez here", True),
    (Shape("name"), "Ana", "I said Anna", False),
    (Shape("digits"), "12345", "where's my order 12345?", True),
    (Shape("email"), "ana@example.com", "a n a at example dot com", True),
]


@pytest.mark.parametrize(("shape", "value", "text", "there"), HEARD)
def test_what_words_prove(shape, value, text, there):
    assert (heard(shape, value, text, HERE) is not None) is there


def test_what_words_do_not_prove():
    assert heard(Shape("digits"), "123", "call 123-4567", HERE) is None
    assert heard(Shape("text"), "!!", "hello", HERE) is None
    assert heard(Shape("phone"), GIVEN, "this number", HERE) is not None


def test_an_option_is_proved_by_its_key():
    shape = Shape("choice", key="start")
    assert heard(shape, OPENINGS[0].value, "ten", HERE, OPENINGS) is not None
    assert heard(shape, OPENINGS[0].value, "half past two", HERE, OPENINGS) is None


WORDS = st.lists(
    st.sampled_from(
        [
            "friday",
            "next",
            "the",
            "third",
            "half",
            "past",
            "two",
            "ten",
            "twelve",
            "fifty",
            "dollars",
            "at",
            "dot",
            "com",
            "not",
            "no",
            "wait",
            "or",
            "and",
            "a",
            "an",
            "one",
            "oh",
            "double",
            "12",
            "3/6",
            "2:30pm",
            ",",
            ".",
            "?",
            "-",
            "@",
            "$",
            "euro",
            "march",
            "may",
            "second",
            "week",
            "in",
            "of",
            "to",
            "quarter",
            "am",
            "my",
            "name",
            "is",
            "capital",
            "as",
            "k",
            "q",
            "x",
            "it's",
            "plus",
            "'s",
            "point",
            "five",
            "hundred",
            "thousand",
            "minus",
            "million",
            "dozen",
            "'",
            "’",
            "İ",
            "ß",
            "é",
            "²",
            "١",
            "́",
            "_",
            "99999999999999999999",
            "#",
        ]
    ),
    max_size=14,
)


@settings(max_examples=300, deadline=None)
@given(words=WORDS, glue=st.sampled_from([" ", ""]), type_=st.sampled_from(TYPE_NAMES))
def test_no_words_break_a_reader(words, glue, type_):
    text = glue.join(words)
    for country, currency in (("US", "USD"), ("GB", "GBP"), ("DE", "EUR"), ("JP", "JPY")):
        locale = Locale(datetime(2026, 3, 2, 10), "en", country, currency)
        shape = Shape(type_, fields={"a": Shape("date"), "b": Shape("integer", optional=True)})
        for one in read(shape, text, locale, OPENINGS if type_ == "choice" else ()):
            assert 0 <= one.start < one.end
        normalise(shape, text, locale, OPENINGS)


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=60), type_=st.sampled_from(TYPE_NAMES))
def test_no_text_breaks_a_reader(text, type_):
    read(Shape(type_), text, HERE, OPENINGS)
    normalise(Shape(type_), text, HERE, OPENINGS)


@pytest.mark.parametrize("type_", [one for one in TYPE_NAMES if one != "object"])
def test_twenty_words_are_read_at_once(type_):
    text = "well I was thinking maybe we could do it on Friday the sixth of March at half past two please thanks"
    shape = Shape(type_)
    options = OPENINGS if type_ == "choice" else ()
    read(shape, text, HERE, options)
    best = 1.0
    for _ in range(60):
        utterance.cache_clear()
        start = clock.perf_counter()
        read(shape, text, HERE, options)
        best = min(best, clock.perf_counter() - start)
    assert best < 20 * unit()
