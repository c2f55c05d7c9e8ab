"""One input of a chat line being worked on: requests are made here, and their answers taken."""

from dataclasses import replace

from flowkit.engine import events
from flowkit.engine.effects import Reply
from flowkit.lines.chat import history, requests
from flowkit.lines.chat.book import LEAST_ALLOWED, Chat
from flowkit.lines.chat.history import Entry
from flowkit.lines.chat.refusals import is_too_long, not_taken
from flowkit.lines.errors import Problem
from flowkit.lines.responses import Made
from flowkit.lines.utterances import Keeping, Utterance


class Work(Keeping[Chat]):
    """The work on one input of a chat line."""

    __slots__ = ()

    # The history.

    def note(self, entry: Entry) -> None:
        """Adds to what the model is told."""
        self.change(history=(*self.line.history, entry))

    def heard(self, text: str) -> None:
        """The caller said this."""
        self.note(Entry("user", text))

    def said(self, utterance: Utterance) -> None:
        """The caller is given words of the engine."""
        if utterance.text:
            self.note(Entry("assistant", utterance.text, utterance.u))

    def forget(self, utterance: Utterance) -> None:
        """The caller never got an utterance: it must not stand in the model's history as said."""
        self.change(history=history.without_words(self.line.history, utterance.u))

    # Requests.

    def ask(self) -> None:
        """Makes the request of the first reply that waits, if it can be made now."""
        line = self.line
        waiting = next((one for one in line.utterances if one.stage == "held"), None)
        if waiting is None or line.socket != "open" or line.request or history.is_open(line.history):
            return
        assert waiting.reply is not None
        self.change_utterance(waiting.u, stage="asked")
        self._request(waiting.reply)

    def _request(self, reply: Reply) -> None:
        self.change(history=history.bounded(self.line.history, self.line.allowed), ids=self.line.ids + 1)
        self.change(request=f"r{self.line.session}.{self.line.ids}")
        self.outgoing.append(requests.create(self.line.request, requests.body_of(self.line, reply)))

    def asked(self) -> Utterance | None:
        """The utterance whose request runs."""
        return next((one for one in self.line.utterances if one.stage == "asked"), None)

    def abort(self, utterance: Utterance) -> None:
        """Takes a request back. It is over at once: whatever its answer would have been, nobody will see it."""
        self.outgoing.append(requests.abort(self.line.request))
        self.change(request="")
        self.fail(utterance.u, "", "cancelled")
        self.ask()

    def answered(self, made: Made) -> None:
        """The answer of the request that runs is there."""
        utterance = self.asked()
        self.change(request="")
        if utterance is None:
            return
        if made.status != "completed":
            self.events.append(
                events.Generated(utterance.u, made.status, made.text, error=made.error, usage=made.usage)
            )
            self.close(utterance.u, "none")
        else:
            self._completed(utterance, made)
        self.ask()

    def _completed(self, utterance: Utterance, made: Made) -> None:
        calls = tuple(replace(call, id=self._call_id()) for call in made.calls)
        self.events.append(events.Generated(utterance.u, "completed", made.text, calls, usage=made.usage))
        self.change_utterance(utterance.u, stage="generated", text=made.text)
        if made.text or calls:
            kept = tuple(history.called(call.id, call.name, call.arguments) for call in calls)
            self.note(Entry("assistant", made.text, utterance.u, calls=kept))

    def _call_id(self) -> str:
        """A name for a call that none had before on this call, in the narrowest form that servers ask for.

        Their own names may come again: some begin to count anew with each answer.
        """
        self.change(ids=self.line.ids + 1)
        return f"c{self.line.session % 1000:03d}{self.line.ids % 100_000:05d}"

    def failed(self, status: int, problem: Problem) -> None:
        """The request that runs came to nothing, or has to be made anew without what the endpoint does not take."""
        utterance = self.asked()
        self.change(request="")
        if utterance is None:
            return
        feature = not_taken(status, problem, self.line.left_out)
        if feature is not None and utterance.reply is not None:
            self.change(left_out=self.line.left_out | {feature})
            self._request(utterance.reply)
            return
        if is_too_long(problem) and self.line.allowed > LEAST_ALLOWED:
            # The engine asks once more, and then it fits.
            size = sum(entry.size for entry in self.line.history)
            self.change(allowed=max(min(size, self.line.allowed) // 2, LEAST_ALLOWED))
        else:
            self._tell(problem)
        self.fail(utterance.u, problem.code)
        self.ask()

    def _tell(self, problem: Problem) -> None:
        match problem.meaning:
            case "fatal":
                self.events.append(events.Trouble("fatal", str(problem)))
            case "rate":
                self.events.append(events.Trouble("rate", str(problem)))
            case "bug":
                self.events.append(events.Trouble("bug", str(problem)))
            case _:
                pass
