"""A call under watch: every event goes through the engine twice, and every invariant is judged after it."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flowkit.engine import effects, events
from flowkit.engine.call import Call
from flowkit.engine.codec import to_json, type_name
from flowkit.engine.program import Program
from flowkit.engine.step import step
from tests.engine.invariants.record import Record

CLOCK_ALONE = 400
"""Ticks after which a call has to be over when nothing but the clock goes on."""


def text_of(value: Any) -> str:
    """Bytes that tell any difference, also in the order of what has an order by chance only."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def told(out: Sequence[effects.Effect]) -> str:
    """The effects of a step as the journal keeps them."""
    return text_of([to_json(effect) for effect in out])


class Broken(AssertionError):
    """An invariant does not hold."""

    def __init__(self, invariant: str, why: str) -> None:
        super().__init__(f"{invariant}: {why}")
        self.invariant = invariant


Invariant = Callable[["Watch"], Any]
"""A check of one step; true if there was something to check. A failed `assert` says what does not hold."""


@dataclass
class Watch:
    """A call, its record, and the step that was last taken.

    Args:
        program: what the call runs on.
        invariants: what is judged after every step.
        counts: how often each kind of event, invariant and situation came about.
    """

    program: Program
    invariants: Sequence[Invariant]
    counts: Counter[str] = field(default_factory=Counter)
    call: Call = field(default_factory=Call)
    before: Call = field(default_factory=Call)
    event: events.Event = field(default_factory=lambda: events.Key(""))
    out: tuple[effects.Effect, ...] = ()
    record: Record = field(default_factory=Record)

    def tell(self, event: events.Event) -> tuple[effects.Effect, ...]:
        """One event; its time is set, its number is given here."""
        event = replace(event, n=self.call.seq + 1)
        self.event, self.before = event, self.call
        if not self.before.over:
            self.record.hear(event, self.before)
        self.out = ()
        self.call, self.out = self._step(event)
        self.counts["steps"] += 1
        self.counts[f"event {type_name(event)}"] += 1
        for invariant in self.invariants:
            name = invariant.__name__
            try:
                if invariant(self):
                    self.counts[name] += 1
            except Exception as failure:
                why = str(failure) if isinstance(failure, AssertionError) else f"{failure!r}"
                raise Broken(name, f"{why}\n{self.story()}") from failure
        if not self.before.over:
            for effect in self.out:
                self.record.see(effect)
            self.record.keep(event, self.out)
        return self.out

    def _step(self, event: events.Event) -> tuple[Call, tuple[effects.Effect, ...]]:
        try:
            return step(self.program, self.before, event)
        except Exception as crash:
            raise Broken("invariant_01_total_and_deterministic", f"{crash!r}\n{self.story()}") from crash

    def story(self, last: int = 12) -> str:
        """The last events and what came of them."""
        lines = []
        for event, out in [*self.record.entries[-last:], (self.event, self.out)]:
            lines.append(f"  {event}")
            lines += [f"      {e}"[:400] for e in out if not isinstance(e, effects.Timer)]
        return "\n".join(lines)

    def run_out(self) -> None:
        """Nothing but the clock goes on: the call comes to its end."""
        call = self.call
        for _ in range(CLOCK_ALONE):
            if call.over or call.stage == "new":
                return
            name, due = min(call.timers.items(), key=lambda timer: timer[1])
            at = max(due, self.event.at)
            call, _ = step(self.program, call, events.Tick(name, due, at=at, n=call.seq + 1))
        raise Broken("invariant_03_something_is_pending", f"the clock alone does not end the call\n{self.story()}")
