"""The shapes of a session, of `response.create`, and of what both share (fields and values of the GA Realtime API)."""

from __future__ import annotations

from flowkit.simulator.schema import Array, ByType, Choice, Flag, Nullable, Number, Object, Pairs, Shape, Text, Word

FORMAT = ByType(
    {
        "audio/pcm": Object({"type": Text(), "rate": Number(24000, 24000, whole=True)}),
        "audio/pcmu": Object({"type": Text()}),
        "audio/pcma": Object({"type": Text()}),
    }
)
VOICE = Choice((Text(), Object({"id": Text()}, ("id",))), "a string or an object")
OUTPUT_AUDIO = Object({"format": FORMAT, "voice": VOICE, "speed": Number(0.25, 1.5)})

TURN_DETECTION = ByType(
    {
        "server_vad": Object(
            {
                "type": Text(),
                "threshold": Number(0, 1),
                "prefix_padding_ms": Number(0, whole=True),
                "silence_duration_ms": Number(0, whole=True),
                "idle_timeout_ms": Nullable(Number(1, whole=True)),
                "create_response": Flag(),
                "interrupt_response": Flag(),
            }
        ),
        "semantic_vad": Object(
            {
                "type": Text(),
                "eagerness": Word(("low", "medium", "high", "auto")),
                "create_response": Flag(),
                "interrupt_response": Flag(),
            }
        ),
    }
)
TRANSCRIPTION = Object(
    {
        "model": Text(),
        "language": Text(),
        "languages": Array(Text()),
        "keywords": Array(Text()),
        "prompt": Text(),
        "delay": Word(("minimal", "low", "medium", "high", "xhigh")),
    }
)
NOISE_REDUCTION = ByType(
    {kind: Object({"type": Text(), "strength": Number(0, 1)}) for kind in ("near_field", "far_field")}
)
INPUT_AUDIO = Object(
    {
        "format": FORMAT,
        "noise_reduction": Nullable(NOISE_REDUCTION),
        "transcription": Nullable(TRANSCRIPTION),
        "turn_detection": Nullable(TURN_DETECTION),
    }
)

NAME = Text(limit=64, pattern=r"[a-zA-Z0-9_-]+")
TOOL = ByType(
    {
        "function": Object(
            {"type": Text(), "name": NAME, "description": Text(), "parameters": Object(None)}, ("type", "name")
        )
    }
)
TOOL_CHOICE = Choice(
    (
        Word(("auto", "none", "required")),
        ByType({"function": Object({"type": Text(), "name": NAME}, ("type", "name"))}),
    ),
    "a string or an object",
)
MAX_OUTPUT_TOKENS = Choice((Number(1, 4096, whole=True), Word(("inf",))), "an integer or 'inf'")
MODALITIES = Array(Word(("text", "audio")))
REASONING = Object({"effort": Word(("none", "minimal", "low", "medium", "high", "xhigh"))})
PROMPT = Object({"id": Text(), "version": Nullable(Text()), "variables": Nullable(Object(None))}, ("id",))
TRUNCATION = Choice(
    (
        Word(("auto", "disabled")),
        ByType(
            {
                "retention_ratio": Object(
                    {
                        "type": Text(),
                        "retention_ratio": Number(0, 1),
                        "token_limits": Object({"post_instructions": Number(0, whole=True)}),
                    },
                    ("type", "retention_ratio"),
                )
            }
        ),
    ),
    "a string or an object",
)
TRACING = Choice(
    (Word(("auto",)), Object({"workflow_name": Text(), "group_id": Text(), "metadata": Object(None)})),
    "a string or an object",
)

_ANSWER: dict[str, Shape] = {
    "instructions": Text(),
    "tools": Array(TOOL),
    "tool_choice": TOOL_CHOICE,
    "parallel_tool_calls": Flag(),
    "reasoning": REASONING,
    "output_modalities": MODALITIES,
    "max_output_tokens": MAX_OUTPUT_TOKENS,
    "prompt": Nullable(PROMPT),
}

SESSION = Object(
    {
        **_ANSWER,
        "type": Word(("realtime",)),
        "model": Text(),
        "audio": Object({"input": INPUT_AUDIO, "output": OUTPUT_AUDIO}),
        "truncation": TRUNCATION,
        "tracing": Nullable(TRACING),
        "include": Nullable(Array(Word(("item.input_audio_transcription.logprobs",)))),
    },
    ("type",),
)
"""A session as `session.update` may change it."""

RESPONSE = Object(
    {
        **_ANSWER,
        "audio": Object({"output": Object({"format": FORMAT, "voice": VOICE})}),
        "conversation": Word(("auto", "none")),
        "metadata": Nullable(Pairs()),
        "input": Array(Object(None, ("type",))),
    }
)
"""The `response` of a `response.create`; its input items are judged one by one."""
