"""Guards as conditions: `and`, `or` and `not` over tests of single values.

Computed values and constants are read as what they stand for. Sums of numbers, dates and durations are brought to one
form, so that `a < today - days(30)` and `today - a > days(30)` test the same value, the one against the other.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple

from flowkit.language.expressions.equality import fold_of
from flowkit.language.expressions.paths import Path, paths_in
from flowkit.language.expressions.syntax import (
    And,
    Call,
    Compare,
    Done,
    Expr,
    Field,
    Is,
    ListOf,
    Literal,
    Loop,
    Name,
    Not,
    Or,
)
from flowkit.language.expressions.types import ORDERED
from flowkit.language.expressions.unparse import text_of
from flowkit.language.shapes import Shape
from flowkit.lint.guards.sums import Sum, Sums
from flowkit.lint.guards.surroundings import CLOCK, Surroundings
from flowkit.lint.guards.variables import Kind, Variable


class Test(NamedTuple):
    """One value against a constant: `<`, `<=`, `>`, `>=`, `==`, `in` (a set), `true`, `set`, `empty`."""

    key: str
    operator: str
    value: Any = None


class All(NamedTuple):
    """Each part holds."""

    parts: "tuple[Condition, ...]"


class Some(NamedTuple):
    """One of the parts holds."""

    parts: "tuple[Condition, ...]"


class Opposite(NamedTuple):
    """What is true where the part is false, and the other way round."""

    of: "Condition"


class Fixed(NamedTuple):
    """True or false whatever the values are; None: unknown."""

    value: bool | None


Condition = Test | All | Some | Opposite | Fixed

_TURNED: Final = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "=="}


class Reader:
    """Reads guards that stand in the same place, and keeps the values that they test."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self.variables: dict[str, Variable] = {}
        self._sums = Sums(around, self._numeric)

    def condition(self, expr: Expr) -> Condition:
        """The condition of a guard, or of a part of one that is true or false."""
        kind = type(expr)
        if kind is Compare:
            return self._compare(expr)  # type: ignore[arg-type]
        if kind is Name or kind is Field:
            return self._truth(expr)
        match expr:
            case And(parts=parts):
                return All(tuple([self.condition(part) for part in parts]))
            case Or(parts=parts):
                return Some(tuple([self.condition(part) for part in parts]))
            case Not(of=of):
                return Opposite(self.condition(of))
            case Is():
                return self._is(expr)
            case Literal(value=bool() as value):
                return Fixed(value)
            case _:
                return self._opaque(expr)

    # Parts that are true or false by themselves.

    def _truth(self, expr: Expr) -> Condition:
        meaning = self.around.meaning(expr)
        if meaning is not expr:
            return self.condition(meaning)
        path = self.around.path(expr)
        if path is None:
            return self._opaque(expr)
        return Test(self._variable(path, expr, "truth").key, "true")

    def _is(self, expr: Is) -> Condition:
        of = self.around.meaning(expr.of)
        path = self.around.path(of)
        shape = None if path is None else self.around.shape_of(path)
        if isinstance(of, Literal):
            found: Condition = Fixed(expr.what == "set")
        elif path is None or (expr.what == "empty" and (shape is None or shape.single)):
            found = self._opaque(Is(of, expr.what, False), always_known=True)
        else:
            kind: Kind = "list" if shape is not None and not shape.single else "thing"
            found = Test(self._variable(path, of, kind).key, expr.what)
        return Opposite(found) if expr.negated else found

    # Comparisons.

    def _compare(self, expr: Compare) -> Condition:
        operator, by = expr.operator, expr.by
        if operator == "in" or operator == "not in":
            found = self._member(expr)
            return found if operator == "in" else Opposite(found)
        if by is not None and by.single:
            found = self._ordered(expr, by) if by.type in ORDERED else self._equal(expr.left, expr.right, by)
            return Opposite(found) if operator == "!=" else found
        return self._opaque_comparison(expr)

    def _member(self, expr: Compare) -> Condition:
        items = self.around.meaning(expr.right)
        if not isinstance(items, ListOf) or not items.items:
            return self._opaque(Compare("in", expr.left, expr.right, expr.by))
        each = [self._compare(Compare("==", expr.left, item, expr.by)) for item in items.items]
        return each[0] if len(each) == 1 else Some(tuple(each))

    def _equal(self, left: Expr, right: Expr, by: Shape) -> Condition:
        one, other = self.around.meaning(left), self.around.meaning(right)
        if isinstance(one, Literal):
            one, other = other, one
        if not isinstance(other, Literal):
            return self._opaque(_equality(one, other, by))
        fold = fold_of(by)
        value = other.value if fold is None else fold(other.value)
        if isinstance(one, Literal):
            return Fixed((one.value if fold is None else fold(one.value)) == value)
        path = self.around.path(one)
        if path is None or by.type in ("object", "yes_no"):
            return self._opaque(Compare("==", one, other, by))
        variable = self._variable(path, one, "words", by)
        variable.constants.setdefault(value, other.value)
        return Test(variable.key, "==", value)

    def _ordered(self, expr: Compare, by: Shape) -> Condition:
        operator = "==" if expr.operator == "!=" else expr.operator
        left = self._sums.of(expr.left, by.type)
        right = None if left is None else self._sums.of(expr.right, by.type)
        if left is None or right is None:
            return self._opaque_comparison(Compare(operator, expr.left, expr.right, by))
        return self._against(left.less(right), operator, by)

    def _against(self, form: Sum, operator: str, by: Shape) -> Condition:
        """A sum against zero: its terms against a constant."""
        if not form.terms:
            return Fixed(_holds(form.constant, operator, Decimal(0)))
        terms = sorted(form.terms.items())
        lead = terms[0][1]
        constant = -form.constant / lead
        if constant * lead != -form.constant or any(factor / lead * lead != factor for _, factor in terms):
            return self._opaque(self._sums.spelt(form, operator, by))
        if lead < 0:
            operator = _TURNED[operator]
        if len(terms) == 1:
            variable = self.variables[terms[0][0]]
        else:
            variable = self._form(tuple((key, factor / lead) for key, factor in terms), by)
        variable.constants.setdefault(constant, constant)
        return Test(variable.key, operator, constant)

    def _form(self, terms: tuple[tuple[str, Decimal], ...], by: Shape) -> Variable:
        of = [self.variables[key] for key, _ in terms]
        moments = all(each.type == "date" for each in of)
        kind = "date" if moments else by.type
        key = f"{kind}: " + " + ".join(f"{factor} {key}" for key, factor in terms)
        if key not in self.variables:
            variable = Variable(key, "form", kind)
            variable.terms = terms
            variable.whole = all(factor == factor.to_integral_value() for _, factor in terms)
            variable.narrow = max((each.type for each in of), key=_width) if kind in _WIDTH else ""
            variable.depends = frozenset(path for each in of for path in each.depends)
            self.variables[key] = variable
        return self.variables[key]

    def _numeric(self, path: Path | None, expr: Expr, type: str) -> str:
        """Notes a term of a sum; its key."""
        if path is not None:
            return self._variable(path, expr, "number", None, type).key
        if isinstance(expr, Call) and expr.function == "length":
            of = self.around.path(self.around.meaning(expr.arguments[0]))
            shape = None if of is None else self.around.shape_of(of)
            if of is not None and shape is not None and not shape.single:
                return self._variable(of, expr.arguments[0], "list").key
        key = text_of(expr)
        if key not in self.variables:
            variable = Variable(key, "number", type)
            variable.expr, variable.depends, variable.obscure = expr, self._reads(expr), True
            if isinstance(expr, (Call, Loop)) and expr.function in ("length", "count"):
                variable.type = variable.narrow = "integer"
                variable.lowest = Decimal(0)
            self.variables[key] = variable
        return key

    # Values.

    def _variable(self, path: Path, expr: Expr, kind: Kind, by: Shape | None = None, type: str = "") -> Variable:
        key = ".".join(path)
        variable = self.variables.get(key)
        if variable is None:
            variable = self.variables[key] = Variable(key, kind, type)
            variable.path, variable.expr = path, expr
            variable.depends = frozenset((path,))
            variable.shape = self.around.shape_of(path)
            variable.can_be_unset = path[0] not in CLOCK
            if variable.shape is not None:
                variable.narrow = variable.shape.type
        if variable.kind == "thing" and kind != "thing":
            variable.kind, variable.type = kind, type
        if by is not None and not variable.options:
            variable.options = tuple(option.value for option in (variable.shape or by).options or by.options)
            variable.type = by.type
        return variable

    def _opaque_comparison(self, expr: Compare) -> Condition:
        """A comparison that is taken as a whole; what says the same in other words is the same."""
        left, right, by = expr.left, expr.right, expr.by
        match expr.operator:
            case "==" | "!=":
                equal = self._opaque(_equality(left, right, by))
                return equal if expr.operator == "==" else Opposite(equal)
            case "<":
                return self._opaque(Compare("<", left, right, by))
            case ">":
                return self._opaque(Compare("<", right, left, by))
            case ">=":
                return Opposite(self._opaque(Compare("<", left, right, by)))
            case _:
                return Opposite(self._opaque(Compare("<", right, left, by)))

    def _opaque(self, expr: Expr, always_known: bool = False) -> Condition:
        """A part that is not taken apart: true, false or unknown, the same wherever it stands."""
        key = text_of(expr)
        if key not in self.variables:
            variable = Variable(key, "opaque", "yes_no")
            variable.expr, variable.depends, variable.obscure = expr, self._reads(expr), True
            variable.can_be_unset = not (always_known or (isinstance(expr, Done) and not expr.arguments))
            if isinstance(expr, Loop):
                source = self.around.path(self.around.meaning(expr.source))
                variable.source = () if source is None else source
                variable.when_empty = expr.function == "all"
            self.variables[key] = variable
        return Test(key, "true")

    def _reads(self, expr: Expr) -> frozenset[Path]:
        """The paths that a part is made of; a computed value is made of all of what it reads."""
        found: set[Path] = set()
        for path in paths_in(expr):
            roots = tuple(self.around.roots(path[0]))
            found.update((path,) if roots == (path[0],) else ((root,) for root in roots))
        return frozenset(path for path in found if path[0] not in CLOCK)


def _equality(one: Expr, other: Expr, by: Shape | None) -> Expr:
    """`one == other`, the same whichever comes first."""
    left, right = sorted((one, other), key=text_of)
    return Compare("==", left, right, by)


_WIDTH: Final[Mapping[str, int]] = {"integer": 0, "money": 1, "number": 2}


def _width(type: str) -> int:
    return _WIDTH.get(type, 2)


def _holds(left: Decimal, operator: str, right: Decimal) -> bool:
    match operator:
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case ">=":
            return left >= right
        case _:
            return left == right


def tests_in(condition: Condition) -> Iterable[Test]:
    """The tests of a condition."""
    match condition:
        case Test():
            yield condition
        case All(parts=parts) | Some(parts=parts):
            for part in parts:
                yield from tests_in(part)
        case Opposite(of=of):
            yield from tests_in(of)
