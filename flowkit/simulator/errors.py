"""What the server refuses, in the words and codes of the Realtime API.

A `ProtocolError` is raised where a client event is judged and becomes one `error` event; the socket stays open. Codes
that no capture shows (a duplicate item id, say) use the nearest documented one.
"""

from __future__ import annotations

from typing import Any

TEXT_ONLY = 'This server speaks text only: set output_modalities to ["text"].'
"""The one place that says why `output_modalities: ["audio"]` is refused."""

NOT_A_CALL = "This event is for WebRTC and SIP calls; this connection is a plain WebSocket."

BETA_DISABLED = "beta_api_shape_disabled"


class ProtocolError(Exception):
    """A client event that is refused.

    Args:
        code: The machine-readable code, such as `invalid_value`.
        message: One sentence for the person who reads the log.
        param: Dotted path of the offending field, such as `session.type`.
        echo: Whether the `error` event names the client's `event_id`.
    """

    def __init__(self, code: str, message: str, param: str | None = None, *, echo: bool = True) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.param = param
        self.echo = echo

    def body(self, event_id: str | None) -> dict[str, Any]:
        """The `error` object of an `error` event that answers the client event `event_id`."""
        return {
            "type": "invalid_request_error",
            "code": self.code,
            "message": self.message,
            "param": self.param,
            "event_id": event_id if self.echo else None,
        }


def missing(path: str) -> ProtocolError:
    """A required field is not there."""
    return ProtocolError("missing_required_parameter", f"Missing required parameter: '{path}'.", path)


def unknown(path: str) -> ProtocolError:
    """A field that the event does not have."""
    return ProtocolError("unknown_parameter", f"Unknown parameter: '{path}'.", path)


def wrong_type(path: str, expected: str, value: object) -> ProtocolError:
    """A field of another type than `expected` ("an object", "a string")."""
    message = f"Invalid type for '{path}': expected {expected}, but got {type_name(value)} instead."
    return ProtocolError("invalid_type", message, path)


def wrong_value(path: str, value: object, allowed: tuple[str, ...]) -> ProtocolError:
    """A value that is not one of `allowed`."""
    listed = ", ".join(f"'{one}'" for one in allowed)
    return ProtocolError("invalid_value", f"Invalid value: '{value}'. Supported values are: {listed}.", path)


def too_long(path: str, limit: int, length: int) -> ProtocolError:
    """A string of more than `limit` characters."""
    message = (
        f"Invalid '{path}': string too long. Expected a string with maximum length {limit}, "
        f"but got a string with length {length} instead."
    )
    return ProtocolError("string_above_max_length", message, path)


def invalid(path: str, message: str) -> ProtocolError:
    """A value that is refused for the reason in `message`."""
    return ProtocolError("invalid_value", message, path)


def type_name(value: object) -> str:
    """How the API names the JSON type of a value ("an object", "null")."""
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case int():
            return "an integer"
        case float():
            return "a decimal"
        case str():
            return "a string"
        case dict():
            return "an object"
        case _:
            return "an array"
