"""Forgetting as data flow: what was looked up, chosen or agreed from a value goes when the value goes, and no more."""

from collections.abc import Iterable

from flowkit.engine.altering import altered
from flowkit.engine.call import Frame, ToolEnd
from flowkit.engine.effects import Result
from flowkit.engine.speaking.taken_back import take_back
from flowkit.engine.tools.limits import give_back
from flowkit.engine.work import Work
from flowkit.language.expressions.paths import names_in


def forget(work: Work, index: int, names: Iterable[str]) -> None:
    """Forgets slots of an open flow (or of the project), and everything made of them."""
    names = set(names)
    frame = work.call.frames[index]
    for name in names & set(work.call.slots):
        del work.call.slots[name]
    for name in names:
        work.call.waiting.pop(name, None)
    work.call.repeat = tuple(pending for pending in work.call.repeat if pending.slot not in names)
    kept = {name: held for name, held in frame.slots.items() if name not in names}
    declined = tuple(name for name in frame.declined if name not in names)
    work.set_frame(altered(frame, slots=kept, declined=declined), index)
    forget_dependents(work, index, names)


def forget_dependents(work: Work, index: int, changed: Iterable[str]) -> None:
    """Forgets what was looked up or chosen with the help of these names, in turn, and a consent drafted from them."""
    frame = work.call.frames[index]
    gone = set(changed)
    todo = True
    while todo:
        before = len(gone)
        frame = _without_results(frame, gone)
        frame = _without_choices(work, frame, gone)
        todo = len(gone) > before
    work.set_frame(frame, index)
    draft = work.call.draft
    if draft is not None and draft.phase != "running" and gone & set(draft.versions):
        void_draft(work, "a value changed")


def _without_results(frame: Frame, gone: set[str]) -> Frame:
    saved = {name: held for name, held in frame.saved.items() if not (held.depends & gone)}
    latest = {n: key for n, key in frame.latest.items() if not (frame.latest_depends.get(n, frozenset()) & gone)}
    dropped = (set(frame.saved) - set(saved)) | (set(frame.latest) - set(latest))
    if not dropped:
        return frame
    gone |= dropped
    depends = {name: names for name, names in frame.latest_depends.items() if name in latest}
    return altered(frame, saved=saved, latest=latest, latest_depends=depends)


def _without_choices(work: Work, frame: Frame, gone: set[str]) -> Frame:
    """Slots that were chosen from a list that is gone; also words kept for one."""
    flow = work.program.flow(frame.flow)
    slots = dict(frame.slots)
    for name, slot in flow.slots.items():
        source = slot.shape.options_from
        if source is None or name in gone or not (names_in(source) & gone):
            continue
        work.call.waiting.pop(name, None)
        if slots.pop(name, None) is not None:
            gone.add(name)
    return frame if len(slots) == len(frame.slots) else altered(frame, slots=slots)


def void_draft(work: Work, why: str, outcome: str = "not carried out") -> None:
    """Takes back what the caller was asked to agree to; nothing of it can be agreed to any more.

    `outcome` is what the model is told, if it was the model that called the tool.
    """
    draft = work.call.draft
    if draft is None:
        return
    work.call.draft = None
    give_back(work, draft.run)
    take_back(work, draft.statement_u)
    take_back(work, draft.question_u)
    floor = work.call.floor
    work.set_floor(due=tuple(due for due in floor.due if due.purpose not in ("statement", "question", "ask_again")))
    work.note("state", {"draft": draft.id, "tool": draft.tool, "void": why})
    if draft.called:
        work.emit(Result(f"{draft.tool}: {outcome}"))
        if outcome == "declined":
            # Asked for once more before the caller speaks again, it would only be read to them again.
            end = ToolEnd(draft.tool, draft.arguments, {"status": outcome})
            work.call.tool_ends = (*work.call.tool_ends, end)
