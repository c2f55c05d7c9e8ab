"""Days said together: a weekday with its date, and days of one month (`March 5 and 6`, `the 5th or 6th of April`)."""

from datetime import date
from typing import Final

from flowkit.language.readers import days
from flowkit.language.readers.day_parts import Part
from flowkit.language.readers.number_words import is_figure
from flowkit.language.readers.utterance import Utterance

_BESIDE: Final = frozenset({",", "-", "–"})
_WITH_MONTH: Final = ("month", "date")


def _beside(u: Utterance, one: Part, other: Part) -> bool:
    """Whether only a comma, `the`, `which is a` stands between a weekday and a date."""
    between = u.words[one.j : other.i]
    return len(between) < 4 and all(word in _BESIDE or word in u.vocabulary.weekday_ties for word in between)


def _joined(one: Part, other: Part, today: date) -> Part | None:
    """One day out of a weekday and a date that agree."""
    named, dated = (one, other) if one.weekday >= 0 else (other, one)
    if named.weekday < 0 or dated.weekday >= 0:
        return None
    i, j = min(one.i, other.i), max(one.j, other.j)
    if dated.value.weekday() == named.weekday:
        plain = dated.kind in ("day", "month")
        kind = dated.kind if dated.kind in _WITH_MONTH else ""
        return Part(dated.value, i, j, "" if plain else dated.doubt, () if plain else dated.others, kind)
    if dated.kind == "day":
        first = days.months_later(today.replace(day=1), 1)
        later = days.day(first.year, first.month, dated.value.day) if first else None
        if later is not None and later.weekday() == named.weekday:
            return Part(later, i, j, days.WHICH_MONTH, (dated.value, named.value))
    if dated.kind == "month":
        for other_day in dated.others:
            if other_day.weekday() == named.weekday:
                return Part(other_day, i, j, days.WHICH_YEAR, (dated.value,))
    return None


def with_weekdays(u: Utterance, parts: list[Part], today: date) -> list[Part]:
    """The days with each weekday and its date made one."""
    found: list[Part] = []
    for part in parts:
        joined = _joined(found[-1], part, today) if found and _beside(u, found[-1], part) else None
        if joined is not None:
            found[-1] = joined
        else:
            found.append(part)
    return found


def with_months(u: Utterance, parts: list[Part], today: date) -> list[Part]:
    """The days with those that share the month of their neighbour in its month."""
    result: list[Part] = []
    for place, part in enumerate(parts):
        if part.kind in _WITH_MONTH:
            result.extend(_numbers_before(u, part, result))
            result.extend((part, *_numbers_behind(u, part)))
            continue
        beside = [*parts[place + 1 : place + 2], *parts[max(0, place - 1) : place]]
        shared = next((one for one in beside if one.kind in _WITH_MONTH and _tied(u, part, one)), None)
        if part.kind == "day" and shared is not None:
            part = _same_month(part, shared) or part
        elif part.kind == "day":
            part = _in_next_month(u, part, today)
        result.append(part)
    return result


def _tied(u: Utterance, one: Part, other: Part) -> bool:
    """Whether only `or`, `and`, `to`, a comma or a hyphen stands between the two."""
    between = u.words[min(one.j, other.j) : max(one.i, other.i)]
    return bool(between) and all(_ties(u, word) or word in u.vocabulary.the_words for word in between)


def _ties(u: Utterance, word: str) -> bool:
    return word in u.vocabulary.day_ties or word in _BESIDE


def _same_month(part: Part, shared: Part) -> Part | None:
    value = days.day(shared.value.year, shared.value.month, part.value.day)
    return Part(value, part.i, part.j, shared.doubt, (), "month") if value else None


def _in_next_month(u: Utterance, part: Part, today: date) -> Part:
    """`next month on the fifth`: what is said of the month counts for the day without one."""
    v, words = u.vocabulary, u.words
    for i, word in enumerate(words[: u.size]):
        if word in v.next_words and v.calendar.get(words[i + 1]) == "month":
            first = days.months_later(today.replace(day=1), 1)
            value = days.day(first.year, first.month, part.value.day) if first else None
            return part._replace(value=value, doubt="", others=()) if value else part
    return part


def _numbers_behind(u: Utterance, part: Part) -> list[Part]:
    """`March 5 and 6`, `March 5-7`: further days of the month in figures."""
    found: list[Part] = []
    j = part.j
    while _ties(u, u.words[j]):
        i = j + 1
        if _ties(u, u.words[i]):
            i += 1
        one = _figure_in(u, i, part) if _ends(u, i + 1) else None
        if one is None:
            break
        found.append(one)
        j = one.j
    return found


def _numbers_before(u: Utterance, part: Part, before: list[Part]) -> list[Part]:
    """`5 or 6 March`, `5-6 March`: the days before the one that has the month."""
    found: list[Part] = []
    i, floor = part.i, before[-1].j if before else 0
    while i - 2 >= floor and _ties(u, u.words[i - 1]) and not u.touches(i - 2):
        one = _figure_in(u, i - 2, part)
        if one is None:
            break
        found.insert(0, one)
        i = one.i
    return found


def _figure_in(u: Utterance, i: int, part: Part) -> Part | None:
    """The figure at `i` as a day of the month of `part`."""
    word = u.words[i]
    if not is_figure(word):
        return None
    value = days.day(part.value.year, part.value.month, int(word[:3]))
    return Part(value, i, i + 1, part.doubt, (), "month") if value else None


def _ends(u: Utterance, j: int) -> bool:
    """Whether nothing is counted by a figure before part `j`, and it is no time."""
    v, word = u.vocabulary, u.words[j]
    if u.touches(j) and word[:1] not in (",", ".", "?", "!", "-", "–"):
        return False
    return not word[:1].isalpha() or word in v.day_ties or word in v.politeness or word in v.of_words
