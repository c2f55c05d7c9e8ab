"""Writes that were sent: how they ended, and what comes of it.

A write that was sent is never sent again. Where its answer never came, the tool's `when_unknown` names a read that can
tell (`looks`); what that does not tell either stays unknown, and goes to a person.
"""

from typing import Any

from flowkit.engine.call import DoneTool
from flowkit.engine.effects import Result
from flowkit.engine.events import ToolDone
from flowkit.engine.tools import looks, tool_calls
from flowkit.engine.tools.limits import release
from flowkit.engine.tools.records import make_stale, remember, save
from flowkit.engine.watch import watching
from flowkit.engine.work import NEXT, Came, Work
from flowkit.language.shapes import Value
from flowkit.language.values import Refusal, accept


def write_done(work: Work, event: ToolDone) -> Came | None:
    """The write came to its end, or nobody knows: what the state came to, or a look at the world first."""
    running = work.call.runs[event.run]
    tool = work.program.project.tools[running.tool]
    outcome = "unknown" if event.outcome == "timeout" else event.outcome
    if outcome == "ok" and tool.output is not None:
        accepted = accept(tool.output, event.result, work.locale)
        if isinstance(accepted, Refusal):
            outcome = "unknown"
            reason = {"bad_result": accepted.reason, "outcome": outcome}
            work.note("tool", {"run": event.run, "tool": tool.name} | reason)
    if outcome == "unknown" and (running.look or looks.begin(work, event.run, tool)):
        return None
    if outcome not in ("ok", "failed", "unknown") and outcome not in tool.outcomes:
        outcome = "failed"
    return settled(work, event.run, outcome, event.result)


def settled(work: Work, run: str, outcome: str, result: Any = None) -> Came | None:
    """Puts the end of a write on record, with what it makes stale and what it returned."""
    running = work.call.runs.pop(run)
    tool = work.program.project.tools[running.tool]
    flows = tuple(frame.flow for frame in work.call.frames)
    work.call.done = (*work.call.done, DoneTool(tool.name, running.arguments, outcome, running.consent, flows))
    watching.tool_ended(work, tool.name, outcome)
    release(work, run, running, outcome)
    here = bool(work.call.frames) and running.visit == work.call.top.visit
    if running.purpose != "call" or not here:
        # The end of a call that is open yet is its output; all else is told by a note.
        work.emit(Result(f"{tool.name}: {outcome}"))
    called = running.purpose == "write" and work.call.draft is not None and work.call.draft.called
    if running.purpose == "write":
        work.call.draft = None
    if outcome in ("ok", "unknown"):
        make_stale(work, tool, running.arguments)
    value: Value = None
    if outcome == "ok" and tool.output is not None:
        value = accept(tool.output, result, work.locale)
        if isinstance(value, Refusal):
            value = None
        else:
            remember(work, tool, value, frozenset(), here=here)
            name = getattr(work.state.does, "save_as", "") if here else ""
            if name:
                save(work, name, value, tool.name)
    if not here:
        return None
    if running.purpose == "call":
        return tool_calls.write_done(work, run, tool, outcome, value)
    if called:
        return tool_calls.consented_done(work, tool, running.arguments, outcome)
    work.call.after_write = True
    return NEXT if outcome == "ok" else Came(outcome)
