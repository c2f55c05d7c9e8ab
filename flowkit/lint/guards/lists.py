"""A list of guards, looked through: what each of them takes, and what is left.

The list is one table. Edge after edge takes its cases out of those that can be; what an edge with `times` takes, it
takes for a while only, so it leaves it for those after it.
"""

from collections.abc import Iterable, Sequence

from flowkit.language.expressions.syntax import And, Compare, Expr, Is, Not, Or
from flowkit.language.model import Rule
from flowkit.lint.guards.conditions import Condition, Reader
from flowkit.lint.guards.surroundings import Surroundings
from flowkit.lint.guards.table import Table


class GuardList:
    """Guards of one place, in one table, each None where an edge has no guard.

    Args:
        guards: in the order in which they are tried.
        around: what names stand for.
        bounded: whether slots are kept within what their own rules allow.

    Raises:
        TooManyCases: the values that they test have too many combinations.
    """

    def __init__(self, guards: Sequence[Expr | None], around: Surroundings, *, bounded: bool = True) -> None:
        self.guards = guards
        self.around = around
        self.reader = Reader(around)
        self.conditions = [None if each is None else self.reader.condition(each) for each in guards]
        self._ruled: list[tuple[Rule, str]] = []
        rules = [self.reader.condition(rule.when.expr) for rule in self._rules()] if bounded else []
        self.table = Table(self.reader.variables, around.project.currency)
        self.true: list[int] = []
        for condition in self.conditions:
            self.true.append(self.table.all if condition is None else self.table.of(condition)[0])
        self.free = self.table.possible
        """The cases that can be, if nothing keeps the slots within bounds."""
        self.possible = self.free & self._within(rules)
        self._sure: int | None = None

    def of(self, expr: Expr) -> int:
        """The cases in which a part of one of the guards is true."""
        return self.table.of(self.reader.condition(expr))[0]

    # What slots are kept to by their own rules.

    def bounds(self) -> list[Rule]:
        """The rules of slots that say what values of the list can be."""
        return [rule for rule, _ in self._ruled]

    def _rules(self) -> list[Rule]:
        """Rules of slots that test nothing but what is tested here anyhow."""
        keys = set(self.reader.variables)
        for key in list(self.reader.variables):
            for rule in self.around.rules_of(key):
                apart = Reader(self.around)
                apart.condition(rule.when.expr)
                if apart.variables.keys() <= keys:
                    self._ruled.append((rule, key))
        return [rule for rule, _ in self._ruled]

    def _within(self, rules: Iterable[Condition]) -> int:
        found = self.table.all
        for (_, key), condition in zip(self._ruled, rules, strict=True):
            found &= self.table.of(condition)[0] | self.table.unset(self.table.variables[key])
        return found

    # What can be unset.

    @property
    def sure(self) -> int:
        """The cases that can be, where what is sure to be set is set."""
        if self._sure is None:
            self._sure = self.possible
            for variable in self.table.variables.values():
                if variable.path and variable.can_be_unset and self.around.is_set(variable.path) == "sure":
                    self._sure &= ~self.table.unset(variable)
        return self._sure

    def open_keys(self) -> set[str]:
        """The values that may well be unset here."""
        return {
            key
            for key, variable in self.table.variables.items()
            if variable.path and variable.can_be_unset and self.around.is_set(variable.path) == "open"
        }

    def none_of(self, cases: int) -> bool:
        """Whether some cases cannot be; what is known of what is set is only asked for if it can matter."""
        left = cases & self.possible
        if not left:
            return True
        if left & self.table.all_set():
            return False
        return not left & self.sure


def parts_of(expr: Expr) -> tuple[Expr, ...]:
    """The parts of an `and`; anything else is its only part."""
    return expr.parts if isinstance(expr, And) else (expr,)


def denials(expr: Expr) -> Iterable[Expr]:
    """The parts of a guard that say what a value is not: `x != 'a'`, `x not in […]`, `not x`."""
    match expr:
        case Compare(operator="!=" | "not in"):
            yield expr
        case Not(of=of) if not isinstance(of, And | Or | Not | Is):
            yield expr
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from denials(part)


def asks_whether_set(guards: Iterable[Expr], key: str, around: Surroundings) -> bool:
    """Whether some guard asks whether a value, or the thing that it is a field of, is set."""
    for expr in guards:
        match expr:
            case Is(of=of):
                path = around.path(around.meaning(of))
                if path is not None and (key + ".").startswith(".".join(path) + "."):
                    return True
            case And(parts=parts) | Or(parts=parts):
                if asks_whether_set(parts, key, around):
                    return True
            case Not(of=of):
                if asks_whether_set((of,), key, around):
                    return True
    return False
