"""Whether a voice said exactly what it was given: in any spelling, and nothing else."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.engine.speaking.exact_words import distance, said_exactly, tokens
from flowkit.engine.speaking.slow_words import slow_words
from flowkit.language.locale import Locale

LOCALE = Locale(datetime(2026, 3, 2, 10))
VISIT = "I'll move your dentist to Friday, March sixth at ten am."
VISIT_VALUES = (
    ("choice", "v1", "dentist"),
    ("datetime", "2026-03-06T10:00", "Friday, March sixth at ten am"),
)
REFUND = "I'll refund twelve dollars fifty for order 1 2 3 4 5, and nothing else."
REFUND_VALUES = (("money", "12.50", "twelve dollars fifty"), ("digits", "12345", "1 2 3 4 5"))


@pytest.mark.parametrize(
    "transcript",
    [
        VISIT,
        "i'll move your dentist to friday march sixth at ten am",
        "I'll move your dentist to Friday, March 6th at 10 a.m.",
        "I will move your dentist to Friday, March 6 at 10:00 AM.",
        "Okay, I'll move your dentist to Friday, March sixth, at ten am.",
    ],
)
def test_the_same_in_another_spelling(transcript):
    assert said_exactly(VISIT, transcript, VISIT_VALUES, LOCALE) == ""


@pytest.mark.parametrize(
    ("transcript", "why"),
    [
        ("", "a value is missing"),
        ("I'll move your dentist to Friday, March sixth.", "a value is missing"),
        ("I'll move your doctor to Friday, March sixth at ten am.", "a value is missing"),
        ("I'll move to Friday, March sixth at ten am your dentist.", "a value is missing"),
        ("I'll move your dentist to Friday, March sixth at ten pm.", "a value is missing"),
        ("I'll move your dentist to Thursday, March fifth at ten am.", "a value is missing"),
        ("I'll move your dentist to Friday, March sixth at ten am, or eleven am.", "another number"),
        ("I'll move your dentist to Friday, March sixth at ten am for 5 dollars.", "another number"),
        ("I won't move your dentist to Friday, March sixth at ten am.", "another negation"),
        ("I'll move your dentist to Friday, March sixth at ten am, Bob.", "another name"),
        ("I'll move your dentist cleaning to Friday, March sixth at ten am.", "another name or option: cleaning"),
        ("Okay so now, I'll move your dentist to Friday, March sixth at ten am.", "other words"),
    ],
)
def test_what_is_wrong(transcript, why):
    assert said_exactly(VISIT, transcript, VISIT_VALUES, LOCALE, ["cleaning"]).startswith(why)


@pytest.mark.parametrize(
    "transcript",
    [
        "I'll refund $12.50 for order 12345, and nothing else.",
        "I'll refund 12 dollars 50 for order 1-2-3-4-5, and nothing else.",
        "I'll refund twelve dollars fifty for order one two three four five, and nothing else.",
    ],
)
def test_amounts_and_numbers_in_another_spelling(transcript):
    assert said_exactly(REFUND, transcript, REFUND_VALUES, LOCALE) == ""


@pytest.mark.parametrize(
    "transcript",
    [
        "I'll refund $12.05 for order 12345, and nothing else.",
        "I'll refund €12.50 for order 12345, and nothing else.",
        "I'll refund $12.50 for order 12354, and nothing else.",
        "I'll refund $1250 for order 12345, and nothing else.",
        "I'll refund order 12345 for $12.50, and nothing else.",
        "I'll refund $12.50 for order 12345, and something else.",
    ],
)
def test_amounts_and_numbers_that_are_others(transcript):
    assert said_exactly(REFUND, transcript, REFUND_VALUES, LOCALE) != ""


def test_a_question_may_be_asked_in_other_words_but_of_nothing_else():
    assert said_exactly("Shall I do that?", "Should I do that?", (), LOCALE) == "other words"
    assert said_exactly("Shall I do that?", "Should I do that?", (), LOCALE, strict=False) == ""
    assert said_exactly("Shall I do that?", "Shall I not do that?", (), LOCALE, strict=False) != ""
    assert said_exactly("Shall I do that?", "Shall I do that for 5?", (), LOCALE, strict=False) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("half past two pm", "2:30 PM"),
        ("quarter to ten am", "9:45 am"),
        ("ten oh five am", "10:05 am"),
        ("ana dot lopez at example dot com", "ana.lopez@example.com"),
        ("three point five", "3.5"),
        ("two thousand dollars and five cents", "$2,000.05"),
        ("ten o'clock", "10:00"),
        ("twenty-first", "21st"),
    ],
)
def test_spellings_of_one_thing(one, other):
    assert tokens(one, LOCALE) == tokens(other, LOCALE)


def test_a_language_without_words_of_its_own_is_compared_as_it_is_spelt():
    french = Locale(datetime(2026, 3, 2, 10), "fr")
    text = "Je change votre rendez-vous au 6 mars."
    assert said_exactly(text, "je change votre rendez-vous au 6 mars", (), french) == ""
    assert said_exactly(text, "Je change votre rendez-vous au 7 mars.", (), french) != ""


words = st.lists(
    st.sampled_from(["the", "a", "move", "visit", "to", "friday", "six", "not", "ana", "7", "at"]), max_size=12
)


@given(words, words)
def test_saying_it_is_saying_it(one, other):
    text, spoken = " ".join(one), " ".join(other)
    assert said_exactly(text, text.upper(), (), LOCALE) == ""
    if said_exactly(text, spoken, (), LOCALE) == "":
        wanted, found = tokens(text, LOCALE), tokens(spoken, LOCALE)
        assert distance(wanted, found) <= 0.15 * len(wanted)
        assert [t for t in wanted if t[0].isdigit() or t in ("friday", "not")] == [
            t for t in found if t[0].isdigit() or t in ("friday", "not")
        ]


@given(words, words)
def test_distance_is_a_distance(one, other):
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
    assert distance(one, other) <= max(len(one), len(other))


def test_values_digit_by_digit():
    assert slow_words("digits", "1034567", "1 0 3, 4 5 6 7", LOCALE) == "one, zero, three, four, five, six, seven"
    assert slow_words("postcode", "SW1A1AA", "S W 1 A, 1 A A", LOCALE) == "S W one A, one A A"
    assert slow_words("date", "2026-03-06", "Friday, March sixth", LOCALE) == "Friday, March sixth"
    assert slow_words("money", "12.50", "twelve dollars fifty", LOCALE) == "twelve dollars fifty"
