"""The line in text: effects to frames, server frames to events, and deliveries in between."""

import json
from dataclasses import replace

from flowkit.engine import effects, events
from flowkit.engine.events import Audible, FunctionCall, Generated, LineReady, Played, Trouble
from flowkit.lines.realtime import Delivery, Dropped, Judged, Message, Opened, Past, Realtime, Wake, Woken


def test_the_line_is_ready_when_the_first_session_is_confirmed(bench):
    bench.put(effects.Configure("open"))
    assert bench.frames == []  # there is no socket yet
    bench.put(Opened(1))
    assert bench.kinds == ["session.update"]
    assert bench.events == []
    bench.updated()
    assert bench.events == [LineReady(bench.line.can, session=1)]


def test_a_text_session_has_no_sound(bench):
    bench.put(Opened(1), effects.Configure("open", "short"))
    session = bench.frames[0]["session"]
    assert session["type"] == "realtime"
    assert session["output_modalities"] == ["text"]
    assert "audio" not in session
    assert "model" not in session
    assert session["reasoning"] == {"effort": "low"}
    assert session["parallel_tool_calls"] is True
    assert session["truncation"] == {"type": "retention_ratio", "retention_ratio": 0.8}


def test_a_model_without_reasoning_is_not_asked_for_it(said):
    extras = {"model": "gpt-realtime", "parallel_tool_calls": True, "reasoning": {"effort": "low"}}
    bench = said.bench(Realtime.new(said.sessions, extras)).put(Opened(1), effects.Configure("open"))
    assert not {"reasoning", "parallel_tool_calls"} & bench.frames[0]["session"].keys()
    bench.updated().put(effects.Reply("u1"))
    assert "reasoning" not in bench.frames[-1]["response"]


def test_the_same_session_is_not_sent_twice(bench):
    bench.opened().put(effects.Configure("open", "long"))
    assert bench.frames == []
    bench.put(effects.Configure("authenticated"))
    assert bench.kinds == ["session.update"]


def test_an_unknown_group_is_a_mistake_of_ours(bench):
    bench.opened().put(effects.Configure("vip"))
    assert bench.events == [Trouble("bug", "no session is compiled for the group 'vip'")]


def test_a_border_goes_out_in_the_order_of_the_effects(bench, said):
    bench.opened().put(effects.Reply("u1")).created("r1", "u1").done("r1", "u1", said.call("c1"))
    bench.clear().put(
        effects.Configure("authenticated"),
        effects.AnswerCall("c1", {"status": "ok", "kept": ["day"]}),
        effects.Result("get_order: ok"),
        effects.Brief("STEP 2", "d"),
        effects.Reply("u2", tool="record", effort="minimal"),
    )
    assert bench.kinds == ["session.update", *["conversation.item.create"] * 3, "response.create"]
    update, output, result, brief, create = bench.frames
    assert [tool["name"] for tool in update["session"]["tools"]] == ["record", "choose", "get_order"]
    assert output["item"]["call_id"] == "c1"
    assert output["item"]["output"] == '{"kept":["day"],"status":"ok"}'
    assert result["item"]["content"] == [{"type": "input_text", "text": "RESULT get_order: ok"}]
    assert (brief["item"]["role"], brief["item"]["content"][0]["text"]) == ("system", "STEP 2")
    assert create["response"] == {
        "metadata": {"fk": "u2"},
        "output_modalities": ["text"],
        "tool_choice": {"type": "function", "name": "record"},
        "reasoning": {"effort": "minimal"},
    }


def test_a_session_is_never_changed_under_a_response(bench):
    bench.opened().put(effects.Reply("u1")).created("r1", "u1").clear()
    bench.put(effects.Configure("authenticated"), effects.Brief("STEP 2", "d"), effects.Reply("u2"))
    assert bench.frames == []
    bench.done("r1", "u1")
    assert bench.kinds == ["session.update", "conversation.item.create", "response.create"]


def test_a_seed_tells_who_said_what(bench):
    bench.opened().put(effects.Seed((("system", "facts"), ("user", "hello"), ("assistant", "Hi."))))
    parts = [
        (f["item"]["role"], f["item"]["content"][0]["type"], f["item"]["content"][0]["text"]) for f in bench.frames
    ]
    assert parts == [
        ("system", "input_text", "facts"),
        ("user", "input_text", "hello"),
        ("assistant", "output_text", "Hi."),
    ]


def test_the_engines_words_need_no_model(bench):
    bench.opened().put(effects.Say("u1", "Hello."))
    assert bench.kinds == ["conversation.item.create"]
    assert bench.frames[0]["item"]["role"] == "assistant"
    assert bench.delivered == [Delivery("u1", "Hello.", "say")]
    assert bench.events == [Generated("u1", "completed", "Hello."), Audible("u1"), Played("u1", "full")]


def test_a_reply_is_shown_when_it_was_judged(bench, said):
    bench.opened().put(effects.Reply("u1")).created("r1", "u1")
    bench.done("r1", "u1", said.message("Good day."), said.call("c1", "record", '{"day": "friday"}'))
    assert bench.events == [
        Generated(
            "u1",
            "completed",
            "Good day.",
            (FunctionCall("c1", "record", '{"day": "friday"}'),),
            usage={"total_tokens": 9},
        )
    ]
    assert bench.delivered == []
    bench.clear().put(Judged("u1"))
    assert bench.delivered == [Delivery("u1", "Good day.", "reply")]
    assert bench.events == [Audible("u1"), Played("u1", "full")]


def test_a_reply_that_only_calls_shows_nothing(bench, said):
    bench.opened().put(effects.Reply("u1")).created("r1", "u1").done("r1", "u1", said.call("c1")).clear()
    bench.put(Judged("u1"))
    assert bench.delivered == []
    assert bench.events == [Played("u1", "none")]


def test_a_reply_cancelled_after_it_came_is_never_shown(bench, said):
    bench.opened().put(effects.Reply("u1")).created("r1", "u1").done("r1", "u1", said.message("It's moved!", "item_1"))
    bench.clear().put(effects.Cancel("u1"), effects.Say("u2", "Not yet."), Judged("u1"))
    assert bench.delivered == [Delivery("u2", "Not yet.", "say")]
    assert bench.events[0] == Played("u1", "none")
    assert bench.kinds[0] == "conversation.item.delete"  # the model must not believe that it said it
    assert bench.frames[0]["item_id"] == "item_1"


def test_words_said_about_a_reply_come_after_it(bench, said):
    bench.opened().put(effects.Reply("u1")).created("r1", "u1").done("r1", "u1", said.message("On Friday.")).clear()
    bench.put(effects.Say("u2", "That is March sixth."))
    assert bench.delivered == []
    assert bench.events == [Generated("u2", "completed", "That is March sixth.")]
    bench.put(Judged("u1"))
    assert [each.u for each in bench.delivered] == ["u1", "u2"]
    assert bench.events[1:] == [Audible("u1"), Played("u1", "full"), Audible("u2"), Played("u2", "full")]


def test_a_cancel_takes_what_queues_behind_with_it(bench, said):
    bench.opened().put(effects.Reply("u1")).created("r1", "u1").done("r1", "u1", said.message("On Friday.")).clear()
    bench.put(effects.Say("u2", "That is March sixth."), effects.Cancel("u1"))
    assert bench.delivered == []
    assert [each for each in bench.events if isinstance(each, Played)] == [Played("u1", "none"), Played("u2", "none")]


def test_a_cancel_before_the_response_has_a_name_is_remembered(bench):
    bench.opened().put(effects.Reply("u1"), effects.Cancel("u1"))
    assert bench.kinds == ["response.create"]
    bench.created("r1", "u1")
    assert bench.frames[-1] == {
        "type": "response.cancel",
        "event_id": bench.frames[-1]["event_id"],
        "response_id": "r1",
    }


def test_a_server_that_does_not_end_what_was_cancelled_is_dead(bench, said):
    bench.opened().put(effects.Reply("u1"), effects.Cancel("u1"))
    assert bench.wakes == [Wake("void u1", 3000)]
    bench.created("r1", "u1").put(Woken("void u1"))
    assert bench.forsaken == 1
    bench.done("r1", "u1").put(Woken("void u1"), effects.Reply("u2")).created("r2", "u2").put(effects.Cancel("u2"))
    assert bench.wakes[1:] == [Wake("void u2", 3000)]
    bench.done("r2", "u2", said.message("x")).put(Woken("void u2"))
    assert bench.forsaken == 1


def test_a_cancelled_reply_is_void_even_if_it_completes_first(bench, said):
    bench.opened().put(effects.Reply("u1")).created("r1", "u1").put(effects.Cancel("u1"), effects.Cancel("u1"))
    assert bench.kinds.count("response.cancel") == 1
    bench.done("r1", "u1", said.message("Done.")).put(Judged("u1"))
    assert bench.events[0].status == "completed"
    assert bench.events[1:] == [Played("u1", "none")]
    assert bench.delivered == []


def test_a_cancel_of_what_waits_to_be_asked_for(bench):
    bench.opened().created("r9", None).put(effects.Brief("STEP 1", "d"), effects.Reply("u1")).clear()
    bench.put(effects.Cancel("u1"))
    assert bench.events == [Generated("u1", "cancelled"), Played("u1", "none")]
    bench.done("r9", None)
    assert "response.create" not in bench.kinds


def test_an_incomplete_or_failed_reply_is_not_shown(bench, said):
    reason = {"type": "incomplete", "reason": "max_output_tokens"}
    bench.opened().put(effects.Reply("u1")).created("r1", "u1")
    cut = said.call("c1", arguments='{"da', status="incomplete")
    bench.done("r1", "u1", said.message("And th"), cut, status="incomplete", status_details=reason).put(Judged("u1"))
    generated, played = bench.events
    assert (generated.status, generated.error, generated.calls[0].whole) == ("incomplete", "max_output_tokens", False)
    assert played == Played("u1", "none")
    assert bench.delivered == []
    problem = {"type": "failed", "error": {"type": "server_error", "code": "server_error", "message": "oops"}}
    bench.clear().put(effects.Reply("u2")).created("r2", "u2").done(
        "r2", "u2", status="failed", status_details=problem, usage=None
    )
    assert bench.events == [Generated("u2", "failed", error="server_error"), Played("u2", "none")]


def test_a_typed_message_is_a_turn_with_its_words(bench):
    bench.opened().put(Message(" hello \n"), Message("again"))
    assert [frame["item"]["content"][0] for frame in bench.frames] == [
        {"type": "input_text", "text": "hello"},
        {"type": "input_text", "text": "again"},
    ]
    assert bench.events[:3] == [events.TurnStarted("t1"), events.TurnEnded("t1"), events.Words("t1", "hello")]
    assert bench.events[3] == events.TurnStarted("t2")


def test_an_empty_message_is_a_turn_without_words(bench):
    bench.opened().put(Message("  "))
    assert bench.frames == []
    assert bench.events[-1] == events.Words("t1", "", "empty")


def test_a_response_of_the_servers_own_is_adopted(bench, said):
    bench.opened().created("r1", None)
    assert bench.events == [Trouble("unsolicited", "x1")]
    bench.done("r1", None, said.message("Hello?"), said.call("c1")).put(Judged("x1"))
    assert bench.events[1].u == "x1"
    assert bench.delivered == [Delivery("x1", "Hello?", "reply")]
    bench.put(effects.AnswerCall("c1", {"status": "over"}))
    assert bench.frames[-1]["item"]["call_id"] == "c1"


def test_a_response_outside_the_conversation_is_not_adopted(bench, said):
    bench.opened().put({"type": "response.created", "response": said.finished("r1", None, conversation_id=None)})
    bench.done("r1", None, conversation_id=None)
    assert bench.events == []


def test_a_response_whose_beginning_was_missed_is_found_by_its_mark(bench, said):
    bench.opened().put(effects.Reply("u1")).done("r1", "u1", said.message("Yes."))
    assert bench.events[0].u == "u1"


def test_frames_that_come_twice_count_once(bench, said):
    bench.opened().put(effects.Reply("u1"))
    for _ in range(2):
        bench.created("r1", "u1")
    for _ in range(2):
        bench.done("r1", "u1", said.message("Yes."))
    bench.put(Judged("u1"), Judged("u1")).done("r1", "u1", said.message("Yes.")).created("r1", "u1")
    assert bench.line.utterances == ()
    assert [type(each).__name__ for each in bench.events] == ["Generated", "Audible", "Played"]


def test_effects_that_come_twice_count_once(bench):
    bench.opened().put(effects.Say("u1", "Hello."), effects.Say("u1", "Hello."), effects.Reply("u1"))
    assert len(bench.frames) == len(bench.delivered) == 1


def test_a_call_gets_one_output(bench, said):
    bench.opened().put(effects.Reply("u1")).created("r1", "u1").done("r1", "u1", said.call("c1")).clear()
    bench.put(*[effects.AnswerCall("c1", {"status": "ok"})] * 2, effects.AnswerCall("c0", {"status": "ok"}))
    assert len(bench.frames) == 1


def test_other_tools_than_were_sent_are_sent_again_once(bench, said):
    other = {"tools": [said.tool("record"), said.tool("buy")]}
    bench.put(Opened(1), effects.Configure("open")).updated(other)
    assert bench.events == [Trouble("config", "the session has other tools than were sent: missing choose; extra buy")]
    assert bench.kinds == ["session.update", "session.update"]
    assert bench.frames[0]["session"] == bench.frames[1]["session"]
    bench.updated(other)
    assert bench.events[-1].kind == "fatal"
    assert len(bench.frames) == 2


def test_the_second_time_can_succeed(bench, said):
    bench.put(Opened(1), effects.Configure("open")).updated({"tools": []}).updated()
    assert isinstance(bench.events[-1], LineReady)


def test_a_newer_session_is_not_undone_by_sending_an_old_one_again(bench):
    bench.put(Opened(1), effects.Configure("open"), effects.Configure("authenticated")).updated({"tools": []})
    assert len(bench.frames) == 2
    bench.updated()
    assert isinstance(bench.events[-1], LineReady)


def test_a_session_changed_from_elsewhere(bench, said):
    bench.opened().put({"type": "session.updated", "session": said.sessions["open"]})
    assert bench.events == []
    bench.put({"type": "session.updated", "session": {"tools": []}})
    assert bench.events == [Trouble("config", "the session was changed from elsewhere: missing choose, record")]


def test_a_busy_server_is_asked_again_when_its_response_is_done(bench):
    bench.opened().put(effects.Reply("u1"))
    first = bench.frames[0]["event_id"]
    bench.created("r9", None)  # got in before us
    bench.error("conversation_already_has_active_response", first, "in progress: r9.")
    assert bench.wakes == []
    bench.clear().done("r9", None)
    assert bench.kinds == ["response.create"]
    assert bench.frames[0]["event_id"] != first
    assert bench.created("r1", "u1").done("r1", "u1").events[-1].u == "u1"


def test_a_busy_server_whose_response_is_done_is_asked_again_soon_and_three_times_at_most(bench):
    bench.opened().put(effects.Reply("u1"))
    for attempt in (1, 2, 3):
        bench.clear().error("conversation_already_has_active_response")
        assert bench.wakes == [Wake(f"again {attempt} u1", 300)]
        assert bench.put(Woken("again 0 u1")).frames == []
        bench.put(Woken(f"again {attempt} u1"), Woken(f"again {attempt} u1"))
        assert bench.kinds == ["response.create"]
    bench.clear().error("conversation_already_has_active_response")
    assert bench.events == [
        Generated("u1", "failed", error="conversation_already_has_active_response"),
        Played("u1", "none"),
    ]
    assert bench.wakes == []


def test_a_request_is_not_made_again_under_another_response(bench):
    bench.opened().put(effects.Reply("u1")).error("conversation_already_has_active_response").created(
        "r9", None
    ).clear()
    assert bench.put(Woken("again 1 u1")).frames == []
    assert bench.done("r9", None).kinds == ["response.create"]


def test_an_error_about_another_frame_does_not_end_a_request(bench):
    bench.opened().put(effects.Brief("STEP 1", "d"), effects.Reply("u1"))
    bench.error("unknown_parameter", bench.frames[0]["event_id"]).error("unknown_parameter", None)
    assert [type(each) for each in bench.events] == [Trouble, Trouble]


def test_what_waited_behind_a_cancelled_request_goes_out(bench):
    bench.opened().created("r9", None).put(effects.Reply("u1"), effects.Brief("STEP 1", "d"))
    assert bench.frames == []
    assert bench.put(effects.Cancel("u1")).kinds == ["conversation.item.create"]


def test_nothing_is_judged_before_it_is_there(bench, said):
    bench.opened().put(effects.Reply("u1")).created("r1", "u1").put(Judged("u1"))
    bench.done("r1", "u1", said.message("Hm.")).put(effects.Say("u2", "Hello."))
    assert bench.delivered == []


def test_a_cancelled_request_is_not_made_again(bench):
    bench.opened().put(effects.Reply("u1")).error("conversation_already_has_active_response").clear()
    bench.put(effects.Cancel("u1"), Woken("again 1 u1"))
    assert bench.frames == []
    assert bench.events == [Generated("u1", "cancelled"), Played("u1", "none")]
    bench.clear().put(effects.Reply("u2"), effects.Cancel("u2")).error("conversation_already_has_active_response")
    refusal = "conversation_already_has_active_response"
    assert bench.events == [Generated("u2", "cancelled", error=refusal), Played("u2", "none")]


def test_harmless_errors_pass(bench):
    bench.opened()
    for code in (
        "response_cancel_not_active",
        "invalid_tool_call_id",
        "input_audio_buffer_commit_empty",
        "session_expired",
    ):
        bench.error(code)
    bench.error("invalid_value", message="Audio content of 9250ms is already shorter than 57340ms")
    bench.error("server_error", kind="server_error")
    assert bench.events == []


def test_errors_that_matter_are_trouble(bench):
    bench.opened().put(effects.Reply("u1"))
    bench.error("unknown_parameter", bench.frames[0]["event_id"], "Unknown parameter: 'x'.")
    assert bench.events == [
        Trouble("bug", "unknown_parameter: Unknown parameter: 'x'."),
        Generated("u1", "failed", error="unknown_parameter"),
        Played("u1", "none"),
    ]
    bench.clear().error("insufficient_quota", message="You are out.").error("rate_limit_exceeded", message="Slow down.")
    assert [each.kind for each in bench.events] == ["fatal", "rate"]
    bench.clear().put(effects.Reply("u2")).created("r2", "u2")
    bench.done("r2", "u2", status="failed", status_details={"error": {"code": "rate_limit_exceeded"}})
    assert [type(each).__name__ for each in bench.events] == ["Trouble", "Generated", "Played"]


def test_a_refused_session_is_the_end_before_there_was_one(bench):
    bench.put(Opened(1), effects.Configure("open"))
    bench.error("invalid_value", bench.frames[0]["event_id"], "no such thing")
    assert bench.events == [Trouble("fatal", "invalid_value: no such thing")]
    assert not bench.line.waiting


def test_a_refused_session_later_can_be_set_again(bench):
    bench.opened().put(effects.Configure("authenticated"))
    bench.error("invalid_value", bench.frames[0]["event_id"])
    assert bench.events[0].kind == "bug"
    bench.clear().put(effects.Configure("authenticated"))
    assert bench.kinds == ["session.update"]


def test_a_lost_socket_fails_what_was_under_way(bench, said):
    bench.opened().put(effects.Reply("u1")).created("r1", "u1").done("r1", "u1", said.call("c1")).put(Judged("u1"))
    bench.put(effects.Reply("u2")).created("r2", "u2").put(
        effects.Configure("authenticated"), effects.Reply("u3")
    ).clear()
    bench.put(Dropped("gone"))
    assert bench.events == [
        events.Lost("model"),
        Generated("u2", "failed", error="connection_lost"),
        Played("u2", "none"),
        Generated("u3", "failed", error="connection_lost"),
        Played("u3", "none"),
    ]
    # Without a model the engine's words still reach the caller; a reply waits for the model.
    bench.clear().put(effects.Say("u4", "One moment."), effects.Reply("u5"), Message("hello?"), effects.Brief("x", "d"))
    assert bench.frames == []
    assert [each.u for each in bench.delivered] == ["u4"]
    assert not any(isinstance(each, Generated) and each.u == "u5" for each in bench.events)
    assert bench.clear().put(Dropped()).events == []
    bench.put(Opened(2), effects.Configure("authenticated"), effects.AnswerCall("c1", {"status": "ok"}))
    assert bench.events == [
        events.Back("model", fresh=True, session=2),
        Generated("u5", "failed", error="connection_lost"),
        Played("u5", "none"),
    ]
    assert bench.kinds == ["session.update"]  # the call of the old session is unknown in this one
    bench.clear().updated()
    assert bench.events == []  # it was ready before


def test_another_socket_can_take_over(bench):
    bench.opened().put(effects.Reply("u1")).created("r1", "u1").clear().put(Opened(2))
    assert [type(each).__name__ for each in bench.events] == ["Back", "Generated", "Played"]
    assert bench.done("r1", "u1").events[-1] != Generated("u1", "completed")


def test_a_line_goes_on_counting_where_another_stopped(said):
    line = Realtime.new(said.sessions, {}, past=Past(turns=3, adopted=1, ready=True))
    bench = said.bench(line).put(Opened(2), effects.Configure("open")).updated()
    assert bench.events == [events.Back("model", session=2)]
    bench.put(Message("hello")).created("r1", None)
    assert bench.events[1].turn == "t4"
    assert bench.events[-1] == Trouble("unsolicited", "x2")


def test_what_a_line_waits_for(bench):
    assert not bench.line.waiting
    bench.put(Opened(1), effects.Configure("open"))
    assert bench.line.waiting
    assert not bench.line.quiet
    bench.updated()
    assert not bench.line.waiting
    assert bench.line.quiet
    bench.put(effects.Reply("u1"))
    assert bench.line.waiting
    bench.created("r1", "u1").done("r1", "u1")
    assert not bench.line.waiting
    assert not bench.line.quiet  # it is not judged yet
    assert bench.put(Judged("u1")).line.quiet


def test_a_written_answer_has_no_second_ear(bench):
    assert bench.opened().put(effects.Witness("t1", ("u1",))).events == [events.Witnessed("t1", "none")]


def test_effects_that_are_not_for_the_model_do_nothing(bench):
    before = bench.opened().line
    bench.put(effects.Timer("no_input", 7000), effects.Note("state"), effects.HangUp(), effects.RunTool("r1", "t", {}))
    assert bench.line == before
    assert bench.frames == bench.events == []


def test_the_line_that_goes_in_stays_as_it_was(bench):
    before = bench.opened().line
    copy = replace(before)
    bench.put(effects.Reply("u1"), Message("hello")).created("r1", "u1")
    assert before == copy


def test_no_frame_of_the_line_is_sent_by_reference(bench):
    bench.put(Opened(1), effects.Configure("open"))
    bench.frames[0]["session"]["tools"].clear()
    assert json.dumps(bench.line.sessions["open"]["tools"]) != "[]"
