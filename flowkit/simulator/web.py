"""Plain HTTP/1.1, as much of it as JSON requests need: a head, a body of known length, one JSON answer, keep-alive."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

_log = logging.getLogger(__name__)

HEAD_LIMIT = 64 * 1024
BODY_LIMIT = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Request:
    """One request; header names are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer."""

    status: int
    body: Any


class _Unreadable(Exception):
    """What came is no request that can be answered: with this status, and the connection ends."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class WebConnection(asyncio.Protocol):
    """A connection over which one request after the other is answered.

    A client that goes away ends the request that runs.

    Args:
        answer: Answers a request.
        kept: Holds this connection while it is open.
    """

    def __init__(self, answer: Callable[[Request], Awaitable[Answer]], kept: set[WebConnection]) -> None:
        self._answer = answer
        self._kept = kept
        self._received = bytearray()
        self._head: Request | None = None
        self._length = 0
        self._running: asyncio.Task[None] | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The connection is open."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._kept.add(self)

    def data_received(self, data: bytes) -> None:
        """Bytes of the client."""
        self._received += data
        self._go_on()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone: nobody waits for what runs."""
        self._kept.discard(self)
        if self._running is not None:
            self._running.cancel()

    def close(self) -> None:
        """Ends the connection."""
        if self._transport is not None:
            self._transport.abort()

    def _go_on(self) -> None:
        """Takes up the next request, once it is whole and the one before it is answered."""
        if self._running is not None:
            return
        try:
            request = self._whole()
        except _Unreadable as unreadable:
            self._write(Answer(unreadable.status, _plain_error(unreadable.status.phrase)), keep=False)
            return
        if request is not None:
            self._running = asyncio.create_task(self._run(request))

    def _whole(self) -> Request | None:
        if self._head is None:
            end = self._received.find(b"\r\n\r\n")
            if end < 0:
                if len(self._received) > HEAD_LIMIT:
                    raise _Unreadable(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
                return None
            self._head = _read_head(bytes(self._received[:end]))
            self._length = _length(self._head)
            del self._received[: end + 4]
            if self._head.headers.get("expect", "").lower() == "100-continue" and self._transport is not None:
                self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        if len(self._received) < self._length:
            return None
        head, self._head = self._head, None
        body = bytes(self._received[: self._length])
        del self._received[: self._length]
        return Request(head.method, head.path, head.headers, body)

    async def _run(self, request: Request) -> None:
        try:
            answer = await self._answer(request)
        except Exception:
            _log.exception("a request broke the server")
            answer = Answer(500, _plain_error("The server had an error."))
        self._running = None
        self._write(answer, keep=request.headers.get("connection", "").lower() != "close")
        self._go_on()

    def _write(self, answer: Answer, *, keep: bool) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        body = json.dumps(answer.body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        status = HTTPStatus(answer.status)
        lines = [
            f"HTTP/1.1 {status.value} {status.phrase}",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
            f"Connection: {'keep-alive' if keep else 'close'}",
        ]
        self._transport.write("\r\n".join([*lines, "", ""]).encode() + body)
        if not keep:
            self._transport.close()


def _read_head(head: bytes) -> Request:
    first, *lines = head.decode("latin-1").split("\r\n")
    parts = first.split(" ")
    if len(parts) != 3 or not parts[2].startswith("HTTP/1."):
        raise _Unreadable(HTTPStatus.BAD_REQUEST)
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon:
            raise _Unreadable(HTTPStatus.BAD_REQUEST)
        headers[name.strip().lower()] = value.strip()
    return Request(parts[0], parts[1], headers)


def _length(head: Request) -> int:
    if "transfer-encoding" in head.headers:
        raise _Unreadable(HTTPStatus.LENGTH_REQUIRED)
    given = head.headers.get("content-length", "0")
    if not given.isdecimal():
        raise _Unreadable(HTTPStatus.BAD_REQUEST)
    if int(given) > BODY_LIMIT:
        raise _Unreadable(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return int(given)


def _plain_error(message: str) -> dict[str, Any]:
    return {"error": {"message": message, "type": "server_error", "param": None, "code": None}}
