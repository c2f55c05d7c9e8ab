"""Exact words that were spoken otherwise are stopped and said again; a read-back never stands on them."""

from dataclasses import replace

import pytest

from flowkit.engine import events
from flowkit.engine.effects import Cancel, Say, Transfer
from tests.engine.repair_desk import KEY_QUESTION, QUESTION, asked, begun, desk
from tests.engine.spoken_calls import AUDIO, Spoken, texts, without_keys

PROGRAM = desk()
MONEY = desk("let: {price: 12}\nlimits: price at most 100 per call", effect="money")
SORRY = "Sorry, let me say that again."
SLOW = "I'll book one, two, three, four, five in for Friday, March sixth."
WRONG = "I'll book 1 2 3 4 6 in for Friday, March sixth."
CLIPS = replace(AUDIO, plays_clips=True)


def say(out):
    return next(e for e in out if isinstance(e, Say))


def spoken_otherwise(call, u, text=WRONG):
    """The statement is spoken otherwise; the apology is heard; gives the next words."""
    out = call.generated(u, text)
    assert Cancel(u) in out
    assert texts(out) == [SORRY]
    call.played(u, "cut")
    return call.spoken(say(out).u)


def test_a_wrong_statement_is_said_again_slowly():
    call = begun(PROGRAM)
    again = say(spoken_otherwise(call, "u2"))
    assert again.text == SLOW
    assert texts(call.spoken(again.u)) == [QUESTION]


def test_a_yes_to_a_wrong_statement_is_no_consent():
    call = begun(PROGRAM)
    call.audible("u2")
    call.generated("u2", WRONG)
    call.played("u2")
    call.answers("yes", "yes")
    call.key("1")
    assert call.runs("book") == []


@pytest.mark.parametrize(
    "text",
    [
        "I'll book 12345 in for Friday, March 6th.",
        "I will book 1-2-3-4-5 in for Friday, March sixth.",
        "Okay, I'll book one two three four five in for Friday, March 6.",
    ],
)
def test_the_same_words_in_another_spelling_are_right(text):
    call = begun(PROGRAM)
    out = call.generated("u2", text)
    assert texts(out) == [QUESTION]


def test_the_third_time_it_is_a_clip():
    call = begun(PROGRAM, can=CLIPS)
    again = say(spoken_otherwise(call, "u2"))
    assert not again.clip
    clip = say(spoken_otherwise(call, again.u))
    assert (clip.text, clip.clip) == (SLOW, True)
    assert texts(call.spoken(clip.u)) == [QUESTION]


def test_without_a_clip_a_key_is_asked_for_and_the_consent_says_so():
    call = begun(PROGRAM)
    again = say(spoken_otherwise(call, "u2"))
    third = say(spoken_otherwise(call, again.u))
    out = call.spoken(third.u)
    assert texts(out) == [KEY_QUESTION]
    call.spoken(say(out).u)
    call.answers("yes", "yes")
    assert call.runs("book") == []
    out = call.everything()
    call.spoken(next(u for u, each in reversed(call.call.utterances.items()) if each.purpose == "question"))
    call.key("1")
    assert len(call.runs("book")) == 1
    (note,) = call.notes("consent")
    assert (note["witness"], note["heard"]) == ("key", "unproved")


def test_spoken_otherwise_three_times_a_person_asks():
    call = begun(PROGRAM)
    u = "u2"
    for _ in range(2):
        u = say(spoken_otherwise(call, u)).u
    call.generated(u, WRONG)
    assert call.call.stage == "transfer"
    assert call.runs("book") == []


@pytest.mark.parametrize(("program", "can"), [(PROGRAM, without_keys()), (MONEY, AUDIO)], ids=["no keys", "money"])
def test_without_a_clip_and_a_key_a_person_asks(program, can):
    call = begun(program, can)
    again = say(spoken_otherwise(call, "u2"))
    call.generated(again.u, WRONG)
    assert call.call.stage == "transfer"


def test_a_question_that_brings_a_value_is_asked_again():
    call = begun(PROGRAM)
    call.spoken("u2")
    out = call.generated("u3", "Shall I do that for 500 dollars?")
    assert Cancel("u3") in out
    assert texts(out) == [QUESTION]


def test_a_question_in_other_words_will_do():
    call = begun(PROGRAM)
    call.spoken("u2")
    assert texts(call.generated("u3", "Should I do that?")) == []


def started():
    call = Spoken(PROGRAM, can=AUDIO)
    call.tell(events.CallStarted("call_1", "phone"))
    call.ready()
    return call


def test_a_wrong_disclosure_is_said_again_and_at_last_a_person_is_called():
    call = started()
    right = call.call.utterances["u1"].text
    u = "u1"
    for _ in range(2):
        out = call.generated(u, "Hi, how can I help?")
        assert Cancel(u) in out
        assert texts(out) == [right]
        call.played(u, "cut")
        assert not call.call.disclosed
        u = say(out).u
    call.generated(u, "Hi, how can I help?")
    assert call.call.stage == "transfer"
    assert not call.call.disclosed


def test_a_wrong_result_is_said_again():
    call = asked(PROGRAM)
    call.key("1")
    out = call.tool("r1")
    result = say(out)
    assert result.text == "It's booked."
    call.audible(result.u)
    out = call.generated(result.u, "It's not booked.")
    assert Cancel(result.u) in out
    assert texts(out) == [SORRY]
    assert texts(call.spoken(say(out).u)) == ["It's booked."]


def test_last_words_before_a_person_stand_after_the_third_time():
    call = begun(PROGRAM)
    u = "u2"
    for _ in range(2):
        u = say(spoken_otherwise(call, u)).u
    out = call.generated(u, WRONG)
    for _ in range(2):
        u = say(out).u
        out = call.generated(u, "Goodbye then.")
        call.played(u, "cut")
    u = say(out).u
    call.generated(u, "Goodbye then.")
    call.audible(u)
    assert [e for e in call.played(u) if isinstance(e, Transfer)]


def test_typed_words_stand_as_they_are():
    call = asked(PROGRAM, can=replace(AUDIO, audio=False))
    assert call.call.draft.phase == "listening"
