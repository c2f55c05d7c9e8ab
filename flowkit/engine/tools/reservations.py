"""Limits that reach across calls: what the store answers.

Theory of operation. Before a read-back the store is asked how much is used (`count`), so that nobody agrees to what
cannot be done. Right before a tool runs it gives it a share, or does not (`reserve`): several calls may have been told
that there is enough for one. The share is kept when the tool was carried out and when nobody knows; it is given back
(`release`) when it was not, and when the run is not wanted any more. No answer in time is none: what cannot be counted
is not done.
"""

from decimal import Decimal

from flowkit.engine.altering import altered
from flowkit.engine.call import Run
from flowkit.engine.effects import Release
from flowkit.engine.events import Counted, Reserved
from flowkit.engine.handover import cases
from flowkit.engine.read_back import confirm
from flowkit.engine.tools import tool_calls
from flowkit.engine.tools.arguments import decoded
from flowkit.engine.tools.authority import over_limit
from flowkit.engine.tools.limits import counters, give_back
from flowkit.engine.tools.use import refused, send
from flowkit.engine.work import Came, Work


def counted(work: Work, event: Counted) -> Came | None:
    """The store says how much of the limits is used, before a read-back; what the state came to, if it is too much."""
    draft = work.call.draft
    if draft is None or draft.id != event.draft or not draft.counting:
        work.note("ignored", {"event": "counted", "draft": event.draft})
        return None
    tool = work.program.project.tools[draft.tool]
    if not event.available:
        return confirm.not_possible(work, draft, "limits cannot be counted", _not_counted(work, tool.name))
    arguments = decoded(work, tool, draft.arguments)
    for one in counters(work, work.call.top, tool, arguments):
        if Decimal(str(event.used.get(one.limit, "0"))) + Decimal(one.amount) > Decimal(one.at_most):
            came = refused(work, tool, over_limit(work, work.call.top, tool, arguments, one.limit))
            return confirm.not_possible(work, draft, "over a limit", came)
    work.call.draft = altered(draft, counting=False)
    return None


def _not_counted(work: Work, tool: str) -> Came:
    work.note("refusal", {"tool": tool, "rule": "not counted", "because": ""})
    return Came("failed")


def reserved(work: Work, event: Reserved) -> Came | None:
    """The store gave a run its share of the limits, or did not; what the state came to, if it did not."""
    running = work.call.runs.get(event.run)
    if running is None or not running.reserving:
        work.note("ignored", {"event": "reserved", "run": event.run})
        if event.run in work.call.dropped and event.outcome == "ok":
            # Nobody knows which was first, this or the giving back.
            work.call.dropped = tuple(run for run in work.call.dropped if run != event.run)
            work.emit(Release(event.run))
        return None
    if not _is_wanted(work, event.run, running):
        del work.call.runs[event.run]
        work.emit(Release(event.run))
        return None
    if event.outcome == "ok":
        send(work, event.run)
        draft = work.call.draft
        if running.purpose == "write" and draft is not None:
            work.call.draft = altered(draft, phase="running", run="")
        return None
    return _refused(work, event, running)


def _is_wanted(work: Work, run: str, running: Run) -> bool:
    call = work.call
    match running.purpose:
        case "write":
            return call.stage == "live" and call.draft is not None and call.draft.run == run
        case "case":
            # Where nobody is there the case is written while the call goes on.
            return call.stage != "draining" and (call.giving is None or call.giving.run == run)
    return call.stage in ("starting", "live") and running.visit == call.top.visit


def _refused(work: Work, event: Reserved, running: Run) -> Came | None:
    over = event.outcome == "over"
    if running.purpose == "case":
        _settle(work, event)
        cases.not_run(work, event.run, running, event.limit if over else "limits cannot be counted")
        return None
    _settle(work, event)
    tool = work.program.project.tools[running.tool]
    if over:
        arguments = decoded(work, tool, running.arguments)
        came = refused(work, tool, over_limit(work, work.call.top, tool, arguments, event.limit))
    else:
        came = _not_counted(work, tool.name)
    draft = work.call.draft
    if running.purpose == "write" and draft is not None:
        return confirm.not_possible(work, draft, "over a limit" if over else "limits cannot be counted", came)
    if running.purpose == "call":
        return tool_calls.not_run(work, event.run, tool, came)
    return came


def _settle(work: Work, event: Reserved) -> None:
    """The run will not be made; where nobody knows whether the store counted it, its share is given back."""
    if event.outcome == "over":
        del work.call.runs[event.run]
    else:
        give_back(work, event.run)


def no_answer(work: Work, whose: str) -> Came | None:
    """The store has not answered in time, about a draft or a run."""
    if whose in work.call.runs:
        return reserved(work, Reserved(whose, "unavailable"))
    return counted(work, Counted(whose, available=False))
