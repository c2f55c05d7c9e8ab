"""Time for a call: the wall's, or one that passes over the time in which nothing can happen.

Times are milliseconds since the epoch. A carrier asks `left` how long it may wait for something to happen before a
timer is due, and tells a clock that skips when everything is idle.
"""

import time
from collections.abc import Callable
from typing import Protocol


class Clock(Protocol):
    """What a carrier needs to know of time."""

    skips: bool
    """Whether time in which nothing can happen is passed over."""

    def now(self) -> int:
        """The time, in milliseconds."""
        ...

    def left(self, at: int) -> float:
        """Seconds to wait before it is `at`; 0 or less: it is."""
        ...

    def idle(self) -> None:
        """Nothing is under way just now, so no real time counts."""
        ...

    def advance(self, at: int) -> None:
        """It is `at` now, or later."""
        ...


class WallClock:
    """Real time. `start_ms`: what time it is to be at the beginning, if not the real one."""

    skips = False

    def __init__(self, start_ms: int | None = None) -> None:
        # The wall's clock can be set while a call runs; a call only needs time to pass evenly.
        self._offset = (time.time_ns() // 1_000_000 if start_ms is None else start_ms) - _monotonic_ms()

    def now(self) -> int:
        """The time, in milliseconds."""
        return self._offset + _monotonic_ms()

    def left(self, at: int) -> float:
        """Seconds until `at`."""
        return (at - self.now()) / 1000

    def idle(self) -> None:
        """Real time passes all the same."""

    def advance(self, at: int) -> None:
        """Real time passes by itself."""


class VirtualClock:
    """Time that stands still until a timer is the only thing that can happen, and then is that timer's.

    While a response is under way the timers that watch over the model fire when as much real time has passed as there
    is until they are due; all others, and all while a tool runs, wait. So a server that says nothing is found out, a
    tool ends by its own timeout, and a call that goes well has the same times however fast the machine is.
    """

    skips = True

    def __init__(self, start_ms: int) -> None:
        self._now = start_ms
        self._since = time.monotonic()

    def now(self) -> int:
        """The time, in milliseconds."""
        return self._now

    def left(self, at: int) -> float:
        """Real seconds that something under way still has until `at`."""
        return (at - self._now) / 1000 - (time.monotonic() - self._since)

    def idle(self) -> None:
        """Nothing is under way: real time starts to count anew when something is."""
        self._since = time.monotonic()

    def advance(self, at: int) -> None:
        """Time jumps to `at`; it never goes back."""
        self._now = max(self._now, at)
        self._since = time.monotonic()


def _monotonic_ms() -> int:
    return time.monotonic_ns() // 1_000_000


Name = tuple[str, str]
"""Whose timer it is, and its name there."""


class Timers:
    """Armed timers, each name at most once. `off` are names that are never armed."""

    def __init__(self, off: frozenset[Name] = frozenset()) -> None:
        self._due: dict[Name, int] = {}
        self._off = off

    def arm(self, name: Name, at: int) -> None:
        """Arms a timer, in place of an earlier one of that name."""
        if name not in self._off:
            self._due[name] = at

    def clear(self, name: Name) -> None:
        """Takes a timer back."""
        self._due.pop(name, None)

    def next(self, only: Callable[[Name], bool] = lambda _: True) -> tuple[Name, int] | None:
        """The timer of these that is due first, and when; of several at once, the one that was armed first."""
        armed = (timer for timer in self._due.items() if only(timer[0]))
        return min(armed, key=lambda timer: timer[1], default=None)

    def names(self) -> frozenset[Name]:
        """The names of the armed timers."""
        return frozenset(self._due)
