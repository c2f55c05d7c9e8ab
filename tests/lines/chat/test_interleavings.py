"""Whatever an engine wants and an endpoint does, in any order: the promises of the chat line hold.

The endpoint judges every request as a strict one does; answers may be of requests that were taken back long ago.
"""

from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from flowkit.engine import effects, events
from flowkit.lines.chat.book import Chat
from flowkit.lines.chat.line import on
from flowkit.lines.traffic import Delivery, Dropped, Judged, Message, Opened

CLOSED = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
SESSIONS = {
    "open": {"instructions": "Open.", "tools": [{"type": "function", "name": "record", "parameters": CLOSED}]},
    "authenticated": {"instructions": "Known.", "tools": []},
}
ACTIONS = st.sampled_from(
    (
        *("reply", "reply", "say", "cancel", "configure", "brief", "output", "output", "judge", "judge", "message"),
        *("finish", "finish", "finish", "fail", "late", "drop", "open"),
    )
)


class World:
    """A line, an engine that wants anything, and an endpoint that does anything."""

    def __init__(self, choose: Any) -> None:
        self.choose = choose
        self.line = Chat.new(SESSIONS)
        self.session = self.count = 0
        self.running: dict[str, str] = {}
        self.gone: list[str] = []
        self.told: list[events.Event] = []
        self.delivered: list[Delivery] = []
        self.asked: list[str] = []
        self.cancelled: set[str] = set()
        self.judged: set[str] = set()
        self.void: set[str] = set()
        self.open_calls: list[str] = []

    def put(self, input: Any) -> None:
        self.line, outgoing, told = on(self.line, input)
        self.told += told
        for out in outgoing:
            if isinstance(out, Delivery):
                assert out.u not in self.cancelled, "shown although it was cancelled"
                self.delivered.append(out)
            elif out["type"] == "chat.create":
                assert not self.running, "one at a time"
                assert not self.open_calls, "never while a call is open"
                self.judge_request(out["body"])
                self.running[out["id"]] = ""
            else:
                assert out["type"] == "chat.abort"
                del self.running[out["id"]]
                self.gone.append(out["id"])
        for each in told:
            if isinstance(each, events.Generated):
                self.open_calls += [call.id for call in each.calls]

    def judge_request(self, body: dict[str, Any]) -> None:
        owed: list[str] = []
        for each in body["messages"]:
            if each["role"] == "tool":
                owed.remove(each["tool_call_id"])
                continue
            assert owed == [], "outputs stand right behind their calls"
            owed = [call["id"] for call in each.get("tool_calls", ())]
            assert each["content"] or owed
        assert owed == []
        text = str(body["messages"])
        assert not any(f"text of {request}" in text for request in self.void), "what was void is not known"
        assert "tool_choice" not in body or "tools" in body

    # The engine.

    def new(self) -> str:
        self.count += 1
        self.asked.append(f"u{self.count}")
        return self.asked[-1]

    def reply(self) -> None:
        self.put(effects.Reply(self.new()))

    def say(self) -> None:
        u = self.new()
        self.put(effects.Say(u, f"words {u}"))

    def cancel(self) -> None:
        if self.asked:
            u = self.choose(self.asked)
            ended = {each.u for each in self.told if isinstance(each, events.Played)}
            if u not in ended:
                self.cancelled.add(u)
                self.void |= {each.text[8:] for each in self.told if isinstance(each, events.Generated) and each.u == u}
            self.put(effects.Cancel(u))

    def configure(self) -> None:
        self.put(effects.Configure(self.choose(sorted(SESSIONS))))

    def brief(self) -> None:
        self.put(effects.Brief(f"STEP {self.count}", ""))

    def output(self) -> None:
        if self.open_calls:
            call = self.choose(self.open_calls)
            self.open_calls.remove(call)
            self.put(effects.AnswerCall(call, {"status": "ok"}))

    def judge(self) -> None:
        for each in self.told:
            if isinstance(each, events.Generated) and each.u not in self.judged:
                self.judged.add(each.u)
                self.put(Judged(each.u))
                return

    def message(self) -> None:
        self.put(Message("hello"))

    # The endpoint.

    def answer(self, request: str) -> dict[str, Any]:
        call = {"id": "call_0", "type": "function", "function": {"name": "record", "arguments": "{}"}}
        message = self.choose(({"content": f"text of {request}"}, {"content": None, "tool_calls": [call, call]}, {}))
        reason = self.choose(("stop", "stop", "length"))
        if reason == "length":
            self.void.add(request)
        return {"choices": [{"message": message, "finish_reason": reason}]}

    def finish(self) -> None:
        for request in list(self.running):
            del self.running[request]
            self.gone.append(request)
            self.put({"type": "chat.answer", "id": request, "body": self.answer(request)})

    def fail(self) -> None:
        for request in list(self.running):
            del self.running[request]
            self.gone.append(request)
            status = self.choose((0, 400, 401, 429, 500))
            error = {"message": self.choose(("", "developer", "strict", "maximum context length"))}
            self.put({"type": "chat.failed", "id": request, "status": status, "error": error})

    def late(self) -> None:
        """An answer that crosses the cancel of its request, or comes twice."""
        if self.gone:
            request = self.choose(self.gone)
            before = self.line
            self.put({"type": "chat.answer", "id": request, "body": {"choices": [{"message": {"content": "late"}}]}})
            assert self.line == before

    def drop(self) -> None:
        self.gone += self.running
        self.running.clear()
        self.open_calls.clear()
        self.put(Dropped())

    def open(self) -> None:
        self.gone += self.running
        self.running.clear()
        if self.session:
            self.open_calls.clear()
        self.session += 1
        self.put(Opened(self.session))


@settings(max_examples=150, deadline=None)
@given(st.lists(ACTIONS, max_size=60), st.data())
def test_promises(actions, data):
    world = World(lambda options: data.draw(st.sampled_from(list(options))))
    world.put(effects.Configure("open"))
    world.open()
    for action in actions:
        getattr(world, action)()
    # The engine goes on as it does: outputs, judgements, a connection; then all comes to its end.
    world.open()
    for _ in range(3 * len(world.asked) + 5):
        world.output()
        world.finish()
        world.judge()
    made = Counter(each.u for each in world.told if isinstance(each, events.Generated))
    played = Counter(each.u for each in world.told if isinstance(each, events.Played))
    assert made == Counter(world.asked), "one generated for each"
    assert played == Counter(world.asked), "one played for each"
    shown = [each.u for each in world.delivered]
    order = [each.u for each in world.told if isinstance(each, events.Generated) and each.u in shown]
    assert shown == order, "in the order in which they were generated"
    assert [each.u for each in world.told if isinstance(each, events.Audible)] == shown
    calls = [call.id for each in world.told if isinstance(each, events.Generated) for call in each.calls]
    assert len(calls) == len(set(calls))
    assert world.line.utterances == ()
    assert not world.line.waiting
