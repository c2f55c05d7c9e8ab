"""The parts of an expression, as the parser leaves them: guards, rules, computed values and what words print.

Every part is a frozen value with its place, so that a message can point at the very name that is wrong. Nothing here
evaluates or checks; `check` gives types, `evaluate` gives values.
"""

from dataclasses import field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from typing import Literal as OneOf

from flowkit.language.frozen import frozen
from flowkit.language.span import NOWHERE, Span

if TYPE_CHECKING:
    from flowkit.language.shapes import Shape

Comparison = OneOf["==", "!=", "<", "<=", ">", ">=", "in", "not in"]
Arithmetic = OneOf["+", "-", "*"]
Known = OneOf["set", "empty"]
LoopFunction = OneOf["any", "all", "count", "sum", "min", "max"]
CallFunction = OneOf["min", "max", "length", "pairs", "days", "hours", "minutes"]


@frozen
class Literal:
    """A number, a text in quotes, or true/false.

    The parser leaves `Decimal`, `str` and `bool`. The checker puts in the value that is meant: an `int`, a `date`, a
    `time`, a `datetime`, or a text in the form that its type is kept in.
    """

    value: Decimal | int | str | bool | date | time | datetime | timedelta
    span: Span = field(default=NOWHERE, compare=False)


@frozen
class Name:
    """A bare word: a slot, record, constant, computed value, loop variable, `today`, `now`, `result` …"""

    name: str
    span: Span = field(default=NOWHERE, compare=False)


@frozen
class Field:
    """`of.name`."""

    of: "Expr"
    name: str
    span: Span = field(default=NOWHERE, compare=False)


@frozen
class Item:
    """`of[key]` or `of[key, key]`."""

    of: "Expr"
    keys: tuple["Expr", ...]
    span: Span = field(default=NOWHERE, compare=False)


@frozen
class ListOf:
    """`[a, b]`."""

    items: tuple["Expr", ...]
    span: Span = field(default=NOWHERE, compare=False)


@frozen
class Compare:
    """`left < right`; a chain `a < b < c` is an `And` of its links.

    `by` is the shape by whose rule the two sides are compared; the checker fills it, the parser leaves it open.
    """

    operator: Comparison
    left: "Expr"
    right: "Expr"
    by: "Shape | None" = field(default=None, compare=False)
    span: Span = field(default=NOWHERE, compare=False)


@frozen
class Is:
    """`of is set`, `of is not set`, `of is empty`, `of is not empty`."""

    of: "Expr"
    what: Known
    negated: bool
    span: Span = field(default=NOWHERE, compare=False)


@frozen
class Not:
    """`not of`."""

    of: "Expr"
    span: Span = field(default=NOWHERE, compare=False)


@frozen
class And:
    """`a and b and c`."""

    parts: tuple["Expr", ...]
    span: Span = field(default=NOWHERE, compare=False)


@frozen
class Or:
    """`a or b`; in words: the first part that is set."""

    parts: tuple["Expr", ...]
    span: Span = field(default=NOWHERE, compare=False)


@frozen
class Calculate:
    """`left + right`, `left - right`, `left * right`."""

    operator: Arithmetic
    left: "Expr"
    right: "Expr"
    span: Span = field(default=NOWHERE, compare=False)


@frozen
class Minus:
    """`-of`."""

    of: "Expr"
    span: Span = field(default=NOWHERE, compare=False)


@frozen
class Loop:
    """`any/all/count/sum/min/max(item for name in source if condition)`.

    `by` is the shape of the item, filled by the checker: it decides what the sum of nothing is.
    """

    function: LoopFunction
    item: "Expr"
    name: str
    source: "Expr"
    condition: "Expr | None"
    by: "Shape | None" = field(default=None, compare=False)
    name_span: Span = field(default=NOWHERE, compare=False)
    span: Span = field(default=NOWHERE, compare=False)


@frozen
class Call:
    """`min(a, b)`, `max(a, b)`, `length(x)`, `pairs(a, b)`, `days(n)`, `hours(n)`, `minutes(n)`."""

    function: CallFunction
    arguments: tuple["Expr", ...]
    span: Span = field(default=NOWHERE, compare=False)


@frozen
class Done:
    """`done(tool, argument=value)`: the tool was carried out in this call with these values.

    `name_spans` are the places of the tool's name and of each argument's.
    """

    tool: str
    arguments: tuple[tuple[str, "Expr"], ...]
    name_spans: tuple[Span, ...] = field(default=(), compare=False)
    span: Span = field(default=NOWHERE, compare=False)


Expr = Literal | Name | Field | Item | ListOf | Compare | Is | Not | And | Or | Calculate | Minus | Loop | Call | Done
