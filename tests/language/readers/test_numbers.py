"""Numbers in callers' words."""

import pytest

from flowkit.language.shapes import Shape

WHOLE = [
    ("three", "3"),
    ("Three, please.", "3"),
    ("um three I think", "3"),
    ("3", "3"),
    ("for 4 people", "4"),
    ("there are two of us", "2"),
    ("twenty five", "25"),
    ("twenty-five", "25"),
    ("a hundred", "100"),
    ("a hundred and twenty five", "125"),
    ("one hundred twenty five", "125"),
    ("two thousand five", "2005"),
    ("two thousand and five", "2005"),
    ("fifteen hundred", "1500"),
    ("twenty five hundred", "2500"),
    ("one hundred and twenty three thousand four hundred and fifty six", "123456"),
    ("1,250", "1250"),
    ("12 345", "12345?"),
    ("2 thousand", "2000"),
    ("5k", "5000"),
    ("two million", "2000000"),
    ("half a million", "500000"),
    ("minus three", "-3"),
    ("negative twelve", "-12"),
    ("-3", "-3"),
    ("zero", "0"),
    ("a dozen", "12"),
    ("two dozen", "24"),
    ("half a dozen", "6"),
    ("a couple", "2?"),
    ("twelve fifty", "1250?"),
    ("one oh one", "101"),
    ("nineteen eighty four", "1984?"),
    ("four seven one one", "4711"),
    ("two three", "23?"),
    ("two or three", "2 | 3"),
    ("two, three", "2 | 3"),
    ("between five and six", "5 | 6"),
    ("four, no wait, five", "5!"),
    ("not four, five", "5"),
    ("not four", ""),
    ("I need just the one", ""),
    ("the second one", ""),
    ("one moment", ""),
    ("one of them", ""),
    ("three and a half", ""),
    ("2.5", ""),
    ("3.0", "3"),
    ("2:30pm", ""),
    ("ten o'clock", ""),
    ("March 3", ""),
    ("12-345", ""),
    ("K7QX", ""),
    ("half past two", ""),
    ("around 20", "20?"),
    ("20 or so", "20?"),
    ("3-4", ""),
    ("4x4", ""),
    ("forty two hundred", "4200"),
    ("a thousand and one", "1001"),
    ("about 20, yes, 20", "20"),
    ("125 50", "12550?"),
    ("ten am", ""),
    ("ten pm", ""),
    ("it went up to five", "5?"),
    ("five-star", "5"),
    ("I don't know", ""),
]


@pytest.mark.parametrize(("text", "expected"), WHOLE)
def test_whole_numbers(said, text, expected):
    assert said("integer", text) == expected


BROKEN = [
    ("three and a half", "3.5"),
    ("two and three quarters", "2.75"),
    ("one half", "0.5"),
    ("three quarters", "0.75"),
    ("three point five", "3.5"),
    ("three point one four", "3.14"),
    ("zero point two five", "0.25"),
    ("point five", "0.5"),
    ("two point oh five", "2.05"),
    ("3.5 kilos", "3.5"),
    ("1,250.75", "1250.75"),
    ("minus two point five", "-2.5"),
    ("2.5 million", "2500000"),
    ("two point five million", "2500000"),
    ("20 percent", "20"),
    ("20%", "20"),
    ("3.5 or 4", "3.5 | 4"),
    ("It's about three and a half, I think", "3.5?"),
    ("um, two point five", "2.5"),
    ("Two and a half, please.", "2.5"),
    ("a half", "0.5"),
    ("half", "0.5"),
    ("a quarter", "0.25"),
    ("one and a quarter", "1.25"),
    ("12.75", "12.75"),
    (".5", "0.5"),
    ("-2.5", "-2.5"),
    ("negative one point two", "-1.2"),
    ("three point twenty five", "3.25"),
    ("ten point zero", "10"),
    ("seventy-two point four degrees", "72.4"),
    ("a hundred and one point five", "101.5"),
    ("1.5k", "1500"),
    ("not 2.5, 3.5", "3.5"),
    ("2.5, no wait, 3.5", "3.5!"),
    ("12.345,5", "12345.5"),
    ("the second one", ""),
    ("K7.5", ""),
    ("12.345.678", "12345678"),
    ("1.2.3", ""),
    ("192.168.0.1", ""),
    ("1,234.567,890", ""),
    ("12,34.5", ""),
    ("2.5 hundred", "250"),
    ("two point two fifty", "2.2 | 50"),
    ("a quarter past nine", ""),
    ("a hundred", "100"),
]


@pytest.mark.parametrize(("text", "expected"), BROKEN)
def test_numbers(said, text, expected):
    assert said("number", text) == expected


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [("1.250", "DE", "1250?"), ("1,250", "DE", "1250?"), ("12,5", "DE", "12.5"), ("1.250", "US", "1.25")],
)
def test_marks_go_by_the_country(said, text, country, expected):
    assert said("number", text, country=country) == expected


def test_a_pattern_selects(said):
    assert said(Shape("integer", pattern="[0-9]{3}"), "5 or 125") == "125"


def test_many_values_are_one_reading(said):
    assert said(Shape("integer", many=True), "two, three and not four") == "[2,3]"
