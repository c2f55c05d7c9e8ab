"""Untrusted values one by one: each type's function from a JSON or Python value to the value or a `Refusal`."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from flowkit.language import countries, currencies
from flowkit.language.locale import Locale
from flowkit.language.refusal import Refusal
from flowkit.language.shapes import Value

MAX_TEXT: Final = 4000
"""The longest text, in characters; names, e-mail addresses and codes may have 200."""
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

REFUSALS: Final[Mapping[str, Refusal]] = {
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
    "choice": Refusal("not one of the options"),
    "object": Refusal("not a thing with fields"),
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


def text(data: Any, locale: Locale) -> Value:
    """A text, or a whole number as one."""
    if isinstance(data, str):
        data = str.__str__(data)
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
    value = text(data, locale)
    if type(value) is Refusal:
        return refusal if value is _TEXT else value
    if len(value) > _MAX_SHORT:
        return _LONG
    return value.strip() or refusal


def _name(data: Any, locale: Locale) -> Value:
    if isinstance(data, str) and len(data) <= _MAX_SHORT and data.isprintable():
        return " ".join(data.split()) or _NAME
    return _NAME


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


def duration(written: str) -> timedelta | None:
    """The length of an ISO 8601 duration of weeks, days, hours, minutes and seconds; `None` for anything else."""
    found = _ISO_DURATION.fullmatch(written)
    if found is None or written[-1] in "PT":
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


def email(said: str) -> str | None:
    """The address in lower case, or `None` when it has not the form of one."""
    plain = said.strip().lower()
    return plain if len(plain) <= _MAX_SHORT and _EMAIL_FORM.fullmatch(plain) else None


def _postcode(data: Any, locale: Locale) -> Value:
    value = _short(data, locale, _POSTCODE)
    return value if type(value) is Refusal else countries.postcode(value, locale.country) or _POSTCODE


def _yes_no(data: Any, locale: Locale) -> Value:
    if isinstance(data, bool):
        return data
    return data == "true" if data in ("true", "false") else _YES_NO


ACCEPT: Final[Mapping[str, Callable[[Any, Locale], Value]]] = {
    "text": text,
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
"""The function of each type that is no choice and no thing."""
