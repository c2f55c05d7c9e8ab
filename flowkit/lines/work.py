"""One input being worked on: the line as it becomes, and what goes out because of it.

Everything a Realtime line does goes through here, so that frames keep their order and ids are counted in one place;
`utterances` sees to it that no utterance gets a second `generated` or a second `played`.
"""

from dataclasses import replace

from flowkit.engine import events
from flowkit.lines import frames
from flowkit.lines.book import Held, Realtime, Update
from flowkit.lines.responses import Made, tool_names
from flowkit.lines.traffic import Frame
from flowkit.lines.utterances import Keeping, Utterance

_NOT_WHILE_GENERATING = ("session.update", "response.create")


class Work(Keeping[Realtime]):
    """The work on one input of a Realtime line."""

    __slots__ = ()

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
            self.take_back(replace(utterance, items=made.items))

    # What the model's history gets to know.

    def add_item(self, role: str, text: str) -> None:
        """Adds a message to the conversation."""
        make = {"system": frames.system_item, "user": frames.user_item, "assistant": frames.assistant_item}[role]
        self.send(make(self.event_id(), self.item_id(), text))

    def heard(self, text: str) -> None:
        """The caller said this."""
        self.add_item("user", text)

    def said(self, utterance: Utterance) -> None:
        """The caller is given words of the engine."""
        self.add_item("assistant", utterance.text)

    def forget(self, utterance: Utterance) -> None:
        """The caller never got an utterance: it must not stand in the model's history as said."""
        for item in utterance.items:
            self.send(frames.item_delete(self.event_id(), item))
