"""Values as other systems write them in JSON: what they are sent, and what they answered.

Names are the catalog's; a system may write them with other capitals and without `_` (`orderId` for `order_id`). A time
is the project's own here and may have a zone there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from typing import Any, Final

from flowkit.engine.events import Json
from flowkit.language.currencies import written
from flowkit.language.shapes import Shape
from flowkit.language.values import clock_text, duration_text, number_text
from flowkit.tools.json_schema import Schema, match_name

_MOST_LEVELS: Final = 32
_PLAIN: Final = Shape("text")


@dataclass(frozen=True, slots=True)
class Place:
    """Where values are at home: the project's currency (ISO 4217) and its time zone."""

    currency: str
    zone: tzinfo


def sent(value: Any, shape: Shape, schema: Schema, place: Place) -> Json:
    """A value of a shape as JSON, in the form that a schema asks for.

    Money is a decimal text, unless the schema asks for a number; a number is one, unless it asks for a text. A chosen
    thing is its key. Days and times are in ISO 8601; where the format is `date-time`, with the zone's offset.
    """
    if isinstance(value, Mapping):
        return _thing(value, shape, schema, place)
    if isinstance(value, list | tuple):
        one = replace(shape, many=False)
        return [sent(item, one, schema.items(), place) for item in value]
    return _single(value, shape, schema, place)


def _thing(value: Mapping[str, Any], shape: Shape, schema: Schema, place: Place) -> Json:
    if shape.keyed:
        entry = replace(shape, keyed=False)
        return {name: sent(part, entry, schema.entries(), place) for name, part in value.items()}
    if shape.key and shape.key in value:
        return sent(value[shape.key], shape.fields.get(shape.key, _PLAIN), schema, place)
    known = schema.properties()
    names = {name: match_name(name, known) or name for name in value}
    return {
        names[name]: sent(part, shape.fields.get(name, _PLAIN), known.get(names[name], Schema(schema.root)), place)
        for name, part in value.items()
    }


def _single(value: Any, shape: Shape, schema: Schema, place: Place) -> Json:
    types = schema.types()
    match value:
        case bool():
            return value
        case int():
            return value if not types or types & {"integer", "number"} else str(value)
        case Decimal():
            return _decimal(value, shape, types, place)
        case datetime():
            return value.replace(tzinfo=place.zone).isoformat() if schema.format() == "date-time" else clock_text(value)
        case date():
            return value.isoformat()
        case time():
            return clock_text(value)
        case timedelta():
            return duration_text(value)
        case str() if types and "string" not in types and "integer" in types and value.isascii() and value.isdecimal():
            return int(value)
    return str(value)


def _decimal(value: Decimal, shape: Shape, types: frozenset[str], place: Place) -> Json:
    text = written(value, place.currency) if shape.type == "money" else number_text(value)
    wants_text = "string" in types or (shape.type == "money" and not types)
    if wants_text or not (types & {"number", "integer"} or not types):
        return text
    # The shortest form of a float has the digits that the amount has.
    return int(value) if value == value.to_integral_value() else float(value)


def as_text(value: Json) -> str:
    """A single value as it stands in a path, a query or a header."""
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def received(data: Any, shape: Shape | None, place: Place, level: int = 0) -> Any:
    """What a system answered, with the catalog's names, and times in the project's zone.

    Fields that the shape does not know are left out: nothing is kept that nobody asked for. What is not of the shape
    stays as it is; refusing it is the engine's.
    """
    if shape is None or level > _MOST_LEVELS:
        return data
    if shape.many and isinstance(data, list):
        one = replace(shape, many=False)
        return [received(item, one, place, level + 1) for item in data]
    if shape.keyed and isinstance(data, Mapping):
        entry = replace(shape, keyed=False)
        return {str(name): received(part, entry, place, level + 1) for name, part in data.items()}
    if shape.fields and isinstance(data, Mapping):
        names = {name: match_name(name, data) for name in shape.fields}
        return {
            name: received(data[theirs], shape.fields[name], place, level + 1)
            for name, theirs in names.items()
            if theirs
        }
    return _local(data, place) if shape.type == "datetime" and isinstance(data, str) else data


def _local(text: str, place: Place) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return text if moment.tzinfo is None else clock_text(moment.astimezone(place.zone).replace(tzinfo=None))
