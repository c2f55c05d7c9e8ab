"""Digits, codes, numbers and amounts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.simulator.hearing.numbers import UNITS, find_amounts, find_numbers
from flowkit.simulator.hearing.spelling import find_codes, find_digits
from flowkit.simulator.hearing.words import Utterance

FIVE = "^[0-9]{5}$"
CODES = [
    (FIVE, "12345", ["12345"]),
    (FIVE, "one two three four five", ["12345"]),
    (FIVE, "one two double three four", ["12334"]),
    (FIVE, "triple one oh two", ["11102"]),
    (FIVE, "twelve three forty five", ["12345"]),
    (FIVE, "12-345", ["12345"]),
    (FIVE, "12 345 and 54 321", ["12345", "54321"]),
    (FIVE, "one two dash three four five", ["12345"]),
    (FIVE, "W12345", ["12345"]),
    (FIVE, "123456", []),
    (FIVE, "com, 10001", ["10001"]),
    ("^[A-Z0-9]{4}$", "K 7 Q X", ["K7QX"]),
    ("^[A-Z0-9]{4}$", "k7qx", ["K7QX"]),
    ("^[a-z]{2}[0-9]{2}$", "A B 1 2", ["ab12"]),
    ("^[A-Z]{2}[0-9]{4}$", "ab 1234", ["AB1234"]),
    ("^[A-Z]{2}[0-9]{4}$", "is 1234", []),
]


@pytest.mark.parametrize(("pattern", "text", "codes"), CODES)
def test_codes(pattern: str, text: str, codes: list[str]) -> None:
    assert [code.signs for code in find_codes(Utterance(text), pattern)] == codes


def test_an_ordinary_word_is_marked() -> None:
    assert [code.plain for code in find_codes(Utterance("same"), "^[A-Z]{4}$")] == [True]
    assert [code.plain for code in find_codes(Utterance("it is SAME"), "^[A-Z]{4}$")] == [False]


def test_digits_without_a_pattern() -> None:
    assert [code.signs for code in find_digits(Utterance("555 0142, 10001"))] == ["5550142", "10001"]
    assert [code.signs for code in find_digits(Utterance("1, 2, 3"))] == ["123"]


@given(st.lists(st.integers(0, 9), min_size=5, max_size=5), st.sampled_from([" ", ", ", "-", " uh "]))
def test_five_digits_said_one_by_one_are_the_number(digits: list[int], between: str) -> None:
    words = {value: word for word, value in UNITS.items()}
    spoken = between.join(words[digit] for digit in digits)
    assert [code.signs for code in find_codes(Utterance(spoken), FIVE)] == ["".join(map(str, digits))]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("two", [2.0]),
        ("twenty two", [22.0]),
        ("a hundred and five", [105.0]),
        ("two thousand three hundred", [2300.0]),
        ("3.5", [3.5]),
        ("between 4 and 6", [4.0, 6.0]),
        ("none", []),
    ],
)
def test_numbers(text: str, numbers: list[float]) -> None:
    assert [value for _, value in find_numbers(Utterance(text))] == numbers


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("twelve fifty", [12.5]),
        ("twelve dollars fifty", [12.5]),
        ("twelve dollars and fifty cents", [12.5]),
        ("$12.50", [12.5]),
        ("two hundred euros", [200.0]),
    ],
)
def test_amounts(text: str, amounts: list[float]) -> None:
    assert [value for _, value in find_amounts(Utterance(text))] == amounts
