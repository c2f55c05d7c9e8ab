"""The books of a Realtime line: what it knows of its socket, its session and the utterances under way.

`Realtime` is the value that goes in and out of `flowkit.lines.realtime.on`. It is frozen, and so is all that it holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from flowkit.engine.events import Can, Json
from flowkit.lines.sessions import reasons
from flowkit.lines.traffic import Frame
from flowkit.lines.utterances import Past, Utterance


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
class Realtime:
    """A line to a Realtime session, between two inputs.

    `sessions` (compiled, by group), `extras`, `model` and `can` stay as they are for the whole call. `held` are frames
    in the order in which they have to go out. `configured` is the session that was last sent or held, `tools` what the
    server last confirmed, `calls` the function calls of this session that have no output yet.
    """

    sessions: Mapping[str, Mapping[str, Json]]
    extras: Mapping[str, Json]
    model: str
    can: Can
    socket: Literal["new", "open", "lost"] = "new"
    session: int = 0
    ready: bool = False
    utterances: tuple[Utterance, ...] = ()
    held: tuple[Held, ...] = ()
    updates: tuple[Update, ...] = ()
    configured: Mapping[str, Json] | None = None
    tools: frozenset[str] | None = None
    calls: frozenset[str] = frozenset()
    closed: tuple[str, ...] = ()
    finished: tuple[str, ...] = ()
    turns: int = 0
    adopted: int = 0
    ids: int = 0

    @staticmethod
    def new(
        sessions: Mapping[str, Mapping[str, Json]],
        extras: Mapping[str, Json] | None = None,
        *,
        can: Can | None = None,
        past: Past | None = None,
    ) -> "Realtime":
        """A line that has no socket yet.

        Args:
            sessions: group → its compiled session.
            extras: what channel and environment add to every session: `model` (the model's name, which tells what the
                session may hold), and any keys of a session object.
            can: what this line and its channel can do; a text line without keys by default.
            past: what the call already had, where it was begun by another process.
        """
        before = past or Past()
        rest: dict[str, Any] = {name: value for name, value in (extras or {}).items() if name != "model"}
        return Realtime(
            sessions,
            rest,
            str((extras or {}).get("model", "")),
            can or Can(),
            ready=before.ready,
            turns=before.turns,
            adopted=before.adopted,
        )

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

    def find(self, u: str) -> Utterance | None:
        """The utterance of that name, if it is under way."""
        return next((utterance for utterance in self.utterances if utterance.u == u), None)
