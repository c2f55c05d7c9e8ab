"""Days: `Friday`, `the third`, `the 21st of May`, `3/6`, `tomorrow`, `in two weeks`, `Friday the 6th`.

Theory of operation. `_part` looks at one place of the utterance for one way of saying a day; written days, weekdays and
counts have their own files. A weekday beside a date is one day when both agree, and two readings when they do not.
"""

from datetime import date
from functools import lru_cache
from typing import Final

from flowkit.language.locale import Locale
from flowkit.language.readers import days
from flowkit.language.readers.day_groups import with_months, with_weekdays
from flowkit.language.readers.day_parts import Part
from flowkit.language.readers.doubts import ABOUT
from flowkit.language.readers.month_days import dated, month_first, numbered, written
from flowkit.language.readers.number_words import is_figure
from flowkit.language.readers.reading import Found
from flowkit.language.readers.relative_days import WHICH_DAY, WHICH_WEEK, relative
from flowkit.language.readers.rough_numbers import about_before
from flowkit.language.readers.utterance import Utterance
from flowkit.language.readers.vocabulary import Vocabulary
from flowkit.language.shapes import Shape

BEFORE_AFTER: Final = "before or after it"


def find_dates(u: Utterance, shape: Shape, locale: Locale) -> list[Found]:
    """Every day of the utterance."""
    found: list[Part] = []
    starts, words = _starts(u.vocabulary), u.words
    i = 0
    while i < u.size:
        if words[i] not in starts and not is_figure(words[i]):
            i += 1
            continue
        parts = _part(u, i, locale)
        found.extend(parts)
        i = max(i + 1, parts[-1].j if parts else 0)
    if not found:
        return []
    found = with_months(u, with_weekdays(u, found, locale.today), locale.today)
    return [_roughly(u, part) for part in found]


@lru_cache(maxsize=8)
def _starts(v: Vocabulary) -> frozenset[str]:
    """The words with which a day may begin."""
    tables = (v.months, v.feasts, v.ordinals, v.tens, v.small, v.day_after, v.day_words, v.weekdays, v.ends)
    words = (v.weekends, v.next_words, v.this_words, v.coming_words, v.last_words, v.in_words, v.articles)
    return frozenset().union(*tables, *words)


def _roughly(u: Utterance, part: Part) -> Found:
    before = u.words[part.i - 1] if part.i else ""
    if before in u.vocabulary.the_words and part.i > 1:
        before = u.words[part.i - 2]
    v = u.vocabulary
    open_end = before in v.before_after or u.at(part.j, v.open_ends)
    led = part.i - 1 if part.i and u.words[part.i - 1] in v.the_words else part.i
    rough = about_before(u, led, v.roughly) or u.at(part.j, v.about_behind)
    doubt = BEFORE_AFTER if open_end or _beyond(u, part) else ABOUT if rough else ""
    if part.weekday >= 0 and (before in v.any_words or before in v.feast_weekdays):
        doubt = WHICH_WEEK
    return Found(part.value, part.i, part.j, part.doubt or doubt, part.others)


def _beyond(u: Utterance, part: Part) -> bool:
    """`The Friday before Easter`, `Friday before last`, `the Friday after`: another day than the one that is named."""
    v, words = u.vocabulary, u.words
    if part.weekday < 0 or (words[part.j] not in v.after_words and words[part.j] not in v.before_words):
        return False
    after = words[part.j + 1]
    tables = (v.last_words, v.next_words, v.the_words, v.feasts, v.weekdays, v.months, v.feast_weekdays)
    return not after.isalnum() or any(after in table for table in tables)


def _part(u: Utterance, i: int, locale: Locale) -> list[Part]:
    v, word = u.vocabulary, u.words[i]
    today = locale.today
    if is_figure(word):
        part = written(u, i, locale) or numbered(u, i, today) or relative(u, i, today)
    elif word in v.months:
        part = month_first(u, i, today)
    elif word in v.feasts:
        part = _feast(u, i, today)
    elif word in v.ordinals or word in v.tens or word in v.small:
        part = numbered(u, i, today) or relative(u, i, today)
    elif word in v.weekends:
        return _weekend(u, i, today)
    else:
        part = relative(u, i, today)
    return [part] if part is not None else []


def _feast(u: Utterance, i: int, today: date) -> Part | None:
    feast = u.meaning(i, u.vocabulary.feasts)
    return dated(today, feast[0][0], feast[0][1], i, feast[1], None) if feast else None


def _weekend(u: Utterance, i: int, today: date) -> list[Part]:
    before = u.words[i - 1] if i else ""
    if before in u.vocabulary.last_words:
        return []
    weeks = 1 if before in u.vocabulary.next_words else 0
    both = (days.of_week(today, 5, weeks), days.of_week(today, 6, weeks))
    return [Part(day, i, i + 1, WHICH_DAY) for day in both if day >= today]
