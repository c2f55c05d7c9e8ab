"""A day and a time together: `Friday at ten`, `half past two on the third`, `tonight at eight`, `in two hours`."""

from datetime import date, datetime, time, timedelta
from typing import Final

from flowkit.language.locale import Locale
from flowkit.language.readers.corrections import corrected, settle
from flowkit.language.readers.dates import find_dates
from flowkit.language.readers.durations import find_durations
from flowkit.language.readers.number_words import is_figure
from flowkit.language.readers.reading import Found
from flowkit.language.readers.times import find_times
from flowkit.language.readers.utterance import Utterance
from flowkit.language.shapes import Shape

UNPAIRED: Final = "another day was said"
WHICH_NIGHT: Final = "the night before or after"


def find_datetimes(u: Utterance, shape: Shape, locale: Locale) -> list[Found]:
    """Every day with its time. A day or a time alone is none; corrections count for each of the two by itself."""
    dates = settle(u, find_dates(u, shape, locale))
    if not dates:
        return _from_now(u, shape, locale)
    times = settle(u, find_times(_without_days(u, dates), shape, locale))
    pairs = [_together(day, hour) for day, hour in _pairs(dates, times)]
    return corrected(u, pairs, pairs)


def _without_days(u: Utterance, dates: list[Found]) -> Utterance:
    """The utterance without the numbers of its days, so that `March 6 10 am` is no six ten."""
    v, words = u.vocabulary, list(u.words)
    for one in dates:
        for i in range(one.i, one.j):
            word = words[i]
            if is_figure(word) or word in v.small or word in v.tens or word in v.ordinals:
                words[i] = ","
    return Utterance(u.text, tuple(words), u.starts, u.ends, u.size, v)


def _pairs(dates: list[Found], times: list[Found]) -> list[tuple[Found, Found]]:
    if len(times) == 1:
        return [(day, hour) for day in dates for hour in times]
    pairs = []
    for hour in times:
        before = [day for day in dates if day.i < hour.i]
        pairs.append((before[-1] if before else dates[0], hour))
    unpaired = any(day not in [one for one, _ in pairs] for day in dates)
    return [(day._replace(doubt=UNPAIRED) if unpaired else day, hour) for day, hour in pairs]


def _together(day: Found, hour: Found) -> Found:
    value = datetime.combine(day.value, hour.value)
    others = [datetime.combine(day.value, other) for other in hour.others]
    others += [datetime.combine(other, hour.value) for other in day.others]
    midnight = hour.value == time() and day.value < date.max
    if midnight:
        others.append(datetime.combine(day.value + timedelta(days=1), time()))
    doubt = ", ".join(filter(None, (day.doubt, hour.doubt, WHICH_NIGHT if midnight else "")))
    corrected = day.corrected or hour.corrected
    return Found(value, min(day.i, hour.i), max(day.j, hour.j), doubt, tuple(others), corrected)


def _from_now(u: Utterance, shape: Shape, locale: Locale) -> list[Found]:
    """`in two hours`, `half an hour from now`."""
    v, words = u.vocabulary, u.words
    found = []
    for one in find_durations(u, shape, locale):
        led = words[one.i - 1] in v.in_words
        from_now = words[one.j] in v.from_words and words[one.j + 1] in v.now_words
        if led or from_now:
            moment = locale.now.replace(second=0, microsecond=0) + _bounded(one.value)
            found.append(Found(moment, one.i - led, one.j + 2 * from_now, one.doubt))
    return found


def _bounded(length: timedelta) -> timedelta:
    return min(length, timedelta(days=36_500))
