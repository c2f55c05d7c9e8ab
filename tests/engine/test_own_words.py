"""`consent: heard`: the model's own words stand for the read-back, if every value was heard; else it is read back."""

import pytest

from flowkit.engine import events
from flowkit.engine.altering import altered
from flowkit.engine.effects import AnswerCall, Reply, Witness
from flowkit.engine.events import Can, FunctionCall
from tests.engine.repair_desk import BOOK, QUESTION, STATEMENT, desk
from tests.engine.spoken_calls import AUDIO, Spoken, texts

HEARD = desk("consent: heard", talk=True)
READ_BACK = desk(talk=True)
TEXT = Can()
OFFER = "Then I'd book ticket 1 2 3 4 5 in for Friday, March sixth, all right?"


def reply(out):
    return [e.u for e in out if isinstance(e, Reply)][-1]


def talking(program, can=TEXT):
    """A call in which the caller has just said what they want."""
    call = Spoken(program, can=can)
    call.tell(events.CallStarted("call_1", "phone"))
    call.ready()
    says(call, reply(call.spoken("u1")), "How can I help?")
    call.says("please book ticket 12345 in for Friday")
    return call


def says(call, u, text, *calls):
    """What the model says and calls; it is heard to its end."""
    out = call.generated(u, text, *calls)
    if text:
        out = [*out, *call.audible(u), *call.played(u)]
    return out


def book(number=1):
    return FunctionCall(f"c{number}", "book", BOOK)


def offered(can=TEXT, program=HEARD, offer=OFFER):
    """The model has said what it would book, and the caller heard it."""
    call = talking(program, can)
    says(call, call.call.floor.generating, offer)
    return call


def model_books(call):
    """The model takes the answer for a yes and calls the tool, without a word."""
    return call.tell(events.Generated(call.call.floor.generating, "completed", "", (book(),)))


def test_a_yes_to_the_models_own_words_is_consent():
    call = offered()
    call.says("yes")
    out = model_books(call)
    (answer,) = [e for e in out if isinstance(e, AnswerCall)]
    assert answer.output["status"] == "needs_consent"
    assert len(call.runs("book")) == 1
    (note,) = call.notes("consent")
    assert note["statement"] == {"u": "u3", "text": OFFER, "extent": "full", "said_by": "model"}
    assert note["answer"] == {"turn": "t2", "words": "yes", "reading": "yes"}
    assert STATEMENT not in texts(out)


def test_it_is_read_back_where_the_tool_wants_that():
    call = offered(program=READ_BACK)
    call.says("yes")
    assert texts(model_books(call)) == [STATEMENT]
    assert call.runs("book") == []


@pytest.mark.parametrize(
    "offer",
    [
        "Then I'd book it in for Friday, March sixth, all right?",
        "Then I'd book ticket 1 2 3 4 5 in, all right?",
        "I can book ticket 1 2 3 4 5 in for Friday, March sixth.",
        "Ticket 1 2 3 4 5 on Friday, March sixth or on Saturday, March seventh?",
        "Ticket 1 2 3 4 6 on Friday, March sixth, all right?",
    ],
    ids=["a value is missing", "another is", "it asks nothing", "it offers two", "it says another value"],
)
def test_what_does_not_say_it_all_is_read_back(offer):
    call = offered(offer=offer)
    call.says("yes")
    assert texts(model_books(call)) == [STATEMENT]
    assert call.runs("book") == []


def test_values_may_stand_in_several_utterances():
    call = talking(HEARD)
    says(call, call.call.floor.generating, "That's ticket 1 2 3 4 5, is it?")
    call.says("that's the one")
    says(call, call.call.floor.generating, "Shall I book it in for Friday, March sixth?")
    call.says("yes")
    model_books(call)
    assert len(call.runs("book")) == 1


def test_a_yes_to_another_question_is_no_yes_to_the_values():
    call = talking(HEARD)
    says(call, call.call.floor.generating, "That's ticket 1 2 3 4 5 on Friday, March sixth.")
    call.says("okay")
    says(call, call.call.floor.generating, "Are you a member?")
    call.says("yes")
    assert texts(model_books(call)) == [STATEMENT]
    assert call.runs("book") == []


def test_words_of_an_earlier_visit_do_not_count():
    call = offered()
    call.says("yes")
    for u, each in list(call.call.utterances.items()):
        call.call.utterances[u] = altered(each, visit=each.visit - 1) if u == "u3" else each
    assert texts(model_books(call)) == [STATEMENT]


@pytest.mark.parametrize("words", ["yes, but Saturday", "what does it cost?", "mm"])
def test_any_other_answer_leads_to_the_read_back(words):
    call = offered()
    call.says(words)
    assert texts(model_books(call)) == [STATEMENT]
    assert call.runs("book") == []


def test_a_no_is_a_no():
    call = offered()
    call.says("no")
    out = model_books(call)
    assert STATEMENT not in texts(out)
    assert call.runs("book") == []
    assert call.call.draft is None


def test_the_calling_reply_may_ask_itself():
    call = talking(HEARD)
    out = says(call, call.call.floor.generating, OFFER, book())
    assert texts(out) == []
    assert call.runs("book") == []
    call.says("yes please")
    assert len(call.runs("book")) == 1


@pytest.mark.parametrize("words", ["mm", "what does it cost?"])
def test_an_unclear_answer_to_the_calling_reply_leads_to_the_read_back(words):
    call = talking(HEARD)
    says(call, call.call.floor.generating, OFFER, book())
    out = call.says(words)
    if any(isinstance(e, Reply) for e in out):
        out = says(call, reply(out), "I'd book that repair.")
    assert texts(out) == [STATEMENT]
    call.spoken(call.call.draft.statement_u)
    assert call.call.utterances[call.call.draft.question_u].text == QUESTION


# By voice.


def test_by_voice_both_ears_hear_the_answer():
    call = offered(AUDIO)
    call.says("yes")
    out = model_books(call)
    assert Witness("t2", ("u3", "t2")) in out
    assert call.runs("book") == []
    call.ear("yes")
    call.wait(700)
    if "settle" in call.call.timers:
        call.tick("settle")
    assert len(call.runs("book")) == 1
    assert call.notes("consent")[0]["witness"] == "yes"


@pytest.mark.parametrize("hearing", ["no", "other", "none"])
def test_by_voice_a_witness_that_hears_no_yes_leads_to_the_read_back(hearing):
    call = offered(AUDIO)
    call.says("yes")
    model_books(call)
    assert texts(call.ear(hearing)) == [STATEMENT]
    assert call.runs("book") == []


def test_by_voice_words_that_were_cut_do_not_count():
    call = talking(HEARD, AUDIO)
    u = call.call.floor.generating
    call.generated(u, OFFER)
    call.audible(u)
    call.begins()
    call.played(u, "cut")
    call.ends()
    call.words("yes")
    assert texts(model_books(call)) == [STATEMENT]


def test_by_voice_the_calling_reply_must_be_heard_to_its_end():
    call = talking(HEARD, AUDIO)
    u = call.call.floor.generating
    call.generated(u, OFFER, book())
    call.audible(u)
    call.begins()
    call.played(u, "cut")
    call.ends()
    assert texts(call.words("yes")) == [STATEMENT]
    assert call.runs("book") == []
