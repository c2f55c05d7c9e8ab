"""Days a caller names, counted from today: "Friday", "the 5th", "in three days", "March the sixth".

A bare weekday is the next one, today excluded; "next Tuesday" is the one of the week after this; a day of the month or
of the year is the next that is not past. Words that name no single day ("next week", "sometime in May") are no date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flowkit.simulator.hearing.numbers import cardinal_at, ordinal_at
from flowkit.simulator.hearing.words import Span, Utterance

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT_WEEKDAYS = {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5}
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_SHORT_MONTHS = {name[:3]: number for number, name in enumerate(_MONTHS, start=1)} | {"sept": 9}
_NEAR = {"today": 0, "tonight": 0, "tomorrow": 1, "tmrw": 1}
_UNITS = {"day": 1, "days": 1, "week": 7, "weeks": 7, "fortnight": 14}
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?:/(\d{2,4}))?(?![\d/])")
# What makes "the first" a choice among things, not a day.
_THINGS = frozenset({"one", "ones", "option", "choice", "time", "slot", "item", "thing", "of", "floor", "name", "two"})


_ENDS_AT = frozenset({"to", "until", "till", "through", "leave", "leaving", "out", "back", "return", "returning"})


@dataclass(frozen=True, slots=True)
class Day:
    """A day that was named.

    Attributes:
        value: The day.
        span: The words.
        clear: Whether the words mean a day anywhere ("Friday"); "the 5th" does so only where a day is asked.
    """

    value: date
    span: Span
    clear: bool


def find_days(utterance: Utterance, today: date) -> list[Day]:
    """All days an utterance names, in order."""
    found = list(_written_days(utterance, today))
    norms, index = utterance.norms, 0
    while index < len(norms):
        span_free = all(not day.span.overlaps(Span(index, index)) for day in found)
        day = _day_at(norms, index, today) if span_free else None
        if day is None:
            index += 1
            continue
        earlier = [one for one in found if one.span.last < index]
        found.append(_ordered(norms, earlier[-1], day) if earlier else day)
        index = day.span.last + 1
    return sorted(found, key=lambda day: day.span.first)


def _ordered(norms: Sequence[str], before: Day, day: Day) -> Day:
    """In "from Friday to Sunday" and "arrive Friday, leave Sunday" the second weekday is counted from the first."""
    between = norms[before.span.last + 1 : day.span.first]
    weekday = day.span.length == 1 and _weekday(norms[day.span.first]) is not None
    if not weekday or day.value > before.value or not _ENDS_AT & set(between):
        return day
    weeks = (before.value - day.value).days // 7 + 1
    return Day(day.value + timedelta(days=7 * weeks), day.span, day.clear)


def _written_days(utterance: Utterance, today: date) -> Iterator[Day]:
    for match in _ISO.finditer(utterance.text):
        yield from _written(utterance, match, _made(*(int(part) for part in match.groups())))
    for match in _SLASHED.finditer(utterance.text):
        month, day, year = (int(part) if part else None for part in match.groups())
        if year is not None and year < 100:
            year += 2000
        value = _made(year, month, day) if year else _next_in_year(today, month or 0, day or 0)
        yield from _written(utterance, match, value)


def _written(utterance: Utterance, match: re.Match[str], value: date | None) -> Iterator[Day]:
    span = utterance.span_of(match.start(), match.end())
    if value and span:
        yield Day(value, span, True)


def _day_at(norms: Sequence[str], index: int, today: date) -> Day | None:
    for read in (_relative_at, _weekday_at, _month_day_at, _day_month_at, _day_of_month_at):
        found = read(norms, index, today)
        if found is not None:
            value, behind, clear = found
            return Day(value, Span(index, behind - 1), clear)
    return None


_Read = tuple[date, int, bool] | None


def _relative_at(norms: Sequence[str], index: int, today: date) -> _Read:
    """ "tomorrow", "the day after tomorrow", "in three days", "two weeks from today"."""
    word = norms[index]
    if word in _NEAR:
        return today + timedelta(days=_NEAR[word]), index + 1, True
    start = index + 1 if word == "the" else index
    if tuple(norms[start : start + 3]) == ("day", "after", "tomorrow"):
        return today + timedelta(days=2), start + 3, True
    if word == "in":
        counted = _count_at(norms, index + 1)
        return (today + timedelta(days=counted[0]), counted[1], True) if counted else None
    counted = _count_at(norms, index)
    if counted and tuple(norms[counted[1] : counted[1] + 2]) in (("from", "now"), ("from", "today")):
        return today + timedelta(days=counted[0]), counted[1] + 2, True
    return None


def _count_at(norms: Sequence[str], index: int) -> tuple[int, int] | None:
    """ "three days", "a week": a number of days and the index behind it."""
    if index >= len(norms):
        return None
    number = (1, index + 1) if norms[index] in ("a", "an", "one") else cardinal_at(norms, index)
    if number is None or number[1] >= len(norms) or norms[number[1]] not in _UNITS:
        return None
    return number[0] * _UNITS[norms[number[1]]], number[1] + 1


def _weekday_at(norms: Sequence[str], index: int, today: date) -> _Read:
    """ "Friday", "this Friday", "next Tuesday", "Friday week", "Saturday the seventh"."""
    qualifier = norms[index] if norms[index] in ("next", "this", "coming") else ""
    start = index + 1 if qualifier else index
    weekday = _weekday(norms[start]) if start < len(norms) else None
    if weekday is None:
        return None
    value = today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    if qualifier == "next":
        value = today - timedelta(days=today.weekday()) + timedelta(days=7 + weekday)
    behind = start + 1
    if not qualifier and norms[behind : behind + 1] == ("week",):
        return value + timedelta(days=7), behind + 1, True
    exact = _date_behind(norms, behind, today)
    if exact and exact[0].weekday() == weekday:
        return exact[0], exact[1], True
    return value, behind, True


def _date_behind(norms: Sequence[str], index: int, today: date) -> tuple[date, int] | None:
    if index >= len(norms):
        return None
    for read in (_month_day_at, _day_month_at, _day_of_month_at):
        found = read(norms, index, today)
        if found:
            return found[0], found[1]
    return None


def _month_day_at(norms: Sequence[str], index: int, today: date) -> _Read:
    """ "March 6th", "March the sixth", "March 6 2027"."""
    month = _month(norms[index])
    if month is None:
        return None
    start = index + 1 if norms[index + 1 : index + 2] != ("the",) else index + 2
    day = ordinal_at(norms, start) or _plain_day_at(norms, start)
    return _in_year(norms, today, month, day) if day else None


def _day_month_at(norms: Sequence[str], index: int, today: date) -> _Read:
    """ "the sixth of March", "6 March"."""
    start = index + 1 if norms[index] == "the" else index
    day = ordinal_at(norms, start) or _plain_day_at(norms, start)
    if day is None:
        return None
    behind = day[1] + 1 if norms[day[1] : day[1] + 1] == ("of",) else day[1]
    month = _month(norms[behind]) if behind < len(norms) else None
    return _in_year(norms, today, month, (day[0], behind + 1)) if month else None


def _day_of_month_at(norms: Sequence[str], index: int, today: date) -> _Read:
    """ "the 5th", "the twenty first", "5th"."""
    start = index + 1 if norms[index] == "the" else index
    day = ordinal_at(norms, start)
    if day is None or (start == index and not norms[index][0].isdigit()):
        return None
    if norms[day[1] : day[1] + 1] and norms[day[1]] in _THINGS:
        return None
    value = _next_in_month(today, day[0])
    return (value, day[1], False) if value else None


def _plain_day_at(norms: Sequence[str], index: int) -> tuple[int, int] | None:
    found = cardinal_at(norms, index)
    return found if found and 1 <= found[0] <= 31 else None


def _in_year(norms: Sequence[str], today: date, month: int, day: tuple[int, int]) -> _Read:
    number, behind = day
    year = _year_at(norms, behind)
    if year:
        value, behind = _made(year[0], month, number), year[1]
    else:
        value = _next_in_year(today, month, number)
    return (value, behind, True) if value else None


def _year_at(norms: Sequence[str], index: int) -> tuple[int, int] | None:
    """ "1985", "nineteen eighty five", "two thousand and six"."""
    found = cardinal_at(norms, index)
    if found is None:
        return None
    if 1900 <= found[0] < 2100:
        return found
    rest = cardinal_at(norms, found[1])
    if found[0] in (19, 20) and rest and 10 <= rest[0] < 100:
        return found[0] * 100 + rest[0], rest[1]
    return None


def _next_in_year(today: date, month: int, day: int) -> date | None:
    for year in range(today.year, today.year + 5):
        value = _made(year, month, day)
        if value and value >= today:
            return value
    return None


def _next_in_month(today: date, day: int) -> date | None:
    year, month = today.year, today.month
    for _ in range(12):
        value = _made(year, month, day)
        if value and value >= today:
            return value
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return None


def _made(year: int | None, month: int | None, day: int | None) -> date | None:
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:
        return None


def _weekday(norm: str) -> int | None:
    singular = norm.removesuffix("s")
    return WEEKDAYS.index(singular) if singular in WEEKDAYS else _SHORT_WEEKDAYS.get(norm)


def _month(norm: str) -> int | None:
    return _MONTHS.index(norm) + 1 if norm in _MONTHS else _SHORT_MONTHS.get(norm)
