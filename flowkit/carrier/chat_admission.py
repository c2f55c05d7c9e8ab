"""Why a chat endpoint cannot be used: exceptions and HTTP answers as sentences. A key never stands in one."""

import socket
import ssl
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from flowkit.carrier.admission import OPEN_SECONDS, Place
from flowkit.carrier.errors import LineError

_SHOWN = 8
_FORM = "write it as 'chat:http://127.0.0.1:8000/v1', or with the model's name as 'chat:http://127.0.0.1:8000/v1#name'"


def no_url(place: Place) -> LineError:
    """The sentence for a URL that is none."""
    return LineError(f"'{place.clean(place.url)}' is no URL of a chat endpoint", _FORM, fatal=True)


def key_in_url() -> LineError:
    """The sentence for a URL that holds a secret, which would stand in records and messages."""
    hint = "take it out, and set the environment variable FLOWKIT_API_KEY"
    return LineError("the URL of the chat endpoint holds a name or a password", hint, fatal=True)


def no_key(place: Place) -> LineError:
    """The sentence for a server elsewhere and no key."""
    hint = "set the environment variable OPENAI_API_KEY, or FLOWKIT_API_KEY for a server that is not OpenAI's"
    return LineError(f"there is no API key for the server at {place.host}", hint, fatal=True)


def odd_key() -> LineError:
    """The sentence for a key that cannot be one."""
    hint = "set FLOWKIT_API_KEY or OPENAI_API_KEY anew: something else may have been copied with it"
    return LineError("the API key holds characters that no key has", hint, fatal=True)


def no_chat(place: Place) -> LineError:
    """The sentence for a server that has no chat completions where they were looked for."""
    base = place.clean(place.url).rstrip("/")
    hint = (
        "check the URL, and whether the server there speaks this API"
        if base.endswith("/v1")
        else f"try 'chat:{base}/v1'"
    )
    return LineError(f"there are no chat completions at '{place.clean(place.url)}'", hint, fatal=True)


def which_model(place: Place, names: Sequence[str]) -> LineError:
    """The sentence for a server with several models, or none that it tells of."""
    many = f"has {len(names)} models" if names else "does not say which models it has"
    hint = f"name one behind the URL, as 'chat:{place.clean(place.url)}#{names[0] if names else 'name'}'{_list(names)}"
    return LineError(f"the server at {place.host} {many}", hint, fatal=True)


def unknown_model(place: Place, names: Sequence[str]) -> LineError:
    """The sentence for a model that the server does not know."""
    message = f"the server at {place.host} does not know the model '{place.model}'"
    return LineError(message, f"check its name{_list(names)}" if names else "check its name", fatal=True)


def _list(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"; there are: {', '.join(names[:_SHOWN])}{more}" if names else ""


def not_answered(place: Place, error: Exception) -> LineError:
    """The sentence for a request that was not answered, or not as it should be."""
    from openai import APIConnectionError, APIStatusError, APITimeoutError

    match error:
        case APITimeoutError():
            message = f"the server at {place.host} did not answer within {OPEN_SECONDS:g} seconds"
            return LineError(message, "check the URL and the network connection")
        case APIConnectionError():
            return unreachable(place, error)
        case APIStatusError():
            return _answered(place, error.status_code, words_of(error))
        case _:
            message = f"what answers at {place.host} does not speak the chat completions API"
            return LineError(message, "check the URL: as a rule it ends in '/v1'", fatal=True)


def unreachable(place: Place, error: Exception) -> LineError:
    """The sentence for a connection that could not be made, or broke off; `error` is an `APIConnectionError`."""
    import httpx2

    # The package tells of all of these in the same words; what happened stands in the errors behind it.
    behind = list(_chain(error))
    insecure = next((each for each in behind if isinstance(each, ssl.SSLError)), None)
    if insecure is not None:
        message = f"the connection to {place.host} could not be made secure: {place.clean(str(insecure))}"
        hint = "check the URL ('http:' or 'https:'), the clock and the certificates of this machine"
        return LineError(message, hint, fatal=True)
    if any(isinstance(each, socket.gaierror) for each in behind):
        host = urlsplit(place.url).hostname
        return LineError(f"the host '{host}' cannot be found", "check the URL and the network connection")
    if any(isinstance(each, httpx2.ConnectError) for each in behind):
        return LineError(f"nothing answers at {place.host}", "start the server there, or check the URL")
    hint = "check the network connection, and the URL: 'http:' or 'https:', and the port"
    return LineError(f"the connection to {place.host} broke off", hint)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _answered(place: Place, status: int, words: str) -> LineError:
    said = f": {place.clean(words)}" if words else ""
    match status:
        case 401:
            hint = "check FLOWKIT_API_KEY or OPENAI_API_KEY: it may be mistyped, revoked, or of another server"
            if not place.key:
                hint = "set the environment variable FLOWKIT_API_KEY"
                return LineError(f"the server at {place.host} wants an API key", hint, fatal=True)
            return LineError(f"the server at {place.host} does not accept the API key", hint, fatal=True)
        case 403:
            return LineError(f"the API key may not be used at {place.host}{said}", "check its rights", fatal=True)
        case 404:
            return no_chat(place)
        case 429:
            hint = "wait a moment, or check the account's limits and credit"
            return LineError(f"the server at {place.host} takes no more requests now{said}", hint)
        case _ if status >= 500:
            return LineError(f"the server at {place.host} has a problem (HTTP {status}){said}", "try again in a moment")
        case _:
            hint = "check the URL: as a rule it ends in '/v1'"
            return LineError(f"the server at {place.host} refuses to answer (HTTP {status}){said}", hint, fatal=True)


def words_of(error: Any) -> str:
    """What a server says of an HTTP error; '' if it says nothing that can be read."""
    body = getattr(error, "body", None)
    match body:
        case {"message": str(message)} | {"error": {"message": str(message)}} | {"error": str(message)}:
            return message
        case {"detail": str(message)}:
            return message
        case str(message) if not message.lstrip().startswith("<"):
            return message
    return ""
