"""Frames for the server: every client event that a line sends, put together in one place.

Ids of ours are short and counted (`event_id` at most 32 characters), so that the same inputs give the same frames.
Fields and values are those of the Realtime API as the `openai` package types them.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from flowkit.engine.events import Json
from flowkit.lines.traffic import Frame

MARK = "fk"
"""The key of a response's metadata under which the name of its utterance stands; the server gives it back."""


def session_update(event_id: str, session: Mapping[str, Json]) -> Frame:
    """Sets instructions, tools and the rest of a session."""
    return {"type": "session.update", "event_id": event_id, "session": dict(session)}


def system_item(event_id: str, item_id: str, text: str) -> Frame:
    """Adds a note for the model to the conversation."""
    return _message(event_id, item_id, "system", "input_text", text)


def user_item(event_id: str, item_id: str, text: str) -> Frame:
    """Adds what the caller said to the conversation."""
    return _message(event_id, item_id, "user", "input_text", text)


def assistant_item(event_id: str, item_id: str, text: str) -> Frame:
    """Adds what the agent said to the conversation."""
    return _message(event_id, item_id, "assistant", "output_text", text)


def _message(event_id: str, item_id: str, role: str, part: str, text: str) -> Frame:
    item = {"id": item_id, "type": "message", "role": role, "content": [{"type": part, "text": text}]}
    return {"type": "conversation.item.create", "event_id": event_id, "item": item}


def call_output(event_id: str, item_id: str, call_id: str, output: Mapping[str, Json]) -> Frame:
    """Answers a function call of the model."""
    item = {"id": item_id, "type": "function_call_output", "call_id": call_id, "output": compact(output)}
    return {"type": "conversation.item.create", "event_id": event_id, "item": item}


def compact(value: Json) -> str:
    """A JSON value as a short text that is the same for equal values."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def item_delete(event_id: str, item_id: str) -> Frame:
    """Takes an item out of the conversation."""
    return {"type": "conversation.item.delete", "event_id": event_id, "item_id": item_id}


def response_create(event_id: str, u: str, *, tool: str, modalities: Sequence[str], effort: str = "") -> Frame:
    """Asks for utterance `u`. `tool`: auto, none, required, or the name of the function to call."""
    response: dict[str, Any] = {
        "metadata": {MARK: u},
        "output_modalities": list(modalities),
        "tool_choice": tool if tool in ("auto", "none", "required") else {"type": "function", "name": tool},
    }
    if effort:
        response["reasoning"] = {"effort": effort}
    return {"type": "response.create", "event_id": event_id, "response": response}


def response_cancel(event_id: str, response_id: str) -> Frame:
    """Stops a response that is being generated."""
    return {"type": "response.cancel", "event_id": event_id, "response_id": response_id}
