"""The calendar behind days that are said without their month or year."""

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

WHICH_MONTH = "which month"
WHICH_YEAR = "which year"
TODAY_OR_LATER = "today or in a later month"


class Day(NamedTuple):
    """A day, why it is in doubt, and which others it may be."""

    value: date
    doubt: str = ""
    others: tuple[date, ...] = ()


def day(year: int, month: int, number: int) -> date | None:
    """The day, if there is one."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


def shifted(today: date, days: int) -> date | None:
    """The day so many days later; `None` outside the calendar."""
    try:
        return today + timedelta(days)
    except OverflowError:
        return None


def coming(today: date, weekday: int) -> date:
    """The next such weekday, today excluded."""
    return today + timedelta((weekday - today.weekday() - 1) % 7 + 1)


def of_week(today: date, weekday: int, weeks: int) -> date:
    """The weekday in the calendar week (from Monday) so many weeks later."""
    return today + timedelta(weekday - today.weekday() + 7 * weeks)


def months_later(today: date, months: int) -> date | None:
    """The same day of a later month, or that month's last day."""
    place = today.year * 12 + today.month - 1 + months
    year, month = divmod(place, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def of_month(today: date, number: int) -> Day | None:
    """The next day with this number, today included; in doubt when it is today or in a later month."""
    value = day(today.year, today.month, number)
    if value is not None and value > today:
        return Day(value)
    if value == today:
        later = months_later(today, 1)
        return Day(today, TODAY_OR_LATER, (later,) if later is not None and later.day == number else ())
    past = (value,) if value is not None else ()
    for months in range(1, 8):
        first = months_later(today.replace(day=1), months)
        later = day(first.year, first.month, number) if first else None
        if later is not None:
            return Day(later, WHICH_MONTH, past)
    return None


def of_year(today: date, month: int, number: int) -> Day | None:
    """The next day of this date, today included; in doubt when it is not in this year."""
    value = day(today.year, month, number)
    if value is not None and value >= today:
        return Day(value)
    past = (value,) if value is not None else ()
    for year in range(today.year + 1, today.year + 9):
        later = day(year, month, number)
        if later is not None:
            return Day(later, WHICH_YEAR, past)
    return None


def nth_weekday(first: date, weekday: int, count: int) -> date | None:
    """The first, second … such weekday of the month that begins with `first`; -1 is the last."""
    days = monthrange(first.year, first.month)[1]
    start = (weekday - first.weekday()) % 7 + 1
    numbers = range(start, days + 1, 7)
    place = count - 1 if count > 0 else len(numbers) - 1
    return first.replace(day=numbers[place]) if place < len(numbers) else None
