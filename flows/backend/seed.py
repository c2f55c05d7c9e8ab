"""Filling the database: the whole population in one transaction, or by hand from the command line.

From the project's folder:

    python -m backend.seed                                  the database that SHOP_DATABASE names, made if missing
    python -m backend.seed --database shop.db --now 2026-03-02T10:00 --seed 7
    python -m backend.seed --again                          forgets every write and fills the database anew

The flows need none of this: the database is made by the first call of a tool.
"""

import argparse
import sqlite3
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from backend.population import TABLES, population

WRITTEN = ("seeding", "visit_moves", "keys", "changes")
"""The tables that the population leaves empty, or that say what it was made for."""


def fill(connection: sqlite3.Connection, now: datetime, seed: int) -> None:
    """Empties every table and fills it with the population of that day; in the transaction that is open."""
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for table in (*WRITTEN, *TABLES):
        connection.execute(f"DELETE FROM {table}")
    for table, rows in population(now.date(), seed).items():
        for row in rows:
            columns, places = ", ".join(row), ", ".join("?" * len(row))
            connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({places})", tuple(row.values()))
    marker = (now.strftime("%Y-%m-%dT%H:%M"), seed)
    connection.execute("INSERT INTO seeding (id, seeded_for, seed) VALUES (1, ?, ?)", marker)


def main(arguments: Sequence[str] | None = None) -> int:
    """Makes and fills a database; returns the exit code: 0, or 2 for what cannot be done as asked."""
    from backend import database  # it fills what it opens, so it needs this module first

    parser = argparse.ArgumentParser(prog="python -m backend.seed", description="Make the demo shop's database.")
    parser.add_argument("--database", type=Path, help="the file (default: SHOP_DATABASE, else .flowkit/shop.db)")
    parser.add_argument("--now", help="the day the data are made for, 2026-03-02T10:00 (default: SHOP_NOW, else now)")
    parser.add_argument("--seed", type=int, help="another seed, another population (default: SHOP_SEED, else 7)")
    parser.add_argument("--again", action="store_true", help="forget every write and fill the database anew")
    asked = parser.parse_args(arguments)
    try:
        settings = database.settings(asked.database, asked.now, asked.seed)
        connection = database.connection(settings)
        if asked.again:
            with database.transaction(connection):
                fill(connection, settings.now, settings.seed)
        print(f"{settings.database}: {database.about(connection)}")
    except (ValueError, OSError, sqlite3.Error) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    finally:
        database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
