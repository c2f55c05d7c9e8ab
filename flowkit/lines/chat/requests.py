"""Requests to a chat endpoint, put together in one place, and the frames in which they go out and come back.

A request is the body of `POST …/chat/completions`. A carrier takes `chat.create` and `chat.abort` and gives back, for
the request of that `id`, one `chat.answer` (a completion) or one `chat.failed` (an HTTP status and the error object).
"""

from collections.abc import Mapping, Set
from typing import Any

from flowkit.engine.effects import Reply
from flowkit.engine.events import Json
from flowkit.lines.chat.book import Chat, reasons
from flowkit.lines.chat.history import messages
from flowkit.lines.chat.refusals import Feature
from flowkit.lines.chat.strictness import chat_tool
from flowkit.lines.traffic import Frame

CREATE, ABORT, ANSWER, FAILED = "chat.create", "chat.abort", "chat.answer", "chat.failed"

EFFORT = "low"
"""The one effort that all models take which take any."""


def create(request: str, body: Mapping[str, Any]) -> Frame:
    """Makes a request."""
    return {"type": CREATE, "id": request, "body": dict(body)}


def abort(request: str) -> Frame:
    """Closes a request that runs."""
    return {"type": ABORT, "id": request}


def body_of(line: Chat, reply: Reply) -> dict[str, Any]:
    """The request of a reply: the head of the group, the history, the functions.

    The model that is to answer is not in it: the carrier knows where it asks, and adds it.
    """
    session = line.sessions.get(line.group, {})
    note_role = "system" if "developer" in line.left_out else "developer"
    head = {"role": "system", "content": str(session.get("instructions", ""))}
    body: dict[str, Any] = {**line.extras, "messages": [head, *messages(line.history, note_role)]}
    tools = [chat_tool(each, strict="strict" not in line.left_out) for each in _functions(session)]
    if tools:
        body["tools"] = tools
        body |= _tool_choice(reply.tool, tools, line.left_out)
    if reasons(line.model) and "reasoning_effort" not in line.left_out:
        body["reasoning_effort"] = EFFORT
    return body


def _functions(session: Mapping[str, Json]) -> list[Mapping[str, Any]]:
    return [each for each in session.get("tools") or () if each.get("type") == "function"]


def _tool_choice(tool: str, tools: list[dict[str, Any]], left_out: Set[Feature]) -> dict[str, Any]:
    if tool in ("auto", "none", "required"):
        return {} if "tool_choice" in left_out and tool != "none" else {"tool_choice": tool}
    known = any(each["function"]["name"] == tool for each in tools)
    if not known or "tool_choice" in left_out:
        return {}
    return {"tool_choice": {"type": "function", "function": {"name": tool}}}
