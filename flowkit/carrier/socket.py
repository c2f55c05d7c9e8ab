"""The socket to a model, through the `openai` package: the same code for OpenAI and for the simulator.

Frames are read and written as JSON by ourselves: the package's typed events cost many times as much, and a line has to
see what a server really sent.
"""

import asyncio
import json
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import urlsplit

from flowkit.carrier.admission import OPEN_SECONDS, OPENAI_URL, Place, closed, no_url, not_connected, refused, silent
from flowkit.carrier.errors import LineError
from flowkit.lines.traffic import Frame

PING_SECONDS = 5.0
"""A socket that does not answer a ping for this long is dead; one is sent this often."""

CLOSE_SECONDS = 2.0
_LOOPBACK = ("127.0.0.1", "::1", "localhost")

_log = logging.getLogger(__name__)
_handshake_log = logging.getLogger(f"{__name__}.handshake")
# At its debug level the websockets package writes all headers, the key among them.
_handshake_log.setLevel(logging.INFO)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A model that can be connected to.

    Args:
        model: its name.
        key: the API key; else that of OPENAI_API_KEY.
        base_url: of the server, such as a simulator's `url`; else that of OPENAI_BASE_URL, else OpenAI's own.
        query: what else the URL has to say.
    """

    model: str
    key: str = field(default="", repr=False)
    base_url: str = ""
    query: Mapping[str, str] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """Where this is, with what the environment adds."""
        url = self.base_url or os.environ.get("OPENAI_BASE_URL", "").strip() or OPENAI_URL
        return Place(self.model, url, self.key or os.environ.get("OPENAI_API_KEY", "").strip())

    async def connect(self) -> "ModelSocket":
        """Opens a socket and waits for the server's first event: a server that lets us in may still turn us away.

        Raises:
            LineError: it did not work; says why, and whether trying again can help.
        """
        place = self.place
        _check(place)
        from openai import AsyncOpenAI

        try:
            client = AsyncOpenAI(api_key=place.key, base_url=place.url, max_retries=0)
            manager = client.realtime.connect(
                model=self.model,
                extra_query=dict(self.query),
                websocket_connection_options=cast(Any, _options(place)),
            )
            connection = await manager.enter()
        except _connect_errors() as error:
            raise not_connected(place, error) from None
        opened = ModelSocket(place, client, connection)
        try:
            await opened.admitted()
        except BaseException:
            await opened.close()
            raise
        return opened


def _check(place: Place) -> None:
    """That there is a key and a URL, before anything is tried with them."""
    if not place.key:
        hint = "set the environment variable OPENAI_API_KEY"
        raise LineError(f"there is no API key for the model '{place.model}'", hint, fatal=True)
    if not (place.key.isascii() and place.key.isprintable()):
        hint = "set OPENAI_API_KEY anew: something else may have been copied with it"
        raise LineError("the API key holds characters that no key has", hint, fatal=True)
    if not place.sensible:
        raise no_url(place)


def _socket_errors() -> tuple[type[Exception], ...]:
    """What a socket can fail with; a timeout is an `OSError`."""
    from openai import OpenAIError
    from websockets.exceptions import WebSocketException

    return (OSError, WebSocketException, OpenAIError)


def _connect_errors() -> tuple[type[Exception], ...]:
    """What connecting can fail with beyond that: a URL that is none."""
    from httpx2 import InvalidURL

    return (ValueError, InvalidURL, *_socket_errors())


def _options(place: Place) -> dict[str, Any]:
    options: dict[str, Any] = {
        "open_timeout": OPEN_SECONDS,
        "close_timeout": CLOSE_SECONDS,
        "ping_interval": PING_SECONDS,
        "ping_timeout": PING_SECONDS,
        "logger": _handshake_log,
    }
    if urlsplit(place.url).hostname in _LOOPBACK:
        # A proxy of the environment is for the world outside, not for a simulator on this machine.
        options["proxy"] = None
    return options


class ModelSocket:
    """A socket that is open and let in; made by `Endpoint.connect`."""

    def __init__(self, place: Place, client: Any, connection: Any) -> None:
        self._place = place
        self._client = client
        self._connection = connection
        self._first: Frame | None = None

    async def admitted(self) -> None:
        """Waits for the first event.

        Raises:
            LineError: it is an error, or there is none.
        """
        try:
            async with asyncio.timeout(OPEN_SECONDS):
                first = await self.receive()
        except TimeoutError:
            raise silent(self._place) from None
        if first.get("type") == "error":
            raise refused(self._place, first)
        self._first = first

    async def receive(self) -> Frame:
        """The next frame; what is no JSON object is passed over.

        Raises:
            LineError: the socket is closed.
        """
        if self._first is not None:
            frame, self._first = self._first, None
            return frame
        while True:
            try:
                data = await self._connection.recv_bytes()
            except _socket_errors() as error:
                raise closed(self._place, error) from None
            found = _read(data)
            if found is not None:
                return found
            _log.debug("passed over a frame of %d bytes that is no JSON object", len(data))

    async def send(self, frame: Frame) -> None:
        """Sends a frame. A socket that is closed takes it silently: `receive` tells of that."""
        try:
            await self._connection.send_raw(_written(frame))
        except _socket_errors():
            _log.debug("a frame was not sent: the socket is closed")

    async def close(self) -> None:
        """Closes the socket, within a few seconds."""
        try:
            async with asyncio.timeout(2 * CLOSE_SECONDS):
                await self._connection.close()
                await self._client.close()
        except _socket_errors():
            _log.debug("the socket did not close in time")


# Made once: the functions of `json` make a new one at every call with such settings.
_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def _written(frame: Frame) -> str:
    """A frame as text that can be sent."""
    text = _encoder.encode(frame)
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            # Half of a character, which a terminal or a model can give, exists in JSON only.
            return json.dumps(frame, separators=(",", ":"))
    return text


def _no_number(name: str) -> None:
    raise ValueError(f"'{name}' is not JSON")


_decoder = json.JSONDecoder(parse_constant=_no_number)


def _read(data: bytes) -> Frame | None:
    """The JSON object of a frame, if it is one."""
    try:
        value = _decoder.decode(data.decode())
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
