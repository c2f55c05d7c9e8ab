"""The invariants at length: many calls by chance, both orders of what may cross, and the complete explorations.

    python -m tests.engine.invariants.nightly [--seed N] [--steps N] [--quick]

Prints how often everything came about, and fails if anything breaks or never came about.
"""

import argparse
import sys
import time
from collections.abc import Callable

from tests.engine.invariants.explorations import QUICK, WHOLE, Exploration
from tests.engine.invariants.explore import Unsafe
from tests.engine.invariants.invariants import INVARIANTS
from tests.engine.invariants.order import compared
from tests.engine.invariants.shortest import shortest
from tests.engine.invariants.situations import NEEDED
from tests.engine.invariants.soak import soak

STEPS = 100_000


def main(arguments: list[str]) -> int:
    """Runs it all; the number of things that are not as they should be."""
    parser = argparse.ArgumentParser(prog="nightly", description="The invariants of the engine, at length.")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of chance; printed, to run the same again")
    parser.add_argument("--steps", type=int, default=STEPS, help="steps of the engine in calls by chance")
    parser.add_argument("--quick", action="store_true", help="the small explorations only")
    given = parser.parse_args(arguments)
    print(f"seed {given.seed}")
    wrong = _calls(given.seed, given.steps)
    wrong += _orders(given.seed, max(given.steps // 2_000, 4))
    return wrong + _explorations(QUICK if given.quick else WHOLE)


def _calls(seed: int, steps: int) -> int:
    began = time.process_time()
    soaked = soak(seed, steps, stop=False)
    for name, number in sorted(soaked.counts.items()):
        print(f"{number:>9}  {name}")
    print(f"{steps} steps in {time.process_time() - began:.0f} s")
    for name, (why, watch) in soaked.broken.items():
        print(f"BROKEN {name}: {why.splitlines()[0]}")
        for event in shortest(watch, name):
            print(f"    {event}")
    unseen = [each.__name__ for each in INVARIANTS if not soaked.counts[each.__name__]]
    unseen += [name for name in NEEDED if not soaked.counts[f"situation {name}"]]
    for name in unseen:
        print(f"NEVER {name}")
    return len(soaked.broken) + len(unseen)


def _orders(seed: int, calls: int) -> int:
    return _told("order", lambda: dict(compared(seed, calls)))


def _explorations(which: tuple[Exploration, ...]) -> int:
    return sum(_told(f"exploration '{each.name}'", each.run) for each in which)


def _told(name: str, check: Callable[[], object]) -> int:
    """Runs a check and prints what came of it; 1 if it broke."""
    began = time.process_time()
    try:
        found = check()
    except (AssertionError, Unsafe) as broken:
        print(f"BROKEN {name}: {broken}")
        return 1
    print(f"{name}: {found} in {time.process_time() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))
