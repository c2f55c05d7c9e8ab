"""Constants: plain data of the project, its values and the shapes that guards see.

A date, a time or a date with a time that stands without quotes is one; in quotes it is a text.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from flowkit.language.shapes import UNSET, Shape, Value
from flowkit.language.tree import Mapping, Node, Scalar, Sequence

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?|\d{2}:\d{2}")


def data_of(node: Node) -> Value:
    """The value that a node of data stands for; nothing (`null`) is unknown."""
    if isinstance(node, Scalar):
        if node.plain and _MOMENT.fullmatch(node.text):
            return _moment(node.text)
        value = node.value
        return UNSET if value is None else value
    if isinstance(node, Mapping):
        return {entry.key.text: data_of(entry.value) for entry in node}
    return [data_of(item) for item in node]


def _moment(text: str) -> Value:
    """The date or time; the text itself where the calendar has no such day or hour."""
    try:
        if "T" in text:
            return datetime.fromisoformat(text)
        return date.fromisoformat(text) if "-" in text else time.fromisoformat(text)
    except ValueError:
        return text


def plain_data(node: Node | None) -> Any:
    """A node as JSON. Numbers keep their digits: an order number may begin with a nought, and prices are exact."""
    match node:
        case Mapping():
            return {entry.key.text: plain_data(entry.value) for entry in node}
        case Sequence():
            return [plain_data(item) for item in node]
        case Scalar():
            value = node.value
            exact = isinstance(value, Decimal) or (isinstance(value, int) and str(value) != node.text)
            return node.text if exact and not isinstance(value, bool) else value
    return None


def shape_of_data(value: Value, inside: bool = False) -> Shape | None:
    """The shape of a value; None if the entries of a list or table have no shape in common.

    Args:
        inside: Whether it stands in a list or table: a map there is a thing with fields. A constant that is a map of
            like values is a table by id.
    """
    match value:
        case bool():
            return Shape("yes_no")
        case int():
            return Shape("integer")
        case Decimal():
            return Shape("number")
        case datetime():
            return Shape("datetime")
        case date():
            return Shape("date")
        case time():
            return Shape("time")
        case str():
            return Shape("text")
        case list():
            shape = _common(value)
            return replace(shape, many=True) if shape is not None and shape.single else None
        case dict():
            shape = None if inside else _common(value.values())
            return replace(shape, keyed=True) if shape is not None and shape.single else _of_thing(value)
        case _:
            return None


def _of_thing(value: dict[str, Value]) -> Shape | None:
    fields = {name: shape_of_data(field, inside=True) for name, field in value.items()}
    known = {name: field for name, field in fields.items() if field is not None}
    return Shape("object", fields=known) if len(known) == len(fields) else None


def _common(values: Iterable[Value]) -> Shape | None:
    """The one shape of all values; fields that some things lack are optional."""
    found: Shape | None = None
    for value in values:
        shape = shape_of_data(value, inside=True)
        if shape is None:
            return None
        found = shape if found is None else _joined(found, shape)
        if found is None:
            return None
    return found if found is not None else Shape("text")


def _joined(one: Shape, other: Shape) -> Shape | None:
    if one == other:
        return one
    if {one.type, other.type} == {"integer", "number"} and one.single and other.single:
        return Shape("number")
    if one.type != "object" or other.type != "object" or (one.many, one.keyed) != (other.many, other.keyed):
        return None
    fields: dict[str, Shape] = {}
    for name in {**one.fields, **other.fields}:
        first, second = one.fields.get(name), other.fields.get(name)
        if first is None or second is None:
            given = first or second
            assert given is not None
            fields[name] = replace(given, optional=True)
            continue
        joined = _joined(replace(first, optional=False), replace(second, optional=False))
        if joined is None:
            return None
        fields[name] = replace(joined, optional=first.optional or second.optional)
    return replace(one, fields=fields)
