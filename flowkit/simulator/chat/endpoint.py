"""The chat endpoint: requests are judged as OpenAI's server judges them, and answered by the model behind it."""

from __future__ import annotations

import asyncio
import hmac
import inspect
import json
import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from flowkit.simulator.admission import LOCAL_MODEL
from flowkit.simulator.chat.completion import Completion, shown, usage_of, written
from flowkit.simulator.chat.errors import error_answer, failed, refused
from flowkit.simulator.chat.messages import check_messages, seen_of
from flowkit.simulator.chat.shape import REQUEST
from flowkit.simulator.chat.strict import check_strict
from flowkit.simulator.delivery import Delivered
from flowkit.simulator.errors import ProtocolError, invalid
from flowkit.simulator.ids import Ids
from flowkit.simulator.model import Call, Model, ModelFailure, Output, Seen
from flowkit.simulator.schema import check
from flowkit.simulator.usage import Meter, prompt_text, text_tokens
from flowkit.simulator.web import Answer, Request

_log = logging.getLogger(__name__)

PATH = "/v1/chat/completions"
MODELS = "/v1/models"
_KEPT = 2_000
_FILTERED = "content_filter"


@dataclass(slots=True)
class Exchange:
    """One request of the log. `status` is 0 while it runs; `closed`: the client went away before it was answered."""

    request: dict[str, Any]
    status: int = 0
    answer: dict[str, Any] | None = None
    closed: bool = False


class ChatEndpoint:
    """Answers chat requests.

    Args:
        model: The model that answers.
        ids: Where ids come from.
        api_key: The only key let in; `None` lets any in, and none.
        clock: Unix seconds, for `created` alone.
    """

    def __init__(self, model: Model, ids: Ids, api_key: str | None, clock: Callable[[], float]) -> None:
        self._model = model
        self._ids = ids
        self._api_key = api_key
        self._clock = clock
        self._meter = Meter()
        self.exchanges: deque[Exchange] = deque(maxlen=_KEPT)

    async def answer(self, request: Request) -> Answer:
        """Answers one HTTP request."""
        path = urlsplit(request.path).path.rstrip("/")
        turned_away = self._turned_away(request)
        if turned_away is not None:
            return turned_away
        match request.method, path:
            case "POST", "/v1/chat/completions":
                return await self._completion(request.body)
            case "GET", "/v1/models":
                return Answer(200, {"object": "list", "data": [self._shown_model()]})
            case "GET", _ if path.startswith(f"{MODELS}/"):
                return self._one_model(unquote(path.removeprefix(f"{MODELS}/")))
            case _, "/v1/chat/completions" | "/v1/models":
                return error_answer(405, f"Not allowed to {request.method} on {path}.", code="method_not_supported")
        return error_answer(404, f"Invalid URL ({request.method} {path})")

    def _turned_away(self, request: Request) -> Answer | None:
        if self._api_key is None:
            return None
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not key.strip():
            return error_answer(401, "You didn't provide an API key.")
        if not hmac.compare_digest(key.strip().encode(), self._api_key.encode()):
            return error_answer(401, "Incorrect API key provided.", code="invalid_api_key")
        return None

    def _shown_model(self) -> dict[str, Any]:
        return {"id": LOCAL_MODEL, "object": "model", "created": int(self._clock()), "owned_by": "flowkit"}

    def _one_model(self, name: str) -> Answer:
        return Answer(200, self._shown_model()) if name == LOCAL_MODEL else _no_model(name)

    async def _completion(self, data: bytes) -> Answer:
        exchange = Exchange({})
        self.exchanges.append(exchange)
        try:
            exchange.request = body = _read(data)
            answer = await self._completed(body)
        except ProtocolError as error:
            answer = refused(error)
        except ModelFailure as failure:
            answer = failed(failure)
        except asyncio.CancelledError:
            exchange.closed = True
            raise
        exchange.status, exchange.answer = answer.status, answer.body
        return answer

    async def _completed(self, body: dict[str, Any]) -> Answer:
        if body.get("model") != LOCAL_MODEL and isinstance(body.get("model"), str):
            return _no_model(body["model"])
        _check(body)
        seen = seen_of(body)
        prompt = prompt_text(seen)
        try:
            outputs, limit = await self._asked(seen, body)
            made = written(body, outputs, self._ids, limit)
        except ModelFailure as failure:
            if failure.code != _FILTERED:
                raise
            made = Completion(None)
            answer = shown(made, self._ids, LOCAL_MODEL, int(self._clock()), usage_of(prompt, self._meter, 0))
            answer["choices"][0]["finish_reason"] = _FILTERED
            return Answer(200, answer)
        usage = usage_of(prompt, self._meter, made.tokens)
        return Answer(200, shown(made, self._ids, LOCAL_MODEL, int(self._clock()), usage))

    async def _asked(self, seen: Seen, body: Mapping[str, Any]) -> tuple[Sequence[Output], int | None]:
        """What the model gives, and after how many tokens that is cut."""
        try:
            answer = self._model(seen)
            given = await answer if inspect.isawaitable(answer) else answer
            outputs, limit = await _delivered(given) if isinstance(given, Delivered) else (given, None)
        except (ModelFailure, asyncio.CancelledError):
            raise
        except Exception as error:
            _log.exception("the model behind the simulator broke")
            raise ModelFailure(message=f"The model behind the simulator broke: {error!r}") from error
        permitted = [output for output in outputs if _permitted(output, seen.tool_choice)]
        return permitted if body.get("parallel_tool_calls", True) else _one_call(permitted), limit


async def _delivered(answer: Delivered) -> tuple[Sequence[Output], int | None]:
    """What arrives of an answer that does not arrive as it should; events and second responses there are none here."""
    how = answer.delivery
    await asyncio.sleep(how.late_s)
    if how.hangs or how.deaf:
        # The client has to lose its patience.
        await asyncio.Event().wait()
    if how.failed or how.incomplete == _FILTERED:
        raise ModelFailure(how.failed or _FILTERED)
    made = sum(text_tokens(one.arguments if isinstance(one, Call) else one.text) for one in answer.outputs)
    return answer.outputs, max(1, made // 2) if how.incomplete else None


def _permitted(output: Output, choice: str | Mapping[str, Any]) -> bool:
    """Whether `tool_choice` lets this out; a real model never writes what it forbids."""
    if not isinstance(output, Call):
        return not isinstance(choice, Mapping)
    return choice != "none" if isinstance(choice, str) else output.name == choice["name"]


def _one_call(outputs: Sequence[Output]) -> list[Output]:
    first = next((output for output in outputs if isinstance(output, Call)), None)
    return [output for output in outputs if not isinstance(output, Call) or output is first]


def _no_model(name: str) -> Answer:
    message = f"The model '{name}' does not exist or you do not have access to it."
    return error_answer(404, message, code="model_not_found", param="model")


def _read(data: bytes) -> dict[str, Any]:
    try:
        body = json.loads(data)
    except (ValueError, RecursionError):
        message = "We could not parse the JSON body of your request."
        raise ProtocolError("invalid_json", message) from None
    if not isinstance(body, dict):
        raise ProtocolError("invalid_type", "The body of a request is a JSON object.")
    return body


def _check(body: dict[str, Any]) -> None:
    """Judges a request.

    Raises:
        ProtocolError: It breaks its shape, or asks for what is not here.
    """
    check(body, REQUEST, "")
    check_messages(body["messages"])
    tools = body.get("tools")
    if tools is not None and not tools:
        raise ProtocolError("empty_array", "Invalid 'tools': empty array. Expected at least 1 element.", "tools")
    for name in ("tool_choice", "parallel_tool_calls"):
        if name in body and not tools:
            raise invalid(name, f"Invalid value for '{name}': '{name}' is only allowed when 'tools' are specified.")
    for place, tool in enumerate(tools or ()):
        check_strict(tool["function"], place)
    choice = body.get("tool_choice")
    if isinstance(choice, dict) and choice["function"]["name"] not in {
        each["function"]["name"] for each in tools or ()
    }:
        raise invalid("tool_choice", f"Tool choice '{choice['function']['name']}' not found in 'tools' parameter.")
    if body.get("stream"):
        raise invalid("stream", "This server answers whole: leave out 'stream'.")
    if (body.get("n") or 1) != 1:
        raise invalid("n", "This server gives one choice: leave out 'n'.")
    if body.get("reasoning_effort") is not None:
        message = "Unsupported parameter: 'reasoning_effort' is not supported with this model."
        raise ProtocolError("unsupported_parameter", message, "reasoning_effort")
