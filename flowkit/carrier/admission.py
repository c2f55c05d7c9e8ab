"""Why a model's server did not let us in, or let us go: exceptions, HTTP answers and close codes as sentences.

A key never stands in a message: what a server says is searched for it.
"""

import json
import re
import socket
import ssl
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from flowkit.carrier.errors import LineError
from flowkit.lines.errors import read_problem

OPEN_SECONDS = 10.0
"""How long a server has for the handshake, and again for its first event."""

OPENAI_URL = "https://api.openai.com/v1"
_SCHEMES = ("http", "https", "ws", "wss")
_KEY = re.compile(r"\b(sk|ek)-?[\w*.…-]{6,}")
_NOT_REALTIME = "check the base URL: as a rule it ends in '/v1'"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a model is: its name, the base URL of its server, and the key that opens it."""

    model: str
    url: str
    key: str = field(repr=False)

    @property
    def host(self) -> str:
        """Host and port as messages name them."""
        return urlsplit(self.url).netloc.rpartition("@")[2] or self.url

    @property
    def sensible(self) -> bool:
        """Whether the URL is one that can be connected to."""
        try:
            url = urlsplit(self.url)
            return url.scheme in _SCHEMES and bool(url.hostname) and url.port != 0
        except ValueError:
            return False

    def clean(self, text: str) -> str:
        """Words of a server without the key, or what looks like one."""
        if self.key:
            text = text.replace(self.key, "…")
        return _KEY.sub("…", text).strip()[:300]


def not_connected(place: Place, error: Exception) -> LineError:
    """The sentence for a handshake that failed."""
    from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus, InvalidURI

    match error:
        case LineError():
            return error
        case InvalidStatus():
            return _answered(place, error.response.status_code, error.response.body or b"")
        case ConnectionClosed():
            return closed(place, error)
        case TimeoutError():
            message = f"the server at {place.host} did not answer within {OPEN_SECONDS:g} seconds"
            return LineError(message, "check the base URL and the network connection")
        case ssl.SSLError():
            message = f"the connection to {place.host} could not be made secure: {place.clean(str(error))}"
            return LineError(message, "check the base URL, the clock and the certificates of this machine", fatal=True)
        case socket.gaierror():
            hint = "check the base URL and the network connection"
            return LineError(f"the host of '{place.url}' cannot be found", hint)
        case ConnectionResetError() | ConnectionAbortedError() | BrokenPipeError():
            message = f"the server at {place.host} broke off the connection before it was open"
            return LineError(message, "check the base URL: 'http:' or 'https:', and the port")
        case OSError():
            return LineError(f"nothing answers at {place.host}", "start the server there, or check the base URL")
        case InvalidURI() | ValueError():
            return no_url(place)
        case InvalidHandshake():
            message = f"what answers at {place.host} does not speak the Realtime API"
            return LineError(message, _NOT_REALTIME, fatal=True)
        case _:
            return LineError(f"the connection to {place.host} failed: {place.clean(str(error))}")


def no_url(place: Place) -> LineError:
    """The sentence for a base URL that is none."""
    hint = f"check the base URL: it has the form '{OPENAI_URL}'"
    return LineError(f"'{place.clean(place.url)}' is no URL that can be connected to", hint, fatal=True)


def _answered(place: Place, status: int, body: bytes) -> LineError:
    """The sentence for an HTTP status other than the one that opens a socket."""
    words = place.clean(_words(body))
    said = f": {words}" if words else ""
    match status:
        case 401:
            message = f"the server at {place.host} does not accept the API key"
            return LineError(
                message, "check OPENAI_API_KEY: it may be mistyped, revoked, or of another server", fatal=True
            )
        case 403:
            message = f"the API key may not use the model '{place.model}' at {place.host}{said}"
            return LineError(message, "have the key's project given access to it, or name another model", fatal=True)
        case 404:
            message = f"the server at {place.host} does not know the model '{place.model}'"
            return LineError(message, f"check the model's name and the base URL ('{place.url}')", fatal=True)
        case 429:
            message = f"the server at {place.host} takes no more sessions now{said}"
            return LineError(message, "wait a moment, or check the account's limits and credit")
        case _ if status >= 500:
            return LineError(f"the server at {place.host} has a problem (HTTP {status})", "try again in a moment")
        case _:
            return LineError(
                f"the server at {place.host} refuses the connection (HTTP {status}){said}", _NOT_REALTIME, fatal=True
            )


def _words(body: bytes) -> str:
    """The message of an error body; '' if it has none."""
    try:
        data: Any = json.loads(body)
        return str(data["error"]["message"])
    except (ValueError, RecursionError, KeyError, TypeError):
        return ""


def refused(place: Place, frame: dict[str, Any]) -> LineError:
    """The sentence for a server whose first event is an error."""
    problem = read_problem(frame.get("error"))
    message = f"the server at {place.host} refuses the session: {place.clean(problem.message) or problem.code}"
    waits = problem.meaning in ("rate", "server")
    hint = "try again in a moment" if waits else f"check the model ('{place.model}'), the API key and the account"
    return LineError(message, hint, fatal=not waits)


def silent(place: Place) -> LineError:
    """The sentence for a server that opens the socket and says nothing."""
    message = f"the server at {place.host} took the connection but said nothing for {OPEN_SECONDS:g} seconds"
    return LineError(message, _NOT_REALTIME)


def closed(place: Place, error: Exception) -> LineError:
    """The sentence for a socket that was closed; `error` is a `ConnectionClosed`."""
    received = getattr(error, "rcvd", None)
    if received is None:
        return LineError(f"the connection to {place.host} broke off", "check the network connection")
    reason = place.clean(received.reason or "")
    said = f": {reason}" if reason else ""
    # 4000 and above are the server's own refusals, 1008 a breach of its policy; all others may be better next time.
    fatal = received.code == 1008 or received.code >= 4000
    message = f"the server at {place.host} closed the connection ({received.code}){said}"
    return LineError(message, f"check the model ('{place.model}') and the account" if fatal else "", fatal=fatal)
