"""Values in words: each spoken by its shape, things by their label, and a note of every value that was said."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from flowkit.language.expressions.evaluate import WEEKDAYS, Scope, compile_expression
from flowkit.language.expressions.loops import rows_of
from flowkit.language.expressions.types import DATE, TIME, WEEKDAY, one_of
from flowkit.language.locale import Locale
from flowkit.language.shapes import UNSET, Shape, StandsFor, TypeName, Value
from flowkit.language.speaking import FILTERS, SpokenValue, listed, speak
from flowkit.language.values import canonical
from flowkit.language.words import BEGIN, Filter
from flowkit.language.words_check import filter_fits
from flowkit.language.words_plan import plan_of

_ROUNDS: Final = 10_000
_DEEPEST: Final = 4  # labels that print things with labels


class Speech:
    """One text being put together: where its values come from, and what was said so far."""

    def __init__(self, scope: Scope, locale: Locale, around: "Speech | None" = None) -> None:
        self.scope = scope
        self.locale = locale
        self.depth: int = around.depth + 1 if around is not None else 0
        self.values: list[SpokenValue] = around.values if around is not None else []
        self.unset: list[str] = around.unset if around is not None else []
        self.rounds = _ROUNDS

    def say(self, value: Value, shape: Shape | None, filters: Sequence[Filter] = ()) -> str:
        """A value as it is spoken; without a shape, by what it looks like."""
        shape = shape if shape is not None else _looks_like(value)
        if not shape.single:
            return listed([self.say(row, one_of(shape), filters) for row in rows_of(value) or ()])
        fitting = [filter for filter in filters if filter_fits(filter, shape)]
        if fitting:
            return self._filtered(value, shape, fitting)
        if isinstance(value, Mapping):
            return self._thing(value, shape)
        named = None if shape.stands_for is None else self._stands_for(value, shape.stands_for)
        return self._note(speak(value, shape, self.locale), value, shape) if named is None else named

    def begun(self, text: str) -> str:
        """A printed value, with the mark of where it begins; inside a label there is none."""
        return text if self.depth else f"{BEGIN}{text}"

    def _note(self, text: str, value: Value, shape: Shape) -> str:
        self.values.append(SpokenValue(shape.type, canonical(shape, value, self.locale.currency), text))
        return text

    def _filtered(self, value: Value, shape: Shape, filters: Sequence[Filter]) -> str:
        """A value as the last of the filters says it."""
        text = ""
        for filter in filters:
            if filter_fits(filter, shape):
                text = FILTERS[filter](value, self.locale)
                value, shape = _said_by(filter, value, shape)
        return self._note(text, value, shape)

    def _thing(self, thing: Mapping[str, Value], shape: Shape) -> str:
        """A thing by its label; one without a label, or with nothing in it to print, by what it is made of."""
        before = len(self.values)
        text = ""
        if shape.label is not None and self.depth < _DEEPEST:
            text = plan_of(shape.label)(Speech(_ThingScope(thing, shape, self.scope), self.locale, self))
        if not text.strip():
            text = speak(thing, replace(shape, label=None), self.locale)
        return text if len(self.values) > before else self._note(text, thing, shape)

    def _stands_for(self, value: Value, stands_for: StandsFor) -> str | None:
        """An id as the label of its thing; None if there is no such thing, or it has no label."""
        shape = one_of(stands_for.shape)
        if shape.label is None or self.depth >= _DEEPEST:
            return None
        for thing in rows_of(compile_expression(stands_for.source)(self.scope)) or ():
            if isinstance(thing, Mapping) and thing.get(stands_for.key) == value:
                return self._thing(thing, shape)
        return None


class _ThingScope:
    """The fields of a thing as names, in front of the names around it.

    A field that the thing has no value for is unset; it is never taken from the names around.
    """

    def __init__(self, thing: Mapping[str, Value], shape: Shape, around: Scope) -> None:
        self._thing, self._fields, self._around = thing, shape.fields, around
        self.done = around.done

    def lookup(self, name: str) -> Value:
        """The value of a name, or `UNSET`."""
        found = self._thing.get(name)
        if found is None:
            return UNSET if name in self._fields else self._around.lookup(name)
        return found


def _said_by(filter: Filter, value: Value, shape: Shape) -> tuple[Value, Shape]:
    """The value that a filter says: the same one, or the part of it that is spoken."""
    match filter:
        case "date":
            return (value.date() if isinstance(value, datetime) else value), DATE
        case "time":
            return (value.time() if isinstance(value, datetime) else value), TIME
        case "weekday":
            return WEEKDAYS[value.weekday()], WEEKDAY
        case _:
            return value, shape


_LOOKS: Final[tuple[tuple[type, TypeName], ...]] = (
    (bool, "yes_no"),
    (int, "integer"),
    (Decimal, "number"),
    (datetime, "datetime"),
    (date, "date"),
    (time, "time"),
    (timedelta, "duration"),
    (Mapping, "object"),
)


def _looks_like(value: Value) -> Shape:
    if isinstance(value, (list, tuple)):
        return replace(_looks_like(value[0]) if value else Shape("text"), many=True)
    return Shape(next((name for kind, name in _LOOKS if isinstance(value, kind)), "text"))
