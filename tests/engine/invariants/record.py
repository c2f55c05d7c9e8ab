"""What the journal of a call shows: who spoke, what was proved, what runs; kept from events and effects alone.

The invariants are judged by this record and not by what the engine remembers, so that both have to agree.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flowkit.engine import effects, events
from flowkit.engine.call import Call

NEVER = -1


@dataclass
class Said:
    """An utterance of the agent; places are those in the journal, -1: it has not happened."""

    kind: str
    text: str
    values: tuple[tuple[str, str, str], ...]
    begun: int
    generated: int = NEVER
    status: str = ""
    made: str = ""
    audible: int = NEVER
    played: int = NEVER
    extent: str = ""
    cancelled: int = NEVER


@dataclass
class Turned:
    """A turn of the caller."""

    started: int
    ended: int = NEVER
    words: int = NEVER
    text: str = ""
    witnessed: int = NEVER
    hearing: str = ""


@dataclass
class Write:
    """A write that went out."""

    run: effects.RunTool
    begun: int
    ended: int = NEVER


@dataclass
class Record:
    """The journal of a call, read."""

    entries: list[tuple[events.Event, tuple[effects.Effect, ...]]] = field(default_factory=list)
    said: dict[str, Said] = field(default_factory=dict)
    turns: dict[str, Turned] = field(default_factory=dict)
    generating: str = ""
    open_turn: str = ""
    disclosed: bool = False
    caller_lost: bool = False
    given_away: bool = False
    replies: int = 0
    brief: str = ""
    calls: dict[str, int] = field(default_factory=dict)
    asked_at: dict[str, int] = field(default_factory=dict)
    consents: list[tuple[int, Mapping[str, Any]]] = field(default_factory=list)
    writes: dict[str, Write] = field(default_factory=dict)
    keys: list[tuple[int, str]] = field(default_factory=list)
    broken: int = NEVER
    shares: dict[str, str] = field(default_factory=dict)
    """Runs that wait for or have a share of a limit across calls: asked, ok, released."""

    @property
    def now(self) -> int:
        """The place of the event that is being handled."""
        return len(self.entries)

    def hear(self, event: events.Event, before: Call) -> None:
        """An event comes in; what the engine makes of it is not known yet."""
        match event:
            case events.TurnStarted(turn) if turn not in self.turns:
                self.turns[turn] = Turned(self.now)
                self.open_turn = turn
                self.replies = 0
            case events.TurnEnded(turn) if turn in self.turns and self.turns[turn].ended == NEVER:
                self.turns[turn].ended = self.now
                self._close(turn)
            case events.Words(turn) if turn in self.turns and self.turns[turn].words == NEVER:
                self.turns[turn].words = self.now
                self.turns[turn].text = "" if event.problem else event.text
            case events.Witnessed(turn) if turn in self.turns and self.turns[turn].witnessed == NEVER:
                self.turns[turn].witnessed, self.turns[turn].hearing = self.now, event.hearing
            case events.Key(digit):
                self.keys.append((self.now, digit))
            case events.Tick(timer, due) if before.timers.get(timer) == due:
                self._tick(timer, before)
            case events.Lost(what="caller"):
                self.caller_lost = True
            case events.Lost() | events.Back():
                self._break(event, audio=before.can.audio)
            case events.Transferred(outcome) if outcome != "connected":
                self.given_away = False
            case events.ToolDone(run) if run in self.writes and run in before.runs:
                self._write_ends(run)
            case events.Reserved(run, "ok") if self.shares.get(run) == "asked":
                self.shares[run] = "ok"
            case events.Generated() | events.Audible() | events.Played():
                self._utterance(event, before)

    def _close(self, turn: str) -> None:
        if self.open_turn == turn:
            self.open_turn = ""

    def _write_ends(self, run: str) -> None:
        if self.writes[run].ended == NEVER:
            self.writes[run].ended = self.now

    def _tick(self, timer: str, before: Call) -> None:
        name, _, subject = timer.partition(" ")
        match name:
            case "stuck":
                self.open_turn = ""
            case "generate" if self.generating and self.said[self.generating].cancelled != NEVER:
                # A cancelled utterance that does not come either is given up.
                self.generating = ""
            case "tool" if subject in self.writes:
                self._write_ends(subject)
            case "transfer":
                self.given_away = False
            case "play" if subject in self.said and self.said[subject].played == NEVER:
                self.said[subject].played, self.said[subject].extent = self.now, "cut"
                if before.can.audio and self.said[subject].status == "completed":
                    # It is the probe of what the line can tell: nothing is proved on this call any more.
                    self.disclosed |= _purpose(before, subject) == "disclosure"

    def _break(self, event: events.Lost | events.Back, *, audio: bool) -> None:
        self.generating = ""
        if isinstance(event, events.Back):
            self.open_turn = ""
            self.broken = self.now
            for turn in self.turns.values() if audio else ():
                # What was on its way of them does not come any more, and does not count if it does.
                turn.ended = self.now if turn.ended == NEVER else turn.ended
                turn.words = self.now if turn.words == NEVER else turn.words
            if event.what == "model":
                self.brief = ""
        if event.what == "model":
            # The session that made the calls is gone: there is nobody to give their outputs to.
            self.calls = dict.fromkeys(self.calls, 1)

    def _utterance(self, event: events.Generated | events.Audible | events.Played, before: Call) -> None:
        if isinstance(event, events.Generated):
            for call in event.calls:
                if call.whole and call.id not in self.calls:
                    self.calls[call.id], self.asked_at[call.id] = 0, event.at
        said = self.said.get(event.u)
        if said is None:
            return
        match event:
            case events.Generated() if said.generated == NEVER:
                said.generated, said.status, said.made = self.now, event.status, event.text
                if self.generating == event.u:
                    self.generating = ""
            case events.Audible() if said.audible == NEVER:
                said.audible = self.now
            case events.Played(extent=extent) if said.played == NEVER:
                said.played, said.extent = self.now, extent
                self.disclosed |= _purpose(before, event.u) == "disclosure" and extent == "full"

    def see(self, effect: effects.Effect) -> None:
        """An effect goes out, after all checks of it."""
        match effect:
            case effects.Say(u, text, values=values):
                self.said[u] = Said("say", text, values, self.now)
                self.generating = u
            case effects.Reply(u):
                self.said[u] = Said("reply", "", (), self.now)
                self.generating = u
                self.replies += 1
            case effects.Cancel(u) if u in self.said:
                self.said[u].cancelled = self.now
            case effects.Brief(digest=digest):
                self.brief = digest
            case effects.AnswerCall(call_id):
                self.calls[call_id] = self.calls.get(call_id, 0) + 1
            case effects.Note(kind="consent", data=data):
                self.consents.append((self.now, data))
            case effects.RunTool(run=run, write=True):
                self.writes[run] = Write(effect, self.now)
            case effects.Transfer():
                self.given_away = True
            case effects.Reserve(run):
                self.shares[run] = "asked"
            case effects.Release(run):
                self.shares[run] = "released"

    def keep(self, event: events.Event, out: tuple[effects.Effect, ...]) -> None:
        """The step is over."""
        self.entries.append((event, out))


def _purpose(call: Call, u: str) -> str:
    return call.utterances[u].purpose if u in call.utterances else ""
