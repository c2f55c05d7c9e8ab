"""Single guards and their parts: what can never be true in them, and what is never true while a value is unset."""

from collections.abc import Iterator
from typing import Final

from flowkit.language.codes import DENIED_WHILE_UNSET, NEVER_TRUE, PART_NEVER_TRUE
from flowkit.language.diagnostic import Code, Diagnostic, Edit, Fix, Related, problem
from flowkit.language.expressions.syntax import And, Expr, Literal, Or
from flowkit.language.expressions.unparse import text_of
from flowkit.language.span import Span
from flowkit.lint.guards.conditions import tests_in
from flowkit.lint.guards.lists import GuardList, asks_whether_set, parts_of

_LONGEST: Final = 60
_MOST_SHOWN: Final = 3


def never_true(
    expr: Expr, guards: GuardList, consequence: str = "this edge is never taken", kind: Code = NEVER_TRUE
) -> Diagnostic:
    """A guard that is true in no case: the two parts of it that exclude each other, if there are such."""
    help = f"as it is, {consequence}"
    parts = parts_of(expr)
    cases = [guards.of(part) for part in parts]
    for place, part in enumerate(parts):
        if guards.none_of(cases[place]):
            return _never_alone(kind, part, cases[place], guards, help)
    for place, part in enumerate(parts):
        for earlier in range(place):
            if guards.none_of(cases[place] & cases[earlier]):
                message = f"{quoted(part)} is never true where {quoted(parts[earlier])} is"
                return problem(kind, part.span, message, help, (Related(parts[earlier].span, "the other half"),))
    return problem(kind, expr.span, f"{quoted(expr)} can never be true", help)


def _never_alone(kind: Code, part: Expr, cases: int, guards: GuardList, help: str) -> Diagnostic:
    message = f"{quoted(part)} can never be true"
    if cases & guards.possible:
        message += ": it is sure to be set here"
    else:
        misfit = next((test for test in tests_in(guards.reader.condition(part)) if guards.table.misfits(test)), None)
        if misfit is not None:
            message += f": {text_of(Literal(misfit.value))} does not fit the pattern of '{misfit.key}'"
    return problem(kind, part.span, message, help, () if cases & guards.possible else by_rules(guards, ~cases))


def by_rules(guards: GuardList, true: int) -> tuple[Related, ...]:
    """The rules of slots to which it is due that nothing but some cases can be; none if that is so without them."""
    rules = guards.bounds() if guards.free & ~true else []
    return tuple(Related(rule.when.span, "by this rule of the slot") for rule in rules[:_MOST_SHOWN])


def never_parts(expr: Expr, guards: GuardList, within: int) -> Iterator[Diagnostic]:
    """Alternatives of an `or` that are true in no case where it matters."""
    if isinstance(expr, And):
        for part in expr.parts:
            if isinstance(part, Or | And):
                others = [other for other in expr.parts if other is not part]
                around = within
                for other in others:
                    around &= guards.of(other)
                yield from never_parts(part, guards, around)
    elif isinstance(expr, Or):
        for part in expr.parts:
            if guards.none_of(guards.of(part) & within):
                message = f"the alternative {quoted(part)} can never be true here"
                yield problem(PART_NEVER_TRUE, part.span, message, "delete it, or ask for what was meant")
            else:
                yield from never_parts(part, guards, within)


def denied_while_unset(
    expr: Expr, part: Expr, guards: GuardList, taken: int, exprs: list[Expr], consequence: str = "not taken"
) -> Iterator[Diagnostic]:
    """A part of a guard that says what a value is not, where that may be unset, and nobody asks whether it is."""
    denied = guards.reader.condition(part)
    keys = dict.fromkeys(key for test in tests_in(denied) for key in guards.table.read_by(test))
    for key in keys:
        variable = guards.table.variables[key]
        if not variable.path or guards.around.is_set(variable.path) != "open":
            continue
        if asks_whether_set(exprs, key, guards.around):
            continue
        whole = guards.reader.condition(expr)
        would = guards.table.of(whole, (key,))[0] & ~guards.table.of(whole)[0]
        if would & guards.possible & ~taken & guards.table.unset(variable):
            path = ".".join(variable.path)
            message = f"{quoted(part)} is {consequence} while {path} is unset"
            help = f"add '{path} is not set or …' if that is meant"
            yield problem(DENIED_WHILE_UNSET, part.span, message, help, fixes=(_let_unset_pass(expr, part, path),))


def _let_unset_pass(expr: Expr, part: Expr, path: str) -> Fix:
    span, added = part.span, f"{path} is not set or "
    alone = part is expr or isinstance(expr, Or)
    begin = Span(span.path, span.line, span.column, span.line, span.column)
    end = Span(span.path, span.end_line, span.end_column, span.end_line, span.end_column)
    edits = (Edit(begin, added),) if alone else (Edit(begin, f"({added}"), Edit(end, ")"))
    return Fix(f"let it hold, too, while '{path}' is unset", edits, safe=False)


def quoted(expr: Expr) -> str:
    """A guard, or a part of one, in quotes; cut where it is long."""
    text = text_of(expr)
    return f"'{text}'" if len(text) <= _LONGEST else f"'{text[:_LONGEST]}…'"
