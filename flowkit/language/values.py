"""Values as JSON and as text: what the journal keeps, what digests are made of, what a model is shown.

| type | JSON | canonical text |
|---|---|---|
| text, name, digits, phone, email, postcode, fixed choice | text | the same |
| integer | number | `12` |
| number | text, `"12.5"` | `12.5` |
| money | text with the currency's decimals, `"12.50"` | the same |
| date, time, datetime | `"2026-03-06"`, `"10:00"`, `"2026-03-06T10:00"`; seconds only when there are some | the same |
| duration | ISO 8601, `"PT1H30M"`, days as the largest unit | the same |
| yes_no | `true` | `true` |
| a thing | map of its fields | its key field; without one, JSON |
| many, keyed | list, map | JSON |

`decode` gives back exactly what `encode` was given. `UNSET` is `null`.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from flowkit.language.acceptance import accept
from flowkit.language.currencies import written
from flowkit.language.expressions.equality import folded
from flowkit.language.refusal import NOT_CLEAR, Refusal
from flowkit.language.shapes import UNSET, Shape, Value
from flowkit.language.single_values import duration

__all__ = ["NOT_CLEAR", "Refusal", "accept", "canonical", "decode", "encode", "folded", "same"]


def encode(shape: Shape, value: Value, currency: str = "USD") -> Any:
    """The value as JSON.

    Args:
        shape: the value's shape.
        value: a run-time value of this shape.
        currency: ISO 4217, decides the decimals of money.
    """
    if value is UNSET:
        return None
    if shape.many:
        return [_encode(shape, one, currency) for one in value]
    if shape.keyed:
        return {key: _encode(shape, one, currency) for key, one in value.items()}
    return _encode(shape, value, currency)


def _encode(shape: Shape, value: Value, currency: str) -> Any:
    if isinstance(value, Mapping):
        return {name: encode(shape.fields.get(name, _PLAIN), part, currency) for name, part in value.items()}
    match shape.type:
        case "money":
            return written(value, currency)
        case "number":
            return format(value, "f")
        case "date":
            return value.isoformat()
        case "time" | "datetime":
            return clock_text(value)
        case "duration":
            return duration_text(value)
    return value


_PLAIN: Final = Shape("text")


def decode(shape: Shape, data: Any, currency: str = "USD") -> Value:
    """The value that `encode` made `data` of. It is for our own journal: `accept` is for what others send.

    Raises:
        ValueError: `data` was not made by `encode` for this shape.
    """
    if data is None:
        return UNSET
    try:
        if shape.many:
            return [_decode(shape, one, currency) for one in data]
        if shape.keyed:
            return {key: _decode(shape, one, currency) for key, one in data.items()}
        return _decode(shape, data, currency)
    except (TypeError, AttributeError, ArithmeticError) as error:
        raise ValueError(f"no encoded {shape.type}: {error}") from error


def _decode(shape: Shape, data: Any, currency: str) -> Value:
    if isinstance(data, dict):
        return {name: decode(shape.fields.get(name, _PLAIN), part, currency) for name, part in data.items()}
    back = _DECODE.get(shape.type)
    return data if back is None else back(data)


def _length(text: str) -> timedelta:
    length = duration(text)
    if length is None:
        raise ValueError(f"no ISO 8601 duration: {text!r}")
    return length


_DECODE: Final[Mapping[str, Callable[[Any], Value]]] = {
    "money": Decimal,
    "number": Decimal,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "datetime": datetime.fromisoformat,
    "duration": _length,
}


def clock_text(value: time | datetime) -> str:
    """ISO 8601 to the minute, with seconds only when there are some."""
    if value.microsecond:
        return value.isoformat()
    return value.isoformat(timespec="seconds" if value.second else "minutes")


def duration_text(length: timedelta) -> str:
    """ISO 8601 with days as the largest unit: `P2DT3H`, `PT90S` is `PT1M30S`, nothing is `PT0S`."""
    sign, rest = ("-", -length) if length < timedelta() else ("", length)
    hours, seconds = divmod(rest.seconds, 3600)
    minutes, seconds = divmod(seconds, 60)
    days = f"{rest.days}D" if rest.days else ""
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    if rest.microseconds:
        clock += f"{seconds}.{rest.microseconds:06d}".rstrip("0") + "S"
    elif seconds:
        clock += f"{seconds}S"
    if not days and not clock:
        return "PT0S"
    return f"{sign}P{days}{'T' if clock else ''}{clock}"


def canonical(shape: Shape, value: Value, currency: str = "USD") -> str:
    """The one text of the value that is compared, digested and shown to a model.

    A thing is its key field, a list of such things the JSON list of them. Other lists, maps and things without a key
    are JSON with sorted keys.
    """
    if shape.single:
        if isinstance(value, str):
            # Whatever its type: a text stands for itself.
            return value
        if isinstance(value, Mapping):
            if shape.key and shape.key in value:
                return canonical(shape.fields.get(shape.key, _PLAIN), value[shape.key], currency)
        else:
            return _canonical(shape, value, currency)
    if shape.many and shape.key and isinstance(value, (list, tuple)):
        one = replace(shape, many=False)
        return json.dumps([canonical(one, thing, currency) for thing in value], ensure_ascii=False)
    return json.dumps(encode(shape, value, currency), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _canonical(shape: Shape, value: Value, currency: str) -> str:
    if shape.type == "yes_no":
        return "true" if value else "false"
    if shape.type == "number":
        return number_text(value)
    encoded = _encode(shape, value, currency)
    return encoded if isinstance(encoded, str) else str(encoded)


def number_text(value: Decimal) -> str:
    """The number in figures, without an exponent and without zeros at the end of its decimals."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def same(shape: Shape, one: Value, other: Value) -> bool:
    """Whether two values of the shape count as the same: names without case and accents, things by their key."""
    if one is UNSET or other is UNSET:
        return False
    if isinstance(one, Mapping) and isinstance(other, Mapping) and shape.single and shape.key:
        return bool(one.get(shape.key, UNSET) == other.get(shape.key, UNSET))
    if shape.many and shape.key:
        return canonical(shape, one) == canonical(shape, other)
    if shape.type == "name" and isinstance(one, str) and isinstance(other, str):
        return folded(one) == folded(other)
    return bool(one == other)
