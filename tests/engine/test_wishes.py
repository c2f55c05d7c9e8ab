"""Another wish while what it requires is being found out: it is kept, and nobody is asked twice."""

import pytest

from flowkit.engine.effects import AnswerCall
from tests.engine.ferry import CUSTOMER, begun, ferry_program, record, settle


@pytest.fixture(scope="module")
def program():
    return ferry_program()


def flows(talk):
    return [frame.flow for frame in talk.call.frames]


def wished(program, state):
    talk = begun(program, state)
    talk.caller("actually I want to cancel a booking")
    out = talk.model(talk.call.floor.generating, "", c1=("request", '{"kind": "switch", "flow": "drop"}'))
    assert AnswerCall("c1", {"status": "ok"}) in out
    return talk


def test_the_running_precondition_goes_on(program):
    talk = wished(program, "bags")
    assert flows(talk) == ["bags", "sign_in"]
    assert talk.call.floor.generating
    settle(talk, "What's your e-mail address?")
    record(talk, "ana@example.com", '{"email": "ana@example.com"}')
    talk.tool("r1", result=CUSTOMER)
    assert flows(talk) == ["bags", "drop"]
    assert talk.call.top.state == "which"
    settle(talk)
    record(talk, "DEF456", '{"trip": "DEF456"}')
    assert flows(talk) == ["bags"]
    assert talk.call.top.state == "which"
    assert talk.call.wish == ""


def test_from_the_front_door_the_wish_is_what_was_chosen(program):
    talk = begun(program, "front")
    talk.caller("bags")
    talk.model(talk.call.floor.generating, "", c0=("choose", '{"option": "hello"}'))
    settle(talk)
    talk.caller("cancel my booking")
    talk.model(talk.call.floor.generating, "", c1=("request", '{"kind": "switch", "flow": "drop"}'))
    settle(talk)
    record(talk, "ana@example.com", '{"email": "ana@example.com"}')
    talk.tool("r1", result=CUSTOMER)
    assert flows(talk) == ["front", "drop"]
    assert talk.call.frames[-1].why == "choose"


def test_a_wish_lapses_when_what_it_needs_did_not_come_to_be_known(program):
    talk = begun(program, "front")
    talk.caller("bags")
    talk.model(talk.call.floor.generating, "", c0=("choose", '{"option": "bags"}'))
    settle(talk)
    talk.caller("cancel my booking")
    talk.model(talk.call.floor.generating, "", c1=("request", '{"kind": "switch", "flow": "drop"}'))
    settle(talk)
    talk.caller("forget it")
    talk.model(talk.call.floor.generating, "", c2=("request", '{"kind": "cancel"}'))
    assert talk.call.wish == ""
    assert flows(talk) == ["front"]


def test_a_wish_that_needs_something_else_is_turned_to_at_once(program):
    talk = begun(program, "bags")
    talk.caller("I want a gift first")
    talk.model(talk.call.floor.generating, "", c1=("request", '{"kind": "switch", "flow": "gift"}'))
    assert flows(talk) == ["bags", "sign_in", "gift"]
