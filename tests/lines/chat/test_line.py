"""The chat line: one request for one reply, a history that endpoints take, and an end for every utterance."""

from typing import Any

import pytest

from flowkit.engine import events
from flowkit.engine.effects import AnswerCall, Brief, Cancel, Configure, Note, Reply, Result, Say, Seed, Witness
from flowkit.engine.events import Can, Generated, LineReady, Played, Trouble
from flowkit.lines.chat.book import LEAST_ALLOWED, Chat, reasons
from flowkit.lines.chat.line import CHAT, on
from flowkit.lines.traffic import Delivery, Dropped, Judged, Message, Opened
from flowkit.lines.utterances import Past


def function(name, properties=None, required=()):
    closed = {"type": "object", "properties": properties or {}, "required": [*required], "additionalProperties": False}
    return {"type": "function", "name": name, "description": "Does it.", "parameters": closed}


SESSIONS = {
    "open": {"instructions": "You are in open.", "tools": [function("record", {"day": {"type": "string"}})]},
    "authenticated": {"instructions": "You are known.", "tools": [function("record"), function("get_order")]},
}


class Bench:
    """A line, and everything that came out of it."""

    def __init__(self, line: Chat) -> None:
        self.line = line
        self.frames: list[dict[str, Any]] = []
        self.delivered: list[str] = []
        self.events: list[events.Event] = []

    def put(self, *inputs: Any) -> "Bench":
        for each in inputs:
            self.line, outgoing, told = on(self.line, each)
            self.events += told
            for out in outgoing:
                if isinstance(out, Delivery):
                    self.delivered.append(out.text)
                else:
                    self.frames.append(out)
        return self

    def clear(self) -> "Bench":
        for kept in (self.frames, self.delivered, self.events):
            kept.clear()
        return self

    def opened(self) -> "Bench":
        return self.put(Configure("open"), Opened(1)).clear()

    @property
    def body(self) -> dict[str, Any]:
        """The last request."""
        return self.frames[-1]["body"]

    @property
    def said(self) -> list[tuple[str, str | None]]:
        """The messages of the last request behind the head: role and text."""
        return [(each["role"], each["content"]) for each in self.body["messages"][1:]]

    def answer(self, text: str | None = None, *calls: tuple[str, str], reason: str = "stop", **more: Any) -> "Bench":
        made = [{"id": "call_0", "type": "function", "function": {"name": n, "arguments": a}} for n, a in calls]
        message = {"role": "assistant", "content": text} | ({"tool_calls": made} if made else {})
        body = {"choices": [{"message": message, "finish_reason": reason}], **more}
        return self.put({"type": "chat.answer", "id": self.frames[-1]["id"], "body": body})

    def fail(self, status: int, **error: Any) -> "Bench":
        return self.put({"type": "chat.failed", "id": self.frames[-1]["id"], "status": status, "error": error})

    @property
    def generated(self) -> Generated:
        (found,) = (each for each in self.events if isinstance(each, Generated))
        return found


@pytest.fixture
def bench() -> Bench:
    return Bench(Chat.new(SESSIONS, {"model": "some-model"}))


def test_a_connection_makes_the_line_ready_once(bench):
    can = Can(keys=True)
    bench = Bench(Chat.new(SESSIONS, can=can)).put(Configure("open"), Opened(1))
    assert bench.events == [LineReady(can, 1)]
    assert bench.line.ready
    assert bench.line.quiet
    assert bench.clear().put(Dropped("gone"), Opened(2)).events == [
        events.Lost("model"),
        events.Back("model", fresh=False, session=2),
    ]


def test_a_process_that_takes_up_a_call_knows_nothing_of_it():
    bench = Bench(Chat.new(SESSIONS, past=Past(turns=3, ready=True))).put(Configure("open"), Opened(2))
    assert bench.events == [events.Back("model", fresh=True, session=2)]
    bench.put(Seed((("system", "Done so far: nothing."), ("user", "hi"), ("assistant", "Hello."))), Message("and?"))
    assert bench.events[1] == events.TurnStarted("t4")
    bench.put(Reply("u9"))
    assert bench.said == [
        ("developer", "Done so far: nothing."),
        ("user", "hi"),
        ("assistant", "Hello."),
        ("user", "and?"),
    ]


def test_a_reply_is_one_request_with_head_history_and_functions(bench):
    bench.opened().put(Say("u1", "Hello."), Message("hi"), Brief("STEP 1", "d"), Result("kept: day"), Reply("u2"))
    assert bench.body == {
        "messages": [
            {"role": "system", "content": "You are in open."},
            {"role": "assistant", "content": "Hello."},
            {"role": "user", "content": "hi"},
            {"role": "developer", "content": "STEP 1"},
            {"role": "developer", "content": "RESULT kept: day"},
        ],
        "tools": [
            {
                "type": "function",
                "function": {
                    "name": "record",
                    "description": "Does it. Give null for all else.",
                    "parameters": {
                        "type": "object",
                        "properties": {"day": {"type": ["string", "null"]}},
                        "required": ["day"],
                        "additionalProperties": False,
                    },
                    "strict": True,
                },
            }
        ],
        "tool_choice": "auto",
    }
    assert bench.line.waiting


def test_what_the_environment_adds_stands_in_every_request():
    bench = Bench(Chat.new(SESSIONS, {"model": "gpt-5-mini", "temperature": 0.2})).opened().put(Reply("u1"))
    assert (bench.body["temperature"], bench.body["reasoning_effort"]) == (0.2, "low")
    assert "model" not in bench.body


@pytest.mark.parametrize(
    ("model", "takes"),
    [
        ("gpt-5", True),
        ("openai/gpt-5.1-mini", True),
        ("o3", True),
        ("gpt-5-chat-latest", False),
        ("gpt-4.1", False),
        ("qwen3", False),
        ("", False),
    ],
)
def test_which_models_take_an_effort(model, takes):
    assert reasons(model) is takes


@pytest.mark.parametrize(
    ("tool", "choice"),
    [
        ("auto", "auto"),
        ("none", "none"),
        ("required", "required"),
        ("record", {"type": "function", "function": {"name": "record"}}),
        ("nothing_known", None),
    ],
)
def test_the_choice_of_functions(bench, tool, choice):
    assert bench.opened().put(Reply("u1", tool)).body.get("tool_choice") == choice


def test_a_group_without_functions():
    bench = Bench(Chat.new({"open": {"instructions": "Be brief.", "tools": []}})).opened().put(Reply("u1"))
    assert "tools" not in bench.body
    assert "tool_choice" not in bench.body


def test_a_border_changes_the_head(bench):
    bench.opened().put(Configure("authenticated"), Reply("u1"))
    assert bench.body["messages"][0]["content"] == "You are known."
    assert [tool["function"]["name"] for tool in bench.body["tools"]] == ["record", "get_order"]
    assert bench.clear().put(Configure("nowhere")).events == [
        Trouble("bug", "no session is compiled for the group 'nowhere'")
    ]


def test_words_of_the_engine_need_no_model(bench):
    bench.opened().put(Say("u1", "Hello."))
    assert bench.events == [Generated("u1", "completed", "Hello."), events.Audible("u1"), Played("u1", "full")]
    assert bench.delivered == ["Hello."]
    assert bench.frames == []


def test_a_reply_is_delivered_when_it_was_judged(bench):
    bench.opened().put(Reply("u1")).answer("Thursday.")
    assert bench.events == [Generated("u1", "completed", "Thursday.")]
    assert bench.delivered == []
    bench.clear().put(Judged("u1"))
    assert bench.events == [events.Audible("u1"), Played("u1", "full")]
    assert bench.delivered == ["Thursday."]
    assert bench.put(Reply("u2")).said == [("assistant", "Thursday.")]


def test_calls_have_names_of_our_own_and_no_nulls(bench):
    bench.opened().put(Reply("u1")).answer("One moment.", ("record", '{"day":null}'), ("wait", "{}"))
    first, second = bench.generated.calls
    assert (first.name, first.arguments, second.name) == ("record", "{}", "wait")
    assert len({first.id, second.id}) == 2
    assert all(len(call.id) == 9 and call.id.isalnum() for call in (first, second))
    bench.put(AnswerCall(first.id, {"status": "ok"}), AnswerCall(second.id, {}), Judged("u1")).clear().put(Reply("u2"))
    bench.answer(None, ("record", "{}"))
    assert bench.generated.calls[0].id not in (first.id, second.id)  # though the server said 'call_0' again


def test_names_of_calls_differ_from_those_of_another_process(bench):
    there = Bench(Chat.new(SESSIONS)).put(Configure("open"), Opened(2)).clear()
    here = bench.opened()
    names = [each.put(Reply("u1")).answer(None, ("record", "{}")).generated.calls[0].id for each in (here, there)]
    assert names[0] != names[1]


def test_the_next_request_waits_for_all_outputs(bench):
    bench.opened().put(Reply("u1")).answer(None, ("record", "{}"), ("record", "{}"))
    first, second = bench.generated.calls
    bench.clear().put(Judged("u1"), AnswerCall(second.id, {"n": 2}), Reply("u2"))
    assert bench.frames == []
    assert not bench.line.waiting
    bench.put(AnswerCall("c9", {}), AnswerCall(second.id, {"n": 3}))
    assert bench.frames == []
    bench.put(Message("hello?"), AnswerCall(first.id, {"n": 1}))
    assert [each["content"] for each in bench.body["messages"] if each["role"] == "tool"] == ['{"n":1}', '{"n":2}']
    assert bench.said[-1] == ("user", "hello?")


def test_a_reply_that_shows_nothing(bench):
    bench.opened().put(Reply("u1")).answer(None)
    bench.put(Judged("u1"))
    assert bench.events == [Generated("u1", "completed", ""), Played("u1", "none")]
    assert bench.put(Reply("u2")).said == []


@pytest.mark.parametrize(("reason", "error"), [("length", "max_output_tokens"), ("content_filter", "content_filter")])
def test_an_answer_that_is_not_whole(bench, reason, error):
    bench.opened().put(Reply("u1")).answer("Thurs", ("record", "{}"), reason=reason)
    assert bench.events == [Generated("u1", "incomplete", "Thurs", error=error), Played("u1", "none")]
    assert bench.put(Reply("u2")).said == []


def test_usage_reaches_the_engine(bench):
    bench.opened().put(Reply("u1")).answer("Yes.", usage={"prompt_tokens": 5, "completion_tokens": 1})
    assert bench.generated.usage["input_tokens"] == 5


# Cancelling.


def test_a_cancel_closes_the_request_and_is_finished_at_once(bench):
    bench.opened().put(Reply("u1"))
    request = bench.frames[-1]["id"]
    bench.put(Cancel("u1"))
    assert bench.frames[-1] == {"type": "chat.abort", "id": request}
    assert bench.events == [Generated("u1", "cancelled"), Played("u1", "none")]
    assert not bench.line.waiting


def test_an_answer_that_crosses_its_cancel_is_nobodys(bench):
    bench.opened().put(Message("one"), Reply("u1"))
    late = bench.frames[-1]["id"]
    bench.clear().put(Message("two"), Cancel("u1"), Reply("u2"))
    running = bench.frames[-1]["id"]
    body = {"choices": [{"message": {"content": "To one.", "tool_calls": []}, "finish_reason": "stop"}]}
    before = bench.line
    bench.clear().put({"type": "chat.answer", "id": late, "body": body})
    bench.put({"type": "chat.failed", "id": late, "status": 500, "error": {}})
    assert bench.line == before
    assert bench.events == []
    bench.put({"type": "chat.answer", "id": running, "body": body})
    assert bench.generated.u == "u2"


def test_a_reply_that_waits_is_cancelled_without_a_request(bench):
    bench.opened().put(Reply("u1")).answer(None, ("record", "{}"))
    bench.clear().put(Judged("u1"), Reply("u2"), Cancel("u2"))
    assert bench.frames == []
    assert bench.events[-2:] == [Generated("u2", "cancelled"), Played("u2", "none")]


def test_a_reply_that_is_cancelled_when_it_is_there_is_never_shown_nor_known(bench):
    bench.opened().put(Message("hi"), Reply("u1")).answer("Wrong.", ("record", "{}"))
    call = bench.generated.calls[0].id
    bench.put(Say("u2", "Right."), AnswerCall(call, {"status": "void"}))
    assert bench.delivered == []  # words said about it would come after it
    bench.put(Cancel("u1"), Judged("u1"), Reply("u3"))
    assert bench.delivered == []
    assert [each.extent for each in bench.events if isinstance(each, Played)] == ["none", "none"]
    roles = [(each["role"], each["content"]) for each in bench.body["messages"][1:]]
    assert roles == [("user", "hi"), ("assistant", None), ("tool", '{"status":"void"}')]


def test_effects_that_come_twice_count_once(bench):
    bench.opened().put(Reply("u1"), Reply("u1"))
    assert len(bench.frames) == 1
    bench.answer("Yes.").put(Judged("u1"), Judged("u1"), Cancel("u1"), Reply("u1"), Say("u1", "x"))
    assert bench.delivered == ["Yes."]
    assert len(bench.frames) == 1


# What can go wrong.


@pytest.mark.parametrize(
    ("status", "error", "trouble"),
    [
        (429, {"code": "rate_limit_exceeded", "message": "Slow down."}, "rate"),
        (429, {"code": "insufficient_quota", "message": "No credit."}, "fatal"),
        (401, {"code": "invalid_api_key", "message": "No."}, "fatal"),
        (404, {"code": "model_not_found", "message": "No."}, "fatal"),
        (400, {"code": "invalid_value", "message": "No."}, "bug"),
        (500, {"code": "boom", "message": "No."}, None),
        (0, {}, None),
    ],
)
def test_an_error_by_its_class(bench, status, error, trouble):
    bench.opened().put(Reply("u1")).fail(status, **error)
    code = error.get("code", "timeout")
    told = [Trouble(trouble, f"{code}: {error['message']}")] if trouble else []
    assert bench.events == [*told, Generated("u1", "failed", error=code), Played("u1", "none")]
    assert not bench.line.waiting


def test_an_answer_without_an_answer_has_failed(bench):
    bench.opened().put(Reply("u1")).put({"type": "chat.answer", "id": bench.frames[-1]["id"], "body": "<html>"})
    assert bench.events == [Generated("u1", "failed", error="no_answer"), Played("u1", "none")]


def test_what_an_endpoint_does_not_take_is_left_out_from_then_on():
    bench = Bench(Chat.new(SESSIONS, {"model": "o3"})).opened().put(Brief("STEP 1", "d"), Reply("u1", "record"))
    for message in (
        "Unknown role: developer",
        "strict is not supported",
        "unsupported parameter: reasoning_effort",
        "tool_choice must be auto",
    ):
        bench.fail(400, message=message)
    assert bench.events == []
    assert bench.line.waiting
    assert len({frame["id"] for frame in bench.frames}) == 5
    assert bench.said == [("system", "STEP 1")]
    assert set(bench.body) == {"messages", "tools"}
    assert "strict" not in bench.body["tools"][0]["function"]
    assert bench.answer("Yes.").generated.text == "Yes."
    bench.put(Judged("u1"), Reply("u2"))
    assert set(bench.body) == {"messages", "tools"}
    bench.clear().put()
    bench.frames.append({"id": bench.line.request})
    bench.fail(400, message="strict is not supported")  # left out already: it is something else
    assert bench.events[0] == Trouble("bug", "http_400: strict is not supported")


def test_a_history_that_is_too_long_for_the_model_is_shortened(bench):
    bench.opened().put(*(Message(f"{number} {'x' * 1000}") for number in range(20)), Reply("u1"))
    before = len(bench.body["messages"])
    bench.clear()
    bench.frames.append({"id": bench.line.request})
    bench.fail(400, code="context_length_exceeded", message="maximum context length")
    assert bench.events == [Generated("u1", "failed", error="context_length_exceeded"), Played("u1", "none")]
    bench.put(Reply("u2"))
    assert len(bench.body["messages"]) < before * 0.6
    assert bench.said[-1][1].startswith("19 ")
    while bench.line.allowed > LEAST_ALLOWED:
        bench.fail(400, code="context_length_exceeded").put(Reply(f"v{bench.line.ids}"))
    bench.fail(400, code="context_length_exceeded")
    assert any(isinstance(each, Trouble) and each.kind == "bug" for each in bench.events)


def test_a_lost_connection_takes_what_runs_and_open_calls_with_it(bench):
    bench.opened().put(Message("hi"), Reply("u1")).answer("Hm.", ("record", "{}"))
    call = bench.generated.calls[0].id
    bench.put(Judged("u1"), Reply("u2")).clear().put(Dropped("gone"))
    assert bench.events == [
        events.Lost("model"),
        Generated("u2", "failed", error="connection_lost"),
        Played("u2", "none"),
    ]
    bench.clear().put(AnswerCall(call, {"status": "running"}), Result("kept: day"), Reply("u3"), Message("there?"))
    assert bench.frames == []
    bench.put(Opened(2))
    assert Generated("u3", "failed", error="connection_lost") in bench.events
    bench.put(Reply("u4"))
    assert bench.said == [
        ("user", "hi"),
        ("assistant", "Hm."),
        ("developer", "RESULT kept: day"),
        ("user", "there?"),
    ]


def test_a_connection_that_takes_the_place_of_another(bench):
    bench.opened().put(Reply("u1"), Opened(2))
    assert bench.events[:2] == [
        events.Back("model", fresh=False, session=2),
        Generated("u1", "failed", error="connection_lost"),
    ]
    assert bench.put(Dropped(), Dropped()).events.count(events.Lost("model")) == 1


# Turns.


def test_a_message_is_a_turn_in_one_go(bench):
    bench.opened().put(Message("  hi  "), Message("   "))
    assert bench.events == [
        events.TurnStarted("t1"),
        events.TurnEnded("t1"),
        events.Words("t1", "hi"),
        events.TurnStarted("t2"),
        events.TurnEnded("t2"),
        events.Words("t2", "", "empty"),
    ]
    assert bench.put(Reply("u1")).said == [("user", "hi")]


def test_what_does_not_concern_the_model_does_nothing(bench):
    before = bench.opened().line
    bench.put(Note("state"), {"type": "session.created"}, {"type": "chat.answer", "id": ""}, {}, Judged("u9"))
    bench.put(Cancel("u9"), AnswerCall("c9", {}))
    assert bench.line == before
    assert (bench.events, bench.frames) == ([], [])
    assert bench.put(Witness("t1")).events == [events.Witnessed("t1", "none")]


def test_a_line_is_a_value(bench):
    before = bench.opened().line
    bench.put(Message("hi"), Reply("u1"))
    assert before.history == ()
    assert CHAT.on is on
    assert not CHAT.ages
