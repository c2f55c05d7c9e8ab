"""Many calls by chance: a seed and a number of steps, every project on every kind of line, and what came about."""

import random
from collections import Counter
from dataclasses import dataclass, field

from tests.engine.invariants.invariants import INVARIANTS, at_the_end
from tests.engine.invariants.pools import POOLS, pool
from tests.engine.invariants.watch import Broken, Watch
from tests.engine.invariants.world import ACTIONS, CANS, World

STEPS_A_CALL = (8, 15, 25, 40)
"""Actions of a call; each is several events, mostly."""


@dataclass
class Soaked:
    """What came about, and what broke: by invariant, the first call in which it did."""

    counts: Counter[str] = field(default_factory=Counter)
    broken: dict[str, tuple[str, Watch]] = field(default_factory=dict)


def one_call(name: str, can: str, seed: str, counts: Counter[str]) -> tuple[Watch, Broken | None]:
    """A call by chance; with what broke in it."""
    chance = random.Random(seed)
    watch = Watch(pool(name).program, INVARIANTS, counts)
    world = World(pool(name), CANS[can], watch, chance.choice)
    try:
        world.start()
        for _ in range(chance.choice(STEPS_A_CALL)):
            if watch.call.over:
                break
            getattr(world, chance.choice(ACTIONS))()
        at_the_end(watch)
    except Broken as broken:
        return watch, broken
    return watch, None


def soak(seed: int, steps: int, cans: tuple[str, ...] = tuple(CANS), stop: bool = True) -> Soaked:
    """Calls by chance until so many steps were taken.

    Args:
        seed: of chance; the same seed gives the same calls.
        steps: of the engine, at least.
        cans: the kinds of line.
        stop: at the first that breaks; otherwise one of each invariant is kept.
    """
    soaked = Soaked()
    number = 0
    while soaked.counts["steps"] < steps:
        for name in POOLS:
            for can in cans:
                number += 1
                key = f"{seed}/{number}/{name}/{can}"
                watch, broken = one_call(name, can, key, soaked.counts)
                soaked.counts["calls"] += 1
                if broken is not None:
                    soaked.counts[f"broken {broken.invariant}"] += 1
                    soaked.broken.setdefault(broken.invariant, (f"{key}: {broken}", watch))
                    if stop:
                        return soaked
    return soaked
