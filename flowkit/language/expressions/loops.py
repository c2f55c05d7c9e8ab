"""Loops over lists in the data: `any`, `all`, `count`, `sum`, `min`, `max`.

`any(item for x in list if condition)` is `condition and item` of each, joined by `or`; `all` is `not condition or
item`, joined by `and`; the others are unknown as soon as one item or condition is.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from flowkit.language.expressions.arithmetic import plus
from flowkit.language.expressions.syntax import Loop
from flowkit.language.shapes import UNSET, Shape, Value

ROUNDS: Final = 100_000
"""All rounds of all loops in one evaluation; past it a loop is unknown. Far above what a call's data makes."""

_Inner = Callable[[Any], Value]
_Each = Iterator[tuple[Value, Value]]


class Frame:
    """What the inside of a loop sees: the value of its round, the frame around it, and the scope at the root."""

    __slots__ = ("outer", "root", "rounds", "value")

    def __init__(self, outer: Any, nested: bool) -> None:
        self.outer = outer
        self.root = outer.root if nested else outer
        self.rounds: list[int] = outer.rounds if nested else [ROUNDS]
        self.value: Value = UNSET


def rows_of(value: Value) -> Sequence[Value] | None:
    """What a loop runs over: the items of a list, the things of a map; None if it is neither."""
    if isinstance(value, Mapping):
        return list(value.values())
    return value if isinstance(value, (list, tuple)) else None


def looping(expr: Loop, source: _Inner, item: _Inner, condition: _Inner | None, nested: bool) -> _Inner:
    """The closure of a loop whose parts are compiled already."""
    work = _WORK[expr.function](expr.by)

    def loop(scope: Any) -> Value:
        rows = rows_of(source(scope))
        if rows is None:
            return UNSET
        frame = Frame(scope, nested)
        frame.rounds[0] -= len(rows)
        if frame.rounds[0] < 0:
            return UNSET
        return work(_rounds(frame, rows, item, condition))

    return loop


def _rounds(frame: Frame, rows: Sequence[Value], item: _Inner, condition: _Inner | None) -> _Each:
    """(condition, item) of each row whose condition is not false."""
    for row in rows:
        frame.value = row
        wanted = True if condition is None else condition(frame)
        if wanted is not False:
            yield wanted, item(frame)


def _any(each: _Each) -> Value:
    result: Value = False
    for wanted, value in each:
        if wanted is True and value is True:
            return True
        if value is not False:
            result = UNSET
    return result


def _all(each: _Each) -> Value:
    result: Value = True
    for wanted, value in each:
        if wanted is True and value is False:
            return False
        if value is not True:
            result = UNSET
    return result


def _count(each: _Each) -> Value:
    found = 0
    for wanted, value in each:
        if value is False:
            continue
        if wanted is not True or value is not True:
            return UNSET
        found += 1
    return found


def _values(each: _Each) -> list[Value] | None:
    values = []
    for wanted, value in each:
        if wanted is not True or value is UNSET:
            return None
        values.append(value)
    return values


def _sum(zero: Value) -> Callable[[_Each], Value]:
    def total(each: _Each) -> Value:
        values = _values(each)
        if values is None:
            return UNSET
        result = zero
        for value in values:
            result = plus(result, value) if result is not UNSET else UNSET
        return result

    return total


def _outermost(choose: Callable[[list[Value]], Value]) -> Callable[[_Each], Value]:
    def outermost(each: _Each) -> Value:
        values = _values(each)
        try:
            return choose(values) if values else UNSET
        except (TypeError, ArithmeticError):
            return UNSET

    return outermost


def _zero(shape: Shape | None) -> Value:
    match shape.type if shape is not None else "integer":
        case "duration":
            return timedelta(0)
        case "number" | "money":
            return Decimal(0)
        case _:
            return 0


_WORK: Final[Mapping[str, Callable[[Shape | None], Callable[[_Each], Value]]]] = {
    "any": lambda by: _any,
    "all": lambda by: _all,
    "count": lambda by: _count,
    "sum": lambda by: _sum(_zero(by)),
    "min": lambda by: _outermost(min),
    "max": lambda by: _outermost(max),
}
