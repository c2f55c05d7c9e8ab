"""Whatever an engine wants and a server does, in any order: the promises of the line hold.

The server here is a small one of its own: it confirms, begins, ends and refuses when it is told to, repeats itself,
says things nobody knows, starts responses by itself and goes away. The engine asks for anything at any time.
"""

import os
import random
from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from flowkit.engine import effects, events
from flowkit.lines.realtime import Delivery, Dropped, Forsake, Judged, Message, Opened, Realtime, Wake, Woken, on

TOOLS = {"open": ["record"], "authenticated": ["record", "get_order"]}
SESSIONS = {group: {"tools": [{"type": "function", "name": name} for name in names]} for group, names in TOOLS.items()}

KINDS = (
    *("reply", "say", "cancel", "configure", "brief", "answer", "judge", "message"),
    *("serve", "serve", "serve", "finish", "finish", "repeat", "unknown", "surprise", "forget"),
    *("wake", "drop", "open"),
)
ACTIONS = st.sampled_from(KINDS)


class World:
    """A line, an engine that wants anything, and a server that does anything."""

    def __init__(self, choose: Any) -> None:
        self.choose = choose
        self.line = Realtime.new(SESSIONS, {"model": "gpt-realtime-2"})
        self.session = 0
        self.sent: list[tuple[int, dict[str, Any]]] = []
        self.told: list[events.Event] = []
        self.delivered: list[Delivery] = []
        self.wakes: list[Wake] = []
        self.asked: list[str] = []
        self.wanted: list[tuple[str, str]] = []
        self.cancelled: dict[str, int] = {}
        self.judged: set[str] = set()
        self.unread: list[dict[str, Any]] = []
        self.history: list[dict[str, Any]] = []
        self.active: dict[str, Any] | None = None
        self.responses = 0
        self.count = 0
        self.forsaken = False
        self.making: set[str] = set()
        self.requests: dict[str, str] = {}
        self.ended: set[str] = set()
        self.made_in: dict[str, int] = {}

    # The line.

    def put(self, input: Any) -> None:
        self._account(input)
        self.line, outgoing, told = on(self.line, input)
        for out in outgoing:
            match out:
                case Delivery():
                    assert out.u not in self.cancelled, "shown although it was cancelled"
                    self.delivered.append(out)
                case Wake():
                    self.wakes.append(out)
                case Forsake():
                    self.forsaken = True
                case _:
                    if out["type"] in ("session.update", "response.create"):
                        assert not self.making, "never under a response, and one at a time"
                    if out["type"] == "response.create":
                        self.making.add(out["response"]["metadata"]["fk"])
                        self.requests[out["event_id"]] = out["response"]["metadata"]["fk"]
                    self.sent.append((self.session, out))
                    self.unread.append(out)
        self.made_in |= {call.id: self.session for e in told if isinstance(e, events.Generated) for call in e.calls}
        self.told += told
        if self.forsaken:
            self.forsaken = False
            self.drop()

    def _account(self, input: Any) -> None:
        """What is being made, by what the line was told and has asked for."""
        if isinstance(input, Opened | Dropped):
            self.making.clear()
        frame = input if isinstance(input, dict) else {}
        response = frame.get("response")
        if not isinstance(response, dict):
            self.making.discard(self.requests.get(frame.get("error", {}).get("event_id", ""), ""))
            return
        names = {(response["metadata"] or {}).get("fk"), response["id"]}
        if frame["type"] == "response.done" and response["id"] not in self.ended:
            self.ended.add(response["id"])
            self.making -= names
        elif frame["type"] == "response.created" and response["metadata"] is None and response["id"] not in self.ended:
            self.making.add(response["id"])

    def server(self, frame: dict[str, Any]) -> None:
        self.history.append(frame)
        self.put(frame)

    # The engine.

    def new(self) -> str:
        self.count += 1
        self.asked.append(f"u{self.count}")
        return self.asked[-1]

    def reply(self) -> None:
        u = self.new()
        self.wanted.append(("reply", u))
        self.put(effects.Reply(u))

    def say(self) -> None:
        u = self.new()
        self.put(effects.Say(u, f"words {u}"))

    def cancel(self) -> None:
        if self.asked:
            u = self.choose(self.asked)
            if not any(isinstance(each, events.Played) and each.u == u for each in self.told):
                self.cancelled[u] = len(self.delivered)
            self.put(effects.Cancel(u))

    def configure(self) -> None:
        self.put(effects.Configure(self.choose(sorted(SESSIONS))))

    def brief(self) -> None:
        self.count += 1
        self.wanted.append(("brief", f"b{self.count}"))
        self.put(effects.Brief(f"b{self.count}", ""))

    def answer(self) -> None:
        calls = [call.id for each in self.told if isinstance(each, events.Generated) for call in each.calls]
        if calls:
            self.put(effects.AnswerCall(self.choose(calls), {"status": "ok"}))

    def judge(self) -> None:
        """As the carrier does it: in the order in which they were generated."""
        for each in self.told:
            if isinstance(each, events.Generated) and each.u not in self.judged:
                self.judged.add(each.u)
                self.put(Judged(each.u))
                return

    def message(self) -> None:
        self.put(Message("hello"))

    def wake(self) -> None:
        if self.wakes:
            self.put(Woken(self.wakes.pop().token))

    def drop(self) -> None:
        self.unread.clear()
        self.active = None
        self.put(Dropped())

    def open(self) -> None:
        self.unread.clear()
        self.active = None
        self.session += 1
        self.put(Opened(self.session))

    # The server.

    def serve(self) -> None:
        if self.line.socket != "open" or not self.unread:
            return
        frame = self.unread.pop(0)
        match frame["type"]:
            case "session.update":
                session = self.choose([frame["session"], frame["session"], {"tools": []}])
                self.server({"type": "session.updated", "session": session})
            case "response.create":
                self.create(frame)
            case "response.cancel" if self.active and self.active["id"] == frame["response_id"]:
                self.end("cancelled")
            case "response.cancel":
                self.error("response_cancel_not_active", frame)

    def create(self, frame: dict[str, Any]) -> None:
        if self.active:
            self.error("conversation_already_has_active_response", frame)
        elif self.choose(("begin", "begin", "begin", "refuse")) == "refuse":
            self.error("invalid_value", frame)
        else:
            self.begin(frame["response"]["metadata"])

    def begin(self, metadata: Any) -> None:
        self.responses += 1
        self.active = {"id": f"r{self.responses}", "metadata": metadata, "conversation_id": "conv", "output": []}
        self.server({"type": "response.created", "response": self.active})

    def surprise(self) -> None:
        if self.line.socket == "open" and self.active is None:
            self.begin(None)

    def finish(self) -> None:
        if self.line.socket == "open" and self.active:
            self.end(self.choose(("completed", "completed", "incomplete", "failed")))

    def end(self, status: str) -> None:
        assert self.active is not None
        name = self.active["id"]
        text = {"type": "message", "id": f"m_{name}", "content": [{"type": "output_text", "text": f"text {name}"}]}
        call = {"type": "function_call", "call_id": f"c_{name}", "name": "record", "arguments": "{}"}
        output = self.choose(([], [text], [call], [text, call]))
        response = self.active | {"status": status, "output": output}
        self.active = None
        self.server({"type": "response.done", "response": response})

    def error(self, code: str, frame: dict[str, Any]) -> None:
        body = {"type": "invalid_request_error", "code": code, "message": "", "event_id": frame["event_id"]}
        self.server({"type": "error", "error": body})

    def repeat(self) -> None:
        """A response is told of twice; a session or an error is not, as those have no name to know them by."""
        known = [frame for frame in self.history if frame["type"].startswith("response.")]
        if known and self.line.socket == "open":
            frame = self.choose(known)
            ended = {old["response"]["id"] for old in self.history if old["type"] == "response.done"}
            current = self.active["id"] if self.active else ""
            if frame["response"]["id"] in ended | {current} and self.mine(frame):
                self.put(frame)

    def mine(self, frame: dict[str, Any]) -> bool:
        """Whether it is of the session that is open: a server repeats nothing of another."""
        start = max((i for i, f in enumerate(self.history) if f["type"] == "opened"), default=-1)
        return frame in self.history[start + 1 :]

    def unknown(self) -> None:
        frame = self.choose(
            (
                {"type": "response.output_text.delta", "delta": "x"},
                {"type": "rate_limits.updated"},
                {"type": "response.done"},
                {"type": "response.created", "response": 5},
                {"type": ["error"]},
                {},
            )
        )
        self.put(frame)

    def forget(self) -> None:
        """A frame of ours is never answered."""
        if self.unread and self.unread[0]["type"] not in ("session.update", "response.create"):
            self.unread.pop(0)

    # The end.

    def settle(self) -> None:
        """Everybody does what is left to do."""
        for _ in range(200):
            if self.line.socket != "open":
                self.open()
            self.judge()
            self.wake()
            if self.active:
                self.end("completed")
            elif self.unread:
                self.serve()
        assert self.line.utterances == ()
        assert self.line.held == ()


def invariant_14_at_most_once(world: World) -> None:
    """After every step: of an utterance at most one end each, shown in between, and names that the server takes."""
    places: dict[tuple[type, str], int] = {}
    for number, each in enumerate(world.told):
        if isinstance(each, events.Generated | events.Audible | events.Played):
            assert (type(each), each.u) not in places, f"{each} is told twice"
            places[type(each), each.u] = number
            if isinstance(each, events.Audible):
                assert (events.Generated, each.u) in places, f"{each.u} is shown before it is there"
                assert (events.Played, each.u) not in places, f"{each.u} is shown after its end"
        if isinstance(each, events.Played):
            assert each.heard_ms <= each.total_ms, f"more of {each.u} was heard than there is"
    assert all(0 < len(frame["event_id"]) <= 32 for _, frame in world.sent)


def invariant_14_exactly_once(world: World) -> None:
    """When all is done that is left to do: exactly one end each, whatever came in between."""
    told = world.told
    names = [
        *world.asked,
        *(each.detail for each in told if isinstance(each, events.Trouble) and each.kind == "unsolicited"),
    ]
    order = {
        kind: [each.u for each in told if isinstance(each, kind)]
        for kind in (events.Generated, events.Audible, events.Played)
    }
    assert Counter(order[events.Generated]) == Counter(names), "exactly one generated each"
    assert Counter(order[events.Played]) == Counter(names), "exactly one played each"
    place = {(type(each), each.u): number for number, each in enumerate(told) if hasattr(each, "u")}
    for u in order[events.Audible]:
        assert place[events.Generated, u] < place[events.Audible, u] < place[events.Played, u]
    assert [each.u for each in world.delivered] == order[events.Audible], "what is told as shown was shown, once"
    full = [each.u for each in told if isinstance(each, events.Played) and each.extent == "full"]
    assert set(order[events.Audible]) <= set(full)
    ids = [frame["event_id"] for _, frame in world.sent]
    assert len(set(ids)) == len(ids)
    assert all(len(each) <= 32 for each in ids)
    outputs = [(f["item"]["call_id"], session) for session, f in world.sent if "call_id" in f.get("item", {})]
    assert len(set(outputs)) == len(outputs), "one output a call"
    assert all(world.made_in[name] == session for name, session in outputs), "in the session that made the call"
    firsts: list[tuple[str, str]] = []
    for _, frame in world.sent:
        key = _wish(frame)
        if key and key not in firsts:
            firsts.append(key)
    assert firsts == [wish for wish in world.wanted if wish in firsts], "in the order of the effects"


def _wish(frame: dict[str, Any]) -> tuple[str, str] | None:
    if frame["type"] == "response.create":
        return ("reply", frame["response"]["metadata"]["fk"])
    if frame.get("item", {}).get("role") == "system":
        return ("brief", frame["item"]["content"][0]["text"])
    return None


@settings(max_examples=600, deadline=None)
@given(st.lists(ACTIONS, min_size=5, max_size=60), st.data())
def test_the_promises_hold_in_any_order(actions, data):
    world = World(lambda options: options[data.draw(st.integers(0, len(options) - 1))])
    world.history.append({"type": "opened"})
    world.open()
    for action in actions:
        if action == "open":
            world.history.append({"type": "opened"})
        getattr(world, action)()
        invariant_14_at_most_once(world)
    world.settle()
    invariant_14_at_most_once(world)
    invariant_14_exactly_once(world)


SEED = int(os.environ.get("INVARIANTS_SEED", "1"))
LINES = int(os.environ.get("INVARIANTS_LINES", "150"))


def test_all_that_can_come_about_does():
    """By plain chance, with a count of what came about, so that no promise stands there for nothing."""
    seen: Counter[str] = Counter()
    for number in range(LINES):
        chance = random.Random(f"{SEED}/{number}")
        world = World(chance.choice)
        world.history.append({"type": "opened"})
        world.open()
        for _ in range(60):
            action = chance.choice(KINDS)
            if action == "open":
                world.history.append({"type": "opened"})
            getattr(world, action)()
            invariant_14_at_most_once(world)
        world.settle()
        invariant_14_exactly_once(world)
        seen.update(
            f"{type(each).__name__} {getattr(each, 'status', getattr(each, 'extent', ''))}" for each in world.told
        )
        seen.update(f"sent {frame['type']}" for _, frame in world.sent)
        seen.update(["cancelled"] * len(world.cancelled))
    wanted = [f"Generated {status}" for status in ("completed", "cancelled", "incomplete", "failed")]
    wanted += ["Played full", "Played none", "Audible ", "Lost ", "Back ", "Trouble ", "Words ", "cancelled"]
    wanted += [f"sent {kind}" for kind in ("session.update", "response.create", "response.cancel")]
    assert not [each for each in wanted if not seen[each]], seen
