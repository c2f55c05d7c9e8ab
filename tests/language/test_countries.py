"""Phone numbers, post codes and written orders by country."""

import pytest

from flowkit.language.countries import calling_code, decimal_comma, e164, month_first, postcode, postcode_form

NUMBERS = [
    ("212 555 0100", "US", "+12125550100"),
    ("1 (212) 555-0100", "US", "+12125550100"),
    ("011 44 20 7946 0958", "US", "+442079460958"),
    ("0044 20 7946 0958", "DE", "+442079460958"),
    ("0011 1 212 555 0100", "AU", "+12125550100"),
    ("+44 (0)20 7946 0958", "US", "+442079460958"),
    ("+44 020 7946 0958", "US", "+442079460958"),
    ("020 7946 0958", "GB", "+442079460958"),
    ("06 1 234 5678", "HU", "+3612345678"),
    ("+999 1234567", "US", "+9991234567"),
    ("0 98765 43210", "IN", "+919876543210"),
    ("98765 43210", "IN", "+919876543210"),
    ("06 1234 5678", "IT", "+390612345678"),
    ("0abcdefghi", "GB", None),
    ("٠١٢٣٤٥٦٧٨٩", "GB", None),
    ("20 7946 0958", "GB", None),
    ("212 555 010", "US", None),
    ("112 555 0100", "US", None),
    ("+0123456789", "US", None),
    ("+12", "US", None),
    ("+44abcdefghi", "US", None),
    ("+44 00 7946 0958", "US", None),
    ("+12a4567890", "US", None),
    ("020 7946 09581", "GB", None),
    ("+1234567890123456", "US", None),
    ("212 555 0100", "XX", None),
    ("", "US", None),
    ("+", "US", None),
]


@pytest.mark.parametrize(("number", "country", "expected"), NUMBERS)
def test_numbers(number, country, expected):
    assert e164(number, country) == expected


CODES = [
    ("10001", "US", "10001"),
    ("10001-1234", "US", "10001-1234"),
    ("sw1a 1aa", "GB", "SW1A1AA"),
    ("GIR 0AA", "GB", "GIR0AA"),
    ("k1a-0b1", "CA", "K1A0B1"),
    ("00950", "PL", "00-950"),
    ("AB12", "XX", "AB12"),
    ("ABCD", "XX", None),
    ("1" * 17, "XX", None),
    ("D1A 0B1", "CA", None),
    ("1000", "US", None),
    ("0234 AB", "NL", None),
    ("", "US", None),
]


@pytest.mark.parametrize(("text", "country", "expected"), CODES)
def test_codes(text, country, expected):
    assert postcode(text, country) == expected


def test_figures_only():
    assert postcode_form("DE").figures_only
    assert not any(postcode_form(country).figures_only for country in ("GB", "CA", "NL", "IE", "AR", "XX"))


def test_calling_codes():
    assert [calling_code(number) for number in ("+12125550100", "+442079460958", "+35312345678", "+9991")] == [
        "1",
        "44",
        "353",
        "",
    ]


def test_orders():
    assert [month_first(country) for country in ("US", "JP", "GB", "DE")] == [True, True, False, False]
    assert [decimal_comma(country) for country in ("US", "GB", "DE", "FR")] == [False, False, True, True]
