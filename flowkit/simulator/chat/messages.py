"""The messages of a request: whether they can stand in this order, and what a model sees of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flowkit.simulator.errors import ProtocolError
from flowkit.simulator.model import Seen

Message = Mapping[str, Any]


def check_messages(messages: Sequence[Message]) -> None:
    """Refuses what has a message's shape and makes no conversation.

    Raises:
        ProtocolError: In OpenAI's words.
    """
    if not messages:
        text = "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array."
        raise ProtocolError("empty_array", text, "messages")
    owed: list[str] = []
    answers = False
    for place, message in enumerate(messages):
        if message["role"] == "tool":
            _check_answer(message, owed, place, answers=answers)
            owed = [call for call in owed if call != message["tool_call_id"]]
            continue
        _check_answered(owed, place)
        owed = _calls_of(message, place)
        answers = bool(owed)
    _check_answered(owed, len(messages))


def _check_answer(message: Message, owed: list[str], place: int, *, answers: bool) -> None:
    if message["tool_call_id"] not in owed:
        reason = "messages with role 'tool' must be a response to a preceeding message with 'tool_calls'."
        if answers:
            reason = f"'tool_call_id' of '{message['tool_call_id']}' not found in 'tool_calls' of previous message."
        raise ProtocolError("invalid_value", f"Invalid parameter: {reason}", f"messages.[{place}].role")


def _check_answered(owed: list[str], place: int) -> None:
    if owed:
        message = (
            "An assistant message with 'tool_calls' must be followed by tool messages responding to each "
            f"'tool_call_id'. The following tool_call_ids did not have response messages: {', '.join(owed)}"
        )
        raise ProtocolError("invalid_value", message, f"messages.[{place}].role")


def _calls_of(message: Message, place: int) -> list[str]:
    if message["role"] != "assistant":
        return []
    if "tool_calls" in message and not message["tool_calls"]:
        text = "Invalid 'tool_calls': empty array. Expected an array with minimum length 1, but got an empty array."
        raise ProtocolError("empty_array", text, f"messages[{place}].tool_calls")
    calls = [call["id"] for call in message.get("tool_calls", ())]
    if not calls and message.get("content") is None and message.get("refusal") is None:
        text = "Invalid value for 'content': expected a string, got null."
        raise ProtocolError("invalid_value", text, f"messages.[{place}].content")
    return calls


def seen_of(body: Mapping[str, Any]) -> Seen:
    """What a model sees of a request: the system message in front as instructions, all others as items."""
    messages = list(body["messages"])
    instructions = ""
    if messages[0]["role"] in ("system", "developer"):
        instructions = _text(messages.pop(0)["content"])
    choice = body.get("tool_choice", "auto")
    return Seen(
        instructions=instructions,
        items=tuple(item for place, each in enumerate(messages) for item in _items(each, place)),
        tools=tuple(_tool(each["function"]) for each in body.get("tools", ())),
        tool_choice=choice if isinstance(choice, str) else {"type": "function", "name": choice["function"]["name"]},
    )


def _tool(function: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "function", **{name: value for name, value in function.items() if name != "strict"}}


def _items(message: Message, place: int) -> Iterator[dict[str, Any]]:
    role = message["role"]
    if role == "tool":
        output = {"call_id": message["tool_call_id"], "output": _text(message["content"])}
        yield {"id": f"m{place}", "type": "function_call_output", "status": "completed", **output}
        return
    text = _text(message.get("content")) or str(message.get("refusal") or "")
    if text or role != "assistant":
        yield _message("system" if role == "developer" else role, text, place)
    for call in message.get("tool_calls", ()):
        named = {"call_id": call["id"], **call["function"]}
        yield {"id": f"m{place}", "type": "function_call", "status": "completed", **named}


def _message(role: str, text: str, place: int) -> dict[str, Any]:
    part = {"type": "output_text" if role == "assistant" else "input_text", "text": text}
    return {"id": f"m{place}", "type": "message", "status": "completed", "role": role, "content": [part]}


def _text(content: Any) -> str:
    if isinstance(content, list):
        return "".join(str(part.get("text") or part.get("refusal") or "") for part in content)
    return content or ""
