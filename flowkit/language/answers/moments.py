"""Days and times as they are repeated: in part, in any order, in figures or words.

"Saturday the seventh at eleven", "3/7", "11 am", "in the morning": each is a set of facts, and it fits a value if
every fact is true of it. A stretch is read to its end or not at all, so a wrong part cannot hide behind a right one.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Final

from flowkit.language.answers.heard import BREAK
from flowkit.language.answers.items import Item
from flowkit.language.answers.number_words import NumberWords
from flowkit.language.countries import month_first
from flowkit.language.frozen import frozen

Facts = dict[str, int]
"""What was said of a day or time: `weekday`, `day`, `month`, `year`, `days` (from today), `near`; `hour`, `minute`,
`half` of the day, `from` and `before` (hours)."""

_OF_DAYS: Final = frozenset({"weekday", "day", "month", "year", "days", "near"})


@frozen
class Calendar:
    """What days and times are read against.

    Attributes:
        today: the day of the call.
        month_first: whether 3/7 is the seventh of March.
    """

    numbers: NumberWords
    today: date
    month_first: bool


def calendar(numbers: NumberWords, today: date, country: str) -> Calendar:
    """The calendar of a call in a country (ISO 3166 alpha-2)."""
    return Calendar(numbers, today, month_first(country))


def moment_at(items: Sequence[Item], start: int, calendar: Calendar) -> tuple[Facts, int] | None:
    """The day or time that begins at an item, and the item behind its end; `None` if there is none, or it is at odds
    with itself."""
    facts: Facts = {}
    end = at = start
    while at < len(items):
        if items[at].text == BREAK or (at > start and items[at].text in calendar.numbers.inner):
            at += 1
            continue
        found = _fact(items, at, calendar)
        if found is None:
            break
        more, at = found
        if any(facts.get(name, value) != value for name, value in more.items()):
            return None
        facts |= more
        end = at
    return (facts, end) if facts else None


def _fact(items: Sequence[Item], at: int, calendar: Calendar) -> tuple[Facts, int] | None:
    item, numbers = items[at], calendar.numbers
    word = item.text
    if word in numbers.weekdays:
        return {"weekday": numbers.weekdays[word]}, at + 1
    if word in numbers.near and at + 1 < len(items) and items[at + 1].text in numbers.weekdays:
        return {"near": 1}, at + 1
    if word in numbers.months:
        return _month(items, at, numbers.months[word], calendar)
    if word in numbers.days or word in numbers.parts:
        return _part_of_day(word, numbers), at + 1
    if word in numbers.hours:
        hour, minute = numbers.hours[word]
        return {"hour": hour, "minute": minute, "half": hour // 12}, at + 1
    if word in numbers.halves:
        return {"half": numbers.halves[word]}, at + 1
    if word in numbers.fractions:
        return _around(items, at + 1, numbers.fractions[word], numbers)
    if item.order:
        return ({"day": item.order}, at + 1) if item.order <= 31 else None
    if item.parts:
        return _number(items, at, calendar)
    return _written(word, at, calendar) if word[0].isdigit() else None


def _part_of_day(word: str, numbers: NumberWords) -> Facts:
    """ "tomorrow", "morning", "tonight": the last is both a day and some hours of it."""
    facts = {"days": numbers.days[word]} if word in numbers.days else {}
    if word in numbers.parts:
        from_, before = numbers.parts[word]
        facts |= {"from": from_, "before": before}
    return facts


def _month(items: Sequence[Item], at: int, month: int, calendar: Calendar) -> tuple[Facts, int]:
    facts: Facts = {"month": month}
    behind = at + 1
    while behind < len(items) and (items[behind].text == BREAK or items[behind].text in calendar.numbers.the):
        behind += 1
    if behind < len(items) and items[behind].parts:
        day, *rest = items[behind].parts
        if len(str(day)) == 4 and not rest:
            return facts | {"year": int(day)}, behind + 1
        return facts | {"day": int(day)} | _year(rest), behind + 1
    return facts, at + 1


def _year(parts: Sequence[object]) -> Facts:
    if not parts:
        return {}
    text = "".join(str(part) for part in parts)
    return {"year": int(text) if text.isdecimal() and len(text) == 4 else -1}


def _number(items: Sequence[Item], at: int, calendar: Calendar) -> tuple[Facts, int] | None:
    """A number with nothing before it: the day before a month, a year, else an hour with its minutes."""
    numbers, parts = calendar.numbers, items[at].parts
    behind = at + 1
    while behind < len(items) and items[behind].text in numbers.of:
        behind += 1
    if behind < len(items) and items[behind].text in numbers.months and len(parts) == 1:
        return {"day": int(parts[0])}, behind
    before = at - 1
    while before > 0 and items[before].text == BREAK:
        before -= 1
    if _is_year(items[at]) and before >= 0 and (items[before].order or items[before].text in numbers.months):
        return {"year": int(items[at].text)}, at + 1
    follows = items[at + 1].text if at + 1 < len(items) else ""
    if follows in numbers.past or (follows in numbers.before and at + 2 < len(items) and items[at + 2].parts):
        return _around(items, at + 1, int(parts[0]), numbers) if len(parts) == 1 else None
    return _clock(items, at, numbers)


def _is_year(item: Item) -> bool:
    """ "2026" and "twenty twenty six"; behind a day, "twenty thirty" is a year as well, no time."""
    return len(item.text) == 4 and item.text.isdecimal() and item.text[:2] in ("19", "20")


def _clock(items: Sequence[Item], at: int, numbers: NumberWords) -> tuple[Facts, int] | None:
    parts = items[at].parts
    if any(part != int(part) for part in parts) or parts[0] > 24 or len(parts) > 3:
        return None
    minute = int("".join(str(part) for part in parts[1:])) if len(parts) > 1 else 0
    end = at + 1
    if end < len(items) and items[end].text in numbers.clock:
        end += 1
    return {"hour": int(parts[0]), "minute": minute}, end


def _around(items: Sequence[Item], at: int, minutes: int, numbers: NumberWords) -> tuple[Facts, int] | None:
    """ "half past two", "quarter to three", "ten past four"."""
    if at + 1 >= len(items) or len(items[at + 1].parts) != 1:
        return None
    hour = int(items[at + 1].parts[0])
    if items[at].text in numbers.past:
        return {"hour": hour, "minute": minutes}, at + 2
    if items[at].text in numbers.before:
        return {"hour": (hour - 1) % 24 or 12, "minute": 60 - minutes}, at + 2
    return None


def _written(word: str, at: int, calendar: Calendar) -> tuple[Facts, int] | None:
    """2026-03-07, 3/7, 3/7/26, 11:30."""
    if ":" in word:
        facts = dict(zip(("hour", "minute"), map(int, word.split(":")), strict=True))
        return facts | ({"half": 0} if word.startswith("0") else {}), at + 1  # 03:00 is never three pm
    if "-" in word:
        return dict(zip(("year", "month", "day"), map(int, word.split("-")), strict=True)), at + 1
    if "/" not in word:
        return None
    first, second, *rest = (int(part) for part in word.split("/"))
    facts = {"month": first, "day": second} if calendar.month_first else {"month": second, "day": first}
    if rest:
        facts["year"] = rest[0] + (2000 if rest[0] < 100 else 0)
    return facts, at + 1


def fits(facts: Facts, value: date | time | datetime, today: date) -> bool:
    """Whether every fact is true of the value.

    Args:
        today: the day that "tomorrow" is counted from.
    """
    of_day = value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None
    of_time = value.time() if isinstance(value, datetime) else value if isinstance(value, time) else None
    return all(
        (of_day is not None and _true_of_day(name, said, of_day, today))
        if name in _OF_DAYS
        else (of_time is not None and _true_of_time(name, said, of_time))
        for name, said in facts.items()
    )


def parted(facts: Facts) -> tuple[Facts, Facts]:
    """The facts of a day, and those of a time."""
    return (
        {name: said for name, said in facts.items() if name in _OF_DAYS},
        {name: said for name, said in facts.items() if name not in _OF_DAYS},
    )


def _true_of_day(name: str, said: int, day: date, today: date) -> bool:
    match name:
        case "weekday":
            return day.weekday() == said
        case "days":
            return (day - today).days == said
        case "near":
            return 0 < (day - today).days <= 7
        case "day":
            return day.day == said
        case "month":
            return day.month == said
    return day.year == said


def _true_of_time(name: str, said: int, at: time) -> bool:
    match name:
        case "half":
            return at.hour // 12 == said
        case "from":
            return said <= at.hour
        case "before":
            return at.hour < said
        case "minute":
            return at.minute == said
    return at.hour == said or (0 < said <= 12 and at.hour % 12 == said % 12)
