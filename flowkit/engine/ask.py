"""`ask`: filling slots, from what was already said, from the only option there is, or from the caller's next words.

Where some of the slots are enough, a slot that the caller cannot say is put aside and the next one is asked. What they
say all the same counts; and so does what they say of their own accord.
"""

from collections.abc import Sequence

from flowkit.engine.altering import altered
from flowkit.engine.askings import serve_whole, was_put
from flowkit.engine.call import Utterance
from flowkit.engine.effects import Result
from flowkit.engine.facts import (
    Kept,
    candidates,
    held_value,
    offered_of,
    only_allowed,
    options_of,
    owner_of,
    put,
    read_waiting,
    refusing,
    say_value,
    take_quietly,
)
from flowkit.engine.hearing import Hearing, alike, unserved_readings
from flowkit.engine.leaving_out import is_left_out, is_passed_over
from flowkit.engine.scope import FlowScope, spoken
from flowkit.engine.slot_rules import recheck_asked
from flowkit.engine.work import NEXT, Came, Work
from flowkit.language.model import Ask, Slot
from flowkit.language.readers import Reading, has_question, negates
from flowkit.language.shapes import UNSET


def enter(work: Work) -> Came | None:
    """Fills what can be filled without asking; waits for the caller if something is missing."""
    does = work.state.does
    recheck_asked(work, does.slots if isinstance(does, Ask) else ())
    read_waiting(work, len(work.call.frames) - 1, missing(work))
    for name in missing(work):
        _take_single(work, name)
    if filled(work):
        return NEXT
    if _no_way_left(work) or _nothing_left(work):
        return Came(CANNOT_SAY)
    work.want_reply()
    return None


def filled(work: Work) -> bool:
    """Whether the state has all the slots that it asks for, or enough of them."""
    does = work.state.does
    if isinstance(does, Ask) and does.enough:
        return still_needed(work) <= 0
    return not missing(work)


def still_needed(work: Work) -> int:
    """How many more slots the state needs, where some of them are enough."""
    does = work.state.does
    if not isinstance(does, Ask):
        return 0
    return does.enough - sum(_is_set(work, name) for name in dict.fromkeys(does.slots))


def missing(work: Work) -> list[str]:
    """The slots that the state the call is in still asks for."""
    does = work.state.does
    if not isinstance(does, Ask):
        return []
    if not does.enough:
        return [name for name in does.slots if _is_missing(work, name)]
    if filled(work):
        return []
    declined = work.call.top.declined
    return [name for name in dict.fromkeys(does.slots) if name not in declined and not _is_set(work, name)]


def _is_missing(work: Work, name: str) -> bool:
    owner = owner_of(work, name)
    if owner is None or held_value(work, owner[0], name) is not None:
        return False
    return not owner[1].shape.optional or (name not in work.call.top.declined and _can_be_asked(work, owner[1]))


def _can_be_asked(work: Work, slot: Slot) -> bool:
    """Whether there is a question for a slot that may stay unset, and something to choose."""
    does = work.state.does
    has_words = slot.ask is not None or (isinstance(does, Ask) and does.question is not None)
    return has_words and (slot.shape.type != "choice" or bool(candidates(work, work.call.top, slot)))


def _is_set(work: Work, name: str) -> bool:
    owner = owner_of(work, name)
    return owner is not None and held_value(work, owner[0], name) is not None


def _no_way_left(work: Work) -> bool:
    """Whether the caller cannot say so many of the slots that the others are not enough."""
    does = work.state.does
    return isinstance(does, Ask) and bool(does.enough) and len(missing(work)) < still_needed(work)


def _nothing_left(work: Work) -> bool:
    """Whether the rules of a choice refuse every option that it has; the caller is told why."""
    does = work.state.does
    for name in () if isinstance(does, Ask) and does.enough else missing(work):
        owner = owner_of(work, name)
        if owner is None or owner[1].shape.many:
            continue
        frame, slot = work.call.top, owner[1]
        rules = [refusing(work, frame, slot, thing) for thing in options_of(work, frame, slot) or ()]
        if rules and rules[0] is not None and None not in rules:
            scope = FlowScope(work, frame, stale=True)
            work.due(spoken(rules[0].because, scope, work.locale).text, "because")
            return True
    return False


CANNOT_SAY = "cannot_say"


def unsayable(work: Work) -> list[str]:
    """What the model may report of a caller who cannot say something: `cannot_say`, or of which slot it is so."""
    does = work.state.does
    if not isinstance(does, Ask):
        return []
    return [CANNOT_SAY, *(f"{CANNOT_SAY}_{name}" for name in (missing(work) if does.enough else ()))]


def put_aside(work: Work, option: str) -> Came | None:
    """The caller cannot say one of the slots of which some are enough; what the state came to, if it is decided.

    `option` is one of `unsayable`; where it names no slot, it is about the one that was asked. To a question for all of
    them it is no answer about any: they are asked one by one.
    """
    frame = work.call.top
    name = option.removeprefix(CANNOT_SAY).removeprefix("_")
    asked = asked_now(work)
    aside = (name,) if name else tuple(asked) if len(asked) == 1 else ()
    work.set_frame(altered(frame, declined=(*frame.declined, *aside), singly=True))
    if filled(work):
        return NEXT
    return Came(CANNOT_SAY) if _no_way_left(work) else None


def start_over(work: Work, does: Ask) -> None:
    """An edge leads to an `ask`: what the caller could not say before is asked again."""
    frame = work.call.top
    if frame.declined or frame.singly:
        kept = tuple(name for name in frame.declined if name not in does.slots)
        work.set_frame(altered(frame, declined=kept, singly=False))


def asked_now(work: Work) -> list[str]:
    """The slots that the open question is about: all, while one question asks for all of them; then one by one."""
    names = missing(work)
    does = work.state.does
    if not isinstance(does, Ask) or does.question is None or (does.enough and work.call.top.singly):
        return names[:1]
    return names if len(names) == len(does.slots) else names[:1]


def _take_single(work: Work, name: str) -> None:
    owner = owner_of(work, name)
    if owner is None:
        return
    index, slot = owner
    if index is None or not slot.take_single:
        return
    things = offered_of(work, work.call.frames[index], slot)
    if things is not None and len(things) == 1:
        take_quietly(work, index, slot, things if slot.shape.many else things[0], "single")


# Going on without the model: the caller's words are in, the model recorded nothing.


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


def left_out(work: Work, turn: str) -> list[Slot]:
    """The slots that were asked and that the caller passes over; none if one of them has to be said."""
    if work.turn_number(turn) <= work.turn_number(work.call.top.since):
        return []
    owners = [owner for name in asked_now(work) if (owner := owner_of(work, name)) is not None]
    slots = [slot for _, slot in owners]
    return slots if slots and all(_passes_over(work, slot, turn) for slot in slots) else []


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
    frame = work.call.top
    work.set_frame(altered(frame, declined=tuple(dict.fromkeys((*frame.declined, *names)))))


def optional_asked(work: Work, turn: str) -> list[str]:
    """The slots that may stay unset and whose question came before a turn: it was their turn to be said."""
    return [name for name in missing(work) if (owner := owner_of(work, name)) and is_passed_over(work, owner[1], turn)]


def _answered(work: Work, turn: str) -> list[str]:
    """The slots that were asked and that the words of a turn may answer."""
    if work.turn_number(turn) <= work.turn_number(work.call.top.since):
        return []
    said = work.call.turns.get(turn)
    if said is None or not said.text or has_question(said.text):
        return []
    return [name for name in asked_now(work) if _reads_denials(work, name) or not negates(said.text)]


def _reads_denials(work: Work, name: str) -> bool:
    """Whether words that deny are part of an answer: `everything except the lamp`."""
    owner = owner_of(work, name)
    return owner is not None and owner[1].shape.many and owner[1].shape.type == "choice"


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
