"""One exchange over HTTP: a request, and an answer that is bounded in size and time.

No redirect is followed, no cookie is kept (it would go from one caller to the next), and no address is logged, since
the values in it are a caller's. A request that did not leave has failed, and it does not leave after its time; whatever
goes wrong once it has left is no answer.
"""

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Any, Final

from flowkit.tools.addresses import is_loopback
from flowkit.tools.backend import CallFailed, NoAnswer, check_time
from flowkit.tools.request import Request

if TYPE_CHECKING:
    import httpx2

MOST_BYTES: Final = 1_000_000
"""The largest body of an answer."""
MOST_CONNECT_S: Final = 5.0

_quiet: ContextVar[bool] = ContextVar("quiet", default=False)
_LOGGERS: Final = ("httpx2", "httpcore2.connection", "httpcore2.http11", "httpcore2.proxy")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `body` is `None` where it cannot be taken: too large, or packed."""

    status: int
    media_type: str
    body: bytes | None


class Departure:
    """Whether a request has left; give it to a request as its extension `trace`."""

    def __init__(self) -> None:
        self.left = False

    async def __call__(self, event: str, info: Any) -> None:
        """Called by the client with each step; raises `CallFailed` if it is too late to send."""
        if event.endswith(".send_request_headers.started") and not self.left:
            check_time()
            self.left = True


def make_client(base_url: str) -> "httpx2.AsyncClient":
    """A client for one system; making it takes a moment, so not in an event loop."""
    import httpx2

    own_machine = is_loopback(base_url)
    # To read all the certificates that this machine trusts takes a while; without TLS none is looked at.
    plain = own_machine and base_url.startswith("http:")
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_not_ours)
    client = httpx2.AsyncClient(
        follow_redirects=False,
        verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if plain else True,
        # Proxies are for the world outside.
        trust_env=not own_machine,
        limits=httpx2.Limits(max_connections=100, max_keepalive_connections=20),
        headers={"User-Agent": "flowkit"},
    )
    client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=()))
    return client


def _not_ours(record: logging.LogRecord) -> bool:
    return not _quiet.get()


async def exchange(
    client: "httpx2.AsyncClient", request: Request, headers: Iterable[tuple[str, str]], within_s: float
) -> Answer:
    """Sends a request and waits for the answer.

    Args:
        headers: those of the environment; they stand over the request's own.
        within_s: seconds that the answer may take.

    Raises:
        CallFailed: it was not sent.
        NoAnswer: it was sent, and no answer came.
    """
    import httpx2

    own = {name.lower() for name, _ in headers}
    given = [*(each for each in request.headers if each[0].lower() not in own), *headers]
    departure = Departure()
    quiet = _quiet.set(True)
    try:
        async with asyncio.timeout(within_s):
            built = client.build_request(
                request.method,
                request.url,
                headers=[(name.encode(), value.encode()) for name, value in given],
                content=request.body,
                timeout=httpx2.Timeout(within_s, connect=MOST_CONNECT_S),
                extensions={"trace": departure},
            )
            async with _answer(client, built) as response:
                return await _taken(response)
    except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, TimeoutError, ValueError) as error:
        raise _problem(error, departure.left) from None
    finally:
        _quiet.reset(quiet)


def _problem(error: Exception, left: bool) -> CallFailed:
    import httpx2

    reason = type(error).__name__
    if left:
        return NoAnswer(f"no answer: {reason}", reason)
    # The texts of other errors may hold what was to be sent.
    told = f": {error}" if isinstance(error, httpx2.ConnectError) else ""
    again = isinstance(error, httpx2.NetworkError | httpx2.TimeoutException | TimeoutError)
    return CallFailed(f"it was not sent: {reason}{told}", reason, again=again)


@asynccontextmanager
async def _answer(client: "httpx2.AsyncClient", request: "httpx2.Request") -> "AsyncIterator[httpx2.Response]":
    response = await client.send(request, stream=True)
    try:
        yield response
    finally:
        await response.aclose()


async def _taken(response: "httpx2.Response") -> Answer:
    media_type = response.headers.get("content-type", "")
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        return Answer(response.status_code, media_type, None)
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > MOST_BYTES:
            return Answer(response.status_code, media_type, None)
    return Answer(response.status_code, media_type, bytes(body))
