"""`ask`: filling slots, from what was already said, from the only option there is, or from the caller's next words.

Where some of the slots are enough, a slot that the caller cannot say is put aside and the next one is asked. What they
say all the same counts; and so does what they say of their own accord.
"""

from flowkit.engine.altering import altered
from flowkit.engine.asking import check_backs
from flowkit.engine.asking.facts import held_value, owner_of, take_quietly
from flowkit.engine.asking.options import candidates, offered_of, options_of, refusing
from flowkit.engine.asking.reports import read_waiting
from flowkit.engine.asking.slot_rules import recheck_asked
from flowkit.engine.scope import FlowScope, spoken
from flowkit.engine.work import NEXT, Came, Work
from flowkit.language.model import Ask, Slot


def enter(work: Work) -> Came | None:
    """Fills what can be filled without asking; waits for the caller if something is missing."""
    does = work.state.does
    recheck_asked(work, does.slots if isinstance(does, Ask) else ())
    read_waiting(work, len(work.call.frames) - 1, missing(work))
    for name in missing(work):
        _take_single(work, name)
    if check_backs.begin_next(work):
        return None
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
        held, shared = work.call.frames[-1].slots, work.call.slots
        return [name for name in does.slots if name not in held and name not in shared and _is_missing(work, name)]
    names = dict.fromkeys(does.slots)
    unset = [name for name in names if not _is_set(work, name)]
    if len(names) - len(unset) >= does.enough:
        return []
    declined = work.call.top.declined
    return [name for name in unset if name not in declined]


def _is_missing(work: Work, name: str) -> bool:
    """Whether a slot that is not set has to be asked for, or may be."""
    slot = work.program.slot(work.call.frames[-1].flow, name)
    if slot is None:
        return False
    return not slot.shape.optional or (name not in work.call.top.declined and _can_be_asked(work, slot))


def _can_be_asked(work: Work, slot: Slot) -> bool:
    """Whether there is a question for a slot that may stay unset, and something to choose."""
    does = work.state.does
    has_words = slot.ask is not None or (isinstance(does, Ask) and does.question is not None)
    return has_words and (slot.shape.type != "choice" or bool(candidates(work, work.call.top, slot)))


def _is_set(work: Work, name: str) -> bool:
    frame = work.call.frames[-1]
    if name in work.program.project.flows[frame.flow].slots:
        return name in frame.slots
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
    does = work.state.does
    if not isinstance(does, Ask):
        return []
    names = missing(work)
    if does.question is None or (does.enough and work.call.top.singly):
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
