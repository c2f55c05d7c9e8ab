"""Scenes for the local model, and a plain WebSocket client for the server."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Coroutine, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from websockets.asyncio.client import ClientConnection, connect

from flowkit.simulator import Output, Seen, Simulator, Speech
from flowkit.simulator.local_model import LocalModel

SCENES = Path(__file__).parent / "scenes"
CONTROL: dict[str, dict[str, Any]] = {
    "choose": {"option": {"type": "string"}},
    "request": {
        "kind": {"type": "string", "enum": ["person", "repeat", "cancel", "switch"]},
        "flow": {"type": "string"},
    },
    "wait": {},
}


def function(name: str, description: str, properties: dict[str, Any], required: Sequence[str] = ()) -> dict[str, Any]:
    schema = {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}
    return {"type": "function", "name": name, "description": description, "parameters": schema}


@cache
def scene(domain: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((SCENES / f"{domain}.yaml").read_text())
    return loaded


def tools(domain: str) -> tuple[dict[str, Any], ...]:
    data = scene(domain)
    own = [
        function(name, one["description"], {field: {"type": "string"} for field in one["input"]}, one["input"])
        for name, one in data["tools"].items()
    ]
    control = [function(name, f"The function {name}.", properties) for name, properties in CONTROL.items()]
    return (function("record", "Reports what the caller said.", data["record"]), *control, *own)


def message(role: str, text: str) -> dict[str, Any]:
    kind = "output_text" if role == "assistant" else "input_text"
    return {"type": "message", "role": role, "status": "completed", "content": [{"type": kind, "text": text}]}


def written(outputs: Sequence[Output]) -> str:
    """Outputs in one line: speech in quotation marks, calls as `name{arguments}`."""
    return " + ".join(f'"{one.text}"' if isinstance(one, Speech) else f"{one.name}{one.arguments}" for one in outputs)


@pytest.fixture
def hear() -> Callable[[str, str], str]:
    """What the local model does with a caller's words at a step, after the step's question was asked."""

    def answer(step: str, words: str) -> str:
        domain, _, name = step.partition(".")
        note = scene(domain)["notes"][name]
        asked = re.search(r'Then ask: "(.*)"', note)
        agent = asked.group(1) if asked else "All right."
        items = (message("assistant", agent), message("user", words), message("system", note))
        return written(LocalModel()(Seen(scene(domain)["instructions"], items, tools(domain))))

    return answer


@pytest.fixture
def speak() -> Callable[..., str]:
    """What the local model does after the given items; a text is a step's name, or a system note."""

    def answer(domain: str, *items: dict[str, Any] | str, **seen: Any) -> str:
        notes = scene(domain)["notes"]
        read = [message("system", notes.get(one, one)) if isinstance(one, str) else one for one in items]
        shown = {"instructions": scene(domain)["instructions"], "tools": tools(domain), **seen}
        return written(LocalModel()(Seen(items=tuple(read), **shown)))

    return answer


@pytest.fixture
def record_schema() -> Callable[[str], dict[str, Any]]:
    """The schema of `record` in a domain."""

    def schema(domain: str) -> dict[str, Any]:
        parameters: dict[str, Any] = tools(domain)[0]["parameters"]
        return parameters

    return schema


@pytest.fixture
def say() -> Callable[[str, str], dict[str, Any]]:
    """A message item: role and text."""
    return message


class Client:
    """A client that sends events and reads until one of a type arrives."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.events: list[dict[str, Any]] = []

    async def send(self, kind: str, **fields: Any) -> None:
        await self.socket.send(json.dumps({"type": kind, **fields}))

    async def next(self) -> dict[str, Any]:
        event: dict[str, Any] = json.loads(await asyncio.wait_for(self.socket.recv(), 5))
        self.events.append(event)
        return event

    async def until(self, kind: str) -> dict[str, Any]:
        while True:
            event = await self.next()
            if event["type"] == kind:
                return event

    async def ask(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Sends one event and returns the next answer."""
        await self.send(kind, **fields)
        return await self.next()

    async def refused(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Sends one event and returns the error it gets."""
        event = await self.ask(kind, **fields)
        assert event["type"] == "error", event
        error: dict[str, Any] = event["error"]
        return error

    async def text_mode(self, **session: Any) -> None:
        await self.send("session.update", session={"type": "realtime", "output_modalities": ["text"], **session})
        await self.until("session.updated")

    async def user(self, text: str, **item: Any) -> None:
        content = [{"type": "input_text", "text": text}]
        await self.send(
            "conversation.item.create", item={"type": "message", "role": "user", "content": content, **item}
        )
        await self.until("conversation.item.done")

    async def respond(self, **response: Any) -> dict[str, Any]:
        await self.send("response.create", response=response)
        done = await self.until("response.done")
        await self.until("rate_limits.updated")
        finished: dict[str, Any] = done["response"]
        return finished

    def kinds(self) -> list[str]:
        return [event["type"] for event in self.events]


Script = Callable[[Client], Coroutine[Any, Any, None]]


@pytest.fixture
def talk() -> Callable[..., Simulator]:
    """Runs a script as one client of a simulator and returns the simulator, for its frames."""

    def run(script: Script, *, path: str = "/realtime?model=gpt-realtime-2.1", **settings: Any) -> Simulator:
        async def main() -> Simulator:
            async with Simulator(**settings) as simulator:
                url = simulator.url.replace("http", "ws") + path
                async with connect(url, additional_headers={"Authorization": "Bearer x"}) as socket:
                    client = Client(socket)
                    await client.until("session.created")
                    await script(client)
                return simulator

        return asyncio.run(main())

    return run
