"""Things with fields, said in one breath: each field is read by its own type from words that no other field took."""

from collections.abc import Callable

from flowkit.language.locale import Locale
from flowkit.language.readers.reading import Found
from flowkit.language.readers.utterance import Utterance
from flowkit.language.shapes import Shape

FindField = Callable[[Utterance, Shape, Locale], list[Found]]


def find_objects(u: Utterance, shape: Shape, locale: Locale, find: FindField) -> list[Found]:
    """The thing, when every field it must have has exactly one reading; else nothing."""
    fields: dict[str, Found] = {}
    for name, field in shape.fields.items():
        if field.type == "text" and not field.pattern:
            found = []
        else:
            found = [one for one in find(u, field, locale) if not _taken(one, fields)]
        if len(found) == 1:
            fields[name] = found[0]
        elif found or not field.optional:
            return []
    if not fields:
        return []
    doubt = ", ".join(sorted({one.doubt for one in fields.values() if one.doubt}))
    parts = fields.values()
    value = {name: one.value for name, one in fields.items()}
    return [Found(value, min(one.i for one in parts), max(one.j for one in parts), doubt)]


def _taken(one: Found, fields: dict[str, Found]) -> bool:
    return any(one.i < other.j and other.i < one.j for other in fields.values())
