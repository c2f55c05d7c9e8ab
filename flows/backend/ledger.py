"""Exactly-once writes, and the proof of what they changed.

Theory of operation. A write comes with a key that stands for one consent. `once` takes the lock of the database and
looks the key up: if it is there, the effect has happened, and what was returned then is returned again. Otherwise the
effect runs, and the key is stored in the same transaction. So the effect and its key are there together or not at all,
after an exception as after a crash, and a call that nobody heard the end of can be made again with its key.

An effect changes rows only through `Write`, which keeps the row as it was and as it became in the table `changes`.
"""

import json
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from backend import database

Value = str | int | None
Row = dict[str, Value]
"""One row, or a part of it: column → value."""

Result = dict[str, object]
"""What a tool returns: names and values as the flows take them."""


class ShopError(Exception):
    """The shop does not do what was asked. The text is for whoever runs the shop, and goes to the log."""


@dataclass(frozen=True, slots=True)
class Write:
    """A write that is under way: its transaction, its key, and the shop's clock."""

    connection: sqlite3.Connection
    key: str
    now: datetime

    def add(self, table: str, **row: Value) -> None:
        """Inserts a row, which must bring its `id`."""
        columns, places = ", ".join(row), ", ".join("?" * len(row))
        self.connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({places})", tuple(row.values()))
        self._record(table, row["id"], None)

    def change(self, table: str, row_id: str, **values: Value) -> None:
        """Gives the columns of one row these values.

        Raises:
            ShopError: there is no such row.
        """
        before = self._row(table, row_id)
        assignments = ", ".join(f"{column} = ?" for column in values)
        self.connection.execute(f"UPDATE {table} SET {assignments} WHERE id = ?", (*values.values(), row_id))
        self._record(table, row_id, before)

    def next_id(self, table: str, letter: str) -> str:
        """The next id of a table whose ids are a letter and a number."""
        query = f"SELECT coalesce(max(CAST(substr(id, 2) AS INTEGER)), 0) + 1 FROM {table}"
        return f"{letter}{self.connection.execute(query).fetchone()[0]}"

    def next_number(self, table: str) -> int:
        """The next id of a table whose ids are numbers."""
        number: int = self.connection.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchone()[0]
        return number

    @property
    def moment(self) -> str:
        """Now, as the database keeps it."""
        return self.now.strftime("%Y-%m-%dT%H:%M")

    @property
    def today(self) -> str:
        """The day of now, as the database keeps it."""
        return self.now.date().isoformat()

    def _row(self, table: str, row_id: Value) -> Row:
        found = self.connection.execute(f"SELECT * FROM {table} WHERE id = ?", (row_id,)).fetchone()
        if found is None:
            raise ShopError(f"there is no row '{row_id}' in {table}")
        return dict(found)

    def _record(self, table: str, row_id: Value, before: Row | None) -> None:
        after = json.dumps(self._row(table, row_id), ensure_ascii=False)
        was = None if before is None else json.dumps(before, ensure_ascii=False)
        self.connection.execute(
            "INSERT INTO changes (changed_at, key, table_name, row_id, before, after) VALUES (?, ?, ?, ?, ?, ?)",
            (self.moment, self.key, table, str(row_id), was, after),
        )


def once(tool: str, key: str, effect: Callable[[Write], Result], arguments: Mapping[str, Value]) -> Result:
    """Carries out an effect under a key, or returns what it returned when it was carried out before.

    Args:
        tool: the name of the tool.
        key: the idempotency key; one key, one effect.
        effect: does the work and returns the tool's output, which must be JSON.
        arguments: what the tool was called with, in the form of the database; tells a repetition from a mistake.

    Raises:
        ShopError: the key is empty, or was used for another tool or other arguments.
    """
    if not key:
        raise ShopError(f"'{tool}' needs an idempotency key, and got an empty one")
    using = database.settings()
    asked = json.dumps(arguments, sort_keys=True, ensure_ascii=False)
    with database.transaction(database.connection(using)) as connection:
        found = connection.execute("SELECT tool, arguments, result FROM keys WHERE key = ?", (key,)).fetchone()
        if found is not None:
            return _repeated(tool, key, asked, found)
        write = Write(connection, key, using.now)
        result = effect(write)
        row = (key, tool, asked, json.dumps(result, ensure_ascii=False), write.moment)
        connection.execute("INSERT INTO keys (key, tool, arguments, result, written_at) VALUES (?, ?, ?, ?, ?)", row)
    return result


def _repeated(tool: str, key: str, asked: str, found: sqlite3.Row) -> Result:
    if (found["tool"], found["arguments"]) != (tool, asked):
        raise ShopError(
            f"the key '{key}' was used for '{found['tool']}' with other arguments; every write needs a key of its own"
        )
    result: Result = json.loads(found["result"])
    return result


def cents(amount: Decimal | int) -> int:
    """An amount of money in whole cents.

    Raises:
        ShopError: it is no finite number, or has fractions of a cent.
    """
    exact = Decimal(amount)
    if not exact.is_finite() or exact * 100 != int(exact * 100):
        raise ShopError(f"'{amount}' is no amount in dollars and cents")
    return int(exact * 100)


def money(whole_cents: int) -> Decimal:
    """Whole cents as an amount with two decimals."""
    return Decimal(whole_cents).scaleb(-2)


def postcode(written: str) -> str:
    """A postcode as the database keeps it: upper case, no spaces."""
    return "".join(written.split()).upper()
