"""Values that are plain only at first sight, type by type: each line would be taken silently wrong without its rule."""

import pytest

from flowkit.language.locale import Locale
from flowkit.language.readers import read
from flowkit.language.shapes import Option, Shape
from tests.language.readers.conftest import NOW
from tests.language.readers.held_out_options import FIXED, THING, THINGS

SAID = [
    ("integer", "twenty-something", "20?"),
    ("integer", "one fourth", "1?"),
    ("integer", "another two", "2?"),
    ("integer", "maybe three", "3?"),
    ("integer", "three or whatever", "3?"),
    ("integer", "what I want is three", "3"),
    ("integer", "Is it three?", "3?"),
    ("integer", "Are more than a few of 12 left?", "12?"),
    ("integer", "Can I get three?", "3"),
    ("number", "five-point-five", "5.5"),
    ("number", "two and a quarter million", "2250000"),
    ("number", "seven eighths", "7?"),
    ("number", "2 1/2", "2.5"),
    ("number", "½", "0.5"),
    ("number", "1/2/2026", ""),
    ("money", "$1,00", "1.00?"),
    ("money", "$1.000", "1.00?"),
    ("money", "$12 50", "12.50?"),
    ("money", "5 dollars 100", "5.00?"),
    ("money", "forty-two dollars, forty-two", "42.00?"),
    ("money", "20 dollars, 3 items", "20.00"),
    ("money", "ten percent of 50 dollars", "50.00?"),
    ("money", "fifty dollars each", "50.00?"),
    ("money", "half a buck", "0.50"),
    ("money", "forty American dollars", "40.00"),
    ("money", "dollars fifty", "50.00?"),
    ("date", "tomorrow or the day after", "2026-03-03?"),
    ("date", "the Friday before Easter", "2026-03-06?"),
    ("date", "the Friday after", "2026-03-06?"),
    ("date", "Friday after lunch", "2026-03-06"),
    ("date", "Good Friday", "2026-03-06?"),
    ("date", "any Friday", "2026-03-06?"),
    ("date", "maybe on Friday", "2026-03-06?"),
    ("date", "the last day of the month", "2026-03-31"),
    ("date", "the last day of next month", "2026-04-30"),
    ("date", "the last day of January", "2027-01-31?"),
    ("date", "the last day of February last year", "2025-02-28"),
    ("date", "June third of next year", "2027-06-03"),
    ("date", "June third this year", "2026-06-03"),
    ("time", "2pm-3pm", "14:00?"),
    ("time", "7 05 am", "07:05"),
    ("time", "twelve in the evening", "12:00?"),
    ("time", "seven in the evening", "19:00"),
    ("time", "one in the afternoon", "13:00"),
    ("time", "the one in the afternoon", ""),
    ("time", "how about ten am", "10:00"),
    ("datetime", "2026-03-16T14:30:00Z", ""),
    ("datetime", "2026-03-16T14:30+01:00", ""),
    ("datetime", "2026-03-16T09:30", "2026-03-16T09:30"),
    ("datetime", "March 6 10 am", "2026-03-06T10:00"),
    ("duration", "one hour, 15", "PT1H15M?"),
    ("duration", "2x a week", ""),
    ("duration", "max two hours", "PT2H?"),
    ("duration", "one minute", "PT1M?"),
    ("duration", "sixty seconds", "PT1M"),
    ("duration", "an hour ago", "PT1H?"),
    ("duration", "three-quarters of an hour", "PT45M"),
    ("yes_no", "no objection", "false?"),
    ("yes_no", "no receipt", "false?"),
    ("yes_no", "no I haven't", "false"),
    ("yes_no", "yes unless it costs extra", "true?"),
    ("yes_no", "I have a problem with that", ""),
    ("yes_no", "I have no problem with that", "false?"),
    ("yes_no", "definitely no", "false"),
    ("yes_no", "probably", "true?"),
    ("yes_no", "yes, actually no", "false!"),
]


@pytest.mark.parametrize(("type_", "text", "expected"), SAID)
def test_a_value_is_plain_only_where_it_is(said, type_, text, expected):
    assert said(type_, text) == expected


CHOSEN = [
    ("colors", "dark red", "red | dark blue"),
    ("colors", "not so dark blue", "dark blue | light blue"),
    ("colors", "first and second", "red | dark blue"),
    ("colors", "third from the last", "dark blue"),
    ("colors", "the last but one", "light blue"),
    ("colors", "the second to last", "light blue"),
    ("colors", "maybe red", "red?"),
    ("colors", "is there red", "red?"),
    ("colors", "I hate red", ""),
    ("plan", "the middle one", "plus"),
]


@pytest.mark.parametrize(("name", "text", "expected"), CHOSEN)
def test_an_option_is_plain_only_where_it_is(said, name, text, expected):
    assert said(FIXED[name], text) == expected


@pytest.mark.parametrize(
    ("name", "text", "keys"),
    [
        ("cards", "ending four two four two", ["visa"]),
        ("cards", "42 42", ["visa"]),
        ("cards", "the second card", ["master"]),
        ("cards", "Visa or Mastercard", ["visa", "master"]),
        ("orders", "the 39 dollar one", ["a2"]),
    ],
)
def test_a_thing_is_told_by_its_words(name, text, keys):
    found = read(THING, text, Locale(NOW), THINGS[name])
    assert [one.value["id"] for one in found] == keys


def test_a_question_that_an_option_is_known_by_is_no_doubt(said):
    topic = Shape("choice", options=(Option("delivery", "", ("where is my parcel",)), Option("billing")))
    assert said(topic, "Where is my parcel?") == "delivery"
    assert said(topic, "What is billing?") == "billing?"
