"""How much is used of limits that reach across calls, in the file of the journal.

Theory of operation. There is one total for each counter (a limit of a tool, for one value) and window (a day, a week, a
month). To take a share is one transaction that no other process can come between (`BEGIN IMMEDIATE`): either all of a
run's shares fit and are added, or none is. What a run took stands beside the totals, so that asking again for the same
run takes nothing more, and giving it back takes off just that. Amounts are decimal texts; sums are exact.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Final, Literal, TypeVar

from flowkit.engine.effects import Count, Counter, Release, Reserve
from flowkit.engine.events import Counted, Reserved

WAIT_MS: Final = 900
"""How long to wait for other processes, in milliseconds: less than the engine waits for an answer."""

T = TypeVar("T")


class SqliteLimits:
    """Counts for one call; calls and processes that name the same file share the totals.

    Args:
        path: the file of a journal; its tables are there already.
        call_id: the call whose runs take shares.
    """

    def __init__(self, path: Path | str, call_id: str) -> None:
        self._path = path
        self._call = call_id

    async def count(self, effect: Count) -> Counted:
        """How much of each limit is used, by its sentence."""
        used = await self._away(lambda connection: _used(connection, effect.counters), "DEFERRED")
        return Counted(effect.draft, used or {}, available=used is not None)

    async def reserve(self, effect: Reserve) -> Reserved:
        """Takes a run's shares, all or none. Taken already, they are not taken again."""

        def take(connection: sqlite3.Connection) -> tuple[Literal["ok", "over"], str]:
            return self._take(connection, effect)

        answer = await self._away(take)
        return Reserved(effect.run, "unavailable") if answer is None else Reserved(effect.run, *answer)

    async def release(self, effect: Release) -> None:
        """Gives back what a run took, if it took anything."""
        await self._away(lambda connection: self._give_back(connection, effect.run))

    async def _away(self, work: Callable[[sqlite3.Connection], T], how: str = "IMMEDIATE") -> T | None:
        """Does it in a thread, so that waiting for others holds up no call; `None` if it could not be done."""
        return await asyncio.to_thread(self._done, work, how)

    def _done(self, work: Callable[[sqlite3.Connection], T], how: str) -> T | None:
        try:
            with closing(self._connect()) as connection, _transaction(connection, how):
                return work(connection)
        except sqlite3.Error:
            return None

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, isolation_level=None, timeout=WAIT_MS / 1000)
        connection.execute("PRAGMA synchronous = FULL")
        return connection

    def _take(self, connection: sqlite3.Connection, effect: Reserve) -> tuple[Literal["ok", "over"], str]:
        query = "SELECT 1 FROM reserved WHERE call = ? AND run = ?"
        if connection.execute(query, (self._call, effect.run)).fetchone():
            return "ok", ""
        for one in effect.counters:
            if _total(connection, one.key, one.window) + Decimal(one.amount) > Decimal(one.at_most):
                return "over", one.limit
        for one in _distinct(effect.counters):
            _add(connection, one.key, one.window, Decimal(one.amount))
            connection.execute(
                "INSERT INTO reserved (call, run, counter, window, amount) VALUES (?, ?, ?, ?, ?)",
                (self._call, effect.run, one.key, one.window, one.amount),
            )
        return "ok", ""

    def _give_back(self, connection: sqlite3.Connection, run: str) -> None:
        query = "SELECT counter, window, amount FROM reserved WHERE call = ? AND run = ?"
        for counter, window, amount in connection.execute(query, (self._call, run)).fetchall():
            _add(connection, counter, window, -Decimal(amount))
        connection.execute("DELETE FROM reserved WHERE call = ? AND run = ?", (self._call, run))


@contextmanager
def _transaction(connection: sqlite3.Connection, how: str) -> Iterator[None]:
    connection.execute(f"BEGIN {how}")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _used(connection: sqlite3.Connection, counters: Iterable[Counter]) -> dict[str, str]:
    return {one.limit: str(_total(connection, one.key, one.window)) for one in counters}


def _total(connection: sqlite3.Connection, counter: str, window: str) -> Decimal:
    query = "SELECT amount FROM used WHERE counter = ? AND window = ?"
    found = connection.execute(query, (counter, window)).fetchone()
    return Decimal(found[0]) if found else Decimal(0)


def _add(connection: sqlite3.Connection, counter: str, window: str, amount: Decimal) -> None:
    total = _total(connection, counter, window) + amount
    connection.execute(
        "INSERT INTO used (counter, window, amount) VALUES (?, ?, ?) "
        "ON CONFLICT (counter, window) DO UPDATE SET amount = excluded.amount",
        (counter, window, str(total)),
    )


def _distinct(counters: Iterable[Counter]) -> Iterable[Counter]:
    """Two limits may count the same thing, with other bounds; it is counted once."""
    return {(one.key, one.window): one for one in counters}.values()
