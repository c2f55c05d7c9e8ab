"""A call in one process: engine, line, model and tools, joined without sockets and without a clock.

Theory of operation. It is what a carrier does, in the order in which a carrier does it when its clock skips: what the
engine decides is carried out before anything else is taken; then the model's frames come first, then tools in their
order, and only when nothing is under way time jumps to the next timer. It is the caller's turn when no timer runs but
those that wait for the caller. Nothing is waited for, so a call takes a few milliseconds.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from flowkit.engine import effects, events
from flowkit.engine.call import Call, Frame
from flowkit.engine.events import Can, Json
from flowkit.engine.program import Program
from flowkit.engine.step import step
from flowkit.engine.timers import WAIT_FOR_CALLER
from flowkit.language.frozen import frozen
from flowkit.lines.realtime import Delivery, Input, Judged, Message, Opened, Outgoing, Realtime, Wake, Woken, on
from flowkit.testing.counts import Counts
from flowkit.testing.log import Log
from flowkit.testing.results import Results
from flowkit.testing.session import MODEL, Does, ModelSession

CALLERS_TIMERS: Final = frozenset(("engine", name) for name in WAIT_FOR_CALLER)
"""The timers that wait for the caller."""

MOST_AT_ONCE: Final = 5_000
"""More than so many things cannot follow from one step of a test."""


class Restless(Exception):
    """Things go on and on without the caller doing anything."""


@frozen
class Then:
    """What the model does in the responses that follow; what is left when no more follow, it does unasked.

    `over`: what the caller says as soon as one of them has begun, or else behind them.
    """

    script: tuple[Does, ...] = ()
    over: "Over | None" = None


@frozen
class Over:
    """The caller says this while the agent speaks, and what is then."""

    words: str
    then: Then = Then()


NOTHING: Final = Then()


class Conversation:
    """One call. Whatever is told here is carried out until it is the caller's turn again.

    Args:
        program, sessions: the project, compiled.
        results: the tools.
        at: the time, in milliseconds since the epoch.
        keys: whether the caller has keys to press.
    """

    def __init__(
        self,
        program: Program,
        sessions: Mapping[str, Mapping[str, Json]],
        results: Results,
        at: int,
        *,
        keys: bool = False,
    ) -> None:
        self.call = Call()
        self.results = results
        self.log = Log(program)
        self.frames: dict[str, Frame] = {}
        """Each flow that was ever open, as it was last."""
        self.at = at
        self._program = program
        self._line = Realtime.new(sessions, {"model": MODEL}, can=Can(keys=keys))
        self._model = ModelSession()
        self._counts = Counts()
        self._n = 0
        self._from_server: deque[dict[str, object]] = deque()
        self._errands: dict[str, events.Event] = {}
        self._timers: dict[tuple[str, str], int] = {}
        self._over: Over | None = None

    # What happens.

    def start(self, started: events.CallStarted, then: Then = NOTHING) -> None:
        """The call begins."""
        self._expect(then)
        self._engine((started,))
        self._to_line(Opened())
        self._settle()

    def caller(self, words: str, then: Then = NOTHING) -> None:
        """The caller says something."""
        self._expect(then)
        self._say(words)
        self._settle()

    def keys(self, digits: str, then: Then = NOTHING) -> None:
        """The caller presses keys."""
        self._expect(then)
        self.log.did("keys", digits)
        for digit in digits:
            self._engine((events.Key(digit),))
        self._settle()

    def silence(self, ms: int, then: Then = NOTHING) -> None:
        """Nobody says anything for so many milliseconds."""
        self._expect(then)
        self.log.did("silence", f"{ms / 1000:g} seconds")
        until = self.at + ms
        for _ in range(MOST_AT_ONCE):
            if self._work():
                continue
            due = self._next_timer(until)
            if due is None:
                break
            self._fire(*due)
        else:
            raise Restless
        self.at = max(self.at, until)
        self._settle()

    def unasked(self, then: Then) -> None:
        """The model does something although nobody has done anything."""
        self._expect(then)
        self._settle()

    # Until it is the caller's turn.

    def _expect(self, then: Then) -> None:
        self._model.script.clear()
        self._model.script.extend(then.script)
        self._over = then.over

    def _settle(self) -> None:
        self._rest()
        while not self.call.over and (self._over or self._model.script):
            if self._model.script:
                self._from_server.append(self._model.begin_unasked())
            else:
                self._interrupt()
            self._rest()

    def _rest(self) -> None:
        for _ in range(MOST_AT_ONCE):
            if self.call.over:
                return
            if self._work():
                continue
            if self._timers.keys() <= CALLERS_TIMERS:
                return
            due = self._next_timer()
            assert due is not None
            self._fire(*due)
        raise Restless

    def _work(self) -> bool:
        """Does the next thing that is under way; false if nothing is."""
        if self.call.over:
            return False
        if self._from_server:
            self._to_line(self._from_server.popleft())
        elif self._model.answering:
            self._interrupt()
            self._from_server.append(self._model.finish())
        elif self._errands:
            self._engine((self._errands.pop(next(iter(self._errands))),))
        else:
            return False
        return True

    def _interrupt(self) -> None:
        over = self._over
        if over is not None:
            self._expect(over.then)
            self._say(over.words)

    def _next_timer(self, until: int | None = None) -> tuple[tuple[str, str], int] | None:
        due = min(self._timers.items(), key=lambda timer: timer[1], default=None)
        return None if due is None or (until is not None and due[1] > until) else due

    def _fire(self, name: tuple[str, str], at: int) -> None:
        self.at = max(self.at, at)
        del self._timers[name]
        if name[0] == "engine":
            self._engine((events.Tick(name[1], at),))
        else:
            self._to_line(Woken(name[1]))

    # Engine and line.

    def _say(self, words: str) -> None:
        self.log.did("caller", words)
        self._to_line(Message(words))

    def _to_line(self, input: Input) -> None:
        self._engine(self._through_line(input))

    def _through_line(self, input: Input) -> tuple[events.Event, ...]:
        self._line, outgoing, told = on(self._line, input)
        for out in outgoing:
            self._send(out)
        return told

    def _send(self, out: Outgoing) -> None:
        match out:
            case Delivery(text=text):
                self.log.agent(text)
            case Wake(token, after):
                self._timers["line", token] = self.at + after
            case dict():
                self._from_server.extend(self._model.take(out))

    def _engine(self, told: Sequence[events.Event]) -> None:
        while told and not self.call.over:
            wanted: list[effects.Effect] = []
            for event in told:
                if self.call.over:
                    break
                wanted += self._step(event)
            after = [each for effect in wanted for each in self._do(effect)]
            for event in told:
                if isinstance(event, events.Generated):
                    after += self._through_line(Judged(event.u))
            told = after

    def _step(self, event: events.Event) -> tuple[effects.Effect, ...]:
        self._n += 1
        event = replace(event, at=self.at, n=self._n)
        before = self.call
        self.call, wanted = step(self._program, before, event)
        for frame in (*self.call.left, *self.call.frames):
            self.frames[frame.flow] = frame
        self._model.flows = [frame.flow for frame in reversed(self.call.frames)]
        self.log.step(event, wanted, self.call, self.frames)
        return wanted

    def _do(self, effect: effects.Effect) -> tuple[events.Event, ...]:
        match effect:
            case effects.Timer(name, at):
                self._timers.pop(("engine", name), None)
                if at is not None:
                    self._timers["engine", name] = at
            case effects.RunTool(run=run):
                self._errands[f"run {run}"] = self.results.run(effect)
            case effects.Abandon(run=run):
                self._errands.pop(f"run {run}", None)
            case effects.Count(draft=draft):
                self._errands[f"count {draft}"] = self._counts.count(effect)
            case effects.Reserve(run=run):
                self._errands[f"reserve {run}"] = self._counts.reserve(effect)
            case effects.Release():
                self._counts.release(effect)
            case effects.Transfer():
                self._errands["transfer"] = events.Transferred("connected")
            case effects.HangUp() | effects.Note():
                pass
            case _:
                return self._through_line(effect)
        return ()
