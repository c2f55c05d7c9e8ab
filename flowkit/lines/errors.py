"""What an `error` frame of the server, or the error of a failed response, means for a call.

Almost all errors leave the session open. Codes are those that the API is known to send; a code that is not listed here
is taken for a mistake of ours.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Meaning = Literal["harmless", "busy", "rate", "fatal", "server", "bug"]
"""harmless: a race that changes nothing · busy: another response is active · rate: too much at once · fatal: it cannot
go on · server: not our mistake · bug: ours."""

FATAL = frozenset(
    {
        "account_deactivated",
        "beta_api_shape_disabled",
        "billing_hard_limit_reached",
        "insufficient_quota",
        "invalid_api_key",
        "invalid_model",
        "missing_model",
        "model_not_found",
    }
)
"""Nothing that we could send makes these go away."""

HARMLESS = frozenset(
    {
        "input_audio_buffer_commit_empty",
        "invalid_tool_call_id",
        "item_delete_invalid_item_id",
        "item_retrieve_invalid_item_id",
        "item_truncate_invalid_item_id",
        "response_cancel_not_active",
        "session_expired",  # the server closes the socket next, and that is what counts
        "unsupported_content_type",  # truncating an item of which no sound was made
    }
)
BUSY = "conversation_already_has_active_response"
RATE = "rate_limit_exceeded"

_TOO_LONG = re.compile(r"already shorter than")


@dataclass(frozen=True, slots=True)
class Problem:
    """An error: what it means, its code, the server's words, and the `event_id` of the frame it is about ('' if it
    names none).
    """

    meaning: Meaning
    code: str
    message: str
    event_id: str = ""

    def __str__(self) -> str:
        return f"{self.code}: {self.message}" if self.message else self.code


def read_problem(error: Any) -> Problem:
    """Reads the `error` object of an error frame or of a failed response, whatever it is."""
    given: Mapping[str, Any] = error if isinstance(error, Mapping) else {}
    kind = _text(given.get("type"))
    code = _text(given.get("code")) or kind or "error"
    message = _text(given.get("message"))
    return Problem(_meaning(kind, code, message), code, message, _text(given.get("event_id")))


def _meaning(kind: str, code: str, message: str) -> Meaning:
    if code in HARMLESS or (code == "invalid_value" and _TOO_LONG.search(message)):
        return "harmless"
    if code in FATAL:
        return "fatal"
    if code == BUSY:
        return "busy"
    if RATE in (code, kind):
        return "rate"
    return "server" if "server_error" in (code, kind) else "bug"


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
