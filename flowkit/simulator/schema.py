"""Shapes of what a client may send, and the check that holds an event against one.

A shape is a value; `check` walks value and shape together and raises the `ProtocolError` the API would answer with: a
missing field, an unknown one, a wrong type, a value out of range, `null` where something is required.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from flowkit.simulator.errors import ProtocolError, invalid, missing, too_long, unknown, wrong_type, wrong_value


@dataclass(frozen=True, slots=True)
class Text:
    """A string of at most `limit` characters that matches `pattern` as a whole."""

    limit: int | None = None
    pattern: str | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number between `low` and `high`, both included."""

    low: float | None = None
    high: float | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """One of the listed strings."""

    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Array:
    """A list of things of one shape."""

    of: Shape


@dataclass(frozen=True, slots=True)
class Object:
    """An object with these fields and no others; `fields` of `None` means any."""

    fields: Mapping[str, Shape] | None
    required: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ByType:
    """An object whose `key` field decides which of the shapes it has."""

    shapes: Mapping[str, Object]
    key: str = "type"


@dataclass(frozen=True, slots=True)
class Choice:
    """The first of the shapes whose JSON type fits; `expected` names them for the error."""

    shapes: tuple[Shape, ...]
    expected: str


@dataclass(frozen=True, slots=True)
class Nullable:
    """A shape, or null."""

    shape: Shape


@dataclass(frozen=True, slots=True)
class Pairs:
    """`metadata`: at most 16 short strings by short names."""

    limits: tuple[int, int, int] = field(default=(16, 64, 512))


Shape = Text | Flag | Number | Word | Array | Object | ByType | Choice | Nullable | Pairs


def check(value: object, shape: Shape, path: str) -> None:
    """Holds `value` against `shape`; `path` is its dotted name ("" for a whole event).

    Raises:
        ProtocolError: The value does not have the shape.
    """
    match shape:
        case Nullable(inner):
            if value is not None:
                check(value, inner, path)
        case Text():
            _check_text(value, shape, path)
        case Flag():
            if not isinstance(value, bool):
                raise wrong_type(path, "a boolean", value)
        case Number():
            _check_number(value, shape, path)
        case Word(allowed):
            if not isinstance(value, str):
                raise wrong_type(path, "a string", value)
            if value not in allowed:
                raise wrong_value(path, value, allowed)
        case Array(of):
            if not isinstance(value, list):
                raise wrong_type(path, "an array", value)
            for index, one in enumerate(value):
                check(one, of, f"{path}[{index}]")
        case Object():
            _check_object(value, shape, path)
        case ByType():
            _check_by_type(value, shape, path)
        case Choice():
            _check_choice(value, shape, path)
        case Pairs():
            _check_pairs(value, shape, path)


def _check_text(value: object, shape: Text, path: str) -> None:
    if not isinstance(value, str):
        raise wrong_type(path, "a string", value)
    if shape.limit is not None and len(value) > shape.limit:
        raise too_long(path, shape.limit, len(value))
    if shape.pattern is not None and not re.fullmatch(shape.pattern, value):
        raise invalid(
            path, f"Invalid '{path}': string does not match pattern. Expected a string that matches {shape.pattern}."
        )


def _check_number(value: object, shape: Number, path: str) -> None:
    expected = "an integer" if shape.whole else "a number"
    if isinstance(value, bool) or not isinstance(value, int | float) or (shape.whole and not isinstance(value, int)):
        raise wrong_type(path, expected, value)
    kind = "integer" if shape.whole else "decimal"
    if shape.low is not None and value < shape.low:
        message = (
            f"Invalid '{path}': {kind} below minimum value. Expected a value >= {shape.low}, but got {value} instead."
        )
        raise ProtocolError(f"{kind}_below_min_value", message, path)
    if shape.high is not None and value > shape.high:
        message = (
            f"Invalid '{path}': {kind} above maximum value. Expected a value <= {shape.high}, but got {value} instead."
        )
        raise ProtocolError(f"{kind}_above_max_value", message, path)


def _check_object(value: object, shape: Object, path: str) -> None:
    if not isinstance(value, dict):
        raise wrong_type(path, "an object", value)
    for name in shape.required:
        if name not in value:
            raise missing(_join(path, name))
    if shape.fields is None:
        return
    for name, one in value.items():
        if name not in shape.fields:
            raise unknown(_join(path, name))
        check(one, shape.fields[name], _join(path, name))


def _check_by_type(value: object, shape: ByType, path: str) -> None:
    if not isinstance(value, dict):
        raise wrong_type(path, "an object", value)
    if shape.key not in value:
        raise missing(_join(path, shape.key))
    check(value[shape.key], Word(tuple(shape.shapes)), _join(path, shape.key))
    check(value, shape.shapes[value[shape.key]], path)


def _check_choice(value: object, shape: Choice, path: str) -> None:
    for one in shape.shapes:
        if _same_json_type(value, one):
            check(value, one, path)
            return
    raise wrong_type(path, shape.expected, value)


def _same_json_type(value: object, shape: Shape) -> bool:
    match shape:
        case Text() | Word():
            return isinstance(value, str)
        case Number():
            return isinstance(value, int | float) and not isinstance(value, bool)
        case Object() | ByType():
            return isinstance(value, dict)
        case Array():
            return isinstance(value, list)
        case _:
            return False


def _check_pairs(value: object, shape: Pairs, path: str) -> None:
    count, name_limit, text_limit = shape.limits
    if not isinstance(value, dict):
        raise wrong_type(path, "an object", value)
    if len(value) > count:
        raise invalid(
            path, f"Invalid '{path}': too many properties. Expected at most {count}, but got {len(value)} instead."
        )
    for name, text in value.items():
        if len(name) > name_limit:
            raise too_long(path, name_limit, len(name))
        check(text, Text(limit=text_limit), _join(path, name))


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
