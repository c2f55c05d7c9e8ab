"""The books of a Realtime line: what it knows of its socket, its session and the utterances under way.

`Realtime` is the value that goes in and out of `flowkit.lines.realtime.on`. It is frozen, and so is all that it holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from flowkit.engine.events import Json
from flowkit.lines.sessions import reasons
from flowkit.lines.traffic import Frame
from flowkit.lines.utterances import Book


@dataclass(frozen=True, slots=True)
class Held:
    """A frame that waits for its time; `u` is the utterance that it requests."""

    frame: Frame
    u: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class Update:
    """A `session.update` that the server has not confirmed. `again`: it was sent a second time."""

    event_id: str
    session: Mapping[str, Json]
    tools: frozenset[str]
    again: bool = False


@dataclass(frozen=True, slots=True)
class Realtime(Book):
    """A line to a Realtime session, between two inputs.

    `held` are frames in the order in which they have to go out. `configured` is the session that was last sent or held,
    `tools` what the server last confirmed, `calls` the function calls of this session that have no output yet.
    """

    held: tuple[Held, ...] = ()
    updates: tuple[Update, ...] = ()
    configured: Mapping[str, Json] | None = None
    tools: frozenset[str] | None = None
    calls: frozenset[str] = frozenset()
    finished: tuple[str, ...] = ()

    @property
    def takes_effort(self) -> bool:
        """Whether the model takes a reasoning effort."""
        return reasons(self.model)

    @property
    def generating(self) -> bool:
        """Whether a response is asked for or being generated."""
        return any(utterance.stage in ("asked", "active") for utterance in self.utterances)

    @property
    def waiting(self) -> bool:
        """Whether the server owes us something: nothing else will happen here until it comes."""
        return self.socket == "open" and (bool(self.updates) or self.generating)

    @property
    def quiet(self) -> bool:
        """Whether nothing at all is under way; a session can be exchanged for another now."""
        return self.socket == "open" and not (self.updates or self.held or self.utterances)
