"""Phone numbers in callers' words."""

import pytest

US = [
    ("my account is 4155550132", "+14155550132?"),
    ("six four six. Five five five. Zero one seven seven.", "+16465550177"),
    ("646-555-0177, wait, no, 646-555-0178", "+16465550178!"),
    ("212 555 0100", "+12125550100"),
    ("(212) 555-0100", "+12125550100"),
    ("212.555.0100", "+12125550100"),
    ("212-555-0100.", "+12125550100"),
    ("2125550100", "+12125550100"),
    ("1 212 555 0100", "+12125550100"),
    ("+1 212 555 0100", "+12125550100"),
    ("two one two five five five oh one double oh", "+12125550100"),
    ("Two one two, five five five, zero one zero zero.", "+12125550100"),
    ("um it's 212, 555, uh 0100", "+12125550100"),
    ("two twelve five five five oh one hundred", "+12125550100"),
    ("area code 212, then 555 0100", "+12125550100"),
    ("triple five? no, 212 555 0100", "+12125550100"),
    ("my number is 212 555 0100 and the order is 12345", "+12125550100"),
    ("212 555 0100 extension 12", "+12125550100?"),
    ("212 555 0100, ext 12", "+12125550100?"),
    ("212 555 0100, thanks", "+12125550100"),
    ("5, 212 555 0100", "+12125550100?"),
    ("212 555 0100, no wait, the number I'm calling from", "given!"),
    ("plus four four two oh seven nine four six oh nine five eight", "+442079460958"),
    ("+44 20 7946 0958", "+442079460958"),
    ("011 44 20 7946 0958", "+442079460958"),
    ("plus 49 171 1234567", "+491711234567"),
    ("212 555 0100 or 212 555 0111", "+12125550100 | +12125550111"),
    ("212 555 0100, no wait, 212 555 0111", "+12125550111!"),
    ("212 555 0100, no, 0111 at the end", "+12125550100?"),
    ("not 212 555 0100", ""),
    ("the number I'm calling from", "given"),
    ("Just use the number I am calling from, please", "given"),
    ("this number", "given"),
    ("the one I'm calling on", "given"),
    ("same number I call from", "given"),
    ("my caller ID", "given"),
    ("not this number, 212 555 0100", "+12125550100"),
    ("112 555 0100", ""),
    ("555 0100", ""),
    ("12345", ""),
    ("I don't have a phone", ""),
    ("call me at ten", ""),
    ("Friday", ""),
]


@pytest.mark.parametrize(("text", "expected"), US)
def test_phones(said, text, expected):
    assert said("phone", text) == expected


ELSEWHERE = [
    ("020 7946 0958", "GB", "+442079460958"),
    ("oh two oh, seven nine four six, oh nine five eight", "GB", "+442079460958"),
    ("07700 900123", "GB", "+447700900123"),
    ("+44 (0)20 7946 0958", "GB", "+442079460958"),
    ("plus four four oh two oh seven nine four six oh nine five eight", "GB", "+442079460958"),
    ("double oh one two one two five five five oh one double oh", "GB", "+12125550100"),
    ("7946 0958", "GB", ""),
    ("oh seven seven double oh nine hundred one two three", "GB", "+447700900123"),
    ("0171 1234567", "DE", "+491711234567"),
    ("01 23 45 67 89", "FR", "+33123456789"),
    ("612 34 56 78", "ES", "+34612345678"),
    ("06 1234 5678", "NL", "+31612345678"),
    ("0412 345 678", "AU", "+61412345678"),
    ("416 555 0123", "CA", "+14165550123"),
    ("98765 43210", "IN", "+919876543210"),
    ("12 34 56 78", "DK", "+4512345678"),
    ("0123", "XX", ""),
    ("+1 212 555 0100", "XX", "+12125550100"),
]


@pytest.mark.parametrize(("text", "country", "expected"), ELSEWHERE)
def test_phones_by_country(said, text, country, expected):
    assert said("phone", text, country=country) == expected
