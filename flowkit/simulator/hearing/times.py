"""Times of day a caller names: "half past two", "ten", "10:30", "quarter to three pm", "noon"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flowkit.simulator.hearing.numbers import TENS, cardinal_at
from flowkit.simulator.hearing.words import Span, Utterance, listed

_HALF_DAY = 12 * 60
_NAMED = {"noon": 720, "midday": 720, "midnight": 0}
_PARTS = {"half": 30, "quarter": 15}
_DAYPARTS = {"morning": "am", "afternoon": "pm", "evening": "pm", "night": "pm"}
COUNTED = frozenset(
    listed(
        "minutes hour hours day days week weeks month months year years night nights people persons guests adults "
        "children kids dollars euros pounds percent times items rooms beds pieces degrees others more"
    )
)
"""Nouns that make a number a count of things, not an hour."""
_PREPOSITIONS = frozenset({"at", "by", "around", "about", "before", "after", "until", "till", "from"})


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day that was named.

    Attributes:
        minute: Minutes after midnight, read as am where nothing says which.
        half: "am" or "pm" when it was said or is clear, else "".
        span: The words.
        clear: Whether the words mean a time anywhere; a bare "ten" does so only where a time is asked.
    """

    minute: int
    half: str
    span: Span
    clear: bool

    def fits(self, minute: int) -> bool:
        """Whether a time of day may be the one that was named."""
        return self.minute == minute if self.half else self.minute % _HALF_DAY == minute % _HALF_DAY

    @property
    def likely(self) -> int:
        """The one minute it most likely means: from 1 to 6 without am or pm is the afternoon."""
        return self.minute + _HALF_DAY if not self.half and 60 <= self.minute < 7 * 60 else self.minute


def find_clocks(utterance: Utterance) -> list[Clock]:
    """All times of day an utterance names, in order."""
    found: list[Clock] = []
    index = 0
    while index < len(utterance.norms):
        clock = _clock_at(utterance, index)
        if clock is None:
            index += 1
        else:
            found.append(clock)
            index = clock.span.last + 1
    return found


def daypart(utterance: Utterance) -> str:
    """ "am" or "pm" when the words name a part of the day ("the morning one"), else ""."""
    halves = {_DAYPARTS.get(norm, norm) for norm in utterance.norms if norm in (*_DAYPARTS, "am", "pm")}
    return halves.pop() if len(halves) == 1 else ""


def _clock_at(utterance: Utterance, index: int) -> Clock | None:
    norms = utterance.norms
    if norms[index] in _NAMED:
        minute = _NAMED[norms[index]]
        return Clock(minute, "pm" if minute else "am", Span(index, index), True)
    read = _relative_at(norms, index) or _plain_at(utterance, index)
    if read is None:
        return None
    minute, behind, clear = read
    if norms[behind : behind + 1] == ("oclock",):
        behind, clear = behind + 1, True
    half, behind = _half_at(norms, behind)
    led = index > 0 and norms[index - 1] in _PREPOSITIONS
    if not clear and not half and _counts(norms, index, behind, led):
        return None
    clear = clear or bool(half) or led
    if not half and minute >= _HALF_DAY + 60:
        half = "pm"
    elif half == "pm" and minute < _HALF_DAY:
        minute += _HALF_DAY
    elif half == "am" and minute >= _HALF_DAY:
        minute -= _HALF_DAY
    return Clock(minute, half, Span(index, behind - 1), clear)


def _counts(norms: Sequence[str], index: int, behind: int, led: bool) -> bool:
    """Whether a bare number counts things ("two weeks") or stands for one ("the second one")."""
    if behind < len(norms) and norms[behind] in (*COUNTED, "of"):
        return True
    return norms[index] == "one" and index > 0 and not led


def _relative_at(norms: Sequence[str], index: int) -> tuple[int, int, bool] | None:
    """ "half past two", "quarter to three", "ten past four", "half two"."""
    start = index + 1 if norms[index] == "a" and norms[index + 1 : index + 2] == ("quarter",) else index
    word = norms[start]
    if word in _PARTS:
        minutes, behind = _PARTS[word], start + 1
    else:
        number = cardinal_at(norms, start)
        if number is None or not 1 <= number[0] <= 29:
            return None
        minutes, behind = number
        behind += norms[behind : behind + 1] in (("minutes",), ("minute",))
    link = norms[behind] if behind < len(norms) else ""
    if link in ("past", "after"):
        sign = 1
    elif link in ("to", "before"):
        sign = -1
    elif word == "half":
        sign, behind = 1, behind - 1
    else:
        return None
    hour = _hour_at(norms, behind + 1)
    if hour is None or (link == "to" and word not in _PARTS and minutes % 5):
        return None
    return (hour[0] * 60 + sign * minutes) % (2 * _HALF_DAY), hour[1], True


def _plain_at(utterance: Utterance, index: int) -> tuple[int, int, bool] | None:
    """ "10:30", "two thirty", "ten"."""
    norms, words = utterance.norms, utterance.words
    hour = _hour_at(norms, index)
    if hour is None:
        return None
    behind = hour[1]
    if behind < len(words) and words[behind].is_digits and words[behind].gap in (":", "."):
        written = words[behind].norm
        return (hour[0] * 60 + int(written), behind + 1, True) if len(written) == 2 and int(written) < 60 else None
    minutes = cardinal_at(norms, behind)
    if minutes and norms[behind] in (*TENS, "fifteen", "ten") and minutes[0] < 60:
        return hour[0] * 60 + minutes[0], minutes[1], False
    # A group of digits that goes on is a number, not an hour.
    if behind < len(words) and words[index].is_digits and words[behind].is_digits:
        return None
    return hour[0] * 60, behind, False


def _hour_at(norms: Sequence[str], index: int) -> tuple[int, int] | None:
    found = cardinal_at(norms, index)
    if found is None or not 0 <= found[0] <= 24 or (len(norms[index]) > 2 and norms[index].isdigit()):
        return None
    if found[0] == 0 and norms[index] != "00":
        return None
    return found[0] % 24, found[1]


def _half_at(norms: Sequence[str], index: int) -> tuple[str, int]:
    """ "am", "p m" or "in the morning" behind a time."""
    rest = tuple(norms[index : index + 3])
    if rest[:1] in (("am",), ("pm",)):
        return rest[0], index + 1
    if rest[:2] in (("a", "m"), ("p", "m")):
        return rest[0] + "m", index + 2
    if len(rest) == 3 and rest[:2] == ("in", "the") and rest[2] in _DAYPARTS:
        return _DAYPARTS[rest[2]], index + 3
    if rest[:2] == ("at", "night"):
        return "pm", index + 2
    return "", index
