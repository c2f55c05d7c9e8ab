"""Values that the caller gives, and where they may come from."""

import pytest

from flowkit.engine.asking.facts import Kept, NotKept
from flowkit.engine.asking.reports import take
from flowkit.engine.call import Call, Frame, SlotValue, Turn
from flowkit.engine.work import Work
from tests.engine.conversation import MONDAY, program_of

FILES = {
    "flowkit.yaml": """\
flowkit: 1
title: Numbers
start: ask
greeting: This is an automated assistant.
handoffs: {desk: {to: "sip:desk@example.com", default: true}}
about_us: {automated: I am automated., recording: This call is not recorded., data: It is used for this call only.}
""",
    "ask.yaml": """\
flow: ask
title: Ask
slots:
  number: {type: phone, ask: "What number?"}
  size: {options: [small, large], ask: "Small or large?"}
  note: {type: text, ask: "What shall I note?"}
  day: {type: date, ask: "What day?", only_if: {when: day > today, because: That day has passed.}}
start: ask
states:
  ask: {ask: [number, size, day, note], next: done}
  done: {say: Done., end: resolved}
""",
}
PROGRAM = program_of({path: text.encode() for path, text in FILES.items()})


def taken(name, given, *said, caller=""):
    call = Call(caller=caller)
    call.frames = (Frame("ask", "start", "ask", 1),)
    call.turns = {f"t{number}": Turn(MONDAY, MONDAY, text) for number, text in enumerate(said, 1)}
    work = Work(PROGRAM, call, MONDAY)
    result = take(work, name, given, f"t{len(said)}")
    held = work.call.top.slots.get(name)
    return result, held and (held.value, held.heard)


def test_the_number_that_the_caller_calls_from():
    words = "the number I'm calling from"
    assert taken("number", words, words, caller="+12125550123") == (Kept("number"), ("+12125550123", True))
    result, held = taken("number", words, words)
    assert (result, held) == (NotKept("number", "the number is not known"), None)


@pytest.mark.parametrize(
    ("given", "said", "expected"),
    [
        ("small", "a small one please", (Kept("size"), ("small", True))),
        ("small", "the large one", (NotKept("size", "not heard", asked=True), None)),
        ("small", "whatever you think", (Kept("size"), ("small", False))),
    ],
)
def test_heard_disputed_and_claimed(given, said, expected):
    assert taken("size", given, said) == expected


def test_what_is_no_option_is_not_kept():
    result, held = taken("size", "medium", "medium")
    assert isinstance(result, NotKept)
    assert held is None


def test_a_rule_of_a_slot():
    result, held = taken("day", "2026-03-02", "today")
    assert (result, held) == (NotKept("day", "That day has passed.", said=True), None)


def test_a_value_that_nobody_asks_for():
    assert taken("colour", "red", "red")[0] == NotKept("colour", "no such value is asked for", unknown=True)


@pytest.mark.parametrize(
    ("given", "heard"),
    [
        ("My brakes squeak and the light is broken", True),
        ("my brakes squeak, and the light is broken!", True),
        ("brakes squeak and the light", True),
        ("the brakes are squeaking", False),
        ("rakes squeak", False),
    ],
)
def test_a_free_text_is_heard_word_for_word(given, heard):
    assert taken("note", given, "Well: my brakes squeak, and the light is broken.") == (Kept("note"), (given, heard))


def held(said, *, upto, name="note", given="something else"):
    """What becomes of a slot that was heard in the second of three turns, when the model reports another value."""
    call = Call()
    call.frames = (Frame("ask", "start", "ask", 1, slots={name: SlotValue(said[1], "caller", "t2")}),)
    call.turns = {f"t{number}": Turn(MONDAY, MONDAY, text) for number, text in enumerate(said, 1)}
    work = Work(PROGRAM, call, MONDAY)
    return take(work, name, given, upto), work.call.top.slots[name].value


def test_what_was_heard_is_not_replaced_by_what_the_model_only_claims():
    said = ("hello", "My brakes squeak", "thanks")
    assert held(said, upto="t3") == (NotKept("note", "not heard"), "My brakes squeak")
    assert held((*said[:2], "something else"), upto="t3") == (Kept("note", changed=True), "something else")


def test_an_older_turn_does_not_replace_what_was_said_since():
    said = ("The light is broken", "My brakes squeak", "thanks")
    outcome = (NotKept("note", "a newer value stands"), "My brakes squeak")
    assert held(said, upto="t1", given="The light is broken") == outcome


@pytest.mark.parametrize(
    ("said", "heard"),
    [("it is small", True), ("Small.", True), ("the smallest", False), ("it's smallish, tiny", False)],
)
def test_a_word_inside_another_word_is_no_mention(said, heard):
    assert taken("size", "small", said) == (Kept("size"), ("small", heard))
