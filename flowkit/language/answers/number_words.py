"""How numbers, days and times are said, taken from the readers' vocabulary of the language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowkit.language.readers.vocabulary import Money, Vocabulary


@dataclass(frozen=True, slots=True, eq=False)
class NumberWords:
    """Words for numbers, days, times and money.

    Attributes:
        cardinals: word to value, 0 to 90 (tens and units are put together: "thirty five").
        ordinals: word to value, 1 to 30, likewise.
        multiples: "hundred" to 100, and so on.
        joins: words inside a number: "one hundred *and* five".
        repeats: "double" to 2.
        unsure: words of these tables that are other words as well ("may", "second"): alone they are no other value.
        days: "tomorrow" to 1.
        near: "this" in "this Friday".
        halves: "am" to 0, "pm" to 1.
        parts: "evening" to its hours, from and up to.
        clock: "o'clock".
        hours: "noon" to 12 and 0.
        fractions: "half" to 30, "quarter" to 15.
        past, before: "half *past* two", "ten *to* two".
        inner: small words inside a day or time: "the seventh *of* March *at* ten".
        before_hours: words behind which a number is an hour: "at".
        of, the: the words before a month, or a day.
        signs: "dot" to "." in addresses that are spoken.
        money: words and signs of money.
        counting, dating: every word with which a number can begin; every word of days and times.
        opening: other words with which a day or time can begin.
    """

    cardinals: Mapping[str, int]
    ordinals: Mapping[str, int]
    multiples: Mapping[str, int]
    joins: frozenset[str]
    repeats: Mapping[str, int]
    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    unsure: frozenset[str]
    days: Mapping[str, int]
    near: frozenset[str]
    halves: Mapping[str, int]
    parts: Mapping[str, tuple[int, int]]
    clock: frozenset[str]
    hours: Mapping[str, tuple[int, int]]
    fractions: Mapping[str, int]
    past: frozenset[str]
    before: frozenset[str]
    inner: frozenset[str]
    before_hours: frozenset[str]
    of: frozenset[str]
    the: frozenset[str]
    signs: Mapping[str, str]
    money: Mapping[str, "Money"]
    counting: frozenset[str]
    dating: frozenset[str]
    opening: frozenset[str]

    def currency(self, code: str, minor: bool = False) -> frozenset[str]:
        """Words and signs of a currency (ISO 4217), or of its smaller unit."""
        return frozenset(
            word for word, money in self.money.items() if money.minor == minor and code in money.currencies
        )


def number_words(
    vocabulary: "Vocabulary",
    unsure: frozenset[str],
    inner: frozenset[str],
    before_hours: frozenset[str],
    parts: Mapping[str, tuple[int, int]],
) -> NumberWords:
    """Takes from a vocabulary what the answer grammar needs.

    Args:
        unsure, inner, before_hours, parts: as in `NumberWords`; a vocabulary does not tell them.
    """
    cardinals = {**dict.fromkeys(vocabulary.zeros, 0), **vocabulary.small, **vocabulary.tens}
    halves = {**dict.fromkeys(vocabulary.am, 0), **dict.fromkeys(vocabulary.pm, 1)}
    multiples = {**dict.fromkeys(vocabulary.hundreds, 100), **vocabulary.scales}
    return NumberWords(
        cardinals=cardinals,
        ordinals=vocabulary.ordinals,
        multiples=multiples,
        joins=vocabulary.joins,
        repeats=vocabulary.repeats,
        weekdays=vocabulary.weekdays,
        months=vocabulary.months,
        unsure=unsure | {vocabulary.pronoun},
        days=vocabulary.day_words,
        near=vocabulary.this_words | vocabulary.coming_words,
        halves=halves,
        parts=parts,
        clock=vocabulary.oclock,
        hours=vocabulary.clock_words,
        fractions={**dict.fromkeys(vocabulary.halves, 30), **dict.fromkeys(vocabulary.quarters, 15)},
        past=vocabulary.past_words,
        before=vocabulary.to_words,
        inner=inner,
        before_hours=before_hours,
        of=vocabulary.of_words,
        the=vocabulary.the_words,
        signs={**vocabulary.signs, **dict.fromkeys(vocabulary.at_words, "@")},
        money=vocabulary.money,
        opening=vocabulary.this_words | vocabulary.coming_words | vocabulary.halves | vocabulary.quarters,
        counting=frozenset({*cardinals, *multiples, *vocabulary.ordinals, *vocabulary.repeats}),
        dating=frozenset(
            {*vocabulary.weekdays, *vocabulary.months, *halves, *parts, *vocabulary.clock_words, *vocabulary.day_words}
            | vocabulary.oclock
        ),
    )
