"""What a chat endpoint refuses: an HTTP status, and an error object in OpenAI's shape."""

from __future__ import annotations

from typing import Any

from flowkit.simulator.errors import ProtocolError
from flowkit.simulator.model import ModelFailure
from flowkit.simulator.web import Answer

_STATUS = {
    "server_error": 500,
    "overloaded": 503,
    "rate_limit_exceeded": 429,
    "insufficient_quota": 429,
    "invalid_api_key": 401,
    "model_not_found": 404,
}
_TYPES = {500: "server_error", 503: "server_error", 429: "requests"}


def error_answer(
    status: int, message: str, *, kind: str = "invalid_request_error", code: str | None = None, param: str | None = None
) -> Answer:
    """An error as an answer."""
    return Answer(status, {"error": {"message": message, "type": kind, "param": param, "code": code}})


def refused(error: ProtocolError) -> Answer:
    """The answer to a request that breaks its shape."""
    return error_answer(400, error.message, code=error.code, param=error.param)


def failed(failure: ModelFailure) -> Answer:
    """The answer of a server whose model failed."""
    status = _STATUS.get(failure.code, 400)
    kind = "insufficient_quota" if failure.code == "insufficient_quota" else _TYPES.get(status, "invalid_request_error")
    code: Any = None if failure.code == "server_error" else failure.code
    return error_answer(status, failure.message, kind=kind, code=code)
