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


@dataclass(frozen=True, slots=True)
class Compared:
    """Times of one piece of work, in seconds, and the median of how many yardsticks it took."""

    median: float
    least: float
    ratio: float


def alternate_by(
    yardstick: Callable[[], object], work: Mapping[str, Callable[[], object]], rounds: int, each: int
) -> dict[str, Compared]:
    """Measures pieces of work that are too short to be timed alone, in the measure of one that never changes.

    In every round each is run a few times in a row, as it would be in a busy process, beside the yardstick. Only the
    time counts that this thread had a processor: others on the machine take it away in slices longer than the work.
    """
    times: dict[str, list[float]] = {name: [] for name in work}
    ratios: dict[str, list[float]] = {name: [] for name in work}
    for round_number in range(rounds + 1):
        for name, run in work.items():
            measure, spent = _mean(yardstick, each), _mean(run, each)
            if round_number:
                times[name].append(spent)
                ratios[name].append(spent / measure)
    return {
        name: Compared(spread(measured).median, min(measured), spread(ratios[name]).median)
        for name, measured in times.items()
    }


def _mean(run: Callable[[], object], each: int) -> float:
    begin = time.thread_time()
    for _ in range(each):
        run()
    return (time.thread_time() - begin) / each
