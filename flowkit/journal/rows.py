"""What a journal holds. Bodies are callers' words and data, so they stand in no representation of a row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from flowkit.engine.events import Json


@dataclass(frozen=True, slots=True)
class Row:
    """An event or an effect of one step of a call.

    Args:
        step: its number in the call; an event and all effects that came of it have the same.
        body: as `flowkit.engine.codec.to_json` makes it.
    """

    step: int
    kind: Literal["event", "effect"]
    body: Mapping[str, Json] = field(repr=False)

    @property
    def name(self) -> str:
        """What it is, such as `tool_done`; empty if the body does not say."""
        return str(self.body.get("type", ""))


@dataclass(frozen=True, slots=True)
class Entry:
    """A call in the list of calls. `started` in milliseconds since the epoch."""

    call: str
    digest: str
    started: int
    settings: Mapping[str, Json] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Header(Entry):
    """What is needed to take a call up again: how it was started, and the files of the project as they were then."""

    files: Mapping[str, bytes] = field(repr=False)


class JournalError(Exception):
    """The journal cannot be read or written.

    Args:
        message: what is wrong, in one sentence.
        hint: what to do about it.
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
