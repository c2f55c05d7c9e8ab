"""Digressions: another wish in the middle of a flow, and wishes that wait for what they need."""

from flowkit.engine import confirm, use, walk
from flowkit.engine.altering import altered
from flowkit.engine.dependents import void_draft
from flowkit.engine.effects import Result
from flowkit.engine.scope import FlowScope
from flowkit.engine.work import Work
from flowkit.language.model import Choose, Handoff


def digress(work: Work, flow: str) -> None:
    """Another wish meanwhile: runs that flow, then comes back to the state that was left.

    A wish that needs just what is being found out now is kept until that is known.
    """
    if _is_being_met(work, flow):
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


def _unmet(work: Work, flow: str) -> list[str]:
    """The flows of the preconditions of a flow that do not hold."""
    whole_call = FlowScope(work, None)
    needed = (work.program.project.preconditions[name] for name in work.program.flow(flow).requires)
    return [each.run for each in needed if each.when.evaluate(whole_call) is not True]


def _is_being_met(work: Work, flow: str) -> bool:
    """Whether a flow that another one requires is open already."""
    opened = {frame.flow for frame in work.call.frames}
    return any(run in opened for run in _unmet(work, flow))


def take_up_wish(work: Work) -> None:
    """Turns to the wish that was kept, once what it needs is known; it lapses if that did not come to be known."""
    call, wish = work.call, work.call.wish
    writing = any(running.purpose == "write" for running in call.runs.values())
    if not wish or writing or call.stage != "live" or _is_being_met(work, wish):
        return
    call.wish = ""
    does = work.state.does
    if _unmet(work, wish) or isinstance(does, Handoff) or wish in {frame.flow for frame in call.frames}:
        return
    if isinstance(does, Choose) and wish in does.flows:
        walk.start_flow(work, wish, "choose")
    else:
        digress(work, wish)
