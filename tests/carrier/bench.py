"""A model's server that does what a test says, and a small engine that is easy to foretell."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from flowkit.carrier.clock import Clock, VirtualClock
from flowkit.carrier.equipment import Equipment
from flowkit.carrier.socket import Endpoint
from flowkit.engine import effects, events
from flowkit.engine.call import Call
from flowkit.engine.codec import to_json
from flowkit.engine.effects import Effect, RunTool
from flowkit.engine.events import CallStarted, Event, ToolDone
from flowkit.journal.rows import Row
from flowkit.lines.traffic import Delivery

START = 1_772_449_200_000
SESSIONS: dict[str, Any] = {"open": {"type": "realtime", "instructions": "Be brief.", "tools": []}}
STARTED = CallStarted("call_1", "text")

Handler = Callable[["Peer"], Awaitable[None]]


class Peer:
    """The server's end of one connection. `frames` are those of the client so far."""

    def __init__(self, socket: ServerConnection, number: int) -> None:
        self.socket = socket
        self.number = number
        self.frames: list[dict[str, Any]] = []
        self.responses = 0

    @property
    def kinds(self) -> list[str]:
        return [frame["type"] for frame in self.frames]

    async def say(self, kind: str, **fields: Any) -> None:
        await self.socket.send(json.dumps({"type": kind, "event_id": "event_1", **fields}))

    async def hello(self) -> None:
        await self.say("session.created", session={"type": "realtime", "tools": []})

    async def hear(self) -> dict[str, Any]:
        frame = json.loads(await self.socket.recv())
        self.frames.append(frame)
        return frame

    async def hear_until(self, kind: str) -> dict[str, Any]:
        while (frame := await self.hear())["type"] != kind:
            if frame["type"] == "session.update":
                await self.confirm(frame)
        return frame

    async def confirm(self, update: dict[str, Any]) -> None:
        await self.say("session.updated", session=update["session"])

    async def begin(self, create: dict[str, Any]) -> dict[str, Any]:
        self.responses += 1
        metadata = create["response"]["metadata"]
        response = {"id": f"resp_{self.number}_{self.responses}", "metadata": metadata, "conversation_id": "conv_1"}
        await self.say("response.created", response=response)
        return response

    async def end(self, response: dict[str, Any], *output: dict[str, Any], status: str = "completed") -> None:
        await self.say("response.done", response=response | {"status": status, "output": list(output)})

    async def behave(self, answer: Callable[[int], str] = lambda number: f"Answer {number}.") -> None:
        """Confirms every session and answers every request, until the client goes."""
        await self.hello()
        with contextlib.suppress(ConnectionClosed):
            while True:
                frame = await self.hear()
                if frame["type"] == "session.update":
                    await self.confirm(frame)
                elif frame["type"] == "response.create":
                    response = await self.begin(frame)
                    await self.end(response, words(answer(self.responses), f"item_{self.number}_{self.responses}"))


def words(text: str, item_id: str = "item_1") -> dict[str, Any]:
    content = [{"type": "output_text", "text": text}]
    return {"id": item_id, "type": "message", "role": "assistant", "status": "completed", "content": content}


@dataclass
class Server:
    """A listener. `peers` are its connections, `keys` and `paths` what their handshakes had."""

    url: str = ""
    peers: list[Peer] = field(default_factory=list)
    headers: list[Any] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    tasks: list[asyncio.Task[Any]] = field(default_factory=list)

    def endpoint(self, key: str = "sk-test-0123456789", model: str = "gpt-realtime-2.1") -> Endpoint:
        return Endpoint(model, key, f"{self.url}/v1")


@contextlib.asynccontextmanager
async def listen(*handlers: Handler, status: int = 0, body: bytes = b"") -> AsyncIterator[Server]:
    """Serves connections, the first by the first handler and so on, all later ones by the last."""
    server = Server()

    async def handle(socket: ServerConnection) -> None:
        peer = Peer(socket, len(server.peers) + 1)
        server.peers.append(peer)
        task = asyncio.current_task()
        assert task is not None
        server.tasks.append(task)
        with contextlib.suppress(ConnectionClosed, asyncio.CancelledError):
            await handlers[min(peer.number, len(handlers)) - 1](peer)

    def admit(socket: ServerConnection, request: Any) -> Any:
        server.headers.append(request.headers)
        server.paths.append(request.path)
        if status:
            return socket.respond(HTTPStatus(status), body.decode("latin-1"))
        return None

    async with serve(handle, "127.0.0.1", 0, process_request=admit) as listener:
        port = next(iter(listener.sockets)).getsockname()[1]
        server.url = f"http://127.0.0.1:{port}"
        try:
            yield server
        finally:
            for task in server.tasks:
                task.cancel()


def engine(program: Any, call: Call, event: Event) -> tuple[Call, tuple[Effect, ...]]:
    """Greets, answers every message by a reply, and does what a few words say. Its state is in `call`."""
    if call.over or event.n <= call.seq:
        return call, ()
    call = call.copy()
    call.seq = event.n
    wanted = list(_decide(call, event))
    for effect in wanted:
        if isinstance(effect, effects.Timer):
            call.timers.pop(effect.name, None)
            if effect.at is not None:
                call.timers[effect.name] = effect.at
    return call, tuple(wanted)


def _decide(call: Call, event: Event) -> Sequence[Effect]:
    match event:
        case CallStarted(call=call_id):
            call.id, call.stage = call_id, "starting"
            return [effects.Configure("open")]
        case events.LineReady():
            call.stage = "live"
            return [effects.Say(_u(call), "Hello.")]
        case events.Words(text="bye"):
            return [*_end(call)]
        case events.Words(text="read" | "write" as text):
            run = RunTool("r1", text, {"x": 1}, timeout_ms=5000, write=text == "write")
            return [run, effects.Timer("tool r1", event.at + 5500), effects.Timer("no_input")]
        case events.Words(text="person"):
            return [effects.Transfer("desk", "+1"), effects.Timer("no_input")]
        case events.Words(text="count"):
            return [effects.Count("d1", ()), effects.Reserve("r9", ()), effects.Release("r8")]
        case events.Words(text="give back"):
            return [effects.Reserve("r9", ()), effects.Release("r9")]
        case events.Words(text="forget it"):
            return [effects.Abandon("r1"), effects.Timer("tool r1"), effects.Say(_u(call), "Forgotten.")]
        case events.Words():
            return [effects.Brief("STEP 1", "d"), effects.Reply(_u(call)), effects.Timer("generate", event.at + 6000)]
        case events.Generated():
            clear: list[Effect] = [effects.Timer("generate")]
            return [*clear, effects.Cancel(event.u)] if "secret" in event.text else clear
        case events.Played():
            return [effects.Timer("no_input", event.at + 7000)]
        case ToolDone(outcome=outcome):
            call.stage = "over" if call.stage == "draining" else call.stage
            return [effects.Timer("tool r1"), effects.Say(_u(call), f"It is {outcome}.")]
        case events.Transferred(outcome=outcome):
            call.stage = "over"
            return [effects.Note("closed", {"outcome": outcome})]
        case events.Counted() | events.Reserved():
            return [effects.Note("limit", to_json(event))]
        case events.Tick(timer="no_input"):
            call.no_input += 1
            return [effects.Say(_u(call), "Still there?")] if call.no_input < 3 else _end(call)
        case events.Tick(timer="generate"):
            return [effects.Cancel(f"u{call.utterance_count}"), effects.Say(_u(call), "Sorry?")]
        case events.Back():
            said = [effects.Say(_u(call), "I am back.")] if call.stage == "live" else []
            return [effects.Configure("open"), *said]
        case events.Trouble(kind="fatal"):
            return [effects.Say(_u(call), "I connect you."), effects.Transfer("desk")] if call.stage == "live" else []
        case events.Lost(what="caller"):
            call.stage = "draining" if "tool r1" in call.timers else "over"
            return [effects.Note("closed", {"outcome": "caller"})]
        case _:
            return []


def _u(call: Call) -> str:
    call.utterance_count += 1
    return f"u{call.utterance_count}"


def _end(call: Call) -> Sequence[Effect]:
    goodbye = effects.Say(_u(call), "Goodbye.")
    call.stage = "over"
    return [goodbye, effects.HangUp(), effects.Note("closed", {"outcome": "resolved"})]


class Memory:
    """A journal that lasts as long as the test."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.writes: list[int] = []

    def append(self, call_id: str, rows: Sequence[Row]) -> None:
        assert call_id == "call_1"
        self.rows += rows
        self.writes.append(len(rows))

    @property
    def names(self) -> list[str]:
        """What happened, without what was done about it."""
        return [row.body["type"] for row in self.rows if row.kind == "event"]

    def of(self, name: str) -> list[dict[str, Any]]:
        """The bodies of one kind of row."""
        return [dict(row.body) for row in self.rows if row.body["type"] == name]


class Tools:
    """Runs tools as a test wants; `runs` are those that were begun."""

    def __init__(self, work: Callable[[RunTool], Awaitable[ToolDone]] | None = None) -> None:
        self.runs: list[RunTool] = []
        self._work = work

    async def run(self, effect: RunTool) -> ToolDone:
        self.runs.append(effect)
        return await self._work(effect) if self._work else ToolDone(effect.run, "ok")


@dataclass
class Room:
    """A call's equipment, and what came out of it."""

    journal: Memory = field(default_factory=Memory)
    tools: Tools = field(default_factory=Tools)
    heard: list[str] = field(default_factory=list)

    def equipment(self, endpoint: Endpoint | Any, clock: Clock | None = None, **more: Any) -> Equipment:
        def deliver(delivery: Delivery) -> None:
            self.heard.append(delivery.text)

        return Equipment(
            program=None,  # type: ignore[arg-type]
            sessions=SESSIONS,
            connect=endpoint.connect if isinstance(endpoint, Endpoint) else endpoint,
            tools=self.tools,
            journal=self.journal,
            clock=clock or VirtualClock(START),
            extras={"model": "gpt-realtime-2.1"},
            deliver=deliver,
            **{"step": engine} | more,
        )


def script(*messages: str) -> Callable[[Any], Awaitable[None]]:
    """A caller who waits for their turn, says one thing after the other, and then nothing more."""

    async def caller(call: Any) -> None:
        for message in messages:
            if not await call.quiet():
                return
            await call.message(message)

    return caller


def play(work: Awaitable[Any], seconds: float = 20.0) -> Any:
    """Runs a test's coroutine; it fails if it takes too long."""

    async def within() -> Any:
        async with asyncio.timeout(seconds):
            return await work

    return asyncio.run(within())
