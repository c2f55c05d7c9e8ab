"""Days with a number: `March 5th`, `the 21st of May`, `the third`, `3/6`, `the first Monday in April`."""

from datetime import date
from typing import Final

from flowkit.language import countries
from flowkit.language.locale import Locale
from flowkit.language.readers import days
from flowkit.language.readers.day_parts import PAST, Part, month_said, nth_in_month, ordinal, spoken_year, year_behind
from flowkit.language.readers.number_words import below_hundred, is_figure
from flowkit.language.readers.utterance import Utterance

MONTH_OR_DAY: Final = "day or month first"


def dated(today: date, month: int, number: int, i: int, j: int, year: int | None) -> Part | None:
    """The day of a month, in the year that was said or else the next one."""
    if year is not None:
        exact = days.day(year, month, number)
        return Part(exact, i, j, kind="date") if exact else None
    open_year = days.of_year(today, month, number)
    return Part(open_year.value, i, j, open_year.doubt, open_year.others, "month") if open_year else None


def _day_number(u: Utterance, i: int) -> tuple[int, int] | None:
    """A number of a day beside a month: an ordinal, a figure, or a plain number."""
    number = ordinal(u, i) or below_hundred(u, i)
    if number is None or not 0 < number[0] < 32:
        return None
    j = number[1]
    if u.touches(j) and (u.words[j] == ":" or (is_figure(u.words[j - 1]) and u.words[j].isalpha())):
        return None
    return number


def month_first(u: Utterance, i: int, today: date) -> Part | None:
    """`March 5th`, `March the fifth, twenty twenty-seven`."""
    v, words = u.vocabulary, u.words
    j = i + 2 if words[i + 1] == "." and u.touches(i + 1) else i + 1
    if words[j] in v.the_words:
        j += 1
    number = _day_number(u, j)
    if number is None:
        return None
    year, end = year_behind(u, number[1], today)
    if year is None and ordinal(u, j) is None and spoken_year(u, j) is not None:
        return None
    return dated(today, v.months[words[i]], number[0], i, end, year)


def numbered(u: Utterance, i: int, today: date) -> Part | None:
    """`the 21st of May`, `5 March`, `the first Monday in April`, `the third`."""
    v, words = u.vocabulary, u.words
    if i and words[i - 1] in v.months:
        return None
    number = ordinal(u, i)
    said = number if number is not None else _day_number(u, i)
    if said is None:
        return None
    start = i - 1 if i and words[i - 1] in v.the_words else i
    j = said[1]
    behind = j + 1 if words[j] in v.of_words else j
    if words[behind] in v.months and (behind > j or not u.touches(behind)):
        year, end = year_behind(u, behind + 1, today)
        return dated(today, v.months[words[behind]], said[0], start, end, year)
    if number is None:
        return _bare_figure(u, i, start, said, today)
    if words[j] in v.weekdays:
        if words[j + 1] in v.of_words:
            return nth_in_month(u, start, number[0], j, today)
        return _nth_open(u, start, number[0], j, today)
    if behind > j:
        return _of_a_month(u, start, number[0], behind, today)
    led = start < i or words[i] in v.tens or is_figure(words[i]) or (i and words[i - 1] in v.day_ties)
    if not led and not _alone(u, i, j):
        return None
    if words[j] in v.ordinal_nouns or number[0] > 31:
        return None
    return _day_only(today, number[0], start, j)


def _nth_open(u: Utterance, start: int, count: int, j: int, today: date) -> Part | None:
    """`the third Tuesday`: of this month, or of the next when it is past."""
    for months in (0, 1):
        first = days.months_later(today.replace(day=1), months)
        value = days.nth_weekday(first, u.vocabulary.weekdays[u.words[j]], count) if first else None
        if value is not None and value >= today:
            return Part(value, start, j + 1, days.WHICH_MONTH)
    return None


def _day_only(today: date, number: int, i: int, j: int) -> Part | None:
    open_month = days.of_month(today, number)
    return Part(open_month.value, i, j, open_month.doubt, open_month.others, "day") if open_month else None


def _bare_figure(u: Utterance, i: int, start: int, said: tuple[int, int], today: date) -> Part | None:
    """`the 21`, or nothing but `21`."""
    j = said[1]
    if not is_figure(u.words[i]) or u.touches(i) or (u.touches(j) and u.words[j] not in (".", ",", "?", "!")):
        return None
    if start < i and u.words[j] not in u.vocabulary.ordinal_nouns and u.words[j] not in u.vocabulary.lengths:
        return _day_only(today, said[0], start, j)
    part = _day_only(today, said[0], i, j) if _alone(u, i, j) else None
    return part._replace(doubt=part.doubt or days.WHICH_MONTH) if part else None


def _alone(u: Utterance, i: int, j: int) -> bool:
    v = u.vocabulary
    return all(
        not word.isalnum() or word in v.fillers or word in v.politeness or word in v.from_words
        for word in (*u.words[:i], *u.words[j : u.size])
    )


def _of_a_month(u: Utterance, start: int, number: int, behind: int, today: date) -> Part | None:
    """`the fifth of next month`, `the sixth of the third`; nothing else with `of` is a day."""
    v, words = u.vocabulary, u.words
    month = month_said(u, behind, today)
    if month is not None:
        exact = days.day(month[0].year, month[0].month, number)
        return Part(exact, start, month[1], PAST if exact < today else "") if exact else None
    if words[behind] in v.the_words and number < 32:
        second = ordinal(u, behind + 1)
        if second is not None and second[0] < 13 and words[second[1]] not in v.ordinal_nouns:
            return dated(today, second[0], number, start, second[1], None)
    if words[behind - 1] in v.in_words and number < 32 and words[behind - 2] not in v.ordinal_nouns:
        return _day_only(today, number, start, behind - 1)
    return None


def written(u: Utterance, i: int, locale: Locale) -> Part | None:
    """`2026-03-06`, `3/6`, `03.06.2026`: the country tells day and month apart."""
    words, today = u.words, locale.today
    mark = words[i + 1]
    if mark not in ("/", "-", ".") or not u.touches(i + 1) or not is_figure(words[i + 2]) or not u.touches(i + 2):
        return None
    if u.touches(i) and words[i - 1] in ("/", "-", ".", "$", "£", "€"):
        return None
    third = words[i + 3] == mark and u.touches(i + 3) and is_figure(words[i + 4]) and u.touches(i + 4)
    numbers = [words[i], words[i + 2], *([words[i + 4]] if third else [])]
    end = i + 5 if third else i + 3
    if len(numbers[0]) == 4 and third:
        exact = days.day(int(numbers[0]), int(numbers[1]), int(numbers[2])) if max(map(len, numbers[1:])) < 3 else None
        return Part(exact, i, end) if exact else None
    if (mark != "/" and not third) or max(map(len, numbers[:2])) > 2:
        return None
    return _country_order(numbers, i, end, locale.country, today, mark == ".")


def _country_order(numbers: list[str], i: int, end: int, country: str, today: date, dotted: bool) -> Part | None:
    one, two = int(numbers[0]), int(numbers[1])
    year = _full_year(numbers[2], today) if len(numbers) == 3 else None
    if len(numbers) == 3 and year is None:
        return None
    month, number = (one, two) if countries.month_first(country) else (two, one)
    if not 0 < month < 13:
        month, number = number, month
    if not (0 < month < 13 and number):
        return None
    part = dated(today, month, number, i, end, year)
    # Callers come from everywhere, and speech-to-text writes a slash for whatever order was said.
    if part is not None and number < 13 and number != month and not (dotted and not countries.month_first(country)):
        turned = dated(today, number, month, i, end, year)
        return part._replace(doubt=MONTH_OR_DAY, others=(turned.value,) if turned else ())
    return part


def _full_year(written: str, today: date) -> int | None:
    if len(written) == 4:
        return int(written)
    if len(written) != 2:
        return None
    year = today.year // 100 * 100 + int(written)
    return year if year <= today.year + 20 else year - 100
