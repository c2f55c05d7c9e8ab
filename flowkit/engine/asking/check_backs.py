"""Values about which the caller is asked before the flow goes on: `4 7 1 1. Is that right?`, `Did you say 4 7 1 1?`.

Theory of operation. The first is asked where a slot says `check_back: explicit`, as soon as its value is taken. The
second is asked where a tool demands that the caller said a value and the model alone reported it; words that are still
on their way are waited for first, as they may say it. One value is asked about at a time, in the engine's own words.
What comes of the answer is in `check_answers`.
"""

from flowkit.engine.altering import altered
from flowkit.engine.asking.facts import held_value, owner_of
from flowkit.engine.asking.options import say_value
from flowkit.engine.call import CheckBack, SlotValue
from flowkit.engine.work import Work
from flowkit.language.model import Slot
from flowkit.language.phrases import phrases
from flowkit.language.values import canonical

CHECK = "check_back"
"""The purpose of the words with which the caller is asked."""

HEAR_WAIT = 1_500
"""How long words that may say a value are waited for, in milliseconds."""


def is_open(work: Work) -> bool:
    """Whether the caller is being asked about a value, or about to be."""
    return work.call.check is not None


def begin_next(work: Work) -> bool:
    """Asks about the next value that is not checked yet; whether there is one."""
    call = work.call
    if call.check is not None:
        return True
    for held in (call.frames[-1].slots, call.slots):
        for name, value in held.items():
            if value.unchecked:
                return begin(work, name)
    return False


def unchecked(work: Work, name: str) -> bool:
    """Whether the caller is still to be asked whether a value is right."""
    found = slot_and_value(work, name)
    return found is not None and found[2].unchecked


def begin(work: Work, name: str, *, said: bool = False) -> bool:
    """Asks about a value, whether it is right or whether it was `said`; whether it can be spoken at all."""
    found = slot_and_value(work, name)
    if found is None or found[1].shape.sensitive == "never_store":
        return False
    _, slot, held = found
    words, spoken = phrases(work.call.language), say_value(work, slot.shape, held.value)
    value = f"{spoken[:1].upper()}{spoken[1:]}"
    text = words.did_you_say.format(value=spoken) if said else f"{value}. {words.is_that_right}"
    values = ((slot.shape.type, canonical(slot.shape, held.value), spoken),)
    turn = work.call.turns.get(held.turn)
    awaits = held.turn if said and turn is not None and turn.text is None else ""
    work.call.check = CheckBack(name, held.version, text, values, said, awaits)
    # What the caller is asked needs no repeating besides.
    work.call.repeat = tuple(pending for pending in work.call.repeat if pending.slot != name)
    work.set_floor(want_reply=False)
    if not awaits:
        ask(work)
    return True


def ask(work: Work) -> None:
    """Asks, or asks once more."""
    check = work.call.check
    if check is None:
        return
    if check.awaits or check.changing:
        check = work.call.check = altered(check, awaits="", changing=False)
    if all(due.purpose != CHECK for due in work.call.floor.due):
        work.call.asked = (work.call.top.visit, check.text)
        work.due(check.text, CHECK, values=check.values)


def drop(work: Work) -> None:
    """Does not ask any more: the value was settled, or the state is left."""
    if work.call.check is not None:
        work.call.check = None
        floor = work.call.floor
        if floor.due:
            work.set_floor(due=tuple(due for due in floor.due if due.purpose != CHECK))


def slot_and_value(work: Work, name: str) -> tuple[int | None, Slot, SlotValue] | None:
    """Where a slot is, what it is, and what it holds; nothing if it is unset."""
    owner = owner_of(work, name)
    held = None if owner is None else held_value(work, owner[0], name)
    return None if owner is None or held is None else (owner[0], owner[1], held)
