"""Token counts: an estimate of the text, and what of a prompt was seen before.

The API caches the longest prefix that an earlier request had in common, in blocks of 64 tokens. Instructions and tools
are the front of the prompt, so a change there makes everything after it new; that is what flows are compiled around,
and what the simulator lets a test measure.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Sequence
from typing import Any

from flowkit.simulator.model import Seen

_CHARACTERS_PER_TOKEN = 4
_CACHE_BLOCK = 64
_REMEMBERED_PROMPTS = 32


def text_tokens(text: str) -> int:
    """Tokens of a text, at four UTF-8 bytes each (an estimate; at least 1 for any text)."""
    return -(-len(text.encode()) // _CHARACTERS_PER_TOKEN)


def prompt_text(seen: Seen) -> str:
    """Everything a model reads for one response, in the order it reads it."""
    tools = json.dumps(list(seen.tools), ensure_ascii=False)
    return "\n".join((seen.instructions, tools, *(_item_text(item) for item in seen.items)))


def zero_usage() -> dict[str, Any]:
    """The usage of a response that failed."""
    return _usage(0, 0, 0)


class Meter:
    """Counts the usage of one connection's responses."""

    def __init__(self) -> None:
        self._prompts: deque[str] = deque(maxlen=_REMEMBERED_PROMPTS)

    def cached(self, prompt: str) -> int:
        """Tokens of a prompt that an earlier one began with, a multiple of 64; the prompt is remembered."""
        common = max((_common_length(prompt, old) for old in self._prompts), default=0)
        self._prompts.append(prompt)
        tokens = len(prompt[:common].encode()) // _CHARACTERS_PER_TOKEN
        return tokens // _CACHE_BLOCK * _CACHE_BLOCK

    def usage(self, prompt: str, cached: int, outputs: Sequence[str]) -> dict[str, Any]:
        """The `usage` of a response that read `prompt` and made these texts and arguments."""
        return _usage(text_tokens(prompt), cached, sum(text_tokens(text) for text in outputs))


def _common_length(one: str, other: str) -> int:
    """How many characters two texts begin with in common (by halving: prompts are long, and mostly the same)."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _item_text(item: Any) -> str:
    return json.dumps({name: value for name, value in item.items() if name not in ("id", "status")}, ensure_ascii=False)


def _usage(read: int, cached: int, made: int) -> dict[str, Any]:
    return {
        "total_tokens": read + made,
        "input_tokens": read,
        "output_tokens": made,
        "input_token_details": {
            "text_tokens": read,
            "audio_tokens": 0,
            "image_tokens": 0,
            "cached_tokens": cached,
            "cached_tokens_details": {"text_tokens": cached, "audio_tokens": 0, "image_tokens": 0},
        },
        "output_token_details": {"text_tokens": made, "audio_tokens": 0},
    }
