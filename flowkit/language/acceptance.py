"""Untrusted values against a shape: what a backend returned, what a model put into a call.

Theory of operation. Each type has one function from a JSON or Python value to the run-time value or a `Refusal`.
Nothing is guessed: a text is taken as a number, a day or an amount only in its canonical form. Whole numbers pass as
text and digits, because many systems send their ids so. Fields that the shape does not know are dropped; everything
has a bound, so that no answer of a backend can fill the memory or stall a pattern.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from flowkit.language.locale import Locale
from flowkit.language.refusal import Refusal
from flowkit.language.shapes import UNSET, Shape, Value
from flowkit.language.single_values import ACCEPT, REFUSALS, text

MAX_ITEMS: Final = 1000
"""The most entries of a list or map."""

_LIST: Final = Refusal("not a list")
_MAP: Final = Refusal("not a map")
_FORM: Final = Refusal("not of the right form")
_MISSING: Final = Refusal("missing")
_MANY: Final = Refusal(f"more than {MAX_ITEMS} entries")


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
    value = ACCEPT[shape.type](data, locale)
    if shape.pattern and type(value) is not Refusal and not matches(shape.pattern, value):
        return _FORM
    return value


def matches(pattern: str, value: Value) -> bool:
    """Whether the whole value has the form; numbers are compared as they are written."""
    return compiled(pattern).fullmatch(value if isinstance(value, str) else str(value)) is not None


compiled = lru_cache(maxsize=512)(re.compile)
"""The form of a pattern; in contrast to the cache of `re` this one is looked up in no time."""


def _fields(shape: Shape, data: Any, locale: Locale) -> Value:
    if not isinstance(data, Mapping):
        return REFUSALS["object"]
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
        name = text(key, locale)
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
    value = text(data, locale)
    if not shape.options:
        return value
    return value if any(option.value == value for option in shape.options) else REFUSALS["choice"]
