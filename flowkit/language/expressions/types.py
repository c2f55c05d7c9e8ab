"""What may be done with values of which shape, and how a shape is spoken of in messages."""

from dataclasses import replace
from typing import Final

from flowkit.language.expressions.equality import key_fields
from flowkit.language.shapes import Option, Shape

YES_NO: Final = Shape("yes_no")
INTEGER: Final = Shape("integer")
NUMBER: Final = Shape("number")
MONEY: Final = Shape("money")
TEXT: Final = Shape("text")
DATE: Final = Shape("date")
TIME: Final = Shape("time")
DATETIME: Final = Shape("datetime")
DURATION: Final = Shape("duration")

WEEKDAY: Final = Shape(
    "choice",
    options=tuple(
        Option(day) for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    ),
)
PARTS: Final = {
    "date": {"weekday": WEEKDAY},
    "datetime": {"date": DATE, "time": TIME},
}
"""The parts that values of these types have, as if they were fields."""

NUMERIC: Final = ("integer", "number", "money")
"""Counted and compared by value; the later ones are wider."""

TEXTUAL: Final = frozenset({"text", "name", "digits", "phone", "email", "postcode"})
ORDERED: Final = frozenset({*NUMERIC, "date", "time", "datetime", "duration"})
"""Types with a smaller and a larger."""

_NOUNS: Final = {
    "text": "a text",
    "name": "a name",
    "digits": "a row of digits",
    "integer": "a whole number",
    "number": "a number",
    "money": "an amount of money",
    "date": "a date",
    "time": "a time",
    "datetime": "a date and time",
    "duration": "a duration",
    "phone": "a phone number",
    "email": "an e-mail address",
    "postcode": "a postcode",
    "yes_no": "a yes or no",
    "choice": "a choice",
    "object": "a whole thing",
}
_SEVERAL: Final = {
    "text": "texts",
    "name": "names",
    "digits": "rows of digits",
    "integer": "whole numbers",
    "number": "numbers",
    "money": "amounts of money",
    "date": "dates",
    "time": "times",
    "datetime": "dates and times",
    "duration": "durations",
    "phone": "phone numbers",
    "email": "e-mail addresses",
    "postcode": "postcodes",
    "yes_no": "yes and no",
    "choice": "options",
    "object": "things",
}


def spoken_of(shape: Shape) -> str:
    """What a value of this shape is called in a message: `a date`, `a list of texts`, `a whole order`."""
    if not shape.single:
        return f"{'a list' if shape.many else 'a map'} of {_SEVERAL[shape.type]}"
    if is_thing(shape):
        return f"a whole {shape.record or 'thing'}"
    return _NOUNS[shape.type]


def is_thing(shape: Shape) -> bool:
    """Whether it is one thing with fields: an object, a record, or one chosen from a list of them."""
    return shape.single and (shape.type == "object" or (shape.type == "choice" and bool(shape.fields)))


def is_textual(shape: Shape) -> bool:
    """Whether its values are texts that are no options: also a choice from a list of bare texts."""
    bare = shape.type == "choice" and not shape.fields and not shape.options
    return shape.single and (shape.type in TEXTUAL or bare)


def is_bare_digits(shape: Shape) -> bool:
    """Whether it is a choice from a list of bare rows of digits."""
    return shape.type == "choice" and is_textual(shape) and shape.speak_as == "digits"


def is_choice(shape: Shape) -> bool:
    """Whether its values are fixed options."""
    return shape.single and shape.type == "choice" and bool(shape.options)


def is_number(shape: Shape) -> bool:
    """Whether it is counted and compared by value."""
    return shape.single and shape.type in NUMERIC


def wider(one: Shape, other: Shape) -> Shape:
    """Of two numeric shapes the one that holds the values of both."""
    return Shape(max(one.type, other.type, key=NUMERIC.index))


def one_of(shape: Shape) -> Shape:
    """The shape of one item of a list or map."""
    if shape.single and not shape.optional:
        return shape
    return replace(shape, many=False, keyed=False, optional=False)


def likeness(one: Shape, other: Shape) -> Shape | None:
    """The shape by whose rule values of the two are compared, or None where they are of different types."""
    if not (one.single and other.single):
        if one.many != other.many or one.keyed != other.keyed:
            return None
        return one if likeness(one_of(one), one_of(other)) is not None else None
    if is_number(one) and is_number(other):
        return wider(one, other)
    if is_thing(one) or is_thing(other):
        return one if is_thing(one) and is_thing(other) and _same_kind(one, other) else None
    if is_choice(one) and is_choice(other):
        return one if options(one) & options(other) else None
    if is_choice(one) or is_choice(other):
        return None
    return one if _plain(one) == _plain(other) else None


def _plain(shape: Shape) -> str:
    """A choice from a list of bare texts is a text, one of bare digits is digits."""
    if shape.type != "choice":
        return shape.type
    return "digits" if is_bare_digits(shape) else "text"


def options(shape: Shape) -> frozenset[str]:
    """The values of its fixed options."""
    return frozenset(option.value for option in shape.options)


def _same_kind(one: Shape, other: Shape) -> bool:
    if one.record and other.record:
        return one.record == other.record
    return set(one.fields) == set(other.fields)


def key_of(shape: Shape) -> str:
    """The field to compare a thing by, for messages: its key, or the first field that is a text or a number."""
    keys = key_fields(shape)
    plain = (name for name, field in shape.fields.items() if is_textual(field) or is_number(field))
    return keys[0] if keys else next(plain, "")
