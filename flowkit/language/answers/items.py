"""Numbers among the words: every stretch of number words or figures becomes one item.

"thirty five", "35" and "thirty-five" are the item 35; "one two three four" and "1234" are the item 1234. An item is
never divided, so "thirty" is no part of "thirty five", and "March ten" does not hold the hour of a visit in March.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from flowkit.language.answers.number_words import NumberWords

_ORDINAL_ENDINGS: Final = frozenset({"st", "nd", "rd", "th"})


class Item(NamedTuple):
    """A word, or a number.

    Attributes:
        text: the word; of a number its figures, one part behind the other.
        start, end: the words that it stands for.
        parts: the numbers that it is made of: "ten thirty" is 10 and 30. Empty for a word.
        order: an ordinal: 3 for "third". Zero otherwise.
        dated: whether it belongs to a day or time, other than as a bare number.
    """

    text: str
    start: int
    end: int
    parts: tuple[Decimal, ...] = ()
    order: int = 0
    dated: bool = False

    @property
    def counts(self) -> bool:
        """Whether it is a number or belongs to a day or time."""
        return self.dated or bool(self.parts)


def items_of(words: Sequence[str], numbers: NumberWords) -> tuple[Item, ...]:
    """Divides words into items."""
    found: list[Item] = []
    at = 0
    while at < len(words):
        word = words[at]
        if word in numbers.counting or word[0].isdigit():
            item = _item(words, at, numbers)
        else:
            item = Item(word, at, at + 1, dated=word in numbers.dating)
        found.append(item)
        at = item.end
    return tuple(found)


def _item(words: Sequence[str], start: int, numbers: NumberWords) -> Item:
    order, end = _ordinal(words, start, numbers)
    if order:
        return Item(f"{order}.", start, end, order=order, dated=True)
    parts: list[Decimal] = []
    texts: list[str] = []
    at = start
    while at < len(words) and not _ordinal(words, at, numbers)[0]:
        found = _number(words, at, numbers)
        if found is None:
            break
        value, text, at = found
        parts.append(value)
        texts.append(text)
    if not parts:
        return Item(words[start], start, start + 1, dated=words[start][0].isdigit() or words[start] in numbers.dating)
    return Item("".join(texts), start, at, tuple(parts))


def _ordinal(words: Sequence[str], at: int, numbers: NumberWords) -> tuple[int, int]:
    word = words[at]
    if word[0].isdigit():
        figures = word[:-2]
        return (int(figures), at + 1) if word[-2:] in _ORDINAL_ENDINGS and figures.isdecimal() else (0, at)
    if word in numbers.ordinals:
        return numbers.ordinals[word], at + 1
    tens = numbers.cardinals.get(word, 0)
    if tens >= 20 and at + 1 < len(words):
        units = numbers.ordinals.get(words[at + 1], 0)
        if 0 < units < 10:
            return tens + units, at + 2
    return 0, at


def _number(words: Sequence[str], at: int, numbers: NumberWords) -> tuple[Decimal, str, int] | None:
    word = words[at]
    if word[0].isdigit():
        return (Decimal(word), word, at + 1) if word.replace(".", "", 1).isdecimal() else None
    if word in numbers.repeats and at + 1 < len(words):
        figure = words[at + 1]
        one = int(figure) if figure.isdecimal() else numbers.cardinals.get(figure, 10)
        text = str(one) * numbers.repeats[word]
        return (Decimal(text), text, at + 2) if one < 10 else None
    return _spoken(words, at, numbers)


def _spoken(words: Sequence[str], start: int, numbers: NumberWords) -> tuple[Decimal, str, int] | None:
    """A number in words: hundreds and what belongs to them are in `group`, -1 before the first word."""
    total, group, last, at = 0, -1, 0, start
    while at < len(words):
        word = words[at]
        value = numbers.cardinals.get(word)
        if value is not None:
            if group >= 0 and not _fits_behind(value, last):
                break
            group, last = max(group, 0) + value, value
        elif word in numbers.multiples and group:
            last = numbers.multiples[word]
            group = last * (group if group > 0 else 1)
            if last > 100:
                total, group = total + group, 0
        elif not (word in numbers.joins and last >= 100 and at + 1 < len(words) and words[at + 1] in numbers.cardinals):
            break
        at += 1
    if group < 0:
        return None
    return Decimal(total + group), str(total + group), at


def _fits_behind(value: int, last: int) -> bool:
    """Whether a number word adds to the one before it: five behind twenty, anything behind hundred."""
    return last >= 100 or (20 <= last < 100 and 0 < value < 10)
