"""Lengths of time: `two hours`, `an hour and a half`, `90 minutes`, `half an hour`, `two weeks and three days`."""

from datetime import timedelta
from decimal import Decimal
from typing import Final

from flowkit.language.locale import Locale
from flowkit.language.readers.doubts import ABOUT, PIECES
from flowkit.language.readers.number_words import amount, counts_nothing, is_figure, starts_number
from flowkit.language.readers.reading import Found
from flowkit.language.readers.rough_numbers import about_before, rough
from flowkit.language.readers.utterance import Utterance
from flowkit.language.shapes import Shape

MOMENT: Final = "perhaps only a moment to wait"
SINCE: Final = "a point in time"
_LONGEST: Final = timedelta(days=36_500)
_DAY: Final = 86_400


def find_durations(u: Utterance, shape: Shape, locale: Locale) -> list[Found]:
    """Every length of time of the utterance."""
    found: list[Found] = []
    i = 0
    while i < u.size:
        one = _length(u, i) if starts_number(u, i) or u.words[i] in u.vocabulary.quarters else None
        if one is None:
            i += 1
            continue
        found.extend((*_either(u, one), one, *_or_more(u, one)))
        i = one.j
    return found


def _length(u: Utterance, i: int) -> Found | None:
    """Parts of a length, largest unit first: `one hour thirty`, `two days and three hours`."""
    v, words = u.vocabulary, u.words
    if words[i] in v.minus:
        rest = _length(u, i + 1)
        return rest._replace(value=-rest.value, i=i) if rest else None
    first = _part(u, i)
    if first is None:
        return None
    total, unit, j, doubt = first
    while True:
        k = j + 1 if words[j] in v.joins or words[j] == "," else j
        part = _part(u, k)
        if part is not None and part[1] < unit:
            total, unit, j, doubt = total + part[0], part[1], part[2], doubt or part[3]
            continue
        bare = _bare_minutes(u, j, unit)
        if bare is not None:
            total, doubt = total + bare[0], doubt or (PIECES if words[j] in v.joins or words[j] == "," else "")
            j = bare[1]
        break
    moment = total in (1, 60) and (words[i] in v.articles or words[i] == v.pronoun)
    if abs(total) > _LONGEST.total_seconds() or (i and moment and words[i - 1] in v.waits):
        return None
    if i and words[i - 1] in v.rates:
        return None
    moment = moment and not (i and words[i - 1] in v.in_words)
    doubt = doubt or (MOMENT if moment else SINCE if words[j] in v.ago_words else "")
    about = rough(u, i, j) or about_before(u, i, v.roughly)
    return Found(timedelta(microseconds=int(total * 1_000_000)), i, j, doubt or (ABOUT if about else ""))


def _part(u: Utterance, i: int) -> tuple[Decimal, int, int, str] | None:
    """A number with its unit: seconds, the unit's seconds, the part behind it, doubt."""
    v, words = u.vocabulary, u.words
    number = _number(u, i)
    if number is None:
        return None
    value, j, doubt = number
    if words[j] == "-" and u.touches(j):
        j += 1
    if words[j] in v.of_words and words[j + 1] in v.articles:
        j += 2
    elif words[j] in v.articles and value < 1:
        j += 1
    unit = _unit(u, j)
    if unit is None:
        return None
    seconds, only_about = unit
    # Half a day is as often half a working day.
    only_about = only_about or (value < 1 and seconds >= _DAY)
    total, j = value * seconds, j + 1
    if words[j] in v.joins and (half := _fraction(u, j + 1)) is not None and words[half[1]] not in v.lengths:
        total, j = total + half[0] * seconds, half[1]
    return total, seconds, j, doubt or (ABOUT if only_about else "")


def _unit(u: Utterance, j: int) -> tuple[int, bool] | None:
    """The unit at part `j`; a letter (`90m`) only where it touches its figure."""
    v, word = u.vocabulary, u.words[j]
    mark = v.length_marks.get(word) if u.touches(j) and is_figure(u.words[j - 1]) else None
    return v.lengths.get(word) if mark is None else (mark, False)


def _number(u: Utterance, i: int) -> tuple[Decimal, int, str] | None:
    v, words = u.vocabulary, u.words
    if words[i] in v.articles and words[i + 1] in v.couples:
        return Decimal(2), i + 3 if words[i + 2] in v.of_words else i + 2, ABOUT
    if words[i] in v.articles and words[i + 1] in v.lengths:
        return Decimal(1), i + 1, ""
    if words[i] in v.quarters:
        return Decimal("0.25"), i + 1, ""
    if counts_nothing(u, i) and words[i + 1] not in v.lengths:
        return None
    if u.touches(i) and is_figure(words[i]) and words[i - 1].isalpha() and words[i - 1] not in v.lengths:
        return None
    plain = amount(u, i)
    return None if plain is None or plain[0] < 0 else (*plain, "")


def _fraction(u: Utterance, i: int) -> tuple[Decimal, int] | None:
    """`a half`, `a quarter`, `three quarters` behind `an hour and`."""
    part = amount(u, i)
    return part if part is not None and 0 < part[0] < 1 else None


def _bare_minutes(u: Utterance, j: int, unit: int) -> tuple[Decimal, int] | None:
    """`one hour thirty`, `1h30`: the next smaller unit goes without saying."""
    if unit != 3600:
        return None
    part = amount(u, j + 1 if u.words[j] in u.vocabulary.joins or u.words[j] == "," else j)
    if part is None or not 0 < part[0] < 60 or part[0] % 1 or u.words[part[1]] in u.vocabulary.lengths:
        return None
    after = u.words[part[1]]
    if after == "m" and u.touches(part[1]):
        return part[0] * 60, part[1] + 1
    return (part[0] * 60, part[1]) if not after.isalpha() or after in u.vocabulary.politeness else None


def _either(u: Utterance, one: Found) -> list[Found]:
    """The first of `two or three days`, `one to two hours`, `between two and three hours`: it shares the unit."""
    v, words = u.vocabulary, u.words
    place = one.i - 1
    if place < 1:
        return []
    span = words[place] in v.joins and any(word in v.between for word in words[max(0, place - 4) : place])
    if not span and words[place] not in v.ors | v.to_words - v.of_words | {"-", "–"}:
        return []
    unit = next((v.lengths[word] for word in words[one.i : one.j] if word in v.lengths), None)
    for start in (place - 1, place - 2, place - 3):
        if unit is None or start < 0:
            break
        number = amount(u, start)
        if number is not None and number[1] == place:
            length = timedelta(microseconds=int(number[0] * unit[0] * 1_000_000))
            return [Found(length, start, place, ABOUT if unit[1] else "")]
    return []


def _or_more(u: Utterance, one: Found) -> list[Found]:
    """The second of `an hour or two`: it shares the unit of the first."""
    v, words = u.vocabulary, u.words
    unit = v.lengths.get(words[one.j - 1])
    if unit is None or words[one.j] not in v.ors:
        return []
    number = amount(u, one.j + 1) if starts_number(u, one.j + 1) else None
    if number is None or _unit(u, number[1]) is not None or number[0] <= 0:
        return []
    length = timedelta(microseconds=int(number[0] * unit[0] * 1_000_000))
    return [Found(length, one.j + 1, number[1], ABOUT if unit[1] else "")]
