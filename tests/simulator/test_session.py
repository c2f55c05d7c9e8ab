"""The session: its full shape, what an update merges, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from flowkit.simulator import Simulator
from flowkit.simulator.errors import TEXT_ONLY, ProtocolError
from flowkit.simulator.session import Session

Talk = Callable[..., Simulator]

CREATED_KEYS = [
    "type",
    "object",
    "id",
    "model",
    "output_modalities",
    "instructions",
    "tools",
    "tool_choice",
    "max_output_tokens",
    "tracing",
    "truncation",
    "prompt",
    "expires_at",
    "audio",
    "include",
]
PHONE = {
    "type": "realtime",
    "output_modalities": ["text"],
    "instructions": "# Role",
    "audio": {
        "input": {
            "format": {"type": "audio/pcmu"},
            "noise_reduction": {"type": "near_field"},
            "transcription": {"model": "gpt-transcribe", "language": "en", "keywords": ["ACME"]},
            "turn_detection": {"type": "server_vad", "threshold": 0.6, "create_response": False},
        },
        "output": {"format": {"type": "audio/pcmu"}, "voice": "marin", "speed": 1.0},
    },
    "tools": [{"type": "function", "name": "f", "description": "d", "parameters": {"type": "object"}}],
    "tool_choice": "auto",
    "parallel_tool_calls": True,
    "reasoning": {"effort": "low"},
    "max_output_tokens": 4096,
    "truncation": {"type": "retention_ratio", "retention_ratio": 0.8, "token_limits": {"post_instructions": 8000}},
    "tracing": None,
}


def fresh() -> Session:
    return Session("sess_1", "gpt-realtime-2.1", 1_767_233_035)


def updated(**patch: Any) -> dict[str, Any]:
    session = fresh()
    session.update({"type": "realtime", **patch})
    return session.snapshot()


def test_created_shows_the_whole_session() -> None:
    shown = fresh().snapshot()
    assert list(shown) == CREATED_KEYS
    assert shown["output_modalities"] == ["audio"]
    assert shown["audio"]["input"]["turn_detection"]["silence_duration_ms"] == 200
    assert shown["audio"]["output"] == {"format": {"type": "audio/pcm", "rate": 24000}, "voice": "alloy", "speed": 1.0}


def test_a_phone_session_is_taken_whole() -> None:
    session = fresh()
    session.update(PHONE)
    shown = session.snapshot()
    assert shown["audio"]["input"]["format"] == {"type": "audio/pcmu"}
    assert shown["audio"]["input"]["noise_reduction"] == {"type": "near_field", "strength": 1}
    assert shown["audio"]["input"]["turn_detection"]["prefix_padding_ms"] == 300
    assert shown["audio"]["input"]["turn_detection"]["create_response"] is False
    assert shown["truncation"] == PHONE["truncation"]
    assert shown["reasoning"] == {"effort": "low"}


def test_omitted_fields_keep_their_value() -> None:
    session = fresh()
    session.update(PHONE)
    session.update(
        {"type": "realtime", "audio": {"input": {"turn_detection": {"type": "server_vad", "threshold": 0.4}}}}
    )
    shown = session.snapshot()
    assert shown["audio"]["input"]["turn_detection"]["threshold"] == 0.4
    assert shown["audio"]["input"]["turn_detection"]["create_response"] is False
    assert shown["audio"]["output"]["voice"] == "marin"
    assert shown["tools"] == PHONE["tools"]


def test_another_type_starts_from_its_own_defaults() -> None:
    shown = updated(audio={"input": {"turn_detection": {"type": "semantic_vad", "eagerness": "low"}}})
    assert shown["audio"]["input"]["turn_detection"] == {
        "type": "semantic_vad",
        "eagerness": "low",
        "create_response": True,
        "interrupt_response": True,
    }


@pytest.mark.parametrize("name", ["turn_detection", "transcription", "noise_reduction"])
def test_a_deliberate_null_turns_it_off(name: str) -> None:
    assert updated(audio={"input": {name: None}})["audio"]["input"][name] is None


def test_empty_values_clear() -> None:
    session = fresh()
    session.update(PHONE)
    session.update({"type": "realtime", "instructions": "", "tools": []})
    assert session.snapshot()["instructions"] == ""
    assert session.snapshot()["tools"] == []


def test_the_same_model_is_tolerated() -> None:
    assert updated(model="gpt-realtime-2.1")["model"] == "gpt-realtime-2.1"


FUNCTION = {"type": "function", "name": "f"}
REFUSED: list[tuple[Any, str, str | None, str]] = [
    ({}, "missing_required_parameter", "session.type", "Missing required parameter: 'session.type'."),
    ({"type": "transcription"}, "invalid_value", "session.type", "Supported values are: 'realtime'"),
    ([], "invalid_type", "session", "expected an object, but got an array"),
    (
        {"type": "realtime", "voice": "marin"},
        "unknown_parameter",
        "session.voice",
        "Unknown parameter: 'session.voice'.",
    ),
    ({"type": "realtime", "temperature": 1}, "unknown_parameter", "session.temperature", "temperature"),
    ({"type": "realtime", "instructions": None}, "invalid_type", "session.instructions", "a string, but got null"),
    ({"type": "realtime", "instructions": 5}, "invalid_type", "session.instructions", "a string, but got an integer"),
    ({"type": "realtime", "model": "gpt-realtime"}, "invalid_value", "session.model", "cannot be changed"),
    ({"type": "realtime", "output_modalities": ["audio"]}, "invalid_value", "session.output_modalities", TEXT_ONLY),
    (
        {"type": "realtime", "output_modalities": ["text", "audio"]},
        "invalid_value",
        "session.output_modalities",
        "text",
    ),
    ({"type": "realtime", "output_modalities": "text"}, "invalid_type", "session.output_modalities", "an array"),
    (
        {"type": "realtime", "audio": {"input": {"format": None}}},
        "invalid_type",
        "session.audio.input.format",
        "Invalid type for 'session.audio.input.format': expected an object, but got null",
    ),
    (
        {"type": "realtime", "audio": {"input": {"format": "pcm16"}}},
        "invalid_type",
        "session.audio.input.format",
        "string",
    ),
    (
        {"type": "realtime", "audio": {"input": {"format": {"type": "audio/pcm", "rate": 8000}}}},
        "integer_below_min_value",
        "session.audio.input.format.rate",
        "24000",
    ),
    (
        {"type": "realtime", "audio": {"input": {"turn_detection": {"threshold": 0.5}}}},
        "missing_required_parameter",
        "session.audio.input.turn_detection.type",
        "type",
    ),
    (
        {"type": "realtime", "audio": {"input": {"turn_detection": {"type": "semantic_vad", "threshold": 0.5}}}},
        "unknown_parameter",
        "session.audio.input.turn_detection.threshold",
        "threshold",
    ),
    (
        {"type": "realtime", "audio": {"output": {"speed": 3}}},
        "decimal_above_max_value",
        "session.audio.output.speed",
        "1.5",
    ),
    ({"type": "realtime", "max_output_tokens": 5000}, "integer_above_max_value", "session.max_output_tokens", "4096"),
    ({"type": "realtime", "max_output_tokens": True}, "invalid_type", "session.max_output_tokens", "a boolean"),
    (
        {"type": "realtime", "tools": [{"type": "function"}]},
        "missing_required_parameter",
        "session.tools[0].name",
        "name",
    ),
    (
        {"type": "realtime", "tools": [{"type": "function", "name": "a.b"}]},
        "invalid_value",
        "session.tools[0].name",
        "Invalid 'session.tools[0].name'",
    ),
    (
        {"type": "realtime", "tools": [{**FUNCTION, "strict": True}]},
        "unknown_parameter",
        "session.tools[0].strict",
        "strict",
    ),
    ({"type": "realtime", "tools": [FUNCTION, FUNCTION]}, "invalid_value", "session.tools[1].name", "another tool"),
    ({"type": "realtime", "tool_choice": "any"}, "invalid_value", "session.tool_choice", "'auto', 'none', 'required'"),
]


@pytest.mark.parametrize(("patch", "code", "param", "message"), REFUSED)
def test_a_wrong_update_is_refused_and_changes_nothing(patch: Any, code: str, param: str | None, message: str) -> None:
    session = fresh()
    before = session.snapshot()
    given = {**patch, "tracing": "auto"} if isinstance(patch, dict) and patch.get("type") else patch
    with pytest.raises(ProtocolError) as caught:
        session.update(given)
    assert (caught.value.code, caught.value.param) == (code, param)
    assert message in caught.value.message
    assert session.snapshot() == before


def test_an_update_is_answered_without_the_event_id(talk: Talk) -> None:
    async def script(client: Any) -> None:
        event = await client.ask("session.update", event_id="cfg_1", session={"type": "realtime", "instructions": "x"})
        assert event["type"] == "session.updated"
        assert event["session"]["instructions"] == "x"
        assert list(event["session"])[: len(CREATED_KEYS)] == CREATED_KEYS
        assert "cfg_1" not in str(event)

    talk(script)


def test_an_update_may_come_before_created_is_read(talk: Talk) -> None:
    async def script(client: Any) -> None:
        await client.send("session.update", session={"type": "realtime", "output_modalities": ["text"]})
        await client.send("response.create")
        done = await client.until("response.done")
        assert done["response"]["output_modalities"] == ["text"]

    talk(script)
