"""When somebody is there, as designers write it: `monday to friday 9:00-17:30, saturday 10-14`.

Theory of operation. The text is a list of stretches with commas between them. A stretch names days (one, a range, or
several with `and`; `weekdays`, `weekends`, `daily`), then the times from and to on the clock of 24 hours; without days
it is of the days before it, or of every day; without times it is the whole day. A stretch whose end is not after its
beginning goes on over midnight. Days and times are those of the project's time zone.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from functools import lru_cache
from itertools import pairwise
from typing import Final

from flowkit.language import english_speech
from flowkit.language.frozen import frozen
from flowkit.language.readers.english_names import WEEKDAY_NAMES
from flowkit.language.values import Refusal

DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EXAMPLE: Final = "monday to friday 9:00-17:30, saturday 10-14"
DAY_MINUTES: Final = 24 * 60
_EVERY: Final = tuple(range(7))
_GROUPS: Final = {
    "weekdays": tuple(range(5)),
    "weekends": (5, 6),
    "weekend": (5, 6),
    "daily": _EVERY,
    "every day": _EVERY,
    "always": _EVERY,
}
_TIME: Final = r"\d{1,2}(?::\d{2})?"
_TIMES: Final = re.compile(rf"(?:from )?({_TIME})\s*(?:-|–|to|until)\s*({_TIME})$")
_RANGE: Final = re.compile(r"([a-z]+)\s*(?:-|–|to|through)\s*([a-z]+)")


@frozen
class Stretch:
    """Some days of the week (0 is Monday), and the minutes of the day from and up to which somebody is there."""

    days: tuple[int, ...]
    opens: int = 0
    closes: int = DAY_MINUTES


@lru_cache(maxsize=64)
def read_hours(text: str) -> tuple[Stretch, ...] | Refusal:
    """The stretches of time that a text tells, or why it tells none."""
    stretches: list[Stretch] = []
    days: tuple[int, ...] = _EVERY
    for part in (each.strip() for each in re.split(r"[,;]", text.casefold())):
        found = _TIMES.search(part)
        named = part[: found.start()].strip() if found is not None else part
        own = _days(named) if named else days
        if own is None or not part:
            return Refusal(f"'{named or text}' names no days")
        days = own
        opens, closes = (_minutes(found[1]), _minutes(found[2])) if found is not None else (0, DAY_MINUTES)
        if opens is None or closes is None:
            return Refusal(f"'{part}' has a time that is on no clock")
        stretches.append(Stretch(days, opens % DAY_MINUTES, closes))
    return tuple(stretches)


def _days(text: str) -> tuple[int, ...] | None:
    """The days that a text names; nothing if it is none."""
    if text in _GROUPS:
        return _GROUPS[text]
    found: list[int] = []
    for part in re.split(r"\s+and\s+|\s*&\s*", text):
        span = _RANGE.fullmatch(part)
        ends = [_day(name) for name in (span.groups() if span is not None else (part,))]
        if None in ends:
            return None
        first, last = ends[0] or 0, ends[-1] or 0
        found += [(first + k) % 7 for k in range((last - first) % 7 + 1)]
    return tuple(dict.fromkeys(found))


def _day(name: str) -> int | None:
    """A day by its name, its plural, or the first letters of it, three at least."""
    short = name.strip(" .")
    return next((k for k, day in enumerate(DAYS) if len(short) > 2 and f"{day}s".startswith(short)), None)


def _minutes(text: str) -> int | None:
    hours, _, minutes = text.partition(":")
    total = int(hours) * 60 + int(minutes or 0)
    return total if total <= DAY_MINUTES and int(minutes or 0) < 60 else None


def is_there(stretches: Sequence[Stretch], now: datetime) -> bool:
    """Whether somebody is there at a moment of the project's time zone."""
    minute, day = now.hour * 60 + now.minute, now.weekday()
    return any(_holds(each, day, minute) for each in stretches)


def _holds(stretch: Stretch, day: int, minute: int) -> bool:
    if stretch.closes > stretch.opens:
        return day in stretch.days and stretch.opens <= minute < stretch.closes
    # Over midnight: the late part of its own day, the early part of the next.
    late = day in stretch.days and minute >= stretch.opens
    return late or ((day - 1) % 7 in stretch.days and minute < stretch.closes)


def spoken_hours(text: str, language: str) -> str:
    """The hours in words, such as `Monday to Friday from nine am to half past five pm`.

    In a language without words for them they are told as they are written.

    Args:
        text: hours that `read_hours` reads.
        language: of the call (BCP 47).
    """
    stretches = read_hours(text)
    if isinstance(stretches, Refusal) or language.split("-")[0] != "en":
        return text
    return english_speech.listed(list(_told(stretches)))


def _told(stretches: Sequence[Stretch]) -> Iterator[str]:
    earlier: tuple[int, ...] = ()
    for each in stretches:
        days = "" if each.days == earlier else _spoken_days(each.days)
        earlier = each.days
        if (each.opens, each.closes) == (0, DAY_MINUTES):
            yield f"{days or 'every day'} all day"
        else:
            yield f"{days} from {_clock(each.opens)} to {_clock(each.closes)}".strip()


def _spoken_days(days: tuple[int, ...]) -> str:
    names = [WEEKDAY_NAMES[day] for day in days]
    if len(set(days)) == len(_EVERY):
        return "every day"
    if len(days) > 2 and all((after - before) % 7 == 1 for before, after in pairwise(days)):
        return f"{names[0]} to {names[-1]}"
    return english_speech.listed(names)


def _clock(minutes: int) -> str:
    return english_speech.clock(time(minutes // 60 % 24, minutes % 60))
