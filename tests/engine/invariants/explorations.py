"""Which explorations there are: small ones for every run of the tests, and the whole for the night.

Each is complete within its bounds, and none takes more than a quarter of an hour on one core: all of them about half an
hour, of which "floor, web, 2 turns" (1.3 million states) is half. For that, three turns by voice and all words by voice
have one asking, and no events between a time that has passed and its tick (typed, and with two turns by phone, there
are two askings); and things go wrong once or twice in a call, as everything that goes wrong, in every combination, has
no end.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tests.engine.invariants.explore import Explored
from tests.engine.invariants.floor import FloorBounds, explore_floor
from tests.engine.invariants.read_back import Bounds, explore_read_back
from tests.engine.invariants.world import PHONE, TEXT, UNPROVED, WEB

FEW = ("yes", "no")
THREE = Bounds(3, 2, 1, FEW, blips=False, trouble=0, ears=("yes", "none"), late=False)
"""Three turns by voice, of which each may be a yes or a no, heard or not by the second ear."""
MOST = ("yes", "no", "other", "unclear")
ALL_WORDS = Bounds(2, 2, 1, blips=False, trouble=0, ears=("yes", "no"), late=False)
"""Two turns by voice, with whatever words."""


@dataclass(frozen=True)
class Exploration:
    """One exploration, complete within its bounds."""

    name: str
    run: Callable[[], Explored]


QUICK = (
    Exploration("read-back, typed", lambda: explore_read_back(TEXT, Bounds(2, 2, 1, trouble=0))),
    Exploration("read-back, web", lambda: explore_read_back(WEB, Bounds(1, 2, 2, FEW, blips=False, trouble=0))),
    Exploration("read-back, phone", lambda: explore_read_back(PHONE, Bounds(1, 2, 2, FEW, blips=False, trouble=0))),
    Exploration("floor, typed", lambda: explore_floor(TEXT, FloorBounds(1, 1, 0))),
    Exploration("floor, web", lambda: explore_floor(WEB, FloorBounds(0, 1, 1))),
)
"""Seconds each."""

WHOLE = (
    *QUICK,
    Exploration("read-back, typed, 3 turns", lambda: explore_read_back(TEXT, Bounds(3, 2, 2, trouble=0))),
    Exploration("read-back, web, 3 turns", lambda: explore_read_back(WEB, THREE)),
    Exploration("read-back, web, all words", lambda: explore_read_back(WEB, ALL_WORDS)),
    Exploration("read-back, phone, 2 turns", lambda: explore_read_back(PHONE, Bounds(2, 2, 2, FEW, False, 0))),
    Exploration("read-back, unproved", lambda: explore_read_back(UNPROVED, Bounds(2, 2, 2, FEW, False, 0))),
    Exploration("read-back, typed, in trouble", lambda: explore_read_back(TEXT, Bounds(1, 2, 2, trouble=2))),
    Exploration("read-back, web, in trouble", lambda: explore_read_back(WEB, Bounds(1, 2, 2, MOST))),
    Exploration("read-back, phone, in trouble", lambda: explore_read_back(PHONE, Bounds(1, 2, 2, FEW))),
    Exploration("floor, phone, in trouble", lambda: explore_floor(PHONE, FloorBounds(1, 1, 1))),
    Exploration("floor, web, 2 turns", lambda: explore_floor(WEB, FloorBounds(2, 1, 0))),
)
"""Minutes each."""
