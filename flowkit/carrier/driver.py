"""Driving engine and line: events in, effects out, with the record in between.

The one place where the order is kept on which everything rests: an event is stamped, the engine decides, both are in
the journal, observers see it, and only then anything is done about it.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from flowkit.carrier.clock import Timers
from flowkit.carrier.equipment import Equipment
from flowkit.carrier.errands import Errands
from flowkit.carrier.errors import LineError
from flowkit.carrier.link import Link
from flowkit.carrier.resume import Resumed
from flowkit.engine import effects, events
from flowkit.engine.call import Call
from flowkit.engine.codec import to_json
from flowkit.journal.rows import Row
from flowkit.lines.kinds import Input, Line
from flowkit.lines.traffic import Delivery, Forsake, Judged, Outgoing, Wake

_Step = tuple[events.Event, tuple[effects.Effect, ...], Call]


class Driver:
    """Engine and line of one call.

    Args:
        equipment: what the call is carried with.
        link, timers, errands: where effects go.
        hung_up: is called when the engine ends the call.
    """

    def __init__(
        self, equipment: Equipment, link: Link, timers: Timers, errands: Errands, hung_up: Callable[[], None]
    ) -> None:
        self.call = Call()
        self.line: Line = equipment.line.new(equipment.sessions, equipment.extras, can=equipment.can)
        self.caller_is_gone = False
        self._equipment = equipment
        self._link = link
        self._timers = timers
        self._errands = errands
        self._hung_up = hung_up
        self._id = ""
        self._n = self._at = 0

    def begin(self, call_id: str) -> None:
        """The call has this id."""
        self._id = call_id

    def go_on(self, resumed: Resumed) -> None:
        """Takes up a call as its record left it."""
        equipment = self._equipment
        self.call, self._id, self._n, self._at = resumed.call, resumed.call.id, resumed.n, resumed.at
        self.line = equipment.line.new(equipment.sessions, equipment.extras, can=equipment.can, past=resumed.past)
        equipment.clock.advance(resumed.at)
        for name, at in resumed.call.timers.items():
            self._timers.arm(("engine", name), at)

    async def to_line(self, input: Input, also: Sequence[events.Event] = ()) -> None:
        """Gives the line an input, and the engine what comes of it, followed by `also`."""
        told = await self._through_line(input)
        if told or also:
            await self.to_engine((*told, *also))

    async def to_engine(self, told: Sequence[events.Event]) -> None:
        """Gives the engine events, together, and carries out all that follows from them at once.

        Raises:
            LineError: the session was refused before the call came to life.
        """
        while told and not self.call.over:
            steps = self._steps(told)
            self._record(steps)
            self._stop_if_never_ready(steps)
            told = await self._carry_out(steps)

    async def _through_line(self, input: Input) -> tuple[events.Event, ...]:
        self.line, outgoing, told = self._equipment.line.on(self.line, input)
        for out in outgoing:
            await self._send(out)
        return told

    async def _send(self, out: Outgoing) -> None:
        match out:
            case Delivery():
                if not self.caller_is_gone:
                    self._equipment.deliver(out)
            case Forsake():
                self._link.break_off()
            case Wake(token, after):
                self._timers.arm(("line", token), self._equipment.clock.now() + after)
            case _:
                await self._link.send(out)

    def _steps(self, told: Sequence[events.Event]) -> list[_Step]:
        steps: list[_Step] = []
        self._at = max(self._at, self._equipment.clock.now())
        for event in told:
            if self.call.over:
                break
            self._n += 1
            stamped = replace(event, at=self._at, n=self._n)
            self.call, wanted = self._equipment.step(self._equipment.program, self.call, stamped)
            steps.append((stamped, wanted, self.call))
        return steps

    def _record(self, steps: Sequence[_Step]) -> None:
        rows: list[Row] = []
        for event, wanted, _ in steps:
            rows.append(Row(event.n, "event", to_json(event)))
            rows += (Row(event.n, "effect", to_json(effect)) for effect in wanted)
        self._equipment.journal.append(self._id, rows)
        for step in steps:
            for observer in self._equipment.observers:
                observer(*step)

    def _stop_if_never_ready(self, steps: Sequence[_Step]) -> None:
        for event, _, _ in steps:
            if isinstance(event, events.Trouble) and event.kind == "fatal" and not self.line.ready:
                hint = "check that the model takes such a session; 'flowkit compile' shows it"
                raise LineError(f"the server refuses the session: {event.detail}", hint, fatal=True)

    async def _carry_out(self, steps: Sequence[_Step]) -> list[events.Event]:
        told: list[events.Event] = []
        for _, wanted, _ in steps:
            for effect in wanted:
                told += await self._do(effect)
        for event, _, _ in steps:
            if isinstance(event, events.Generated):
                told += await self._through_line(Judged(event.u))
        return told

    async def _do(self, effect: effects.Effect) -> tuple[events.Event, ...]:
        match effect:
            case effects.Timer(name, None):
                self._timers.clear(("engine", name))
            case effects.Timer(name, int() as at):
                self._timers.arm(("engine", name), at)
            case effects.RunTool() | effects.Count() | effects.Reserve() | effects.Release() | effects.Transfer():
                self._errands.start(effect)
            case effects.Abandon():
                self._errands.abandon(effect)
            case effects.HangUp():
                self._hung_up()
            case effects.Note():
                pass
            case _:
                return await self._through_line(effect)
        return ()
