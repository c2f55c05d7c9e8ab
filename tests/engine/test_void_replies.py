"""Replies that do not count, ends that come twice, and what comes after the end of a call."""

import pytest

from flowkit.engine import events
from flowkit.engine.effects import Abandon, AnswerCall, HangUp, Note, RunTool, Say
from flowkit.engine.events import FunctionCall
from tests.engine.barber import barber
from tests.engine.conversation import FLOWS, Conversation, program_of, project_files
from tests.engine.repair_desk import asked, desk
from tests.engine.spoken_calls import Spoken
from tests.engine.talks import OFFLINE, fixing, talks_program
from tests.engine.workshop import begun, says_and_calls

RECORD = ("record", '{"order_id": "12345"}')


@pytest.fixture(scope="module")
def program():
    return program_of(project_files(FLOWS))


@pytest.fixture
def talk(program):
    """A call in which the model is about to answer a caller who named their order."""
    talk = Conversation(program)
    talk.start()
    talk.ready()
    talk.heard("u1")
    talk.caller("where's my order 12345?")
    return talk


def outputs(out):
    return [(e.id, dict(e.output)) for e in out if isinstance(e, AnswerCall)]


def test_a_call_that_did_not_come_whole_is_no_call(talk):
    part = FunctionCall("c1", *RECORD, whole=False)
    out = talk.tell(events.Generated("u2", "completed", "One moment.", (part,)))
    assert outputs(out) == []
    assert "order_id" not in talk.call.slots


def test_the_calls_of_a_reply_that_was_taken_back_are_answered_and_change_nothing(talk):
    talk.caller("hello?")
    out = talk.model("u2", c1=RECORD)
    assert outputs(out) == [("c1", {"status": "void"})]
    assert "order_id" not in talk.call.slots


def test_the_end_of_a_reply_counts_once(talk):
    talk.model("u2", "Which city do you live in?", c0=("wait", "{}"))
    assert not talk.call.utterances["u2"].void
    out = talk.model("u2", c1=RECORD)
    assert outputs(out) == [("c1", {"status": "void"})]
    assert "order_id" not in talk.call.slots


def test_what_was_chosen_in_an_earlier_step_is_over():
    """The caller speaks while a tool runs; its end moves the flow before the reply to that is there."""
    talk = Conversation(talks_program())
    talk.start("device_help")
    talk.ready()
    talk.heard("u1")
    talk.caller("K7QX, and the light is red")
    talk.model("u2", c1=("record", '{"serial": "K7QX", "light": "red"}'))
    talk.caller("are you still there?")
    talk.tool("r1", result=OFFLINE)
    assert talk.call.top.state == "fix"
    out = talk.model("u3", "I am.", c2=("choose", '{"option": "gave_up"}'))
    assert [output["because"] for _, output in outputs(out)] == ["that step is over"]
    assert talk.call.top.state == "fix"


def test_calls_are_answered_when_the_call_is_given_up():
    talk = Conversation(talks_program())
    fixing(talk)
    talk.model("u3", c2=("device_status", '{"serial": "K7QX"}'))
    (run,) = talk.call.runs
    out = talk.tell(events.Trouble("fatal", "the account is closed"))
    assert Abandon(run) in out
    assert outputs(out) == [("c2", {"status": "over"})]


def test_what_the_model_reports_after_the_call_was_given_up_is_void():
    talk = Conversation(talks_program())
    fixing(talk)
    talk.tell(events.Trouble("fatal", "the account is closed"))
    out = talk.model("u3", c2=("record", '{"light": "green"}'))
    assert outputs(out) == [("c2", {"status": "void"})]
    assert talk.call.top.slots["light"].value == "red"


# The beginning and the end.


def test_a_disclosure_that_was_cut_was_not_heard():
    call = Spoken(barber())
    call.start()
    call.tell(events.LineReady(events.Can(audio=True)))
    call.generated("u1")
    call.audible("u1")
    out = call.played("u1", "cut")
    greeting = call.call.utterances["u1"].text
    assert [e.text for e in out if isinstance(e, Say)] == [greeting]
    assert not call.call.disclosed
    call.spoken("u2")
    assert call.call.disclosed


def test_nobody_hangs_up_while_a_tool_is_on_its_way():
    """A case may still be written when the last words are over."""
    talk = begun("jotter")
    says_and_calls(talk, "Friday", "record", '{"day": "Friday"}')
    assert [each.tool for each in talk.call.runs.values()] == ["jot"]
    talk.call.stage = "ending"
    assert HangUp() not in talk.tell(events.Audible("u1"))
    assert HangUp() in talk.tool("r1")
    assert talk.call.over


def test_after_the_end_nothing_counts():
    call = asked(desk())
    call.tell(events.Lost("caller"))
    assert call.call.over
    assert [e for e in call.everything() if isinstance(e, Note) and e.kind == "closed"]
    over = call.call
    for late in (events.Words("t1", "yes"), events.Tick("settle", call.at), events.ToolDone("r1", "ok")):
        assert call.tell(late) == []
    assert call.call == over


def test_a_caller_who_hangs_up_in_the_moment_after_their_yes_has_agreed_to_nothing_more():
    """Also while something else keeps the call open: nothing is being agreed to any more."""
    call = asked(desk())
    call.answers("yes", "yes")
    assert call.call.draft.phase == "agreed"
    call.tell(events.Lost("caller"))
    assert call.call.draft is None
    assert not [e for _, out in call.log for e in out if isinstance(e, RunTool)]
