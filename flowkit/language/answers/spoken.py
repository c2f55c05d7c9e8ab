"""One value of a read-back as it may be repeated: by its amount, sign by sign, or by the words of its label.

Every function here says where a repetition ends that begins at an item, and 0 if none does.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from flowkit.language.answers.heard import BREAK, heard
from flowkit.language.answers.items import Item, items_of
from flowkit.language.answers.number_words import NumberWords
from flowkit.language.answers.tables import Tables
from flowkit.language.frozen import frozen

if TYPE_CHECKING:
    from flowkit.language.speaking import SpokenValue

_MOMENTS: Final = frozenset({"date", "time", "datetime", "choice"})
_AMOUNTS: Final = frozenset({"integer", "number", "money"})
_BY_SIGNS: Final = frozenset({"digits", "phone", "email", "postcode", "text", "name"})
_IN_PARTS: Final = frozenset({"choice", "name", "text", "object"})
_BY_LAST_FIGURES: Final = frozenset({"digits", "phone"})
_FIGURES: Final = 3
"""So many figures of a number at least count as a part of it."""


@frozen
class Repeatable:
    """A value of the read-back, ready to be compared.

    Attributes:
        moment: a date, time or datetime; also that of an option whose key is one.
        amount: an integer, number or money.
        label: what was spoken, as items.
        signs: letters and figures without blanks: an order number, an e-mail address.
    """

    type: str
    canonical: str
    moment: date | time | datetime | None
    amount: Decimal | None
    label: tuple[Item, ...]
    signs: str

    @property
    def in_parts(self) -> bool:
        """Whether some words of its label will do."""
        return self.type in _IN_PARTS

    @property
    def divisible(self) -> bool:
        """Whether it may be left in the middle: a name, a thing, a day and its time."""
        return self.moment is not None or self.type in ("choice", "name", "object")


@frozen
class Currency:
    """Words and signs of the project's currency, and words of its smaller unit."""

    words: frozenset[str]
    cents: frozenset[str]


def repeatable(value: "SpokenValue", tables: Tables) -> Repeatable:
    """Prepares a value."""
    label = items_of(heard(value.spoken, tables).words, tables.numbers)
    signs = "".join(value.canonical.lower().split()).lstrip("+") if value.type in _BY_SIGNS else ""
    return Repeatable(
        value.type, value.canonical, _moment(value), _amount(value), tuple(i for i in label if i.text != BREAK), signs
    )


def _moment(value: "SpokenValue") -> date | time | datetime | None:
    text = value.canonical
    if value.type not in _MOMENTS or not text[:1].isdigit():
        return None
    try:
        if "T" in text:
            return datetime.fromisoformat(text)
        return time.fromisoformat(text) if ":" in text else date.fromisoformat(text) if "-" in text else None
    except ValueError:
        return None


def _amount(value: "SpokenValue") -> Decimal | None:
    if value.type not in _AMOUNTS:
        return None
    try:
        return Decimal(value.canonical)
    except InvalidOperation:
        return None


def by_amount(value: Repeatable, items: Sequence[Item], start: int, currency: Currency, numbers: NumberWords) -> int:
    """The amount in figures or words, money with its currency or without."""
    at = start
    if value.type == "money" and items[start].text in currency.words:
        at += 1
    if value.amount is None or at >= len(items) or not items[at].parts:
        return 0
    if _in_moment(items, start, at, numbers):
        return 0
    if value.type == "money":
        return _money(value.amount, items, at, currency, numbers)
    return at + 1 if items[at].parts == (value.amount,) else 0


def _in_moment(items: Sequence[Item], start: int, at: int, numbers: NumberWords) -> bool:
    """Whether the number belongs to a day or time: "two pm", "eleven in the morning"."""
    if (start and items[start - 1].dated) or (at + 1 < len(items) and items[at + 1].dated):
        return True
    behind = at + 1
    while behind < len(items) and items[behind].text in numbers.inner:
        behind += 1
    return behind < len(items) and items[behind].text in numbers.parts


def _money(amount: Decimal, items: Sequence[Item], at: int, currency: Currency, numbers: NumberWords) -> int:
    parts, end = items[at].parts, at + 1
    if end < len(items) and items[end].text in currency.cents and len(parts) == 1:
        return end + 1 if amount == parts[0] / 100 else 0
    if end < len(items) and items[end].text in currency.words:
        end += 1
        cents = end + (end < len(items) and items[end].text in numbers.joins)
        if cents < len(items) and len(items[cents].parts) == 1 and len(parts) == 1:
            parts, end = (parts[0], items[cents].parts[0]), cents + 1
    if len(parts) != 2:
        return end if parts == (amount,) else 0
    end += end < len(items) and items[end].text in currency.cents
    if parts[1] >= 100 or (parts[1] < 10 and items[at].parts == parts):
        return 0  # "twelve five" may be 12.05 or 12.50
    return end if amount == parts[0] + parts[1] / 100 else 0


def by_signs(value: Repeatable, items: Sequence[Item], start: int, numbers: NumberWords) -> int:
    """A code or address sign by sign; of a number its last figures will do."""
    if not value.signs:
        return 0
    text = items[start].text
    if value.type in _BY_LAST_FIGURES and items[start].parts and len(text) >= _FIGURES and value.signs.endswith(text):
        return start + 1
    read, at = "", start
    while at < len(items) and len(read) < len(value.signs):
        sign = numbers.signs.get(items[at].text, items[at].text)
        more = sign if value.signs.startswith(read + sign) else items[at].text
        if not value.signs.startswith(read + more):
            return 0
        read, at = read + more, at + 1
    return at if read == value.signs and not _goes_on(items, at) else 0


def _goes_on(items: Sequence[Item], at: int) -> bool:
    """Whether another letter or figure follows: the code is another one."""
    return at < len(items) and (bool(items[at].parts) or (len(items[at].text) == 1 and items[at].text.isalnum()))


def by_label(value: Repeatable, items: Sequence[Item], start: int, tables: Tables, dates_elsewhere: bool) -> int:
    """The longest stretch of its label's own words, whole or in part.

    Args:
        dates_elsewhere: whether the read-back has days or times of its own. Where "dentist on Tuesday" is moved to
            Friday, "Tuesday" is more likely a misheard Friday than the dentist.
    """
    best = 0
    for place, own in enumerate(value.label):
        if own.text != items[start].text:
            continue
        length, end = along(value.label[place:], items, start, _same)
        part = value.label[place : place + length]
        enough = value.in_parts and part[0].text not in tables.small and any(map(tells, part))
        dated = dates_elsewhere and any(item.dated for item in part)
        if end > best and (length == len(value.label) or (enough and not dated)):
            best = end
    cut = bool(best) and (divides(items, best) or (len(items[best - 1].text) == 1 and _goes_on(items, best)))
    return 0 if cut else best


def _same(own: Item, item: Item) -> bool:
    return own.text == item.text


def tells(item: Item) -> bool:
    """Whether the item is enough to tell a thing by: not a letter of a code, not one or two figures."""
    return len(item.text) >= (_FIGURES if item.parts else 2)


def along(
    own: Sequence[Item], items: Sequence[Item], start: int, same: Callable[[Item, Item], bool]
) -> tuple[int, int]:
    """How many of our items the caller's follow from `start` on, and where that ends. Commas do not count."""
    length, at, end = 0, start, start
    while length < len(own) and at < len(items):
        if items[at].text == BREAK:
            at += 1
        elif same(own[length], items[at]):
            length, at = length + 1, at + 1
            end = at
        else:
            break
    return length, end


def divides(items: Sequence[Item], end: int) -> bool:
    """Whether a stretch that ends here leaves the rest of a number or a day behind."""
    return 0 < end < len(items) and items[end - 1].counts and items[end].counts
