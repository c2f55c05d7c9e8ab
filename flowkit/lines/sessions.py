"""The session object that is sent for a group: what was compiled, what channel and environment add, and what the model
and the modality can take.
"""

import re
from collections.abc import Mapping
from typing import Any

from flowkit.engine.effects import SILENCE_MS
from flowkit.engine.events import Json

_REASONING = re.compile(r"gpt-realtime-2(\.\d+)?(?![\d.])")
_ONLY_REASONING = ("reasoning", "parallel_tool_calls")


def reasons(model: str) -> bool:
    """Whether a model is one of those that take `reasoning` and `parallel_tool_calls`.

    `gpt-realtime-2`, its minor versions and variants do; `gpt-realtime-2025-08-28`, a dated `gpt-realtime`, does not.
    """
    return _REASONING.match(model) is not None


def session_for(
    compiled: Mapping[str, Json], extras: Mapping[str, Json], *, model: str, audio: bool, patience: str
) -> dict[str, Any]:
    """The session to send.

    Args:
        compiled: the session of the group.
        extras: laid over it, object by object.
        model: its name; keys that it cannot take are left out. It is fixed by the connection and not sent.
        audio: whether callers speak and listen; without, the session is text and everything about sound is left out.
        patience: how long turn taking waits; counts only where there is sound.
    """
    session = _merged(compiled, extras)
    session["type"] = "realtime"
    session["output_modalities"] = ["audio"] if audio else ["text"]
    session.pop("model", None)
    if not reasons(model):
        for key in _ONLY_REASONING:
            session.pop(key, None)
    if audio:
        _be_patient(session, patience)
    else:
        session.pop("audio", None)
    return session


def _be_patient(session: dict[str, Any], patience: str) -> None:
    detection = session.get("audio", {}).get("input", {}).get("turn_detection")
    # Only this kind of turn detection has a fixed silence; null is a caller's own button.
    if isinstance(detection, dict) and detection.get("type") == "server_vad":
        detection["silence_duration_ms"] = SILENCE_MS[patience]


def _merged(base: Mapping[str, Json], over: Mapping[str, Json]) -> dict[str, Any]:
    """A deep copy of `base` with `over` laid over it; `null` in `over` is a value like any other."""
    merged: dict[str, Any] = {name: _copied(value) for name, value in base.items()}
    for name, value in over.items():
        below = merged.get(name)
        merged[name] = (
            _merged(below, value) if isinstance(below, dict) and isinstance(value, Mapping) else _copied(value)
        )
    return merged


def _copied(value: Json) -> Any:
    if isinstance(value, Mapping):
        return {name: _copied(inner) for name, inner in value.items()}
    return [_copied(inner) for inner in value] if isinstance(value, list | tuple) else value
