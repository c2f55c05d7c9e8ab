"""Whose turn it is: how a channel waits until the caller may speak, or lets time pass in silence."""

import asyncio

from flowkit.carrier.clock import Name
from flowkit.engine.timers import WAIT_FOR_CALLER

CALLERS_TIMERS = frozenset(("engine", name) for name in WAIT_FOR_CALLER)
"""The timers that wait for the caller; while only these run, it is the caller's turn."""


class CallersTurn:
    """Those who wait for the caller's turn.

    `awaited`: the channel has been told that it is the caller's turn and has done nothing since.
    """

    def __init__(self) -> None:
        self.awaited = False
        self._quiet: list[asyncio.Future[bool]] = []
        self._silences: dict[Name, asyncio.Future[bool]] = {}
        self._count = 0

    def wait(self) -> asyncio.Future[bool]:
        """Comes true when it is the caller's turn."""
        waiter: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._quiet.append(waiter)
        return waiter

    def wait_out(self) -> tuple[Name, asyncio.Future[bool]]:
        """The name of a timer to arm; the other comes true when it fires."""
        self._count += 1
        name = ("caller", str(self._count))
        self._silences[name] = asyncio.get_running_loop().create_future()
        return name, self._silences[name]

    def come(self, armed: frozenset[Name]) -> None:
        """Nothing is under way: it is the caller's turn if no timer but theirs is armed."""
        if self._quiet and armed <= CALLERS_TIMERS:
            self._set(self._quiet, True)
            self._quiet.clear()
            self.awaited = True

    def passed(self, name: Name) -> None:
        """A silence is over."""
        waiter = self._silences.pop(name, None)
        if waiter is not None:
            self._set([waiter], True)
            self.awaited = True

    def end(self) -> None:
        """It will never be the caller's turn again."""
        self._set([*self._quiet, *self._silences.values()], False)

    def _set(self, waiters: list[asyncio.Future[bool]], value: bool) -> None:
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(value)
