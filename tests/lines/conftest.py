"""A line under test with its server: frames go in by hand, and everything that the line ever sends is checked."""

from typing import Any

import pytest

from flowkit.engine import events
from flowkit.lines.realtime import Delivery, Forsake, Input, Opened, Realtime, Wake, on


def tool(name: str) -> dict[str, Any]:
    """A function tool with an empty schema."""
    parameters = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
    return {"type": "function", "name": name, "description": "Does it.", "parameters": parameters}


TURN_DETECTION = {"type": "server_vad", "silence_duration_ms": 500, "create_response": False}
SESSIONS: dict[str, Any] = {
    group: {
        "type": "realtime",
        "instructions": f"You are in {group}.",
        "tools": [tool("record"), tool("choose"), *more],
        "tool_choice": "auto",
        "audio": {"input": {"turn_detection": TURN_DETECTION}},
        "truncation": {"type": "retention_ratio", "retention_ratio": 0.8},
    }
    for group, more in {"open": [], "authenticated": [tool("get_order")]}.items()
}


class Bench:
    """A line, and everything that came out of it."""

    def __init__(self, line: Realtime) -> None:
        self.line = line
        self.frames: list[dict[str, Any]] = []
        self.delivered: list[Delivery] = []
        self.wakes: list[Wake] = []
        self.forsaken = 0
        self.events: list[events.Event] = []

    def put(self, *inputs: Input) -> "Bench":
        """Puts inputs in, one after the other."""
        for each in inputs:
            self.line, outgoing, told = on(self.line, each)
            self.events += told
            for out in outgoing:
                match out:
                    case Delivery():
                        self.delivered.append(out)
                    case Wake():
                        self.wakes.append(out)
                    case Forsake():
                        self.forsaken += 1
                    case _:
                        self.frames.append(out)
        return self

    def clear(self) -> "Bench":
        """Forgets what came out so far."""
        for kept in (self.frames, self.delivered, self.wakes, self.events):
            kept.clear()
        return self

    @property
    def kinds(self) -> list[str]:
        """The types of the frames that came out."""
        return [frame["type"] for frame in self.frames]

    def updated(self, session: dict[str, Any] | None = None) -> "Bench":
        """The server confirms the oldest session that it has not confirmed, or another one."""
        return self.put({"type": "session.updated", "session": session or dict(self.line.updates[0].session)})

    def opened(self) -> "Bench":
        """A session that is up and configured as `open`, with nothing noted down yet."""
        from flowkit.engine.effects import Configure

        return self.put(Opened(1), Configure("open")).updated().clear()

    def created(self, response_id: str, u: str | None) -> "Bench":
        """The server begins a response."""
        metadata = {"fk": u} if u else None
        response = {"id": response_id, "metadata": metadata, "conversation_id": "conv_1", "output": []}
        return self.put({"type": "response.created", "response": response})

    def done(self, response_id: str, u: str | None, *output: dict[str, Any], **more: Any) -> "Bench":
        """The server ends a response."""
        return self.put({"type": "response.done", "response": finished(response_id, u, *output, **more)})

    def error(self, code: str, event_id: str | None = None, message: str = "", kind: str = "") -> "Bench":
        """The server refuses something."""
        body = {"type": kind or "invalid_request_error", "code": code, "message": message, "event_id": event_id}
        return self.put({"type": "error", "error": body})


def finished(response_id: str, u: str | None, *output: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The `response` object of `response.done`."""
    metadata = {"fk": u} if u else None
    base = {"id": response_id, "metadata": metadata, "conversation_id": "conv_1", "status": "completed"}
    return base | {"output": list(output), "usage": {"total_tokens": 9}} | more


def message(text: str, item_id: str = "item_m") -> dict[str, Any]:
    """A message item of a response."""
    content = [{"type": "output_text", "text": text}]
    return {"id": item_id, "type": "message", "role": "assistant", "status": "completed", "content": content}


def call(call_id: str, name: str = "record", arguments: str = "{}", status: str = "completed") -> dict[str, Any]:
    """A function call item of a response."""
    item = {"id": f"item_{call_id}", "type": "function_call", "call_id": call_id, "name": name}
    return item | {"arguments": arguments, "status": status}


class Said:
    """Builders of what the server says, for tests that cannot import this file."""

    message = staticmethod(message)
    call = staticmethod(call)
    finished = staticmethod(finished)
    tool = staticmethod(tool)
    sessions = SESSIONS
    bench = Bench


@pytest.fixture
def said() -> type[Said]:
    """Builders of server items."""
    return Said


@pytest.fixture
def bench() -> Bench:
    """A text line of a model that reasons, without a socket."""
    extras = {"model": "gpt-realtime-2.1", "parallel_tool_calls": True, "reasoning": {"effort": "low"}}
    return Bench(Realtime.new(SESSIONS, extras))
