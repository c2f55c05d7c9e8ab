"""Words that come after the reply to them are read as if they had come before it, whatever the reply was."""

import pytest

from flowkit.engine import events
from flowkit.engine.effects import Cancel, Reply, Result
from flowkit.engine.events import FunctionCall
from tests.engine.conversation import program_of
from tests.engine.ferry import FILES, ferry_program
from tests.engine.spoken_calls import Spoken, texts

OUT, BACK = "When do you leave?", "When do you come back?"
CATCH = "Sorry, I didn't catch that."
GREETED = """
flow: greeted
title: Look up an order
slots:
  pieces: {type: integer, ask: "How many bags?"}
  number: {type: digits, pattern: "[0-9]{5}", ask: "What's the order number?"}
  city: {type: text, ask: "Which city?"}
start: hello
states:
  hello: {say: "You have {{ pieces }} bags.", next: which}
  which: {ask: number, next: where}
  where: {ask: city, next: done}
  done: {say: "Fine.", end: resolved}
"""
BAGS = "You have three bags."


@pytest.fixture(scope="module")
def ferry():
    return ferry_program()


@pytest.fixture(scope="module")
def greeted():
    files = {**FILES, "greeted.yaml": GREETED}
    return program_of({path: text.encode() for path, text in files.items()})


@pytest.fixture
def talk(ferry):
    """A spoken call in which the caller was asked when they leave, and has answered; the words are on their way."""
    return asked(ferry)


def asked(program, flow="passage", **given):
    talk = Spoken(program)
    talk.start(flow, **given)
    talk.ready()
    talk.spoken("u1")
    if talk.generating and flow == "passage":
        talk.spoken(talk.generating, OUT)
    speaks(talk)
    return talk


def speaks(talk):
    """A turn of which the words come later."""
    talk.wait(300)
    talk.begins()
    talk.wait(900)
    return talk.ends()


def fails(talk, status="failed"):
    return talk.tell(events.Generated(talk.generating, status))


def results(out):
    return [effect.text for effect in out if isinstance(effect, Result)]


def day(talk):
    held = talk.call.frames[-1].slots.get("out_day")
    return held and held.value.isoformat()


FRIDAY = "2026-03-06"


def test_a_reply_that_does_not_sound_yet_is_taken_back(talk):
    u = talk.generating
    talk.generated(u, CATCH)
    out = talk.words("Friday")
    assert Cancel(u) in out
    assert day(talk) == FRIDAY
    assert [must.text for e in out if isinstance(e, Reply) for must in e.must] == [BACK]


def test_one_that_only_repeats_the_answer_stands(talk):
    u = talk.generating
    talk.generated(u, "Friday it is!")
    assert Cancel(u) not in talk.words("Friday")
    assert day(talk) == FRIDAY


def test_one_that_sounds_stays_said(talk):
    u = talk.generating
    talk.generated(u, CATCH)
    talk.audible(u)
    assert Cancel(u) not in talk.words("Friday")
    assert day(talk) == FRIDAY
    assert talk.call.no_match == 0


@pytest.mark.parametrize("sounds", [False, True])
def test_words_that_were_added_to_a_reply_do_not_keep_it_from_being_answered(greeted, sounds):
    """What a state says has a value, the reply does not bring it, and the engine is about to say it itself."""
    talk = asked(greeted, "greeted", pieces=3)
    # What it was about to say when they began to speak is still to be said.
    fails(talk, "cancelled")
    u = talk.generating
    assert BAGS in dict(talk.call.utterances[u].must)
    if sounds:
        talk.audible(u)
    assert texts(talk.generated(u, "All right.")) == [BAGS]
    added = talk.generating
    out = talk.words("12345")
    assert results(out) == ["kept: number 1 2 3 4 5"]
    assert talk.call.top.state == "where"
    # Where it was taken back the next reply brings it instead, and that alone.
    assert (Cancel(added) in out) == (Cancel(u) in out) == (not sounds)
    assert [each.text for each in talk.call.pending] == ([] if sounds else [BAGS])
    assert talk.call.floor.due == ()


def test_they_are_read_before_a_second_try_is_there(talk):
    """The reply failed and another one is asked for: the words say it all, so that one is taken back."""
    fails(talk, "completed")
    second = talk.generating
    assert second
    out = talk.words("Friday")
    assert Cancel(second) in out
    assert day(talk) == FRIDAY


def test_a_second_try_stands_where_they_say_nothing(talk):
    fails(talk, "completed")
    second = talk.generating
    assert talk.words("the blue one") == []
    talk.generated(second, CATCH)
    assert talk.call.no_match == 1


def test_the_question_that_the_engine_asked_in_place_of_the_model_is_not_asked_any_more(talk):
    fails(talk)
    talk.tick("again")
    fails(talk)
    assert texts(talk.tick("again")) == [OUT]
    question = talk.generating
    out = talk.words("Friday")
    assert Cancel(question) in out
    assert day(talk) == FRIDAY


def test_a_turn_that_the_engine_answered_in_place_of_the_model_counts_once_its_words_are_in(talk):
    fails(talk)
    talk.tick("again")
    fails(talk)
    assert talk.call.no_match == 0
    assert not [e for e in talk.words("the blue one") if isinstance(e, Cancel)]
    assert talk.call.no_match == 1


def waits(talk, turn="w"):
    return talk.generated(talk.generating, "", FunctionCall(f"{turn}{talk.turns}", "wait", "{}"))


def test_a_turn_that_the_model_waited_out_is_answered_if_it_holds_the_answer(talk):
    waits(talk)
    assert talk.call.hold
    talk.words("Friday")
    assert day(talk) == FRIDAY
    assert not talk.call.hold


def test_the_second_turn_in_a_row_that_is_waited_out_is_asked_on_whenever_its_words_come(talk):
    waits(talk)
    assert texts(talk.words("the blue one")) == []
    speaks(talk)
    waits(talk)
    assert texts(talk.words("the green one")) == [OUT]
    assert not talk.call.hold


def test_who_asks_for_time_has_it(talk):
    waits(talk)
    assert texts(talk.words("hold on a moment")) == []
    assert talk.call.hold == talk.call.top.visit


def bad(talk, number):
    return talk.generated(talk.generating, "", FunctionCall(f"b{number}", "no_such", "{}"))


@pytest.mark.parametrize(
    ("words", "taken", "counted"), [("Friday", FRIDAY, 0), ("the blue one", None, 1), ("", None, 0)]
)
def test_a_turn_to_which_the_model_only_called_what_is_not_there_counts_by_its_words(talk, words, taken, counted):
    for number in range(3):
        bad(talk, number)
    assert talk.call.no_match == 0
    assert talk.call.utterances[talk.generating].text == OUT
    talk.words(words)
    assert (day(talk), talk.call.no_match) == (taken, counted)


@pytest.mark.parametrize("early", [True, False])
def test_an_empty_report_does_not_keep_a_caller_from_a_person(talk, early):
    u = talk.generating
    report = events.Generated(u, "completed", "", (FunctionCall("c1", "record", "{}"),))
    both = [events.Words("t1", "I'd like a person"), report]
    for event in both if early else reversed(both):
        talk.tell(event)
    assert talk.call.stage == "transfer"


def test_what_the_model_decided_is_not_read_once_more(talk):
    """Asked to repeat, the call says its last words again; the answer in the same turn is not taken behind that."""
    talk.generated(talk.generating, "", FunctionCall("c1", "request", '{"kind": "repeat"}'))
    talk.words("Friday")
    assert day(talk) is None


def test_they_are_read_for_one_reply_only(talk):
    talk.generated(talk.generating, CATCH)
    talk.words("the blue one")
    assert talk.call.no_match == 1
    assert all(not each.unread for each in talk.call.utterances.values())


def test_words_that_were_there_before_the_reply_leave_nothing_to_be_read(talk):
    talk.words("the blue one")
    talk.generated(talk.generating, CATCH)
    assert all(not each.unread for each in talk.call.utterances.values())


def test_a_wait_in_a_state_that_was_left_keeps_nobody_silent_in_the_next_one(talk):
    talk.words("Friday")
    talk.generated(talk.generating, CATCH)
    talk.tell(events.Generated(talk.generating, "cancelled"))
    talk.spoken(talk.generating, BACK)
    talk.says("Monday")
    talk.generated(talk.generating, "", FunctionCall("c1", "record", '{"back_day": "2026-03-09"}'))
    assert talk.call.top.state == "look"
    speaks(talk)
    waits(talk)
    talk.tool("r1", result=[])
    assert talk.call.top.state == "who"
    talk.words("never mind us")
    assert talk.call.hold != talk.call.top.visit


def what_to_change(ferry):
    """A read-back was said no to, the caller was asked what to change, and a reply to their next turn is on its way."""
    talk = asked(ferry, "gift", present="lamp")
    talk.words("mm")
    while talk.call.draft is not None and not talk.call.draft.asked_at:
        talk.spoken(talk.generating)
    talk.says("no")
    assert talk.call.declined
    while talk.generating:
        talk.spoken(talk.generating)
    talk.says("well")
    fails(talk)
    speaks(talk)
    assert talk.call.utterances[talk.generating].kind == "reply"
    return talk


@pytest.mark.parametrize("early", [True, False])
def test_what_to_change_is_taken_whatever_comes_first(ferry, early):
    talk = what_to_change(ferry)
    talk.call.malformed = 0
    both = [events.Words(f"t{talk.turns}", "the tea set"), events.Generated(talk.generating, "completed")]
    for event in both if early else reversed(both):
        talk.tell(event)
    assert talk.call.top.slots["present"].value == "tea set"


def test_a_caller_who_gives_up_before_they_are_asked_what_to_change_is_heard(ferry):
    talk = what_to_change(ferry)
    talk.generated(talk.generating, "What would you like instead?")
    talk.words("forget it")
    assert [end.outcome for end in talk.call.ended] == ["cancelled"]


def test_a_reply_of_a_state_that_was_left_is_not_read_for(talk):
    """Nothing was heard in the words that could be an answer to another question."""
    talk.generated(talk.generating, "", FunctionCall("c1", "request", '{"kind": "switch", "flow": "gift"}'))
    assert talk.call.top.flow == "gift"
    talk.words("the lamp")
    assert "present" not in talk.call.top.slots
