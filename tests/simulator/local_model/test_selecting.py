"""Lists: what the local model reports where several options may be chosen, and codes with marks in them."""

import pytest

from flowkit.simulator.hearing.spelling import find_codes
from flowkit.simulator.hearing.words import Utterance
from flowkit.simulator.local_model.briefing import Option, step_note
from flowkit.simulator.local_model.parameters import parameters
from flowkit.simulator.local_model.recording import fill
from flowkit.simulator.local_model.selecting import match_several

SHOP = (
    Option("h", "Cycling Helmet"),
    Option("d", "Dumbbell Set"),
    Option("t", "Smart Thermostat"),
    Option("c", "Office Chair"),
    Option("l", "Desk Lamp"),
)
TWICE = (Option("b", "Water Bottle"), Option("w", "Water Bottle"), Option("k", "Kettle"), Option("k", "Kettle"))


def keys(text, options=SHOP, known=""):
    found = match_several(Utterance(text), options, None, tuple(known))
    return None if found is None else "".join(found.keys)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the chair and the dumbbells", "cd"),
        ("chair, lamp and helmet please", "clh"),
        ("all of them", "hdtcl"),
        ("everything except the lamp and the chair", "hdt"),
        ("all but the lamp", "hdtc"),
        ("the first two", "hd"),
        ("the last three", "tcl"),
        ("the chair, not the lamp", "c"),
        ("the chair, no wait, the lamp", "l"),
        ("that's all", None),
        ("hello", None),
    ],
)
def test_what_is_named_is_chosen(text, expected):
    assert keys(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("and the lamp too", "cl"),
        ("also the helmet", "ch"),
        ("just the lamp", "l"),
        ("yes please", None),
    ],
)
def test_what_is_added_is_counted_from_what_is_known(text, expected):
    assert keys(text, known="c") == expected


@pytest.mark.parametrize("text", ["not the lamp", "leave out the lamp", "keep the lamp", "without the lamp"])
def test_what_is_taken_out_is_counted_from_what_is_known(text):
    assert keys(text, known="cl") == "c"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("both water bottles", "bw"), ("the water bottles", "bw"), ("both kettles", "kk"), ("the kettle", "k")],
)
def test_things_of_one_name(text, expected):
    assert keys(text, TWICE) == expected


RECORD = {
    "name": "record",
    "parameters": {
        "type": "object",
        "properties": {
            "things": {
                "type": "array",
                "items": {"type": "string"},
                "description": "Which items? (an option of the STEP note)",
            },
            "days": {"type": "array", "items": {"type": "string"}, "description": "Which days? (YYYY-MM-DD)"},
            "why": {"type": "array", "items": {"type": "string", "enum": ["broken", "too small"]}},
            "orders__code": {"type": "string", "pattern": "^#W[0-9]{3}$", "description": "Which order?"},
            "visits__code": {"type": "string", "pattern": "^[A-Z]{4}$", "description": "Which visit?"},
        },
    },
}
NOTE = """STEP 3 (replaces all earlier STEP notes)
Goal: Send items back.
Known: today Monday 2026-03-02{known}.
Missing: {missing}.
Options: things: i1 (kettle; also the hot one), i2 (lamp), i3 (chair).
You may use: record, request, wait."""


def recorded(text, missing, known="", flow=""):
    note = step_note(NOTE.format(missing=missing, known=known))
    return dict(fill(Utterance(text), parameters(RECORD), note, free_text=False, flow=flow).values)


def test_a_parameter_that_is_an_array_is_given_one():
    assert recorded("the kettle and the chair", "things") == {"things": ["i1", "i3"]}
    assert recorded("it's broken and too small", "why") == {"why": ["broken", "too small"]}
    assert recorded("Thursday and Friday", "days") == {"days": ["2026-03-05", "2026-03-06"]}


def test_an_option_is_known_by_its_other_names():
    assert recorded("the hot one", "things") == {"things": ["i1"]}


def test_a_known_list_is_changed_and_not_told_again():
    known = '; things ["i1", "i2"] (kettle and lamp)'
    assert recorded("and the chair too", "why", known) == {"things": ["i1", "i2", "i3"]}
    assert recorded("the kettle and the lamp", "why", known) == {}


def test_a_slot_of_the_flow_under_way_is_meant_where_others_have_its_name():
    assert recorded("W 123", "code", flow="orders") == {"orders__code": "#W123"}
    assert recorded("ABCD", "code", flow="visits") == {"visits__code": "ABCD"}


@pytest.mark.parametrize(
    ("text", "pattern", "code"),
    [
        ("order #W3113816", "^#W[0-9]{7}$", "#W3113816"),
        ("it's w3113816", "^#W[0-9]{7}$", "#W3113816"),
        ("W 3 1 1 3 8 1 6", "^#W[0-9]{7}$", "#W3113816"),
        ("double u three one one three eight one six", "^#W[0-9]{7}$", "#W3113816"),
        ("the invoice is in-204", "^IN-[0-9]{3}$", "IN-204"),
        ("AB 12 34", "^[A-Z]{2}-[0-9]{2}/[0-9]{2}$", "AB-12/34"),
        ("order #W311381", "^#W[0-9]{7}$", None),
        ("K7QX", "^[A-Z0-9]{4}$", "K7QX"),
    ],
)
def test_codes_have_the_marks_of_their_pattern(text, pattern, code):
    assert next((one.signs for one in find_codes(Utterance(text), pattern)), None) == code
