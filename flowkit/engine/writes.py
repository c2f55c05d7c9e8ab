"""Writes that were sent: how they ended, or how to look whether they were carried out.

A write that was sent is never sent again. Where its answer never came, the tool's `when_unknown` names a read that can
tell; what that does not tell either stays unknown, and goes to a person.
"""

from typing import Any

from flowkit.engine import tool_calls
from flowkit.engine.altering import altered
from flowkit.engine.call import DoneTool, Run
from flowkit.engine.effects import Result
from flowkit.engine.events import ToolDone
from flowkit.engine.limits import release
from flowkit.engine.scope import ToolScope
from flowkit.engine.use import make_stale, remember, save, start_run
from flowkit.engine.work import NEXT, Came, Work
from flowkit.language.model import Tool, WhenUnknown
from flowkit.language.shapes import UNSET, Value
from flowkit.language.values import Refusal, accept, decode


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
    if outcome == "unknown" and tool.when_unknown is not None and _look(work, event.run, tool, tool.when_unknown):
        return None
    if outcome not in ("ok", "failed", "unknown") and outcome not in tool.outcomes:
        outcome = "failed"
    return _settled(work, event.run, tool, outcome, event.result)


def _look(work: Work, run: str, tool: Tool, when_unknown: WhenUnknown) -> bool:
    """Runs the read that can tell whether a write was carried out."""
    look = work.program.project.tools[when_unknown.use]
    scope = _written_scope(work, run, tool)
    arguments = {name: expression.evaluate(scope) for name, expression in when_unknown.arguments.items()}
    arguments = {name: v for name, v in arguments.items() if v is not UNSET or not look.input[name].shape.optional}
    if UNSET in arguments.values():
        return False
    looking = start_run(work, look, arguments, "look")
    work.call.runs[looking] = altered(work.call.runs[looking], consent=work.call.runs[run].consent)
    return True


def _written_scope(work: Work, run: str, tool: Tool, result: Value = UNSET) -> ToolScope:
    plain = work.call.runs[run].arguments
    arguments = {name: decode(tool.input[name].shape, value, work.locale.currency) for name, value in plain.items()}
    return ToolScope(work, work.call.top, tool, arguments, {"result": result}, stale=True)


def look_done(work: Work, event: ToolDone) -> Came | None:
    """The look after a write whose answer never came: carried out, failed, or still unknown."""
    looking = work.call.runs.pop(event.run)
    written = (
        name
        for name, each in work.call.runs.items()
        if each.purpose in ("write", "use", "call") and each.consent == looking.consent and _is_asked_of(work, each)
    )
    run = next(written, None)
    if run is None:
        # The write's own answer came after all, while the look was under way.
        return None
    tool = work.program.project.tools[work.call.runs[run].tool]
    assert tool.when_unknown is not None
    look = work.program.project.tools[looking.tool]
    outcome = "unknown"
    if event.outcome == "ok" and look.output is not None:
        value = accept(look.output, event.result, work.locale)
        if not isinstance(value, Refusal):
            remember(work, look, value, frozenset(), here=False)
            carried_out = tool.when_unknown.done_if.evaluate(_written_scope(work, run, tool, value))
            outcome = "ok" if carried_out is True else "failed" if carried_out is False else "unknown"
    return _settled(work, run, tool, outcome, None)


def _is_asked_of(work: Work, running: Run) -> bool:
    return work.program.project.tools[running.tool].writes


def _settled(work: Work, run: str, tool: Tool, outcome: str, result: Any) -> Came | None:
    """Puts the end of a write on record, with what it makes stale and what it returned."""
    running = work.call.runs.pop(run)
    flows = tuple(frame.flow for frame in work.call.frames)
    work.call.done = (*work.call.done, DoneTool(tool.name, running.arguments, outcome, running.consent, flows))
    release(work, run, running, outcome)
    if running.purpose != "call":
        work.emit(Result(f"{tool.name}: {outcome}"))
    here = bool(work.call.frames) and running.visit == work.call.top.visit
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
