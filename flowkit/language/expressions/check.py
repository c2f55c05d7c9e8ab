"""The checker: are all names there, do the types go together, are the texts options that exist.

Theory of operation. One walk gives every part its shape and rewrites it: literals become values of the type they
stand against (`'2026-03-06'` a `date`), comparisons note by whose rule they compare. A part whose shape could not be
told has been reported already, so everything around it keeps quiet; apart from that, all problems of an expression
are told. Nothing is evaluated, and nothing here knows flows: the names around come through `Names`.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from itertools import takewhile

from flowkit.language import codes
from flowkit.language.diagnostic import Diagnostic
from flowkit.language.expressions.check_calls import require_yes_no, typed_call, typed_done, typed_loop
from flowkit.language.expressions.check_comparisons import typed_compare, typed_is
from flowkit.language.expressions.check_paths import typed_field, typed_item
from flowkit.language.expressions.check_sums import typed_calculate, typed_minus
from flowkit.language.expressions.fitting import assign
from flowkit.language.expressions.names import Judge, Names, Typed, typed_name
from flowkit.language.expressions.sides import alike, fit_sides, mismatch
from flowkit.language.expressions.syntax import (
    And,
    Calculate,
    Call,
    Compare,
    Done,
    Expr,
    Field,
    Is,
    Item,
    ListOf,
    Literal,
    Loop,
    Minus,
    Name,
    Not,
    Or,
)
from flowkit.language.expressions.types import DATE, DATETIME, INTEGER, NUMBER, TEXT, TIME, YES_NO, one_of
from flowkit.language.expressions.unparse import text_of
from flowkit.language.frozen import frozen
from flowkit.language.shapes import Shape

__all__ = ["Checked", "Names", "check", "check_guard"]


@frozen
class Checked:
    """A checked expression: rewritten, its shape (None: it cannot be told), and what is wrong with it."""

    expr: Expr
    shape: Shape | None
    diagnostics: tuple[Diagnostic, ...] = ()


def check(expr: Expr, names: Names, expected: Shape | None = None) -> Checked:
    """Checks an expression where it stands.

    Args:
        expr: as parsed.
        names: what is known there.
        expected: the shape that its value must have; None for any.
    """
    checker = Checker(names, [])
    part = checker.typed(expr, expected)
    if expected is not None:
        part = assign(checker, part, expected)
    return Checked(part.expr, part.shape, in_order(checker.found))


def check_guard(expr: Expr, names: Names) -> Checked:
    """Checks a guard or rule: an expression that is a yes or no."""
    checker = Checker(names, [])
    part = checker.typed(expr, YES_NO)
    require_yes_no(checker, part, expr, "a condition")
    return Checked(part.expr, part.shape, in_order(checker.found))


def in_order(found: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each problem once, by its place. The middle of a chain `a < b < c` is looked at twice."""
    return tuple(sorted(dict.fromkeys(found), key=lambda one: one.sort_key)) if found else ()


class Checker(Judge):
    """Checks the parts of one expression."""

    def typed(self, expr: Expr, meant: Shape | None = None) -> Typed:
        """Checks a part. `meant` is what it should be, or what the other side is: for help with unknown names."""
        match expr:  # the most frequent first
            case Name():
                return typed_name(self, expr, meant)
            case Field():
                return typed_field(self, expr)
            case Literal():
                return _literal(expr)
            case Compare():
                return typed_compare(self, expr)
            case And(parts=parts) | Or(parts=parts):
                return self._joined(expr, parts)
            case Is():
                return typed_is(self, expr)
            case Not(of=of):
                return Typed(Not(self._yes_no(of, "what follows 'not'"), expr.span), YES_NO)
            case Item():
                return typed_item(self, expr)
            case ListOf():
                return self._list(expr, meant)
            case Calculate():
                return typed_calculate(self, expr)
            case Minus():
                return typed_minus(self, expr)
            case Loop():
                return typed_loop(self, expr)
            case Call():
                return typed_call(self, expr)
            case Done():
                return typed_done(self, expr)

    def _yes_no(self, expr: Expr, why: str) -> Expr:
        part = self.typed(expr, YES_NO)
        require_yes_no(self, part, expr, why)
        return part.expr

    def _joined(self, expr: And | Or, parts: tuple[Expr, ...]) -> Typed:
        word = "and" if isinstance(expr, And) else "or"
        checked: list[Expr] = []
        while len(checked) < len(parts):
            part = parts[len(checked)]
            checked.append(self._yes_no(part, f"what '{word}' joins"))
            more = _values_more(part, parts[len(checked) :])
            if more:
                self._report_values(word, part, more)
                checked.extend(more)
        return Typed(type(expr)(tuple(checked), expr.span), YES_NO)

    def _report_values(self, word: str, compare: Expr, more: tuple[Literal, ...]) -> None:
        """`x == 'a' or 'b'`: the right spelling."""
        assert isinstance(compare, Compare)
        sign = "in" if compare.operator == "==" else "not in"
        help = f"write: {text_of(compare.left)} {sign} {text_of(ListOf((compare.right, *more)))}"
        message = f"{text_of(more[0])} stands alone; what '{word}' joins is a yes or no"
        self.report(codes.NOT_YES_NO, more[0].span, message, help)

    def _list(self, expr: ListOf, meant: Shape | None) -> Typed:
        """A list of values of one type; what an empty list holds cannot be told."""
        parts = [self.typed(item, one_of(meant) if meant is not None else None) for item in expr.items]
        shape: Shape | None = None
        for place, part in enumerate(parts):
            lead = next((other for other in parts if not isinstance(other.expr, Literal)), parts[0])
            _, fitting = fit_sides(self, lead, part)
            parts[place] = fitting
            if lead.shape is None or fitting.shape is None:
                continue
            shape = shape or lead.shape
            if alike(lead, fitting) is None:
                message, help = mismatch(lead, fitting)
                self.report(codes.TYPE_MISMATCH, part.expr.span, f"a list holds values of one type; {message}", help)
        result = ListOf(tuple(part.expr for part in parts), expr.span)
        return Typed(result, replace(shape, many=True, optional=False) if shape is not None and shape.single else None)


def _values_more(part: Expr, after: tuple[Expr, ...]) -> tuple[Literal, ...]:
    """The bare values behind `x == 'a'` that are meant to be compared with `x` too."""
    match part:
        case Compare(operator="==" | "!=", right=Literal(value=first)):
            same = takewhile(lambda one: isinstance(one, Literal) and type(one.value) is type(first), after)
            return () if isinstance(first, bool) else tuple(one for one in same if isinstance(one, Literal))
        case _:
            return ()


def _literal(expr: Literal) -> Typed:
    match expr.value:
        case str():
            return Typed(expr, TEXT)
        case bool():
            return Typed(expr, YES_NO)
        case int():
            return Typed(expr, INTEGER)
        case Decimal() as number if number == number.to_integral_value():
            return Typed(Literal(int(number), expr.span), INTEGER)
        case Decimal():
            return Typed(expr, NUMBER)
        case datetime():
            return Typed(expr, DATETIME)
        case date():
            return Typed(expr, DATE)
        case time():
            return Typed(expr, TIME)
        case _:
            return Typed(expr, TEXT)
