"""How a text is cut into deltas: irregular pieces, as a model's tokens are, and padding that hides their length."""

from __future__ import annotations

import random
from collections.abc import Iterator

_LONGEST_PIECE = 9
_PADDED_TO = 16
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def chunks(text: str, chance: random.Random) -> Iterator[str]:
    """The text in pieces of one to nine characters; together they are the text again."""
    start = 0
    while start < len(text):
        end = start + chance.randint(1, _LONGEST_PIECE)
        yield text[start:end]
        start = end


def obfuscation(piece: str, chance: random.Random) -> str:
    """Random letters that bring a delta to a common length."""
    return "".join(chance.choice(_LETTERS) for _ in range(max(0, _PADDED_TO - len(piece))))
