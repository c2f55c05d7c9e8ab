"""Comparisons as closures: two values, each known or not, and the rule of their type."""

import operator
from collections.abc import Callable, Mapping
from typing import Any, Final

from flowkit.language.expressions.equality import Fold, fold_of
from flowkit.language.expressions.syntax import Compare, Expr, ListOf, Literal
from flowkit.language.shapes import UNSET, Value

_Inner = Callable[[Any], Value]
_SURPRISES: Final = (TypeError, ArithmeticError, ValueError, LookupError, AttributeError)
_ORDERS: Final = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def comparing(expr: Compare, left: _Inner, right: _Inner) -> _Inner:
    """The closure of a comparison whose sides are compiled already."""
    fold = fold_of(expr.by)
    match expr.operator:
        case "==" | "!=":
            return _equality(expr, _known_list(expr.left, left), _known_list(expr.right, right), fold)
        case "in" | "not in":
            return _membership(left, right, fold, expr.operator == "in")
        case sign:
            return _ordering(_ORDERS[sign], left, right, fold)


def _known_list(expr: Expr, inner: _Inner) -> _Inner:
    """A written list is unknown as a whole while one of its items is."""
    if not isinstance(expr, ListOf):
        return inner

    def whole(scope: Any) -> Value:
        items = inner(scope)
        return UNSET if UNSET in items else items

    return whole


def _equality(expr: Compare, left: _Inner, right: _Inner, fold: Fold | None) -> _Inner:
    equal = expr.operator == "=="
    if fold is None and isinstance(expr.right, Literal):
        constant = expr.right.value

        def equals_constant(scope: Any) -> Value:
            value = left(scope)
            if value is UNSET:
                return UNSET
            try:
                return (value == constant) is equal
            except _SURPRISES:
                return UNSET

        return equals_constant

    def equals(scope: Any) -> Value:
        one = left(scope)
        if one is UNSET:
            return UNSET
        other = right(scope)
        if other is UNSET:
            return UNSET
        try:
            return (one == other or (fold is not None and fold(one) == fold(other))) is equal
        except _SURPRISES:
            return UNSET

    return equals


def _ordering(compare: Callable[[Any, Any], Any], left: _Inner, right: _Inner, fold: Fold | None) -> _Inner:
    def ordered(scope: Any) -> Value:
        one, other = left(scope), right(scope)
        if one is UNSET or other is UNSET:
            return UNSET
        try:
            return bool(compare(one, other) if fold is None else compare(fold(one), fold(other)))
        except _SURPRISES:
            return UNSET

    return ordered


def _membership(left: _Inner, right: _Inner, fold: Fold | None, wanted: bool) -> _Inner:
    """`in` is `==` with each item, joined by `or`: true if one is equal, else unknown if one is unknown."""

    def member(scope: Any) -> Value:
        one, many = left(scope), right(scope)
        if one is UNSET or many is UNSET:
            return UNSET
        items = many.values() if isinstance(many, Mapping) else many
        if isinstance(items, str):
            return UNSET
        try:
            found = one in items or (fold is not None and _found(fold(one), items, fold))
            return found is wanted if found or UNSET not in items else UNSET
        except _SURPRISES:
            return UNSET

    return member


def _found(wanted: Value, items: Any, fold: Fold) -> bool:
    return any(item is not UNSET and fold(item) == wanted for item in items)
