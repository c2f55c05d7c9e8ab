"""Guarantees: every sentence proved over all ways through all calls."""
