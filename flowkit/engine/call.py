"""The state of a call: everything the engine knows of it, as values that go to JSON and back unchanged.

`Call` is the only value here with fields that are written, and only `step` writes them, on its own copy. Everything it
holds is frozen and is replaced, never changed; so the call before a step stays as it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from flowkit.engine.effects import Yields
from flowkit.engine.events import Can
from flowkit.language.shapes import Value

SpokenValues = tuple[tuple[str, str, str], ...]
"""Values that words bring, each (type, canonical, spoken)."""

RecordKey = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SlotValue:
    """What a slot holds, where it came from, and whether the caller was heard to say it.

    `source` is one of an argument's (`caller`, `channel`, `computed`), or `single` (the only option of its list), or
    `given`: it stands for what was said before a test began, and for what the channel brings.
    """

    value: Value
    source: str
    turn: str = ""
    version: int = 1
    heard: bool = True


@dataclass(frozen=True, slots=True)
class Waiting:
    """A value reported before it could be read: for a flow that is not open, or options not looked up yet.

    One that was there before the call began is for one `flow`, and has a `source` in place of a turn.
    """

    given: Any
    turn: str
    flow: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class RecordValue:
    """A record that was looked up. `stale`: a write changed it since; only its key is still sure."""

    value: Mapping[str, Value]
    version: int = 1
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Saved:
    """The result of a tool or flow, kept under a name; `depends` are the slots its arguments were made of."""

    value: Value
    tool: str
    depends: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Frame:
    """One flow that is open.

    `state` is empty while the flow waits for its preconditions, `since` the caller's last turn before it was entered.
    `latest` is the key of the record of each name that this flow looked up last. `counts` says how often an edge was
    taken, `path` which states were visited, `ran` how the flows ended that a `choose` here ran. `talked` are the
    caller's turns in this `talk`; `asked_for` is a write that was being read back in it when the caller digressed.
    `declined` are slots that the caller cannot say; `singly`: the question for several together was answered with that.
    """

    flow: str
    why: Literal["start", "choose", "run", "requires", "digression"]
    state: str = ""
    visit: int = 0
    since: str = ""
    slots: Mapping[str, SlotValue] = field(default_factory=dict)
    saved: Mapping[str, Saved] = field(default_factory=dict)
    latest: Mapping[str, RecordKey] = field(default_factory=dict)
    latest_depends: Mapping[str, frozenset[str]] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    path: tuple[tuple[str, int], ...] = ()
    ran: tuple[str, ...] = ()
    talked: int = 0
    asked_for: "ToolCall | None" = None
    declined: tuple[str, ...] = ()
    singly: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """A tool that is running for a visit.

    `purpose`: the state's own run, the write of a draft or a look after it; a tool that the model called in a `talk`;
    the engine's own look at a record that has to be known before a tool can be judged; or the case of a handoff.
    `then`: what the state was about to do when the record had to be looked up again first. `counted`: limits across
    calls count it; while it is `reserving`, it waits for its share of them and has not begun.
    """

    tool: str
    arguments: Mapping[str, Any]
    visit: int
    started: int
    purpose: Literal["use", "write", "look", "call", "record", "case"]
    depends: frozenset[str] = frozenset()
    consent: int = 0
    filler: int = 0
    key: str = ""
    counted: bool = False
    reserving: bool = False
    then: str = ""


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A tool that the model called in a `talk`, until it has come to its end.

    `arguments` are JSON, in canonical form. `run` is the run whose end the call waits for: its own, or one that must
    end before it can be `judged`. `again`: the same was called before. `answered`: the call has its output already, so
    that the end is told by a note.
    """

    id: str
    tool: str
    arguments: Mapping[str, Any]
    visit: int
    turn: str
    at: int = 0
    run: str = ""
    judged: bool = False
    again: bool = False
    answered: bool = False


@dataclass(frozen=True, slots=True)
class ToolEnd:
    """How a tool call of the model ended since the caller's last turn: its output, and the rows it came from."""

    tool: str
    arguments: Mapping[str, Any]
    output: Mapping[str, Any]
    rows: tuple[tuple[str, RecordKey], ...] = ()


@dataclass(frozen=True, slots=True)
class DoneTool:
    """A tool that was carried out, or of which nobody knows; `flows` were open then, the first of the call first."""

    tool: str
    arguments: Mapping[str, Any]
    outcome: str
    consent: int = 0
    flows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A write that the caller is asked for: what exactly, in which words, and how far the asking is.

    `question_u` is the latest asking; `asked_at` when it began to sound (0: it has not). `changing`: the caller named
    another value and nothing was recorded for it yet. `called`: the model called the tool in a `talk`. `counting`: how
    much is left of limits across calls is being asked; `run` is the run that waits for its share of them.
    """

    id: str
    tool: str
    arguments: Mapping[str, Any]
    digest: str
    versions: Mapping[str, int]
    statement: str
    question: str
    values: SpokenValues
    phase: Literal["stating", "asking", "listening", "answering", "reserving", "running"] = "stating"
    statement_u: str = ""
    statement_extent: str = ""
    question_u: str = ""
    asked_at: int = 0
    attempts: int = 0
    unclear: int = 0
    changing: bool = False
    called: bool = False
    counting: bool = False
    run: str = ""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One thing that the agent says, from its asking to its end for the caller.

    `asks` are the slots that it asks for; `heard_after` the caller's last turn before it began to sound, once it did;
    `sounds`: it began to reach them.
    """

    kind: Literal["say", "reply"]
    purpose: str
    visit: int
    upto_turn: str
    at: int = 0
    text: str = ""
    status: str = "generating"
    void: bool = False
    extent: str = ""
    must: tuple[tuple[str, SpokenValues], ...] = ()
    sounds: bool = False
    asks: tuple[str, ...] = ()
    heard_after: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that the caller said. `served` are the stretches of its text that filled a slot."""

    started: int
    ended: int | None = None
    text: str | None = None
    before_disclosure: bool = False
    served: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """Exact words that are to be spoken as soon as the floor is free."""

    text: str
    purpose: str
    yields: Yields = "at_once"
    values: SpokenValues = ()


@dataclass(frozen=True, slots=True)
class Pending:
    """Words that the next reply has to bring: of a state, or a value of `slot` that is repeated to the caller."""

    text: str
    values: SpokenValues = ()
    slot: str = ""


@dataclass(frozen=True, slots=True)
class Floor:
    """Who may speak.

    `playing` are utterances that were generated and are not known to be played to their end. `passes` counts replies
    since the caller's last turn.
    """

    generating: str = ""
    playing: tuple[str, ...] = ()
    open_turn: str = ""
    due: tuple[Due, ...] = ()
    want_reply: bool = False
    reply_tool: str = "auto"
    passes: int = 0


@dataclass(frozen=True, slots=True)
class LastBrief:
    """The brief that the model has: its number, its digest, the words in it, and how many replies ago it was sent."""

    number: int = 0
    digest: str = ""
    words: tuple[str, ...] = ()
    age: int = 0


@dataclass(frozen=True, slots=True)
class FlowEnd:
    """A flow that ended."""

    flow: str
    outcome: str
    state: str


@dataclass(frozen=True, slots=True)
class Giving:
    """How far it is to give the call to a person.

    `said` is the utterance of the last words, once it was heard; `case` how far its case is, `run` the run that writes
    it and `result` what that returned. `asked` is the tool of a read-back that came to nothing. `impatient`: writes on
    their way were waited for long enough; `given`: the call was put through.
    """

    since: int
    said: str = ""
    case: Literal["", "none", "left out", "running", "written", "failed", "unknown"] = ""
    run: str = ""
    result: Mapping[str, Any] = field(default_factory=dict)
    asked: str = ""
    impatient: bool = False
    given: bool = False


@dataclass
class Call:
    """A call. `stage`: before the line is up, under way, last words, handing over, or over.

    `call_ids` are the functions that were called lately, `refusals` the tool calls refused in this visit, `looked_up`
    the records that the engine looked at by itself since the caller's last turn; `secrets` are the forms of sensitive
    values, each with the name of its slot; `dropped` are runs that were given up before a store had answered. `hold` is
    the visit in which the caller asked to wait, `held` the last one in which they did. `which` is
    the slot, and the value in the caller's words, of which it was asked whether it is that one. `wish` is the flow that
    the caller turned to while what it requires was being found out. `left` are the flows that the last step left, as
    they were then.
    """

    id: str = ""
    nonce: str = ""
    channel: str = ""
    caller: str = ""
    language: str = "en"
    seq: int = 0
    started: int = 0
    session: int = 0
    can: Can = field(default_factory=Can)
    stage: Literal["new", "starting", "live", "ending", "transfer", "draining", "over"] = "new"
    ended_by: str = ""
    outcome: str = ""
    visits: int = 0
    group: str = ""
    patience: str = "normal"
    disclosed: bool = False
    frames: tuple[Frame, ...] = ()
    ended: tuple[FlowEnd, ...] = ()
    slots: dict[str, SlotValue] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    waiting: dict[str, Waiting] = field(default_factory=dict)
    records: dict[str, Mapping[RecordKey, RecordValue]] = field(default_factory=dict)
    done: tuple[DoneTool, ...] = ()
    runs: dict[str, Run] = field(default_factory=dict)
    draft: Draft | None = None
    drafts: int = 0
    consents: int = 0
    floor: Floor = Floor()
    utterances: dict[str, Utterance] = field(default_factory=dict)
    turns: dict[str, Turn] = field(default_factory=dict)
    turn_count: int = 0
    utterance_count: int = 0
    run_count: int = 0
    pending: tuple[Pending, ...] = ()
    repeat: tuple[Pending, ...] = ()
    asked: tuple[int, str] = (0, "")
    after_write: bool = False
    brief: LastBrief = LastBrief()
    no_match: int = 0
    no_input: int = 0
    malformed: int = 0
    timers: dict[str, int] = field(default_factory=dict)
    before_handoff: str = ""
    edge_spoke: bool = False
    which: tuple[str, str] = ("", "")
    missed_turn: str = ""
    hops: int = 0
    refused: tuple[tuple[str, str], ...] = ()
    declined: int = 0
    side_questions: int = 0
    tool_calls: tuple[ToolCall, ...] = ()
    tool_ends: tuple[ToolEnd, ...] = ()
    call_ids: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()
    looked_up: tuple[str, ...] = ()
    hold: int = 0
    held: int = 0
    giving: Giving | None = None
    secrets: dict[str, str] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    wish: str = ""
    left: tuple[Frame, ...] = ()

    @property
    def over(self) -> bool:
        """Whether the call has come to its end; nothing changes it any more."""
        return self.stage == "over"

    @property
    def top(self) -> Frame:
        """The flow that is being carried on."""
        return self.frames[-1]

    def copy(self) -> "Call":
        """A copy that a step may write to; what it holds is shared, as it never changes."""
        twin = object.__new__(Call)
        twin.__dict__.update(self.__dict__)
        for name in _MAPS:
            twin.__dict__[name] = self.__dict__[name].copy()
        return twin

    def to_json(self) -> dict[str, Any]:
        """The call as a JSON object; see `flowkit.engine.snapshot`."""
        from flowkit.engine.snapshot import to_json

        return to_json(self)

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> "Call":
        """The call that `to_json` made an object of."""
        from flowkit.engine.snapshot import from_json

        return from_json(data)


_MAPS = ("slots", "versions", "waiting", "records", "runs", "utterances", "turns", "timers", "secrets")
