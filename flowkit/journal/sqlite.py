"""The journal in one SQLite file, for any number of calls and for several processes on one machine.

Theory of operation. A step of a call (its event, and the effects that came of it) is one transaction, on the disk
before `append` returns: whatever kills the process, a journal holds whole steps only, and every effect that was carried
out is in it. Readers and writers do not stop each other (WAL). A step is written once: two processes that carry on the
same call collide at its next step, and the second one is told.
"""

import hashlib
import json
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Literal, TypeVar, cast

from flowkit.engine.events import Json
from flowkit.journal.problems import explained, newer, no_journal, not_there, unwritable
from flowkit.journal.rows import Entry, Header, JournalError, Row
from flowkit.journal.schema import APPLICATION, SCHEMA, UPGRADES, VERSION

BUSY_MS: Final = 10_000
"""How long to wait for other processes, in milliseconds."""
_ATTEMPTS: Final = 50

T = TypeVar("T")


class SqliteJournal:
    """A journal in a file. It may be used from several threads.

    Args:
        path: the file; it and its folder are made if they are missing, for this user only.
        create: whether to make a journal where there is none; if not, that is an error.

    Raises:
        JournalError: the file is no journal, is of a newer flowkit, or cannot be written.
    """

    def __init__(self, path: Path | str, *, create: bool = True) -> None:
        self.path = Path(path)
        self._lock = threading.Lock()
        if not create and not self.path.exists():
            raise not_there(self.path)
        self._make_file()
        self._connection = sqlite3.connect(
            self.path, isolation_level=None, check_same_thread=False, timeout=BUSY_MS / 1000
        )
        try:
            with self._told():
                self._prepare()
        except JournalError:
            self._connection.close()
            raise

    # Calls.

    def next_call_id(self) -> str:
        """An id that no other call in this file has, whoever asks: `call_1`, `call_2`, …"""

        def take(connection: sqlite3.Connection) -> str:
            connection.execute("UPDATE counters SET value = value + 1 WHERE name = 'call'")
            (number,) = connection.execute("SELECT value FROM counters WHERE name = 'call'").fetchone()
            return f"call_{number}"

        return self._write(take)

    def begin(
        self,
        call_id: str,
        digest: str,
        files: Mapping[str, bytes],
        settings: Mapping[str, Json],
        started: int | None = None,
    ) -> None:
        """Enters a new call.

        Args:
            call_id: its id, as `next_call_id` gave it or another that is not taken.
            digest: of the project it is carried on.
            files: the project's files, path → content; the same files are kept once for all calls.
            settings: how it was started, as JSON: the project's folder, the start, the environment.
            started: milliseconds since the epoch; now, if left out.

        Raises:
            JournalError: there is a call of this id.
        """
        bundle = _bundle(files)
        moment = time.time_ns() // 1_000_000 if started is None else started
        entry = (call_id, digest, moment, bundle, dumped(settings))

        def enter(connection: sqlite3.Connection) -> None:
            if connection.execute("SELECT 1 FROM calls WHERE call = ?", (call_id,)).fetchone():
                raise JournalError(f"there is already a call '{call_id}' in {self.path}", "ask for an id that is free")
            connection.executemany(
                "INSERT OR IGNORE INTO files (bundle, path, content) VALUES (?, ?, ?)",
                [(bundle, path, bytes(content)) for path, content in files.items()],
            )
            connection.execute(
                "INSERT INTO calls (call, digest, started, bundle, settings) VALUES (?, ?, ?, ?, ?)", entry
            )

        self._write(enter)

    def calls(self) -> list[Entry]:
        """All calls, in the order in which they were entered."""
        query = "SELECT call, digest, started, settings FROM calls ORDER BY rowid"
        return [Entry(call, digest, at, json.loads(settings)) for call, digest, at, settings in self._read(query)]

    def header(self, call_id: str) -> Header:
        """What is needed to take a call up again.

        Raises:
            JournalError: there is no such call.
        """
        found = self._read("SELECT digest, started, settings, bundle FROM calls WHERE call = ?", call_id)
        if not found:
            raise self._no_call(call_id)
        digest, started, settings, bundle = found[0]
        files = dict(self._read("SELECT path, content FROM files WHERE bundle = ? ORDER BY path", bundle))
        return Header(call_id, digest, started, json.loads(settings), files)

    # Rows.

    def append(self, call_id: str, rows: Sequence[Row]) -> None:
        """Writes rows in one transaction; when it returns they are on the disk.

        Raises:
            JournalError: there is no such call, or one of the steps is written already.
        """
        values = list(_numbered(call_id, rows))

        def add(connection: sqlite3.Connection) -> None:
            if not connection.execute("SELECT 1 FROM calls WHERE call = ?", (call_id,)).fetchone():
                raise self._no_call(call_id)
            try:
                connection.executemany(
                    "INSERT INTO rows (call, step, seq, kind, name, at, body) VALUES (?, ?, ?, ?, ?, ?, ?)", values
                )
            except sqlite3.IntegrityError as error:
                if error.sqlite_errorname != "SQLITE_CONSTRAINT_PRIMARYKEY":
                    raise
                raise JournalError(
                    f"a step of '{call_id}' that was to be written is in {self.path} already",
                    "another process carries this call on; leave it to that one, or end it first",
                ) from error

        if values:
            self._write(add)

    def rows(self, call_id: str) -> list[Row]:
        """The rows of a call in their order.

        Raises:
            JournalError: there is no such call.
        """
        found = self._read("SELECT step, kind, body FROM rows WHERE call = ? ORDER BY step, seq", call_id)
        if not found and not self._read("SELECT 1 FROM calls WHERE call = ?", call_id):
            raise self._no_call(call_id)
        return [Row(step, cast(Literal["event", "effect"], kind), json.loads(body)) for step, kind, body in found]

    def close(self) -> None:
        """Closes the file; the journal cannot be used any more."""
        with self._lock:
            self._connection.close()

    def __enter__(self) -> "SqliteJournal":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # The file.

    def _make_file(self) -> None:
        """Makes the file before SQLite would, so that it is never readable for others."""
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as error:
            raise unwritable(self.path, error.strerror or type(error).__name__) from error

    def _prepare(self) -> None:
        connection = self._connection
        connection.execute("PRAGMA foreign_keys = ON")
        self._check_kind()
        mode = _patiently(lambda: connection.execute("PRAGMA journal_mode = WAL").fetchone()[0])
        if mode != "wal":
            raise unwritable(self.path, "this file system cannot hold a shared journal (WAL)")
        connection.execute("PRAGMA synchronous = FULL")
        _patiently(self._make_tables)
        self._check_kind()

    def _check_kind(self) -> None:
        """That the file is empty, or a journal of this version."""
        (application,) = self._connection.execute("PRAGMA application_id").fetchone()
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        (tables,) = self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if application != APPLICATION:
            if tables or application or version:
                raise no_journal(self.path)
        elif version > VERSION:
            raise newer(self.path, version, VERSION)

    def _make_tables(self) -> None:
        with self._transaction() as connection:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            # Another process may have made them since.
            if application == APPLICATION and version >= VERSION:
                return
            wanted = SCHEMA if application != APPLICATION else [s for v in range(version, VERSION) for s in UPGRADES[v]]
            for statement in wanted:
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {VERSION}")

    # Reading and writing.

    def _read(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock, self._told():
            return self._connection.execute(query, values).fetchall()

    def _write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        with self._lock, self._told(), self._transaction() as connection:
            return work(connection)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            # Some errors, such as a full disk, have ended it already.
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Errors of SQLite as errors of the journal."""
        try:
            yield
        except sqlite3.Error as error:
            raise explained(self.path, error, BUSY_MS) from error

    def _no_call(self, call_id: str) -> JournalError:
        return JournalError(f"there is no call '{call_id}' in {self.path}", "name one of the calls that it holds")


def _patiently(work: Callable[[], T]) -> T:
    """Does what SQLite does not wait for others to do: making tables and turning WAL on, while they do the same."""
    for attempt in range(_ATTEMPTS):
        try:
            return work()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise
            if attempt == _ATTEMPTS - 1:
                raise
            time.sleep(0.05)
    raise AssertionError("unreachable")


def _numbered(call_id: str, rows: Sequence[Row]) -> Iterator[tuple[Any, ...]]:
    """The rows as values of the table, numbered within their step."""
    counts: dict[int, int] = {}
    for row in rows:
        seq = counts[row.step] = counts.get(row.step, -1) + 1
        yield call_id, row.step, seq, row.kind, row.name, row.body.get("at"), dumped(row.body)


def dumped(body: Mapping[str, Json]) -> str:
    """A row's body as the table keeps it."""
    text = _as_it_is(body)
    try:
        text.encode()
    except UnicodeEncodeError:
        # Half of a character: a model can send one, SQLite cannot keep it as it is.
        return _escaped(body)
    return text


# One encoder for all rows: `dumps` makes a new one for each, which takes longer than most rows.
_as_it_is = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
_escaped = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


def _bundle(files: Mapping[str, bytes]) -> str:
    """A name for these very files."""
    listed = [[path, hashlib.sha256(content).hexdigest()] for path, content in sorted(files.items())]
    return hashlib.sha256(json.dumps(listed).encode()).hexdigest()
