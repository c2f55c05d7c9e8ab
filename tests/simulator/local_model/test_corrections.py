"""What a caller puts right of what is known: texts by their names or their form, numbers by what was named before."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Speak = Callable[..., str]
Say = Callable[[str, str], dict[str, Any]]

NOTHING_DONE = '"Nothing is done yet."'
PARCEL = """STEP 3 (replaces all earlier STEP notes)
Goal: The caller is asked: I'll send order 1 2 3 4 6 to 99 Oak Avenue, Springfield, 6 2 7 0 4. Is that right? \
Answer in one sentence, or record what changes. Nothing is done yet.
Known: today Monday 2026-03-02; order_id 12346 (1 2 3 4 6); street 99 Oak Avenue; city Springfield; \
postcode 62704 (6 2 7 0 4).
You may use: record, request, wait.
If you cannot make it out, say: "Sorry, I didn't catch that."
"""
PARCELS = [
    ("the city is Cambridge", 'record{"city": "Cambridge"}'),
    ("yes but the city is Cambridge", 'record{"city": "Cambridge"}'),
    ("change the city to Cambridge please", 'record{"city": "Cambridge"}'),
    ("no, it's 40 Main Street", 'record{"street": "40 Main Street"}'),
    ("send it to 40 Main Street instead", 'record{"street": "40 Main Street"}'),
    ("the street should be forty Main Road", 'record{"street": "forty Main Road"}'),
    (
        "no, 40 Main Street, Cambridge, 02139",
        'record{"postcode": "02139", "street": "40 Main Street", "city": "Cambridge"}',
    ),
    ("the postcode is wrong, it should be 02139", 'record{"postcode": "02139"}'),
    ("the zip's 02139", 'record{"postcode": "02139"}'),
    ("no, the order number is wrong, it's 12347", 'record{"order_id": "12347"}'),
    ("no, 02139", NOTHING_DONE),
    ("the city is wrong", NOTHING_DONE),
    ("yes, it's 99 Oak Avenue", NOTHING_DONE),
    (
        "actually where is order 12347?",
        'record{"order_id": "12347"} + request{"kind": "switch", "flow": "order_status"}',
    ),
]
VISIT = """STEP 5 (replaces all earlier STEP notes)
Goal: The caller is asked: I'll book Maria Silva in about a sore knee, phone 5 5 5 0 1 4 2. Shall I? \
Answer in one sentence, or record what changes. Nothing is done yet.
Known: today Wednesday 2026-07-15; patient_name Maria Silva; complaint a sore knee; phone 5550142 (5 5 5 0 1 4 2); \
medicine_code AB1234 (A B 1 2 3 4).
You may use: record, request, wait.
If you cannot make it out, say: "Sorry?"
"""
VISITS = [
    ("no, the complaint is a sore hip", 'record{"complaint": "a sore hip"}'),
    ("yes but the complaint should be back pain", 'record{"complaint": "back pain"}'),
    ("the phone number is wrong, it should be 555 0199", 'record{"phone": "5550199"}'),
    ("the complaint is fine", NOTHING_DONE),
    ("no, it's a sore hip", NOTHING_DONE),
]


@pytest.mark.parametrize(("words", "expected"), PARCELS)
def test_an_address_is_put_right(speak: Speak, say: Say, words: str, expected: str) -> None:
    assert speak("shop", PARCEL, say("assistant", "Is that right?"), say("user", words)) == expected


@pytest.mark.parametrize(("words", "expected"), VISITS)
def test_a_visit_is_put_right(speak: Speak, say: Say, words: str, expected: str) -> None:
    assert speak("clinic", VISIT, say("assistant", "Shall I?"), say("user", words)) == expected


def test_of_two_of_one_name_the_one_that_is_asked_about_is_meant(speak: Speak, say: Say) -> None:
    code = {"type": "string", "description": "And the postcode there?"}
    properties = {"postcode": code, "new_postcode": code, "order_id": {"type": "string", "pattern": "^[0-9]{5}$"}}
    record = {"type": "function", "name": "record", "parameters": {"type": "object", "properties": properties}}
    note = PARCEL.replace("; postcode 62704", "; postcode 10001; new_postcode 62704")
    heard = say("user", "the postcode is wrong, it should be 02139")
    assert speak("shop", note, heard, tools=(record,)) == 'record{"new_postcode": "02139"}'


CONFIRM_TIME = """STEP 4 (replaces all earlier STEP notes)
Goal: The caller is asked: I'll move it to {told}. Shall I? Answer in one sentence, or record what changes.
Known: today Monday 2026-03-02; {slot} {value} ({told}).
You may use: record, request, wait.
If you cannot make it out, say: "Sorry?"
"""


def told(slot: str, value: str, words: str) -> str:
    return CONFIRM_TIME.format(slot=slot, value=value, told=words)


@pytest.mark.parametrize("words", ["the other one", "actually make it the other one", "the other one please"])
def test_the_other_of_two_times(speak: Speak, say: Say, words: str) -> None:
    items = ("time", told("new_time", "2026-03-06T10:00", "ten am"), say("assistant", "Shall I?"), say("user", words))
    assert speak("shop", *items) == 'record{"new_time": "2026-03-06T14:30"}'


def test_the_next_later_time(speak: Speak, say: Say) -> None:
    later = say("user", "a bit later")
    at_ten = told("new_time", "2026-03-06T10:00", "ten am")
    assert speak("shop", "time", at_ten, later) == 'record{"new_time": "2026-03-06T14:30"}'
    at_two = told("new_time", "2026-03-06T14:30", "half past two pm")
    assert speak("shop", "time", at_two, later) == NOTHING_DONE


def test_the_other_one_of_three_is_not_told(speak: Speak, say: Say) -> None:
    other = say("user", "the other one")
    assert speak("hotel", "floor", told("floor", "f5", "fifth floor with a sea view"), other) == NOTHING_DONE
    two = "Options: floor: f2 (second floor), f5 (fifth floor with a sea view)."
    items = (f"STEP 5\nMissing: floor.\n{two}", told("floor", "f5", "fifth floor with a sea view"), other)
    assert speak("hotel", *items) == 'record{"floor": "f2"}'


def test_the_options_of_an_older_list_do_not_count(speak: Speak, say: Say) -> None:
    items = ("time", told("new_time", "2026-03-07T09:00", "nine am"), say("user", "the other one"))
    assert speak("shop", *items) == NOTHING_DONE


def test_a_flow_asked_for_earlier_can_be_asked_for_again_when_it_is_over(speak: Speak, say: Say) -> None:
    first = {"type": "function_call", "status": "completed", "name": "request", "call_id": "c1"}
    switch = {**first, "arguments": json.dumps({"kind": "switch", "flow": "order_status"})}
    items = ("day", say("user", "where is my order"), switch, "day", say("user", "where is my order 12347?"))
    assert speak("shop", *items).endswith('request{"kind": "switch", "flow": "order_status"}')


def test_the_flow_under_way_is_not_switched_to(speak: Speak, say: Say) -> None:
    moving = say("user", "can we also move the appointment to Monday at nine?")
    assert "switch" not in speak("shop", "day", told("new_time", "2026-03-06T10:00", "ten am"), moving)
    assert "switch" in speak("shop", told("new_time", "2026-03-06T10:00", "ten am"), moving)


def test_what_is_asked_is_said_when_it_is_asked_for_again(speak: Speak, say: Say) -> None:
    repeat = {"type": "function_call", "status": "completed", "name": "request", "call_id": "c1", "arguments": "{}"}
    answered = {"type": "function_call_output", "status": "completed", "call_id": "c1", "output": "{}"}
    items = (told("new_time", "2026-03-06T10:00", "ten am"), say("user", "pardon?"), repeat, answered)
    assert speak("shop", *items) == '"I\'ll move it to ten am. Shall I?"'


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("a1 (nine am), a2 (ten am)", "Nine am or ten am. What?"),
        ("a1 (one), a2 (two), a3 (three), a4 (four)", "One, two, three, among others. What?"),
        ("window, aisle", "Window or aisle. What?"),
        ("2026-03-06T10:00, i7", "What?"),
    ],
)
def test_the_options_are_told_before_the_question(speak: Speak, options: str, expected: str) -> None:
    note = f'STEP 2\nGoal: Choose.\nMissing: thing.\nOptions: thing: {options}.\nThen ask: "What?"'
    assert speak("hotel", note) == f'"{expected}"'
