"""What a model may report and what it may not."""

import pytest

from flowkit.engine.effects import AnswerCall, Reply, RunTool, Say, Transfer
from tests.engine.conversation import FLOWS, Conversation, program_of, project_files

ANA = {"id": "c1", "first_name": "Ana", "email": "ana@example.com", "balance": "12.50"}


@pytest.fixture(scope="module")
def program():
    return program_of(project_files(FLOWS))


@pytest.fixture
def talk(program):
    """A call in which the disclosure was heard and the caller is asked how we can help."""
    talk = Conversation(program)
    talk.start()
    talk.ready()
    talk.heard("u1")
    return talk


def outputs(effects):
    return {e.id: dict(e.output) for e in effects if isinstance(e, AnswerCall)}


def test_every_call_has_exactly_one_output(talk):
    talk.caller("where's my order 12345?")
    out = talk.model(
        "u2",
        c1=("record", '{"order_id": "12345"}'),
        c2=("choose", '{"option": "order_status"}'),
        c3=("choose", '{"option": "reschedule"}'),
        c4=("wait", "{}"),
        c5=("record", "not json"),
        c6=("open_safe", "{}"),
    )
    found = [e.id for e in out if isinstance(e, AnswerCall)]
    assert sorted(found) == ["c1", "c2", "c3", "c4", "c5", "c6"]
    assert outputs(out)["c3"] == {"status": "refused", "because": "one thing at a time"}
    assert outputs(out)["c6"]["because"] == "unknown function"


def test_a_flow_that_is_not_on_offer_is_refused(talk):
    talk.caller("let me in")
    out = talk.model("u2", c1=("choose", '{"option": "auth"}'))
    assert outputs(out)["c1"]["because"] == "not one of the options"
    assert talk.call.top.flow == "triage"
    assert any(isinstance(e, Reply) for e in out)


def test_a_tool_is_no_function_of_the_model(talk):
    talk.caller("show me order 12345")
    out = talk.model("u2", c1=("get_order", '{"order_id": "12345"}'))
    assert outputs(out)["c1"]["because"] == "unknown function"
    assert not any(isinstance(e, RunTool) for e in out)


def test_a_flow_that_needs_authentication_runs_it_first(talk):
    talk.caller("where's my order?")
    talk.model("u2", c1=("choose", '{"option": "order_status"}'))
    assert [frame.flow for frame in talk.call.frames] == ["triage", "order_status", "auth"]


def test_a_person_is_reachable_from_everywhere(talk):
    talk.caller("can I talk to someone")
    out = talk.model("u2", c1=("record", "{}"), c2=("request", '{"kind": "person"}'))
    (say,) = [e for e in out if isinstance(e, Say)]
    assert say.text == "I'll put you through to a colleague."
    (case,) = [e for e in out if isinstance(e, RunTool)]
    assert (case.tool, list(case.arguments)) == ("record_case", ["text"])
    assert [e for e in talk.heard(say.u) if isinstance(e, Transfer)] == []
    (transfer,) = [e for e in talk.tool(case.run, result={"case_id": "k1"}) if isinstance(e, Transfer)]
    assert (transfer.target, transfer.summary["case"]["written"]) == ("front_desk", True)


def test_an_invented_value_does_not_replace_a_heard_one(talk):
    talk.caller("where's my order 12345?")
    talk.model("u2", c1=("record", '{"order_id": "12345"}'), c2=("choose", '{"option": "order_status"}'))
    talk.model("u3", "What's your e-mail address and your postcode?")
    talk.caller("ana@example.com, postcode 10001")
    out = talk.model("u4", c3=("record", '{"order_id": "99999", "email": "ana@example.com", "postcode": "10001"}'))
    assert outputs(out)["c3"]["refused"] == {"order_id": "not heard"}
    assert talk.call.slots["order_id"].value == "12345"


def test_identity_is_taken_from_the_callers_words_alone(talk):
    talk.caller("where's my order 12345?")
    talk.model("u2", c1=("record", '{"order_id": "12345"}'), c2=("choose", '{"option": "order_status"}'))
    talk.model("u3", "What's your e-mail address and your postcode?")
    talk.caller("I would rather not say")
    out = talk.model("u4", c3=("record", '{"email": "ana@example.com", "postcode": "10001"}'))
    assert not any(isinstance(e, RunTool) for e in out)


def test_another_customers_order_is_not_seen(talk):
    talk.caller("where's my order 12345?")
    talk.model("u2", c1=("record", '{"order_id": "12345"}'), c2=("choose", '{"option": "order_status"}'))
    talk.model("u3", "What's your e-mail address and your postcode?")
    talk.caller("ana@example.com, postcode 10001")
    talk.model("u4", c3=("record", '{"email": "ana@example.com", "postcode": "10001"}'))
    talk.tool("r1", result=ANA)
    foreign = {"order_id": "12345", "customer_id": "c2", "status": "shipped", "eta": "2026-03-06", "items": []}
    out = talk.tool("r2", result=foreign)
    assert "order" not in talk.call.records
    assert [e.text for e in out if isinstance(e, Say)] == ["Thanks, Ana."]
    out = talk.heard("u5")
    assert [e.text for e in out if isinstance(e, Say)] == ["That order isn't on your account."]
    assert not any("March sixth" in str(out) for _, out in talk.log)


def test_a_model_that_says_nothing_is_asked_once_more_then_the_engine_asks(talk):
    talk.caller("hello?")
    assert any(isinstance(e, Reply) for e in talk.model("u2"))
    out = talk.model("u3")
    assert [e.text for e in out if isinstance(e, Say)] == ["How can I help?"]


def test_a_model_that_talks_past_the_slot_is_overtaken(program):
    talk = Conversation(program)
    talk.start("reschedule", customer=ANA)
    talk.ready()
    talk.tool("r1", result=[{"id": "v1", "title": "dentist", "start": "2026-03-03T09:00"}])
    talk.heard("u1")
    talk.model("u2", "What day suits you?")
    talk.caller("Friday, please")
    out = talk.model("u3", "Friday it is!")
    assert [e.text for e in out if type(e).__name__ == "Result"] == ["kept: new_day Friday, March sixth"]
    assert [e.tool for e in out if isinstance(e, RunTool)] == ["find_openings"]


def test_a_response_that_nobody_asked_for_changes_nothing_and_is_answered(talk):
    before = talk.call.to_json()
    out = talk.model("x1", "I'll do that.", c1=("choose", '{"option": "reschedule"}'))
    assert AnswerCall("c1", {"status": "void"}) in out
    # Only that the call was answered is remembered, so that it is not answered twice.
    assert talk.call.call_ids == ("c1",)
    besides = {"seq": 0, "call_ids": ()}
    assert talk.call.to_json() | besides == before | besides


def says(effects):
    return [e.text for e in effects if isinstance(e, Say)]


def test_a_turn_is_missed_once(talk):
    """Three turns that bring nothing lead to a person, not three replies to one turn."""
    talk.caller("blue")
    out = talk.model("u2", "", c1=("choose", '{"option": "other"}'))
    assert says(out) == []
    assert says(talk.model("u3", "Sorry, I didn't catch that. How can I help?")) == []
    talk.caller("purple")
    assert says(talk.model("u4", "Sorry, I didn't catch that. How can I help?")) == []
    talk.caller("green")
    assert says(talk.model("u5", "Sorry?")) == ["I'll put you through to a colleague."]


def test_a_turn_of_an_earlier_state_is_not_missed_in_this_one(talk):
    talk.caller("where's my order 12345?")
    talk.model("u2", c1=("record", '{"order_id": "12345"}'), c2=("choose", '{"option": "order_status"}'))
    talk.model("u3", "What's your e-mail address and your postcode?")
    assert talk.call.no_match == 0


def test_a_day_that_a_rule_refuses_is_told_once(program):
    talk = Conversation(program)
    talk.start("reschedule", customer=ANA)
    talk.ready()
    talk.tool("r1", result=[{"id": "v1", "title": "dentist", "start": "2026-03-03T09:00"}])
    talk.heard("u1")
    talk.model("u2", "What day suits you?")
    talk.caller("yesterday")
    out = talk.model("u3", "Sorry?")
    assert says(out) == ["That day has passed."]
    out = talk.heard("u4")
    assert isinstance(out[-1], Reply)
    assert says(talk.model(out[-1].u, "What day suits you?")) == []


def test_a_flow_that_goes_round_in_circles_ends_at_a_person(program):
    files = project_files(FLOWS)
    text = files["order_status.yaml"].decode()
    loop = text.replace(
        'not_found: {times: 2, say: "I can\'t find that number.", clear: order_id, go: which}', "not_found: which"
    )
    assert loop != text
    talk = Conversation(round_in_circles(files | {"order_status.yaml": loop.encode()}))
    talk.start("order_status", customer=ANA, order_id="99999")
    talk.ready()
    talk.heard("u1")
    for number in range(1, 200):
        if talk.call.stage == "transfer":
            break
        talk.tool(f"r{number}", "not_found")
    assert talk.call.stage == "transfer"
    assert number < 60


def round_in_circles(files):
    """The reader may take such a flow; the linter does not."""
    return program_of(files)
