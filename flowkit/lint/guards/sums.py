"""Sums: numbers, dates, times and durations as factors of values and a constant.

Everything on the clock is counted in minutes: a date from the first day of the calendar, a time from midnight.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from flowkit.language.expressions.paths import Path
from flowkit.language.expressions.syntax import Calculate, Call, Compare, Expr, Literal, Minus
from flowkit.language.frozen import frozen
from flowkit.language.shapes import Shape
from flowkit.lint.guards.surroundings import Surroundings

DAY: Final = 1440
_UNITS: Final = {"days": Decimal(DAY), "hours": Decimal(60), "minutes": Decimal(1)}
_NUMBERS: Final = ("integer", "number", "money")
_ZERO: Final = Decimal(0)
_ONE: Final = Decimal(1)


@frozen
class Sum:
    """Values by their keys, each with its factor, and a constant."""

    terms: dict[str, Decimal]
    constant: Decimal

    def less(self, other: "Sum") -> "Sum":
        """The difference of two sums."""
        return self.plus(other, -_ONE)

    def plus(self, other: "Sum", factor: Decimal = _ONE) -> "Sum":
        """The sum of two, the second times a factor."""
        terms = dict(self.terms)
        for key, more in other.terms.items():
            terms[key] = terms.get(key, _ZERO) + factor * more
        kept = {key: value for key, value in terms.items() if value}
        return Sum(kept, self.constant + factor * other.constant)


class Sums:
    """Brings expressions to sums.

    Args:
        note: notes a value that a sum has as a term (its path if it has one, itself, its type), and gives its key.
    """

    def __init__(self, around: Surroundings, note: Callable[[Path | None, Expr, str], str]) -> None:
        self._around = around
        self._note = note
        self._types: dict[str, str] = {}

    def of(self, expr: Expr, type: str) -> Sum | None:
        """The sum that an expression of a type is; None where it is none."""
        expr = self._around.meaning(expr)
        if isinstance(expr, Literal):
            number = minutes_of(expr.value)
            return None if number is None else Sum({}, number)
        if isinstance(expr, Minus):
            inner = self.of(expr.of, type)
            return None if inner is None else Sum({}, _ZERO).less(inner)
        if isinstance(expr, Calculate):
            return self._product(expr, type) if expr.operator == "*" else self._added(expr, type)
        if isinstance(expr, Call) and expr.function in _UNITS:
            return self._duration(expr)
        path = self._around.path(expr)
        own = self._type_of(path, type)
        key = self._note(path, expr, own)
        self._types[key] = own
        return Sum({key: _ONE}, _ZERO)

    def _type_of(self, path: Path | None, type: str) -> str:
        shape = None if path is None else self._around.shape_of(path)
        return type if shape is None else shape.type

    def _added(self, expr: Calculate, type: str) -> Sum | None:
        left, right = (self.of(side, type) for side in (expr.left, expr.right))
        if left is None or right is None:
            return None
        found = left.plus(right, _ONE if expr.operator == "+" else -_ONE)
        types = {self._types.get(key, "") for key in (*left.terms, *right.terms)}
        if "date" in types and (found.constant % DAY or not types <= {"date"}):
            return None  # a day is moved by whole days only, whatever is added
        if "datetime" in types and (found.constant % 1 or not types <= {"datetime"}):
            return None  # both sides are cut to their minutes after they were added
        return found

    def _product(self, expr: Calculate, type: str) -> Sum | None:
        left, right = self.of(expr.left, type), self.of(expr.right, type)
        if left is None or right is None or type not in _NUMBERS:
            return None
        if left.terms and right.terms:
            key = self._note(None, expr, "number")
            return Sum({key: _ONE}, _ZERO)
        many, factor = (left, right.constant) if left.terms else (right, left.constant)
        return Sum({}, _ZERO).plus(many, factor)

    def _duration(self, expr: Call) -> Sum | None:
        amount = self._around.meaning(expr.arguments[0])
        if not isinstance(amount, Literal) or isinstance(amount.value, bool):
            return None
        number = minutes_of(amount.value)
        return None if number is None else Sum({}, number * _UNITS[expr.function])

    def spelt(self, form: Sum, operator: str, by: Shape) -> Expr:
        """A sum against zero as one expression, to be known by."""
        text = " + ".join(f"{factor} {key}" for key, factor in sorted(form.terms.items()))
        return Compare(operator, Literal(text), Literal(str(form.constant)), by)  # type: ignore[arg-type]


def minutes_of(value: Any) -> Decimal | None:
    """A number as it is, and what is on the clock in minutes; None for anything else."""
    match value:
        case bool():
            return None
        case Decimal():
            return value
        case int():
            return Decimal(value)
        case datetime():
            return Decimal(value.toordinal() * DAY + value.hour * 60 + value.minute)
        case date():
            return Decimal(value.toordinal() * DAY)
        case time():
            return Decimal(value.hour * 60 + value.minute)
        case timedelta():
            return Decimal(value // timedelta(microseconds=1)) / 60_000_000
        case _:
            return None


def value_of(number: Decimal, type: str) -> Any:
    """The value of a type that is so many minutes, or such a number; None where there is none."""
    try:
        match type:
            case "integer":
                return int(number)
            case "date":
                return date.fromordinal(int(number // DAY))
            case "datetime":
                day, minute = divmod(int(number), DAY)
                return datetime.combine(date.fromordinal(day), time(minute // 60, minute % 60))
            case "time":
                return time(int(number) // 60, int(number) % 60)
            case "duration":
                return timedelta(microseconds=int(number * 60_000_000))
    except (ValueError, OverflowError):
        return None
    return number
