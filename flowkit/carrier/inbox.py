"""The one queue of a call: whatever happens waits here, in the order in which it came, until its turn."""

import asyncio
from collections import deque
from typing import Generic, TypeVar

T = TypeVar("T")


class Inbox(Generic[T]):
    """A queue with one reader."""

    def __init__(self) -> None:
        self._items: deque[T] = deque()
        self._arrived = asyncio.Event()

    def put(self, item: T) -> None:
        """Adds an item; never waits."""
        self._items.append(item)
        self._arrived.set()

    def wake(self) -> None:
        """Ends a `wait` without an item."""
        self._arrived.set()

    def take(self) -> T | None:
        """The oldest item, if there is one."""
        if self._items:
            return self._items.popleft()
        self._arrived.clear()
        return None

    async def wait(self, seconds: float | None) -> None:
        """Waits until there is an item, for at most so long; for ever if that is `None`."""
        try:
            async with asyncio.timeout(seconds):
                await self._arrived.wait()
        except TimeoutError:
            return
