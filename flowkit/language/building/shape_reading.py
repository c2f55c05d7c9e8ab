"""Shapes: what a value is. A shape stands in the file as a type name, or as a map."""

import re
from collections.abc import Mapping as MappingOf
from typing import Final, Literal, cast

from flowkit.language.building.expression_reading import read_words
from flowkit.language.building.mappings import Fields, open_mapping
from flowkit.language.building.names import meant
from flowkit.language.building.options import read_fixed_options
from flowkit.language.building.scopes import Scope
from flowkit.language.building.table.kinds import KINDS
from flowkit.language.building.table.shape import SHAPE_KEYS
from flowkit.language.building.world import World
from flowkit.language.codes import BAD_VALUE, KEY_NOT_HERE, MISSING_KEY, UNKNOWN_NAME
from flowkit.language.expressions.spelling import did_you_mean
from flowkit.language.model import Record
from flowkit.language.shapes import TYPE_NAMES, Option, Shape, TypeName
from flowkit.language.tree import Mapping, Node, Scalar, Sequence
from flowkit.language.words import Words

_SHAPE = KINDS["shape"]
_FORMER_TYPES = {
    "string": "text",
    "str": "text",
    "bool": "yes_no",
    "boolean": "yes_no",
    "int": "integer",
    "float": "number",
    "decimal": "number",
    "currency": "money",
    "enum": "choice",
    "zip": "postcode",
    "postal_code": "postcode",
    "phone_number": "phone",
    "hour": "time",
    "clock": "time",
    "day": "date",
    "timestamp": "datetime",
    "date_time": "datetime",
    "minutes": "duration",
    "hours": "duration",
    "price": "money",
    "amount": "money",
    "percent": "number",
    "select": "choice",
    "option": "choice",
    "options": "choice",
    "mail": "email",
    "tel": "phone",
    "telephone": "phone",
    "zipcode": "postcode",
    "zip_code": "postcode",
    "id": "text",
    "code": "text",
    "address": "text",
    "pin": "digits",
    "yes_or_no": "yes_no",
    "flag": "yes_no",
    "array": "'many: true' beside the type of one",
    "list": "'many: true' beside the type of one",
    "dict": "object",
    "map": "object",
}
_BARE: Final[dict[str, Shape]] = {name: Shape(name) for name in TYPE_NAMES if name not in ("choice", "object")}
"""The shapes that are told by the name of their type alone."""
_MORE_THAN_A_TYPE: Final = frozenset(SHAPE_KEYS) - {"type"}
"""What may be said of a value beside its type; of most nothing is."""
_LONGEST_PATTERN: Final = 500
_CALENDAR: Final = Scope({"today": Shape("date"), "now": Shape("datetime")})
SPELT: Final = frozenset(("text", "name", "digits", "phone", "email", "postcode"))
"""Types whose values are texts: they may have a pattern."""


def read_shape(node: Node, world: World) -> Shape | None:
    """The shape in a node that has the form of one; None if its type cannot be told."""
    if type(node) is Scalar:
        return _of_type(node, world)
    assert type(node) is Mapping
    return shape_of_fields(open_mapping(_SHAPE, node, node, world.report), world)


def shape_of_fields(fields: Fields, world: World) -> Shape | None:
    """The shape that the keys of an opened shape, argument or slot describe, but for options from the data."""
    report = world.report
    base = _base(fields, world)
    if base is None:
        return None
    if not fields.misspelt and _MORE_THAN_A_TYPE.isdisjoint(fields.mapping.index):
        return Shape(
            base.type,
            fields=base.fields,
            record=base.record,
            label=base.label,
            also=base.also,
            about=base.about,
            span=fields.place.span,
        )
    members = _members(fields, world) if "fields" in fields else base.fields
    if any(key in fields.misspelt or (key in fields.mapping and key not in fields) for key in ("many", "keyed")):
        return None  # Whether it is one or several was reported, and what follows from it need not be.
    label, also = read_label(fields, members, base.label, base.also, world)
    if fields.flag("many") and fields.flag("keyed"):
        report.add(BAD_VALUE, fields.key("keyed"), "a value is either a list ('many') or a map by id ('keyed')")
    return Shape(
        base.type,
        options=_options(fields, world),
        fields=members,
        record=base.record,
        many=fields.flag("many"),
        keyed=fields.flag("keyed"),
        optional=fields.flag("optional"),
        pattern=_pattern(fields, base, world),
        label=label,
        also=also,
        about=fields.text("about", base.about),
        sensitive=cast('Literal["", "mask", "never_store"]', fields.word("sensitive")),
        span=fields.place.span,
    )


def _of_type(scalar: Scalar, world: World) -> Shape | None:
    """The shape of a bare type: one of the language's, or a record."""
    name = scalar.text
    if name in TYPE_NAMES:
        if name in ("choice", "object"):
            key, help = ("options", "[first, second]") if name == "choice" else ("fields", "{name: text}")
            message = f"{_with_article(name)} needs '{key}'"
            world.report.add(MISSING_KEY, scalar, message, f"write: {{{key}: {help}}}")
            return None
        return Shape(name, span=scalar.span)
    if name in world.record_sources:
        return record_shape(name, world)
    unknown_type(scalar, world)
    return None


def unknown_type(scalar: Scalar, world: World) -> None:
    """Reports a type that there is not."""
    name = scalar.text
    help = f"write: {_FORMER_TYPES[name.casefold()]}" if name.casefold() in _FORMER_TYPES else ""
    known = [*TYPE_NAMES, *world.record_sources]
    help = help or did_you_mean(name, known)
    if not help:
        records = meant("", world.record_sources, "records") if world.record_sources else ""
        help = f"types: {', '.join(TYPE_NAMES)}" + (f"; {records}" if records else "")
    world.report.add(UNKNOWN_NAME, scalar, f"there is no type '{name}'", help)


def _base(fields: Fields, world: World) -> Shape | None:
    """The shape that `type`, or what stands instead of it, gives."""
    report, scalar = world.report, fields.scalar("type")
    if scalar is None:
        if "type" in fields.mapping:
            return None
        for key, implied in (("options", "choice"), ("fields", "object")):
            if key in fields.mapping:
                check_no_fields(fields, implied, world)
                return Shape(cast(TypeName, implied))
        if fields.misspelt.intersection(("type", "options", "fields")):
            return None
        report.add(MISSING_KEY, fields.place, "this says nothing about its values", "add 'type', 'options' or 'fields'")
        return None
    name = scalar.text
    for key, type_name in (("options", "choice"), ("fields", "object")):
        if name == type_name:
            if key not in fields.mapping:
                report.add(MISSING_KEY, fields.key("type"), f"{_with_article(name)} needs '{key}'")
                return None
            check_no_fields(fields, name, world)
            return Shape(cast(TypeName, name))
        if key in fields.mapping and (key == "options" or name not in ("choice", *world.record_sources)):
            report.add(KEY_NOT_HERE, fields.key(key), f"'{key}' belongs to the type '{type_name}', not to '{name}'")
        elif key in fields.mapping:
            report.add(KEY_NOT_HERE, fields.key(key), f"the fields of '{name}' stand in its own definition")
    return _BARE.get(name) or _of_type(scalar, world)


def check_no_fields(fields: Fields, type_name: str, world: World) -> None:
    """Reports `fields` beside options, which have those of their list, or none."""
    if type_name == "choice" and "fields" in fields.mapping:
        message = "'fields' belongs to the type 'object', not to 'choice'"
        world.report.add(KEY_NOT_HERE, fields.key("fields"), message)


def _with_article(name: str) -> str:
    return f"an {name}" if name[0] in "aeio" else f"a {name}"


def _members(fields: Fields, world: World) -> dict[str, Shape]:
    members: dict[str, Shape] = {}
    for entry in fields.map("fields", "a field"):
        shape = read_shape(entry.value, world)
        if shape is None:
            world.report.doubtful.add(entry.key.text)
        else:
            members[entry.key.text] = shape
    return members


def read_label(
    fields: Fields, members: MappingOf[str, Shape], label: Words | None, also: tuple[Words, ...], world: World
) -> tuple[Words | None, tuple[Words, ...]]:
    """`label` and `also`, which speak of the fields of the thing; where they are missing, those of its type."""
    if "label" not in fields and "also" not in fields:
        return label, also
    if not members:
        key = "label" if "label" in fields else "also"
        world.report.add(KEY_NOT_HERE, fields.key(key), f"'{key}' is for things with fields")
        return label, also
    scope = Scope(members, _CALENDAR)
    own = read_words(fields.scalar("label"), scope, world.report)
    others = tuple(
        words for scalar in fields.scalars("also") if (words := read_words(scalar, scope, world.report)) is not None
    )
    return own or label, others or also


def _options(fields: Fields, world: World) -> tuple[Option, ...]:
    node = fields.node("options")
    if type(node) is Scalar:
        message = "only a slot picks from a list in the data; options of a field stand in brackets"
        world.report.add(KEY_NOT_HERE, fields.key("options"), message, "write them like: options: [one, other]")
        return ()
    return () if node is None else read_fixed_options(cast("Mapping | Sequence", node), world.report)


def _pattern(fields: Fields, base: Shape, world: World) -> str:
    scalar = fields.scalar("pattern")
    if scalar is None:
        return ""
    if base.type not in SPELT:
        message = f"a value of type '{base.type}' has no 'pattern'"
        world.report.add(KEY_NOT_HERE, fields.key("pattern"), message, _instead_of_pattern(fields, base))
    if len(scalar.text) > _LONGEST_PATTERN:
        message = f"a pattern has at most {_LONGEST_PATTERN} characters"
        world.report.add(BAD_VALUE, scalar, message, "describe the whole value by its parts")
        return ""
    try:
        re.compile(scalar.text)
    except (re.error, OverflowError, RecursionError) as error:
        world.report.add(BAD_VALUE, scalar, f"this is no regular expression: {error}")
        return ""
    return scalar.text


def _instead_of_pattern(fields: Fields, base: Shape) -> str:
    """What says which values are good, where a regular expression does not."""
    if fields.kind.name == "slot" and base.type in ("integer", "number", "money"):
        return "write a rule: only_if: {when: … <= 99999, because: …}; or give it the type 'digits'"
    return "leave it out" + ("; or give it the type 'digits'" if base.type in ("integer", "number") else "")


def record_shape(name: str, world: World) -> Shape | None:
    """The shape of a record; None if it cannot be told. A record is read when it is first asked for."""
    if name not in world.records:
        if name in world.reading:
            fields = world.record_sources[name][0]
            world.report.add(BAD_VALUE, fields.place, f"the record '{name}' holds itself")
            return None
        world.reading.add(name)
        shape = world.deeper(world.record_sources[name][0].place, _read_record, name, world)
        world.reading.discard(name)
        return shape
    return world.records[name].shape


def _read_record(name: str, world: World) -> Shape | None:
    fields, catalog = world.record_sources[name]
    if "fields" not in fields:
        world.report.doubtful.add(name)
        return None
    members = _members(fields, world)
    label, also = read_label(fields, members, None, (), world)
    for scalar in (keys := fields.scalars("key")):
        field = members.get(scalar.text)
        if field is None and scalar.text not in world.report.doubtful:
            world.report.add(
                UNKNOWN_NAME,
                scalar,
                f"'{name}' has no field '{scalar.text}' that could be its key",
                meant(scalar.text, members, "fields"),
            )
        elif field is not None and not (field.single and field.type != "object"):
            world.report.add(BAD_VALUE, scalar, "a key is a field with a single value")
    shape = Shape(
        "object",
        fields=members,
        record=name,
        label=label,
        also=also,
        about=fields.text("about"),
        span=fields.place.span,
    )
    key = tuple(scalar.text for scalar in keys)
    world.records[name] = Record(name, key, shape, fields.flag("single"), catalog, fields.place.span)
    return shape
