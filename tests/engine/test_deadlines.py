"""Time that runs out: of the call, and of a session that cannot be exchanged for another."""

from flowkit.engine.events import Can, Transferred
from tests.engine.barber import barber
from tests.engine.spoken_calls import Spoken, briefs, replies, texts

PERSON = "I'll put you through to a colleague."
MINUTE = 60_000


def test_before_the_time_is_up_the_model_is_told_to_finish_and_then_a_person_is_called():
    talk = Spoken(barber(max_minutes=5))
    talk.begun()
    began = talk.call.started
    assert talk.call.timers["short_time"] == began + 4 * MINUTE
    assert talk.call.timers["call_max"] == began + 5 * MINUTE
    assert talk.tick("short_time") == []
    assert "short_time" not in talk.call.timers
    out = talk.speaks("what are your hours")
    assert "Time is almost up: finish what is under way" in briefs(out)
    talk.spoken(talk.generating, "From nine to six. Anything else?")
    assert texts(talk.tick("call_max")) == [PERSON]
    assert talk.call.stage == "transfer"


def test_a_long_call_is_told_two_minutes_before():
    talk = Spoken(barber(max_minutes=20))
    talk.begun()
    assert talk.call.timers["short_time"] == talk.call.started + 18 * MINUTE


def test_a_call_that_nobody_takes_over_then_ends():
    talk = Spoken(barber(max_minutes=5))
    talk.begun()
    talk.tick("call_max")
    assert "call_max" not in talk.call.timers, "it is on its way to its end"
    talk.spoken(talk.generating)
    out = talk.tell(Transferred("failed"))
    while talk.generating:
        out = talk.spoken(talk.generating)
    assert talk.call.over
    assert out


def test_where_the_flow_goes_on_after_that_it_ends_a_minute_later():
    talk = Spoken(barber(max_minutes=5))
    talk.begun()
    talk.call.time = "up"
    del talk.call.timers["call_max"]
    talk.speaks("hours")
    assert talk.call.timers["call_max"] == talk.at + MINUTE
    talk.wait(30_000)
    talk.spoken(talk.generating, "How can I help?")
    assert talk.call.timers["call_max"] == talk.at + 30_000
    assert texts(talk.tick("call_max")) == ["Please call again later. Goodbye."]
    assert talk.call.stage == "ending"


def test_the_same_holds_for_the_budget_of_turns():
    talk = Spoken(barber(max_turns=1))
    talk.begun()
    talk.call.time = "up"
    talk.speaks("hours")
    talk.spoken(talk.generating, "How can I help?")
    assert texts(talk.speaks("hours")) == ["Please call again later. Goodbye."]


def test_a_session_that_cannot_be_exchanged_is_brought_to_its_end():
    talk = Spoken(barber(max_minutes=90))
    talk.begun(can=Can(audio=True, renews=False))
    began = talk.call.started
    assert talk.call.timers["short_time"] == began + 50 * MINUTE
    assert talk.call.timers["call_max"] == began + 55 * MINUTE
    assert texts(talk.tick("short_time")) == ["We have a few minutes left."]
    talk.spoken(talk.generating)
    assert "Time is almost up" in briefs(talk.speaks("hours"))
    talk.spoken(talk.generating, "From nine to six. Anything else?")
    assert texts(talk.tick("call_max")) == [PERSON]


def test_where_it_can_be_exchanged_its_age_is_of_no_account():
    talk = Spoken(barber(max_minutes=90))
    talk.begun()
    assert talk.call.timers["call_max"] == talk.call.started + 90 * MINUTE
    assert talk.call.timers["short_time"] == talk.call.started + 88 * MINUTE


def test_the_budget_of_the_call_comes_first_where_it_is_shorter():
    talk = Spoken(barber(max_minutes=10))
    talk.begun(can=Can(audio=True, renews=False))
    assert talk.call.timers["call_max"] == talk.call.started + 10 * MINUTE
    assert texts(talk.tick("short_time")) == []
    assert replies(talk.speaks("hours"))


# Patience.


def test_patience_is_set_only_where_there_is_sound():
    for audio in (True, False):
        talk = Spoken(barber())
        talk.begun("cut", Can(audio=audio))
        talk.call.patience = "long"
        out = talk.speaks("on a day")
        configured = [effect.patience for effect in out if type(effect).__name__ == "Configure"]
        assert configured == ["normal"]
        out = talk.speaks("on a day")
        assert not [effect for effect in out if type(effect).__name__ == "Configure"]
