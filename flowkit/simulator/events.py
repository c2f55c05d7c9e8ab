"""The shapes of the eleven client events; what stands inside them is judged where it is used."""

from __future__ import annotations

from collections.abc import Mapping

from flowkit.simulator.items import EVENT_ID, POSITION
from flowkit.simulator.schema import Nullable, Object, Shape, Text


def _event(required: Mapping[str, Shape] | None = None, **optional: Shape) -> Object:
    needed = dict(required or {})
    fields: dict[str, Shape] = {"type": Text(), "event_id": Nullable(EVENT_ID), **needed, **optional}
    return Object(fields, tuple(needed))


_ANY = Object(None)

CLIENT_EVENTS: Mapping[str, Object] = {
    "session.update": _event({"session": _ANY}),
    "input_audio_buffer.append": _event({"audio": Text()}),
    "input_audio_buffer.commit": _event(),
    "input_audio_buffer.clear": _event(),
    "output_audio_buffer.clear": _event(),
    "conversation.item.create": _event({"item": _ANY}, previous_item_id=Nullable(Text())),
    "conversation.item.delete": _event({"item_id": Text()}),
    "conversation.item.retrieve": _event({"item_id": Text()}),
    "conversation.item.truncate": _event(
        {"item_id": Text(), "content_index": POSITION, "audio_end_ms": POSITION},
    ),
    "response.create": _event(response=_ANY),
    "response.cancel": _event(response_id=Nullable(Text())),
}
