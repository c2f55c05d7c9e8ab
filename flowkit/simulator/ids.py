"""Ids that look like the API's and are the same in every run with one seed."""

from __future__ import annotations

import hashlib
import random

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_LENGTH = 21


class Ids:
    """A numbered source of ids and of harmless chance for one connection.

    Args:
        seed: The simulator's seed.
        connection: The number of the connection, from 1; two connections never share an id.
    """

    def __init__(self, seed: int, connection: int) -> None:
        self._prefix = f"{seed}:{connection}"
        self._count = 0
        self.chance = random.Random(f"{self._prefix}:chance")

    def new(self, kind: str) -> str:
        """The next id of a kind: `new("item")` gives `item_` and 21 letters and digits (26 characters)."""
        self._count += 1
        digest = hashlib.sha256(f"{self._prefix}:{self._count}".encode()).digest()
        return f"{kind}_" + "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in digest[:_LENGTH])
