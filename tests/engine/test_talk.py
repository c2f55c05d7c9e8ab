"""Talks: the model leads, its tools are judged, and the state ends when its guard, an exit or the turns say so."""

import json

import pytest

from flowkit.engine import events
from flowkit.engine.effects import (
    Abandon,
    AnswerCall,
    Brief,
    HangUp,
    Note,
    Reply,
    Result,
    RunTool,
    Say,
    Transfer,
)
from tests.engine.conversation import Conversation
from tests.engine.talks import ANA, OFFLINE, fixing, serving, talks_program

ONLINE = {"serial": "K7QX", "online": True}
STATUS = ("device_status", '{"serial": "K7QX"}')
RESET = ("reset_device", '{"serial": "K7QX"}')
NEEDS_CONSENT = {"status": "needs_consent", "note": "It will be read to the caller. Say nothing about it."}
STATEMENT = "I'll restart device K 7 Q X now."
QUESTION = "Do you want to proceed?"


@pytest.fixture(scope="module")
def program():
    return talks_program()


@pytest.fixture(params=[False, True], ids=["", "restored from its snapshot before every event"])
def talk(program, request):
    return Conversation(program, restore=request.param)


def outputs(effects):
    return {e.id: dict(e.output) for e in effects if isinstance(e, AnswerCall)}


def says(effects):
    return [e.text for e in effects if isinstance(e, Say)]


def results(effects):
    return [e.text for e in effects if isinstance(e, Result)]


def runs(effects):
    return [(e.tool, e.arguments) for e in effects if isinstance(e, RunTool)]


def replies(effects):
    return [e.u for e in effects if isinstance(e, Reply)]


def said(talk, words):
    """The model has its turn, then the caller speaks: the utterance in which the model may act on it."""
    talk.model(talk.call.floor.generating, "All right.")
    talk.caller(words)
    assert talk.call.utterances[talk.call.floor.generating].kind == "reply"
    return talk.call.floor.generating


def asked(talk):
    """The call up to the question whether the device may be restarted."""
    fixing(talk)
    talk.model("u3", "Let's restart it. Shall I?")
    talk.caller("yes please")
    out = talk.model("u4", c2=RESET)
    assert out[0] == AnswerCall("c2", NEEDS_CONSENT)
    assert says(out) == [STATEMENT]
    assert replies(out) == []
    assert says(talk.heard("u5")) == [QUESTION]
    assert talk.heard("u6") == []


def test_a_device_is_restarted_and_comes_online(talk):
    asked(talk)
    note, run = talk.caller("yes")
    assert isinstance(note, Note)
    assert note.data["arguments"] == {"serial": "K7QX"}
    assert note.data["statement"] == {"u": "u5", "text": STATEMENT, "extent": "full"}
    assert run == RunTool("r2", "reset_device", {"serial": "K7QX"}, note.data["key"], write=True)
    assert talk.tool("r2", result={}) == [Result("reset_device: ok"), Reply("u7")]
    assert talk.model("u7", "It's restarting. Tell me when the light is green.") == []
    assert talk.caller("green now") == [Reply("u8")]
    # The record is stale since the restart, so the same read runs again.
    assert talk.model("u8", c3=STATUS) == [RunTool("r3", "device_status", {"serial": "K7QX"})]
    assert talk.tool("r3", result=ONLINE) == [AnswerCall("c3", ONLINE), Say("u9", "It's online now.")]
    assert talk.heard("u9") == [HangUp(), Note("closed", {"outcome": "resolved", "by": "flow", "unknown": []})]


def test_no_is_told_to_the_model_and_asked_no_second_time(talk):
    asked(talk)
    out = talk.caller("no")
    assert results(out) == ["reset_device: declined"]
    assert replies(out) == ["u7"]
    out = talk.model("u7", c3=RESET)
    assert outputs(out) == {"c3": {"status": "duplicate", "result": {"status": "declined"}}}
    assert runs(out) == says(out) == []
    # When the caller has spoken again it is a new wish, with a read-back of its own.
    talk.model(replies(out)[0], "All right.")
    talk.caller("well, do restart it")
    out = talk.model("u9", c4=RESET)
    assert outputs(out) == {"c4": NEEDS_CONSENT}
    assert says(out) == [STATEMENT]


def test_a_question_about_the_read_back_is_answered_and_the_question_asked_again(talk):
    asked(talk)
    out = talk.caller("will I lose my data?")
    (brief,) = [e.text for e in out if isinstance(e, Brief)]
    assert f"Goal: The caller is asked: {STATEMENT} {QUESTION} Answer in one sentence" in brief
    assert brief.count("Goal:") == 1
    assert "Must not: say that it is done." in brief
    out = talk.model(replies(out)[0], "No, it only restarts.")
    assert says(out) == [QUESTION]
    talk.heard("u8")
    assert runs(talk.caller("yes")) == [("reset_device", {"serial": "K7QX"})]


def test_a_read_may_help_to_answer_while_the_caller_is_asked(talk):
    asked(talk)
    (u,) = replies(talk.caller("is it still offline?"))
    out = talk.model(u, c3=STATUS)
    assert runs(out) == [("device_status", {"serial": "K7QX"})]
    assert says(out) == []
    (u,) = replies(talk.tool("r2", result=OFFLINE))
    assert says(talk.model(u, "Yes, it is.")) == [QUESTION]


def test_another_write_meanwhile_is_refused(talk):
    asked(talk)
    (u,) = replies(talk.caller("will it take long?"))
    out = talk.model(u, c3=("log_step", '{"serial": "K7QX"}'))
    assert outputs(out)["c3"]["because"] == "one thing at a time"
    assert runs(out) == []


def test_what_nobody_understood_as_an_answer_ends_at_a_person(talk):
    asked(talk)
    assert says(talk.caller("mm"))[0] == "Please say yes or no."
    talk.heard("u7")
    talk.heard("u8")
    talk.caller("hm")
    talk.heard("u9")
    talk.heard("u10")
    assert says(talk.caller("mm"))[0].endswith("I'll put you through to a colleague.")


@pytest.mark.parametrize("outcome", ["unknown", "timeout"])
def test_a_write_that_nobody_knows_of_goes_to_a_person(talk, outcome):
    asked(talk)
    talk.caller("yes")
    out = talk.tool("r2", outcome)
    assert results(out) == ["reset_device: unknown"]
    assert says(out) == ["I can't tell whether it went through. I'll put you through to a colleague."]
    (transfer,) = [e for e in talk.heard(_last_say(out)) if isinstance(e, Transfer)]
    assert transfer.summary["unknown"] == ["reset_device"]


def _last_say(out):
    return [e.u for e in out if isinstance(e, Say)][-1]


def test_the_flow_may_name_the_unknown_end(program):
    talk = Conversation(program)
    serving(talk, "plans")
    talk.model("u2", c1=("list_plans", "{}"))
    (u,) = replies(talk.tool("r1", result=[{"plan": "small", "price": "10.00"}]))
    out = talk.model(u, c2=("buy_plan", '{"plan": "small", "price": "10.00"}'))
    talk.heard(_last_say(out))
    talk.heard(talk.call.floor.generating)
    talk.caller("yes")
    assert says(talk.tool("r2", "unknown")) == ["I don't know whether that worked."]


def test_a_failed_write_is_told_to_the_model(talk):
    asked(talk)
    talk.caller("yes")
    out = talk.tool("r2", "failed")
    assert results(out) == ["reset_device: failed"]
    assert replies(out) == ["u7"]
    out = talk.model("u7", c3=RESET)
    assert outputs(out) == {"c3": {"status": "duplicate", "result": {"status": "failed"}}}


# Reads.


def test_a_slow_read_is_answered_in_time_and_told_by_a_note(talk):
    fixing(talk)
    out = talk.model(said(talk, "and now?"), c3=STATUS)
    assert runs(out) == [("device_status", {"serial": "K7QX"})]
    run = next(iter(talk.call.runs))
    out = talk.tell(events.Tick(f"progress {run}", talk.call.timers[f"progress {run}"]))
    assert outputs(out) == {"c3": {"status": "running"}}
    assert says(out) == ["One moment."]
    talk.heard(_last_say(out))
    out = talk.tool(run, result=OFFLINE)
    assert results(out) == ['device_status: {"serial":"K7QX","online":false}']
    assert len(replies(out)) == 1


def test_a_caller_who_speaks_while_a_read_runs_is_answered(talk):
    fixing(talk)
    assert runs(talk.model(said(talk, "is it online?"), c2=STATUS))
    out = talk.caller("hello?")
    assert outputs(out) == {"c2": {"status": "running"}}
    (brief,) = [e.text for e in out if isinstance(e, Brief)]
    assert "Must not: promise a result of device_status, which is being looked up." in brief
    (u,) = replies(out)
    talk.model(u, "I'm looking.")
    assert results(talk.tool("r2", result=OFFLINE)) == ['device_status: {"serial":"K7QX","online":false}']


def test_reads_run_side_by_side_and_one_reply_follows_the_last(program):
    talk = Conversation(program)
    serving(talk, "account")
    out = talk.model(
        said(talk, "what about 12345 and 12346?"),
        c1=("get_order", '{"order_id": "12345"}'),
        c2=("get_order", '{"order_id": "12346"}'),
        c3=("get_order", '{"order_id": "12345"}'),
    )
    assert runs(out) == [("get_order", {"order_id": "12345"}), ("get_order", {"order_id": "12346"})]
    order = {"order_id": "12345", "customer_id": "c1", "status": "packed", "items": []}
    out = talk.tool("r1", result=order)
    assert outputs(out) == {"c1": order, "c3": {"status": "duplicate", "result": order}}
    assert replies(out) == []
    out = talk.tool("r2", "not_found")
    assert outputs(out) == {"c2": {"status": "not_found", "because": "There is no order with this number."}}
    assert len(replies(out)) == 1


def test_what_still_stands_is_not_read_again_before_the_caller_speaks(program):
    talk = Conversation(program)
    serving(talk, "account")
    call = ("get_order", '{"order_id": "12345"}')
    talk.model(said(talk, "what about 12345?"), c1=call)
    order = {"order_id": "12345", "customer_id": "c1", "status": "packed", "items": []}
    (u,) = replies(talk.tool("r1", result=order))
    out = talk.model(u, c2=call)
    assert outputs(out) == {"c2": {"status": "duplicate", "result": order}}
    assert runs(out) == []
    assert runs(talk.model(said(talk, "and 12345 now?"), c3=call)) == [("get_order", {"order_id": "12345"})]


def test_the_same_call_id_is_answered_once(talk):
    fixing(talk)
    out = talk.model("u3", c2=("device_status", '{"serial": "ZZZZ"}'))
    assert list(outputs(out)) == ["c2"]
    (u,) = replies(out)
    out = talk.model(u, "One moment.", c2=STATUS)
    assert outputs(out) == {}
    assert runs(out) == []


def test_a_record_of_somebody_else_is_refused_and_not_remembered(program):
    talk = Conversation(program)
    serving(talk, "account")
    talk.model(said(talk, "what about 12345?"), c1=("get_order", '{"order_id": "12345"}'))
    out = talk.tool("r1", result={"order_id": "12345", "customer_id": "c2", "status": "packed", "items": []})
    assert outputs(out)["c1"] == {
        "status": "refused",
        "because": "That order isn't on your account.",
        "you_can": ["The caller has what they wanted to know.", "The caller disputes a charge.", "a person"],
        "note": "The caller is being told why.",
    }
    assert says(out) == ["That order isn't on your account."]
    assert "order" not in talk.call.records


def test_a_never_store_field_is_not_told(program):
    talk = Conversation(program)
    serving(talk, "account")
    talk.model(said(talk, "I'm ana@example.com"), c1=("find_customer", '{"email": "ana@example.com"}'))
    out = talk.tool("r1", result=ANA | {"pin": "4321"})
    assert outputs(out)["c1"] == ANA
    assert "4321" not in json.dumps([str(e) for e in out])


def test_what_the_goal_prints_is_current(program):
    talk = Conversation(program)
    serving(talk, "account")
    assert "the balance (twelve dollars fifty)" in str(talk.log[-1][1])
    talk.model(said(talk, "I'm ana@example.com"), c1=("find_customer", '{"email": "ana@example.com"}'))
    out = talk.tool("r1", result=ANA | {"balance": "40.00"})
    assert "the balance (forty dollars)" in next(e.text for e in out if isinstance(e, Brief))


# Arguments.


@pytest.mark.parametrize(
    ("call", "because"),
    [
        (("device_status", '{"serial": "ZZZZ"}'), "serial: the caller did not say it and it was not looked up"),
        (("reset_device", '{"serial": "K7QY"}'), "serial: the caller did not say it and it was not looked up"),
        (("device_status", "{}"), "serial: missing"),
        (("device_status", '{"serial": "K7QX", "colour": "red"}'), "there is no 'colour'"),
        (("device_status", "[1]"), "the arguments are not a JSON object"),
        (("device_status", "not json"), "the arguments are not a JSON object"),
        (("get_order", '{"order_id": "12345"}'), "unknown function"),
        (("open_safe", "{}"), "unknown function"),
    ],
)
def test_what_is_wrong_is_refused_with_what_is_possible(talk, call, because):
    fixing(talk)
    out = talk.model("u3", c2=call)
    assert outputs(out)["c2"]["because"] == because
    assert outputs(out)["c2"]["you_can"]
    assert runs(out) == says(out) == []
    assert len(replies(out)) == 1


def test_a_call_that_is_refused_again_and_again_climbs_the_ladder(talk):
    fixing(talk)
    wrong = ("device_status", '{"serial": "ZZZZ"}')
    (u,) = replies(talk.model("u3", c2=wrong))
    out = talk.model(u, c3=wrong)
    (brief,) = [e.text for e in out if isinstance(e, Brief)]
    assert 'Must not: call device_status {"serial": "ZZZZ"} again.' in brief
    out = talk.model(replies(out)[0], c4=wrong)
    assert replies(out) == []
    assert says(out) == ["I'm sorry, I can't do that."]
    assert talk.call.no_match == 1


def test_a_value_that_was_only_claimed_is_asked_for(program):
    talk = Conversation(program)
    serving(talk, "account")
    call = '{"order_id": "54321"}'
    out = talk.model(said(talk, "my latest order"), c1=("record", call), c2=("get_order", call))
    assert outputs(out)["c1"] == {"kept": ["order_id"]}
    assert outputs(out)["c2"]["because"] == "not heard: ask the caller to say order_id again"
    assert runs(out) == []


def test_values_of_two_rows_are_not_one_offer(program):
    talk = Conversation(program)
    serving(talk, "plans")
    talk.model("u2", c1=("list_plans", "{}"))
    plans = [{"plan": "small", "price": "10.00"}, {"plan": "large", "price": "20.00"}]
    out = talk.tool("r1", result=plans)
    assert outputs(out) == {"c1": {"results": plans}}
    out = talk.model(replies(out)[0], c2=("buy_plan", '{"plan": "large", "price": "10.00"}'))
    assert outputs(out)["c2"]["because"] == "these values do not belong together"
    out = talk.model(replies(out)[0], c3=("buy_plan", '{"plan": "large", "price": "20.00"}'))
    assert outputs(out)["c3"] == NEEDS_CONSENT
    assert says(out) == ["That is the large plan for twenty dollars."]


# Looking up first, rules, writes without consent.

ORDER = {
    "order_id": "12345",
    "customer_id": "c1",
    "status": "delivered",
    "items": [
        {"item_id": "i1", "title": "kettle", "price": "35.00"},
        {"item_id": "i2", "title": "tv", "price": "900.00"},
    ],
}


def served(talk, order=ORDER):
    serving(talk, "orders")
    out = talk.model(said(talk, "keep 12345 back"), c1=("hold_order", '{"order_id": "12345"}'))
    # The order is not known: the engine looks it up by itself, then judges.
    assert runs(out) == [("get_order", {"order_id": "12345"})]
    assert outputs(out) == {}
    return talk.tool("r1", result=order)


def test_a_record_that_is_missing_is_looked_up_first(program):
    talk = Conversation(program)
    out = served(talk, ORDER | {"status": "packed"})
    assert outputs(out) == {"c1": NEEDS_CONSENT}
    assert says(out) == ["I'll keep order 1 2 3 4 5 back."]


def test_a_rule_refuses_after_the_look(program):
    talk = Conversation(program)
    out = served(talk)
    assert outputs(out)["c1"]["because"] == "It has left already."
    assert says(out) == ["It has left already."]
    assert len(replies(talk.heard(_last_say(out)))) == 1


def test_a_look_that_finds_nothing_refuses_and_is_not_made_twice(program):
    talk = Conversation(program)
    serving(talk, "orders")
    call = ("hold_order", '{"order_id": "12345"}')
    talk.model(said(talk, "keep 12345 back"), c1=call)
    out = talk.tool("r1", "not_found")
    assert outputs(out)["c1"]["because"] == "I can't find that."
    (u,) = replies(talk.heard(_last_say(out)))
    out = talk.model(u, c2=call)
    assert runs(out) == []
    assert outputs(out)["c2"]["status"] == "refused"


def test_a_slow_look_is_answered_in_time_too(program):
    talk = Conversation(program)
    serving(talk, "orders")
    talk.model(said(talk, "keep 12345 back"), c1=("hold_order", '{"order_id": "12345"}'))
    out = talk.tell(events.Tick("progress r1", talk.call.timers["progress r1"]))
    assert outputs(out) == {"c1": {"status": "running"}}
    talk.heard(_last_say(out))
    out = talk.tool("r1", result=ORDER | {"status": "packed"})
    assert outputs(out) == {}
    assert says(out) == ["I'll keep order 1 2 3 4 5 back."]


def test_a_write_waits_for_the_read_it_depends_on(program):
    talk = Conversation(program)
    serving(talk, "orders")
    out = talk.model(
        said(talk, "I want my money back for the kettle of 12345"),
        c1=("refund_item", '{"order_id": "12345", "item_id": "i1", "amount": "35.00"}'),
        c2=("get_order", '{"order_id": "12345"}'),
    )
    assert runs(out) == [("get_order", {"order_id": "12345"})]
    assert outputs(out) == {}
    out = talk.tool("r1", result=ORDER)
    assert outputs(out) == {"c2": ORDER, "c1": NEEDS_CONSENT}
    assert says(out) == ["I'll refund thirty-five dollars for the kettle of order 1 2 3 4 5."]
    assert replies(out) == []


def test_a_named_rule_moves_the_flow_and_its_reason_is_not_said(program):
    talk = Conversation(program)
    serving(talk, "orders")
    talk.model(said(talk, "what about 12345?"), c1=("get_order", '{"order_id": "12345"}'))
    (u,) = replies(talk.tool("r1", result=ORDER))
    out = talk.model(u, c2=("refund_item", '{"order_id": "12345", "item_id": "i2", "amount": "900.00"}'))
    assert outputs(out) == {"c2": {"status": "refused"}}
    assert says(out) == ["A colleague has to approve that one."]
    assert talk.notes("refusal")[-1]["because"] == "A refund of this size needs a colleague."


def test_a_stale_record_is_looked_up_again_before_the_next_write(program):
    talk = Conversation(program)
    served(talk, ORDER | {"status": "packed"})
    talk.heard(talk.call.floor.generating)
    talk.heard(talk.call.floor.generating)
    talk.caller("yes")
    (u,) = replies(talk.tool("r2", result={}))
    talk.model(u, "It stays here.")
    talk.caller("keep it back once more")
    out = talk.model(talk.call.floor.generating, c2=("hold_order", '{"order_id": "12345"}'))
    assert runs(out) == [("get_order", {"order_id": "12345"})]
    assert outputs(talk.tool("r3", result=ORDER | {"status": "packed"})) == {"c2": NEEDS_CONSENT}


def test_a_write_that_needs_no_consent_runs_at_once(talk):
    fixing(talk)
    out = talk.model("u3", c2=("log_step", '{"serial": "K7QX"}'))
    assert runs(out) == [("log_step", {"serial": "K7QX"})]
    out = talk.tool("r2", result={})
    assert outputs(out) == {"c2": {"status": "ok"}}
    assert results(out) == []
    (u,) = replies(out)
    out = talk.model(u, c3=("log_step", '{"serial": "K7QX"}'))
    assert outputs(out) == {"c3": {"status": "duplicate", "result": {"status": "ok"}}}


# Ways out.


def test_an_exit_that_is_named_and_one_that_is_not(program):
    for option, ended in (("answered", "resolved"), ("not_covered", None)):
        talk = Conversation(program)
        serving(talk, "questions")
        out = talk.model(
            said(talk, "when are you open?"), "From nine to six.", c1=("choose", json.dumps({"option": option}))
        )
        assert outputs(out) == {"c1": {"status": "ok"}}
        assert (talk.call.outcome or None) == ended
        assert talk.call.stage == ("over" if ended else "transfer")


def test_an_exit_that_is_none_is_refused(talk):
    fixing(talk)
    out = talk.model("u3", c2=("choose", '{"option": "answered"}'))
    assert outputs(out)["c2"] == {"status": "refused", "because": "not one of the options", "you_can": ["gave_up"]}


def test_tools_beside_a_decision_that_moves_the_flow_are_over(talk):
    fixing(talk)
    out = talk.model("u3", c2=STATUS, c3=RESET, c4=("choose", '{"option": "gave_up"}'))
    over = {"status": "refused", "because": "that step is over"}
    assert outputs(out) == {"c4": {"status": "ok"}, "c2": over, "c3": over}
    assert runs(out) == []
    assert says(out) == ["All right, another time."]


def test_a_tool_that_an_earlier_state_offered_is_over(program):
    """The reply was asked for in the talk; while it was made, a read brought the call on."""
    talk = Conversation(program)
    talk.start()
    talk.ready()
    talk.heard("u1")
    talk.caller("my device is offline")
    talk.model("u2", c1=("choose", '{"option": "device_help"}'))
    talk.model(talk.call.floor.generating, "What is its ID, and the light?")
    talk.caller("K7QX, red")
    talk.model(talk.call.floor.generating, c2=("record", '{"serial": "K7QX", "light": "red"}'))
    talk.tool("r1", result=OFFLINE)
    talk.model(said(talk, "is it online?"), c3=STATUS)
    (u,) = replies(talk.caller("well?"))
    assert replies(talk.tool("r2", result=ONLINE)) == []
    assert talk.call.top.flow == "front"
    out = talk.model(u, c4=RESET)
    assert outputs(out) == {"c4": {"status": "over", "now": "Front door"}}
    assert runs(out) == []


def test_until_moves_on_whatever_the_model_does(talk):
    fixing(talk)
    talk.model(said(talk, "is it there?"), c2=STATUS)
    out = talk.tool("r2", result=ONLINE)
    assert says(out) == ["It's online now."]
    assert replies(out) == []


def test_a_talk_that_holds_already_is_not_entered_into(program):
    talk = Conversation(program)
    talk.start("device_help.fix", device=ONLINE)
    assert talk.call.top.state == "fine"


def test_a_call_that_is_still_open_when_the_talk_ends_is_over(talk):
    fixing(talk)
    note = ("log_step", '{"serial": "K7QX"}')
    out = talk.model(said(talk, "is it there?"), c2=STATUS, c3=note)
    # The note is about the device that is being looked at, so it waits.
    assert [tool for tool, _ in runs(out)] == ["device_status"]
    out = talk.tool("r2", result=ONLINE)
    assert runs(out) == []
    assert outputs(out) == {"c2": ONLINE, "c3": {"status": "over"}}
    assert says(out) == ["It's online now."]


def test_a_tool_that_still_runs_when_the_talk_ends_is_over_and_moves_nothing(talk):
    fixing(talk)
    said(talk, "I tried that, and it's K7QY, too")
    out = talk.model(talk.call.floor.generating, c2=STATUS, c3=("device_status", '{"serial": "K7QY"}'))
    assert len(runs(out)) == 2
    out = talk.tool("r2", result=ONLINE)
    assert outputs(out) == {"c2": ONLINE, "c3": {"status": "over"}}
    assert outputs(talk.tool("r3", result={"serial": "K7QY", "online": False})) == {}
    assert talk.call.top.state == "fine"
    assert set(talk.call.records["device"]) == {"K7QX", "K7QY"}


def test_a_guard_that_comes_to_hold_takes_a_read_back_away(program):
    talk = Conversation(program)
    asked(talk)
    (u,) = replies(talk.caller("is it still offline?"))
    talk.model(u, c3=STATUS)
    out = talk.tool("r2", result=ONLINE)
    assert results(out) == ["reset_device: not carried out"]
    assert says(out) == ["It's online now."]
    assert talk.call.draft is None


def test_too_many_turns(talk):
    fixing(talk)
    for number in range(4):
        talk.model(talk.call.floor.generating, "Try again.")
        assert talk.call.top.state == "fix"
        out = talk.caller(f"still not {'really ' * number}")
    talk.model(talk.call.floor.generating, "And now?")
    out = talk.caller("no luck")
    assert says(out) == ["This takes too long, I'll stop here."]


def test_an_answer_to_a_read_back_is_no_turn_of_the_talk(talk):
    asked(talk)
    before = talk.call.top.talked
    talk.caller("yes")
    assert talk.call.top.talked == before == 1


def test_a_digression_closes_what_is_open_and_reads_back_again_after_it(program):
    talk = Conversation(program)
    talk.start()
    talk.ready()
    talk.heard("u1")
    talk.caller("my device is offline")
    talk.model("u2", c1=("choose", '{"option": "device_help"}'))
    talk.model("u3", "What is its ID, and the light?")
    talk.caller("K7QX, red")
    talk.model("u4", c2=("record", '{"serial": "K7QX", "light": "red"}'))
    talk.tool("r1", result=OFFLINE)
    out = talk.model(talk.call.floor.generating, c3=RESET)
    talk.heard(_last_say(out))
    talk.heard(talk.call.floor.generating)
    (u,) = replies(talk.caller("yes, but when are you open?"))
    out = talk.model(u, c4=("request", '{"kind": "switch", "flow": "questions"}'))
    assert talk.call.top.flow == "questions"
    assert results(out) == ["reset_device: not carried out"]
    out = talk.model(replies(out)[0], "From nine to six.", c5=("choose", '{"option": "answered"}'))
    assert (talk.call.top.flow, talk.call.top.state) == ("device_help", "fix")
    assert says(out) == [STATEMENT]
    assert talk.call.draft.phase == "stating"


def test_a_read_of_a_talk_that_was_left_for_a_person_is_abandoned(talk):
    fixing(talk)
    assert runs(talk.model(said(talk, "look again"), c2=STATUS))
    (u,) = replies(talk.caller("no, a person please"))
    out = talk.model(u, c3=("request", '{"kind": "person"}'))
    assert Abandon("r2") in out
    assert says(out) == ["I'll put you through to a colleague."]
    before = talk.call.records
    talk.tool("r2", result=ONLINE)
    assert talk.call.records == before


def test_a_correction_voids_what_was_read_back(talk):
    asked(talk)
    (u,) = replies(talk.caller("no, sorry, it's K7QY"))
    out = talk.model(u, c3=("record", '{"serial": "K7QY"}'))
    assert results(out)[0] == "reset_device: not carried out"
    assert runs(out) == [("device_status", {"serial": "K7QY"})]
    assert talk.call.draft is None
    assert talk.call.top.state == "check"


def test_a_caller_who_asks_to_wait_is_given_a_minute(program):
    talk = Conversation(program)
    talk.start("questions")
    talk.tell(events.LineReady(events.Can(audio=True)))
    talk.heard("u1")
    talk.model("u2", "What would you like to know?")
    talk.caller("hold on")
    talk.model("u3", c1=("wait", "{}"))
    assert talk.call.timers["no_input"] - talk.at == 60_000


def test_a_lost_session_forgets_its_calls_and_is_told_what_is_known(talk):
    fixing(talk)
    talk.model(said(talk, "is it online?"), c2=STATUS)
    talk.tell(events.Lost("model"))
    out = talk.tell(events.Back("model", fresh=True, session=2))
    seed = next(e for e in out if type(e).__name__ == "Seed")
    assert 'device: {"serial":"K7QX","online":false}' in seed.items[0][1]
    assert says(out) == ["Sorry, I lost you for a moment."]
    out = talk.tool("r2", result=OFFLINE)
    assert outputs(out) == {}
    assert results(out) == ['device_status: {"serial":"K7QX","online":false}']


def test_a_model_that_only_calls_is_stopped(talk):
    """However often the model asks for the same, the caller hears something before long."""
    fixing(talk)
    said = []
    for number in range(12):
        u = talk.call.floor.generating
        if not u or talk.call.utterances[u].kind == "say":
            break
        said = talk.model(u, **{f"c{number + 10}": STATUS})
        for run in list(talk.call.runs):
            said = talk.tool(run, result=OFFLINE)
    assert says(said)
    assert number < 6
