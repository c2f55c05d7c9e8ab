"""One input being worked on: the line as it becomes, and what goes out because of it.

Everything a line does goes through here, so that frames keep their order, ids are counted in one place, and no
utterance gets a second `generated` or a second `played`.
"""

from dataclasses import replace
from typing import Any

from flowkit.engine import events
from flowkit.lines import frames
from flowkit.lines.book import KEPT, Held, Realtime, Update, Utterance
from flowkit.lines.responses import Made, tool_names
from flowkit.lines.traffic import Delivery, Frame, Outgoing

_NOT_WHILE_GENERATING = ("session.update", "response.create")


class Work:
    """The work on one input of `line`."""

    __slots__ = ("events", "line", "outgoing")

    def __init__(self, line: Realtime) -> None:
        self.line = line
        self.outgoing: list[Outgoing] = []
        self.events: list[events.Event] = []

    def change(self, **changes: Any) -> None:
        """Changes the line."""
        self.line = replace(self.line, **changes)

    # Frames.

    def event_id(self) -> str:
        """A new id for a frame."""
        self.change(ids=self.line.ids + 1)
        return f"e{self.line.ids}"

    def item_id(self) -> str:
        """A new id for an item; it differs from those of all other sessions of the call."""
        self.change(ids=self.line.ids + 1)
        return f"s{self.line.session}i{self.line.ids}"

    def send(self, frame: Frame, u: str = "", *, again: bool = False) -> None:
        """Sends a frame as soon as those before it are sent and nothing stands against it.

        Without a socket that was up before, it is dropped: the next session is told everything anew.
        """
        if self.line.socket != "lost":
            self.change(held=(*self.line.held, Held(frame, u, again)))
            self.flush()

    def flush(self) -> None:
        """Sends what waits, in order, up to the first frame that has to wait on."""
        while self.line.held and self.line.socket == "open":
            first = self.line.held[0]
            kind = first.frame["type"]
            # One active response, and never a new configuration under one: its effect on it is not documented.
            if kind in _NOT_WHILE_GENERATING and self.line.generating:
                return
            self.change(held=self.line.held[1:])
            self.outgoing.append(first.frame)
            if kind == "session.update":
                self._note_update(first)
            elif first.u:
                self.change_utterance(first.u, stage="asked", event_id=first.frame["event_id"])

    def _note_update(self, held: Held) -> None:
        session = held.frame["session"]
        update = Update(held.frame["event_id"], session, tool_names(session), held.again)
        self.change(updates=(*self.line.updates, update))

    def send_at_once(self, frame: Frame) -> None:
        """Sends a frame past those that wait."""
        if self.line.socket == "open":
            self.outgoing.append(frame)

    # Utterances.

    def add(self, utterance: Utterance) -> bool:
        """Begins an utterance; False if there is or was one of that name."""
        if self.line.find(utterance.u) or utterance.u in self.line.closed:
            return False
        self.change(utterances=(*self.line.utterances, utterance))
        return True

    def change_utterance(self, u: str, **changes: Any) -> None:
        """Changes an utterance that is under way."""
        self.change(utterances=tuple(replace(one, **changes) if one.u == u else one for one in self.line.utterances))

    def request(self, utterance: Utterance) -> None:
        """Asks for a reply, for the first time or anew."""
        reply = utterance.reply
        assert reply is not None
        self.change_utterance(utterance.u, stage="held")
        modalities = ("audio",) if self.line.can.audio else ("text",)
        effort = reply.effort if self.line.takes_effort else ""
        frame = frames.response_create(
            self.event_id(), utterance.u, tool=reply.tool, modalities=modalities, effort=effort
        )
        self.send(frame, utterance.u)

    def finish(self, utterance: Utterance, made: Made) -> None:
        """The server is through with an utterance; what nobody is to see of it is taken back."""
        u = utterance.u
        self.events.append(events.Generated(u, made.status, made.text, made.calls, made.error, made.usage))
        self.change_utterance(u, stage="generated", text=made.text, items=made.items)
        if utterance.void or made.status != "completed":
            self._take_back(replace(utterance, items=made.items))

    def fail(self, u: str, error: str, status: Any = "failed") -> None:
        """An utterance comes to nothing."""
        self.events.append(events.Generated(u, status, error=error))
        self.close(u, "none")

    def drop(self, u: str) -> None:
        """A generated utterance is not shown, nor what the caller would have got after it."""
        queue = [one for one in self.line.utterances if one.stage == "generated"]
        start = next((place for place, one in enumerate(queue) if one.u == u), len(queue))
        for one in queue[start:]:
            self._take_back(one)

    def _take_back(self, utterance: Utterance) -> None:
        self.close(utterance.u, "none")
        # What the caller never got must not stand in the model's history as said.
        for item in utterance.items:
            self.send(frames.item_delete(self.event_id(), item))

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
                self.send(frames.assistant_item(self.event_id(), self.item_id(), one.text))
            if one.text:
                self.outgoing.append(Delivery(one.u, one.text, one.by))
                self.events.append(events.Audible(one.u))
            self.close(one.u, "full" if one.text else "none")
