"""Chance that is the same everywhere: one seed, one sequence.

Only `random()` of Python's generator is promised to stay the same across versions of Python, so everything here is
built on it alone. Each subject has dice of its own: one more customer does not reshuffle the devices.
"""

import random
from collections.abc import Sequence
from typing import TypeVar

Thing = TypeVar("Thing")


class Dice:
    """A repeatable source of choices for one subject of the population."""

    def __init__(self, seed: int, subject: str) -> None:
        self._random = random.Random(f"{seed}/{subject}").random

    def number(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self._random() * (high - low + 1))

    def one(self, things: Sequence[Thing]) -> Thing:
        """One of the things, which must not be none."""
        return things[self.number(0, len(things) - 1)]

    def chance(self, share: float) -> bool:
        """True in this share of the throws, 0 to 1."""
        return self._random() < share

    def several(self, count: int, things: Sequence[Thing]) -> list[Thing]:
        """So many different ones of the things, in any order; all of them if there are fewer."""
        left = list(things)
        return [left.pop(self.number(0, len(left) - 1)) for _ in range(min(count, len(left)))]
