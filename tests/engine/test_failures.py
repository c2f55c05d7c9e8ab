"""What fails between the engine and the model, and how the call goes on."""

import pytest

from flowkit.engine.altering import altered
from flowkit.engine.effects import AnswerCall, Transfer
from flowkit.engine.events import Can, FunctionCall, Generated, LineReady, Lost, Tick, Trouble
from tests.engine.barber import barber
from tests.engine.spoken_calls import Spoken, briefs, cancels, replies, texts

PROGRAM = barber()
PERSON = "I'll put you through to a colleague."


@pytest.fixture
def talk():
    """A call in which the model is to answer."""
    talk = Spoken(PROGRAM)
    talk.begun()
    talk.speaks("what are your hours")
    return talk


def fails(talk: Spoken, error: str = "server_error", status: str = "failed") -> list:
    return talk.tell(Generated(talk.generating, status, error=error))


def test_a_reply_that_failed_is_asked_for_once_more_after_a_moment(talk):
    assert replies(fails(talk)) == []
    assert talk.call.timers["again"] == talk.at + 300
    assert replies(talk.tick("again"))


def test_then_the_engine_asks_itself_and_then_a_person_is_called(talk):
    fails(talk)
    talk.tick("again")
    fails(talk)
    out = talk.tick("again")
    assert texts(out) == ["How can I help?"]
    assert texts(fails(talk)) == [PERSON]
    assert talk.call.stage == "transfer"


def test_a_question_that_could_be_said_sets_the_count_back(talk):
    fails(talk)
    talk.tick("again")
    fails(talk)
    talk.tick("again")
    talk.spoken(talk.generating)
    talk.speaks("hours")
    assert texts(fails(talk)) == []
    assert replies(talk.tick("again"))


def test_the_last_words_need_no_model(talk):
    talk.tell(Trouble("fatal", "no quota"))
    assert talk.call.stage == "transfer"
    fails(talk, "", "cancelled")
    for _ in range(3):
        if "again" in talk.call.timers:
            talk.tick("again")
        if talk.generating:
            fails(talk)
    assert any(isinstance(effect, Transfer) for _, out in talk.log for effect in out)


def test_they_are_tried_once_where_the_model_is_gone(talk):
    talk.tell(Lost("model"))
    talk.tick("lost")
    assert texts(talk.log[-1][1]) == [PERSON]
    assert any(isinstance(effect, Transfer) for effect in fails(talk))


def test_a_limit_of_the_server_is_waited_for_and_then_a_person_is_called(talk):
    talk.tell(Trouble("rate", "rate_limit_exceeded"))
    out = fails(talk, "rate_limit_exceeded")
    assert replies(out) == []
    assert talk.call.timers["again"] == talk.at + 3000
    assert replies(talk.tick("again"))
    out = fails(talk, "rate_limit_exceeded")
    assert talk.call.stage == "transfer"


def test_a_reply_that_was_too_long_is_asked_for_in_short_and_its_calls_are_void(talk):
    made = (FunctionCall("c1", "choose", '{"option": "hours"}'),)
    out = talk.tell(Generated(talk.generating, "incomplete", "Well,", made, "max_output_tokens"))
    assert AnswerCall("c1", {"status": "void"}) in out
    assert talk.call.top.flow == "front"
    out = [*out, *(talk.tick("again") if not replies(out) else [])]
    assert "say it shorter" in briefs(out)
    (u,) = replies(out)
    out = talk.tell(Generated(u, "incomplete", "Well,", (), "max_output_tokens"))
    out = [*out, *(talk.tick("again") if not texts(out) else [])]
    assert texts(out) == ["How can I help?"]


def test_what_a_filter_held_back_is_replaced_by_the_question(talk):
    assert texts(fails(talk, "content_filter", "incomplete")) == ["How can I help?"]


def test_a_mistake_of_ours_makes_the_engine_speak_where_the_model_was_to(talk):
    u = talk.generating
    out = talk.tell(Trouble("bug", "unknown_parameter"))
    assert cancels(out) == [u]
    assert texts(talk.tell(Generated(u, "failed", error="unknown_parameter"))) == ["How can I help?"]


def test_where_no_reply_is_wanted_a_mistake_of_ours_leads_to_a_person(talk):
    talk.spoken(talk.generating, "Hello. How can I help?")
    assert texts(talk.tell(Trouble("bug", "unknown_parameter"))) == [PERSON]


def test_a_session_that_is_not_as_it_was_sent_twice_leads_to_a_person(talk):
    talk.spoken(talk.generating, "Hello. How can I help?")
    assert texts(talk.tell(Trouble("config", "other tools"))) == []
    assert texts(talk.tell(Trouble("config", "other tools"))) == [PERSON]


def test_a_silent_model_is_taken_back_and_the_engine_asks(talk):
    u = talk.generating
    assert talk.call.timers["generate"] == talk.at + 6000
    assert cancels(talk.tick("generate")) == [u]
    assert talk.call.timers["generate"] == talk.at + 3000
    assert texts(talk.tell(Generated(u, "cancelled"))) == ["How can I help?"]


def test_each_utterance_has_six_seconds_of_its_own(talk):
    talk.wait(5000)
    talk.generated(talk.generating, c1=("choose", '{"option": "hours"}'))
    assert talk.call.timers["generate"] == talk.at + 6000


def test_what_sounds_already_has_more_time(talk):
    at = talk.at
    talk.audible(talk.generating)
    assert talk.call.timers["generate"] == at + 20_000


def test_a_cancel_that_does_not_end_is_a_lost_model(talk):
    talk.begins()
    assert talk.call.timers["generate"] == talk.at + 3000
    talk.tick("generate")
    assert talk.call.lost == "model"
    assert talk.call.timers["lost"] == talk.at + 20_000
    talk.ends()
    assert talk.generating == "", "nobody would say it"
    assert texts(talk.tick("lost")) == [PERSON]


def test_a_silent_model_that_does_not_end_its_reply_either_is_lost(talk):
    talk.tick("generate")
    talk.tick("generate")
    assert talk.call.lost == "model"


# Responses that nobody asked for.


def test_one_that_comes_when_a_reply_might_be_made_is_judged_like_any_other(talk):
    talk.spoken(talk.generating, "Hello. How can I help?")
    talk.tell(Trouble("unsolicited", "x1"))
    assert talk.generating == "x1"
    out = talk.generated("x1", c1=("choose", '{"option": "hours"}'))
    assert AnswerCall("c1", {"status": "ok"}) in out
    assert talk.call.top.flow == "hours"


@pytest.mark.parametrize("when", ["generating", "speaking", "before the disclosure"])
def test_one_that_comes_at_another_time_is_taken_back(when):
    talk = Spoken(PROGRAM)
    if when == "before the disclosure":
        talk.start()
        talk.tell(_ready())
        talk.generated("u1")
    else:
        talk.begun()
        talk.speaks("hours")
        if when == "speaking":
            talk.spoken(talk.generating, "Hello. How can I help?")
            talk.begins()
    assert cancels(talk.tell(Trouble("unsolicited", "x1"))) == ["x1"]
    out = talk.generated("x1", c1=("choose", '{"option": "hours"}'))
    assert AnswerCall("c1", {"status": "void"}) in out
    assert talk.call.top.flow == "front"


def _ready():
    return LineReady(Can(audio=True))


# Passes.


def test_after_four_replies_without_a_turn_the_question_is_said_until_there_is_one(talk):
    talk.spoken(talk.generating, "Hello. How can I help?")
    assert talk.call.floor.passes == 1
    for passes, kind in ((3, "reply"), (4, "say"), (4, "say")):
        talk.call.floor = altered(talk.call.floor, passes=passes, want_reply=True)
        talk.tell(Tick("nothing", 0))
        assert talk.call.utterances[talk.generating].kind == kind
        assert talk.call.floor.passes == 4
        talk.spoken(talk.generating, "" if kind == "say" else "Well?")
    talk.begins()
    assert talk.call.floor.passes == 0


# The disclosure.


def test_a_disclosure_that_is_not_heard_is_said_three_times_and_then_a_person_is_called():
    talk = Spoken(PROGRAM)
    talk.start()
    talk.tell(_ready())
    for u in ("u1", "u2"):
        talk.generated(u)
        talk.audible(u)
        out = talk.played(u, "cut")
        assert texts(out) == [talk.call.utterances["u1"].text]
        assert out[-1].yields == "never"
    talk.generated("u3")
    assert texts(talk.played("u3", "none")) == [PERSON]
    assert not talk.call.disclosed
