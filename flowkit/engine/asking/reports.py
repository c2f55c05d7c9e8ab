"""Reports: values that the model reports, taken one by one, each with where it came from.

Theory of operation. A reported value is typed and normalised, then looked for in the caller's words: found, it is
*heard*; not found, it is only *claimed*; if the words hold exactly one other value, it is *disputed* and not taken. A
claimed value never replaces a heard one. Facts are judged by the caller's turn, not by state: a value from an older
turn than the one held is not taken. A value for a slot of a flow that is not open, or for options that are not looked
up yet, waits.
"""

from collections.abc import Sequence
from typing import Any

from flowkit.engine.altering import altered
from flowkit.engine.asking.askings import has_served, is_put_alone, was_put
from flowkit.engine.asking.facts import Kept, NotKept, Taken, held_value, only_allowed, owner_of, put, take_quietly
from flowkit.engine.asking.hearing import Hearing, alike, callers_number, hear, unserved_readings
from flowkit.engine.asking.leaving_out import is_left_out
from flowkit.engine.asking.options import candidates, say_value
from flowkit.engine.call import Frame, Waiting
from flowkit.engine.scope import FlowScope
from flowkit.engine.tools.stale import stale_read
from flowkit.engine.work import Work
from flowkit.language.model import Ask, Slot
from flowkit.language.readers import GIVEN, Candidate, normalise
from flowkit.language.shapes import UNSET, Value
from flowkit.language.values import Refusal, accept, canonical

UNASKED = "it needs an answer to its own question"
NOT_THERE = Refusal("the list it is chosen from is not known")


def take(work: Work, name: str, given: Any, upto_turn: str) -> Taken:
    """Takes one reported value, or says why not."""
    name = _own_name(work, name)
    owner = owner_of(work, name)
    if owner is None:
        if any(name in flow.slots for flow in work.program.project.flows.values()):
            work.call.waiting[name] = Waiting(given, upto_turn)
            return Kept(name, waiting=True)
        return NotKept(name, "no such value is asked for", unknown=True)
    index, slot = owner
    frame = work.call.frames[index if index is not None else -1]
    options = candidates(work, frame, slot)
    if options is None:
        work.call.waiting[name] = Waiting(given, upto_turn)
        return Kept(name, waiting=True)
    value = normalise(slot.shape, given, work.locale, options)
    if value is GIVEN:
        value = callers_number(work, slot.shape)
    if isinstance(value, Refusal):
        return NotKept(name, value.reason)
    if slot.only_if and _is_too_early(work, frame, slot, value):
        work.call.waiting[name] = Waiting(given, upto_turn)
        return Kept(name, waiting=True)
    taken = _judge(work, index, slot, options, value, upto_turn)
    if isinstance(taken, Kept) and taken.waiting:
        work.call.waiting[name] = Waiting(given, upto_turn)
    return taken


def _is_too_early(work: Work, frame: Frame, slot: Slot, value: Value) -> bool:
    """Whether the rules of a slot read what is to be looked up again first, or is only known when the slot is asked."""
    scope = FlowScope(work, frame, {slot.name: value})
    if stale_read(work, scope, (rule.when.expr for rule in slot.only_if)) is not None:
        return True
    does = work.state.does
    if isinstance(does, Ask) and slot.name in does.slots:
        return False
    return any(rule.when.evaluate(scope) is UNSET for rule in slot.only_if)


def words_are_awaited(work: Work, turn: str) -> bool:
    """Whether the words of a turn are still on their way."""
    said = work.call.turns.get(turn)
    return said is not None and said.text is None


def _own_name(work: Work, name: str) -> str:
    """`flow__slot` where flows have slots of one name and different shapes."""
    flow, mark, slot = name.partition("__")
    if mark and flow in work.program.project.flows and slot in work.program.project.flows[flow].slots:
        return slot
    return name


def _judge(
    work: Work, index: int | None, slot: Slot, options: Sequence[Candidate], value: Value, upto_turn: str
) -> Taken:
    held = held_value(work, index, slot.name)
    if held is not None and alike(slot.shape, held.value, value):
        return Kept(slot.name)
    hearing = _latest(work, slot, options, hear(work, slot.shape, options, value, upto_turn, held), upto_turn)
    if held is None and slot.shape.type == "yes_no" and not slot.shape.many:
        if hearing.how == "heard" and not was_put(work, slot.name, hearing.turn):
            hearing = Hearing("claimed", upto_turn)
        if not was_put(work, slot.name, upto_turn):
            return NotKept(slot.name, UNASKED)
    if held is None and hearing.how == "claimed" and has_served(work, upto_turn):
        # Words that agreed to a read-back say nothing else.
        return NotKept(slot.name, UNASKED)
    if hearing.how == "claimed" and slot.shape.many and value == []:
        if not is_left_out(work, slot, upto_turn):
            return NotKept(slot.name, UNASKED)
        hearing = Hearing("heard", upto_turn, 0, len(work.call.turns[upto_turn].text or ""))
    if hearing.meant is not UNSET:
        value = hearing.meant
        if held is not None and alike(slot.shape, held.value, value):
            return Kept(slot.name)
    if held is not None and work.turn_number(hearing.turn) < work.turn_number(held.turn):
        return NotKept(slot.name, "a newer value stands")
    value, hearing = _as_allowed(work, index, slot, value, hearing)
    if hearing.how == "disputed" and _words_decide(work, index, slot, hearing.other):
        hearing, value = Hearing("heard", upto_turn, hearing.start, hearing.end), hearing.other
    if hearing.how == "disputed":
        work.call.which = (slot.name, canonical(slot.shape, hearing.other))
        ask_which(work, slot, value, hearing.other)
        return NotKept(slot.name, "not heard", asked=True)
    if hearing.how == "claimed" and held is not None and held.heard and not _is_checked(work, slot):
        if words_are_awaited(work, upto_turn):
            # They may say it: then it is a correction.
            return Kept(slot.name, waiting=True)
        return NotKept(slot.name, "not heard")
    return put(work, index, slot, value, hearing)


def _latest(work: Work, slot: Slot, options: Sequence[Candidate], hearing: Hearing, upto_turn: str) -> Hearing:
    """What was said before a slot was asked for does not stand against the only other value in the answer."""
    shape = slot.shape
    if hearing.how != "heard" or hearing.turn == upto_turn or shape.many or shape.type in ("text", "name", "object"):
        return hearing
    if not was_put(work, slot.name, upto_turn) or was_put(work, slot.name, hearing.turn):
        return hearing
    if not is_put_alone(work, slot.name, upto_turn):
        return hearing
    newest = unserved_readings(work, upto_turn, shape, options)
    if len(newest) != 1 or newest[0].doubt:
        return hearing
    said = newest[0]
    return Hearing("disputed", upto_turn, said.start, said.end, other=said.value, others=said.others)


def _words_decide(work: Work, index: int | None, slot: Slot, other: Value) -> bool:
    """Whether the caller's own words count against what the model reported, and need not be asked about.

    They do once the caller was asked which of the two it is and said this one; and where a value that was read back is
    put right: it is read back once more, and the one that was said no to must not come back.
    """
    if work.call.which == (slot.name, canonical(slot.shape, other)):
        return True
    draft = work.call.draft
    asked = bool(work.call.declined) or (draft is not None and draft.phase != "running") or _is_checked(work, slot)
    return asked and held_value(work, index, slot.name) is not None


def _is_checked(work: Work, slot: Slot) -> bool:
    """Whether the caller is being asked if the value of a slot is right: what they say instead is asked about too."""
    return work.call.check is not None and work.call.check.slot == slot.name


def _as_allowed(work: Work, index: int | None, slot: Slot, value: Value, hearing: Hearing) -> tuple[Value, Hearing]:
    """Of several meanings of the caller's words, of which the model reported one, the only one that is allowed."""
    plain = value if hearing.how == "heard" else hearing.other
    meanings = (plain, *hearing.others)
    if not hearing.others or all(not alike(slot.shape, value, each) for each in meanings):
        return value, hearing
    only = only_allowed(work, index, slot, meanings)
    return (value, hearing) if only is UNSET else (only, altered(hearing, how="heard", other=UNSET))


def ask_which(work: Work, slot: Slot, one: Value, other: Value) -> None:
    """Asks which of two values was meant."""
    first, second = say_value(work, slot.shape, one), say_value(work, slot.shape, other)
    work.due(f"{first[:1].upper()}{first[1:]}, or {second}?", "which")


def read_waiting(work: Work, index: int, names: Sequence[str]) -> None:
    """Reads values that were kept until their flow was open or their options were known."""
    for name in names:
        waiting = work.call.waiting.get(name)
        if waiting is not None and waiting.source:
            _take_given(work, index, name, waiting)
        elif waiting is not None and held_value(work, index, name) is None:
            del work.call.waiting[name]
            take(work, name, waiting.given, waiting.turn)


def _take_given(work: Work, index: int, name: str, waiting: Waiting) -> None:
    """Sets a slot of its flow to what was there before the call began, as soon as it can be read."""
    frame = work.call.frames[index]
    slot = work.program.flow(frame.flow).slots.get(name)
    if frame.flow != waiting.flow or slot is None:
        return
    value = given_value(work, frame, slot, waiting.given)
    if value is NOT_THERE:
        return
    del work.call.waiting[name]
    if isinstance(value, Refusal):
        work.note("state", {"name": name, "refused": value.reason})
    elif name not in frame.slots:
        take_quietly(work, index, slot, value, waiting.source)


def given_value(work: Work, frame: Frame, slot: Slot, given: Any) -> Value | Refusal:
    """The value of what a slot is given at the beginning; a thing from a list in the data by its key."""
    if slot.shape.options_from is None:
        return accept(slot.shape, given, work.locale)
    options = candidates(work, frame, slot)
    return NOT_THERE if options is None else normalise(slot.shape, given, work.locale, options)
