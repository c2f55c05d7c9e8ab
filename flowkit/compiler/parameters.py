"""Parameters of functions: JSON schemas of shapes, and the one set of slots that `record` reports.

Only plain keywords stand in a schema (`type`, `properties`, `items`, `enum`, `pattern`, `description`, `required`,
`additionalProperties`): Realtime models are not held to a schema, so it is there to be understood; the engine judges
every value. Money stays a text, because a JSON number has no exact decimals. A `never_store` value is in no schema.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flowkit.compiler.wording import sentence, without_values
from flowkit.language.model import Project, Slot, Tool
from flowkit.language.shapes import Shape

Schema = dict[str, Any]

_JSON_TYPES = {"yes_no": "boolean", "integer": "integer", "number": "number", "object": "object"}
_FORMS = {"date": "YYYY-MM-DD", "time": "HH:MM", "datetime": "YYYY-MM-DDTHH:MM", "duration": "a length of time"}
"""Types → how a value is written, for a model that has to write it."""
_KINDS = {"digits": "digits", "name": "a name", "phone": "a phone number"}
"""Types → what the value is, where a question may not tell."""
_OPTION_OF_NOTE = "an option of the STEP note"
ALL_OF_THEM = "Give all of them each time."
"""What is said of a list: what is added to it later makes the list longer, and does not take its place."""


def record_parameters(project: Project, flows: Sequence[str]) -> dict[str, Schema]:
    """What `record` reports: the slots of the project, then those of the flows in this order.

    Slots of one name and one shape are one parameter. Where shapes of one name differ, each flow's is
    `flow__slot`.
    """
    slots = [slot for slot in project.slots.values() if _told(slot)]
    properties = {slot.name: _slot_schema(slot, project.currency) for slot in slots}
    shapes: dict[str, list[Shape]] = {}
    for name in flows:
        for slot in project.flows[name].slots.values():
            shapes.setdefault(slot.name, []).append(slot.shape)
    for name in flows:
        for slot in filter(_told, project.flows[name].slots.values()):
            one = all(shape == slot.shape for shape in shapes[slot.name])
            properties.setdefault(slot.name if one else f"{name}__{slot.name}", _slot_schema(slot, project.currency))
    return properties


def tool_parameters(tool: Tool, currency: str) -> Schema:
    """The parameters of a tool that a model may use."""
    told = {name: each.shape for name, each in tool.input.items() if each.shape.sensitive != "never_store"}
    properties = {name: _schema(shape, _about(shape, currency), whole=True) for name, shape in told.items()}
    return closed(properties, [name for name, shape in told.items() if not shape.optional])


def closed(properties: Mapping[str, Schema], required: Sequence[str] = ()) -> Schema:
    """The schema of an object with these properties and no others."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }


def _told(slot: Slot) -> bool:
    return slot.shape.sensitive != "never_store"


def _slot_schema(slot: Slot, currency: str) -> Schema:
    question = without_values(slot.ask) or sentence(slot.shape.about) or f"{slot.name.replace('_', ' ').capitalize()}?"
    hint = _hint(slot.shape, currency)
    parts = [question, *_meanings(slot.shape), ALL_OF_THEM if slot.shape.many else "", f"({hint})" if hint else ""]
    return _schema(slot.shape, " ".join(filter(None, parts)))


def _hint(shape: Shape, currency: str) -> str:
    if shape.options_from is not None:
        return _OPTION_OF_NOTE
    return _KINDS.get(shape.type, "") or _form(shape, currency)


def _form(shape: Shape, currency: str) -> str:
    return f"an amount in {currency}" if shape.type == "money" else _FORMS.get(shape.type, "")


def _about(shape: Shape, currency: str) -> str:
    """What a tool's argument is; nothing where its name and type say it all."""
    form = _form(shape, currency)
    return " ".join(filter(None, [sentence(shape.about), *_meanings(shape), f"({form})" if form else ""]))


def _meanings(shape: Shape) -> Iterator[str]:
    yield from (f"{option.value}: {sentence(option.about)}" for option in shape.options if option.about)


def _schema(shape: Shape, description: str = "", *, whole: bool = False) -> Schema:
    """The schema of a value; `whole`: a thing has to bring all its fields, not one after the other."""
    if shape.many:
        return _described("array", description) | {"items": _single(shape, "", whole)}
    if shape.keyed:
        return _described("object", description) | {"additionalProperties": _single(shape, "", whole)}
    return _single(shape, description, whole)


def _single(shape: Shape, description: str, whole: bool) -> Schema:
    if shape.type == "object":
        return _described("object", description) | _fields(shape, whole)
    schema = _described(_JSON_TYPES.get(shape.type, "string"), description)
    if shape.options:
        schema["enum"] = [option.value for option in shape.options]
    if shape.pattern:
        schema["pattern"] = _anchored(shape.pattern)
    return schema


def _fields(shape: Shape, whole: bool) -> Schema:
    told = {name: each for name, each in shape.fields.items() if each.sensitive != "never_store"}
    properties = {name: _schema(each, sentence(each.about), whole=whole) for name, each in told.items()}
    return closed(properties, [name for name, each in told.items() if whole and not each.optional])


def _described(json_type: str, description: str) -> Schema:
    return {"type": json_type, "description": description} if description else {"type": json_type}


def _anchored(pattern: str) -> str:
    """A pattern of the whole value, as JSON Schema writes one."""
    if "|" in pattern:
        return f"^(?:{pattern})$"
    start = "" if pattern.startswith("^") else "^"
    return f"{start}{pattern}{'' if _ENDS_WHOLE.search(pattern) else '$'}"


# A `$` at the end that is none of the value's own: an even number of backslashes stands before it.
_ENDS_WHOLE = re.compile(r"(?<!\\)(?:\\\\)*\$\Z")
