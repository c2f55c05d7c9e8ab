"""The shapes of a chat request (fields and values of OpenAI's chat completions; only text is understood)."""

from __future__ import annotations

from flowkit.simulator.schema import Array, ByType, Choice, Flag, Nullable, Number, Object, Pairs, Shape, Text, Word
from flowkit.simulator.session_shape import NAME

_TEXT_PART = ByType({"text": Object({"type": Text(), "text": Text()}, ("type", "text"))})
_REFUSAL_PART = Object({"type": Text(), "refusal": Text()}, ("type", "refusal"))
_ASSISTANT_PART = ByType({**_TEXT_PART.shapes, "refusal": _REFUSAL_PART})
_WORDS = Choice((Text(), Array(_TEXT_PART)), "a string or an array")
_CALL = ByType(
    {
        "function": Object(
            {
                "id": Text(),
                "type": Text(),
                "function": Object({"name": NAME, "arguments": Text()}, ("name", "arguments")),
            },
            ("id", "type", "function"),
        )
    }
)

MESSAGE = ByType(
    {
        **{
            role: Object({"role": Text(), "content": _WORDS, "name": Text()}, ("content",))
            for role in ("system", "developer", "user")
        },
        "assistant": Object(
            {
                "role": Text(),
                "content": Nullable(Choice((Text(), Array(_ASSISTANT_PART)), "a string or an array")),
                "refusal": Nullable(Text()),
                "name": Text(),
                "tool_calls": Array(_CALL),
            }
        ),
        "tool": Object({"role": Text(), "content": _WORDS, "tool_call_id": Text()}, ("content", "tool_call_id")),
    },
    key="role",
)

TOOL = ByType(
    {
        "function": Object(
            {
                "type": Text(),
                "function": Object(
                    {"name": NAME, "description": Text(), "parameters": Object(None), "strict": Nullable(Flag())},
                    ("name",),
                ),
            },
            ("type", "function"),
        )
    }
)
TOOL_CHOICE = Choice(
    (
        Word(("none", "auto", "required")),
        ByType({"function": Object({"type": Text(), "function": Object({"name": Text()}, ("name",))}, ("function",))}),
    ),
    "a string or an object",
)
_COUNT = Nullable(Number(1, whole=True))
_PENALTY = Nullable(Number(-2, 2))

_OPTIONS: dict[str, Shape] = {
    "temperature": Nullable(Number(0, 2)),
    "top_p": Nullable(Number(0, 1)),
    "n": Nullable(Number(1, 128, whole=True)),
    "max_tokens": _COUNT,
    "max_completion_tokens": _COUNT,
    "presence_penalty": _PENALTY,
    "frequency_penalty": _PENALTY,
    "seed": Nullable(Number(whole=True)),
    "stop": Nullable(Choice((Text(), Array(Text())), "a string or an array")),
    "stream": Nullable(Flag()),
    "stream_options": Nullable(Object(None)),
    "parallel_tool_calls": Flag(),
    "reasoning_effort": Nullable(Word(("none", "minimal", "low", "medium", "high", "xhigh"))),
    "response_format": Object(None),
    "service_tier": Nullable(Text()),
    "store": Nullable(Flag()),
    "metadata": Nullable(Pairs()),
    "user": Text(),
    "prompt_cache_key": Text(),
    "safety_identifier": Text(),
}

REQUEST = Object(
    {
        "model": Text(),
        "messages": Array(MESSAGE),
        "tools": Array(TOOL),
        "tool_choice": TOOL_CHOICE,
        **_OPTIONS,
    },
    ("messages", "model"),
)
"""The body of a chat request."""
