"""Digits in callers' words."""

import pytest

from flowkit.language.shapes import Shape

SAID = [
    ("12345", "12345"),
    ("1 2 3 4 5", "12345"),
    ("one two three four five", "12345"),
    ("One, two, three, four, five.", "12345?"),
    ("it's 4711", "4711"),
    ("where's my order 12345?", "12345"),
    ("order number 12-345", "12345"),
    ("double four seven one", "4471"),
    ("triple oh seven", "0007"),
    ("treble nine", "999"),
    ("double oh seven", "007"),
    ("one oh one", "101"),
    ("oh oh seven", "007"),
    ("nought one two", "012"),
    ("0123", "0123"),
    ("twelve fifty", "1250"),
    ("forty seven eleven", "4711"),
    ("twelve three forty five", "12345"),
    ("twenty one", "21"),
    ("one hundred", "100"),
    ("one hundred twenty three", "123"),
    ("two thousand five", "2005"),
    ("4 7 uh 1 1", "4711?"),
    ("four seven, and then one one", "4711?"),
    ("four seven dash one one", "4711?"),
    ("12/345", "12345"),
    ("12.345", "12345"),
    ("12345#", "12345"),
    ("W 12345", "12345?"),
    ("W12345", "12345?"),
    ("it is 12345. I have two of them", "12345 | 2"),
    ("12345 or 12346", "12345 | 12346"),
    ("12345, no sorry, 12354", "12354!"),
    ("12345, no, 54 at the end", "12345? | 54?"),
    ("not 12345, it's 12354", "12354"),
    ("not 12345", ""),
    ("the first one", ""),
    ("one moment please", ""),
    ("in two weeks", ""),
    ("50 dollars", ""),
    ("$50", ""),
    ("10am", ""),
    ("at 10:30", ""),
    ("the 21st", ""),
    ("K7QX", ""),
    ("I don't have it", ""),
    ("12345 and 12346", "12345 | 12346"),
    ("1234, 5678, 9012, 3456", "1234567890123456?"),
    ("nine hundred one two three", "900123"),
    ("two thousand five six", "200056"),
    ("12345-A", "12345?"),
    ("no. 12345", "12345"),
    ("#12345", "12345"),
    ("not 12345, it's 99", "99"),
    ("4 7 weeks", ""),
    ("W-12345", "12345?"),
    ("12345 - A", "12345"),
    ("four and seven", "47?"),
    ("one hundred eleven two", "1112"),
    ("double 4 7", "447"),
    ("double ten", "10"),
    ("12345. 67", "12345 | 67"),
    ("a hundred", "100"),
    ("a thousand", "1000"),
    ("twenty one two three", "2123"),
    ("March 3", ""),
]


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_digits(said, text, expected):
    assert said("digits", text) == expected


FIVE = Shape("digits", pattern="[0-9]{5}")
WITH_PATTERN = [
    ("12345", "12345"),
    ("12345, the kettle came broken", "12345"),
    ("12345, 2 items", "12345?"),
    ("12345 and 2 items", "12345?"),
    ("1 2, 3 4 5", "12345"),
    ("twenty one oh oh five", "21005"),
    ("twenty one oh five", "20105?"),  # 2105 has four digits, so 20, 1, 0, 5
    ("123456", ""),
    ("1 2 3 4 5 6", ""),
    ("1234", ""),
    ("the order is 12345 from March 5th", "12345"),
    ("ana@example.com, postcode 10001", "10001"),
    ("order 12345 not 54321", "12345"),
    ("12345, no, fifty at the end", "12345?"),
    ("12345, no, four at the end", "12345?"),
    ("12345, no, oh at the end", "12345?"),
    ("12345, no, that's all", "12345"),
    ("12345, no wait, 54321", "54321!"),
]


@pytest.mark.parametrize(("text", "expected"), WITH_PATTERN)
def test_only_values_of_the_form(said, text, expected):
    assert said(FIVE, text) == expected
