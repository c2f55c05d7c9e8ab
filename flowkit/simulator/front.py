"""The front door: one port for WebSockets and for plain HTTP requests, told apart by the first line.

A connection is a WebSocket's unless its first request line is one that only plain HTTP has; until that line is there it
belongs to nobody.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from websockets.asyncio.server import ServerConnection

from flowkit.simulator.web import Answer, Request, WebConnection

FIRST_LINE_SECONDS = 10.0
_FIRST_LINE_LIMIT = 8192
_WEB_PATHS = ("/v1/chat/", "/v1/models")


class Front(ServerConnection):
    """A connection that may turn out to be plain HTTP.

    Args:
        answer: Answers a plain HTTP request.
        webs: Where plain HTTP connections are kept while they are open.
    """

    def __init__(
        self,
        *given: Any,
        answer: Callable[[Request], Awaitable[Answer]],
        webs: set[WebConnection],
        **settings: Any,
    ) -> None:
        super().__init__(*given, **settings)
        self._answer = answer
        self._webs = webs
        self._first = b""
        self._upgrades = False
        self._plain: asyncio.Transport | None = None
        self._patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Waits for the first line, but not for ever."""
        assert isinstance(transport, asyncio.Transport)
        self._plain = transport
        self._patience = self.loop.call_later(FIRST_LINE_SECONDS, transport.abort)

    def data_received(self, data: bytes) -> None:
        """Takes the first line, or what belongs to a WebSocket."""
        if self._upgrades:
            super().data_received(data)
            return
        self._first += data
        line, ended, _ = self._first.partition(b"\r\n")
        if not line[:1].isalpha():
            # A handshake of TLS, as a rule: it would wait for an answer that it can read.
            assert self._plain is not None
            self._plain.abort()
        elif ended or len(line) > _FIRST_LINE_LIMIT:
            self._decide(line)

    def _decide(self, line: bytes) -> None:
        assert self._plain is not None
        self._stop_waiting()
        first, self._first = self._first, b""
        if _is_plain(line):
            web = WebConnection(self._answer, self._webs)
            self._plain.set_protocol(web)
            web.connection_made(self._plain)
            web.data_received(first)
        else:
            self._upgrades = True
            super().connection_made(self._plain)
            super().data_received(first)

    def eof_received(self) -> None:
        """The client says no more."""
        if self._upgrades:
            super().eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone."""
        self._stop_waiting()
        if self._upgrades:
            super().connection_lost(exc)

    def _stop_waiting(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None


def _is_plain(line: bytes) -> bool:
    method, _, rest = line.decode("latin-1").partition(" ")
    if method in ("POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"):
        return True
    return method == "GET" and rest.startswith(_WEB_PATHS)
