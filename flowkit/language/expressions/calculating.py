"""Sums and calls as closures: a function of the values of their parts, unknown while one of them is."""

from collections.abc import Callable, Mapping
from typing import Any

from flowkit.language.expressions import arithmetic
from flowkit.language.expressions.loops import rows_of
from flowkit.language.expressions.syntax import Calculate, Call, Expr, Literal, Minus
from flowkit.language.shapes import UNSET, Value

_Inner = Callable[[Any], Value]


def calculating(expr: Calculate | Minus | Call, inside: Callable[[Expr], _Inner]) -> _Inner:
    """The closure of a sum or call; `inside` compiles its parts."""
    match expr:
        case Minus(of=of):
            return _apply(arithmetic.negative, inside(of))
        case Calculate(operator=operator, left=left, right=right):
            work = {"+": arithmetic.plus, "-": arithmetic.minus, "*": arithmetic.times}[operator]
            return _apply(work, inside(left), inside(right))
        case Call(function="length", arguments=(of,)):
            return _apply(_length, inside(of))
        case Call(function="pairs", arguments=(first, second)):
            return _apply(_pairs, inside(first), inside(second))
        case Call(function="min" | "max" as function, arguments=(first, second)):
            return _apply(min if function == "min" else max, inside(first), inside(second))
        case Call(function=unit, arguments=(Literal(value=amount),)):
            constant = arithmetic.duration(unit, amount)
            return lambda scope: constant
        case Call(function=unit, arguments=arguments):
            return _apply(lambda amount: arithmetic.duration(unit, amount), inside(arguments[0]))


def _apply(work: Callable[..., Value], *parts: _Inner) -> _Inner:
    """What a function makes of the values of its parts; unknown while one of them is."""

    def applied(scope: Any) -> Value:
        values = [part(scope) for part in parts]
        if UNSET in values:
            return UNSET
        try:
            return work(*values)
        except (TypeError, ArithmeticError, ValueError):
            return UNSET

    return applied


def _length(value: Value) -> Value:
    return len(value) if isinstance(value, (list, tuple, str, Mapping)) else UNSET


def _pairs(first: Value, second: Value) -> Value:
    """The items of two lists in step. Where one list is longer, the other's side of the pair is unknown."""
    ones, others = rows_of(first), rows_of(second)
    if ones is None or others is None:
        return UNSET
    pairs: list[dict[str, Value]] = [{} for _ in range(max(len(ones), len(others)))]
    for side, rows in (("first", ones), ("second", others)):
        for pair, row in zip(pairs, rows, strict=False):
            pair[side] = row
    return pairs
