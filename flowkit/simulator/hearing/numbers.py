"""Spoken and written numbers: cardinals, ordinals, and amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flowkit.simulator.hearing.words import Span, Utterance, listed

UNITS = {
    word: value
    for value, word in enumerate(
        listed(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
            "sixteen seventeen eighteen nineteen"
        )
    )
}
TENS = {
    word: value * 10
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_ORDINAL_UNITS = {
    word: value
    for value, word in enumerate(
        listed(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
            "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
        ),
        start=1,
    )
}
_ORDINAL_TENS = {"twentieth": 20, "thirtieth": 30}
_SCALES = {"hundred": 100, "thousand": 1000}
_DIGITS = {word: value for word, value in UNITS.items() if value < 10}
_GROUP = 3
_LEAST_SIGNS = 3
_WRITTEN_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")


def cardinal_at(norms: Sequence[str], index: int) -> tuple[int, int] | None:
    """The cardinal that begins at a word, and the index behind it: "two hundred and five" is (205, 4)."""
    if index >= len(norms) or not _begins_number(norms, index):
        return None
    total, current, place = 0, 0, index
    while place < len(norms):
        word = norms[place]
        if word in _SCALES and place > index:
            current = max(1, current) * _SCALES[word]
            if word == "thousand":
                total, current = total + current, 0
            place += 1
            continue
        value, behind = _small_at(norms, place)
        if value is not None and (place == index or norms[place - 1] in (*_SCALES, "and")):
            current += value
            place = behind
            continue
        if word == "and" and place + 1 < len(norms) and norms[place - 1] in _SCALES and _small_at(norms, place + 1)[0]:
            place += 1
            continue
        break
    return total + current, place


def ordinal_at(norms: Sequence[str], index: int) -> tuple[int, int] | None:
    """The ordinal that begins at a word, and the index behind it: "twenty first" is (21, 2), "5th" is (5, 1)."""
    if index >= len(norms):
        return None
    word = norms[index]
    written = _WRITTEN_ORDINAL.fullmatch(word)
    if written:
        return int(written.group(1)), index + 1
    if word in TENS and index + 1 < len(norms) and norms[index + 1] in _ORDINAL_UNITS:
        unit = _ORDINAL_UNITS[norms[index + 1]]
        return (TENS[word] + unit, index + 2) if unit < 10 else None
    value = _ORDINAL_UNITS.get(word) or _ORDINAL_TENS.get(word)
    return (value, index + 1) if value else None


def find_numbers(utterance: Utterance) -> Iterator[tuple[Span, float]]:
    """Every cardinal and decimal of an utterance."""
    norms, index = utterance.norms, 0
    while index < len(norms):
        found = _in_groups(utterance, index) or _sign_by_sign(norms, index) or cardinal_at(norms, index)
        if found is None:
            index += 1
            continue
        value, behind = found
        yield (
            (Span(index, behind - 1), float(value))
            if not _has_fraction(utterance, behind)
            else _decimal(utterance, index, value, behind)
        )
        index = behind + (1 if _has_fraction(utterance, behind) else 0)


def _in_groups(utterance: Utterance, index: int) -> tuple[int, int] | None:
    """A number written with commas between its thousands: "12,350" is (12350, 2)."""
    first, behind = utterance.words[index], index + 1
    if not first.is_digits or len(first.norm) > _GROUP:
        return None
    while behind < len(utterance.words) and (word := utterance.words[behind]).gap == "," and word.is_digits:
        if len(word.norm) != _GROUP:
            return None
        behind += 1
    if behind == index + 1:
        return None
    return int("".join(word.norm for word in utterance.words[index:behind])), behind


def _sign_by_sign(norms: Sequence[str], index: int) -> tuple[int, int] | None:
    """A number said one digit after the other: "one two three four five" is (12345, 5)."""
    behind = index
    while behind < len(norms) and (norms[behind] in _DIGITS or (norms[behind].isdigit() and len(norms[behind]) == 1)):
        behind += 1
    if behind - index < _LEAST_SIGNS or (behind < len(norms) and norms[behind] in _SCALES):
        return None
    return int("".join(str(_DIGITS.get(norm, norm)) for norm in norms[index:behind])), behind


def find_amounts(utterance: Utterance) -> Iterator[tuple[Span, float]]:
    """Every number as an amount of money: "twelve fifty" and "twelve dollars fifty" are 12.5."""
    norms, index = utterance.norms, 0
    for span, value in find_numbers(utterance):
        if span.first < index:
            continue
        index = span.last + 1
        behind = index + (1 if index < len(norms) and norms[index] in CURRENCIES else 0)
        behind += 1 if behind > index and behind < len(norms) and norms[behind] == "and" else 0
        cents = cardinal_at(norms, behind)
        if cents and 10 <= cents[0] < 100 and value == int(value) and value < 1000:
            yield Span(span.first, cents[1] - 1), value + cents[0] / 100
            index = cents[1]
        else:
            yield span, value


CURRENCIES = frozenset({"dollar", "dollars", "euro", "euros", "pound", "pounds", "buck", "bucks"})
"""Words for money behind a number."""


def _begins_number(norms: Sequence[str], index: int) -> bool:
    word = norms[index]
    if word == "a":
        return index + 1 < len(norms) and norms[index + 1] in _SCALES
    return word in UNITS or word in TENS or (word.isascii() and word.isdigit())


def _small_at(norms: Sequence[str], index: int) -> tuple[int | None, int]:
    """A number below one hundred, or one in digits, or the "a" of "a hundred"."""
    word = norms[index]
    if word.isascii() and word.isdigit():
        return int(word), index + 1
    if word in TENS:
        unit = UNITS.get(norms[index + 1], 0) if index + 1 < len(norms) else 0
        return (TENS[word] + unit, index + 2) if 1 <= unit <= 9 else (TENS[word], index + 1)
    if word == "a" and index + 1 < len(norms) and norms[index + 1] in _SCALES:
        return 1, index + 1
    return UNITS.get(word), index + 1


def _has_fraction(utterance: Utterance, index: int) -> bool:
    """Whether the digits at `index` are the decimals of the number before them: "12.50"."""
    if index >= len(utterance.words):
        return False
    word = utterance.words[index]
    return word.is_digits and word.gap == "." and utterance.words[index - 1].is_digits


def _decimal(utterance: Utterance, first: int, value: int, behind: int) -> tuple[Span, float]:
    return Span(first, behind), float(f"{value}.{utterance.words[behind].norm}")
