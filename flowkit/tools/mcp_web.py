"""What an MCP server over HTTP may do to us: nothing. Its answers are bounded, and its silence ends one call only.

The session of the SDK ends as a whole when one request finds no server or loses it on the way, and takes all calls that
are under way with it. So such a request is answered here, with an error in the protocol's own form.
"""

from collections.abc import AsyncIterator, Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Final

import httpx2

from flowkit.tools.backend import CallFailed
from flowkit.tools.exchange import Departure
from flowkit.tools.mcp_codes import LOST, NOT_REACHED

MOST_BYTES: Final = 2_000_000
"""The largest answer of a server to one message."""
_TIMEOUT: Final = httpx2.Timeout(30.0, connect=5.0, read=300.0)


def make_client(headers: tuple[tuple[str, str], ...], own_machine: bool) -> httpx2.AsyncClient:
    """The client of a session; making it takes a moment, so not in an event loop.

    Args:
        headers: sent with each request.
        own_machine: whether the server is on this machine: proxies are for the world outside.
    """
    given = [("Accept-Encoding", "identity"), ("User-Agent", "flowkit"), *headers]
    client = _Careful(headers=given, timeout=_TIMEOUT, trust_env=not own_machine, follow_redirects=False)
    client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=()))
    return client


class _Careful(httpx2.AsyncClient):
    async def send(self, request: httpx2.Request, **options: Any) -> httpx2.Response:
        departure = Departure()
        request.extensions = {**request.extensions, "trace": departure}
        try:
            response = await super().send(request, **options)
        except (httpx2.TransportError, CallFailed):
            if departure.left:
                return _error(request, LOST, "the answer was lost")
            return _error(request, NOT_REACHED, "the server is not reached")
        if not response.is_stream_consumed and isinstance(response.stream, httpx2.AsyncByteStream):
            # The stream that a server may hold open for its own messages has no end.
            most = MOST_BYTES if request.method == "POST" else None
            response.stream = _Bounded(response.stream, response.headers, most)
        return response


class _Bounded(httpx2.AsyncByteStream):
    """A body that ends with an error which concerns this request alone."""

    def __init__(self, inner: httpx2.AsyncByteStream, headers: Mapping[str, str], most: int | None) -> None:
        self._inner = inner
        self._packed = headers.get("content-encoding", "identity").lower() != "identity"
        self._most = most

    async def __aiter__(self) -> AsyncIterator[bytes]:
        if self._packed:
            raise httpx2.StreamError("a packed answer, which was not asked for")
        taken = 0
        try:
            async for chunk in self._inner:
                taken += len(chunk)
                if self._most is not None and taken > self._most:
                    raise httpx2.StreamError("an answer that is too large")
                yield chunk
        except httpx2.TransportError as error:
            raise httpx2.StreamError(type(error).__name__) from error

    async def aclose(self) -> None:
        await self._inner.aclose()


def _error(request: httpx2.Request, code: int, message: str) -> httpx2.Response:
    error = {"jsonrpc": "2.0", "id": None, "error": {"code": code, "message": message}}
    return httpx2.Response(503, json=error, request=request)
