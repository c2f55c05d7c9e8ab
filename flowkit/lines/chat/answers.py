"""Reading what a chat endpoint answers, tolerantly: a field that is missing or odd reads as empty."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from flowkit.engine.events import FunctionCall, Json
from flowkit.lines.chat.strictness import plain_arguments
from flowkit.lines.responses import Made, Status

CUT: Mapping[str, str] = {"length": "max_output_tokens", "content_filter": "content_filter"}
"""Finish reasons of an answer that is not whole → the reason as it is called on every line."""

NO_ANSWER = "no_answer"
"""The error of an answer that has no message in it."""

_NOTHING: Mapping[str, Any] = {}
# A model that thinks aloud, behind a server that does not keep it apart.
_THOUGHTS = re.compile(r"\A\s*<think>.*?(?:</think>|\Z)", re.DOTALL)


def read_answer(answer: Any) -> Made:
    """Reads a chat completion; its calls still have the server's ids."""
    choices = _object(answer).get("choices")
    choice = _object(choices[0]) if isinstance(choices, list) and choices else _NOTHING
    usage = usage_of(_object(answer).get("usage"))
    if not isinstance(choice.get("message"), Mapping):
        return Made("failed", "", error=NO_ANSWER, usage=usage)
    message = _object(choice["message"])
    error = CUT.get(_text(choice.get("finish_reason")), "")
    status: Status = "incomplete" if error else "completed"
    calls = () if error else tuple(_calls(message.get("tool_calls")))
    return Made(status, words_of(message), calls, error=error, usage=usage)


def words_of(message: Mapping[str, Any]) -> str:
    """What a message says; a refusal is the model's own words, too."""
    content = message.get("content")
    if isinstance(content, list):
        content = "".join(_text(_object(part).get("text")) for part in content)
    return _THOUGHTS.sub("", _text(content)).strip() or _text(message.get("refusal")).strip()


def _calls(given: Any) -> Iterator[FunctionCall]:
    for call in given if isinstance(given, list) else ():
        function = _object(_object(call).get("function"))
        if _text(function.get("name")):
            arguments = function.get("arguments")
            # Some servers give the object itself in place of its text.
            text = arguments if isinstance(arguments, str) else json.dumps(arguments or {}, ensure_ascii=False)
            yield FunctionCall(_text(_object(call).get("id")), function["name"], plain_arguments(text))


def usage_of(usage: Any) -> Mapping[str, Json]:
    """The usage of a completion in the shape that a Realtime response has; empty if there is none."""
    given = _object(usage)
    if not given:
        return {}
    read, made = _count(given, "prompt_tokens"), _count(given, "completion_tokens")
    read_details = _object(given.get("prompt_tokens_details"))
    made_details = _object(given.get("completion_tokens_details"))
    cached = _count(read_details, "cached_tokens")
    return {
        "total_tokens": _count(given, "total_tokens") or read + made,
        "input_tokens": read,
        "output_tokens": made,
        "input_token_details": {
            "text_tokens": read,
            "audio_tokens": 0,
            "cached_tokens": cached,
            "cached_tokens_details": {"text_tokens": cached, "audio_tokens": 0},
        },
        "output_token_details": {
            "text_tokens": made,
            "audio_tokens": 0,
            "reasoning_tokens": _count(made_details, "reasoning_tokens"),
        },
    }


def _count(given: Mapping[str, Any], name: str) -> int:
    value = given.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else _NOTHING


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
