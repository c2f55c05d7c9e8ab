"""A hotel's desk: what callers say at each step, and what the local model does with it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Hear = Callable[[str, str], str]

DESK = [
    ("I'd like to book a room", 'choose{"option": "book_room"}'),
    (
        "I need a room for two people from Friday to Sunday",
        'record{"check_in": "2026-11-06", "check_out": "2026-11-08", "guests": 2} + choose{"option": "book_room"}',
    ),
    ("can I change my stay", 'choose{"option": "change_stay"}'),
    ("I left my phone in the room", 'choose{"option": "lost_property"}'),
    ("I lost my umbrella", 'choose{"option": "lost_property"}'),
    ("please send me the bill", 'choose{"option": "invoice"}'),
    ("could I get an invoice for my last stay", 'choose{"option": "invoice"}'),
    ("I want to buy a car", 'choose{"option": "other"}'),
    ("nothing", 'choose{"option": "nothing"}'),
]
STAY = [
    (
        "from Friday to Sunday for two people",
        'record{"check_in": "2026-11-06", "check_out": "2026-11-08", "guests": 2}',
    ),
    (
        "November 6th to November 8th, 2 guests",
        'record{"check_in": "2026-11-06", "check_out": "2026-11-08", "guests": 2}',
    ),
    (
        "arriving on the 6th, leaving on the 8th, four of us",
        'record{"check_in": "2026-11-06", "check_out": "2026-11-08", "guests": 4}',
    ),
    ("check in on Friday and check out on Monday", 'record{"check_in": "2026-11-06", "check_out": "2026-11-09"}'),
    ("tomorrow for three nights", 'record{"check_in": "2026-11-01"}'),
    ("leaving on Friday, arriving on Wednesday", 'record{"check_in": "2026-11-04", "check_out": "2026-11-06"}'),
    ("four people, no, five people", 'record{"guests": 5}'),
    (
        "actually, first send me the invoice for booking QX71ZP",
        'record{"booking_code": "QX71ZP"} + request{"kind": "switch", "flow": "invoice"}',
    ),
    ("for two", 'record{"guests": 2}'),
    ("there are three of us", 'record{"guests": 3}'),
    ("next Saturday", 'record{"check_in": "2026-11-07"}'),
]
ROOM = [
    ("a double please", 'record{"room": "double"}'),
    ("the large bed", 'record{"room": "double"}'),
    ("the second one", 'record{"room": "double"}'),
    ("the suite with the balcony, and yes to breakfast", 'record{"room": "suite", "breakfast": true}'),
    ("a double room with breakfast", 'record{"room": "double", "breakfast": true}'),
    ("actually we arrive on Saturday", 'record{"check_in": "2026-11-07"}'),
    ("three people now", 'record{"guests": 3}'),
    ("do you have parking?", '"I\'m sorry? Which room would you like?"'),
]
BREAKFAST = [
    ("yes please", 'record{"breakfast": true}'),
    ("no thanks", 'record{"breakfast": false}'),
    ("sure", 'record{"breakfast": true}'),
    ("no, make it a suite", 'record{"room": "suite"}'),
]
BUDGET = [
    ("120", 'record{"budget": 120}'),
    ("a hundred and twenty dollars", 'record{"budget": 120}'),
    ("eighty nine fifty", 'record{"budget": 89.5}'),
    ("ninety-nine euros fifty", 'record{"budget": 99.5}'),
    ("12.50", 'record{"budget": 12.5}'),
]
FLOORS = "Second floor, quiet; fifth floor with a sea view or ninth floor, smoking. Which floor would you like?"
FLOOR = [
    ("the quiet one", 'record{"floor": "f2"}'),
    ("sea view please", 'record{"floor": "f5"}'),
    ("the ninth", 'record{"floor": "f9"}'),
    ("fifth floor", 'record{"floor": "f5"}'),
    ("smoking", 'record{"floor": "f9"}'),
    ("the last", 'record{"floor": "f9"}'),
    (
        "anything",
        f'"I\'m sorry? {FLOORS}"',
    ),
    (
        "which ones are there?",
        f'"{FLOORS}"',
    ),
    (
        "what are my options",
        f'"{FLOORS}"',
    ),
]
CODE = [
    ("QX71ZP", 'record{"booking_code": "QX71ZP"}'),
    ("q x seven one z p", 'record{"booking_code": "QX71ZP"}'),
    ("Q X 7 1 Z P, Tanaka", 'record{"booking_code": "QX71ZP", "guest_name": "Tanaka"}'),
    ("it's under Tanaka", 'record{"guest_name": "Tanaka"}'),
    ("my name is Kenji Tanaka, the code is QX71ZP", 'record{"booking_code": "QX71ZP", "guest_name": "Kenji Tanaka"}'),
    ("I'd rather not say", 'choose{"option": "cannot_say"}'),
    ("I don't have the code", 'choose{"option": "cannot_say"}'),
]
LOST = [
    ("my phone charger", 'record{"lost_thing": "my phone charger"}'),
    ("a blue umbrella", 'record{"lost_thing": "a blue umbrella"}'),
    ("I think it was a scarf", 'record{"lost_thing": "a scarf"}'),
    ("nothing", '"I\'m sorry? What did you leave behind?"'),
]
CHAT = [
    ("when is breakfast?", '"Breakfast is served from seven to ten."'),
    ("can I bring my dog", '"Dogs are welcome."'),
    ("where can I park?", '"You can park behind the house."'),
    ("what rooms are free", 'find_rooms{"check_in": "2026-11-06"}'),
    ("set a wake-up call please", 'wake_up_call{"booking_code": "QX71ZP"}'),
    ("the room is dirty, I am not content", 'choose{"option": "complaint"}'),
    ("thank you", 'choose{"option": "answered"}'),
    ("no that's all", 'choose{"option": "answered"}'),
]


@pytest.mark.parametrize(("words", "expected"), DESK)
def test_desk(hear: Hear, words: str, expected: str) -> None:
    assert hear("hotel.desk", words) == expected


@pytest.mark.parametrize(("words", "expected"), STAY)
def test_stay(hear: Hear, words: str, expected: str) -> None:
    assert hear("hotel.stay", words) == expected


@pytest.mark.parametrize(("words", "expected"), ROOM)
def test_room(hear: Hear, words: str, expected: str) -> None:
    assert hear("hotel.room", words) == expected


@pytest.mark.parametrize(("words", "expected"), BREAKFAST)
def test_breakfast(hear: Hear, words: str, expected: str) -> None:
    assert hear("hotel.breakfast", words) == expected


@pytest.mark.parametrize(("words", "expected"), BUDGET)
def test_budget(hear: Hear, words: str, expected: str) -> None:
    assert hear("hotel.budget", words) == expected


@pytest.mark.parametrize(("words", "expected"), FLOOR)
def test_floor(hear: Hear, words: str, expected: str) -> None:
    assert hear("hotel.floor", words) == expected


@pytest.mark.parametrize(("words", "expected"), CODE)
def test_code(hear: Hear, words: str, expected: str) -> None:
    assert hear("hotel.code", words) == expected


@pytest.mark.parametrize(("words", "expected"), LOST)
def test_lost(hear: Hear, words: str, expected: str) -> None:
    assert hear("hotel.lost", words) == expected


@pytest.mark.parametrize(("words", "expected"), CHAT)
def test_chat(hear: Hear, words: str, expected: str) -> None:
    assert hear("hotel.chat", words) == expected
