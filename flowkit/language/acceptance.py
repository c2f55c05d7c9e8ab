"""Untrusted values against a shape: what a backend returned, what a model put into a call.

Theory of operation. Each type has one function from a JSON or Python value to the run-time value or a `Refusal`.
Nothing is guessed: a text is taken as a number, a day or an amount only in its canonical form. Whole numbers pass as
text and digits, because many systems send their ids so. Fields that the shape does not know are dropped; everything
has a bound, so that no answer of a backend can fill the memory or stall a pattern.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from flowkit.language import countries, currencies
from flowkit.language.locale import Locale
from flowkit.language.refusal import Refusal
from flowkit.language.shapes import UNSET, Shape, Value

MAX_TEXT: Final = 4000
"""The longest text, in characters; names, e-mail addresses and codes may have 200."""
MAX_ITEMS: Final = 1000
"""The most entries of a list or map."""
_MAX_SHORT: Final = 200
_MAX_WHOLE: Final = 10**18
_MAX_NUMBER: Final = Decimal(10) ** 18
_MAX_LENGTH: Final = timedelta(days=36_500)

_TEXT: Final = Refusal("not a text")
_LONG: Final = Refusal("too long")
_NAME: Final = Refusal("not a name")
_DIGITS: Final = Refusal("not a number made of digits")
_INTEGER: Final = Refusal("not a whole number")
_NUMBER: Final = Refusal("not a number")
_MONEY: Final = Refusal("not an amount")
_TOO_FINE: Final = Refusal("more decimals than the currency has")
_DATE: Final = Refusal("not a day")
_TIME: Final = Refusal("not a time of day")
_DATETIME: Final = Refusal("not a day and time")
_ZONED: Final = Refusal("a time with a time zone; send it in the project's own")
_DURATION: Final = Refusal("not a length of time")
_PHONE: Final = Refusal("not a phone number")
_EMAIL: Final = Refusal("not an e-mail address")
_POSTCODE: Final = Refusal("not a postcode")
_YES_NO: Final = Refusal("neither yes nor no")
_OPTION: Final = Refusal("not one of the options")
_THING: Final = Refusal("not a thing with fields")
_LIST: Final = Refusal("not a list")
_MAP: Final = Refusal("not a map")
_FORM: Final = Refusal("not of the right form")
_MISSING: Final = Refusal("missing")
_MANY: Final = Refusal(f"more than {MAX_ITEMS} entries")

REFUSALS: Final = {
    "text": _TEXT,
    "name": _NAME,
    "digits": _DIGITS,
    "integer": _INTEGER,
    "number": _NUMBER,
    "money": _MONEY,
    "date": _DATE,
    "time": _TIME,
    "datetime": _DATETIME,
    "duration": _DURATION,
    "phone": _PHONE,
    "email": _EMAIL,
    "postcode": _POSTCODE,
    "yes_no": _YES_NO,
    "choice": _OPTION,
    "object": _THING,
}
"""What is said of a value that is none of the type, by type."""

_DIGIT_MARKS: Final = re.compile(r"[\s.\-–/]+")
_EMAIL_FORM: Final = re.compile(
    r"[a-z0-9_%+&'*=-]+(?:\.[a-z0-9_%+&'*=-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}"
)
_PLAIN_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,40}(?:\.[0-9]{1,20})?")
_ISO_DURATION: Final = re.compile(
    r"(-?)P(?:([0-9]{1,6})W)?(?:([0-9]{1,7})D)?"
    r"(?:T(?:([0-9]{1,8})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,10})(?:\.([0-9]{1,6}))?S)?)?"
)


def accept(shape: Shape, data: Any, locale: Locale) -> Value | Refusal:
    """The run-time value of `data`, or why it is none of this shape.

    Args:
        shape: what is expected.
        data: JSON, or the Python values a backend may return (`Decimal`, `date`, `datetime`, `time`, `timedelta`).
        locale: currency (decimals of money) and country (phone numbers, post codes).
    """
    value = _accept(shape, data, locale)
    if type(value) is Refusal and value.where:
        return Refusal(f"{value.where}: {value.reason}", value.where)
    return value


def _accept(shape: Shape, data: Any, locale: Locale) -> Value:
    if shape.many:
        return _list(shape, data, locale)
    if shape.keyed:
        return _map(shape, data, locale)
    return _one(shape, data, locale)


def _one(shape: Shape, data: Any, locale: Locale) -> Value:
    if data is None or data is UNSET:
        return _MISSING
    if shape.type == "object":
        return _fields(shape, data, locale)
    if shape.type == "choice":
        return _choice(shape, data, locale)
    value = _ACCEPT[shape.type](data, locale)
    if shape.pattern and type(value) is not Refusal and not matches(shape.pattern, value):
        return _FORM
    return value


def matches(pattern: str, value: Value) -> bool:
    """Whether the whole value has the form; numbers are compared as they are written."""
    return re.fullmatch(pattern, value if isinstance(value, str) else str(value)) is not None


def _fields(shape: Shape, data: Any, locale: Locale) -> Value:
    if not isinstance(data, Mapping):
        return _THING
    result = {}
    for name, field in shape.fields.items():
        given = data.get(name)
        if given is None or given is UNSET:
            if field.optional:
                continue
            return Refusal("missing", name)
        value = _accept(field, given, locale) if field.many or field.keyed else _one(field, given, locale)
        if type(value) is Refusal:
            return _inside(name, value)
        result[name] = value
    return result


def _list(shape: Shape, data: Any, locale: Locale) -> Value:
    if not isinstance(data, list | tuple):
        return _LIST
    if len(data) > MAX_ITEMS:
        return _MANY
    result = []
    for place, given in enumerate(data):
        value = _one(shape, given, locale)
        if type(value) is Refusal:
            return _inside(f"[{place}]", value)
        result.append(value)
    return result


def _map(shape: Shape, data: Any, locale: Locale) -> Value:
    if not isinstance(data, Mapping):
        return _MAP
    if len(data) > MAX_ITEMS:
        return _MANY
    result = {}
    for key, given in data.items():
        name = _text(key, locale)
        if type(name) is Refusal:
            return Refusal("a key that is not a text")
        value = _one(shape, given, locale)
        if type(value) is Refusal:
            return _inside(f"[{name[:40]}]", value)
        result[name] = value
    return result


def _inside(name: str, refusal: Refusal) -> Refusal:
    joint = "." if refusal.where and not refusal.where.startswith("[") else ""
    return Refusal(refusal.reason, f"{name}{joint}{refusal.where}")


def _choice(shape: Shape, data: Any, locale: Locale) -> Value:
    if shape.fields:
        return _fields(shape, data, locale)
    value = _text(data, locale)
    if not shape.options or type(value) is Refusal:
        return value
    for option in shape.options:
        if option.value == value:
            return value
    return _OPTION


def _text(data: Any, locale: Locale) -> Value:
    if type(data) is str:
        if len(data) > MAX_TEXT:
            return _LONG
        if data.isascii():
            return data
        try:
            data.encode()
        except UnicodeEncodeError:
            return _TEXT
        return data
    if isinstance(data, int) and not isinstance(data, bool) and abs(data) < _MAX_WHOLE:
        return str(data)
    return _TEXT


def _short(data: Any, locale: Locale, refusal: Refusal) -> Value:
    """A text that stands on one line; `refusal` when it is none."""
    value = _text(data, locale)
    if type(value) is Refusal:
        return refusal if value is _TEXT else value
    if len(value) > _MAX_SHORT:
        return _LONG
    return value.strip() or refusal


def _name(data: Any, locale: Locale) -> Value:
    return (
        " ".join(data.split()) or _NAME
        if type(data) is str and len(data) <= _MAX_SHORT and data.isprintable()
        else _NAME
    )


def _digits(data: Any, locale: Locale) -> Value:
    value = _short(data, locale, _DIGITS)
    if type(value) is Refusal:
        return value
    if not value.isdigit() and value[0] != "-":
        value = _DIGIT_MARKS.sub("", value)
    return value if value.isdigit() and value.isascii() else _DIGITS


def _integer(data: Any, locale: Locale) -> Value:
    if type(data) is int:
        return data if abs(data) <= _MAX_WHOLE else _INTEGER
    value = _number(data, locale)
    if type(value) is Refusal:
        return _INTEGER
    return int(value) if value == value.to_integral_value() else _INTEGER


def _number(data: Any, locale: Locale) -> Value:
    if isinstance(data, bool):
        return _NUMBER
    if isinstance(data, int):
        return Decimal(data) if abs(data) <= _MAX_WHOLE else _NUMBER
    if isinstance(data, float):
        value = Decimal(repr(data))
    elif isinstance(data, Decimal):
        value = data
    elif isinstance(data, str) and _PLAIN_NUMBER.fullmatch(data):
        value = Decimal(data)
    else:
        return _NUMBER
    return value if value.is_finite() and abs(value) <= _MAX_NUMBER else _NUMBER


def _money(data: Any, locale: Locale) -> Value:
    value = _number(data, locale)
    if type(value) is Refusal:
        return _MONEY
    try:
        exact = currencies.exact(value, locale.currency)
    except InvalidOperation:
        return _TOO_FINE
    return _TOO_FINE if exact is None else exact


def _date(data: Any, locale: Locale) -> Value:
    if isinstance(data, datetime):
        return data.date() if data.tzinfo is None and data.time() == time() else _DATE
    if isinstance(data, date):
        return data
    if isinstance(data, str) and len(data) == 10 and data[4] == "-" == data[7]:
        try:
            return date.fromisoformat(data)
        except ValueError:
            return _DATE
    return _DATE


def _time(data: Any, locale: Locale) -> Value:
    if isinstance(data, time):
        return data if data.tzinfo is None else _ZONED
    if isinstance(data, str) and len(data) in (5, 8) and data[2] == ":":
        try:
            return time.fromisoformat(data)
        except ValueError:
            return _TIME
    return _TIME


def _datetime(data: Any, locale: Locale) -> Value:
    if isinstance(data, datetime):
        return data if data.tzinfo is None else _ZONED
    if not isinstance(data, str) or not 16 <= len(data) <= 32 or data[10] not in "T ":
        return _DATETIME
    try:
        value = datetime.fromisoformat(data)
    except ValueError:
        return _DATETIME
    return value if value.tzinfo is None else _ZONED


def _duration(data: Any, locale: Locale) -> Value:
    if isinstance(data, timedelta):
        return data if abs(data) <= _MAX_LENGTH else _DURATION
    if isinstance(data, str):
        length = duration(data)
        return _DURATION if length is None else length
    value = _number(data, locale)
    if type(value) is Refusal or abs(value) > _MAX_LENGTH.total_seconds():
        return _DURATION
    return timedelta(microseconds=int(value * 1_000_000))


def duration(text: str) -> timedelta | None:
    """The length of an ISO 8601 duration of weeks, days, hours, minutes and seconds; `None` for anything else."""
    found = _ISO_DURATION.fullmatch(text)
    if found is None or text[-1] in "PT":
        return None
    sign, *parts, fraction = found.groups()
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in parts)
    micro = int((fraction or "").ljust(6, "0"))
    try:
        length = timedelta(days, seconds, micro, minutes=minutes, hours=hours, weeks=weeks)
    except OverflowError:
        return None
    return (-length if sign else length) if length <= _MAX_LENGTH else None


def _phone(data: Any, locale: Locale) -> Value:
    value = _short(data, locale, _PHONE)
    return value if type(value) is Refusal else countries.e164(value, locale.country) or _PHONE


def _email(data: Any, locale: Locale) -> Value:
    value = email(data) if isinstance(data, str) else None
    return _EMAIL if value is None else value


def email(text: str) -> str | None:
    """The address in lower case, or `None` when it has not the form of one."""
    plain = text.strip().lower()
    return plain if len(plain) <= _MAX_SHORT and _EMAIL_FORM.fullmatch(plain) else None


def _postcode(data: Any, locale: Locale) -> Value:
    value = _short(data, locale, _POSTCODE)
    return value if type(value) is Refusal else countries.postcode(value, locale.country) or _POSTCODE


def _yes_no(data: Any, locale: Locale) -> Value:
    if isinstance(data, bool):
        return data
    return data == "true" if data in ("true", "false") else _YES_NO


_ACCEPT: Final[Mapping[str, Callable[[Any, Locale], Value]]] = {
    "text": _text,
    "name": _name,
    "digits": _digits,
    "integer": _integer,
    "number": _number,
    "money": _money,
    "date": _date,
    "time": _time,
    "datetime": _datetime,
    "duration": _duration,
    "phone": _phone,
    "email": _email,
    "postcode": _postcode,
    "yes_no": _yes_no,
}
