"""How flows end: with which outcome, what that puts on record, and what they give to the flow below."""

from collections.abc import Mapping

from flowkit.engine.call import FlowEnd, Frame
from flowkit.engine.watch import watching
from flowkit.engine.work import Work
from flowkit.language.shapes import Value


def counts(work: Work, result: str) -> str:
    """The outcome of the flow on top if it ended with this result."""
    frame = work.call.top
    if not work.flow.router or result != "resolved":
        return result
    return next((ran for ran in frame.ran if ran != "resolved"), "resolved") if frame.ran else "unresolved"


def end_top(work: Work, result: str) -> str:
    """Puts the end of the flow on top on record; the outcome that counts.

    A router that has run a flow has the outcome of what it ran; one that has run none has resolved nothing.
    """
    call, frame = work.call, work.call.top
    result = counts(work, result)
    work.note("state", {"flow": frame.flow, "outcome": result, "state": frame.state})
    call.ended = (*call.ended, FlowEnd(frame.flow, result, frame.state))
    if result == "resolved":
        watching.happened(work, f"flow {frame.flow}")
    if frame.why != "requires":
        # Its answer has been given: to repeat what it was asked with would come too late.
        call.repeat = ()
    return result


def pop(work: Work) -> tuple[Frame, Mapping[str, Value]]:
    """Takes the flow on top away, which ended, and what it gives."""
    call = work.call
    frame = call.top
    gives = {name: frame.slots[name].value for name in work.flow.gives if name in frame.slots}
    call.frames, call.left = call.frames[:-1], (*call.left, frame)
    return frame, gives


def end_all(work: Work, outcome: str) -> None:
    """Every open flow ends with an outcome; a router that has run a flow keeps the outcome of what it ran."""
    call = work.call
    for frame in reversed(call.frames):
        own = outcome
        flow = work.program.flow(frame.flow)
        if outcome == "abandoned" and flow.router and frame.ran and frame is call.top:
            own = next((ran for ran in frame.ran if ran != "resolved"), "resolved")
        call.ended = (*call.ended, FlowEnd(frame.flow, own, frame.state))
        work.note("state", {"flow": frame.flow, "outcome": own, "state": frame.state})
        call.outcome = own
