"""Amounts in callers' words."""

import pytest

SAID = [
    ("twelve fifty", "12.50?"),
    ("12 dollars", "12.00"),
    ("twelve dollars", "12.00"),
    ("$12.50", "12.50"),
    ("$ 12.50", "12.50"),
    ("12.50", "12.50"),
    ("12.5", "12.50"),
    ("twelve dollars fifty", "12.50"),
    ("twelve dollars and fifty cents", "12.50"),
    ("Twelve dollars, fifty cents", "12.50"),
    ("twelve dollars oh five", "12.05"),
    ("twelve dollars five", "12.05?"),
    ("twelve dollars and five cents", "12.05"),
    ("fifty cents", "0.50"),
    ("a dollar", "1.00"),
    ("a buck fifty", "1.50"),
    ("five bucks", "5.00"),
    ("a hundred and twenty", "120.00"),
    ("two hundred sixty dollars", "260.00"),
    ("thirty-five", "35.00"),
    ("thirty five ninety nine", "35.99?"),
    ("um about 35 dollars I think", "35.00?"),
    ("a grand", "1000.00"),
    ("two grand", "2000.00"),
    ("1.5k", "1500.00"),
    ("1,250 dollars", "1250.00"),
    ("1,250.75", "1250.75"),
    ("half a million dollars", "500000.00"),
    ("two and a half dollars", "2.50"),
    ("minus five dollars", "-5.00"),
    ("-$5", "-5.00"),
    ("USD 20", "20.00"),
    ("20 USD", "20.00"),
    ("2 kettles for 35 dollars", "35.00"),
    ("30 or 40 dollars", "30.00 | 40.00"),
    ("thirty to forty dollars", "30.00 | 40.00"),
    ("35 dollars, no wait, 45 dollars", "45.00!"),
    ("not 35 dollars, 45", "45.00"),
    ("12 euros", ""),
    ("€12", ""),
    ("12.505", ""),
    ("1.250", "1.25?"),
    ("order 12345", ""),
    ("2 kettles", ""),
    ("in two weeks", ""),
    ("the second one", ""),
    ("ten o'clock", ""),
    ("March 3", ""),
    ("I don't remember", ""),
    ("around 20 bucks", "20.00?"),
    ("20 or so", "20.00?"),
    ("less than 20", "20.00?"),
    ("five-fifty", "5.50?"),
    ("10%", ""),
    ("half", ""),
    ("$1.5 million", "1500000.00"),
    ("$5-10", ""),
    ("order 12345 cost 20 dollars", "20.00"),
    ("20 dollars, I mean 30", "30.00!"),
    ("1.99 or 2.99", "1.99 | 2.99"),
    ("what I paid was forty two", "42.00"),
]


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_dollars(said, text, expected):
    assert said("money", text) == expected


ELSEWHERE = [
    ("five quid", "GB", "GBP", "5.00"),
    ("50p", "GB", "GBP", "0.50"),
    ("fifty pence", "GB", "GBP", "0.50"),
    ("five pounds ten", "GB", "GBP", "5.10"),
    ("£5.99", "GB", "GBP", "5.99"),
    ("five pounds and one penny", "GB", "GBP", "5.01"),
    ("12 dollars", "GB", "GBP", ""),
    ("12,50", "DE", "EUR", "12.50"),
    ("12,50 €", "DE", "EUR", "12.50"),
    ("1.250,00 Euro", "DE", "EUR", "1250.00"),
    ("1.250 euros", "DE", "EUR", "1250.00?"),
    ("twelve euros fifty", "DE", "EUR", "12.50"),
    ("twelve fifty", "JP", "JPY", "1250?"),
    ("1,250 yen", "JP", "JPY", "1250"),
    ("twelve hundred yen", "JP", "JPY", "1200"),
    ("12.50", "JP", "JPY", ""),
    ("twelve dinars and five hundred fils", "KW", "KWD", "12.500"),
    ("20 crowns", "CZ", "CZK", "20.00"),
    ("twenty dollars", "CA", "CAD", "20.00"),
    ("fifty rupees", "IN", "INR", "50.00"),
]


@pytest.mark.parametrize(("text", "country", "currency", "expected"), ELSEWHERE)
def test_the_project_has_one_currency(said, text, country, currency, expected):
    assert said("money", text, country=country, currency=currency) == expected
