"""Sensitive values are not told: in what a person or a system gets to read, their slot's name stands in their place.

A value is known by its canonical text, by how it is spoken and by the words in which the caller said it; also when the
flow whose slot it was is over. Shown calls have tokens instead, which tell equal values apart; here nobody compares.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from flowkit.engine.work import Work
from flowkit.language.model import Slot, Tool
from flowkit.language.shapes import Shape, Value
from flowkit.language.values import canonical

SHORTEST = 2
"""Shorter texts stand in others by chance."""


def learn(work: Work, slot: Slot, *forms: str) -> None:
    """Takes note of the forms in which a sensitive slot's value may stand in a text."""
    work.call.secrets.update({form: slot.name for form in forms if len(form) >= SHORTEST})


def masked(work: Work, text: str) -> str:
    """A text with the sensitive values in it replaced."""
    secrets = {**dict(_of_records(work)), **work.call.secrets}
    for form in sorted(secrets, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(form)}(?!\w)", mark(secrets[form]), text, flags=re.IGNORECASE)
    return text


def mark(name: str) -> str:
    """What stands in the place of a value of that name."""
    return f"‹{name}›"


def masked_arguments(work: Work, tool: Tool, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of a tool as JSON, without what is sensitive in them."""
    shown: dict[str, Any] = {}
    for name, value in arguments.items():
        shape = tool.input[name].shape
        shown[name] = mark(name) if shape.sensitive else masked(work, value) if isinstance(value, str) else value
    return shown


def _of_records(work: Work) -> Iterator[tuple[str, str]]:
    """The sensitive fields of the records that were looked up, each with its name."""
    for name, rows in work.call.records.items():
        shape = work.program.project.records[name].shape
        for held in rows.values():
            yield from _of_thing(shape, held.value)


def _of_thing(shape: Shape, thing: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    for name, field in shape.fields.items():
        value = thing.get(name)
        if field.sensitive and value is not None and field.single:
            form = canonical(field, value)
            if len(form) >= SHORTEST:
                yield form, name
        elif field.type == "object" and field.single and isinstance(value, Mapping):
            yield from _of_thing(field, value)
