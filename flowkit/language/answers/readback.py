"""The read-back as it may be repeated: its values, its verb, its words.

A value may be repeated whole or in part; a part counts if it fits exactly one of the values. What fits none, or more
than one, is not found, and an answer with something that is not found is no yes.
"""

from collections.abc import Iterator, Sequence
from datetime import date, time
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from flowkit.language.answers.heard import BREAK, heard
from flowkit.language.answers.items import Item, items_of
from flowkit.language.answers.moments import Calendar, Facts, fits, moment_at, parted
from flowkit.language.answers.patterns import phrases
from flowkit.language.answers.spoken import (
    Currency,
    Repeatable,
    along,
    by_amount,
    by_label,
    by_signs,
    divides,
    repeatable,
    tells,
)
from flowkit.language.answers.tables import Tables
from flowkit.language.frozen import frozen

if TYPE_CHECKING:
    from flowkit.language.speaking import SpokenValue

_OPENS_BY: Final = 3
"""Among so many words of a read-back its verb must be announced ("And now I'll …")."""


@frozen
class ReadBack:
    """The values of a read-back and the words around them.

    Attributes:
        stated: its text as items, from its verb on, in the caller's person ("my" is "your").
        within: places in `stated` inside a value that may be repeated only whole.
        verb: its verb; empty if its text is not known or opens otherwise.
        verb_forms: other forms of the verb: "cancellation".
        openings: every word with which something of it can begin.
        others: words that stand in the labels of other options only.
        dated: whether a value of it is a day or time.
        at_once: whether it says that it is done now.
    """

    values: tuple[Repeatable, ...]
    stated: tuple[Item, ...]
    within: frozenset[int]
    verb: str
    verb_forms: frozenset[str]
    openings: frozenset[str]
    others: frozenset[str]
    dated: bool
    at_once: bool
    calendar: Calendar
    currency: Currency
    tables: Tables

    def may_begin(self, item: Item) -> bool:
        """Whether anything of it can begin with the item; a quick look before the others."""
        return item.counts or item.text in self.openings

    def repeated(self, items: Sequence[Item], start: int) -> Iterator[tuple[int, bool]]:
        """Repetitions of a value from an item on: the item behind the end, and whether it is a day, time or number."""
        found: dict[int, set[tuple[str, str]]] = {}
        plain = False
        for value, end in self._matches(items, start):
            found.setdefault(end, set()).add((value.type, value.canonical))
            plain = plain or value.moment is not None or value.amount is not None
        for end, values in found.items():
            if len(values) == 1:
                yield end, plain
        pair = self._pair(items, start) if self.dated else 0
        if pair and pair not in found:
            yield pair, True

    def _matches(self, items: Sequence[Item], start: int) -> Iterator[tuple[Repeatable, int]]:
        moment = moment_at(items, start, self.calendar) if self.dated else None
        # "am" alone repeats nothing, and "may" alone is another word as well.
        bare = moment is not None and moment[0].keys() <= {"half", "month"} and moment[1] == start + 1
        for value in self.values:
            if value.moment is not None:
                if moment is not None and not bare and fits(moment[0], value.moment, self.calendar.today):
                    yield value, moment[1]
                continue
            end = self._end(value, items, start)
            if end and not self._is_hour(items, start, end):
                yield value, end

    def _end(self, value: Repeatable, items: Sequence[Item], start: int) -> int:
        numbers = self.calendar.numbers
        if value.amount is not None:
            return by_amount(value, items, start, self.currency, numbers)
        return by_signs(value, items, start, numbers) or by_label(value, items, start, self.tables, self.dated)

    def _is_hour(self, items: Sequence[Item], start: int, end: int) -> bool:
        """Whether it is a bare number behind "at": "at two" is no repetition of a table for two."""
        after_at = start > 0 and items[start - 1].text in self.calendar.numbers.before_hours
        return after_at and end == start + 1 and bool(items[start].parts)

    def _pair(self, items: Sequence[Item], start: int) -> int:
        """Where a day and a time end that are two values of the read-back, each fitting exactly one."""
        moment = moment_at(items, start, self.calendar)
        if moment is None:
            return 0
        of_day, of_time = parted(moment[0])
        both = of_day and of_time and self._fits_one(of_day, date) and self._fits_one(of_time, time)
        return moment[1] if both else 0

    def _fits_one(self, facts: Facts, kind: type) -> bool:
        moments = {value.moment for value in self.values if value.moment is not None}
        right = [moment for moment in moments if fits(facts, moment, self.calendar.today)]
        return len(right) == 1 and type(right[0]) is kind

    def restated(self, items: Sequence[Item], start: int, after_determiner: bool) -> int:
        """Where a stretch of the read-back's own words ends that begins at an item; 0 if none does.

        One word will do behind a determiner ("the table"), else there are two at least.
        """
        best, least = 0, 1 if after_determiner else 2
        for place, own in enumerate(self.stated):
            if not self._same(own, items[start]):
                continue
            length, end = along(self.stated[place:], items, start, self._same)
            whole = place not in self.within and place + length not in self.within
            if length >= least and whole and self._names(self.stated[place : place + length]):
                best = max(best, end)
        return 0 if best and divides(items, best) else best

    def _same(self, own: Item, item: Item) -> bool:
        return own.text == self.tables.swaps.get(item.text, item.text)

    def _names(self, stretch: Sequence[Item]) -> bool:
        """Whether there is a word in it that names something, apart from numbers and days."""
        return any(tells(own) and not own.counts and own.text not in self.tables.small for own in stretch)


def read_back(
    statement: Sequence["SpokenValue"],
    stated: str,
    options: Sequence[str],
    tables: Tables,
    calendar: Calendar,
    currency: str,
) -> ReadBack:
    """Prepares a read-back.

    Args:
        statement: its values in the order in which they are spoken.
        stated: its text; empty if it is not known.
        options: labels of what else could have been chosen.
        currency: ISO 4217.
    """
    values = tuple(repeatable(value, tables) for value in statement)
    dated = any(value.moment is not None for value in values)
    own, verb = _statement(stated, tables)
    money = Currency(tables.numbers.currency(currency), tables.numbers.currency(currency, minor=True))
    return ReadBack(
        values=values,
        stated=own,
        within=_within(own, values, tables),
        verb=verb,
        verb_forms=frozenset(tables.verb_forms.get(verb, ())),
        openings=_openings(values, own, tables) | money.words | (tables.numbers.opening if dated else frozenset()),
        others=_others(options, values, own, tables),
        dated=dated,
        at_once=_contains(own, _written(tables.at_once)),
        calendar=calendar,
        currency=money,
        tables=tables,
    )


def _statement(stated: str, tables: Tables) -> tuple[tuple[Item, ...], str]:
    """The read-back's words from its verb on, and the verb."""
    words = heard(stated, tables).words
    from_, verb = 0, ""
    for start in range(min(len(words), _OPENS_BY)):
        openers = _written(tables.openers)
        end = max((len(one) for one in openers if words[start : start + len(one)] == one), default=0)
        if end and start + end < len(words):
            from_, verb = start + end, words[start + end]
            break
    swapped = [tables.swaps.get(word, word) for word in words[from_:]]
    return tuple(item for item in items_of(swapped, tables.numbers) if item.text != BREAK), verb


@lru_cache(maxsize=8)
def _written(patterns: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Every phrase of a small table."""
    return tuple(words for pattern in patterns for words in phrases(pattern))


def _contains(stated: Sequence[Item], of: Sequence[tuple[str, ...]]) -> bool:
    words = tuple(item.text for item in stated)
    return any(words[at : at + len(one)] == one for one in of for at in range(len(words)))


def _within(stated: Sequence[Item], values: Sequence[Repeatable], tables: Tables) -> frozenset[int]:
    places: set[int] = set()
    for value in values:
        if value.divisible:
            continue
        label = [tables.swaps.get(item.text, item.text) for item in value.label]
        for start in range(len(stated) - len(label) + 1):
            if [item.text for item in stated[start : start + len(label)]] == label:
                places.update(range(start + 1, start + len(label)))
    return frozenset(places)


def _openings(values: Sequence[Repeatable], stated: Sequence[Item], tables: Tables) -> frozenset[str]:
    words = {item.text for value in values for item in value.label} | {item.text for item in stated}
    words |= {said for said, swapped in tables.swaps.items() if swapped in words}
    return frozenset(words | {value.signs[:length] for value in values for length in range(1, len(value.signs) + 1)})


def _others(
    options: Sequence[str], values: Sequence[Repeatable], stated: Sequence[Item], tables: Tables
) -> frozenset[str]:
    own = {item.text for value in values for item in value.label} | {item.text for item in stated}
    words = {item.text for option in options for item in items_of(heard(option, tables).words, tables.numbers)}
    return frozenset(words - own - tables.small - {BREAK})
