"""Typed answers to a read-back: a yes to what was seen to its end, a no whenever it comes."""

import pytest

from flowkit.engine import events
from flowkit.engine.effects import RunTool, Say
from flowkit.engine.events import Can
from tests.engine.conversation import Conversation
from tests.engine.repair_desk import QUESTION, STATEMENT, desk

PROGRAM = desk()
UNNAMED = desk(outcomes="{}")
NOTHING = "All right, I've booked nothing."


def begun(program=PROGRAM, **can) -> Conversation:
    """A typed call whose statement (u2) is on its way."""
    call = Conversation(program)
    given = {"ticket": "12345", "day": "2026-03-06"}
    call.tell(events.CallStarted("call_1", "text", begin="order.agree", given=given, said=True))
    call.tell(events.LineReady(Can(transfer=True, **can)))
    assert says(call.heard("u1")) == [STATEMENT]
    return call


def says(out):
    return [e.text for e in out if isinstance(e, Say)]


def runs(call):
    return [e for _, out in call.log for e in out if isinstance(e, RunTool)]


def test_a_yes_to_a_statement_that_was_not_shown_to_its_end_has_it_read_back_again():
    """On a line where the question may queue behind the statement, it can be there before that is known."""
    call = begun(queues_speech=True)
    assert says(call.tell(events.Generated("u2", "completed", STATEMENT))) == [QUESTION]
    call.heard("u3")
    assert call.call.draft.phase == "listening"
    assert says(call.caller("yes")) == [STATEMENT]
    assert runs(call) == []
    call.heard("u4")
    call.heard("u5")
    call.caller("yes")
    assert len(runs(call)) == 1


def test_a_no_before_the_question_counts():
    call = begun(queues_speech=False)
    call.tell(events.Generated("u2", "completed", STATEMENT))
    call.caller("no")
    assert call.call.draft is None
    call.tell(events.Audible("u2"))
    assert NOTHING in says(call.tell(events.Played("u2", "full")))
    call.caller("yes")
    assert runs(call) == []


def test_after_a_no_a_yes_has_it_read_back_and_does_nothing():
    call = begun(UNNAMED)
    call.heard("u2")
    call.heard("u3")
    assert says(call.caller("no")) == ["What should I change?"]
    assert call.call.draft is None
    call.heard("u4")
    assert says(call.caller("yes")) == [STATEMENT]
    assert runs(call) == []


@pytest.mark.parametrize(("words", "next_words"), [("don't do it like that", STATEMENT), ("why is that?", QUESTION)])
def test_after_a_refusal_that_nobody_understood_all_of_it_is_read_back_again(words, next_words):
    call = begun()
    call.heard("u2")
    call.heard("u3")
    call.caller(words)
    assert says(call.model(call.call.floor.generating, "I see.")) == [next_words]
    assert runs(call) == []


def test_who_asks_to_hear_it_again_hears_it_again_and_not_only_the_question():
    call = begun()
    call.heard("u2")
    call.heard("u3")
    assert says(call.caller("sorry, can you repeat that?")) == [STATEMENT]
    assert runs(call) == []
    call.heard("u4")
    call.heard("u5")
    call.caller("yes")
    assert len(runs(call)) == 1


def test_it_is_said_three_times_and_then_a_yes_or_no_is_asked_for():
    call = begun()
    number = 2
    said = []
    for _ in range(3):
        call.heard(f"u{number}")
        call.heard(f"u{number + 1}")
        number += 2
        said += says(call.caller("come again?"))
    assert said[:2] == [STATEMENT, STATEMENT]
    assert said[2] == "Please say yes or no."
