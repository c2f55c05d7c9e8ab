"""Results of a backend as JSON, so that events and the journal can hold them. Judging them is the engine's."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, Final

from flowkit.engine.events import Json
from flowkit.language.currencies import written
from flowkit.language.shapes import UNSET, Shape
from flowkit.language.values import clock_text, duration_text

MOST_LEVELS: Final = 32
MOST_SIZE: Final = 1_000_000
"""Characters of all texts and names, and one for each value: what is larger is no answer to a question of a call."""
_MOST_BITS: Final = 256
_MOST_DIGITS: Final = 100
_ANYTHING: Final = Shape("text")


class NotJson(TypeError):
    """A result holds something that has no form in JSON, or is too large for one."""


def as_json(result: Any, shape: Shape | None, currency: str) -> Json:
    """The result as JSON.

    Money has the decimals of the currency, other decimals are texts as they are; days and times are in ISO 8601, to
    the minute where they have no seconds. Dataclasses and maps are objects, lists, tuples and sets lists.

    Args:
        shape: of the tool's output; `None` where it has none.
        currency: ISO 4217.

    Raises:
        NotJson: it holds a float that is no number, bytes, or an object of a class of its own, or is too large.
    """
    return _Writer(currency).plain(result, shape or _ANYTHING, 0)


class _Writer:
    """Writes one result, as long as there is room."""

    def __init__(self, currency: str) -> None:
        self._currency = currency
        self._room = MOST_SIZE

    def plain(self, value: Any, shape: Shape, level: int) -> Json:
        """One value in it."""
        if level > MOST_LEVELS:
            raise NotJson(f"a result of more than {MOST_LEVELS} levels")
        self._take(1)
        match value:
            case Enum():
                return self.plain(value.value, shape, level + 1)
            case None | bool():
                return value
            case int():
                return _whole(value)
            case str():
                return self._text(value)
            case float() if math.isfinite(value):
                return value
            case Decimal():
                return self._decimal(value, shape)
            case datetime() | time():
                return clock_text(value)
            case date():
                return value.isoformat()
            case timedelta():
                return duration_text(value)
            case Mapping():
                return self._object(value, shape, level)
            case list() | tuple():
                return self._list(value, shape, level)
            case set() | frozenset():
                self._take(len(value))
                return self._list(sorted(value, key=repr), shape, level)
        if value is UNSET:
            return None
        if is_dataclass(value) and not isinstance(value, type):
            given = {part.name: getattr(value, part.name) for part in fields(value)}
            return self._object(given, shape, level)
        raise NotJson(f"a result of the type {type(value).__name__}")

    def _take(self, room: int) -> None:
        self._room -= room
        if self._room < 0:
            raise NotJson(f"a result that is larger than {MOST_SIZE:,} characters")

    def _text(self, value: str) -> str:
        self._take(len(value))
        text = str.__str__(value)
        if not text.isascii():
            try:
                text.encode()
            except UnicodeEncodeError:
                raise NotJson("a text with half a character in it") from None
        return text

    def _decimal(self, value: Decimal, shape: Shape) -> str:
        if not value.is_finite():
            raise NotJson("a decimal that is no number")
        exponent = value.as_tuple().exponent
        if value.adjusted() > _MOST_DIGITS or not isinstance(exponent, int) or exponent < -_MOST_DIGITS:
            raise NotJson(f"a decimal of more than {_MOST_DIGITS} digits")
        try:
            return written(value, self._currency) if shape.type == "money" else format(value, "f")
        except InvalidOperation:
            return format(value, "f")

    def _list(self, value: Sequence[Any], shape: Shape, level: int) -> Json:
        self._take(len(value))
        return [self.plain(item, shape, level + 1) for item in value]

    def _object(self, value: Mapping[Any, Any], shape: Shape, level: int) -> Json:
        """A thing by its fields, or a map by id, whose entries all have one shape."""
        self._take(len(value))
        names = {self._text(str(key.value if isinstance(key, Enum) else key)): part for key, part in value.items()}
        # The keys 1 and "1" are two in Python and one in JSON; an entry must not get lost silently.
        if len(names) != len(value):
            raise NotJson("a map with two keys that are the same in JSON")
        if shape.keyed:
            entry = replace(shape, keyed=False)
            return {name: self.plain(part, entry, level + 1) for name, part in names.items()}
        return {name: self.plain(part, shape.fields.get(name, _ANYTHING), level + 1) for name, part in names.items()}


def _whole(value: int) -> int:
    if value.bit_length() > _MOST_BITS:
        raise NotJson("a whole number that is too large")
    return value
