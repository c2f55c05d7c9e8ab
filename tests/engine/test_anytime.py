"""What callers may do anytime, and what a project, a flow or a state has in place of the built-in."""

import pytest

from flowkit.engine import events
from flowkit.engine.effects import AnswerCall
from tests.engine.workshop import (
    at_read_back,
    begun,
    flows,
    reply,
    says,
    says_and_calls,
    settle,
    where,
)

STAY = "anytime: {cancel: stay}"


def answers(out) -> dict[str, object]:
    return {effect.id: effect.output for effect in out if isinstance(effect, AnswerCall)}


def test_a_flow_runs_in_place_of_dropping_and_the_call_comes_back():
    talk = begun(FLOW_KEYS=STAY)
    says_and_calls(talk, "forget it", "request", '{"kind": "cancel"}')
    assert where(talk) == "stay.keep"
    settle(talk)
    says_and_calls(talk, "no", "record", '{"sure": false}')
    assert where(talk) == "bring.when"
    out = settle(talk, "Which day?")
    assert "Let us find a day." not in says(out)


def test_where_that_flow_ends_cancelled_the_flow_is_dropped():
    talk = begun(FLOW_KEYS=STAY)
    says_and_calls(talk, "forget it", "request", '{"kind": "cancel"}')
    settle(talk)
    out = says_and_calls(talk, "yes", "record", '{"sure": true}')
    assert says(out) == ["All right, I've stopped that."]
    assert [(end.flow, end.outcome) for end in talk.call.ended] == [("stay", "cancelled"), ("bring", "cancelled")]


@pytest.mark.parametrize("place", ["PROJECT_KEYS", "FLOW_KEYS"])
def test_in_that_flow_to_stop_is_built_in(place):
    talk = begun(**{place: STAY})
    for _ in range(2):
        says_and_calls(talk, "forget it", "request", '{"kind": "cancel"}')
        settle(talk)
    assert [(end.flow, end.outcome) for end in talk.call.ended] == [("stay", "cancelled"), ("bring", "cancelled")]


def test_out_of_a_read_back_nothing_can_be_agreed_to_until_it_is_read_back_anew():
    talk = at_read_back(FLOW_KEYS=STAY)
    talk.caller("forget it")
    assert (where(talk), talk.call.draft) == ("stay.keep", None)
    settle(talk)
    says_and_calls(talk, "no", "record", '{"sure": false}')
    assert where(talk) == "bring.agree"
    out = settle(talk)
    assert "Shall I do that?" in says(out)
    assert talk.notes("consent") == []
    talk.caller("yes")
    assert len(talk.notes("consent")) == 1


@pytest.mark.parametrize("place", ["PROJECT_KEYS", "FLOW_KEYS"])
@pytest.mark.parametrize("kind", ["cancel", "repeat"])
def test_what_is_switched_off_is_refused_and_changes_nothing(place, kind):
    talk = begun(**{place: f"anytime: {{{kind}: off}}"})
    before = where(talk)
    out = says_and_calls(talk, "please", "request", f'{{"kind": "{kind}"}}')
    assert answers(out)[f"c{talk.turns}"] == {
        "status": "refused",
        "because": "not possible here",
        "you_can": ["cannot_say"],
    }
    assert where(talk) == before
    assert reply(talk)


def test_the_nearest_wins_whole():
    talk = begun(PROJECT_KEYS="anytime: {cancel: off, repeat: off}", FLOW_KEYS="anytime: {wait: off}")
    out = says_and_calls(talk, "say that again", "request", '{"kind": "repeat"}')
    assert answers(out)[f"c{talk.turns}"] == {"status": "ok"}
    settle(talk)
    out = says_and_calls(talk, "forget it", "request", '{"kind": "cancel"}')
    assert [(end.flow, end.outcome) for end in talk.call.ended] == [("bring", "cancelled")]


def test_an_empty_one_is_all_built_in():
    talk = begun(PROJECT_KEYS="anytime: {cancel: off}", FLOW_KEYS="anytime: {}")
    says_and_calls(talk, "forget it", "request", '{"kind": "cancel"}')
    assert [(end.flow, end.outcome) for end in talk.call.ended] == [("bring", "cancelled")]


def test_it_goes_before_what_the_flow_says_of_a_no():
    talk = at_read_back(FLOW_KEYS=STAY, AGREE=", outcomes: {declined: done}")
    talk.caller("forget it")
    assert where(talk) == "stay.keep"
    talk = at_read_back(FLOW_KEYS="anytime: {cancel: off}", AGREE=", outcomes: {declined: done}")
    talk.caller("forget it")
    assert [(end.flow, end.state) for end in talk.call.ended] == [("bring", "done")]


def test_a_flow_runs_in_place_of_a_repetition():
    talk = begun(FLOW_KEYS="anytime: {repeat: ask}")
    says_and_calls(talk, "say that again", "request", '{"kind": "repeat"}')
    assert where(talk) == "ask.what"
    settle(talk)
    says_and_calls(talk, "the hours", "record", '{"topic": "the hours"}')
    assert where(talk) == "bring.when"


def test_the_built_in_repeats_the_last_words():
    talk = begun()
    out = says_and_calls(talk, "say that again", "request", '{"kind": "repeat"}')
    assert says(out) == ["Yes?"]


def test_hold_on_is_a_minute_of_silence_unless_it_is_off():
    talk = begun()
    says_and_calls(talk, "hold on", "wait")
    assert talk.call.hold == talk.call.top.visit
    talk = begun(FLOW_KEYS="anytime: {wait: off}")
    says_and_calls(talk, "hold on", "wait")
    assert talk.call.hold == 0


def test_a_flow_runs_in_place_of_waiting_but_not_for_sound_that_is_not_meant_for_us():
    talk = begun(FLOW_KEYS="anytime: {wait: ask}")
    says_and_calls(talk, "Bob, turn the radio down", "wait")
    assert where(talk) == "bring.when"
    says_and_calls(talk, "hold on", "wait")
    assert where(talk) == "ask.what"


def test_waiting_in_a_read_back():
    talk = at_read_back(FLOW_KEYS="anytime: {wait: ask}")
    talk.caller("one moment please")
    assert (where(talk), talk.call.draft) == ("ask.what", None)
    talk = at_read_back(FLOW_KEYS="anytime: {wait: off}")
    talk.caller("one moment please")
    assert (talk.call.hold, talk.call.draft.phase) == (0, "answering")


# Corrections.


def test_a_value_that_cannot_be_corrected_stays_and_is_asked_about_again():
    talk = at_read_back(FLOW_KEYS="anytime: {correct: off}")
    talk.caller("make it Saturday")
    out = talk.model(reply(talk), "That can't be changed.", c9=("record", '{"day": "Saturday"}'))
    assert answers(out)["c9"]["refused"] == {"day": "it cannot be changed here"}
    assert str(talk.call.top.slots["day"].value) == "2026-03-06"
    settle(talk)
    assert talk.call.draft is not None
    assert talk.call.draft.phase == "listening"
    talk.caller("yes")
    assert talk.notes("consent")[-1]["arguments"] == {"day": "2026-03-06"}


def test_a_flow_runs_in_place_of_a_correction():
    talk = at_read_back(FLOW_KEYS="anytime: {correct: ask}")
    talk.caller("make it Saturday")
    talk.model(reply(talk), c9=("record", '{"day": "Saturday"}'))
    assert (where(talk), talk.call.draft) == ("ask.what", None)
    assert str(talk.call.frames[0].slots["day"].value) == "2026-03-06"


def test_the_same_value_again_is_no_correction():
    talk = at_read_back(FLOW_KEYS="anytime: {correct: ask}")
    talk.caller("is it Friday?")
    talk.model(reply(talk), "Yes, Friday.", c9=("record", '{"day": "Friday"}'))
    assert flows(talk) == ["bring"]


# What the model does not report.


def test_words_that_ask_for_a_person_are_enough():
    talk = begun()
    out = says_and_calls(talk, "I want to talk to a person", text="Which day?")
    assert talk.call.stage == "transfer"
    assert says(out) == ["I'll put you through to a colleague."]


def test_words_that_ask_for_a_person_in_a_read_back():
    talk = at_read_back()
    talk.caller("can I speak to a human")
    talk.model(reply(talk), "It is for Friday.")
    assert (talk.call.stage, talk.call.draft) == ("transfer", None)


def test_words_that_drop_it_are_enough():
    talk = begun()
    says_and_calls(talk, "forget it", text="Which day?")
    assert [(end.flow, end.outcome) for end in talk.call.ended] == [("bring", "cancelled")]


def test_words_that_drop_it_do_nothing_where_that_is_off():
    talk = begun(FLOW_KEYS="anytime: {cancel: off}")
    says_and_calls(talk, "forget it", text="Which day?")
    assert where(talk) == "bring.when"


def test_words_that_ask_for_time_are_enough():
    talk = begun()
    says_and_calls(talk, "hang on a second", text="Sure.")
    assert talk.call.hold == talk.call.top.visit
    assert talk.call.no_match == 0


def test_words_that_come_after_the_reply():
    talk = begun()
    talk.tell(events.TurnStarted("t9"))
    talk.tell(events.TurnEnded("t9"))
    talk.model(reply(talk), "Which day?")
    talk.tell(events.Words("t9", "get me a real person please"))
    assert talk.call.stage == "transfer"
