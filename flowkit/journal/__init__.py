"""The journal: what happened on each call, written before it is carried out, and enough to take a call up again."""

from flowkit.journal.rows import Entry, Header, JournalError, Row
from flowkit.journal.sqlite import SqliteJournal

__all__ = ["Entry", "Header", "JournalError", "Row", "SqliteJournal"]
