"""Reports: what a model says a slot's value is, as a value.

A report is taken in its canonical form, or read like words of a caller, and only if it has exactly one meaning.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from flowkit.language.acceptance import accept
from flowkit.language.locale import Locale
from flowkit.language.readers.callers import fixed_options, read
from flowkit.language.readers.reading import GIVEN, Candidate
from flowkit.language.refusal import NOT_CLEAR, Refusal
from flowkit.language.shapes import Shape, Value
from flowkit.language.single_values import REFUSALS
from flowkit.language.values import same

TOO_OFTEN: Final = Refusal("given more often than there are such things")


def normalise(shape: Shape, given: Any, locale: Locale, options: Sequence[Candidate] = ()) -> Value | Refusal:
    """The value of what a model reports for a slot.

    Args:
        shape: the slot's shape.
        given: JSON: a number or boolean, or a text in canonical form or as it was said.
        locale: as for `read`.
        options: the options of a `choice` at this moment; left out, its fixed ones.

    Returns:
        The value; `GIVEN` for the number that calls; a `Refusal` for what is no value, or not one value only.
    """
    if shape.many:
        return _all(shape, given, locale, options)
    if shape.type == "choice":
        return _choice(shape, given, locale, options or fixed_options(shape))
    if shape.type == "object" and isinstance(given, Mapping):
        return _object(shape, given, locale)
    if not isinstance(given, str):
        return accept(shape, given, locale)
    if shape.type == "phone" and given.strip().lower() == "given":
        return GIVEN
    if _canonical_form(shape, given):
        value = accept(shape, given.strip(), locale)
        if not isinstance(value, Refusal):
            return value
    return _said(shape, given, locale)


_TIME_FORM: Final = re.compile(r"[0-9]{2}:[0-9]{2}(:[0-9]{2})?")


def _canonical_form(shape: Shape, given: str) -> bool:
    """Whether the text may be a canonical form rather than words (`3:30` is words, `03:30` is a time)."""
    if shape.type == "time":
        return _TIME_FORM.fullmatch(given.strip()) is not None
    return shape.type != "name"


def _said(shape: Shape, given: str, locale: Locale) -> Value | Refusal:
    if shape.type == "text" and not shape.pattern and shape.speak_as != "letters":
        return accept(shape, given.strip(), locale)
    readings = read(shape, given, locale)
    if len(readings) == 1:
        return readings[0].value
    if readings:
        return NOT_CLEAR
    if shape.type == "name":
        return accept(shape, given, locale)
    refused = accept(shape, given.strip(), locale)
    return refused if isinstance(refused, Refusal) else REFUSALS[shape.type]


def _all(shape: Shape, given: Any, locale: Locale, options: Sequence[Candidate]) -> Value | Refusal:
    if isinstance(given, str):
        readings = read(shape, given, locale, options)
        return readings[0].value if readings else REFUSALS[shape.type]
    if not isinstance(given, list | tuple):
        return Refusal("not a list")
    single = replace(shape, many=False)
    values = [normalise(single, one, locale, options) for one in given]
    refused = next((one for one in values if isinstance(one, Refusal)), None)
    if refused is not None:
        return refused
    return values if shape.type != "choice" else _each_as_often(single, values, options)


def _each_as_often(shape: Shape, values: list[Value], options: Sequence[Candidate]) -> Value | Refusal:
    """Options as often as there are such things; a fixed one once, however often it was given."""
    if not shape.options_from:
        return list(dict.fromkeys(values))
    for value in values:
        there = sum(same(shape, one.value, value) for one in options)
        if sum(same(shape, one, value) for one in values) > there:
            return TOO_OFTEN
    return values


def _object(shape: Shape, given: Mapping[Any, Any], locale: Locale) -> Value | Refusal:
    result = {}
    for name, field in shape.fields.items():
        part = given.get(name)
        if part is None:
            if field.optional:
                continue
            return Refusal(f"{name}: missing", name)
        value = normalise(field, part, locale)
        if isinstance(value, Refusal):
            where = f"{name}.{value.where}" if value.where else name
            return Refusal(f"{where}: {value.reason.removeprefix(value.where + ': ')}", where)
        result[name] = value
    return result


def _choice(shape: Shape, given: Any, locale: Locale, options: Sequence[Candidate]) -> Value | Refusal:
    refused = REFUSALS["choice"]
    if isinstance(given, Mapping) and shape.key:
        given = given.get(shape.key)
    if isinstance(given, bool) or not isinstance(given, str | int):
        return refused
    text = str(given).strip()
    for one in options:
        if one.key == text:
            return one.value
    lowered = text.lower()
    alike = [one for one in options if lowered in (one.key.lower(), one.label.lower())]
    if len(alike) == 1:
        return alike[0].value
    readings = read(shape, text, locale, options) if options else ()
    return readings[0].value if len(readings) == 1 else (NOT_CLEAR if readings else refused)
