"""A model that gives nothing, or only `wait`: the caller's words count all the same, and nobody is trapped."""

import pytest

from flowkit.engine import events
from flowkit.engine.effects import Reply, Result, RunTool
from tests.engine.conversation import FLOWS, Conversation, program_of, project_files
from tests.engine.ferry import begun, ferry_program, says, settle

OUT, BACK = "When do you leave?", "When do you come back?"
EMPTY = {
    "empty": ("completed", "", ""),
    "blank": ("completed", " \n … ", ""),
    "failed": ("failed", "", "server_error"),
    "cut short": ("incomplete", "Sor", "max_output_tokens"),
    "filtered": ("incomplete", "", "content_filter"),
}


@pytest.fixture(scope="module")
def ferry():
    return ferry_program()


@pytest.fixture(scope="module")
def shop():
    return program_of(project_files(FLOWS))


@pytest.fixture
def talk(ferry):
    return begun(ferry, "passage")


def mute(talk, kind="empty", calls=()):
    """All replies that are asked for come to nothing; what the engine says is heard. What it said."""
    told = []
    status, text, error = EMPTY[kind]
    while talk.call.floor.generating:
        u = talk.call.floor.generating
        if talk.call.utterances[u].kind == "say":
            told.append(talk.call.utterances[u].text)
            talk.heard(u)
        else:
            made = tuple(events.FunctionCall(f"{u}{name}", name, given) for name, given in calls)
            talk.tell(events.Generated(u, status, text, made, error=error))
    return told


def tells(talk, words, kind="empty", calls=()):
    talk.caller(words)
    return mute(talk, kind, calls)


WAIT = (("wait", "{}"),)


@pytest.mark.parametrize("kind", EMPTY)
def test_an_answer_is_taken_and_the_flow_goes_on(talk, kind):
    assert tells(talk, "Friday", kind)[-1:] == [BACK]
    assert talk.call.top.slots["out_day"].value.isoformat() == "2026-03-06"
    tells(talk, "Saturday", kind)
    assert talk.call.top.state == "look"
    assert talk.call.no_match == 0


def test_an_answer_is_taken_before_the_model_is_asked_once_more(talk):
    talk.caller("Friday")
    out = talk.model(talk.call.floor.generating)
    assert [e.text for e in out if isinstance(e, Result)] == ["kept: out_day Friday, March sixth"]
    (reply,) = [e for e in out if isinstance(e, Reply)]
    assert [must.text for must in reply.must] == [BACK]


def test_where_the_words_say_nothing_the_model_is_asked_once_more(talk):
    talk.caller("the blue one")
    out = talk.model(talk.call.floor.generating)
    assert [e for e in out if isinstance(e, Reply)]
    assert talk.call.no_match == 0


@pytest.mark.parametrize("kind", EMPTY)
def test_words_that_say_nothing_lead_to_a_person_in_the_end(talk, kind):
    assert tells(talk, "the blue one", kind) == [OUT]
    assert talk.call.no_match == 1
    (second,) = tells(talk, "as I said", kind)
    assert second.endswith(OUT)
    assert second != OUT
    tells(talk, "the blue one", kind)
    assert talk.call.stage in ("transfer", "over", "draining")


def test_a_courtesy_is_no_attempt(talk):
    assert tells(talk, "thank you") == [OUT]
    assert talk.call.no_match == 0


@pytest.mark.parametrize("kind", EMPTY)
def test_a_person_who_is_asked_for_is_called(talk, kind):
    tells(talk, "I want to speak to a person", kind)
    assert talk.call.stage in ("transfer", "over", "draining")


def test_who_stops_it_is_heeded(talk):
    tells(talk, "forget it")
    assert [each.outcome for each in talk.call.ended] == ["cancelled"]


def test_who_asks_to_hear_it_again_hears_it(talk):
    assert [words[-len(OUT) :] for words in tells(talk, "can you say that again?")] == [OUT]
    assert talk.call.no_match == 0


def test_a_flow_that_is_named_is_entered(ferry):
    talk = begun(ferry, "")
    tells(talk, "Book a passage")
    assert talk.call.top.flow == "passage"


def test_a_read_back_without_an_answer_ends_at_a_person(shop):
    from tests.engine.test_traces import to_friday_at_ten

    talk = Conversation(shop)
    to_friday_at_ten(talk)
    for _ in range(4):
        tells(talk, "is my dog allowed?")
    assert talk.call.giving is not None
    assert "move_visit" not in [e.tool for _, out in talk.log for e in out if isinstance(e, RunTool)]


# `wait`, where the words are meant for us.


def test_an_answer_is_not_waited_out(talk):
    told = tells(talk, "Friday", calls=WAIT)
    assert talk.call.top.slots["out_day"].value.isoformat() == "2026-03-06"
    assert told == [BACK]
    assert talk.call.hold == 0


def test_a_question_is_not_waited_out(talk):
    assert tells(talk, "do you have cabins?", calls=WAIT) == [OUT]
    assert talk.call.no_match == 1


def test_a_person_is_not_waited_out(talk):
    tells(talk, "get me a human, please", calls=WAIT)
    assert talk.call.stage in ("transfer", "over", "draining")


def test_words_for_somebody_else_are_waited_out_once(talk):
    assert tells(talk, "Bob, the radio", calls=WAIT) == []
    assert talk.call.hold == talk.call.top.visit
    assert tells(talk, "the other one", calls=WAIT) == [OUT]
    assert talk.call.no_match == 1
    assert tells(talk, "no, louder", calls=WAIT) != []


def test_who_asks_for_time_has_it_every_time(talk):
    for _ in range(3):
        assert tells(talk, "hold on", calls=WAIT) == []
    assert talk.call.no_match == 0


def test_a_wait_between_two_others_begins_anew(talk):
    tells(talk, "Bob, the radio", calls=WAIT)
    talk.caller("the blue one")
    settle(talk, "Sorry? When do you leave?")
    assert tells(talk, "the other one", calls=WAIT) == []


def test_a_model_that_says_something_besides_may_wait(talk):
    talk.caller("do you have cabins?")
    out = talk.model(talk.call.floor.generating, "Take your time.", c=("wait", "{}"))
    assert says(out) == []


# A decision beside the answer.


@pytest.mark.parametrize("decision", [("request", '{"kind": "repeat"}'), ("choose", '{"option": "cannot_say"}')])
def test_what_was_answered_is_not_asked_again(talk, decision):
    talk.caller("Friday, and back on Saturday")
    u = talk.call.floor.generating
    talk.model(u, "", a=("record", '{"out_day": "2026-03-06", "back_day": "2026-03-07"}'), b=decision)
    assert talk.call.top.state == "look"


def test_the_next_question_comes_in_place_of_the_last_one_again(talk):
    talk.caller("Friday")
    u = talk.call.floor.generating
    out = talk.model(u, "", a=("record", '{"out_day": "2026-03-06"}'), b=("request", '{"kind": "repeat"}'))
    assert says(out) == []
    (reply,) = [e for e in out if isinstance(e, Reply)]
    assert [must.text for must in reply.must] == [BACK]


def test_a_person_beside_an_answer_is_called(talk):
    talk.caller("Friday, but I want a person")
    u = talk.call.floor.generating
    talk.model(u, "", a=("record", '{"out_day": "2026-03-06"}'), b=("request", '{"kind": "person"}'))
    assert talk.call.stage == "transfer"


# Arguments that nobody can read.


@pytest.mark.parametrize("deep", [40, 800, 2000, 50_000])
def test_arguments_that_are_nested_too_deep_are_none(talk, deep):
    talk.caller("the blue one")
    u = talk.call.floor.generating
    talk.model(u, "", a=("record", '{"out_day": ' + "[" * deep + "]" * deep + "}"))
    talk.call.to_json()
    assert talk.call.misreported <= 1
    (output,) = [e.output for e in talk.log[-1][1] if type(e).__name__ == "AnswerCall"]
    assert output["status"] == "refused"
    assert "out_day" not in talk.call.top.slots


# An older turn against the latest one.


def light(shop, first, answer, reported):
    """The caller of an offline router says what its light shows, and the model reports it."""
    talk = Conversation(shop)
    talk.start("device_help", customer={"id": "c1", "first_name": "Ana", "email": "ana@example.com", "balance": "0"})
    talk.ready()
    talk.heard("u1")
    talk.caller(first)
    talk.model(talk.call.floor.generating, "", a=("record", '{"serial": "K7QX"}'))
    talk.tool("r1", result={"serial": "K7QX", "customer_id": "c1", "model": "router", "online": False})
    talk.model(talk.call.floor.generating, "What colour is the light on it?")
    talk.caller(answer)
    out = talk.model(talk.call.floor.generating, "", b=("record", f'{{"light": "{reported}"}}'))
    return says(out)


@pytest.mark.parametrize("first", ["K7QX is offline", "K7QX, and the light was off this morning"])
def test_the_answer_counts_and_not_what_was_said_before_the_question(shop, first):
    assert light(shop, first, "it's red", "off") == ["Off, or red?"]


def test_what_the_answer_leaves_open_may_have_been_said_before(shop):
    said = light(shop, "K7QX, and the light was off this morning", "as I said", "off")
    assert said == ["Please make sure it's plugged in."]


@pytest.mark.parametrize(("words", "reason"), [("I don't like it", "changed_mind"), ("it isn't broken", None)])
def test_an_example_that_denies_is_an_answer_and_no_other_denial_is(shop, words, reason):
    talk = Conversation(shop)
    talk.start("refund.details", order=DELIVERED, customer={"id": "c1", "first_name": "Ana"})
    talk.ready()
    talk.heard("u1")
    tells(talk, words)
    held = talk.call.top.slots.get("reason")
    assert (held.value if held is not None else None) == reason


DELIVERED = {
    "order_id": "12347",
    "customer_id": "c1",
    "status": "delivered",
    "delivered_on": "2026-02-25",
    "items": [{"item_id": "i1", "title": "kettle", "price": "35.00"}],
}
