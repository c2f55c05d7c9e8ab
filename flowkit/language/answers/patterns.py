"""Phrases as an automaton: all phrases of all tables are tried at one place in one walk.

Theory of operation. A pattern is a chain of places; its alternatives lead from one place to the next, so it is as
large as it is written, not as many phrases as it stands for. A walk follows all places that the words so far may have
reached as one `State`. States are put together when a walk first comes by and kept, so a word costs one look-up.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

Kinds: TypeAlias = int
"""A set of tables, one bit each."""


def phrases(pattern: str) -> list[tuple[str, ...]]:
    """Writes a pattern out; for small ones."""
    found: list[tuple[str, ...]] = [()]
    for slot in pattern.split():
        behind = [(*before, *one.split("_")) for before in found for one in slot.removesuffix("?").split("|")]
        found = [*found, *behind] if slot.endswith("?") else behind
    return found


class _Place:
    __slots__ = ("kinds", "on")

    def __init__(self) -> None:
        self.kinds: Kinds = 0
        self.on: dict[str, list[_Place]] = {}


class State:
    """Places reached together: the kinds of the phrases that end here, and where each word leads."""

    __slots__ = ("_known", "_next", "_places", "kinds")

    def __init__(self, places: frozenset[_Place], known: "dict[frozenset[_Place], State]") -> None:
        self.kinds: Kinds = 0
        for place in places:
            self.kinds |= place.kinds
        self._places = places
        self._known = known
        self._next: dict[str, State] = {}

    def after(self, word: str) -> "State | None":
        """The state behind a word; `None` if no phrase goes on with it."""
        known = self._next.get(word)
        if known is not None:
            return known
        places = frozenset(there for place in self._places for there in place.on.get(word, ()))
        if not places:
            return None
        state = self._known.get(places)
        if state is None:
            state = self._known[places] = State(places, self._known)
        self._next[word] = state
        return state


def automaton(tables: Mapping[Kinds, Iterable[str]]) -> State:
    """Puts the patterns of several tables together.

    Args:
        tables: kind (one bit) to its patterns, written as in `tables`.
    """
    root = _Place()
    for kind, patterns in tables.items():
        for pattern in patterns:
            for last in _ends_of(root, pattern):
                last.kinds |= kind
    root.kinds = 0  # a pattern of optional slots only would be found in nothing
    return State(frozenset({root}), {})


def _ends_of(root: _Place, pattern: str) -> list[_Place]:
    """Adds a pattern; returns the places at which it may end."""
    here = [root]
    for slot in pattern.split():
        behind = _Place()
        for alternative in slot.removesuffix("?").split("|"):
            _lead(here, alternative.split("_"), behind)
        here = [*here, behind] if slot.endswith("?") else [behind]
    return here


def _lead(here: Sequence[_Place], words: Sequence[str], behind: _Place) -> None:
    at = list(here)
    for number, word in enumerate(words):
        there = behind if number == len(words) - 1 else _Place()
        for place in at:
            place.on.setdefault(word, []).append(there)
        at = [there]
