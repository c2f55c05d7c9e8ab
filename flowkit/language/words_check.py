"""Checks of words: every name they print is there, every value can be spoken.

Inside `{{ }}` stands an expression; `a or b` there means: a if it is set, else b, so its parts may be of different
types, and each keeps its own shape to be spoken by. `{% if %}` takes a condition, `{% for %}` a list.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from flowkit.language import codes
from flowkit.language.diagnostic import Diagnostic, problem
from flowkit.language.expressions.check import Checker, check, check_guard, in_order
from flowkit.language.expressions.check_calls import item_shape, report_taken
from flowkit.language.expressions.names import LoopNames, Names, Typed, is_known
from flowkit.language.expressions.spelling import listed
from flowkit.language.expressions.syntax import Expr, Or
from flowkit.language.expressions.types import is_textual, is_thing, one_of, spoken_of
from flowkit.language.expressions.unparse import quoted, text_of
from flowkit.language.shapes import Shape
from flowkit.language.words import Filter, Printed, Statement, Words

_FITS: Final[dict[Filter, Callable[[Shape], bool]]] = {
    "spell": lambda shape: is_textual(shape) or shape.type in ("integer", "choice"),
    "digits": lambda shape: is_textual(shape) or shape.type == "integer",
    "date": lambda shape: shape.type in ("date", "datetime"),
    "time": lambda shape: shape.type in ("time", "datetime"),
    "weekday": lambda shape: shape.type in ("date", "datetime"),
}
_FOR_WHAT: Final[dict[Filter, str]] = {
    "spell": "texts and whole numbers",
    "digits": "texts and whole numbers",
    "date": "dates",
    "time": "times",
    "weekday": "dates",
}


def filter_fits(filter: Filter, shape: Shape) -> bool:
    """Whether a filter says how values of a shape are spoken."""
    return shape.single and _FITS[filter](shape)


def check_words(words: Words, names: Names) -> tuple[Words, list[Diagnostic]]:
    """The words with everything they print checked and typed, and what is wrong with them."""
    checker = _WordsChecker(names)
    parts = tuple(checker.part(part) for part in words.parts)
    return Words(words.source, parts, words.span), list(in_order(checker.found))


class _WordsChecker:
    def __init__(self, names: Names) -> None:
        self.around = [names]
        self.found: list[Diagnostic] = []

    def part(self, part: str | Printed | Statement) -> str | Printed | Statement:
        """One part, checked where it stands."""
        if isinstance(part, str):
            return part
        return self._printed(part) if isinstance(part, Printed) else self._statement(part)

    def _printed(self, printed: Printed) -> Printed:
        checked = [check(expr, self.around[-1]) for expr in printed.alternatives]
        for one in checked:
            self.found += one.diagnostics
            if one.shape is not None:
                self._can_be_spoken(one.expr, one.shape)
        shapes = tuple(one.shape for one in checked)
        self._filters_fit(printed, shapes)
        exprs = tuple(one.expr for one in checked)
        expr = exprs[0] if len(exprs) == 1 else Or(exprs, printed.expr.span)
        return Printed(expr, printed.filters, printed.span, shapes)

    def _can_be_spoken(self, expr: Expr, shape: Shape) -> None:
        if shape.sensitive == "never_store":
            message = f"{quoted(expr)} is never stored, so it is never spoken"
            self.found.append(problem(codes.NEVER_SPOKEN, expr.span, message, "say what it is without its value"))
        elif is_thing(one_of(shape)) and shape.label is None:
            field = next(iter(shape.fields), "") if shape.single else ""
            example = f", or speak of one of its fields: {{{{ {text_of(expr)}.{field} }}}}" if field else ""
            message = f"{quoted(expr)} is {spoken_of(shape)} and has no label to be spoken by"
            self.found.append(problem(codes.BAD_WORDS, expr.span, message, f"give it a 'label'{example}"))

    def _filters_fit(self, printed: Printed, shapes: tuple[Shape | None, ...]) -> None:
        for filter in printed.filters:
            if any(shape is None or filter_fits(filter, shape) for shape in shapes):
                continue
            first = shapes[0]
            assert first is not None
            is_what = f"{quoted(printed.alternatives[0])} is {spoken_of(first)}"
            message = f"{is_what}; the filter '{filter}' is for {_FOR_WHAT[filter]}"
            fitting = [name for name in _FITS if filter_fits(name, first)]
            help = "leave the filter out: a value is spoken by its type"
            if fitting:
                help += f"; or write {listed(fitting)}"
            self.found.append(problem(codes.TYPE_MISMATCH, printed.span, message, help))

    def _statement(self, statement: Statement) -> Statement:
        if statement.keyword == "endfor" and len(self.around) > 1:
            self.around.pop()
        if statement.expr is None:
            return statement
        if statement.keyword == "for":
            return self._for(statement, statement.expr)
        checked = check_guard(statement.expr, self.around[-1])
        self.found += checked.diagnostics
        return replace(statement, expr=checked.expr)

    def _for(self, statement: Statement, source: Expr) -> Statement:
        names = self.around[-1]
        judge = Checker(names, self.found)
        if is_known(names, statement.name):
            report_taken(judge, statement.name, statement.name_span)
        checked = check(source, names)
        self.found += checked.diagnostics
        shape = item_shape(judge, Typed(checked.expr, checked.shape), source)
        self.around.append(LoopNames(names, statement.name, shape))
        return replace(statement, expr=checked.expr)
