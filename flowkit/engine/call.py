"""The state of a call: everything the engine knows of it, as values that go to JSON and back unchanged.

`Call` is the only value here with fields that are written, and only `step` writes them, on its own copy. Everything it
holds is frozen and is replaced, never changed; so the call before a step stays as it was. What slots and records hold
is in `held`, runs and calls of tools in `tool_runs`, what is said and asked in `speech`; this module has it all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from flowkit.engine.events import Can
from flowkit.engine.held import RecordKey, RecordValue, Saved, SlotValue, Waiting
from flowkit.engine.speech import CheckBack, Draft, Due, Floor, LastBrief, Pending, SpokenValues, Turn, Utterance
from flowkit.engine.tool_runs import DoneTool, Run, ToolCall, ToolEnd
from flowkit.language.frozen import frozen

__all__ = [
    "Call",
    "CheckBack",
    "DoneTool",
    "Draft",
    "Due",
    "Floor",
    "FlowEnd",
    "Frame",
    "Giving",
    "LastBrief",
    "Pending",
    "RecordKey",
    "RecordValue",
    "Run",
    "Saved",
    "SlotValue",
    "SpokenValues",
    "ToolCall",
    "ToolEnd",
    "Turn",
    "Utterance",
    "Waiting",
]


@frozen
class Frame:
    """One flow that is open.

    `why`: `cancel` runs in place of dropping the flow below, `callback` because nobody is there to give the call to.
    `state` is empty while the flow waits for its preconditions, `since` the caller's last turn before it was entered.
    `latest` is the key of the record of each name that this flow looked up last. `counts` says how often an edge was
    taken, `path` which states were visited, `ran` how the flows ended that a `choose` here ran. `talked` are the
    caller's turns in this `talk`; `asked_for` is a write that was being read back in it when the caller digressed.
    `declined` are slots that the caller cannot say; `singly`: the question for several together was answered with that.
    """

    flow: str
    why: Literal["start", "choose", "run", "requires", "digression", "cancel", "callback"]
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
    asked_for: ToolCall | None = None
    declined: tuple[str, ...] = ()
    singly: bool = False


_FREE = Floor()
_NO_BRIEF = LastBrief()


@frozen
class FlowEnd:
    """A flow that ended."""

    flow: str
    outcome: str
    state: str


@frozen
class Giving:
    """How far it is to give the call to a person.

    `said` is the utterance of the last words, once it was heard; `case` how far its case is, `run` the run that writes
    it and `result` what that returned. `asked` is the tool of a read-back that came to nothing. `impatient`: writes on
    their way were waited for long enough; `given`: the call was put through. `given_up`: nothing else is left, because
    something is wrong with the flow or the line.
    """

    since: int
    said: str = ""
    case: Literal["", "none", "left out", "running", "written", "failed", "unknown"] = ""
    run: str = ""
    result: Mapping[str, Any] = field(default_factory=dict)
    asked: str = ""
    impatient: bool = False
    given: bool = False
    given_up: bool = False


@dataclass
class Call:
    """A call. `stage`: before the line is up, under way, last words, handing over, or over.

    `call_ids` are the functions that were called lately, `refusals` the tool calls refused in this visit, `looked_up`
    the records that the engine looked at by itself since the caller's last turn; `secrets` are the forms of sensitive
    values, each with the name of its slot; `dropped` are runs that were given up before a store had answered. `hold` is
    the visit in which the caller asked to wait, `held` the last one in which they did, `waited` the last turn for
    which the model reported that there is nothing to answer. `which` is the slot, and the value in the caller's words,
    of which it was asked whether it is that one. `wish` is the flow that
    the caller turned to while what it requires was being found out. `left` are the flows that the last step left, as
    they were then. `correcting` is a slot that the caller wants to change where something else happens then.
    `typed` are the keys that they pressed last, and when.

    `check` is the value about which the caller is asked. `maybe` is what a turn may say for slots for which nothing was
    recorded: the turn, and each slot with what it may be. `misreported` counts reports in a row that were none.

    `awaited` is a turn whose words have to tell what it is before anybody speaks; `cut` are the words that the turns
    made stop of which that is not known yet, `noises` how many turns without words there were in a row, and
    `silence_left` how much of the silence was left when the last one began. `not_before` is when the next utterance may
    begin after one that failed, `lost` what is gone, and `lost_at` since when; `broken_off`: words went with it.
    `advice` is what the next reply is told of the one before it. `time`: the caller's, or the model's session's, runs
    out, or has. `withdrawn` is how often the end of the call was taken back, `misfits` how often the session was not as
    it was sent.

    `watched` are the states of the automata of `guarantees` (empty: nothing has happened yet), `holding` the sentences
    whose precondition holds now, `broken` those that were broken, or that something was refused for. `cost`: what the
    model has cost so far, in the currency of its prices.
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
    floor: Floor = _FREE
    utterances: dict[str, Utterance] = field(default_factory=dict)
    turns: dict[str, Turn] = field(default_factory=dict)
    turn_count: int = 0
    utterance_count: int = 0
    run_count: int = 0
    pending: tuple[Pending, ...] = ()
    repeat: tuple[Pending, ...] = ()
    asked: tuple[int, str] = (0, "")
    after_write: bool = False
    brief: LastBrief = _NO_BRIEF
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
    waited: str = ""
    giving: Giving | None = None
    secrets: dict[str, str] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    wish: str = ""
    left: tuple[Frame, ...] = ()
    correcting: str = ""
    check: CheckBack | None = None
    maybe: tuple[str, tuple[str, ...]] = ("", ())
    misreported: int = 0
    typed: tuple[str, int] = ("", 0)
    awaited: str = ""
    cut: tuple[Due, ...] = ()
    noises: int = 0
    silence_left: int = 0
    not_before: int = 0
    lost: Literal["", "model", "media"] = ""
    lost_at: int = 0
    broken_off: bool = False
    advice: Literal["", "cut off", "shorter"] = ""
    time: Literal["", "short", "up"] = ""
    withdrawn: int = 0
    misfits: int = 0
    watched: tuple[int, ...] = ()
    holding: tuple[int, ...] = ()
    broken: tuple[str, ...] = ()
    cost: Decimal = Decimal(0)
    budget_reached: bool = False

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
        held = twin.__dict__ = self.__dict__.copy()
        for name in _MAPS:
            held[name] = held[name].copy()
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
