"""Where values came from, once late words are in: what the model had only claimed is heard, disputed, or stays claimed.

On a telephone the model may report a value before the transcript of the same words has come. It is taken as *claimed*.
The words then bear it out, or say another value: where the call is still where it was said, the caller is asked which
it is; later they only have it spoken slowly in the next read-back. A correction that waited for its words is taken now.
"""

from collections.abc import Iterator

from flowkit.engine.altering import altered
from flowkit.engine.asking import corrections
from flowkit.engine.asking.dependents import forget
from flowkit.engine.asking.facts import Kept, held_value, owner_of, serve, store
from flowkit.engine.asking.hearing import Hearing, hear
from flowkit.engine.asking.options import candidates
from flowkit.engine.asking.reports import ask_which, take
from flowkit.engine.asking.slot_rules import recheck
from flowkit.engine.call import SlotValue
from flowkit.engine.work import Work
from flowkit.language.model import Ask, Slot
from flowkit.language.values import canonical


def words_came(work: Work, turn: str) -> None:
    """The words of a turn are in: looks for the values in them that were taken before."""
    if not work.call.frames:
        return
    for index, slot, held in list(_claimed(work, turn)):
        options = candidates(work, work.call.frames[-1 if index is None else index], slot) or ()
        hearing = hear(work, slot.shape, options, held.value, turn)
        if hearing.how == "heard":
            store(work, index, slot.name, altered(held, heard=True))
            serve(work, hearing)
        elif hearing.how == "disputed":
            _disputed(work, index, slot, held, hearing)
    _take_corrections(work, turn)


def _claimed(work: Work, turn: str) -> Iterator[tuple[int | None, Slot, SlotValue]]:
    """Values that were taken from a turn and were not heard in it yet, with their slots and where these are."""
    project = work.program.project
    for name, held in work.call.slots.items():
        if not held.heard and held.turn == turn:
            yield None, project.slots[name], held
    for index, frame in enumerate(work.call.frames):
        slots = work.program.flow(frame.flow).slots
        for name, held in frame.slots.items():
            if not held.heard and held.turn == turn:
                yield index, slots[name], held


def _disputed(work: Work, index: int | None, slot: Slot, held: SlotValue, hearing: Hearing) -> None:
    """The words say exactly one other value."""
    call, does, top = work.call, work.state.does, len(work.call.frames) - 1
    here = isinstance(does, Ask) and slot.name in does.slots and index in (None, top)
    if not here or work.turn_number(hearing.turn) <= work.turn_number(call.top.since):
        store(work, index, slot.name, altered(held, doubted=True))
        return
    forget(work, top, (slot.name,))
    # The answer decides now, not what was said before.
    serve(work, altered(hearing, how="heard"))
    call.which = (slot.name, canonical(slot.shape, hearing.other))
    ask_which(work, slot, held.value, hearing.other)


def _take_corrections(work: Work, turn: str) -> None:
    """Takes the values that would have replaced heard ones, if their words say them."""
    changed: set[str] = set()
    for name, waiting in list(work.call.waiting.items()):
        owner = owner_of(work, name) if waiting.turn == turn else None
        if owner is None or held_value(work, owner[0], name) is None:
            continue
        del work.call.waiting[name]
        taken = take(work, name, waiting.given, turn)
        if isinstance(taken, Kept) and taken.changed:
            changed.add(name)
    if changed:
        corrections.correct(work, frozenset(changed), recheck(work, changed))
