"""Times of day: `half past two`, `quarter to nine`, `ten`, `2:30pm`, `fourteen thirty`, `noon`, `eight at night`.

Theory of operation. `_clock` reads what stands on a dial of twelve or twenty-four hours; then `am`, `pm` or a part of
the day is looked for beside it, and at last anywhere in the utterance. A time that has none of them is in doubt: one to
six is taken for the afternoon, seven to eleven for the morning, twelve for noon, and the other half is kept with it.
"""

from datetime import time
from typing import Final, NamedTuple

from flowkit.language.locale import Locale
from flowkit.language.readers.doubts import ABOUT, PIECES
from flowkit.language.readers.number_words import below_hundred, counts_nothing, is_figure
from flowkit.language.readers.reading import Found
from flowkit.language.readers.rough_numbers import about_before
from flowkit.language.readers.utterance import Utterance
from flowkit.language.shapes import Shape

AM_OR_PM: Final = "am or pm"
SPAN: Final = "could be from one time to another"
HALF_PAST: Final = "half past or half to"


class Clock(NamedTuple):
    """What stands on the dial, up to part `j`. `exact` needs no am or pm; `bare` is an hour and nothing else."""

    hour: int
    minute: int
    j: int
    exact: bool = False
    bare: bool = False
    doubt: str = ""
    crossed: bool = False


def find_times(u: Utterance, shape: Shape, locale: Locale) -> list[Found]:
    """Every time of day of the utterance."""
    v, words = u.vocabulary, u.words
    found: list[Found] = []
    i = 0
    while i < u.size:
        word = words[i]
        likely = is_figure(word) or word in v.small or word in v.tens or word in v.halves or word in v.quarters
        clock = _clock(u, i) if likely or word in v.clock_words or word in v.articles or word in v.zeros else None
        one = _resolved(u, i, clock) if clock is not None else None
        if one is not None:
            found.append(one)
        i = one.j if one is not None else i + 1
    return found


def _clock(u: Utterance, i: int) -> Clock | None:
    named = u.vocabulary.clock_words.get(u.words[i])
    if named is not None:
        return Clock(*named, i + 1, exact=True)
    return _relative(u, i) or _hour_and_minute(u, i)


def _relative(u: Utterance, i: int) -> Clock | None:
    """`half past two`, `a quarter to nine`, `ten minutes past three`, `half two`."""
    v, words = u.vocabulary, u.words
    start = i + 1 if words[i] in v.articles else i
    sure = True
    if words[start] in v.halves:
        minute, j = 30, start + 1
        if words[j] not in v.past_words:
            hour = _hour(u, j)
            plain = hour is not None and 0 < hour[0] < 13 and start == i and words[hour[1]] not in v.lengths
            return Clock(hour[0], 30, hour[1], doubt=HALF_PAST) if hour and plain else None
    elif words[start] in v.quarters:
        minute, j = 15, start + 1
    else:
        number = below_hundred(u, i) if start == i else None
        if number is None or not 0 < number[0] < 60 or u.touches(number[1]):
            return None
        minute, j = number
        if words[j] in v.minutes:
            j += 1
        elif words[j] in v.past_words:
            pass
        elif minute % 5 or minute > 29:
            return None
        else:
            sure = minute > 12
    past = words[j] in v.past_words
    if not past and words[j] not in v.to_words:
        return None
    return _from_hour(u, minute, j + 1, past, "" if sure else SPAN)


def _from_hour(u: Utterance, minute: int, j: int, past: bool, doubt: str) -> Clock | None:
    named = u.vocabulary.clock_words.get(u.words[j])
    hour = (named[0], j + 1) if named is not None else _hour(u, j)
    if hour is None or hour[0] > 24:
        return None
    end = _oclock(u, hour[1])
    if past:
        return Clock(hour[0] % 24 if hour[0] > 12 else hour[0], minute, end, named is not None, doubt=doubt)
    before = (hour[0] - 1) % 24 if hour[0] != 1 or named else 12
    return Clock(before, 60 - minute, end, named is not None, doubt=doubt, crossed=hour[0] == 12)


def _hour(u: Utterance, i: int) -> tuple[int, int] | None:
    if counts_nothing(u, i) and u.words[i + 1] not in u.vocabulary.oclock and not _one_in_the(u, i):
        return None
    hour = below_hundred(u, i)
    return hour if hour is not None and hour[0] <= 24 and not _in_date(u, i, hour[1]) else None


def _one_in_the(u: Utterance, i: int) -> bool:
    """`one in the afternoon` is an hour, `the one in the afternoon` is none."""
    return not (i and u.words[i - 1] in u.vocabulary.pronoun_after) and _half(u, i + 1) is not None


def _in_date(u: Utterance, i: int, j: int) -> bool:
    """Whether marks tie the figure to another one: `3/6`, `$10`, `21st`, `12-345`."""
    v, words = u.vocabulary, u.words
    if not is_figure(words[i]):
        return words[j] == "-" and u.touches(j) and is_figure(words[j + 1])
    if u.touches(i) and i and (words[i - 1] in "/-$£€#.:,+" or (words[i - 1].isalpha() and words[i - 1] != "t")):
        return True
    if not u.touches(j):
        return False
    if words[j] in v.ordinal_endings or words[j] in ("/", "%", "€", "£"):
        return True
    return words[j] in ("-", ",") and is_figure(words[j + 1]) and u.touches(j + 1)


def _oclock(u: Utterance, j: int) -> int:
    """The part behind `o'clock`, `o clock`, if that stands here."""
    if u.words[j] in u.vocabulary.oclock_leads and u.words[j + 1] in u.vocabulary.oclock:
        return j + 2
    return j + 1 if u.words[j] in u.vocabulary.oclock else j


def _hour_and_minute(u: Utterance, i: int) -> Clock | None:
    v, words = u.vocabulary, u.words
    if words[i] in v.articles:
        return None
    led = words[i] in v.zeros and 0 < v.small.get(words[i + 1], 0) < 10
    if is_figure(words[i]) and len(words[i]) in (3, 4):
        return _run_together(u, i)
    hour = _hour(u, i + 1 if led else i)
    if hour is None:
        return None
    value, j = hour
    written = i > 1 and words[i - 1] == "t" and u.touches(i) and u.touches(i - 1)
    exact = led or written or value > 12 or value == 0 or (len(words[i]) == 2 and words[i][0] == "0")
    end = _oclock(u, j)
    if end > j:
        return Clock(value % 24, 0, end, exact)
    if words[j] in v.hundreds:
        hours = words[j + 1] in v.hours
        return Clock(value % 24, 0, j + 2 if hours else j + 1, True) if hours or exact else None
    minute = _minute(u, i, j)
    if minute is None and words[j] == ":" and u.touches(j) and is_figure(words[j + 1]):
        return None
    if minute is not None:
        return Clock(value % 24, minute[0], minute[1], exact) if value < 24 or minute[0] == 0 else None
    return Clock(value % 24, 0, j, exact, bare=True) if value else None


def _minute(u: Utterance, i: int, j: int) -> tuple[int, int] | None:
    """The minutes behind an hour: `:30`, `.30`, `h30`, ` thirty`, ` oh five`."""
    v, words = u.vocabulary, u.words
    if words[j] in (":", ".", "h") and u.touches(j) and is_figure(words[j + 1]) and u.touches(j + 1):
        if len(words[j + 1]) != 2 or int(words[j + 1]) > 59 or not is_figure(words[i]):
            return None
        end = j + 2
        if words[end] == ":" and u.touches(end) and is_figure(words[end + 1]):
            zoned = words[end + 2] in ("z", "+") and u.touches(end + 2)
            return None if zoned else (int(words[j + 1]), end + 2)
        if words[end] in ("z", "+") and u.touches(end):
            return None  # another time zone
        tied = u.touches(end) and words[end] in ("-", "/", ".") and is_figure(words[end + 1]) and u.touches(end + 1)
        return None if tied else (int(words[j + 1]), end)
    if words[j] in v.zeros and 0 < v.small.get(words[j + 1], 0) < 10:
        return v.small[words[j + 1]], j + 2
    if words[j] == "-" and u.touches(j) and not is_figure(words[i]):
        j += 1
    number = below_hundred(u, j)
    if number is not None and is_figure(words[j]) and len(words[j]) == 2 and is_figure(words[i]) and number[0] < 10:
        return number  # `7 05`
    if number is None or not 9 < number[0] < 60 or (is_figure(words[j]) and len(words[j]) != 2):
        return None
    if (
        words[number[1]] in v.lengths
        or _in_date(u, j, number[1])
        or words[number[1]] in v.past_words | v.to_words - v.of_words
    ):
        return None
    return number


def _run_together(u: Utterance, i: int) -> Clock | None:
    """`1430`, `0930 hours`, `930 am`."""
    v, words = u.vocabulary, u.words
    hour, minute = divmod(int(words[i]), 100)
    if hour > 23 or minute > 59 or _in_date(u, i, i + 1) or u.touches(i):
        return None
    exact = hour > 12 or words[i][0] == "0"
    if words[i + 1] in v.hours:
        return Clock(hour, minute, i + 2, True)
    half = _half(u, i + 1)
    led = i and words[i - 1] in v.time_leads
    if half is not None or led or u.size == 1:
        return Clock(hour, minute, i + 1, exact, doubt="" if half else PIECES)
    return None


def _half(u: Utterance, j: int) -> tuple[str, int] | None:
    """`am`, `p.m.`, `in the morning`, `at night`: which half of the day, and the part behind it."""
    v, words = u.vocabulary, u.words
    if words[j] in v.am:
        return "am", j + 1
    if words[j] in v.pm:
        return "pm", j + 1
    if words[j] in v.half_letters:
        m = j + 2 if words[j + 1] == "." else j + 1
        if words[m] == v.half_letter_end:
            end = m + 2 if words[m + 1] == "." and u.touches(m + 1) and m > j + 1 else m + 1
            return v.half_letters[words[j]], end
        return None
    place = j
    while words[place] in v.part_leads and place < j + 3:
        place += 1
    part = v.parts.get(words[place])
    return (part, place + 1) if part is not None else None


def _anywhere(u: Utterance) -> str | None:
    """The one half of the day that the utterance names, greetings aside."""
    v, words = u.vocabulary, u.words
    if v.parts.keys().isdisjoint(words):
        return None
    named = {
        v.parts[word] for place, word in enumerate(words) if word in v.parts and words[place - 1] not in v.greetings
    }
    return named.pop() if len(named) == 1 else None


def _resolved(u: Utterance, i: int, clock: Clock) -> Found | None:
    half = _half(u, clock.j)
    if clock.bare and half is None and not _says_hour(u, i, clock.j):
        return None
    named = half[0] if half else (None if clock.exact else _anywhere(u))
    j = half[1] if half else clock.j
    spans = u.words[j] in ("-", "–") and u.touches(j) and is_figure(u.words[j + 1])
    doubt = clock.doubt or _rough(u, i, j) or (SPAN if spans else "")
    if clock.exact and named is None:
        return Found(time(clock.hour, clock.minute), i, j, doubt or (ABOUT if clock.bare else ""))
    if named is not None:
        return _in_half(clock, named, i, j, doubt)
    value, other = _defaults(clock.hour, clock.minute)
    return Found(value, i, j, doubt or AM_OR_PM, (other,))


def _defaults(hour: int, minute: int) -> tuple[time, time]:
    """Taken for the day: 7 to 11 am, 12 to 6 pm; and the other half."""
    twelve = hour % 12
    late = twelve < 7
    return time(twelve + 12 * late, minute), time(twelve + 12 * (not late), minute)


def _in_half(clock: Clock, half: str, i: int, j: int, doubt: str) -> Found | None:
    hour = clock.hour
    if hour > 12 or (hour == 0 and clock.exact):
        fits = half != "am" or hour == 0
        return Found(time(hour, clock.minute), i, j, doubt) if fits else None
    twelve = hour % 12
    night = half == "night"
    late = half in ("pm", "evening") or (night and twelve > 5)
    value = time(twelve + 12 * late, clock.minute)
    other = time(twelve + 12 * (not late), clock.minute)
    if (clock.crossed and half in ("am", "pm")) or (twelve == 0 and half == "evening"):
        return Found(value, i, j, doubt or AM_OR_PM, (other,))
    return Found(value, i, j, doubt)


def _rough(u: Utterance, i: int, j: int) -> str:
    """`around ten`, `before ten`, `ten-ish`: not that time exactly."""
    v = u.vocabulary
    return ABOUT if about_before(u, i, v.roughly) or u.at(j, v.about_behind) or u.at(j, v.open_ends) else ""


def _says_hour(u: Utterance, i: int, j: int) -> bool:
    """Whether a lone number may be an hour: nothing counted stands behind it, nothing numbered before it."""
    v, words = u.vocabulary, u.words
    before, after = (words[i - 1] if i else ""), words[j]
    if before in v.numbered or before in v.months or after in v.months or before in v.repeats:
        return False
    if below_hundred(u, j) is not None or (i and (before in v.small or before in v.tens or is_figure(before))):
        return False
    if before in v.hundreds or before in v.points or before in v.minus:
        return False
    return not after.isalnum() or after in v.time_follows or after in v.weekdays or after in v.fillers
