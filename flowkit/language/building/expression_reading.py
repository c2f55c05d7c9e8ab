"""Expressions and words where they stand: parsed, checked in their scope, ready to be evaluated."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from flowkit.language.building.report import Report
from flowkit.language.building.scopes import Scope
from flowkit.language.codes import BAD_WORDS
from flowkit.language.expressions.check import check, check_guard
from flowkit.language.expressions.parser import parse
from flowkit.language.expressions.syntax import Expr, Field, Name
from flowkit.language.model import Expression
from flowkit.language.shapes import Shape, Value
from flowkit.language.span import Span
from flowkit.language.tree import Scalar
from flowkit.language.wording import check_words, parse_words
from flowkit.language.words import Words

if TYPE_CHECKING:
    from flowkit.language.expressions.evaluate import Scope as Values

_SINGLE_BRACES = re.compile(r"(?<!\{)\{ +([a-z]\w*) +\}(?!\})")
_PATH = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")


class Evaluator:
    """Evaluates an expression; it is made ready when it is first used, for most are only ever checked."""

    __slots__ = ("_expr", "_ready")

    def __init__(self, expr: Expr) -> None:
        self._expr = expr
        self._ready: Callable[..., Value] | None = None

    def __call__(self, scope: "Values") -> Value:
        """The value of the expression in a scope of values."""
        if self._ready is None:
            # A check evaluates nothing, and need not load what evaluates.
            from flowkit.language.expressions.evaluate import compile_expression

            self._ready = compile_expression(self._expr)
        return self._ready(scope)


def parsed(scalar: Scalar, scope: Scope, report: Report) -> Expr | None:
    """The parts of the expression in a scalar; None if it cannot be parsed, which is reported."""
    if (path := _path(scalar, scope)) is not None:
        return path
    expr, found = parse(scalar.text, scalar.places())
    report.take(found)
    return expr


def _path(scalar: Scalar, scope: Scope) -> Expr | None:
    """A name, or a field of one, that begins with a known name: what most expressions are, without the parser."""
    if _PATH.fullmatch(scalar.text) is None:
        return None
    first, *rest = scalar.text.split(".")
    if first not in scope:
        return None
    at, place = len(first), scalar.places()
    expr: Expr = Name(first, place(0, at))
    for name in rest:
        at += 1 + len(name)
        expr = Field(expr, name, place(0, at))
    return expr


def read_expression(scalar: Scalar, scope: Scope, report: Report, expected: Shape | None = None) -> Expression | None:
    """The expression in a scalar; None if it cannot be parsed. `expected`: the shape it must have."""
    expr = parsed(scalar, scope, report)
    if expr is None:
        return None
    checked = check(expr, scope, expected)
    report.take(checked.diagnostics)
    return Expression(scalar.text, checked.expr, checked.shape, Evaluator(checked.expr), scalar.span)


def read_guard(scalar: Scalar, scope: Scope, report: Report) -> Expression | None:
    """The guard in a scalar: an expression that is true, false or unknown."""
    return read_guard_from(scalar, scalar.text, 0, scope, report)


def read_guard_from(scalar: Scalar, text: str, start: int, scope: Scope, report: Report) -> Expression | None:
    """The guard in a stretch `text` of a scalar, which begins at `start`."""
    place = _place(scalar, start)
    expr, found = parse(text, place)
    report.take(found)
    if expr is None:
        return None
    checked = check_guard(expr, scope)
    report.take(checked.diagnostics)
    return Expression(text, checked.expr, checked.shape, Evaluator(checked.expr), place(0, len(text)))


def _place(scalar: Scalar, start: int) -> Callable[[int, int], Span]:
    """What gives the places of a stretch of a scalar that begins at `start`."""
    place = scalar.places()
    return (lambda first, last: place(start + first, start + last)) if start else place


def read_words(scalar: Scalar | None, scope: Scope, report: Report) -> Words | None:
    """The words in a scalar; None if there is none."""
    if scalar is None:
        return None
    text = scalar.text
    if "{" not in text and "}" not in text:
        return Words(text, (text,), scalar.span)
    return _checked(text, scalar.places(), scope, report)


def read_words_from(scalar: Scalar, text: str, start: int, scope: Scope, report: Report) -> Words:
    """The words in a stretch `text` of a scalar, which begins at `start`."""
    place = _place(scalar, start)
    if "{" not in text and "}" not in text:
        return Words(text, (text,), place(0, len(text)))
    return _checked(text, place, scope, report)


def _checked(text: str, place: Callable[[int, int], Span], scope: Scope, report: Report) -> Words:
    words, found = parse_words(text, place)
    report.take(found)
    if found:
        return words
    if "{ " in text:
        _report_single_braces(text, place, scope, report)
    words, found = check_words(words, scope)
    report.take(found)
    return words


def _report_single_braces(text: str, place: Callable[[int, int], Span], scope: Scope, report: Report) -> None:
    """`{ name }` prints nothing. With blanks it may be meant as it stands, unless there is a value of that name."""
    for match in _SINGLE_BRACES.finditer(text):
        if match[1] in scope:
            help = f"write: {{{{ {match[1]} }}}}"
            report.add(BAD_WORDS, place(match.start(), match.end()), f"'{match[0]}' prints no value", help)
