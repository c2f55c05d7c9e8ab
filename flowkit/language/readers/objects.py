"""Things with fields, said in one breath: each field is read by its own type from words that no other field took.

Theory of operation. The fields whose values can hardly be anything else are read first: an address before the name that
stands in it, a phone number before the digits that it is. Words that two fields might take give the first of them, in
doubt.
"""

from collections.abc import Callable
from typing import Final

from flowkit.language.locale import Locale
from flowkit.language.readers.reading import Found
from flowkit.language.readers.utterance import Utterance
from flowkit.language.shapes import Shape, Value

FindField = Callable[[Utterance, Shape, Locale], list[Found]]
WHICH_FIELD: Final = "may be another part"
_LAST: Final = ("digits", "number", "integer", "name", "text")
"""Types that take nearly anything, and so take what the others leave."""
_FIRST: Final = ("email", "phone", "datetime", "date", "time", "duration", "money", "postcode")


def find_objects(u: Utterance, shape: Shape, locale: Locale, find: FindField) -> list[Found]:
    """The thing, when every field it must have has exactly one reading; else nothing."""
    taken: dict[str, Found] = {}
    for name, field in sorted(shape.fields.items(), key=lambda one: _order(one[1])):
        if field.type == "text" and not field.pattern:
            found: list[Found] = []
        else:
            found = find(u, field, locale)
        free = [one for one in found if not any(_overlap(one, other) for other in taken.values())]
        if not free:
            _contested(found, taken)
        if len(free) == 1:
            taken[name] = free[0]
        elif free or not field.optional:
            return []
    if not taken:
        return []
    parts = taken.values()
    doubt = ", ".join(sorted({one.doubt for one in parts if one.doubt}))
    value: dict[str, Value] = {name: taken[name].value for name in shape.fields if name in taken}
    return [Found(value, min(one.i for one in parts), max(one.j for one in parts), doubt)]


def _order(field: Shape) -> int:
    """The place of a field: what has a form of its own goes before what has none."""
    if field.type in _FIRST:
        return _FIRST.index(field.type) - (len(_FIRST) if field.pattern else 0)
    if field.type in _LAST and not field.pattern:
        return len(_FIRST) + 1 + _LAST.index(field.type)
    return len(_FIRST) if field.type != "text" else -1


def _contested(found: list[Found], taken: dict[str, Found]) -> None:
    """Puts a value in doubt whose words are all of what another field might be: `90210` as a code and as digits."""
    for one in found:
        for name, other in taken.items():
            if other.i >= one.i and other.j <= one.j and not other.doubt and _figures(one, other):
                taken[name] = other._replace(doubt=WHICH_FIELD)


def _figures(one: Found, other: Found) -> bool:
    return isinstance(one.value, str | int) and isinstance(other.value, str) and one.j - one.i == other.j - other.i


def _overlap(one: Found, other: Found) -> bool:
    return one.i < other.j and other.i < one.j
