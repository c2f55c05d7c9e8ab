"""Groups: the sets of preconditions that can hold at one time. Each has a head of its own."""

from collections.abc import Iterable, Mapping, Sequence

from flowkit.language.expressions.syntax import And, Expr, Name
from flowkit.language.model import Precondition, Project

NOTHING_HOLDS = "open"
MOST_GROUPS = 256


class TooManyGroups(Exception):
    """A project has more sets of preconditions than can be compiled.

    Args:
        message: what is wrong.
        hint: what to do about it.
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def group_name(holding: Sequence[str]) -> str:
    """The name of the group in which these preconditions hold, given in the project's order."""
    return "+".join(holding) or NOTHING_HOLDS


def groups_of(project: Project) -> tuple[tuple[str, ...], ...]:
    """Every set of preconditions that can hold, small ones first, each in the project's order.

    A precondition whose `when` is, or begins with, another one never holds without it.

    Raises:
        TooManyGroups: there are more than `MOST_GROUPS`.
    """
    needs = _needs(project.preconditions)
    place = {name: index for index, name in enumerate(project.preconditions)}
    level: list[tuple[str, ...]] = [()]
    found: list[tuple[str, ...]] = []
    # Sets are grown by one at a time, so that only those are ever made that can hold.
    while level:
        found += level
        if len(found) > MOST_GROUPS:
            raise _too_many(len(place))
        grown = {frozenset((*held, name)) for held in level for name in place if _can_join(name, held, needs)}
        level = _in_order(grown, place)
    return tuple(found)


def _in_order(sets: Iterable[frozenset[str]], place: Mapping[str, int]) -> list[tuple[str, ...]]:
    """Sets as tuples, their members and themselves in the project's order."""
    ordered = sorted(sorted(place[name] for name in held) for held in sets)
    names = list(place)
    return [tuple(names[index] for index in held) for held in ordered]


def _can_join(name: str, held: tuple[str, ...], needs: Mapping[str, frozenset[str]]) -> bool:
    return name not in held and needs[name].issubset(held)


def _too_many(count: int) -> TooManyGroups:
    return TooManyGroups(
        f"{count} preconditions can hold in more than {MOST_GROUPS} combinations, and each has a session of its own",
        "let one precondition build on another ('when: authenticated and …'), or turn some into rules of their tools",
    )


def _needs(preconditions: Mapping[str, Precondition]) -> dict[str, frozenset[str]]:
    return {
        name: frozenset(part for part in _conjuncts(each.when.expr) if part in preconditions)
        for name, each in preconditions.items()
    }


def _conjuncts(expr: Expr) -> list[str]:
    """The bare names that must be true for an expression to be true."""
    match expr:
        case Name(name=name):
            return [name]
        case And(parts=parts):
            return [name for part in parts for name in _conjuncts(part)]
    return []
