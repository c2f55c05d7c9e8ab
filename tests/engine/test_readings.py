"""The caller's words where the model reported nothing: flows by their names, values that it has to record."""

import pytest

from flowkit.engine.effects import Brief, Cancel, Reply, Result, RunTool
from tests.engine.conversation import Conversation, program_of
from tests.engine.ferry import FILES as FERRY
from tests.engine.ferry import begun, ferry_program, says, settle
from tests.engine.talks import OFFLINE, fixing, talks_program


@pytest.fixture(scope="module")
def program():
    return ferry_program()


def at_date(program) -> Conversation:
    talk = begun(program, "passage")
    settle(talk)
    return talk


def replied(talk: Conversation, words: str, text: str = "Sorry, I didn't catch that."):
    """The caller says something, and the model answers without reporting anything."""
    talk.caller(words)
    return talk.model(talk.call.floor.generating, text)


def brief(out) -> str:
    return [effect.text for effect in out if isinstance(effect, Brief)][-1]


def replies(out) -> list[Reply]:
    return [effect for effect in out if isinstance(effect, Reply)]


# Values that the model has to record.


def test_of_several_values_the_model_has_to_record_what_was_meant(program):
    talk = at_date(program)
    talk.caller("Friday. My wife can Saturday")
    u = talk.call.floor.generating
    out = talk.model(u, "Sorry, I didn't catch that.")
    assert Cancel(u) in out
    (reply,) = replies(out)
    assert reply.tool == "record"
    line = "The caller may have said: out_day Friday, March sixth or Saturday, March seventh."
    assert line in brief(out)
    talk.model(reply.u, "", c1=("record", '{"out_day": "2026-03-06"}'))
    assert talk.call.top.slots["out_day"].value.isoformat() == "2026-03-06"
    assert talk.call.no_match == 0


def test_a_model_that_asks_which_of_them_is_not_made_to_record(program):
    talk = at_date(program)
    out = replied(talk, "Friday or Saturday", "Friday the sixth, or Saturday the seventh?")
    assert replies(out) == []


def test_a_value_for_a_slot_that_was_not_asked_is_recorded_by_force(program):
    talk = at_date(program)
    talk.caller("by voucher")
    out = talk.model(talk.call.floor.generating, "And when do you leave?")
    (reply,) = replies(out)
    assert reply.tool == "record"
    assert "The caller may have said: payment voucher." in brief(out)


def test_it_is_asked_for_once_and_the_turn_then_brought_nothing(program):
    talk = at_date(program)
    out = replied(talk, "Friday or Saturday")
    (reply,) = replies(out)
    assert talk.call.no_match == 0
    out = talk.model(reply.u, "", c1=("record", "{}"))
    assert talk.call.no_match == 1
    # Nobody has spoken to the caller yet.
    assert [each.tool for each in replies(out)] == ["auto"]


def test_a_model_that_still_reports_nothing_is_not_made_to_again(program):
    talk = at_date(program)
    (reply,) = replies(replied(talk, "Friday or Saturday"))
    assert replies(talk.model(reply.u, "Sorry, I still didn't catch that.")) == []
    assert talk.call.no_match == 1


@pytest.mark.parametrize("words", ["is it Friday or Saturday?", "not Friday or Saturday", "whenever the blurb"])
def test_a_question_a_denial_and_other_words_force_nothing(program, words):
    talk = at_date(program)
    assert replies(replied(talk, words)) == []


def test_the_brief_forgets_them_with_the_next_turn(program):
    talk = at_date(program)
    (reply,) = replies(replied(talk, "Friday or Saturday"))
    talk.model(reply.u, "When, please?", c1=("record", "{}"))
    talk.caller("the blurb")
    assert "may have said" not in str([out for _, out in talk.log[-3:]])


# Flows by their names.


def test_a_flow_is_taken_by_its_title_without_the_model(program):
    talk = begun(program, "front")
    talk.caller("I'd like to add bags please")
    u = talk.call.floor.generating
    out = talk.model(u, "Sorry, what do you want?")
    assert Cancel(u) in out
    assert [frame.flow for frame in talk.call.frames] == ["front", "bags", "sign_in"]


def test_a_question_that_is_an_example_of_a_flow_is_its_wish():
    files = dict(FERRY)
    files["gift.yaml"] = files["gift.yaml"].replace("slots:", "examples: [where is my present]\nslots:")
    talk = begun(program_of({path: text.encode() for path, text in files.items()}), "front")
    replied(talk, "where is my present?", "Which present do you mean?")
    assert talk.call.top.flow == "gift"


@pytest.mark.parametrize(("words", "flow"), [("it won't sail with me", "drop"), ("I won't cancel a booking", "")])
def test_an_example_that_denies_names_its_flow_and_no_other_denial_does(words, flow):
    files = dict(FERRY)
    path = next(path for path, text in files.items() if "title: Cancel a booking" in text)
    files[path] = files[path].replace(
        "title: Cancel a booking", "title: Cancel a booking\nexamples: [it won't sail with me]"
    )
    talk = begun(program_of({name: text.encode() for name, text in files.items()}), "front")
    replied(talk, words)
    opened = [frame.flow for frame in talk.call.frames if frame.why == "choose"]
    assert opened == ([flow] if flow else [])


def test_less_than_a_name_counts_only_where_the_model_asks_nothing_back(program):
    talk = begun(program, "front")
    replied(talk, "something with a gift", "Shall I choose a gift with you?")
    assert talk.call.top.flow == "front"
    talk = begun(program, "front")
    replied(talk, "something with a gift", "Sorry, I didn't catch that.")
    assert talk.call.top.flow == "gift"


@pytest.mark.parametrize("words", ["add bags or choose a gift", "don't add bags", "thank you", "the blurb"])
def test_several_flows_a_denial_and_a_courtesy_take_none(program, words):
    talk = begun(program, "front")
    replied(talk, words)
    assert talk.call.top.flow == "front"


def test_a_model_that_called_something_has_decided(program):
    talk = begun(program, "front")
    talk.caller("add bags")
    talk.model(talk.call.floor.generating, "", c1=("choose", '{"option": "gift"}'))
    assert talk.call.top.flow == "gift"


# A value that changes in a talk.


def test_a_changed_value_in_a_talk_is_taken_without_the_model():
    talk = Conversation(talks_program())
    fixing(talk)
    settle(talk, "Let's see.")
    out = replied(talk, "sorry, actually it's K7QY", "All right.")
    assert [effect.text for effect in out if isinstance(effect, Result)] == ["kept: serial K 7 Q Y"]
    assert [dict(effect.arguments) for effect in out if isinstance(effect, RunTool)] == [{"serial": "K7QY"}]


def test_what_is_no_change_in_a_talk_is_left_to_the_model():
    talk = Conversation(talks_program())
    fixing(talk)
    settle(talk, "Let's see.")
    out = replied(talk, "is it really K7QY?", "I don't think so.")
    assert talk.call.top.slots["serial"].value == OFFLINE["serial"]
    assert [effect for effect in out if isinstance(effect, RunTool)] == []
    assert says(out) == []
