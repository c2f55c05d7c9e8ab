"""Events and effects to JSON and back, for the journal, snapshots and traces.

A value becomes an object whose `type` is its name in the contract (`tool_done`, `run`); fields that hold their default
are kept, so that a row can be read without this code.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, get_args

from flowkit.engine import effects, events

_SPECIAL = {"RunTool": "run"}


def _name(kind: type) -> str:
    return _SPECIAL.get(kind.__name__) or re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind.__name__).lower()


EVENT_KINDS: Mapping[str, type] = {_name(kind): kind for kind in get_args(events.Event)}
EFFECT_KINDS: Mapping[str, type] = {_name(kind): kind for kind in get_args(effects.Effect)}
_NAMES: Mapping[type, str] = {kind: name for kinds in (EVENT_KINDS, EFFECT_KINDS) for name, kind in kinds.items()}


def type_name(value: events.Event | effects.Effect) -> str:
    """The name of an event or effect in the contract, such as `tool_done`."""
    return _NAMES[type(value)]


_NESTED = (events.Can, events.FunctionCall, effects.Must, effects.Counter)
_FIELDS: Mapping[type, tuple[str, ...]] = {
    kind: tuple(part.name for part in fields(kind)) for kind in (*_NAMES, *_NESTED)
}


_AS_THEY_ARE = frozenset({str, int, bool, float, type(None)})


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is tuple or kind is list:
        return [_plain(item) for item in value]
    names = _FIELDS.get(kind)
    if names is not None:
        return {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    return value


def to_json(value: events.Event | effects.Effect) -> dict[str, Any]:
    """The JSON object of an event or effect."""
    kind = type(value)
    data: dict[str, Any] = {"type": _NAMES[kind]}
    for name in _FIELDS[kind]:
        data[name] = _plain(getattr(value, name))
    return data


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value


def _can(data: dict[str, Any]) -> events.Can:
    return events.Can(**data)


def _calls(data: list[dict[str, Any]]) -> tuple[events.FunctionCall, ...]:
    return tuple(events.FunctionCall(**item) for item in data)


def _must(data: list[dict[str, Any]]) -> tuple[effects.Must, ...]:
    return tuple(effects.Must(item["text"], _tuples(item["values"])) for item in data)


def _counters(data: list[dict[str, Any]]) -> tuple[effects.Counter, ...]:
    return tuple(effects.Counter(**item) for item in data)


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "can": _can,
    "calls": _calls,
    "must": _must,
    "counters": _counters,
    "items": _tuples,
    "values": _tuples,
}


def _from_json(kinds: Mapping[str, type], data: Mapping[str, Any]) -> Any:
    kind = kinds[data["type"]]
    given = {name: value for name, value in data.items() if name != "type"}
    return kind(**{name: _READERS[name](value) if name in _READERS else value for name, value in given.items()})


def event_from_json(data: Mapping[str, Any]) -> events.Event:
    """The event that `to_json` made an object of."""
    event: events.Event = _from_json(EVENT_KINDS, data)
    return event


def effect_from_json(data: Mapping[str, Any]) -> effects.Effect:
    """The effect that `to_json` made an object of."""
    effect: effects.Effect = _from_json(EFFECT_KINDS, data)
    return effect
