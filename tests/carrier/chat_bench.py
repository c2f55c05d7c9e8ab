"""A chat endpoint that does what a test says."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from flowkit.carrier.chat_endpoint import ChatEndpoint
from flowkit.simulator.web import Answer, Request, WebConnection

MODELS = Answer(200, {"object": "list", "data": [{"id": "m1", "object": "model"}]})


def said(text: str | None = "Yes.", *calls: dict[str, Any], reason: str = "stop") -> Answer:
    """A completion."""
    message = {"role": "assistant", "content": text} | ({"tool_calls": list(calls)} if calls else {})
    return Answer(200, {"object": "chat.completion", "choices": [{"message": message, "finish_reason": reason}]})


def wrong(status: int, message: str = "No.", **error: Any) -> Answer:
    """An error."""
    return Answer(status, {"error": {"message": message, "type": "invalid_request_error", "param": None, **error}})


Serve = Callable[[Request], Awaitable[Answer]]


@dataclass
class Server:
    """A listener. `requests` are those of its clients, `webs` their open connections."""

    url: str = ""
    requests: list[Request] = field(default_factory=list)
    webs: set[WebConnection] = field(default_factory=set)
    closed: list[str] = field(default_factory=list)

    @property
    def posts(self) -> list[Request]:
        return [each for each in self.requests if each.method == "POST"]

    def endpoint(self, model: str = "", key: str = "") -> ChatEndpoint:
        return ChatEndpoint(f"{self.url}/v1", model, key)

    def cut(self) -> None:
        """Breaks off every connection."""
        for web in list(self.webs):
            web.close()


@contextlib.asynccontextmanager
async def listen(
    complete: Serve, models: Answer = MODELS, *, known: tuple[str, ...] = (), port: int = 0
) -> AsyncIterator[Server]:
    """Serves a list of models, those of `known` one by one, and completions by `complete`."""
    server = Server()

    async def answer(request: Request) -> Answer:
        server.requests.append(request)
        if request.method == "GET" and request.path == "/v1/models":
            return models
        if request.method == "GET":
            name = request.path.removeprefix("/v1/models/")
            return Answer(200, {"id": name}) if name in known else wrong(404, f"The model '{name}' is not here.")
        try:
            return await complete(request)
        except asyncio.CancelledError:
            server.closed.append(request.path)
            raise

    listener = await asyncio.get_running_loop().create_server(
        lambda: WebConnection(answer, server.webs), "127.0.0.1", port
    )
    server.url = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
    try:
        yield server
    finally:
        listener.close()
        server.cut()
        await listener.wait_closed()


def always(*answers: Answer) -> Serve:
    """Gives these answers one after the other, and the last from then on."""
    left = list(answers)

    async def complete(request: Request) -> Answer:
        return left.pop(0) if len(left) > 1 else left[0]

    return complete
