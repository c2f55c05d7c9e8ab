"""Parts of what is said of a day: ordinals, years, months, and the weekdays of a month."""

from datetime import date
from typing import Final, NamedTuple

from flowkit.language.readers import days
from flowkit.language.readers.number_words import below_hundred, cardinal, is_figure
from flowkit.language.readers.utterance import Utterance

PAST: Final = "it is past"
_CENTURIES: Final = (19, 20, 21)


class Part(NamedTuple):
    """A day said from part `i` up to `j`. `kind` tells what was left open: `day` (month and year), `month` (the year).

    `weekday` is that of a weekday said without a date, else -1.
    """

    value: date
    i: int
    j: int
    doubt: str = ""
    others: tuple[date, ...] = ()
    kind: str = ""
    weekday: int = -1


def ordinal(u: Utterance, i: int) -> tuple[int, int] | None:
    """`third`, `21st`, `twenty-first`: the number and the part behind it."""
    v, words = u.vocabulary, u.words
    if is_figure(words[i]):
        ended = u.touches(i + 1) and words[i + 1] in v.ordinal_endings and len(words[i]) < 4
        return (int(words[i]), i + 2) if ended else None
    single = v.ordinals.get(words[i])
    if single is not None:
        return single, i + 1
    ten = v.tens.get(words[i])
    if ten is not None:
        j = i + 2 if words[i + 1] == "-" else i + 1
        unit = v.ordinals.get(words[j], 0)
        return (ten + unit, j + 1) if 0 < unit < 10 else None
    return None


def spoken_year(u: Utterance, i: int) -> tuple[int, int] | None:
    """`2027`, `twenty twenty-seven`, `nineteen oh five`, `two thousand and five`: 1900 to 2199."""
    words, v = u.words, u.vocabulary
    if is_figure(words[i]):
        tied = u.touches(i + 1) and words[i + 1] in (":", "/", "-")
        return (int(words[i]), i + 1) if len(words[i]) == 4 and "1900" <= words[i] < "2200" and not tied else None
    whole = cardinal(u, i)
    if whole is not None and 1900 <= whole[0] < 2200:
        return whole
    for century in (below_hundred(u, i), (v.tens.get(words[i], 0), i + 1)):
        if century is None or century[0] not in _CENTURIES:
            continue
        j = century[1]
        if words[j] in v.zeros and 0 < v.small.get(words[j + 1], 0) < 10:
            return century[0] * 100 + v.small[words[j + 1]], j + 2
        rest = below_hundred(u, j)
        if rest is not None and 10 <= rest[0] < 100 and not is_figure(words[j]):
            return century[0] * 100 + rest[0], rest[1]
    return None


def year_behind(u: Utterance, j: int, today: date) -> tuple[int | None, int]:
    """The year that follows a day, with or without a comma or `in`: `2027`, `of last year`."""
    words = u.words
    start = j + 1 if words[j] == "," or words[j] in u.vocabulary.of_words else j
    if words[start] in ("'", "’") and is_figure(words[start + 1]) and len(words[start + 1]) == 2:
        return 2000 + int(words[start + 1]), start + 2
    year = spoken_year(u, start) or _calendar_year(u, start, today)
    if year is None and start == j:
        year = _short_year(u, j)
    return year if year is not None else (None, j)


def _calendar_year(u: Utterance, i: int, today: date) -> tuple[int, int] | None:
    """`this year`, `next year`, `last year`."""
    v, word = u.vocabulary, u.words[i]
    if v.calendar.get(u.words[i + 1]) != "year":
        return None
    if word in v.this_words:
        return today.year, i + 2
    if word in v.next_words:
        return today.year + 1, i + 2
    return (today.year - 1, i + 2) if word in v.last_words else None


def _short_year(u: Utterance, j: int) -> tuple[int, int] | None:
    """`5 March 27`: two figures that are no hour."""
    word = u.words[j]
    if not is_figure(word) or len(word) != 2 or u.touches(j) or int(word) < 24:
        return None
    if u.touches(j + 1) and u.words[j + 1] not in (".", ",", "?", "!"):
        return None
    if u.words[j + 1].isalpha() and u.words[j + 1] not in u.vocabulary.politeness:
        return None
    return (2000 if int(word) < 50 else 1900) + int(word), j + 1


def month_said(u: Utterance, i: int, today: date) -> tuple[date, int] | None:
    """`the month`, `this month`, `next month`: its first day."""
    v, words = u.vocabulary, u.words
    if v.calendar.get(words[i + 1]) != "month":
        return None
    first = today.replace(day=1)
    if words[i] in v.the_words or words[i] in v.this_words:
        return first, i + 2
    later = days.months_later(first, 1) if words[i] in v.next_words else None
    return (later, i + 2) if later else None


def nth_in_month(u: Utterance, start: int, count: int, j: int, today: date) -> Part | None:
    """`first Monday in April`, `last Friday of the month`: the weekday stands at `j`."""
    v, words = u.vocabulary, u.words
    behind = j + 2 if words[j + 1] in v.of_words else 0
    if not behind:
        return None
    if words[behind] in v.months:
        year, end = year_behind(u, behind + 1, today)
        first = days.day(year or today.year, v.months[words[behind]], 1)
        if first is None:
            return None
        value = days.nth_weekday(first, v.weekdays[words[j]], count)
        if value is not None and value < today and year is None:
            later = days.nth_weekday(first.replace(year=first.year + 1), v.weekdays[words[j]], count)
            return Part(later, start, end, days.WHICH_YEAR, (value,)) if later else None
        return Part(value, start, end) if value else None
    month = month_said(u, behind, today)
    value = days.nth_weekday(month[0], v.weekdays[words[j]], count) if month else None
    return Part(value, start, month[1], PAST if value < today else "") if value and month else None


def month_end(u: Utterance, i: int, j: int, today: date) -> Part | None:
    """`last day of March`, `last day of the month`: `day` stands at `j`."""
    v, words = u.vocabulary, u.words
    if v.days.get(words[j]) != 1 or words[j + 1] not in v.of_words:
        return None
    if words[j + 2] not in v.months:
        month = month_said(u, j + 2, today)
        value = _last_day(month[0].year, month[0].month) if month else None
        return Part(value, i, month[1]) if value and month else None
    year, end = year_behind(u, j + 3, today)
    value = _last_day(year or today.year, v.months[words[j + 2]])
    if value is not None and value < today and year is None:
        later = _last_day(value.year + 1, value.month)
        return Part(later, i, end, days.WHICH_YEAR, (value,)) if later else None
    return Part(value, i, end) if value else None


def _last_day(year: int, month: int) -> date | None:
    first = days.day(year, month, 1)
    following = days.months_later(first, 1) if first else None
    return days.shifted(following, -1) if following else None
