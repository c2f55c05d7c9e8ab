"""Days told from today: `tomorrow`, `next Tuesday`, `in two weeks`, `a week from Monday`, `the end of the month`."""

from datetime import date
from typing import Final

from flowkit.language.readers import days
from flowkit.language.readers.day_parts import PAST, Part, month_end, nth_in_month
from flowkit.language.readers.doubts import ABOUT
from flowkit.language.readers.number_words import below_hundred, cardinal, is_figure
from flowkit.language.readers.utterance import Utterance

WHICH_WEEK: Final = "which week"
WHICH_DAY: Final = "which day"
TODAY: Final = "today or in a week"


def relative(u: Utterance, i: int, today: date) -> Part | None:
    """The day told from today at part `i`."""
    v, word = u.vocabulary, u.words[i]
    if word in v.day_after:
        found = u.meaning(i, v.day_after)
        if found is not None:
            return _away(today, found[0], i, found[1])
    if word in v.day_words:
        return _away(today, v.day_words[word], i, i + 1)
    if word in v.weekdays:
        return _weekday(u, i, today)
    if word in v.next_words or word in v.this_words or word in v.coming_words or word in v.last_words:
        return _qualified(u, i, today)
    if word in v.in_words:
        count = _count(u, i + 1)
        part = _counted(u, count, i, today) if count else None
        return part if part is None or u.words[part.j] not in v.ago_words else None
    if word in v.ends:
        return _end(u, i, today)
    count = _count(u, i)
    return _from(u, count, i, today) if count else None


def _away(today: date, distance: int, i: int, j: int, doubt: str = "") -> Part | None:
    value = days.shifted(today, distance)
    return Part(value, i, j, doubt) if value else None


def _weekday(u: Utterance, i: int, today: date) -> Part | None:
    """`Friday`, `Friday week`, `Friday next week`, `Friday after next`."""
    v, words = u.vocabulary, u.words
    weekday, j = v.weekdays[words[i]], i + 1
    if words[i] in v.doubtful_weekdays and not _short_form(u, i):
        return None
    if i and (words[i - 1] in v.ordinals or words[i - 1] in v.ordinal_endings):
        return None
    value = days.coming(today, weekday)
    if v.calendar.get(words[j]) == "week":
        return _named(days.shifted(value, 7), i, j + 1, weekday)
    if words[j] in v.after_words and words[j + 1] in v.next_words:
        return _named(days.shifted(value, 7), i, j + 2, weekday, WHICH_WEEK)
    week = j + 1 if words[j] in v.of_words else j
    if v.calendar.get(words[week + 1]) == "week":
        if words[week] in v.next_words:
            return _named(days.of_week(today, weekday, 1), i, week + 2, weekday)
        if words[week] in v.this_words:
            exact = days.of_week(today, weekday, 0)
            return _named(exact, i, week + 2, weekday, PAST if exact < today else "")
    if words[j] in v.in_words:
        count = _count(u, j + 1)
        if count is not None and count[0] * 7 == _days(u, count):
            return _named(days.of_week(today, weekday, count[0]), i, count[2] + 1, weekday, WHICH_WEEK)
    numbered = _with_number(u, i, j, today)
    if numbered is not None:
        return numbered
    if weekday == today.weekday():
        return Part(value, i, j, TODAY, (today,), weekday=weekday)
    return Part(value, i, j, weekday=weekday)


def _with_number(u: Utterance, i: int, j: int, today: date) -> Part | None:
    """`Friday 13`: a figure over twelve is no hour but the day of the month; in doubt unless it is that weekday."""
    v, word, after = u.vocabulary, u.words[j], u.words[j + 1]
    if not is_figure(word) or len(word) > 2 or not 12 < int(word) < 32 or u.touches(j + 1) or after in v.months:
        return None
    if after in v.hours or after in v.am or after in v.pm or below_hundred(u, j + 1) is not None:
        return None
    weekday = v.weekdays[u.words[i]]
    for months in range(2):
        first = days.months_later(today.replace(day=1), months)
        value = days.day(first.year, first.month, int(word)) if first else None
        if value is not None and value >= today and value.weekday() == weekday:
            return Part(value, i, j + 1, days.WHICH_MONTH if months else "")
    numbered = days.of_month(today, int(word))
    return Part(days.coming(today, weekday), i, j + 1, WHICH_DAY, (numbered.value,) if numbered else ())


def _short_form(u: Utterance, i: int) -> bool:
    """Whether a short form that is another word too (`sun`, `sat`) stands for its day."""
    v, before, after = u.vocabulary, u.words[i - 1] if i else "", u.words[i + 1]
    if before in v.day_leads:
        return True
    ends = not after.isalpha() or after in v.politeness or after in v.months or after in v.the_words or after in v.ors
    return ends and (not before.isalpha() or before in v.fillers)


def _named(value: date | None, i: int, j: int, weekday: int, doubt: str = "", *others: date) -> Part | None:
    return Part(value, i, j, doubt, others, weekday=weekday) if value else None


def _qualified(u: Utterance, i: int, today: date) -> Part | None:
    """`next Tuesday`, `this Friday`, `this coming Monday`, `last Friday`, `next week Tuesday`."""
    v, words = u.vocabulary, u.words
    word, j = words[i], i + 1
    coming = word in v.coming_words
    while words[j] in v.coming_words:
        coming, j = True, j + 1
    if v.calendar.get(words[j]) == "week" and word in v.next_words:
        day = j + 2 if words[j + 1] in v.from_words or words[j + 1] == "," else j + 1
        weekday = v.weekdays.get(words[day])
        return None if weekday is None else _named(days.of_week(today, weekday, 1), i, day + 1, weekday)
    weekday = v.weekdays.get(words[j])
    if weekday is None:
        return month_end(u, i, j, today) if word in v.last_words else None
    if word in v.last_words:
        in_month = nth_in_month(u, i, -1, j, today)
        return in_month or _past(today, weekday, i, j + 1)
    value = days.coming(today, weekday)
    if coming:
        return _named(value, i, j + 1, weekday)
    if word in v.this_words:
        if weekday == today.weekday():
            return _named(today, i, j + 1, weekday, TODAY, value)
        return _named(value, i, j + 1, weekday, WHICH_WEEK if weekday < today.weekday() else "")
    following = days.of_week(today, weekday, 1)
    if following == value:
        return _named(value, i, j + 1, weekday)
    return _named(following, i, j + 1, weekday, WHICH_WEEK, value)


def _past(today: date, weekday: int, i: int, j: int) -> Part | None:
    back = (today.weekday() - weekday - 1) % 7 + 1
    value = days.shifted(today, -back)
    if value is None:
        return None
    if back < today.weekday() + 1:
        earlier = days.shifted(value, -7)
        return Part(value, i, j, WHICH_WEEK, (earlier,) if earlier else (), weekday=weekday)
    return Part(value, i, j, weekday=weekday)


def _count(u: Utterance, i: int) -> tuple[int, int, int, bool] | None:
    """A number before a unit of days: the number, where it begins, the place of the unit, whether it is rough."""
    v, words = u.vocabulary, u.words
    if words[i] in v.articles:
        if words[i + 1] in v.couples:
            unit = i + 3 if words[i + 2] in v.of_words else i + 2
            return (2, i, unit, True) if _is_unit(u, unit) else None
        return (1, i, i + 1, False) if _is_unit(u, i + 1) else None
    number = cardinal(u, i)
    if number is None or not 0 < number[0] < 1000 or not _is_unit(u, number[1]):
        return None
    return number[0], i, number[1], False


def _is_unit(u: Utterance, i: int) -> bool:
    word = u.words[i]
    return word in u.vocabulary.days or u.vocabulary.calendar.get(word, "week") != "week"


def _days(u: Utterance, count: tuple[int, int, int, bool]) -> int:
    return count[0] * u.vocabulary.days.get(u.words[count[2]], 0)


def _counted(u: Utterance, count: tuple[int, int, int, bool], i: int, today: date, back: int = 1) -> Part | None:
    """So many days, weeks, months after `today` (before it when `back` is -1)."""
    number, _, unit, rough = count
    distance = _days(u, count)
    if distance:
        return _away(today, distance * back, i, unit + 1, ABOUT if rough else "")
    months = number * (12 if u.vocabulary.calendar[u.words[unit]] == "year" else 1)
    value = days.months_later(today, months * back)
    return Part(value, i, unit + 1, ABOUT) if value else None


def _from(u: Utterance, count: tuple[int, int, int, bool], i: int, today: date) -> Part | None:
    """`two weeks ago`, `a week from Monday`, `three days from now`, `two weeks today`, `a week tomorrow`."""
    v, words = u.vocabulary, u.words
    j = count[2] + 1
    if words[j] in v.ago_words:
        part = _counted(u, count, i, today, -1)
        return part._replace(j=j + 1) if part else None
    behind = j + 1 if words[j] in v.from_words or words[j] in v.after_words else j
    if words[behind] in v.now_words:
        part = _counted(u, count, i, today)
        return part._replace(j=behind + 1) if part else None
    if words[behind] in v.day_words:
        start = days.shifted(today, v.day_words[words[behind]])
        part = _counted(u, count, i, start) if start else None
        return part._replace(j=behind + 1) if part else None
    if words[behind] in v.weekdays and behind > j:
        weekday = v.weekdays[words[behind]]
        part = _counted(u, count, i, days.coming(today, weekday))
        doubt = TODAY if weekday == today.weekday() else ""
        return part._replace(j=behind + 1, doubt=part.doubt or doubt) if part else None
    return None


def _end(u: Utterance, i: int, today: date) -> Part | None:
    """`the end of the month`, `the beginning of next week`: always in doubt."""
    v, words = u.vocabulary, u.words
    if words[i + 1] not in v.of_words:
        return None
    later = 1 if words[i + 2] in v.next_words else 0
    qualified = later or words[i + 2] in v.the_words or words[i + 2] in v.this_words
    stretch = v.calendar.get(words[i + 3] if qualified else words[i + 2])
    if stretch is None:
        return None
    j = i + 4 if qualified else i + 3
    start = i - 1 if i and words[i - 1] in v.the_words else i
    first: date | None
    if stretch == "week":
        return _named(days.of_week(today, 4 if v.ends[words[i]] == "end" else 0, later), start, j, -1, ABOUT)
    months = 12 if stretch == "year" else 1
    month = 1 if stretch == "year" else today.month
    first = days.months_later(today.replace(month=month, day=1), months * later)
    if first is not None and v.ends[words[i]] == "end":
        following = days.months_later(first, months)
        first = days.shifted(following, -1) if following else None
    return Part(first, start, j, ABOUT) if first else None
