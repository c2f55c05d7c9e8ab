"""The demo shop's system of record: a SQLite database and the functions that the tools of the flows call."""
