"""What can happen on a call: everything the engine is told, and nothing else reaches it.

An event is a frozen value. `at` is its time in milliseconds (since the epoch, or of a virtual clock), `n` its number
in the call; ids are opaque texts. What an event carries is JSON throughout, so that the journal can keep it and give
it back unchanged: dates stand as ISO texts, money as a decimal text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from flowkit.language.frozen import frozen

Json = Any
"""A JSON value: text, number, true/false, null, list, or object with text keys."""


@frozen
class Can:
    """What the line and the channel can do on this call.

    `renews`: the model's session, which has a greatest age, can be exchanged for another without the caller noticing.
    """

    audio: bool = False
    queues_speech: bool = True
    proves_playback: bool = True
    plays_clips: bool = False
    keys: bool = False
    transfer: bool = True
    renews: bool = True


@frozen
class FunctionCall:
    """A function that the model called. `whole`: its arguments arrived complete."""

    id: str
    name: str
    arguments: str
    whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamped:
    """What every event has: its time in milliseconds and its number in the call."""

    at: int = 0
    n: int = 0


@dataclass(frozen=True, slots=True)
class CallStarted(Stamped):
    """A caller is there. `given` are values that the channel brings, by slot or record name.

    `said`: they stand for what was said and looked up before a test begins, and count as the caller's words, too.
    `begin` names a flow, or a `flow.state`, to start in; empty: the project's start. `nonce` makes the idempotency keys
    of this call unlike those of a call of the same id in another journal.
    """

    call: str
    channel: str
    caller: str = ""
    given: Mapping[str, Json] = field(default_factory=dict)
    language: str = "en"
    begin: str = ""
    nonce: str = ""
    said: bool = False


@dataclass(frozen=True, slots=True)
class LineReady(Stamped):
    """Model and media are up. `session` counts the sessions of this call from 1."""

    can: Can
    session: int = 1
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class TurnStarted(Stamped):
    """The caller began to speak, over the utterance `over` if one was sounding."""

    turn: str
    over: str = ""
    heard_ms: int | None = None


@dataclass(frozen=True, slots=True)
class TurnEnded(Stamped):
    """The caller stopped. `voiced_ms`: how long there was voice; a typed message counts as 1000."""

    turn: str
    voiced_ms: int = 1000


@dataclass(frozen=True, slots=True)
class Words(Stamped):
    """The final transcript of a turn; `problem` when there is none."""

    turn: str
    text: str = ""
    problem: Literal["", "failed", "empty"] = ""
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Key(Stamped):
    """A key of the telephone, or a button."""

    digit: str


@dataclass(frozen=True, slots=True)
class Audible(Stamped):
    """The first sound (or the text) of an utterance reached the caller."""

    u: str


@dataclass(frozen=True, slots=True)
class Generated(Stamped):
    """The model finished an utterance. Its calls count only if it was completed and not cancelled by us."""

    u: str
    status: Literal["completed", "cancelled", "incomplete", "failed"]
    text: str = ""
    calls: tuple[FunctionCall, ...] = ()
    error: str = ""
    usage: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Played(Stamped):
    """An utterance came to its end for the caller: heard whole, cut, or not at all. Times in milliseconds."""

    u: str
    extent: Literal["full", "cut", "none"]
    heard_ms: int = 0
    total_ms: int = 0


@dataclass(frozen=True, slots=True)
class Witnessed(Stamped):
    """The model's own hearing of a caller's answer."""

    turn: str
    hearing: Literal["yes", "no", "other", "none"]


@dataclass(frozen=True, slots=True)
class Counted(Stamped):
    """What has been used up of limits that reach across calls, for a draft of a consent."""

    draft: str
    used: Mapping[str, Json] = field(default_factory=dict)
    available: bool = True


@dataclass(frozen=True, slots=True)
class Reserved(Stamped):
    """Whether the store let a write have its share of a limit that reaches across calls."""

    run: str
    outcome: Literal["ok", "over", "unavailable"]
    limit: str = ""


@dataclass(frozen=True, slots=True)
class ToolDone(Stamped):
    """A tool run came to its end. `outcome`: ok, failed, timeout, unknown, or an outcome that the tool declares."""

    run: str
    outcome: str
    result: Json = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Transferred(Stamped):
    """How giving the call to a person went."""

    outcome: Literal["connected", "failed", "no_answer"]


@dataclass(frozen=True, slots=True)
class Lost(Stamped):
    """Caller, model or media went away."""

    what: Literal["caller", "model", "media"]


@dataclass(frozen=True, slots=True)
class Back(Stamped):
    """Model or media came back; `fresh`: as a new session that knows nothing of the call."""

    what: Literal["model", "media"]
    fresh: bool = True
    session: int = 1


@dataclass(frozen=True, slots=True)
class Trouble(Stamped):
    """Something is wrong with the line. `fatal`: it cannot go on."""

    kind: Literal["fatal", "rate", "config", "bug", "unsolicited"]
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Tick(Stamped):
    """A timer that the engine armed fired at the time it was armed for."""

    timer: str
    due: int = 0


Event = (
    CallStarted
    | LineReady
    | TurnStarted
    | TurnEnded
    | Words
    | Key
    | Audible
    | Generated
    | Played
    | Witnessed
    | Counted
    | Reserved
    | ToolDone
    | Transferred
    | Lost
    | Back
    | Trouble
    | Tick
)
