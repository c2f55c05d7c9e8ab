"""A call to JSON and back: what a process needs to go on with a call that another one began.

Every value says what it is (`{"$date": "2026-03-06"}`), so that a snapshot can be read without the project it was made
with; a dataclass is an object under its name. The round trip is exact: `from_json(to_json(call)) == call`.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from flowkit.engine import call as state
from flowkit.engine.events import Can
from flowkit.language.shapes import UNSET

_KINDS: Mapping[str, type] = {
    kind.__name__: kind
    for kind in (
        state.SlotValue,
        state.Waiting,
        state.RecordValue,
        state.Saved,
        state.Frame,
        state.Run,
        state.ToolCall,
        state.ToolEnd,
        state.DoneTool,
        state.Draft,
        state.CheckBack,
        state.Utterance,
        state.Turn,
        state.Due,
        state.Pending,
        state.Floor,
        state.LastBrief,
        state.FlowEnd,
        state.Giving,
        state.Call,
        Can,
    )
}
_FIELDS = {kind: tuple(part.name for part in fields(kind)) for kind in _KINDS.values()}


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal():
            return {"$decimal": str(value)}
        case datetime():
            return {"$datetime": value.isoformat()}
        case date():
            return {"$date": value.isoformat()}
        case time():
            return {"$time": value.isoformat()}
        case timedelta():
            return {"$duration": [value.days, value.seconds, value.microseconds]}
        case frozenset():
            return {"$set": sorted(value)}
        case tuple():
            return {"$tuple": [_plain(item) for item in value]}
        case list():
            return [_plain(item) for item in value]
        case Mapping():
            return {"$map": [[_plain(key), _plain(item)] for key, item in value.items()]}
    if value is UNSET:
        return {"$unset": True}
    return {"$": type(value).__name__} | {name: _plain(getattr(value, name)) for name in _FIELDS[type(value)]}


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "$decimal": Decimal,
    "$datetime": datetime.fromisoformat,
    "$date": date.fromisoformat,
    "$time": time.fromisoformat,
    "$duration": lambda parts: timedelta(*parts),
    "$set": frozenset,
    "$tuple": lambda items: tuple(_value(item) for item in items),
    "$map": lambda pairs: {_value(key): _value(item) for key, item in pairs},
    "$unset": lambda _: UNSET,
}


def _value(data: Any) -> Any:
    if isinstance(data, list):
        return [_value(item) for item in data]
    if not isinstance(data, dict):
        return data
    kind = data.get("$")
    if kind is not None:
        return _KINDS[kind](**{name: _value(item) for name, item in data.items() if name != "$"})
    ((mark, inner),) = data.items()
    return _READERS[mark](inner)


def to_json(call: state.Call) -> dict[str, Any]:
    """The call as a JSON object."""
    data: dict[str, Any] = _plain(call)
    return data


def from_json(data: Mapping[str, Any]) -> state.Call:
    """The call that `to_json` made an object of."""
    call: state.Call = _value(dict(data))
    return call
