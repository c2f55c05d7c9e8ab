"""Giving a call to a person, and ending it."""
