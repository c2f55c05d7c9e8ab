"""The tables of a journal, and the two numbers by which a file is known as one."""

from typing import Final

APPLICATION: Final = 0x666B6A6C
"""SQLite's `application_id` of a journal: `fkjl`."""
VERSION: Final = 2
"""The version of the tables; a journal of an older one is brought up to it, one of a newer one is not touched."""

_LIMITS: Final = (
    """
    CREATE TABLE used (
      counter TEXT NOT NULL,
      window TEXT NOT NULL,
      amount TEXT NOT NULL,
      PRIMARY KEY (counter, window)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE reserved (
      call TEXT NOT NULL,
      run TEXT NOT NULL,
      counter TEXT NOT NULL,
      window TEXT NOT NULL,
      amount TEXT NOT NULL,
      PRIMARY KEY (call, run, counter, window)
    ) WITHOUT ROWID
    """,
)

SCHEMA: Final = (
    """
    CREATE TABLE calls (
      call TEXT PRIMARY KEY NOT NULL,
      digest TEXT NOT NULL,
      started INTEGER NOT NULL,
      bundle TEXT NOT NULL,
      settings TEXT NOT NULL CHECK (json_valid(settings))
    )
    """,
    """
    CREATE TABLE rows (
      call TEXT NOT NULL REFERENCES calls (call),
      step INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('event', 'effect')),
      name TEXT NOT NULL,
      at INTEGER,
      body TEXT NOT NULL CHECK (json_valid(body)),
      PRIMARY KEY (call, step, seq)
    ) WITHOUT ROWID
    """,
    "CREATE TABLE files (bundle TEXT NOT NULL, path TEXT NOT NULL, content BLOB NOT NULL, PRIMARY KEY (bundle, path))",
    "CREATE TABLE counters (name TEXT PRIMARY KEY NOT NULL, value INTEGER NOT NULL)",
    "INSERT INTO counters (name, value) VALUES ('call', 0)",
    """
    CREATE TRIGGER rows_are_never_changed BEFORE UPDATE ON rows
    BEGIN SELECT RAISE(ABORT, 'a journal is only appended to'); END
    """,
    *_LIMITS,
)

UPGRADES: Final = {1: _LIMITS}
"""What brings the tables of a version up to the next one."""
