"""The caller's words answer what was asked and the model missed it: its reply does not stand."""

import pytest

from flowkit.engine import events
from flowkit.engine.effects import Cancel, Reply, Result
from tests.engine.ferry import begun, ferry_program, settle

CATCH = "Sorry, I didn't catch that."


@pytest.fixture
def talk():
    talk = begun(ferry_program(), "passage")
    settle(talk)
    return talk


def test_a_reply_that_does_not_sound_yet_is_taken_back(talk):
    talk.caller("Friday")
    u = talk.call.floor.generating
    out = talk.model(u, CATCH)
    assert Cancel(u) in out
    assert [effect.text for effect in out if isinstance(effect, Result)] == ["kept: out_day Friday, March sixth"]
    (reply,) = [effect for effect in out if isinstance(effect, Reply)]
    assert [must.text for must in reply.must] == ["When do you come back?"]
    assert talk.call.no_match == 0


def test_one_that_sounds_already_counts_for_no_attempt(talk):
    talk.caller("Friday")
    u = talk.call.floor.generating
    talk.tell(events.Audible(u))
    out = talk.model(u, CATCH)
    assert Cancel(u) not in out
    assert talk.call.top.slots["out_day"].value.isoformat() == "2026-03-06"
    assert talk.call.no_match == 0


def test_a_reply_stands_where_the_words_hold_no_answer(talk):
    talk.caller("whenever the blurb")
    u = talk.call.floor.generating
    assert Cancel(u) not in talk.model(u, CATCH)
    assert talk.call.no_match == 1


def test_a_reply_that_records_stands(talk):
    talk.caller("Friday")
    u = talk.call.floor.generating
    out = talk.model(u, "Friday. And back?", c1=("record", '{"out_day": "2026-03-06"}'))
    assert Cancel(u) not in out


def test_a_value_that_a_rule_refuses_is_said_and_is_one_attempt(talk):
    talk.caller("Friday")
    talk.model(talk.call.floor.generating, CATCH)
    settle(talk)
    talk.caller("Thursday")
    out = talk.model(talk.call.floor.generating, CATCH)
    assert [effect.text for effect in out if type(effect).__name__ == "Say"] == ["You can't be back before you leave."]
    settle(talk)
    assert talk.call.no_match == 1


def test_words_that_a_state_still_had_to_say_are_not_lost(talk):
    """What the reply that was taken back had to bring is brought by the next one."""
    talk.caller("Friday")
    first = talk.call.floor.generating
    out = talk.model(first, CATCH)
    (reply,) = [effect for effect in out if isinstance(effect, Reply)]
    assert reply.u != first
    assert talk.call.utterances[first].void


def late(talk, words, reply):
    """The transcript of a turn comes when the reply to it was generated already."""
    talk.tell(events.TurnStarted("late"))
    talk.tell(events.TurnEnded("late"))
    talk.model(talk.call.floor.generating, reply)
    return talk.tell(events.Words("late", words))


def test_words_that_come_after_the_reply_are_taken_too(talk):
    out = late(talk, "Friday", CATCH)
    assert talk.call.top.slots["out_day"].value.isoformat() == "2026-03-06"
    (reply,) = [effect for effect in out if isinstance(effect, Reply)]
    assert [must.text for must in reply.must] == ["When do you come back?"]
    assert talk.call.no_match == 0


def test_late_words_that_hold_no_answer_count_once(talk):
    late(talk, "whenever the blurb", CATCH)
    assert talk.call.no_match == 1


def test_late_words_of_a_turn_that_brought_something_count_for_nothing(talk):
    talk.tell(events.TurnStarted("late"))
    talk.tell(events.TurnEnded("late"))
    talk.model(talk.call.floor.generating, "And back?", c1=("record", '{"out_day": "2026-03-06"}'))
    assert talk.tell(events.Words("late", "on Friday or so")) == []
    assert talk.call.no_match == 0
