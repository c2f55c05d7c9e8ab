"""The database: where it is, who makes it, and one connection for each thread.

Theory of operation. Environment variables, read at every call, say what is used:

    SHOP_DATABASE   the file; default `.flowkit/shop.db` in the current folder
    SHOP_NOW        the shop's clock, `2026-03-02T10:00`; default FLOWKIT_NOW, in which a call that was given a time
                    of its own says it, else the real time in New York
    SHOP_SEED       the seed of the invented data; default 7

Nobody has to make the file: whoever calls first makes it. Tables, rows and the marker row in `seeding` are written in
one transaction that locks the file (BEGIN IMMEDIATE), and whoever gets the lock looks for the marker once more. So of
two processes that start at once one fills the database and the other waits; a crash on the way leaves nothing behind.

Every date of the data follows from the day they were made for. When a call comes on another day, or with another seed,
and nobody has written anything, the data are made anew in the same way. Once something was written they stay as
they are, because a record must not vanish; `python -m backend.seed --again` starts over. Processes that share a file
must therefore agree on the day and the seed.

The shop's times carry no time zone: they are those of the clock on its wall.
"""

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from backend.seed import fill

ZONE = ZoneInfo("America/New_York")
VERSION = 1
"""The version of `schema.sql`, kept in the file's `user_version`."""

PATIENCE = 5.0
"""Seconds that a call waits for others to finish writing: less than the tools' timeouts, so that it ends as an error
that says nothing was done, and not as a write of which nobody knows."""

Inode = tuple[int, int]
Opened = dict[tuple[int, Path], tuple[sqlite3.Connection, Inode]]
"""Process (a connection must not be used across a fork) and file → connection, and which file it was."""

_thread = threading.local()


@dataclass(frozen=True, slots=True)
class Settings:
    """What a call works with: the file, the shop's clock, the seed."""

    database: Path
    now: datetime
    seed: int


def settings(database: Path | None = None, now: str | None = None, seed: int | None = None) -> Settings:
    """The settings of the environment, or those given here.

    Raises:
        ValueError: SHOP_NOW is no date and time, or SHOP_SEED no whole number.
    """
    path = database or Path(os.environ.get("SHOP_DATABASE") or Path(".flowkit", "shop.db"))
    written = os.environ.get("SHOP_SEED") or "7"
    try:
        chosen = int(written) if seed is None else seed
    except ValueError:
        raise ValueError(f"'{written}' is no whole number for the seed (SHOP_SEED); write it like 7") from None
    return Settings(path.absolute(), _clock(now or os.environ.get("SHOP_NOW") or os.environ.get("FLOWKIT_NOW")), chosen)


def _clock(written: str | None) -> datetime:
    if not written:
        return wall(datetime.now(ZONE))
    try:
        return wall(datetime.fromisoformat(written))
    except ValueError:
        example = "write it like 2026-03-02T10:00"
        raise ValueError(f"'{written}' is no date and time for the shop's clock (SHOP_NOW); {example}") from None


def wall(moment: datetime) -> datetime:
    """A moment as the clock on the shop's wall shows it, to the minute; one without a time zone is taken as that."""
    local = moment.astimezone(ZONE) if moment.tzinfo else moment
    return local.replace(tzinfo=None, second=0, microsecond=0)


def connection(using: Settings) -> sqlite3.Connection:
    """This thread's connection to the database, which is made, filled or made anew first where that is due.

    Raises:
        ValueError: the file belongs to another version of this backend.
        OSError: the file or its folder cannot be made.
    """
    found = _cached(using.database) or _open(using.database)
    if not _is_fresh(found, using):
        with transaction(found):
            if not _is_fresh(found, using):
                _create(found)
                fill(found, using.now, using.seed)
    return found


@contextmanager
def transaction(found: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """A transaction that may write: all of it happens, or on any exception nothing."""
    found.execute("BEGIN IMMEDIATE")
    try:
        yield found
        found.execute("COMMIT")
    finally:
        if found.in_transaction:
            found.execute("ROLLBACK")


@contextmanager
def reading() -> Iterator[sqlite3.Connection]:
    """The connection, with one view of the data for all that is read within."""
    found = connection(settings())
    found.execute("BEGIN")
    try:
        yield found
    finally:
        found.execute("ROLLBACK")


def about(found: sqlite3.Connection) -> str:
    """One line on what a database holds, and what it was made for."""
    tables = ("customers", "orders", "changes")
    counts = [found.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]
    seeded = found.execute("SELECT seeded_for, seed FROM seeding").fetchone()
    held = "{} customers, {} orders, {} changes".format(*counts)
    return f"{held}; made for {seeded['seeded_for']}, seed {seeded['seed']}"


def close() -> None:
    """Closes the connections of this thread; the next call opens a new one."""
    for found, _ in _opened().values():
        found.close()
    _opened().clear()


def _opened() -> Opened:
    """This thread's connections."""
    opened: Opened = _thread.__dict__.setdefault("opened", {})
    return opened


def _cached(path: Path) -> sqlite3.Connection | None:
    """The connection this thread has, unless the file was deleted or replaced since."""
    held = _opened().get((os.getpid(), path))
    if held is None:
        return None
    found, inode = held
    if inode == _inode(path):
        return found
    found.close()
    del _opened()[os.getpid(), path]
    return None


def _inode(path: Path) -> Inode | None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        found = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    except sqlite3.OperationalError as error:
        advice = "name a file you may write in SHOP_DATABASE"
        raise OSError(f"the shop's database '{path}' cannot be opened ({error}); {advice}") from error
    found.row_factory = sqlite3.Row
    found.execute("PRAGMA foreign_keys = ON")
    _switch_to_wal(found)
    inode = _inode(path)
    if inode is not None:
        _opened()[os.getpid(), path] = found, inode
    return found


def _switch_to_wal(found: sqlite3.Connection) -> None:
    """Lets readers read while somebody writes. Unlike a write, this switch does not wait for others by itself."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            found.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


def _is_fresh(found: sqlite3.Connection, using: Settings) -> bool:
    """Whether the data are there and may stay: made for this day and seed, or written to since."""
    version = found.execute("PRAGMA user_version").fetchone()[0]
    if version == 0:
        return False
    if version != VERSION:
        raise ValueError(
            f"the shop's database '{using.database}' is of version {version}, this backend needs {VERSION}; "
            "delete the file, or name another one in SHOP_DATABASE"
        )
    query = "SELECT seeded_for, seed, EXISTS (SELECT 1 FROM changes) AS written FROM seeding"
    seeded_for, seed, written = found.execute(query).fetchone()
    return bool(written) or (seeded_for[:10] == using.now.date().isoformat() and seed == using.seed)


def _create(found: sqlite3.Connection) -> None:
    """Makes the tables if there are none; statement by statement, since Python's own way would end the transaction."""
    if found.execute("PRAGMA user_version").fetchone()[0]:
        return
    statement = ""
    for line in Path(__file__).with_name("schema.sql").read_text(encoding="utf-8").splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            found.execute(statement)
            statement = ""
    found.execute(f"PRAGMA user_version = {VERSION}")
