"""Who gets in: the HTTP side of the handshake."""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

from websockets.datastructures import Headers
from websockets.http11 import Request, Response

PATH = "/v1/realtime"
LOCAL_MODEL = "flowkit-local"
"""The model name by which the simulator calls itself."""

_REAL_FAMILY = "gpt-realtime"


@dataclass(frozen=True, slots=True)
class Ticket:
    """What an admitted client asked for.

    Attributes:
        model: The model of the URL, or `None` when it named none.
        beta: Whether it sent the `OpenAI-Beta` header, which ended with the beta.
    """

    model: str | None
    beta: bool


def refusal(request: Request, api_key: str | None) -> Response | None:
    """The HTTP answer that turns a client away, or `None` to let it in.

    Args:
        request: The opening handshake.
        api_key: The only key let in; `None` lets every Bearer in.
    """
    url = urlsplit(request.path)
    if url.path.rstrip("/") != PATH:
        return _answer(HTTPStatus.NOT_FOUND, "not_found", f"Unknown path '{url.path}'; the server listens on '{PATH}'.")
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        return _answer(HTTPStatus.UNAUTHORIZED, "invalid_api_key", "Missing bearer authentication in header.")
    if api_key is not None and not hmac.compare_digest(key.strip().encode(), api_key.encode()):
        return _answer(HTTPStatus.UNAUTHORIZED, "invalid_api_key", "Incorrect API key provided.")
    query = parse_qs(url.query)
    if "call_id" in query:
        return _answer(HTTPStatus.NOT_FOUND, "call_id_not_found", f"No call '{query['call_id'][0]}' is running.")
    model = query.get("model", [None])[0]
    if model is not None and not _known(model):
        return _answer(HTTPStatus.NOT_FOUND, "model_not_found", f"The model '{model}' does not exist.")
    return None


def ticket(request: Request) -> Ticket:
    """What a client that was let in asked for."""
    model = parse_qs(urlsplit(request.path).query).get("model", [None])[0]
    return Ticket(model, "OpenAI-Beta" in request.headers)


def _known(model: str) -> bool:
    return model in (LOCAL_MODEL, _REAL_FAMILY) or model.startswith(f"{_REAL_FAMILY}-")


def _answer(status: HTTPStatus, code: str, message: str) -> Response:
    error = {"message": message, "type": "invalid_request_error", "param": None, "code": code}
    body = json.dumps({"error": error}).encode()
    headers = Headers({"Content-Type": "application/json", "Content-Length": str(len(body)), "Connection": "close"})
    return Response(status.value, status.phrase, headers, body)
