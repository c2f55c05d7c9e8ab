"""Adding, taking away and multiplying values: exact, bounded, and without exceptions.

Amounts are `Decimal` and are counted in a context of our own, so that a result depends on nothing but its operands.
What has no result (operands that do not fit, a date beyond the calendar) is unknown.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Context, Decimal
from typing import Final

from flowkit.language.shapes import UNSET, Value

_EXACT: Final = Context(prec=60, traps=[])
_MOST: Final = 10**9  # of days, hours or minutes; the calendar ends far below
_MICROSECONDS: Final = {"days": 86_400_000_000, "hours": 3_600_000_000, "minutes": 60_000_000}


def plus(left: Value, right: Value) -> Value:
    """`left + right`: numbers, durations, or a date (with or without a time) and a duration."""
    if _are_numbers(left, right):
        return left + right if type(left) is type(right) is int else _finite(_EXACT.add(left, right))
    if isinstance(right, timedelta) or (isinstance(left, timedelta) and isinstance(right, date)):
        return _moved(left, right, lambda: left + right)
    return UNSET


def minus(left: Value, right: Value) -> Value:
    """`left - right`: as `plus`, and a date less a date is the duration between them."""
    if _are_numbers(left, right):
        return left - right if type(left) is type(right) is int else _finite(_EXACT.subtract(left, right))
    if isinstance(right, timedelta) or (isinstance(left, date) and type(left) is type(right)):
        return _moved(left, right, lambda: left - right)
    return UNSET


def times(left: Value, right: Value) -> Value:
    """`left * right`, of numbers and amounts."""
    if _are_numbers(left, right):
        return left * right if type(left) is type(right) is int else _finite(_EXACT.multiply(left, right))
    return UNSET


def negative(value: Value) -> Value:
    """`-value`, of a number, an amount or a duration."""
    if type(value) is Decimal:
        return _EXACT.minus(value)
    return -value if type(value) is int or isinstance(value, timedelta) else UNSET


def duration(unit: str, amount: Value) -> Value:
    """So many `days`, `hours` or `minutes`, to the microsecond."""
    if type(amount) not in (int, Decimal):
        return UNSET
    try:
        if not -_MOST <= amount <= _MOST:
            return UNSET
        return timedelta(microseconds=int(_EXACT.multiply(Decimal(_MICROSECONDS[unit]), amount)))
    except (ArithmeticError, ValueError):
        return UNSET


def _are_numbers(left: Value, right: Value) -> bool:
    return type(left) in (int, Decimal) and type(right) in (int, Decimal)


def _finite(number: Decimal) -> Value:
    return number if number.is_finite() else UNSET


def _moved(left: Value, right: Value, move: Callable[[], Value]) -> Value:
    if not all(isinstance(side, (date, datetime, timedelta)) for side in (left, right)):
        return UNSET
    try:
        return move()
    except (TypeError, ArithmeticError):
        return UNSET
