"""Reading what the server tells of a response, tolerantly: a field that is missing or odd reads as empty."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from flowkit.engine.events import FunctionCall, Json
from flowkit.lines.errors import Problem, read_problem
from flowkit.lines.frames import MARK
from flowkit.lines.traffic import Frame

Status = Literal["completed", "cancelled", "incomplete", "failed"]
_NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Made:
    """A finished response: what it says, what it calls, and the ids of its message items.

    `error` is the machine-readable reason of a response that was not completed (`max_output_tokens`, `server_error`);
    `problem` is the server's own account of a failed one.
    """

    status: Status
    text: str
    calls: tuple[FunctionCall, ...] = ()
    items: tuple[str, ...] = ()
    error: str = ""
    problem: Problem | None = None
    usage: Mapping[str, Json] = field(default_factory=dict)


def response_of(frame: Frame) -> Mapping[str, Any]:
    """The `response` object of a frame."""
    return _object(frame.get("response"))


def id_of(response: Mapping[str, Any]) -> str:
    """The server's id of a response; '' if it has none."""
    return _text(response.get("id"))


def mark_of(response: Mapping[str, Any]) -> str:
    """The name of the utterance that a response was asked for as; '' if it is none of ours."""
    return _text(_object(response.get("metadata")).get(MARK))


def out_of_band(response: Mapping[str, Any]) -> bool:
    """Whether the response stands outside the conversation."""
    return "conversation_id" in response and response["conversation_id"] is None


def read_response(response: Mapping[str, Any]) -> Made:
    """Reads the `response` object of `response.done`."""
    items = [_object(item) for item in _list(response.get("output"))]
    details = _object(response.get("status_details"))
    status = _status(response.get("status"))
    problem = read_problem(details.get("error")) if status == "failed" else None
    return Made(
        status=status,
        text=" ".join(filter(None, (_words(item) for item in items))),
        calls=tuple(call for item in items for call in _calls(item, status)),
        items=tuple(_text(item.get("id")) for item in items if item.get("type") == "message" and item.get("id")),
        error=problem.code if problem else _text(details.get("reason")) if status != "completed" else "",
        problem=problem,
        usage=_object(response.get("usage")),
    )


def _status(value: Any) -> Status:
    match value:
        case "completed" | "cancelled" | "incomplete":
            status: Status = value
            return status
        case _:
            return "failed"


def _words(item: Mapping[str, Any]) -> str:
    """What a message item says: its text, or the transcript of its sound."""
    if item.get("type") != "message":
        return ""
    parts = [_object(part) for part in _list(item.get("content"))]
    return "".join(_text(part.get("text")) or _text(part.get("transcript")) for part in parts).strip()


def _calls(item: Mapping[str, Any], status: Status) -> Iterator[FunctionCall]:
    """A function call; its arguments are whole if the item says so, or says nothing in a completed response."""
    call_id = _text(item.get("call_id"))
    if item.get("type") == "function_call" and call_id:
        whole = item.get("status", "completed" if status == "completed" else "incomplete") == "completed"
        yield FunctionCall(call_id, _text(item.get("name")), _text(item.get("arguments")), whole)


def tool_names(session: Any) -> frozenset[str]:
    """The names of the tools of a session object."""
    tools = [_object(tool) for tool in _list(_object(session).get("tools"))]
    return frozenset(_text(tool.get("name")) or _text(tool.get("server_label")) for tool in tools)


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else _NOTHING


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
