"""Carrying a call: sockets, clock, running tools and the record, around an engine and a line that are pure."""
