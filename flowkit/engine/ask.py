"""`ask`: filling slots, from what was already said, from the only option there is, or from the caller's next words."""

from flowkit.engine.call import Utterance
from flowkit.engine.effects import Result
from flowkit.engine.facts import (
    Hearing,
    Kept,
    candidates,
    held_value,
    options_of,
    owner_of,
    put,
    read_waiting,
    say_value,
    take_quietly,
    unserved_readings,
)
from flowkit.engine.work import NEXT, Came, Work
from flowkit.language.model import Ask, Slot
from flowkit.language.readers import Reading, has_question, negates
from flowkit.language.values import same


def enter(work: Work) -> Came | None:
    """Fills what can be filled without asking; waits for the caller if something is missing."""
    names = missing(work)
    read_waiting(work, len(work.call.frames) - 1, names)
    for name in missing(work):
        _take_single(work, name)
    if not missing(work):
        return NEXT
    work.want_reply()
    return None


def missing(work: Work) -> list[str]:
    """The slots that the state the call is in still needs."""
    does = work.state.does
    if not isinstance(does, Ask):
        return []
    return [name for name in does.slots if _is_missing(work, name)]


def _is_missing(work: Work, name: str) -> bool:
    owner = owner_of(work, name)
    return owner is not None and not owner[1].shape.optional and held_value(work, owner[0], name) is None


def asked_now(work: Work) -> list[str]:
    """The slots that the open question is about: all, while one question asks for all of them; then one by one."""
    names = missing(work)
    does = work.state.does
    together = isinstance(does, Ask) and does.question is not None and len(names) == len(does.slots)
    return names if together else names[:1]


def _take_single(work: Work, name: str) -> None:
    owner = owner_of(work, name)
    if owner is None:
        return
    index, slot = owner
    if index is None or not slot.take_single:
        return
    things = options_of(work, work.call.frames[index], slot)
    if things is not None and len(things) == 1:
        take_quietly(work, index, slot, things[0], "single")


# Going on without the model: the caller's words are in, the model recorded nothing.


def advance_by_words(work: Work, reply: Utterance) -> bool:
    """Takes the only reading of the caller's words for what was asked; whether there was one.

    Readers see only words that were said in this visit and have served no slot; a question or a negation is no answer.
    """
    turn = reply.upto_turn
    if work.turn_number(turn) <= work.turn_number(work.call.top.since):
        return False
    said = work.call.turns.get(turn)
    if said is None or not said.text or has_question(said.text) or negates(said.text):
        return False
    taken = [name for name in asked_now(work) if _take_reading(work, name, turn)]
    return bool(taken)


def correction_by_words(work: Work, turn: str) -> str:
    """Takes the only other value that the words of a turn hold for a slot of this flow that is set; which slot it was.

    For a caller who said "make it Saturday" to a read-back, when the model recorded nothing.
    """
    found: list[tuple[Slot, Reading]] = []
    for name, held in work.call.top.slots.items():
        slot = work.flow.slots[name]
        options = candidates(work, work.call.top, slot)
        readings = unserved_readings(work, turn, slot.shape, options or ())
        found += [(slot, one) for one in readings if not same(slot.shape, one.value, held.value)]
    if len(found) != 1 or found[0][1].doubt:
        return ""
    slot, reading = found[0]
    index = len(work.call.frames) - 1
    taken = put(work, index, slot, reading.value, Hearing("heard", turn, reading.start, reading.end))
    if not isinstance(taken, Kept):
        return ""
    work.emit(Result(f"kept: {slot.name} {say_value(work, slot.shape, reading.value)}"))
    return slot.name


def _take_reading(work: Work, name: str, turn: str) -> bool:
    owner = owner_of(work, name)
    if owner is None:
        return False
    index, slot = owner
    options = candidates(work, work.call.top, slot)
    if options is None:
        return False
    found = unserved_readings(work, turn, slot.shape, options)
    if len(found) != 1 or found[0].doubt:
        return False
    reading = found[0]
    taken = put(work, index, slot, reading.value, Hearing("heard", turn, reading.start, reading.end))
    if isinstance(taken, Kept):
        said = say_value(work, slot.shape, reading.value)
        work.emit(Result(f"kept: {name} {said}"))
    return True
