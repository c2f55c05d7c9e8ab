"""What can be wrong with a journal's file, in words: what it is, and what to do."""

import sqlite3
from pathlib import Path

from flowkit.journal.rows import JournalError


def not_there(path: Path) -> JournalError:
    """There is no file."""
    return JournalError(f"there is no journal at {path}", "calls are recorded when they are carried: flowkit run")


def no_journal(path: Path) -> JournalError:
    """The file is something else."""
    return JournalError(f"{path} is not a journal of flowkit", "name another file; this one is left as it is")


def newer(path: Path, found: int, known: int) -> JournalError:
    """The file was made by a later flowkit."""
    return JournalError(
        f"{path} is a journal of version {found}; this flowkit knows versions up to {known}",
        "use the flowkit that wrote it, or name another file",
    )


def unwritable(path: Path, reason: str) -> JournalError:
    """The file cannot be made or written."""
    text = reason[:1].lower() + reason[1:]
    return JournalError(
        f"the journal {path} cannot be written: {text}", "name a file in a folder that this user may write to"
    )


def explained(path: Path, error: sqlite3.Error, busy_ms: int) -> JournalError:
    """An error of SQLite; its text is about the file, never about what is in it."""
    # Programming errors of ours have no code of SQLite.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    match code:
        case sqlite3.SQLITE_NOTADB:
            return no_journal(path)
        case sqlite3.SQLITE_FULL:
            return JournalError(
                f"the disk is full: the journal {path} cannot grow", "make room; what was written before is safe"
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_CANTOPEN:
            return unwritable(path, str(error))
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return JournalError(
                f"another process has held the journal {path} for more than {busy_ms // 1000} seconds",
                "see which one has it open, and end it",
            )
        case sqlite3.SQLITE_CORRUPT:
            return JournalError(f"the journal {path} is damaged", "restore it from a copy; keep this file for a rescue")
    return JournalError(f"the journal {path} failed: {error}", "check the disk that it is on")
