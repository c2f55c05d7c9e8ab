"""The form in which invented data goes to the database."""

from datetime import date, timedelta

Row = dict[str, str | int | None]
"""One row: column → value, as SQLite keeps it."""

Rows = dict[str, list[Row]]
"""Table → its rows."""

WEDNESDAY, FRIDAY, SATURDAY, SUNDAY = 2, 4, 5, 6


def next_weekday(today: date, weekday: int) -> date:
    """The next such day of the week, today excluded, as a caller means it; Monday is 0."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def at(day: date, clock: str) -> str:
    """A day and a time like '09:00', as the database keeps them together."""
    return f"{day.isoformat()}T{clock}"


def ago(today: date, days: int) -> str:
    """The day so many days before today; a negative number lies ahead."""
    return (today - timedelta(days=days)).isoformat()
