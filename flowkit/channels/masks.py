"""Tokens that stand for sensitive values wherever a call is shown.

`‹email:3f2a›` is the start of an HMAC of the value under a key of the call's own: equal values have equal tokens within
a call, and the token tells nothing of the value.
"""

import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flowkit.engine.call import Call
from flowkit.engine.program import Program
from flowkit.language.model import Slot, Tool
from flowkit.language.values import canonical


@dataclass(slots=True)
class Masks:
    """The sensitive values of one call that were met so far, and their tokens."""

    program: Program
    key: bytes
    tokens: dict[str, str] = field(default_factory=dict)

    def token(self, name: str, value: str) -> str:
        """The token of a value; from now on it stands for that value in texts too."""
        found = self.tokens.get(value)
        if found is None:
            digest = hmac.new(self.key, f"{name}\0{value}".encode(), hashlib.sha256).hexdigest()[:4]
            found = self.tokens[value] = f"‹{name}:{digest}›"
        return found

    def learn(self, call: Call) -> None:
        """Takes note of the sensitive values that slots of a call hold."""
        for slot, value in _held(self.program, call):
            if slot.shape.sensitive:
                self.token(slot.name, canonical(slot.shape, value))

    def text(self, text: str) -> str:
        """A text with the sensitive values in it replaced."""
        for value in sorted(self.tokens, key=len, reverse=True):
            if len(value) > 1:
                text = re.sub(re.escape(value), self.tokens[value], text, flags=re.IGNORECASE)
        return text

    def slot(self, slot: Slot, value: Any) -> str:
        """A slot's value as it may be shown."""
        plain = canonical(slot.shape, value)
        return self.token(slot.name, plain) if slot.shape.sensitive else plain

    def arguments(self, tool: Tool, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """A tool's arguments as they may be shown: those that a sensitive slot filled stand as its token."""
        shown: dict[str, Any] = {}
        for name, value in arguments.items():
            sensitive = name in tool.input and tool.input[name].shape.sensitive
            known = isinstance(value, str) and (value in self.tokens or sensitive)
            shown[name] = self.token(name, value) if known else value
        return shown


def _held(program: Program, call: Call) -> Iterator[tuple[Slot, Any]]:
    for name, held in call.slots.items():
        yield program.project.slots[name], held.value
    for frame in (*call.left, *call.frames):
        slots = program.flow(frame.flow).slots
        for name, held in frame.slots.items():
            yield slots[name], held.value
