"""Corrections: going back because a value changed, to the earliest state that used it."""

from flowkit.engine.altering import altered
from flowkit.engine.asking import ask, check_backs
from flowkit.engine.asking.dependents import void_draft
from flowkit.engine.call import FlowEnd
from flowkit.engine.tools import use
from flowkit.engine.walking import walk
from flowkit.engine.walking.ways import asks_for
from flowkit.engine.work import Work


def correct(work: Work, changed: frozenset[str], broken: frozenset[str] = frozenset()) -> bool:
    """Goes back to the earliest state on this run's path that used one of the values; whether it went.

    A correction never leads past a question: where what the call asks now, or a `broken` value that the correction
    brought down, is asked by a state that was entered before, it goes back to that one; and in an `ask` that has to be
    filled first it stays.
    """
    for index in range(len(work.call.frames) - 1, -1, -1):
        name = _to_go_back_to(work, index, changed, broken)
        if name:
            if _has_to_ask_first(work, index, name, broken):
                return False
            _return_to(work, index, name, changed | broken)
            return True
    return False


def _to_go_back_to(work: Work, index: int, changed: frozenset[str], broken: frozenset[str]) -> str:
    """The first state of a flow's path that used one of the values, or that asks what has to be asked."""
    frame = work.call.frames[index]
    flow = work.program.flow(frame.flow)
    used = next((k for k, (name, _) in enumerate(frame.path) if work.program.reads(frame.flow, name) & changed), None)
    if used is None and not broken:
        return ""
    is_top = index == len(work.call.frames) - 1
    to_check = [name for name in sorted(changed) if check_backs.unchecked(work, name)]
    to_ask = [*broken, *to_check, *(ask.missing(work) if is_top else ())]
    asking = next((k for k, (name, _) in enumerate(frame.path) if asks_for(flow.states.get(name), to_ask)), None)
    places = [place for place in (used, asking) if place is not None]
    return frame.path[min(places)][0] if places else ""


def _has_to_ask_first(work: Work, index: int, name: str, broken: frozenset[str]) -> bool:
    """Whether the call is in an `ask` that is not filled, and what the state needs is asked there."""
    missing = ask.missing(work)
    if index < len(work.call.frames) - 1 or not missing:
        return False
    frame = work.call.top
    return name == frame.state or bool(work.program.reads(frame.flow, name) & (set(missing) - broken))


def _return_to(work: Work, index: int, name: str, changed: frozenset[str]) -> None:
    call = work.call
    for left in call.frames[index + 1 :]:
        call.ended = (*call.ended, FlowEnd(left.flow, "cancelled", left.state))
        work.note("state", {"flow": left.flow, "outcome": "cancelled", "state": left.state})
    call.frames, call.left = call.frames[: index + 1], (*call.left, *call.frames[index + 1 :])
    if call.draft is not None and call.draft.phase != "running":
        void_draft(work, "a value changed")
    use.abandon_reads(work)
    frame = call.top
    place = next(i for i, (state, _) in enumerate(frame.path) if state == name)
    work.set_frame(altered(frame, path=frame.path[:place]))
    call.pending = ()
    walk.enter(work, name, "correction of " + ", ".join(sorted(changed)), speak=False)
