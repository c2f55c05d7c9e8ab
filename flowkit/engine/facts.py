"""Facts: values that the model reports or that readers find, taken one by one, each with where it came from.

Theory of operation. A reported value is typed and normalised, then looked for in the caller's words: found, it is
*heard*; not found, it is only *claimed*; if the words hold exactly one other value, it is *disputed* and not taken. A
claimed value never replaces a heard one. A stretch of words serves one slot. Facts are judged by the caller's turn, not
by state: a value from an older turn than the one held is not taken. A value for a slot of a flow that is not open, or
for options that are not looked up yet, waits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from flowkit.engine.altering import altered
from flowkit.engine.call import Frame, Pending, SlotValue, Turn, Waiting
from flowkit.engine.dependents import forget_dependents, void_draft
from flowkit.engine.scope import FlowScope, spoken
from flowkit.engine.work import Work
from flowkit.language.model import Slot
from flowkit.language.readers import GIVEN, Candidate, Reading, normalise, read
from flowkit.language.shapes import UNSET, Shape, Value
from flowkit.language.speaking import speak
from flowkit.language.values import Refusal, accept, canonical

TURNS_SEARCHED = 6
UNKNOWN_NUMBER = Refusal("the number is not known")


@dataclass(frozen=True, slots=True)
class Kept:
    """A fact that was taken; `changed`: it replaced another value. `waiting`: it cannot be read yet."""

    slot: str
    changed: bool = False
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class NotKept:
    """A fact that was not taken, and why; `said`: the caller is being told why."""

    slot: str
    reason: str
    said: bool = False


Taken = Kept | NotKept


def owner_of(work: Work, name: str) -> tuple[int | None, Slot] | None:
    """The slot that a reported name means: the topmost open flow's that has it, else the project's.

    Returns the index of its frame (`None` for the project), or nothing if no open flow has it.
    """
    for index in range(len(work.call.frames) - 1, -1, -1):
        slot = work.program.flow(work.call.frames[index].flow).slots.get(name)
        if slot is not None:
            return index, slot
    slot = work.program.project.slots.get(name)
    return None if slot is None else (None, slot)


def held_value(work: Work, index: int | None, name: str) -> SlotValue | None:
    """What a slot holds now."""
    slots = work.call.slots if index is None else work.call.frames[index].slots
    return slots.get(name)


def take(work: Work, name: str, given: Any, upto_turn: str) -> Taken:
    """Takes one reported value, or says why not."""
    name = _own_name(work, name)
    owner = owner_of(work, name)
    if owner is None:
        if any(name in flow.slots for flow in work.program.project.flows.values()):
            work.call.waiting[name] = Waiting(given, upto_turn)
            return Kept(name, waiting=True)
        return NotKept(name, "no such value is asked for")
    index, slot = owner
    frame = work.call.frames[index if index is not None else -1]
    options = candidates(work, frame, slot)
    if options is None:
        work.call.waiting[name] = Waiting(given, upto_turn)
        return Kept(name, waiting=True)
    value = normalise(slot.shape, given, work.locale, options)
    if value is GIVEN:
        value = _callers_number(work, slot.shape)
    if isinstance(value, Refusal):
        return NotKept(name, value.reason)
    return _judge(work, index, slot, options, value, upto_turn)


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
    same = held is not None and canonical(slot.shape, held.value) == canonical(slot.shape, value)
    if same:
        return Kept(slot.name)
    hearing = hear(work, slot.shape, options, value, upto_turn)
    if held is not None and work.turn_number(hearing.turn) < work.turn_number(held.turn):
        return NotKept(slot.name, "a newer value stands")
    if hearing.how == "disputed":
        ask_which(work, slot, value, hearing.other)
        return NotKept(slot.name, "not heard")
    if hearing.how == "claimed" and held is not None and held.heard:
        return NotKept(slot.name, "not heard")
    return put(work, index, slot, value, hearing)


@dataclass(frozen=True, slots=True)
class Hearing:
    """How a value stands to the caller's words: the turn and the stretch that say it, or the other value they say."""

    how: Literal["heard", "claimed", "disputed"]
    turn: str
    start: int = 0
    end: int = 0
    other: Value = UNSET


def hear(work: Work, shape: Shape, options: Sequence[Candidate], value: Value, upto_turn: str) -> Hearing:
    """Looks for a value in the caller's words, newest turn first."""
    wanted = canonical(shape, value)
    for turn in _turns_until(work, upto_turn):
        for reading in unserved_readings(work, turn, shape, options):
            if canonical(shape, reading.value) == wanted:
                return Hearing("heard", turn, reading.start, reading.end)
        place = _said_as_it_stands(work.call.turns[turn], shape, wanted)
        if place is not None:
            return Hearing("heard", turn, *place)
    newest = unserved_readings(work, upto_turn, shape, options) if upto_turn in work.call.turns else ()
    if len(newest) == 1 and shape.type not in ("text", "name", "object"):
        return Hearing("disputed", upto_turn, other=newest[0].value)
    return Hearing("claimed", upto_turn)


def _turns_until(work: Work, upto_turn: str) -> list[str]:
    """The turns up to one, that one first."""
    turns = list(work.call.turns)
    last = turns.index(upto_turn) + 1 if upto_turn in work.call.turns else 0
    return turns[max(0, last - TURNS_SEARCHED) : last][::-1]


def _said_as_it_stands(turn: Turn, shape: Shape, wanted: str) -> tuple[int, int] | None:
    if shape.type not in ("text", "name", "email", "postcode", "choice") or not wanted or turn.text is None:
        return None
    start = turn.text.casefold().find(wanted.casefold())
    end = start + len(wanted)
    return None if start < 0 or _is_served(turn, start, end) else (start, end)


def unserved_readings(work: Work, turn: str, shape: Shape, options: Sequence[Candidate]) -> tuple[Reading, ...]:
    """The readings of a type in a turn's words that have served no slot yet."""
    said = work.call.turns.get(turn)
    if said is None or not said.text or shape.type in ("text", "object"):
        return ()
    found = read(shape, said.text, work.locale, options)
    fresh = [reading for reading in found if not _is_served(said, reading.start, reading.end)]
    if any(reading.value is GIVEN for reading in fresh):
        number = _callers_number(work, shape)
        fresh = [altered(each, value=number) if each.value is GIVEN else each for each in fresh]
    return tuple(reading for reading in fresh if not isinstance(reading.value, Refusal))


def _callers_number(work: Work, shape: Shape) -> Value | Refusal:
    """What "the number I call from" is, where the channel says it."""
    return accept(shape, work.call.caller, work.locale) if work.call.caller else UNKNOWN_NUMBER


def _is_served(turn: Turn, start: int, end: int) -> bool:
    return any(start < served_end and served_start < end for served_start, served_end in turn.served)


def put(work: Work, index: int | None, slot: Slot, value: Value, hearing: Hearing) -> Taken:
    """Sets a slot, if its rules hold; what was made of an earlier value is forgotten."""
    frame = work.call.frames[index if index is not None else -1]
    scope = FlowScope(work, frame, {slot.name: value})
    for rule in slot.only_if:
        if rule.when.evaluate(scope) is not True:
            because = spoken(rule.because, scope, work.locale).text
            work.due(because, "because")
            _serve(work, hearing)
            return NotKept(slot.name, because, said=True)
    changed = held_value(work, index, slot.name) is not None
    source = "caller"
    new = SlotValue(value, source, hearing.turn, work.new_version(slot.name), hearing.how == "heard")
    _store(work, index, slot.name, new)
    _serve(work, hearing)
    work.call.waiting.pop(slot.name, None)
    if changed:
        _forget_everywhere(work, index, slot.name)
    _check_back(work, slot, value)
    return Kept(slot.name, changed=changed)


def _serve(work: Work, hearing: Hearing) -> None:
    """A stretch of words serves once, whether its value was taken or a rule refused it."""
    if hearing.how == "heard" and hearing.end:
        said = work.call.turns[hearing.turn]
        work.call.turns[hearing.turn] = altered(said, served=(*said.served, (hearing.start, hearing.end)))


def _store(work: Work, index: int | None, name: str, value: SlotValue) -> None:
    if index is None:
        work.call.slots[name] = value
    else:
        frame = work.call.frames[index]
        work.set_frame(altered(frame, slots={**frame.slots, name: value}), index)


def _forget_everywhere(work: Work, index: int | None, name: str) -> None:
    """A project slot is used by every open flow, a flow's slot by its own."""
    for each in range(len(work.call.frames)) if index is None else (index,):
        forget_dependents(work, each, (name,))
    draft = work.call.draft
    if draft is not None and draft.phase != "running" and name in draft.versions:
        void_draft(work, f"{name} changed")


def _check_back(work: Work, slot: Slot, value: Value) -> None:
    if slot.check_back == "implicit":
        said = say_value(work, slot.shape, value)
        kept = tuple(pending for pending in work.call.repeat if pending.slot != slot.name)
        values = ((slot.shape.type, canonical(slot.shape, value), said),)
        work.call.repeat = (*kept, Pending(said, values, slot.name))


def take_quietly(work: Work, index: int, slot: Slot, value: Value, source: str) -> None:
    """Sets a slot from something other than the caller's words: a single option, a given value, an argument."""
    new = SlotValue(value, source, "", work.new_version(slot.name), True)
    _store(work, index, slot.name, new)


# Options.


def options_of(work: Work, frame: Frame, slot: Slot) -> list[Value] | None:
    """The things a choice picks from, now; `None` if they are not looked up yet."""
    if slot.shape.options_from is None:
        return []
    found = work.program.options(slot)(FlowScope(work, frame, stale=True))
    if found is UNSET:
        return None
    return list(found.values()) if isinstance(found, dict) else list(found)


def candidates(work: Work, frame: Frame, slot: Slot) -> Sequence[Candidate] | None:
    """The options of a choice as readers want them; `None` if they are not looked up yet."""
    shape = slot.shape
    if shape.type != "choice":
        return ()
    if shape.options_from is None:
        return [Candidate(one.value, one.value, one.value.replace("_", " "), (), one.examples) for one in shape.options]
    things = options_of(work, frame, slot)
    if things is None:
        return None
    return [_candidate(work, frame, slot, thing) for thing in things]


def _candidate(work: Work, frame: Frame, slot: Slot, thing: Value) -> Candidate:
    shape = slot.shape
    if not isinstance(thing, Mapping):
        return Candidate(thing, str(thing), str(thing), (), ())
    scope = FlowScope(work, frame, thing, stale=True)
    label = spoken(shape.label, scope, work.locale).text if shape.label else ""
    key = canonical(shape, thing)
    also = tuple(spoken(words, scope, work.locale).text for words in shape.also)
    return Candidate(thing, key, label or key, also, ())


def say_value(work: Work, shape: Shape, value: Value) -> str:
    """A value as it is spoken; a thing by its label."""

    def label(words: Any, thing: Mapping[str, Value]) -> str:
        return spoken(words, FlowScope(work, None, thing, stale=True), work.locale).text

    return speak(value, shape, work.locale, label)


def ask_which(work: Work, slot: Slot, one: Value, other: Value) -> None:
    """Asks which of two values was meant."""
    first, second = say_value(work, slot.shape, one), say_value(work, slot.shape, other)
    work.due(f"{first[:1].upper()}{first[1:]}, or {second}?", "which")


# Slots of a flow that is entered, or of options that have just been looked up.


def read_waiting(work: Work, index: int, names: Sequence[str]) -> None:
    """Reads values that were kept until their flow was open or their options were known."""
    for name in names:
        waiting = work.call.waiting.get(name)
        if waiting is not None and held_value(work, index, name) is None:
            del work.call.waiting[name]
            take(work, name, waiting.given, waiting.turn)
