"""The listener: a local server that speaks the OpenAI Realtime protocol, and chat completions beside it.

Point any client at `Simulator.url`, as it would be pointed at the API. Behind it stands a model: by default the small
rule-based one of `flowkit.simulator.local_model`, which is a stand-in and knows nothing but what it is shown.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import ipaddress
import json
import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Literal, cast

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from flowkit.simulator.admission import refusal, ticket
from flowkit.simulator.adversary.adversary import Adversary
from flowkit.simulator.chat.endpoint import ChatEndpoint, Exchange
from flowkit.simulator.connection import Connection
from flowkit.simulator.errors import BETA_DISABLED, ProtocolError
from flowkit.simulator.front import Front
from flowkit.simulator.ids import Ids
from flowkit.simulator.local_model import LocalModel
from flowkit.simulator.model import Model
from flowkit.simulator.session import Session
from flowkit.simulator.web import WebConnection

_FRAMES_KEPT = 20_000
# Larger frames end the connection; up to here a too large event is answered with an error.
_FRAME_LIMIT = 64 * 1024 * 1024
_SHAPE_CLOSE = 4000
_EXPIRED_CLOSE = 1001


_HANDSHAKES = logging.getLogger(f"{__name__}.handshakes")
# Whoever knocks without speaking the protocol (a port scan, a browser) is no news, least of all a traceback.
_HANDSHAKES.addHandler(logging.NullHandler())
_HANDSHAKES.propagate = False


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame of the log.

    Attributes:
        connection: The number of the connection, from 1.
        sender: Who sent it.
        event: The event; a frame that is no JSON object stands under `unreadable`.
    """

    connection: int
    sender: Literal["client", "server"]
    event: dict[str, Any]


class Simulator:
    """A local server for Realtime and for chat completions, used as an async context manager.

    Args:
        host: The address to listen on; one that is not loopback needs an `api_key`.
        port: The TCP port; 0 takes a free one.
        seed: Ids and the cutting of deltas are the same for the same seed.
        api_key: The only key let in; `None` lets any in.
        model: What answers; the local model by default.
        adversary: What bends the model's answers; nothing does by default.
        pace: Seconds between two deltas; 0 streams as fast as the socket takes it.
        session_seconds: How long a session lives.
        clock: Unix seconds, for `expires_at` alone.

    Raises:
        ValueError: The host is reachable from elsewhere and there is no key.
    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        seed: int = 0,
        api_key: str | None = None,
        model: Model | None = None,
        adversary: Adversary | None = None,
        pace: float = 0.0,
        session_seconds: float = 3600.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        if api_key is None and not _is_loopback(host):
            raise ValueError(f"'{host}' can be reached from other machines: give the simulator an api_key first")
        self._host = host
        self._port = port
        self._seed = seed
        self._api_key = api_key
        self._model: Model = LocalModel() if model is None else model
        self._adversary = adversary
        self._pace = pace
        self._session_seconds = session_seconds
        self._clock = clock
        self._server: Server | None = None
        self._connections = 0
        # Numbers of WebSocket connections begin at 1; chat requests have the ids of none.
        self._chat = ChatEndpoint(self._model_for(0), Ids(seed, 0), api_key, clock)
        self._webs: set[WebConnection] = set()
        self.frames: deque[Frame] = deque(maxlen=_FRAMES_KEPT)

    async def __aenter__(self) -> Simulator:
        """Starts listening.

        Raises:
            OSError: The port is taken or may not be used.
        """
        self._server = await serve(
            self._serve_client,
            self._host,
            self._port,
            process_request=self._admit,
            server_header=None,
            max_size=_FRAME_LIMIT,
            logger=_HANDSHAKES,
            create_connection=cast(Any, functools.partial(Front, answer=self._chat.answer, webs=self._webs)),
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes every connection and the listener."""
        if self._server is not None:
            for web in list(self._webs):
                web.close()
            self._server.close()
            await self._server.wait_closed()
            self._server = None

    @property
    def exchanges(self) -> deque[Exchange]:
        """The log of chat requests and their answers."""
        return self._chat.exchanges

    @property
    def port(self) -> int:
        """The port it listens on.

        Raises:
            RuntimeError: It does not listen.
        """
        if self._server is None:
            raise RuntimeError("the simulator is not running: use it as 'async with Simulator() as simulator'")
        port: int = next(iter(self._server.sockets)).getsockname()[1]
        return port

    @property
    def url(self) -> str:
        """The base URL for a client, such as `http://127.0.0.1:40123/v1`."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self.port}/v1"

    async def serve_forever(self) -> None:
        """Serves until it is cancelled; starts listening first when it does not yet.

        Raises:
            OSError: The port is taken or may not be used.
        """
        if self._server is None:
            async with self:
                await self.serve_forever()
            return
        await self._server.serve_forever()

    def _model_for(self, connection: int) -> Model:
        return self._model if self._adversary is None else self._adversary.beside(self._model, connection)

    def _admit(self, connection: ServerConnection, request: Request) -> Response | None:
        return refusal(request, self._api_key)

    async def _serve_client(self, socket: ServerConnection) -> None:
        self._connections += 1
        number = self._connections
        ids = Ids(self._seed, number)
        assert socket.request is not None
        wanted = ticket(socket.request)

        async def send(event: dict[str, Any]) -> None:
            text = json.dumps(event, ensure_ascii=False, separators=(",", ":"))
            # The log keeps what the client got, not objects that change later.
            self.frames.append(Frame(number, "server", json.loads(text)))
            with contextlib.suppress(ConnectionClosed):
                await socket.send(text)

        if wanted.beta or wanted.model is None:
            await _turn_away(socket, ids, send, beta=wanted.beta)
            return
        session = Session(ids.new("sess"), wanted.model, int(self._clock() + self._session_seconds))
        connection = Connection(session, ids, self._model_for(number), send, self._pace)
        await self._converse(socket, connection, number)

    async def _converse(self, socket: ServerConnection, connection: Connection, number: int) -> None:
        try:
            async with asyncio.timeout(self._session_seconds):
                await connection.open()
                async for frame in socket:
                    self.frames.append(Frame(number, "client", _logged(frame)))
                    await connection.handle(frame)
        except TimeoutError:
            minutes = f"{self._session_seconds / 60:g}"
            reason = f"Your session hit the maximum duration of {minutes} minutes."
            await connection.send("error", error=ProtocolError("session_expired", reason).body(None))
            await socket.close(_EXPIRED_CLOSE, reason)
        except ConnectionClosed:
            pass
        finally:
            await connection.close()


async def _turn_away(socket: ServerConnection, ids: Ids, send: Callable[..., Any], *, beta: bool) -> None:
    """Ends a connection that was upgraded all the same: an error first, then close 4000."""
    if beta:
        error = ProtocolError(
            BETA_DISABLED, "The Realtime API beta has ended; remove the OpenAI-Beta header and use the current shapes."
        )
    else:
        error = ProtocolError("missing_model", "You must name a model: add '?model=…' to the URL.", "model")
    await send({"type": "error", "event_id": ids.new("event"), "error": error.body(None)})
    await socket.close(_SHAPE_CLOSE, f"invalid_request_error.{error.code}")


def _logged(frame: str | bytes) -> dict[str, Any]:
    with contextlib.suppress(ValueError, RecursionError):
        event = json.loads(frame)
        if isinstance(event, dict):
            return event
    return {"unreadable": repr(frame[:200])}


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
