"""Facts: the values that slots hold, how one is set, and what goes when it changes.

A stretch of words serves one slot. A rule may refuse a value, and the caller is told why. What was made of an earlier
value is forgotten with it.
"""

from collections.abc import Sequence

from flowkit.engine.altering import altered
from flowkit.engine.asking.dependents import forget_dependents, void_draft
from flowkit.engine.asking.hearing import Hearing
from flowkit.engine.asking.options import say_value
from flowkit.engine.call import Pending, SlotValue
from flowkit.engine.masking import learn
from flowkit.engine.scope import FlowScope, spoken
from flowkit.engine.walking import anytime
from flowkit.engine.work import Work
from flowkit.language.frozen import frozen
from flowkit.language.model import Slot
from flowkit.language.shapes import UNSET, Value
from flowkit.language.values import canonical

CANNOT_CHANGE = "it cannot be changed here"


@frozen
class Kept:
    """A fact that was taken; `changed`: it replaced another value. `waiting`: it cannot be read yet."""

    slot: str
    changed: bool = False
    waiting: bool = False


@frozen
class NotKept:
    """A fact that was not taken, and why.

    `said`: the caller is being told why; `asked`: they are asked which of two values it is; `unknown`: there is no such
    slot.
    """

    slot: str
    reason: str
    said: bool = False
    asked: bool = False
    unknown: bool = False


Taken = Kept | NotKept


def owner_of(work: Work, name: str) -> tuple[int | None, Slot] | None:
    """The slot that a reported name means: the topmost open flow's that has it, else the project's.

    Returns the index of its frame (`None` for the project), or nothing if no open flow has it.
    """
    project, frames = work.program.project, work.call.frames
    for index in range(len(frames) - 1, -1, -1):
        slot = project.flows[frames[index].flow].slots.get(name)
        if slot is not None:
            return index, slot
    slot = project.slots.get(name)
    return None if slot is None else (None, slot)


def held_value(work: Work, index: int | None, name: str) -> SlotValue | None:
    """What a slot holds now."""
    slots = work.call.slots if index is None else work.call.frames[index].slots
    return slots.get(name)


def only_allowed(work: Work, index: int | None, slot: Slot, meanings: Sequence[Value]) -> Value:
    """The only one of several meanings for which the rules of a slot hold; `UNSET` if it is none or several."""
    frame = work.call.frames[index if index is not None else -1]
    scopes = ((each, FlowScope(work, frame, {slot.name: each})) for each in meanings if slot.only_if)
    allowed = [each for each, scope in scopes if all(rule.when.evaluate(scope) is True for rule in slot.only_if)]
    return allowed[0] if len(allowed) == 1 else UNSET


def put(work: Work, index: int | None, slot: Slot, value: Value, hearing: Hearing) -> Taken:
    """Sets a slot, if its rules hold; what was made of an earlier value is forgotten."""
    if slot.only_if and (because := _refused_by_rule(work, index, slot, value)) is not None:
        work.due(because, "because")
        serve(work, hearing)
        return NotKept(slot.name, because, said=True)
    held = held_value(work, index, slot.name)
    changed = held is not None
    if held is not None and held.heard and _stays(work, slot, held):
        work.call.correcting = slot.name
        serve(work, hearing)
        return NotKept(slot.name, CANNOT_CHANGE)
    source = "caller"
    version, heard = work.new_version(slot.name), hearing.how == "heard"
    new = SlotValue(value, source, hearing.turn, version, heard, slot.check_back == "explicit")
    store(work, index, slot.name, new)
    serve(work, hearing)
    _keep_secret(work, slot, value, hearing)
    work.call.waiting.pop(slot.name, None)
    if work.call.which[0] == slot.name:
        work.call.which = ("", "")
    if changed:
        _forget_everywhere(work, index, slot.name)
    _check_back(work, slot, value)
    return Kept(slot.name, changed=changed)


def _refused_by_rule(work: Work, index: int | None, slot: Slot, value: Value) -> str | None:
    """Why a rule of a slot does not let it have a value; nothing if all hold."""
    scope = FlowScope(work, work.call.frames[index if index is not None else -1], {slot.name: value})
    rule = next((rule for rule in slot.only_if if rule.when.evaluate(scope) is not True), None)
    return None if rule is None else spoken(rule.because, scope, work.locale).text


def _stays(work: Work, slot: Slot, held: SlotValue) -> bool:
    """Whether callers cannot change a value here; one that they are asked about is not settled yet."""
    check = work.call.check
    asked = held.unchecked or (check is not None and check.slot == slot.name) or work.call.which[0] == slot.name
    return not asked and bool(anytime.own(work, "correct"))


def serve(work: Work, hearing: Hearing) -> None:
    """A stretch of words serves once, whether its value was taken or a rule refused it."""
    for turn, start, end in ((hearing.turn, hearing.start, hearing.end), *hearing.more):
        if hearing.how == "heard" and end:
            said = work.call.turns[turn]
            work.call.turns[turn] = altered(said, served=(*said.served, (start, end)))


def _keep_secret(work: Work, slot: Slot, value: Value, hearing: Hearing | None = None) -> None:
    """A sensitive value is known by its forms, and by the words in which it was said."""
    if slot.shape.sensitive:
        turn = work.call.turns.get(hearing.turn) if hearing is not None and hearing.how == "heard" else None
        words = (turn.text or "")[hearing.start : hearing.end] if turn is not None and hearing is not None else ""
        learn(work, slot, canonical(slot.shape, value), say_value(work, slot.shape, value), words)


def store(work: Work, index: int | None, name: str, value: SlotValue) -> None:
    """Sets a slot to a value, as it is."""
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
    store(work, index, slot.name, new)
    _keep_secret(work, slot, value)
