"""The session of a group: what is added, what is left out, and for which models."""

import pytest

from flowkit.lines.sessions import reasons, session_for

COMPILED = {
    "type": "realtime",
    "tools": [{"name": "record"}],
    "audio": {"input": {"turn_detection": {"type": "server_vad", "silence_duration_ms": 500, "idle_timeout_ms": None}}},
}


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("gpt-realtime-2", True),
        ("gpt-realtime-2.1", True),
        ("gpt-realtime-2.1-mini", True),
        ("gpt-realtime-2-2026-01-01", True),
        ("gpt-realtime", False),
        ("gpt-realtime-1.5", False),
        ("gpt-realtime-mini", False),
        ("gpt-realtime-2025-08-28", False),
        ("flowkit-local", False),
        ("", False),
    ],
)
def test_which_models_reason(model, expected):
    assert reasons(model) is expected


@pytest.mark.parametrize(("patience", "silence"), [("short", 300), ("normal", 500), ("long", 900)])
def test_patience_is_silence_where_there_is_sound(patience, silence):
    session = session_for(COMPILED, {}, model="gpt-realtime", audio=True, patience=patience)
    assert session["output_modalities"] == ["audio"]
    assert session["audio"]["input"]["turn_detection"] == {
        "type": "server_vad",
        "silence_duration_ms": silence,
        "idle_timeout_ms": None,
    }


def test_turn_detection_without_a_fixed_silence_is_left_alone():
    for detection in (None, {"type": "semantic_vad", "eagerness": "low"}):
        extras = {"audio": {"input": {"turn_detection": detection}}}
        session = session_for({"audio": {"input": {}}}, extras, model="", audio=True, patience="long")
        assert session["audio"]["input"]["turn_detection"] == detection


def test_extras_are_laid_over_object_by_object():
    extras = {"audio": {"output": {"voice": "marin"}, "input": {"noise_reduction": None}}, "max_output_tokens": 512}
    session = session_for(COMPILED, extras, model="", audio=True, patience="normal")
    assert session["max_output_tokens"] == 512
    assert session["audio"]["output"] == {"voice": "marin"}
    assert session["audio"]["input"].keys() == {"turn_detection", "noise_reduction"}


def test_what_was_compiled_is_never_written_to():
    session = session_for(COMPILED, {}, model="", audio=True, patience="long")
    session["tools"].clear()
    session["tools"].append("x")
    assert COMPILED["tools"] == [{"name": "record"}]
    assert COMPILED["audio"]["input"]["turn_detection"]["silence_duration_ms"] == 500
