"""What the engine was told and what it wants done, one line each: for whoever looks for why a call did what it did.

Fields that hold their default are left out; sensitive values stand as tokens, in whatever text they are. Times are in
seconds since the call began.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, fields
from typing import Any

from flowkit.channels.masks import Masks
from flowkit.engine.codec import to_json
from flowkit.engine.effects import Effect, Timer
from flowkit.engine.events import Event

_ELSEWHERE = ("type", "at", "n", "due", "usage")
"""What stands at the head of a line, or is too long for one; `calls show --json --trace` has all of it."""


def trace_lines(event: Event, effects: Sequence[Effect], masks: Masks, began: int) -> Iterator[str]:
    """One step as lines: its event with its number and the seconds since the call began, then its effects.

    Args:
        began: when the call began, in milliseconds, on the clock of its events.
    """
    yield f"{event.n:>4} {(event.at - began) / 1000:8.3f} > {_line(event, masks)}"
    for effect in effects:
        yield f"{'':13} < {_timer(effect, began) if isinstance(effect, Timer) else _line(effect, masks)}"


def trace_entry(event: Event, effects: Sequence[Effect], masks: Masks) -> dict[str, Any]:
    """One step as a JSON object."""
    return {
        "type": "trace",
        "event": _masked(to_json(event), masks),
        "effects": [_masked(to_json(effect), masks) for effect in effects],
    }


def _timer(timer: Timer, began: int) -> str:
    return f"timer {timer.name} {'cleared' if timer.at is None else f'at {(timer.at - began) / 1000:.3f}'}"


def _line(value: Event | Effect, masks: Masks) -> str:
    plain = to_json(value)
    defaults = {part.name: _default(part) for part in fields(value)}
    told = {name: one for name, one in plain.items() if name not in _ELSEWHERE and one != defaults.get(name, MISSING)}
    return " ".join((plain["type"], *(f"{name}={_short(_masked(one, masks))}" for name, one in told.items())))


def _default(part: Any) -> Any:
    """A field's default as JSON; what is no default is unlike every value."""
    if part.default is not MISSING:
        return list(part.default) if isinstance(part.default, tuple) else part.default
    return part.default_factory() if part.default_factory is not MISSING else MISSING


def _short(value: Any) -> str:
    if isinstance(value, str) and value and value.isascii() and value.replace("_", "").replace(".", "").isalnum():
        return value
    return json.dumps(value, ensure_ascii=False)


def _masked(value: Any, masks: Masks) -> Any:
    match value:
        case str():
            return masks.text(value)
        case Mapping():
            return {name: _masked(one, masks) for name, one in value.items()}
        case list():
            return [_masked(one, masks) for one in value]
    return value
