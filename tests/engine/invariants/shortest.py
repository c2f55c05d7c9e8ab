"""The shortest list of events with which an invariant still breaks: what a report of a failure needs."""

from collections.abc import Sequence
from dataclasses import replace

from flowkit.engine import events
from flowkit.engine.program import Program
from tests.engine.invariants.invariants import INVARIANTS, at_the_end
from tests.engine.invariants.watch import Broken, Watch


def events_of(watch: Watch) -> list[events.Event]:
    """The events of a call, the one that broke it last."""
    told = [event for event, _ in watch.record.entries]
    return told if told and told[-1].n == watch.event.n else [*told, watch.event]


def breaks(program: Program, told: Sequence[events.Event], invariant: str) -> Watch | None:
    """The watch at the step that breaks an invariant, if these events do."""
    judged = [each for each in INVARIANTS if each.__name__ == invariant]
    watch = Watch(program, judged)
    try:
        for event in told:
            if isinstance(event, events.Tick) and event.due:
                event = replace(event, due=watch.call.timers.get(event.timer, event.due))
            watch.tell(event)
        at_the_end(watch)
    except Broken as broken:
        return watch if broken.invariant == invariant else None
    return None


def shortest(watch: Watch, invariant: str) -> list[events.Event]:
    """Leaves out events after the first, in ever smaller blocks, as long as the invariant breaks."""
    told, program = events_of(watch), watch.program
    size = max(1, len(told) // 2)
    while size:
        place = 1
        while place < len(told):
            fewer = told[:place] + told[place + size :]
            broken = breaks(program, fewer, invariant)
            if broken is not None:
                told = events_of(broken)
            else:
                place += size
        size //= 2
    return told
