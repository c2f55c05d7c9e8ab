"""Digressions: another wish in the middle of a flow, and wishes that wait for what they need."""

from flowkit.engine.altering import altered
from flowkit.engine.asking.dependents import void_draft
from flowkit.engine.effects import Result
from flowkit.engine.read_back import confirm
from flowkit.engine.tools import use
from flowkit.engine.walking import walk
from flowkit.engine.walking.preconditions import unmet
from flowkit.engine.work import Work
from flowkit.language.model import Choose, Handoff


def digress(work: Work, flow: str) -> None:
    """Another wish meanwhile: runs that flow, then comes back to the state that was left.

    A wish that needs just what is being found out now is kept until that is known; one that comes while a write is on
    its way, until that is done.
    """
    if _is_being_met(work, flow) or _is_writing(work):
        work.call.wish = flow
        work.emit(Result(f"{flow}: comes next, when this is done"))
        work.want_reply()
        return
    draft = work.call.draft
    if draft is not None and draft.phase != "running":
        if draft.called:
            work.set_frame(altered(work.call.top, asked_for=confirm.as_call(work, draft)))
        void_draft(work, "another wish came first")
    use.abandon_reads(work)
    walk.start_flow(work, flow, "digression")


def _is_being_met(work: Work, flow: str) -> bool:
    """Whether a flow that another one requires is open already."""
    opened = {frame.flow for frame in work.call.frames}
    return any(each.run in opened for each in unmet(work, flow))


def _is_writing(work: Work) -> bool:
    """Whether the state waits for a write: coming back to it would begin it anew."""
    tools = work.program.project.tools
    runs = work.call.runs.values()
    return any(each.purpose == "write" or (each.purpose == "use" and tools[each.tool].writes) for each in runs)


def take_up_wish(work: Work) -> None:
    """Turns to the wish that was kept, once what it needs is known; it lapses if that did not come to be known."""
    call, wish = work.call, work.call.wish
    if not wish or _is_writing(work) or call.stage != "live" or _is_being_met(work, wish):
        return
    call.wish = ""
    does = work.state.does
    if unmet(work, wish) or isinstance(does, Handoff) or wish in {frame.flow for frame in call.frames}:
        return
    if isinstance(does, Choose) and wish in does.flows:
        walk.start_flow(work, wish, "choose")
    else:
        digress(work, wish)
