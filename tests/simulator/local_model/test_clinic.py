"""A clinic: what callers say at each step, and what the local model does with it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Hear = Callable[[str, str], str]

MENU = [
    ("good morning", '"Hello! What can I do for you?"'),
    ("I'd like to see a doctor", 'choose{"option": "new_appointment"}'),
    (
        "I need an appointment on Monday at three",
        'record{"visit_day": "2026-07-20", "visit_time": "15:00"} + choose{"option": "new_appointment"}',
    ),
    ("book me in with a nurse tomorrow", 'record{"visit_day": "2026-07-16"} + choose{"option": "new_appointment"}'),
    ("I have to cancel my appointment", 'choose{"option": "cancel_appointment"}'),
    ("I can't come to my appointment on Friday", 'choose{"option": "cancel_appointment"}'),
    ("I need a refill of my medication", 'choose{"option": "prescription"}'),
    ("my prescription ran out", 'choose{"option": "prescription"}'),
    (
        "my name is Maria Silva and I need a repeat prescription",
        'record{"patient_name": "Maria Silva"} + choose{"option": "prescription"}',
    ),
    ("are my blood test results back?", 'choose{"option": "results"}'),
    ("x-ray", 'choose{"option": "results"}'),
    ("nothing, sorry, wrong number", 'choose{"option": "nothing"}'),
    ("what?", 'request{"kind": "repeat"}'),
    ("I want to sell you something", 'choose{"option": "other"}'),
    ("are you a machine?", "\"No, I'm the clinic's automated line. I can fetch a colleague. What can I do for you?\""),
]
WHO = [
    ("Maria Silva, 555 0142", 'record{"patient_name": "Maria Silva", "phone": "5550142"}'),
    ("my name is Maria Silva", 'record{"patient_name": "Maria Silva"}'),
    ("it's Maria", 'record{"patient_name": "Maria"}'),
    ("maria silva", 'record{"patient_name": "Maria Silva"}'),
    ("you can call me on 555-0142-99", 'record{"phone": "555014299"}'),
    ("plus four four 20 7946 0958", 'record{"phone": "+442079460958"}'),
    (
        "Maria Silva and my number is five five five oh one four two",
        'record{"patient_name": "Maria Silva", "phone": "5550142"}',
    ),
    ("what for?", '"Sorry? What\'s your full name?"'),
    ("I don't want to give you my number", 'choose{"option": "cannot_say"}'),
]
ANY_TWO = [
    ("Maria Silva, 555 0142", 'record{"patient_name": "Maria Silva", "phone": "5550142"}'),
    ("I don't have my phone number", 'choose{"option": "cannot_say_phone"}'),
    ("no idea what my number on the phone is", 'choose{"option": "cannot_say_phone"}'),
    ("I'd rather not say when I was born, that birth date is private", 'choose{"option": "cannot_say_birth_date"}'),
    ("I don't know", 'choose{"option": "cannot_say"}'),
    (
        "I don't have a phone but my name is Maria Silva",
        'record{"patient_name": "Maria Silva"} + choose{"option": "cannot_say_phone"}',
    ),
]
WHEN = [
    ("Tuesday at three", 'record{"visit_day": "2026-07-21", "visit_time": "15:00"}'),
    ("next Monday at half past nine in the morning", 'record{"visit_day": "2026-07-20", "visit_time": "09:30"}'),
    ("the 21st at 15:00", 'record{"visit_day": "2026-07-21", "visit_time": "15:00"}'),
    ("July 28th at quarter to five", 'record{"visit_day": "2026-07-28", "visit_time": "16:45"}'),
    ("August the third at noon", 'record{"visit_day": "2026-08-03", "visit_time": "12:00"}'),
    ("three pm", 'record{"visit_time": "15:00"}'),
    ("tomorrow", 'record{"visit_day": "2026-07-16"}'),
    ("in two weeks", 'record{"visit_day": "2026-07-29"}'),
    ("actually my number is 555 9999", 'record{"phone": "5559999"}'),
    ("make it Maria Souza", 'record{"patient_name": "Maria Souza"}'),
    ("Tuesday... no, Wednesday at three", 'record{"visit_day": "2026-07-22", "visit_time": "15:00"}'),
    ("are my blood test results back, by the way?", 'request{"kind": "switch", "flow": "results"}'),
    ("Tuesday or Wednesday", '"Sorry? Which day would you like?"'),
    ("sometime next week", '"Sorry? Which day would you like?"'),
]
WHO_WITH = [
    ("Doctor Okafor", 'record{"doctor": "d2"}'),
    ("hale please", 'record{"doctor": "d1"}'),
    ("the nurse", 'record{"doctor": "d3"}'),
    ("the last one", 'record{"doctor": "d3"}'),
    ("number two", 'record{"doctor": "d2"}'),
    ("can we do four pm instead", 'record{"visit_time": "16:00"}'),
    ("actually make it Thursday", 'record{"visit_day": "2026-07-16"}'),
    ("the doctor", '"Sorry? Doctor Hale, Doctor Okafor or Nurse Brandt. Which doctor would you like?"'),
    ("any", '"Sorry? Doctor Hale, Doctor Okafor or Nurse Brandt. Which doctor would you like?"'),
    ("who is there?", '"Sorry? Doctor Hale, Doctor Okafor or Nurse Brandt. Which doctor would you like?"'),
    ("what do you have", '"Doctor Hale, Doctor Okafor or Nurse Brandt. Which doctor would you like?"'),
    ("which doctors are there?", '"Doctor Hale, Doctor Okafor or Nurse Brandt. Which doctor would you like?"'),
]
FIRST = [
    ("yes", 'record{"first_visit": true}'),
    ("y", 'record{"first_visit": true}'),
    ("yeah", 'record{"first_visit": true}'),
    ("uh-huh", 'record{"first_visit": true}'),
    ("huh", 'request{"kind": "repeat"}'),
    ("yes it is", 'record{"first_visit": true}'),
    ("no", 'record{"first_visit": false}'),
    ("not really", 'record{"first_visit": false}'),
    ("no I've been there before", 'record{"first_visit": false}'),
    ("I'm not sure", 'choose{"option": "cannot_say"}'),
    ("maybe", '"Sorry? Is it your first visit with us?"'),
]
URGENCY = [
    ("it's an emergency", 'record{"urgency": "emergency"}'),
    ("I can't breathe and I have severe pain", 'record{"urgency": "emergency"}'),
    ("just a check-up", 'record{"urgency": "routine"}'),
    ("it can wait", 'record{"urgency": "routine"}'),
    ("this week would be good", 'record{"urgency": "soon"}'),
    ("routine", 'record{"urgency": "routine"}'),
]
COMPLAINT = [
    ("my knee hurts", 'record{"complaint": "my knee hurts"}'),
    ("it's about my back pain", 'record{"complaint": "my back pain"}'),
    ("a rash on my arm", 'record{"complaint": "a rash on my arm"}'),
    ("hello", '"Hello! What is it about?"'),
    ("what do you mean?", '"Sorry? What is it about?"'),
    ("can you say that again?", 'request{"kind": "repeat"}'),
    ("cancel", 'request{"kind": "cancel"}'),
    ("nothing", '"Sorry? What is it about?"'),
]
MEDICINE = [
    ("AB1234, two boxes", 'record{"medicine_code": "AB1234", "boxes": 2}'),
    ("ab 1234 and three boxes", 'record{"medicine_code": "AB1234", "boxes": 3}'),
    ("A B one two three four", 'record{"medicine_code": "AB1234"}'),
    ("five", 'record{"boxes": 5}'),
    ("I need two", 'record{"boxes": 2}'),
    ("same as last time", '"Sorry? What\'s the code on the box?"'),
    ("hold on, let me look", "wait{}"),
]
BORN = [
    ("12 March 1985", 'record{"birth_date": "1985-03-12"}'),
    ("the twelfth of March nineteen eighty five", 'record{"birth_date": "1985-03-12"}'),
    ("1985-03-12", 'record{"birth_date": "1985-03-12"}'),
    ("3/12/1985", 'record{"birth_date": "1985-03-12"}'),
]


@pytest.mark.parametrize(("words", "expected"), MENU)
def test_menu(hear: Hear, words: str, expected: str) -> None:
    assert hear("clinic.menu", words) == expected


@pytest.mark.parametrize(("words", "expected"), WHO)
def test_who(hear: Hear, words: str, expected: str) -> None:
    assert hear("clinic.who", words) == expected


@pytest.mark.parametrize(("words", "expected"), ANY_TWO)
def test_any_two(hear: Hear, words: str, expected: str) -> None:
    assert hear("clinic.any_two", words) == expected


@pytest.mark.parametrize(("words", "expected"), WHEN)
def test_when(hear: Hear, words: str, expected: str) -> None:
    assert hear("clinic.when", words) == expected


@pytest.mark.parametrize(("words", "expected"), WHO_WITH)
def test_who_with(hear: Hear, words: str, expected: str) -> None:
    assert hear("clinic.who_with", words) == expected


@pytest.mark.parametrize(("words", "expected"), FIRST)
def test_first(hear: Hear, words: str, expected: str) -> None:
    assert hear("clinic.first", words) == expected


@pytest.mark.parametrize(("words", "expected"), URGENCY)
def test_urgency(hear: Hear, words: str, expected: str) -> None:
    assert hear("clinic.urgency", words) == expected


@pytest.mark.parametrize(("words", "expected"), COMPLAINT)
def test_complaint(hear: Hear, words: str, expected: str) -> None:
    assert hear("clinic.complaint", words) == expected


@pytest.mark.parametrize(("words", "expected"), MEDICINE)
def test_medicine(hear: Hear, words: str, expected: str) -> None:
    assert hear("clinic.medicine", words) == expected


@pytest.mark.parametrize(("words", "expected"), BORN)
def test_born(hear: Hear, words: str, expected: str) -> None:
    assert hear("clinic.born", words) == expected
