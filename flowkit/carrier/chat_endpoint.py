"""A chat endpoint that can be connected to: OpenAI's, or any that speaks the same protocol.

Theory of operation. There is no session to open, but a call is not begun in the dark: connecting asks the server which
models it has, and so finds out whether it is there, lets us in, and knows the model. A server without such a list is
asked for a completion of nothing, which costs nothing and tells whether the path is right.
"""

import os
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from flowkit.carrier import chat_admission
from flowkit.carrier.admission import OPEN_SECONDS, OPENAI_URL, Place
from flowkit.carrier.chat_socket import ChatSocket

ANSWER_SECONDS = 60.0
"""How long an answer may take at most; the engine gives up on a reply long before."""

_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_NO_KEY = "none"
"""What stands in the place of a key for a server that wants none; the protocol has to have something there."""


@dataclass(frozen=True, slots=True)
class ChatEndpoint:
    """A chat endpoint.

    Args:
        url: its base URL, such as `http://127.0.0.1:8000/v1`; '' for that of OPENAI_BASE_URL, else OpenAI's own.
        model: the model's name; '' for the only one that there is.
        key: the API key; else FLOWKIT_API_KEY, else OPENAI_API_KEY, which goes out over https alone.
    """

    url: str = ""
    model: str = ""
    key: str = field(default="", repr=False)

    @property
    def place(self) -> Place:
        """Where this is, with what the environment adds."""
        url = self.url or os.environ.get("OPENAI_BASE_URL", "").strip() or OPENAI_URL
        key = self.key or os.environ.get("FLOWKIT_API_KEY", "").strip()
        if not key and url.lower().startswith("https:"):
            # Meant for OpenAI: it is told to no server on this machine, and to nobody in clear text.
            key = os.environ.get("OPENAI_API_KEY", "").strip()
        return Place(self.model, url, key)

    def check(self) -> None:
        """That URL and key can be ones, before anything is tried with them.

        Raises:
            LineError: they cannot; says why.
        """
        place = self.place
        if not _sensible(place):
            raise chat_admission.no_url(place)
        if urlsplit(place.url).username or urlsplit(place.url).password:
            raise chat_admission.key_in_url()
        if not place.key and place.url.lower().startswith("https:"):
            raise chat_admission.no_key(place)
        if not (place.key.isascii() and place.key.isprintable()):
            raise chat_admission.odd_key()

    async def connect(self) -> ChatSocket:
        """Makes sure that there is somebody who answers.

        Raises:
            LineError: there is not; says why, and whether trying again can help.
        """
        self.check()
        place = self.place
        client = _client(place)
        try:
            return ChatSocket(place, client, await _model(client, place))
        except BaseException:
            await client.close()
            raise


def _sensible(place: Place) -> bool:
    return place.sensible and urlsplit(place.url).scheme in ("http", "https")


def _client(place: Place) -> Any:
    from openai import AsyncOpenAI, DefaultAsyncHttpxClient

    # A proxy of the environment is for the world outside, not for a server on this machine.
    local = urlsplit(place.url).hostname in _LOOPBACK
    return AsyncOpenAI(
        api_key=place.key or _NO_KEY,
        base_url=place.url,
        max_retries=0,
        timeout=ANSWER_SECONDS,
        http_client=DefaultAsyncHttpxClient(trust_env=False) if local else None,
    )


async def _model(client: Any, place: Place) -> str:
    """The model that will answer."""
    from openai import APIError, APIStatusError

    options: Any = {"timeout": OPEN_SECONDS}
    try:
        listed = await client.get("/models", cast_to=object, options=options)
    except APIStatusError as error:
        if error.status_code not in (404, 405, 501):
            raise chat_admission.not_answered(place, error) from None
        await _make_sure_of_path(client, place)
        if not place.model:
            raise chat_admission.which_model(place, ()) from None
        return place.model
    except (APIError, ValueError) as error:
        raise chat_admission.not_answered(place, error) from None
    names = _names(listed)
    if names is None:
        raise chat_admission.no_chat(place)
    if not place.model:
        if len(names) != 1:
            raise chat_admission.which_model(place, names)
        return names[0]
    if place.model not in names:
        await _make_sure_of_model(client, place, names)
    return place.model


async def _make_sure_of_path(client: Any, place: Place) -> None:
    """That completions are made here: nothing is asked for, so a server that makes them says what is missing."""
    from openai import APIError, APIStatusError

    try:
        await client.post("/chat/completions", cast_to=object, body={}, options={"timeout": OPEN_SECONDS})
    except APIStatusError as error:
        if error.status_code in (404, 405, 501):
            raise chat_admission.no_chat(place) from None
        if error.status_code in (401, 403):
            raise chat_admission.not_answered(place, error) from None
    except (APIError, ValueError) as error:
        raise chat_admission.not_answered(place, error) from None


async def _make_sure_of_model(client: Any, place: Place, names: tuple[str, ...]) -> None:
    """A model that is not on the list may be there all the same, under another name; only the server knows."""
    from openai import APIError, APIStatusError

    try:
        path = f"/models/{place.model}"
        await client.get(path, cast_to=object, options={"timeout": OPEN_SECONDS})
    except APIStatusError as error:
        if error.status_code == 404 and place.model in chat_admission.words_of(error):
            raise chat_admission.unknown_model(place, names) from None
    except (APIError, ValueError) as error:
        raise chat_admission.not_answered(place, error) from None


def _names(listed: Any) -> tuple[str, ...] | None:
    """The names of a list of models; none if it is no such list."""
    data = listed.get("data") if isinstance(listed, dict) else None
    if not isinstance(data, list):
        return None
    return tuple(each["id"] for each in data if isinstance(each, dict) and isinstance(each.get("id"), str))
