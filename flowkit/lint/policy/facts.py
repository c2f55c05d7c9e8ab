"""What can be known of a value on the way through a call, and what that says of a guard.

Theory of operation. A *fact* is a value that guards test: a slot or a field of a record (`term`), a test that is not
taken apart (`test`), whether a tool was carried out (`ran`), whether a flow is open (`open`), how often an edge was
taken (`count`). Its values are cut into finitely many *regions* by the constants that it is compared with, so that
every test is the same for all of a region; the first region is "not set". What is known of a fact is the set of the
regions that it can be in, as bits. *Known* is a tuple of (number of the fact, bits) for the facts that are followed and
of which anything is known. Guards are three-valued; `refined` keeps what is possible where a guard comes to one of
the values that are asked for, or says that nothing is. It keeps too much rather than too little: facts are judged one
by one, and what is not followed, or not understood, is taken to be anything.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Literal

from flowkit.language.shapes import Shape

Root = tuple[str, str]
"""A name and the flow in which it means something; an empty flow: it is of the whole call."""
Known = tuple[tuple[int, int], ...]
Kind = Literal["term", "test", "ran", "open", "count"]
Formula = tuple[Any, ...]

TRUE, FALSE, UNKNOWN = 1, 2, 4
NOT_TRUE, NOT_FALSE = FALSE | UNKNOWN, TRUE | UNKNOWN
ANY: Final[Formula] = ("any",)
ALWAYS: Final[Formula] = ("all", ())
NEVER: Final[Formula] = ("some", ())
YES, NO, UNSET = 2, 4, 1
_MOST_REGIONS: Final = 400
_ORDERED: Final = ("<", "<=", ">", ">=")


class Fact:
    """A value that guards test. `roots` are the names that it is made of; `path` is that of a term."""

    __slots__ = (
        "_closed",
        "_in_order",
        "_index",
        "constants",
        "key",
        "kind",
        "number",
        "ordered",
        "path",
        "roots",
        "scope",
        "shape",
    )

    def __init__(self, number: int, kind: Kind, key: Any, scope: str, roots: frozenset[Root]) -> None:
        self.number, self.kind, self.key, self.scope, self.roots = number, kind, key, scope, roots
        self.path: tuple[str, ...] = ()
        self.shape: Shape | None = None
        self.constants: dict[Any, None] = {}
        self.ordered = False
        self._index: dict[Any, int] | None = None
        self._closed = self._in_order = False

    def cut(self) -> None:
        """Makes the regions of the constants so far; ones that are met later cannot be told apart."""
        if self._index is not None:
            return
        shape, constants = self.shape, list(self.constants)
        if shape is not None and shape.type == "yes_no":
            constants, self._closed = [True, False], True
        elif shape is not None and shape.options and not shape.many:
            constants, self._closed = [option.value for option in shape.options], True
        self._in_order = self.ordered and not self._closed
        if self._in_order:
            constants.sort()
            self._index = {each: 2 * place + 2 for place, each in enumerate(constants)}
        else:
            self._index = {each: place + 1 for place, each in enumerate(constants)}

    @property
    def regions(self) -> int:
        """How many regions there are."""
        if self.kind == "count":
            return int(self.key[-1]) + 1
        if self.kind != "term":
            return 3
        assert self._index is not None
        if self._in_order:
            return 2 * len(self._index) + 2
        closed = self.shape is not None and (
            self.shape.type == "yes_no" or (self.shape.options and not self.shape.many)
        )
        return len(self._index) + (1 if closed else 2)

    @property
    def whole(self) -> int:
        """The bits of all regions."""
        return (1 << self.regions) - 1

    def true_in(self, operator: str, value: Any) -> int | None:
        """The regions in which a test is true; None if that cannot be told."""
        if operator == "set":
            return self.whole & ~1
        if operator == "yes":
            return YES
        assert self._index is not None
        values = value if operator == "in" else (value,)
        if self._in_order:
            return self._ordered(operator, values)
        bits = 0
        for each in values:
            place = self._index.get(each)
            if place is None:
                return None
            bits |= 1 << place
        return bits if operator in ("==", "in") else None

    def _ordered(self, operator: str, values: Iterable[Any]) -> int | None:
        assert self._index is not None
        bits = 0
        for each in values:
            place = self._index.get(each)
            if place is None:
                return None
            at, below = 1 << place, ((1 << place) - 1) & ~1
            above = self.whole & ~(below | at | 1)
            bits |= {"==": at, "in": at, "<": below, "<=": below | at, ">": above, ">=": above | at}[operator]
        return bits


def masks(fact: Fact, operator: str, value: Any) -> tuple[int, int, int] | None:
    """The regions of a fact where a test is true, false and unknown."""
    fact.cut()
    true = fact.true_in(operator, value)
    if true is None:
        return None
    if operator == "set":
        return true, 1, 0
    if fact.kind in ("ran", "open"):
        return true, fact.whole & ~true & ~1, 1
    return true, fact.whole & ~true & ~1, 1


class Facts:
    """The facts of a project, as they are met; which of them are followed is told with every question."""

    def __init__(self) -> None:
        self.all: list[Fact] = []
        self._by_key: dict[Any, Fact] = {}
        self._masks: dict[tuple[int, str, Any], tuple[int, int, int] | None] = {}

    def fact(self, kind: Kind, key: Any, scope: str, roots: Callable[[], frozenset[Root]]) -> Fact:
        """The fact of a key, new or known."""
        found = self._by_key.get((kind, scope, key))
        if found is None:
            found = self._by_key[kind, scope, key] = Fact(len(self.all), kind, key, scope, roots())
            self.all.append(found)
        return found

    def find(self, kind: Kind, key: Any, scope: str) -> Fact | None:
        """The fact of a key, if a guard or the language has met it."""
        return self._by_key.get((kind, scope, key))

    def masks(self, fact: Fact, operator: str, value: Any) -> tuple[int, int, int] | None:
        """See `masks`; worked out once."""
        key = (fact.number, operator, value)
        if key not in self._masks:
            self._masks[key] = masks(fact, operator, value)
        return self._masks[key]


def facts_in(formula: Formula) -> set[int]:
    """The facts that a formula tests."""
    match formula:
        case ("test", fact, _, _):
            return {fact.number}
        case ("not", part):
            return facts_in(part)
        case ("all" | "some", parts):
            return set[int]().union(*map(facts_in, parts))
    return set()


def both(parts: Iterable[Formula]) -> Formula:
    """All of several formulas."""
    return ("all", tuple(parts))


def constants_fit(values: Mapping[Any, None], value: Any) -> bool:
    """Whether a constant can be told apart from others by order and equality."""
    return len(values) < _MOST_REGIONS and all(_comparable(each, value) for each in values)


def _comparable(a: Any, b: Any) -> bool:
    try:
        return bisect_left([a], b) in (0, 1) and hash(b) is not None
    except TypeError:
        return False
