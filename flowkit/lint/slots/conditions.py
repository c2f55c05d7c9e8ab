"""Conditions on a way: what the guards that a call has passed say of the values it has now.

Theory of operation. What is known of the values is a store of facts: for a path (`order.status`), the values that it
may have, or (`out`) cannot have, where `UNSET` is one of the values. For a comparison that is not of a path with
literals the fact is about the comparison itself: it held, or did not. A guard that was taken was true; one that was
passed over was not, which is less than that it was false. `verdicts` says what a guard may be where the facts hold;
`taken` and `passed` add what follows, in one case or several (of `a or b` either), or in none: it cannot be. Facts are
dropped when a value may have changed, so that a way which is called impossible is impossible; a way that is called
possible may not be.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from flowkit.language.expressions.paths import Path, children, names_in, path_of
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
from flowkit.language.frozen import frozen
from flowkit.language.model import Expression
from flowkit.language.shapes import UNSET

TRUE: Final = 1
FALSE: Final = 2
UNKNOWN: Final = 4
ANY: Final = TRUE | FALSE | UNKNOWN
_MOST_CASES: Final = 64


@frozen
class Fact:
    """The values that something may have, or (`out`) cannot have."""

    values: frozenset[object]
    out: bool

    def both(self, other: "Fact") -> "Fact | None":
        """What holds where both do; None if nothing does."""
        match self.out, other.out:
            case True, True:
                return Fact(self.values | other.values, True)
            case False, False:
                left = self.values & other.values
            case False, True:
                left = self.values - other.values
            case _:
                left = other.values - self.values
        return Fact(left, False) if left else None

    def allows(self, value: object) -> bool:
        """Whether it may have a value."""
        return (value in self.values) != self.out


Key = Path | Expr
Store = Mapping[Key, Fact]
IS_UNSET: Final = Fact(frozenset((UNSET,)), False)
IS_SET: Final = Fact(frozenset((UNSET,)), True)
_HELD: Final = Fact(frozenset((True,)), False)
_DID_NOT: Final = Fact(frozenset((True,)), True)


class Conditions:
    """Guards of one flow: `meaning` has the expressions that names stand for, computed values and preconditions."""

    __slots__ = ("meaning",)

    def __init__(self, meaning: Mapping[str, Expression]) -> None:
        self.meaning = meaning

    def unset(self, path: Path, store: Store) -> bool:
        """Whether a path is not set for sure."""
        for length in range(1, len(path) + 1):
            if store.get(path[:length]) == IS_UNSET:
                return True
        behind = self.meaning.get(path[0])
        return behind is not None and self.lacks(behind.expr, store)

    def lacks(self, expr: Expr, store: Store) -> bool:
        """Whether an expression has no value for sure, because a part that it needs is not set."""
        return any(self.unset(path, store) for path in needed(expr))

    def verdicts(self, expr: Expr, store: Store) -> int:
        """What an expression may be, as bits."""
        match expr:
            case Literal(value=bool(value)):
                return TRUE if value else FALSE
            case Not(of=of):
                found = self.verdicts(of, store)
                return (FALSE if found & TRUE else 0) | (TRUE if found & FALSE else 0) | (found & UNKNOWN)
            case And(parts=parts):
                return self._of_parts(parts, store, TRUE, FALSE)
            case Or(parts=parts):
                return self._of_parts(parts, store, FALSE, TRUE)
            case Is():
                return self._of_is(expr, store)
            case Name(name=name) if name in self.meaning and (name,) not in store:
                return self.verdicts(self.meaning[name].expr, store)
        if self.lacks(expr, store):
            return UNKNOWN
        return self._of_atom(expr, store)

    def _of_parts(self, parts: tuple[Expr, ...], store: Store, all_of: int, one_of: int) -> int:
        each = [self.verdicts(part, store) for part in parts]
        found = all_of if all(one & all_of for one in each) else 0
        if any(one & one_of for one in each):
            found |= one_of
        if any(one & UNKNOWN for one in each) and all(one != one_of for one in each):
            found |= UNKNOWN
        return found

    def _of_is(self, expr: Is, store: Store) -> int:
        if self.lacks(expr.of, store):
            yes = FALSE
        else:
            path = path_of(expr.of)
            fact = store.get(path) if path is not None else None
            sure = expr.what == "set" and fact is not None and not fact.allows(UNSET)
            yes = TRUE if sure else TRUE | FALSE
        return yes if not expr.negated else (FALSE if yes & TRUE else 0) | (TRUE if yes & FALSE else 0)

    def _of_atom(self, expr: Expr, store: Store) -> int:
        told = fact_of(expr)
        if told is None:
            fact = store.get(expr)
            return ANY if fact is None else TRUE if fact == _HELD else FALSE | UNKNOWN
        path, wanted = told
        fact = store.get(path)
        if fact is None:
            return ANY
        found = TRUE if fact.both(wanted) is not None else 0
        otherwise = _other(wanted)
        if fact.both(otherwise) is not None:
            found |= FALSE
        return found | (UNKNOWN if fact.allows(UNSET) else 0)

    # What follows.

    def taken(self, expr: Expr, store: Store) -> list[Store]:
        """The facts where an expression is true, case by case; none if it cannot be."""
        if not self.verdicts(expr, store) & TRUE:
            return []
        match expr:
            case And(parts=parts):
                return self._each(self.taken, parts, store)
            case Or(parts=parts):
                return [found for part in parts for found in self.taken(part, store)]
            case Not(of=of):
                return self._false(of, store)
            case Is(of=of, what="set", negated=negated) if (path := path_of(of)) is not None:
                return _with(store, path, IS_UNSET if negated else IS_SET)
            case Is():
                return [store]
            case Name(name=name) if name in self.meaning:
                return self.taken(self.meaning[name].expr, store)
        told = fact_of(expr)
        return _with(store, expr, _HELD) if told is None else _with(store, *told)

    def _false(self, expr: Expr, store: Store) -> list[Store]:
        if not self.verdicts(expr, store) & FALSE:
            return []
        told = fact_of(expr)
        if told is not None:
            path, wanted = told
            return _with(store, path, _other(wanted))
        return self.passed(expr, store)

    def passed(self, expr: Expr, store: Store) -> list[Store]:
        """The facts where an expression is not true (false, or unknown), case by case; none if it is true for sure."""
        if self.verdicts(expr, store) == TRUE:
            return []
        match expr:
            case Or(parts=parts):
                return self._each(self.passed, parts, store)
            case And(parts=parts):
                return [found for part in parts for found in self.passed(part, store)]
            case Is(of=of, what="set", negated=negated) if (path := path_of(of)) is not None:
                return _with(store, path, IS_SET if negated else IS_UNSET)
            case Is() | Not():
                return [store]
            case Name(name=name) if name in self.meaning:
                return self.passed(self.meaning[name].expr, store)
        told = fact_of(expr)
        if told is None:
            return _with(store, expr, _DID_NOT)
        path, wanted = told
        otherwise = _other(wanted)
        unset = Fact(otherwise.values - {UNSET}, True) if otherwise.out else Fact(otherwise.values | {UNSET}, False)
        return _with(store, path, unset)

    def _each(self, follow: Callable[[Expr, Store], list[Store]], parts: tuple[Expr, ...], store: Store) -> list[Store]:
        """What holds where it holds of each of the parts."""
        stores = [store]
        for part in parts:
            stores = [found for one in stores for found in follow(part, one)]
            if len(stores) > _MOST_CASES:
                return [store]
        return stores


def _with(store: Store, key: Key, fact: Fact) -> list[Store]:
    before = store.get(key)
    both = fact if before is None else fact.both(before)
    return [] if both is None else [{**store, key: both}]


def _other(wanted: Fact) -> Fact:
    """The values for which a comparison is false: all others that are values."""
    return Fact(wanted.values - {UNSET}, False) if wanted.out else Fact(wanted.values | {UNSET}, True)


def fact_of(expr: Expr) -> tuple[Path, Fact] | None:
    """The path and its values for which an expression is true, where it compares a path with literals."""
    match expr:
        case Name() | Field():
            path = path_of(expr)
            return None if path is None else (path, _HELD)
        case Compare(operator="==" | "!=" as operator, left=left, right=Literal(value=value)):
            path = _plain(left)
            return None if path is None else (path, _values((value,), operator == "!="))
        case Compare(operator="in" | "not in" as operator, left=left, right=ListOf(items=items)):
            path = _plain(left)
            if path is None or not all(isinstance(each, Literal) for each in items):
                return None
            values = tuple(each.value for each in items if isinstance(each, Literal))
            return (path, _values(values, operator == "not in"))
    return None


def _values(values: tuple[object, ...], out: bool) -> Fact:
    return Fact(frozenset((*values, UNSET) if out else values), out)


def _plain(expr: Expr) -> Path | None:
    """The path of names alone: brackets would leave out which of several things is meant."""
    part = expr
    while isinstance(part, Field):
        part = part.of
    return path_of(expr) if isinstance(part, Name) else None


def needed(expr: Expr) -> Iterator[Path]:
    """The paths that an expression has no value without."""
    match expr:
        case Name() | Field() | Item():
            path = path_of(expr)
            if path is not None:
                yield path
            while isinstance(expr, (Field, Item)):
                if isinstance(expr, Item):
                    for key in expr.keys:
                        yield from needed(key)
                expr = expr.of
        case Loop(source=source):
            yield from needed(source)
        case Not(of=of) | Minus(of=of):
            yield from needed(of)
        case Compare() | Calculate() | Call():
            for part in children(expr):
                yield from needed(part)
        case And() | Or() | Is() | Done() | Literal() | ListOf():
            return


def roots_of(key: Key) -> frozenset[str]:
    """The names that a fact is about."""
    return frozenset((key[0],)) if isinstance(key, tuple) else names_in(key)
