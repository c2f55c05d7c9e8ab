"""Results of a backend as JSON, so that events and the journal can hold them. Judging them is the engine's."""

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from flowkit.engine.events import Json
from flowkit.language.currencies import written
from flowkit.language.shapes import UNSET, Shape
from flowkit.language.values import clock_text, duration_text

MOST_LEVELS: Final = 32
_ANYTHING: Final = Shape("text")


class NotJson(TypeError):
    """A result holds something that has no form in JSON."""


def as_json(result: Any, shape: Shape | None, currency: str) -> Json:
    """The result as JSON.

    Money has the decimals of the currency, other decimals are texts as they are; days and times are in ISO 8601, to
    the minute where they have no seconds. Dataclasses and maps are objects, lists, tuples and sets lists.

    Args:
        shape: of the tool's output; `None` where it has none.
        currency: ISO 4217.

    Raises:
        NotJson: it holds a float that is no number, bytes, or an object of a class of its own.
    """
    return _plain(result, shape or _ANYTHING, currency, 0)


def _plain(value: Any, shape: Shape, currency: str, level: int) -> Json:
    if level > MOST_LEVELS:
        raise NotJson(f"a result of more than {MOST_LEVELS} levels")
    match value:
        case Enum():
            return _plain(value.value, shape, currency, level)
        case None | bool() | int() | str():
            return value
        case float() if math.isfinite(value):
            return value
        case Decimal():
            return _decimal(value, shape, currency)
        case datetime() | time():
            return clock_text(value)
        case date():
            return value.isoformat()
        case timedelta():
            return duration_text(value)
        case Mapping():
            return _object(value, shape, currency, level)
        case list() | tuple():
            return [_plain(item, shape, currency, level + 1) for item in value]
        case set() | frozenset():
            return [_plain(item, shape, currency, level + 1) for item in sorted(value, key=repr)]
    if value is UNSET:
        return None
    if is_dataclass(value) and not isinstance(value, type):
        given = {part.name: getattr(value, part.name) for part in fields(value)}
        return _object(given, shape, currency, level)
    raise NotJson(f"a result of the type {type(value).__name__}")


def _decimal(value: Decimal, shape: Shape, currency: str) -> str:
    if not value.is_finite():
        raise NotJson("a decimal that is no number")
    return written(value, currency) if shape.type == "money" else format(value, "f")


def _object(value: Mapping[Any, Any], shape: Shape, currency: str, level: int) -> Json:
    """A thing by its fields, or a map by id, whose entries all have one shape."""
    names = {str(key.value if isinstance(key, Enum) else key): part for key, part in value.items()}
    # The keys 1 and "1" are two in Python and one in JSON; an entry must not get lost silently.
    if len(names) != len(value):
        raise NotJson("a map with two keys that are the same in JSON")
    if shape.keyed:
        entry = replace(shape, keyed=False)
        return {name: _plain(part, entry, currency, level + 1) for name, part in names.items()}
    return {name: _plain(part, shape.fields.get(name, _ANYTHING), currency, level + 1) for name, part in names.items()}
