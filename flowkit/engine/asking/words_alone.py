"""The caller's words alone, where the model reported nothing: what they say for what was asked, or that it is left out.

Readers see only words that were said in this visit and have served no slot; a question or a negation is no answer.
"""

from collections.abc import Sequence

from flowkit.engine.altering import altered
from flowkit.engine.asking.ask import asked_now, missing
from flowkit.engine.asking.askings import serve_whole, was_put
from flowkit.engine.asking.facts import Kept, only_allowed, owner_of, put
from flowkit.engine.asking.hearing import Hearing, alike, unserved_readings
from flowkit.engine.asking.leaving_out import is_left_out, is_passed_over
from flowkit.engine.asking.options import candidates, say_value
from flowkit.engine.call import Utterance
from flowkit.engine.effects import Result
from flowkit.engine.speaking.faithful import brings, plain
from flowkit.engine.work import Work
from flowkit.language.model import Ask, Slot
from flowkit.language.readers import Reading, has_question, negates
from flowkit.language.shapes import UNSET
from flowkit.language.values import canonical


def advance_by_words(work: Work, reply: Utterance) -> frozenset[str]:
    """Takes the only reading of the caller's words for what was asked; which slots were set.

    Readers see only words that were said in this visit and have served no slot; a question or a negation is no answer.
    """
    turn = reply.upto_turn
    left_out = leave_out(work, turn)
    if left_out:
        return left_out
    return frozenset(name for name in _answered(work, turn) if _take_reading(work, name, turn))


def is_answered(work: Work, reply: Utterance) -> bool:
    """Whether the caller's words hold an answer to what was asked, which needs no model."""
    if left_out(work, reply.upto_turn):
        return True
    return any(_reading_for(work, name, reply.upto_turn) is not None for name in _answered(work, reply.upto_turn))


def repeats_answer(work: Work, reply: Utterance) -> bool:
    """Whether a reply repeats the answer that the caller's words hold, and asks nothing: `Friday it is!`."""
    if "?" in reply.text:
        return False
    found = [_reading_for(work, name, reply.upto_turn) for name in _answered(work, reply.upto_turn)]
    values = [
        (slot.shape.type, canonical(slot.shape, reading.value), say_value(work, slot.shape, reading.value))
        for _, slot, reading in filter(None, found)
    ]
    return bool(values) and all(brings(reply.text, value, work.locale) for value in values)


def left_out(work: Work, turn: str) -> list[Slot]:
    """The slots that were asked and that the caller passes over; none if one of them has to be said."""
    if not _may_pass_over(work) or work.turn_number(turn) <= work.turn_number(work.call.top.since):
        return []
    owners = [owner for name in asked_now(work) if (owner := owner_of(work, name)) is not None]
    slots = [slot for _, slot in owners]
    return slots if slots and all(_passes_over(work, slot, turn) for slot in slots) else []


def _may_pass_over(work: Work) -> bool:
    """Whether any slot of the `ask` the call is in may be passed over at all."""
    does = work.state.does
    if not isinstance(does, Ask):
        return False
    own, shared = work.flow.slots, work.program.project.slots
    for name in does.slots:
        slot = own.get(name) or shared.get(name)
        if slot is not None and (slot.shape.optional or slot.shape.many):
            return True
    return False


def _passes_over(work: Work, slot: Slot, turn: str) -> bool:
    if not is_left_out(work, slot, turn):
        return False
    # "None" may be the name of an option.
    options = candidates(work, work.call.top, slot) if slot.shape.type == "choice" else ()
    named = [] if slot.shape.many else unserved_readings(work, turn, slot.shape, options or ())
    return not named or slot.shape.type in ("text", "name")


def leave_out(work: Work, turn: str) -> frozenset[str]:
    """Takes it that the caller passes over what was asked: lists are empty, other slots stay unset; which they were."""
    slots = left_out(work, turn)
    said = work.call.turns[turn].text or "" if slots else ""
    for slot in slots:
        owner = owner_of(work, slot.name)
        assert owner is not None
        if slot.shape.many:
            put(work, owner[0], slot, [], Hearing("heard", turn, 0, len(said)))
        else:
            pass_over(work, (slot.name,))
        work.emit(Result(f"kept: {slot.name}, which the caller leaves out"))
    if slots:
        serve_whole(work, turn)
    return frozenset(slot.name for slot in slots)


def pass_over(work: Work, names: Sequence[str]) -> None:
    """These slots are not asked again in this visit."""
    if not names:
        return
    frame = work.call.top
    work.set_frame(altered(frame, declined=tuple(dict.fromkeys((*frame.declined, *names)))))


def optional_asked(work: Work, turn: str) -> list[str]:
    """The slots that may stay unset and whose question came before a turn: it was their turn to be said."""
    if not _may_pass_over(work):
        return []
    return [name for name in missing(work) if (owner := owner_of(work, name)) and is_passed_over(work, owner[1], turn)]


def _answered(work: Work, turn: str) -> list[str]:
    """The slots that were asked and that the words of a turn may answer."""
    if work.turn_number(turn) <= work.turn_number(work.call.top.since):
        return []
    said = work.call.turns.get(turn)
    if said is None or not said.text or has_question(said.text):
        return []
    return [name for name in asked_now(work) if not negates(said.text) or _reads_denials(work, name, said.text)]


def _reads_denials(work: Work, name: str, text: str) -> bool:
    """Whether words that deny are part of an answer: `everything except the lamp`, or an option's own example."""
    owner = owner_of(work, name)
    if owner is None or owner[1].shape.type != "choice":
        return False
    words = plain(text)
    options = () if owner[1].shape.many else candidates(work, work.call.top, owner[1]) or ()
    examples = (each for option in options for each in option.examples if negates(each))
    return owner[1].shape.many or any(plain(each) in words for each in examples)


def correction_by_words(work: Work, turn: str) -> str:
    """Takes the only other value that the words of a turn hold for a slot of this flow that is set; which slot it was.

    For a caller who said "make it Saturday" to a read-back, when the model recorded nothing.
    """
    found: list[tuple[Slot, Reading]] = []
    for name, held in work.call.top.slots.items():
        slot = work.flow.slots[name]
        options = candidates(work, work.call.top, slot)
        readings = unserved_readings(work, turn, slot.shape, options or (), held)
        found += [(slot, one) for one in readings if not alike(slot.shape, one.value, held.value)]
    if len(found) != 1 or found[0][1].doubt:
        return ""
    slot, reading = found[0]
    index = len(work.call.frames) - 1
    taken = put(work, index, slot, reading.value, Hearing("heard", turn, reading.start, reading.end))
    if not isinstance(taken, Kept):
        return ""
    work.emit(Result(f"kept: {slot.name} {say_value(work, slot.shape, reading.value)}"))
    return slot.name


def _reading_for(work: Work, name: str, turn: str) -> tuple[int | None, Slot, Reading] | None:
    """The only reading of a turn's words for a slot, and where the slot is."""
    owner = owner_of(work, name)
    if owner is None:
        return None
    index, slot = owner
    options = candidates(work, work.call.top, slot)
    if options is None or (slot.shape.type == "yes_no" and not was_put(work, name, turn)):
        return None
    found = unserved_readings(work, turn, slot.shape, options)
    if len(found) != 1:
        return None
    reading = found[0]
    if reading.doubt and reading.others:
        only = only_allowed(work, index, slot, (reading.value, *reading.others))
        reading = reading if only is UNSET else altered(reading, value=only, doubt="")
    return None if reading.doubt else (index, slot, reading)


def _take_reading(work: Work, name: str, turn: str) -> bool:
    found = _reading_for(work, name, turn)
    if found is None:
        return False
    index, slot, reading = found
    taken = put(work, index, slot, reading.value, Hearing("heard", turn, reading.start, reading.end))
    if isinstance(taken, Kept):
        said = say_value(work, slot.shape, reading.value)
        work.emit(Result(f"kept: {name} {said}"))
    return isinstance(taken, Kept)
