"""Conversation items as a client may write them, and as the server shows them."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from flowkit.simulator.errors import missing
from flowkit.simulator.schema import Array, ByType, Nullable, Number, Object, Shape, Text, Word, check

ID = Text(limit=32, pattern=r"[a-zA-Z0-9_-]+")
"""Item and call ids: at most 32 letters, digits, `_` and `-`."""

_COMMON: dict[str, Shape] = {
    "id": ID,
    "object": Word(("realtime.item",)),
    "type": Text(),
    "status": Word(("completed", "incomplete", "in_progress")),
}
_INPUT_TEXT = Object({"type": Text(), "text": Text()}, ("text",))
_CONTENT: dict[str, ByType] = {
    "system": ByType({"input_text": _INPUT_TEXT}),
    "user": ByType(
        {
            "input_text": _INPUT_TEXT,
            "input_audio": Object({"type": Text(), "audio": Text(), "transcript": Nullable(Text())}, ("audio",)),
            "input_image": Object(
                {"type": Text(), "image_url": Text(), "detail": Word(("auto", "low", "high"))}, ("image_url",)
            ),
        }
    ),
    # Audio of the agent cannot be put in by a client, so a part of it must at least bring its text.
    "assistant": ByType(
        {
            "output_text": Object({"type": Text(), "text": Text()}, ("text",)),
            "output_audio": Object({"type": Text(), "text": Text(), "transcript": Text()}, ("text",)),
        }
    ),
}
_MESSAGE = ByType(
    {
        role: Object({**_COMMON, "role": Text(), "content": Array(content)}, ("content",))
        for role, content in _CONTENT.items()
    },
    key="role",
)
_ITEM = ByType(
    {
        "message": Object(None),
        "function_call": Object({**_COMMON, "name": Text(), "call_id": ID, "arguments": Text()}, ("name", "arguments")),
        "function_call_output": Object({**_COMMON, "call_id": ID, "output": Text()}, ("call_id", "output")),
    }
)
_REFERENCE = Object({"type": Text(), "id": Text()}, ("id",))

EVENT_ID = Text(limit=512)
POSITION = Number(0, whole=True)


def check_item(item: object, path: str) -> None:
    """Holds a client's item against its shape.

    Raises:
        ProtocolError: It has another one.
    """
    check(item, _ITEM, path)
    assert isinstance(item, dict)
    if item["type"] != "message":
        return
    check(item, _MESSAGE, path)
    if not item["content"]:
        raise missing(f"{path}.content[0]")


def check_reference(item: object, path: str) -> None:
    """Holds an `item_reference` of a response's input against its shape.

    Raises:
        ProtocolError: It has another one.
    """
    check(item, _REFERENCE, path)


def finished(item: Mapping[str, Any], item_id: str, call_id: str) -> dict[str, Any]:
    """A client's item in the server's form: key order, status `completed`, and ids where none were given."""
    made: dict[str, Any] = {"id": item_id, "type": item["type"], "status": "completed"}
    for name in ("role", "content", "name", "call_id", "arguments", "output"):
        if name in item:
            made[name] = copy.deepcopy(item[name])
    if item["type"] == "function_call":
        made.setdefault("call_id", call_id)
    return made


def shown(item: Mapping[str, Any]) -> dict[str, Any]:
    """An item as events show it: everything but its audio, which only `retrieve` gives."""
    made = copy.deepcopy(dict(item))
    for part in made.get("content", []):
        part.pop("audio", None)
    return made


def text_of(item: Mapping[str, Any]) -> str:
    """All words of a message, whatever kind of part they stand in."""
    parts = (part.get("text") or part.get("transcript") or "" for part in item.get("content", []))
    return " ".join(part for part in parts if part)
