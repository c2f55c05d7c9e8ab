"""Guards that stand alone: what a talk waits for, what slots and tools ask for, preconditions, computed values."""

from collections.abc import Iterator, Sequence
from typing import Final

from flowkit.language.codes import ALWAYS_REFUSES, ALWAYS_TRUE, NEVER_HOLDS, NEVER_REFUSES, NEVER_TRUE
from flowkit.language.diagnostic import Code, Diagnostic, Related, problem
from flowkit.language.expressions.syntax import Expr
from flowkit.language.model import Expression, Precondition, Rule, State, Talk
from flowkit.language.span import Span
from flowkit.lint.guards.lists import GuardList, denials
from flowkit.lint.guards.parts import denied_while_unset, never_parts, never_true, quoted
from flowkit.lint.guards.surroundings import Surroundings
from flowkit.lint.guards.table import TooManyCases

_MOST_SHOWN: Final = 3


def check_until(state: State, around: Surroundings) -> Iterator[Diagnostic]:
    """What a talk waits for."""
    if not isinstance(state.does, Talk) or state.does.until is None:
        return
    if state.does.exits:
        yield from _alone(state.does.until, around, "only an exit ends this talk", NEVER_TRUE)
    else:
        yield from _alone(state.does.until, around, "this talk goes on until it is too long", NEVER_HOLDS)


def check_precondition(precondition: Precondition, around: Surroundings) -> Iterator[Diagnostic]:
    """When a precondition holds."""
    what = f"every flow and tool that requires '{precondition.name}' is refused"
    yield from _alone(precondition.when, around, what, NEVER_HOLDS)


def check_computed(name: str, value: Expression, around: Surroundings) -> Iterator[Diagnostic]:
    """A computed value that is true or false."""
    yield from _alone(value, around, f"'{name}' is never true", NEVER_TRUE)


def _alone(guard: Expression, around: Surroundings, consequence: str, kind: Code) -> Iterator[Diagnostic]:
    try:
        guards = GuardList([guard.expr], around)
    except TooManyCases:
        return
    true = guards.true[0] & guards.possible
    if not true:
        yield never_true(guard.expr, guards, consequence, kind)
    elif not guards.possible & ~true:
        yield problem(ALWAYS_TRUE, guard.span, f"{quoted(guard.expr)} is always true", "ask for what was meant")
    else:
        yield from never_parts(guard.expr, guards, guards.possible)


def check_rules(
    rules: Sequence[Rule], around: Surroundings, who: str, more: Sequence[tuple[Expr, Span]] = ()
) -> Iterator[Diagnostic]:
    """Rules all of which must hold: of a slot, or of a tool.

    Args:
        who: what refuses, for messages: `'refund' refuses every use`.
        more: what its limits ask for besides, and where they stand.
    """
    try:
        guards = GuardList([*(rule.when.expr for rule in rules), *(each for each, _ in more)], around, bounded=False)
    except TooManyCases:
        return
    left = guards.possible
    for place, (rule, true) in enumerate(zip(rules, guards.true, strict=False)):
        expr = rule.when.expr
        if guards.none_of(true):
            yield never_true(expr, guards, who, ALWAYS_REFUSES)
            return
        if guards.none_of(left & true):
            yield _exclude(place, rules, guards, who)
            return
        if guards.none_of(left & ~true):
            yield _holds_anyway(place, rules, guards)
        else:
            yield from never_parts(expr, guards, left)
            for part in denials(expr):
                exprs = [each.when.expr for each in rules]
                yield from denied_while_unset(expr, part, guards, 0, exprs, "not true, and so refuses,")
        left &= true
    for (_, span), true in zip(more, guards.true[len(rules) :], strict=True):
        against = next(
            (rule for rule, each in zip(rules, guards.true, strict=False) if guards.none_of(each & true)), None
        )
        if against is not None:
            message = f"{quoted(against.when.expr)} is never true within the limits"
            related = (Related(span, "this is a limit"),)
            yield problem(ALWAYS_REFUSES, against.when.span, message, f"as it is, {who}", related)


def _exclude(place: int, rules: Sequence[Rule], guards: GuardList, who: str) -> Diagnostic:
    expr, true = rules[place].when.expr, guards.true[place]
    first = next((number for number in range(place) if guards.none_of(true & guards.true[number])), None)
    blamed = rules[:place] if first is None else (rules[first],)
    what = "the rules before it hold" if first is None else f"{quoted(rules[first].when.expr)} is"
    related = tuple(Related(rule.when.span, "this must hold, too") for rule in blamed[:_MOST_SHOWN])
    message = f"{quoted(expr)} is never true where {what}"
    return problem(ALWAYS_REFUSES, expr.span, message, f"as it is, {who}", related)


def _holds_anyway(place: int, rules: Sequence[Rule], guards: GuardList) -> Diagnostic:
    expr, true = rules[place].when.expr, guards.true[place]
    first = next((number for number in range(place) if guards.none_of(guards.true[number] & ~true)), None)
    help = "delete it, or ask for what was meant"
    if not guards.none_of(guards.possible & ~true) and place:
        blamed = rules[:place] if first is None else (rules[first],)
        related = tuple(Related(rule.when.span, "this must hold, too") for rule in blamed[:_MOST_SHOWN])
        message = f"this rule never refuses: {quoted(expr)} is true wherever the rules before it hold"
        return problem(NEVER_REFUSES, expr.span, message, help, related)
    return problem(NEVER_REFUSES, expr.span, f"this rule never refuses: {quoted(expr)} is always true", help)
