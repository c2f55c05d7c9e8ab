"""Digests and idempotency keys of writes: the same for the same write, also after a crash, and for no other."""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def digest_of(tool: str, arguments: Mapping[str, Any]) -> str:
    """The digest of a write: its tool and its canonical arguments, and nothing else."""
    return hashlib.sha256(_canonical([tool, arguments]).encode()).hexdigest()[:16]


def key_of(call: str, consent: int, tool: str, digest: str) -> str:
    """The idempotency key of a write: the same after a crash, another for every consent and every call."""
    text = f"{call}|{consent}|{tool}|{digest}"
    return "fk_" + base64.b32encode(hashlib.sha256(text.encode()).digest()).decode()[:26].lower()
