"""E-mail addresses, phone numbers, post codes, names."""

from __future__ import annotations

import pytest

from flowkit.simulator.hearing.contact import find_emails, find_names, find_phones, find_postcodes
from flowkit.simulator.hearing.words import Utterance


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("ana@example.com.", ["ana@example.com"]),
        ("it's Ana.B@Example.com", ["ana.b@example.com"]),
        ("ana at example dot com and so on", ["ana@example.com"]),
        ("ana dot b underscore c at mail dot example dot org", ["ana.b_c@mail.example.org"]),
        ("a n a at example dot com", ["ana@example.com"]),
        ("A-N-A at example dot com", ["ana@example.com"]),
        ("a-n-a dot l-o-p at x-y-z dot com", ["ana.lop@xyz.com"]),
        ("ana-lopez at my-shop dot com", ["ana-lopez@my-shop.com"]),
        ("t-online at t-online dot de", ["t-online@t-online.de"]),
        ("a-b at example dot com", ["a-b@example.com"]),
        ("ana99 at example.com", ["ana99@example.com"]),
        ("meet me at ten", []),
        ("at noon dot", []),
    ],
)
def test_emails(text: str, addresses: list[str]) -> None:
    assert [address for _, address in find_emails(Utterance(text))] == addresses


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("555 0142", ["5550142"]),
        ("+44 20 7946 0958", ["+442079460958"]),
        ("plus four four two oh seven nine four six", ["+442079460".replace("460", "46")]),
        ("(212) 555-0142", ["2125550142"]),
        ("12345", []),
    ],
)
def test_phones(text: str, numbers: list[str]) -> None:
    assert [number for _, number in find_phones(Utterance(text))] == numbers


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("10001", ["10001"]),
        ("90210-1234", ["902101234"]),
        ("sw1a 1aa", ["SW1A1AA"]),
        ("K1A 0B1", ["K1A0B1"]),
        ("1012 AB", ["1012AB"]),
        ("one double oh oh one", ["10001"]),
        ("house 12", []),
    ],
)
def test_postcodes(text: str, codes: list[str]) -> None:
    assert [code for _, code in find_postcodes(Utterance(text))] == codes


@pytest.mark.parametrize(
    ("text", "asked", "names"),
    [
        ("my name is ana gomez", False, ["Ana Gomez"]),
        ("My name's Ana, and I need help", False, ["Ana"]),
        ("this is Maria Silva", False, ["Maria Silva"]),
        ("call me Bo", False, ["Bo"]),
        ("Maria Silva, 555 0142", True, ["Maria Silva"]),
        ("maria silva", True, ["Maria Silva"]),
        ("A N A", True, ["Ana"]),
        ("it's Van der Berg", True, ["Van"]),
        ("Yes", True, []),
        ("where is my order", True, []),
        ("Friday", False, []),
    ],
)
def test_names(text: str, asked: bool, names: list[str]) -> None:
    assert [name for _, name in find_names(Utterance(text), asked, asked)] == names
