"""A unit of time that machines of any speed, and under any load, have in common.

Tests never compare with seconds. Where one has to say that something is quick, or ends soon, it compares with how long
a fixed piece of work takes here and now, in processor time.
"""

import time
from collections.abc import Callable


def _work() -> int:
    total = 0
    for number in range(1000):
        total += number
    return total


def best(run: Callable[[], object], times: int = 20, clock: Callable[[], float] = time.perf_counter) -> float:
    """The least time of several runs."""
    least = float("inf")
    for _ in range(times):
        began = clock()
        run()
        least = min(least, clock() - began)
    return least


def unit() -> float:
    """The time of a thousand additions in a loop: some 25 µs on a quiet machine of today."""
    return best(_work, 50)


def spent(run: Callable[[], object]) -> float:
    """The processor time of one run, in units."""
    began = time.process_time()
    run()
    return (time.process_time() - began) / unit()
