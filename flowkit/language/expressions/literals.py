"""Literals as values of the type they stand against: `'2026-03-06'` as a date, `'shipped'` as an option, `200` as an
amount of money.

`fitted` gives the value that is meant, or a `Misfit` that says why the literal can never be one, and how to write it.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

from flowkit.language import codes
from flowkit.language.diagnostic import Code
from flowkit.language.expressions.equality import fold_digits, fold_email, fold_phone, fold_postcode
from flowkit.language.expressions.spelling import did_you_mean, listed
from flowkit.language.expressions.syntax import Literal
from flowkit.language.expressions.types import (
    WEEKDAY,
    is_choice,
    is_number,
    is_textual,
    is_thing,
    key_of,
    options,
    spoken_of,
)
from flowkit.language.frozen import frozen
from flowkit.language.shapes import Shape

Fitting = Decimal | int | str | bool | date | time | datetime


@frozen
class Misfit:
    """Why a literal is no value of a shape."""

    kind: Code
    message: str
    help: str = ""


def written(value: object) -> str:
    """A literal as it stands in the file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"' if "'" in value else f"'{value}'"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def fitted(literal: Literal, shape: Shape, other: str = "") -> Fitting | Misfit:
    """The literal as a value of a shape; `other` is the text of what it is compared with, "" where it stands alone."""
    value = literal.value
    if not isinstance(value, (str, bool, int, Decimal)):
        return value  # type: ignore[return-value]  # checked before
    if not shape.single:
        return _mismatch(
            other, shape, value, f"write: {written(value)} in {other}" if other else "write a list: [a, b]"
        )
    if is_thing(shape):
        key = key_of(shape)
        help = f"compare its field: {other}.{key} == {written(value)}" if key and other else "name a whole thing"
        return _mismatch(other, shape, value, help)
    if isinstance(value, bool):
        return value if shape.type == "yes_no" else _mismatch(other, shape, value)
    if isinstance(value, str):
        return _text(value, shape, other)
    return _number(value, shape, other)


def _number(value: Decimal | int, shape: Shape, other: str) -> Fitting | Misfit:
    if is_number(shape):
        return int(value) if shape.type == "integer" and value == int(value) else Decimal(value)
    if is_textual(shape) or is_choice(shape):
        return _mismatch(other, shape, value, f"write '{written(value)}' in quotes")
    if shape.type == "duration":
        n = written(value)
        return _mismatch(other, shape, value, f"write days({n}), hours({n}) or minutes({n})")
    return _mismatch(other, shape, value)


def _text(value: str, shape: Shape, other: str) -> Fitting | Misfit:
    if is_choice(shape):
        return _option(value, shape, other)
    reader = _READERS.get(shape.type)
    if reader is not None:
        return reader(value, other)
    if is_textual(shape):
        return value
    help = ""
    if is_number(shape) and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value):
        help = f"write {value} without quotes"
    elif shape.type == "yes_no":
        help = f"write: {other}, or: not {other}" if other else "write true or false, without quotes"
    return _mismatch(other, shape, value, help)


def _option(value: str, shape: Shape, other: str) -> Fitting | Misfit:
    values = [option.value for option in shape.options]
    if value in values:
        return value
    of = f"of '{other}'" if other else "here"
    help = did_you_mean(value, values) or f"its options are {listed(values, 'and')}"
    return Misfit(codes.UNKNOWN_OPTION, f"'{value}' is no option {of}", help)


def _mismatch(other: str, shape: Shape, value: object, help: str = "") -> Misfit:
    kind = "a text" if isinstance(value, str) else "a yes or no" if isinstance(value, bool) else "a number"
    wanted = f"'{other}' is {spoken_of(shape)}" if other else f"{spoken_of(shape)} is wanted here"
    return Misfit(codes.TYPE_MISMATCH, f"{wanted}, but {written(value)} is {kind}", help or _examples(shape))


def _examples(shape: Shape) -> str:
    """How values of a shape are written."""
    if shape.type in ("integer", "number", "money"):
        return "write a number, such as 3" if shape.type == "integer" else "write a number, such as 12.50"
    if shape.type in _EXAMPLES:
        return f"write it in quotes: {_EXAMPLES[shape.type]}"
    if shape.type == "duration":
        return "write: days(3), hours(2) or minutes(90)"
    return "write true or false" if shape.type == "yes_no" else "write a text in quotes"


_EXAMPLES: Final = {"date": "'2026-03-06'", "time": "'09:30'", "datetime": "'2026-03-06T09:30'"}


def _bad_form(value: str, noun: str, help: str) -> Misfit:
    return Misfit(codes.TYPE_MISMATCH, f"'{value}' is not {noun}", help)


def _date(value: str, other: str) -> Fitting | Misfit:
    if value.casefold() in options(WEEKDAY):
        help = f"write: {other}.weekday == {written(value.casefold())}" if other else "write a day of the calendar"
        return _bad_form(value, "a date", help)
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        return _bad_form(value, "a date", f"write year, month and day: {_EXAMPLES['date']}")
    try:
        return date.fromisoformat(value)
    except ValueError:
        return _bad_form(value, "a date", "there is no such day in the calendar")


def _time(value: str, other: str) -> Fitting | Misfit:
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", value, re.ASCII)
    if found and int(found[1]) < 24 and int(found[2]) < 60:
        if len(found[1]) == 2:
            return time(int(found[1]), int(found[2]))
        return _bad_form(value, "a time", f"write '0{value}'")
    return _bad_form(value, "a time", f"write hours and minutes, from '00:00' to '23:59': {_EXAMPLES['time']}")


def _datetime(value: str, other: str) -> Fitting | Misfit:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        help = f"compare the day alone: {other}.date" if other else f"write '{value}T09:30'"
        return _bad_form(value, "a date and time", help)
    if re.fullmatch(r"\d{1,2}:\d{2}", value, re.ASCII):
        help = f"compare the time alone: {other}.time" if other else f"write {_EXAMPLES['datetime']}"
        return _bad_form(value, "a date and time", help)
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", value, re.ASCII):
        fixed = re.fullmatch(r"(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})", value, re.ASCII)
        help = f"'{fixed[1]}T{fixed[2]}'" if fixed else _EXAMPLES["datetime"]
        return _bad_form(value, "a date and time", f"write {help}")
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return _bad_form(value, "a date and time", "there is no such day or time")


def _digits(value: str, other: str) -> Fitting | Misfit:
    digits = fold_digits(value)
    if not digits or re.search(r"[^\d\s.\-–/]", value):
        return _bad_form(value, "made of digits", "it is kept as digits only; leave the rest out")
    return digits


def _email(value: str, other: str) -> Fitting | Misfit:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value.strip()):
        return _bad_form(value, "an e-mail address", "write it whole: 'name@example.com'")
    return fold_email(value)


def _phone(value: str, other: str) -> Fitting | Misfit:
    number = fold_phone(value)
    if not re.fullmatch(r"\+[1-9]\d{6,14}", number) or re.search(r"[^\d\s.\-–/()+]", value):
        return _bad_form(value, "a phone number", "write it with its country: '+12125550100'")
    return number


def _postcode(value: str, other: str) -> Fitting | Misfit:
    return fold_postcode(value) or _bad_form(value, "a postcode", "write it in full")


_READERS: Final[dict[str, Callable[[str, str], Fitting | Misfit]]] = {
    "date": _date,
    "time": _time,
    "datetime": _datetime,
    "digits": _digits,
    "email": _email,
    "phone": _phone,
    "postcode": _postcode,
}
