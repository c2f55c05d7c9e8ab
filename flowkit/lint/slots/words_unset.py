"""What words would print while a value is not set: a gap stands where it should be."""

from collections.abc import Callable

from flowkit.language.expressions.syntax import Expr
from flowkit.language.words import Printed, Statement, Words
from flowkit.lint.slots.conditions import Conditions, Store


def gap(words: Words, conditions: Conditions, store: Store) -> Printed | Statement | None:
    """The first thing that the words print, or loop over, and that is not set for sure where these facts hold."""
    here: list[Store | None] = [store]
    rest: list[Store | None] = [None]
    for part in words.parts:
        now = here[-1]
        match part:
            case Printed() if now is not None:
                if all(conditions.lacks(each, now) for each in part.alternatives):
                    return part
            case Statement(keyword="if", expr=expr) if expr is not None:
                here.append(_one(now, conditions.taken, expr))
                rest.append(_one(now, conditions.passed, expr))
            case Statement(keyword="elif", expr=expr) if expr is not None:
                left = rest[-1]
                here[-1] = _one(left, conditions.taken, expr)
                rest[-1] = _one(left, conditions.passed, expr)
            case Statement(keyword="else"):
                here[-1] = rest[-1]
            case Statement(keyword="for", expr=expr) if expr is not None:
                if now is not None and conditions.lacks(expr, now):
                    return part
                here.append(now)
                rest.append(None)
            case Statement(keyword="endif" | "endfor"):
                here.pop()
                rest.pop()
    return None


def _one(store: Store | None, follow: Callable[[Expr, Store], list[Store]], expr: Expr) -> Store | None:
    """What holds in a branch: of several cases, only what held before."""
    cases = [] if store is None else follow(expr, store)
    return cases[0] if len(cases) == 1 else store if cases else None
