"""How values of one shape are compared: as the table of slot types says.

Values are kept in their normal form (digits only, e-mail in lower case …), so most are compared as they are. What is
left: names, where case and accents do not count; times, which count to the minute; and things, which are told apart
by their key or, where they have none, field by field.
"""

import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime, time
from typing import Any, Final

from flowkit.language.shapes import UNSET, Shape, Value

Fold = Callable[[Value], Any]
"""Turns a value into one that is equal (`==`) to that of every value it counts as equal to."""


def folded(text: str) -> str:
    """The text without case, accents, and blanks at its ends."""
    if text.isascii():
        return " ".join(text.lower().split())
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(plain.split())


def fold_digits(text: str) -> str:
    """The digits of a text alone."""
    return "".join(str(unicodedata.digit(ch)) for ch in text if ch.isdigit())


def fold_email(text: str) -> str:
    """An e-mail address in lower case."""
    return text.strip().lower()


def fold_postcode(text: str) -> str:
    """A post code in upper case, without spaces."""
    return "".join(text.split()).upper()


def fold_phone(text: str) -> str:
    """A telephone number as `+` and digits."""
    return ("+" if text.strip().startswith("+") else "") + fold_digits(text)


def fold_minute(moment: time | datetime) -> time | datetime:
    """A time, or a date and time, cut to its minute."""
    return moment.replace(second=0, microsecond=0)


_FOLDS: Final[Mapping[str, Fold]] = {
    "name": folded,
    "digits": fold_digits,
    "email": fold_email,
    "postcode": fold_postcode,
    "phone": fold_phone,
    "time": fold_minute,
    "datetime": fold_minute,
}


def key_fields(shape: Shape) -> tuple[str, ...]:
    """The fields that tell things of this shape apart; a key of several fields is written `shop, item`."""
    return tuple(shape.key.replace(",", " ").split())


def fold_of(shape: Shape | None) -> Fold | None:
    """The fold of a shape's values, or None where values are compared as they are."""
    if shape is None:
        return None
    one = _fold_of_one(shape)
    if one is None or shape.single:
        return one
    if shape.keyed:
        return lambda things: {key: one(thing) for key, thing in things.items()}
    return lambda things: [one(thing) for thing in things]


def _fold_of_one(shape: Shape) -> Fold | None:
    if shape.type == "choice" and not shape.fields:
        return None
    if shape.type in ("choice", "object"):
        keys = key_fields(shape)
        if keys:
            folds = [(key, fold_of(shape.fields.get(key))) for key in keys]
            return lambda thing: tuple(thing[key] if fold is None else fold(thing[key]) for key, fold in folds)
        fields = [(name, fold_of(field)) for name, field in shape.fields.items()]
        if all(fold is None for _, fold in fields):
            return None
        return lambda thing: {name: _part(thing, name, fold) for name, fold in fields}
    return _FOLDS.get(shape.type)


def _part(thing: Mapping[str, Value], name: str, fold: Fold | None) -> Any:
    value = thing.get(name)
    if value is None or value is UNSET:
        return None
    return value if fold is None else fold(value)
