"""Which explorations there are: small ones for every run of the tests, and the whole for the night."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.engine.invariants.explore import Explored
from tests.engine.invariants.floor import FloorBounds, explore_floor
from tests.engine.invariants.read_back import Bounds, explore_read_back
from tests.engine.invariants.world import PHONE, TEXT, UNPROVED, WEB

FEW = ("yes", "no")
THREE = Bounds(3, 2, 2, FEW, blips=False, trouble=False, ears=("yes", "none"), late=False)
"""Three turns by voice, of which each may be a yes or a no, heard or not by the second ear."""
MOST = ("yes", "no", "other", "unclear")


@dataclass(frozen=True)
class Exploration:
    """One exploration, complete within its bounds."""

    name: str
    run: Callable[[], Explored]


QUICK = (
    Exploration("read-back, typed", lambda: explore_read_back(TEXT, Bounds(2, 2, 1, trouble=False))),
    Exploration("read-back, web", lambda: explore_read_back(WEB, Bounds(1, 2, 2, FEW, blips=False, trouble=False))),
    Exploration("read-back, phone", lambda: explore_read_back(PHONE, Bounds(1, 2, 2, FEW, blips=False, trouble=False))),
    Exploration("floor, typed", lambda: explore_floor(TEXT, FloorBounds(1, 1, 0))),
    Exploration("floor, web", lambda: explore_floor(WEB, FloorBounds(0, 1, 1))),
)
"""Seconds each."""

WHOLE = (
    *QUICK,
    Exploration("read-back, typed, 3 turns", lambda: explore_read_back(TEXT, Bounds(3, 2, 2, trouble=False))),
    Exploration("read-back, web, 3 turns", lambda: explore_read_back(WEB, THREE)),
    Exploration(
        "read-back, web, all words", lambda: explore_read_back(WEB, Bounds(2, 2, 2, ears=("yes", "no"), trouble=False))
    ),
    Exploration("read-back, phone, 2 turns", lambda: explore_read_back(PHONE, Bounds(2, 2, 2, FEW, False, False))),
    Exploration("read-back, unproved", lambda: explore_read_back(UNPROVED, Bounds(2, 2, 2, FEW, False, False))),
    Exploration("read-back, typed, in trouble", lambda: explore_read_back(TEXT, Bounds(1, 2, 2))),
    Exploration("read-back, web, in trouble", lambda: explore_read_back(WEB, Bounds(1, 2, 2, MOST))),
    Exploration("read-back, phone, in trouble", lambda: explore_read_back(PHONE, Bounds(1, 2, 2, FEW))),
    Exploration("floor, web, 2 turns", lambda: explore_floor(WEB, FloorBounds(2, 1, 0))),
    Exploration("floor, phone, in trouble", lambda: explore_floor(PHONE, FloorBounds(1, 1, 1))),
)
"""Minutes each."""
