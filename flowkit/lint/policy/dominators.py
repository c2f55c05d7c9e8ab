"""Which states every way to a state passes: the tree of dominators of a flow.

A state *dominates* another if no way leads to that one without it. The tree is worked out by intersecting, over and
over, the chains of what leads to a state, in the order of a walk in depth (Cooper, Harvey and Kennedy, "A Simple, Fast
Dominance Algorithm", 2001); flows need two or three rounds.
"""

from collections.abc import Iterable, Mapping


class Dominators:
    """The tree of the states that can be reached from a start."""

    def __init__(self, start: str, targets: Mapping[str, Iterable[str]]) -> None:
        order = _last_first(start, targets)
        place = {name: number for number, name in enumerate(order)}
        before: list[list[int]] = [[] for _ in order]
        for name in order:
            for target in targets.get(name, ()):
                if target in place:
                    before[place[target]].append(place[name])
        self._order, self._above = order, _above(before)
        below: list[list[int]] = [[] for _ in order]
        for number, above in enumerate(self._above):
            if number:
                below[above].append(number)
        self._place, self._first, self._last = place, [0] * len(order), [0] * len(order)
        self._count(below)

    def _count(self, below: list[list[int]]) -> None:
        """Numbers the tree so that what a state dominates lies between its two numbers."""
        if not below:
            return
        count, walk = 0, [(0, iter(below[0]))]
        while walk:
            number, rest = walk[-1]
            following = next(rest, None)
            if following is None:
                self._last[number] = count
                walk.pop()
            else:
                count += 1
                self._first[following] = count
                walk.append((following, iter(below[following])))

    def above(self, name: str) -> str:
        """The nearest state that every way to one passes; empty for the start, and for what cannot be reached."""
        number = self._place.get(name, 0)
        return self._order[self._above[number]] if number else ""

    def topmost(self, names: Iterable[str]) -> list[str]:
        """Those of some states that none of the others dominates, in the order of the tree."""
        known = sorted((name for name in names if name in self._place), key=lambda name: self._first[self._place[name]])
        found: list[str] = []
        until = -1
        for name in known:
            number = self._place[name]
            if self._first[number] > until:
                found.append(name)
                until = self._last[number]
        return found


def _last_first(start: str, targets: Mapping[str, Iterable[str]]) -> list[str]:
    """The states in the order in which a walk in depth leaves them, turned round."""
    if start not in targets:
        return [start]
    left: list[str] = []
    seen = {start}
    walk = [(start, iter(targets[start]))]
    while walk:
        name, rest = walk[-1]
        following = next(rest, None)
        if following is None:
            left.append(name)
            walk.pop()
        elif following not in seen and following in targets:
            seen.add(following)
            walk.append((following, iter(targets[following])))
    return left[::-1]


def _above(before: list[list[int]]) -> list[int]:
    """The nearest dominator of each state, by numbers; the start is its own."""
    above = [-1] * len(before)
    if above:
        above[0] = 0
    changed = True
    while changed:
        changed = False
        for number in range(1, len(before)):
            new = -1
            for one in before[number]:
                if above[one] < 0:
                    continue
                new = one if new < 0 else _meeting(above, one, new)
            if new != above[number]:
                above[number], changed = new, True
    return above


def _meeting(above: list[int], one: int, other: int) -> int:
    while one != other:
        while one > other:
            one = above[one]
        while other > one:
            other = above[other]
    return one
