"""The book of utterances that every line keeps: from the engine's wish to the end for the caller.

Whatever a model's server does, each utterance gets exactly one `generated` and one `played`, and what the caller gets
comes in the order in which it was generated.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, Literal, Self, TypeVar

from flowkit.engine import events
from flowkit.engine.effects import Effect, Reply, Say, Witness
from flowkit.engine.events import Can, Json
from flowkit.lines.traffic import Delivery, Judged, Message, Outgoing, Signal

KEPT = 32
"""How many names of closed utterances and finished responses are remembered, to tell repetitions by."""

Stage = Literal["held", "asked", "refused", "active", "generated"]
"""Of an utterance: its request waits here · is sent · was refused because another response is active · the server has
begun it · all of it is here.
"""


@dataclass(frozen=True, slots=True)
class Utterance:
    """An utterance from the engine's wish to its end for the caller.

    `void`: cancelled, whatever still comes of it. `judged`: the engine has seen it and let it pass. `event_id` is that
    of its latest request, `again` how often it was requested anew, `response` the server's name for it, `items` its
    messages in the server's conversation.
    """

    u: str
    by: Literal["say", "reply"]
    stage: Stage
    reply: Reply | None = None
    event_id: str = ""
    again: int = 0
    response: str = ""
    text: str = ""
    items: tuple[str, ...] = ()
    void: bool = False
    judged: bool = False


@dataclass(frozen=True, slots=True)
class Past:
    """What a call already had when a line takes it over: turns, adopted responses, and whether it was ever ready."""

    turns: int = 0
    adopted: int = 0
    ready: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """What every line keeps between two inputs.

    `sessions` (compiled, by group), `extras`, `model` and `can` stay as they are for the whole call. `utterances` are
    those under way, in the order in which the engine wanted them, `closed` the last that came to their end. `turns`
    counts the caller's messages, `adopted` the responses that nobody asked for, `ids` what the line has named itself.
    """

    sessions: Mapping[str, Mapping[str, Json]]
    extras: Mapping[str, Json]
    model: str
    can: Can
    socket: Literal["new", "open", "lost"] = "new"
    session: int = 0
    ready: bool = False
    utterances: tuple[Utterance, ...] = ()
    closed: tuple[str, ...] = ()
    turns: int = 0
    adopted: int = 0
    ids: int = 0

    @classmethod
    def new(
        cls,
        sessions: Mapping[str, Mapping[str, Json]],
        extras: Mapping[str, Json] | None = None,
        *,
        can: Can | None = None,
        past: Past | None = None,
    ) -> Self:
        """A line that has no socket yet.

        Args:
            sessions: group → its compiled session.
            extras: what channel and environment add to every session or request; `model`, the model's name, tells what
                those may hold.
            can: what this line and its channel can do; a text line without keys by default.
            past: what the call already had, where it was begun by another process.
        """
        before = past or Past()
        rest: dict[str, Any] = {name: value for name, value in (extras or {}).items() if name != "model"}
        model = str((extras or {}).get("model", ""))
        return cls(
            sessions,
            rest,
            model,
            can or Can(),
            ready=before.ready,
            turns=before.turns,
            adopted=before.adopted,
        )

    def find(self, u: str) -> Utterance | None:
        """The utterance of that name, if it is under way."""
        return next((utterance for utterance in self.utterances if utterance.u == u), None)


L = TypeVar("L", bound=Book)


class Keeping(Generic[L]):
    """The work on one input of a line: the line as it becomes, and what goes out because of it.

    What a protocol does with words of the caller, of the engine and with what is taken back, its own class says.
    """

    __slots__ = ("events", "line", "outgoing")

    def __init__(self, line: L) -> None:
        self.line = line
        self.outgoing: list[Outgoing] = []
        self.events: list[events.Event] = []

    def change(self, **changes: Any) -> None:
        """Changes the line."""
        self.line = replace(self.line, **changes)

    # What the model's history gets to know; by the protocol.

    def heard(self, text: str) -> None:
        """The caller said this."""
        raise NotImplementedError

    def said(self, utterance: Utterance) -> None:
        """The caller is given words of the engine."""
        raise NotImplementedError

    def forget(self, utterance: Utterance) -> None:
        """The caller never got an utterance: it must not stand in the model's history as said."""
        raise NotImplementedError

    # What is the same for all.

    def take(self, input: Effect | Signal) -> None:
        """Takes in an effect or a signal that is the same for all lines; any other does nothing."""
        match input:
            case Say(u=u, text=text):
                self.say(u, text)
            case Witness(turn=turn):
                # Only sound can be heard a second time.
                self.events.append(events.Witnessed(turn, "none"))
            case Message():
                self.message(input)
            case Judged(u):
                self.judged(u)
            case _:
                pass

    def message(self, message: Message) -> None:
        """The caller typed a message: a turn in one go."""
        self.change(turns=self.line.turns + 1)
        turn = f"t{self.line.turns}"
        said = message.text.strip()
        if said:
            self.heard(said)
        words = events.Words(turn, said, "" if said else "empty")
        self.events += (events.TurnStarted(turn), events.TurnEnded(turn), words)

    def add(self, utterance: Utterance) -> bool:
        """Begins an utterance; False if there is or was one of that name."""
        if self.line.find(utterance.u) or utterance.u in self.line.closed:
            return False
        self.change(utterances=(*self.line.utterances, utterance))
        return True

    def change_utterance(self, u: str, **changes: Any) -> None:
        """Changes an utterance that is under way."""
        self.change(utterances=tuple(replace(one, **changes) if one.u == u else one for one in self.line.utterances))

    def say(self, u: str, text: str) -> None:
        """The engine's own words are generated as they stand."""
        if self.add(Utterance(u, "say", "generated", text=text, judged=True)):
            self.events.append(events.Generated(u, "completed", text))
            self.deliver()

    def judged(self, u: str) -> None:
        """The engine has seen an utterance and let it pass, if it was not cancelled meanwhile."""
        utterance = self.line.find(u)
        if utterance is not None and utterance.stage == "generated":
            self.change_utterance(u, judged=True)
            self.deliver()

    def fail(self, u: str, error: str, status: Any = "failed") -> None:
        """An utterance comes to nothing."""
        self.events.append(events.Generated(u, status, error=error))
        self.close(u, "none")

    def drop(self, u: str) -> None:
        """A generated utterance is not shown, nor what the caller would have got after it."""
        queue = [one for one in self.line.utterances if one.stage == "generated"]
        start = next((place for place, one in enumerate(queue) if one.u == u), len(queue))
        for one in queue[start:]:
            self.take_back(one)

    def take_back(self, utterance: Utterance) -> None:
        """A generated utterance ends without the caller."""
        self.close(utterance.u, "none")
        self.forget(utterance)

    def close(self, u: str, extent: Any) -> None:
        """An utterance has come to its end for the caller."""
        self.events.append(events.Played(u, extent))
        kept = tuple(one for one in self.line.utterances if one.u != u)
        self.change(utterances=kept, closed=(*self.line.closed, u)[-KEPT:])

    def deliver(self) -> None:
        """Gives the caller what is next and judged; what is not judged yet holds up what comes after it."""
        for one in self.line.utterances:
            if one.stage != "generated":
                continue
            if not one.judged:
                return
            if one.by == "say":
                self.said(one)
            if one.text:
                self.outgoing.append(Delivery(one.u, one.text, one.by))
                self.events.append(events.Audible(one.u))
            self.close(one.u, "full" if one.text else "none")
