"""Measuring: many runs, in turn, and what is robust about them."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """Times of one piece of work, in seconds."""

    median: float
    p99: float
    least: float

    def each(self, number: int) -> "Spread":
        """The times of one of so many equal parts of the work."""
        return Spread(self.median / number, self.p99 / number, self.least / number)


def spread(times: list[float]) -> Spread:
    """Median, 99th percentile and least of measured times."""
    ordered = sorted(times)
    return Spread(ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)], ordered[0])


def alternate(work: Mapping[str, Callable[[], object]], rounds: int, warm: int = 1) -> dict[str, Spread]:
    """Runs every piece of work once a round, so that a noisy machine is noisy for all of them."""
    times: dict[str, list[float]] = {name: [] for name in work}
    for round_number in range(rounds + warm):
        for name, run in work.items():
            begin = time.perf_counter()
            run()
            if round_number >= warm:
                times[name].append(time.perf_counter() - begin)
    return {name: spread(measured) for name, measured in times.items()}


def repeated(run: Callable[[], object], times: int, warm: int = 50) -> Spread:
    """Runs one piece of work many times."""
    measured: list[float] = []
    for number in range(times + warm):
        begin = time.perf_counter()
        run()
        if number >= warm:
            measured.append(time.perf_counter() - begin)
    return spread(measured)
