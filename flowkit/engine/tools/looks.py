"""Looks at the world after a write whose answer never came: a read that tells whether it was carried out.

The write is not sent again, and stays on record as running until the look has ended, or its own answer came after all.
"""

from flowkit.engine.altering import altered
from flowkit.engine.events import ToolDone
from flowkit.engine.scope import ToolScope
from flowkit.engine.tools.records import remember
from flowkit.engine.tools.use import start_run
from flowkit.engine.work import Work
from flowkit.language.model import Tool
from flowkit.language.shapes import UNSET, Value
from flowkit.language.values import Refusal, accept, decode


def begin(work: Work, run: str, tool: Tool) -> bool:
    """Runs the read that can tell whether a write was carried out; whether there is one."""
    when_unknown = tool.when_unknown
    if when_unknown is None:
        return False
    look = work.program.project.tools[when_unknown.use]
    scope = _written_scope(work, run, tool)
    arguments = {name: expression.evaluate(scope) for name, expression in when_unknown.arguments.items()}
    arguments = {name: v for name, v in arguments.items() if v is not UNSET or not look.input[name].shape.optional}
    if UNSET in arguments.values():
        return False
    looking = start_run(work, look, arguments, "look")
    work.call.runs[run] = altered(work.call.runs[run], look=looking)
    return True


def ended(work: Work, event: ToolDone) -> tuple[str, str] | None:
    """The look has ended: the run of the write, and how that ended; nothing if its own answer came meanwhile."""
    looking = work.call.runs.pop(event.run)
    run = next((name for name, each in work.call.runs.items() if each.look == event.run), None)
    if run is None:
        return None
    tool = work.program.project.tools[work.call.runs[run].tool]
    look = work.program.project.tools[looking.tool]
    assert tool.when_unknown is not None
    if event.outcome != "ok" or look.output is None:
        return run, "unknown"
    value = accept(look.output, event.result, work.locale)
    if isinstance(value, Refusal):
        return run, "unknown"
    remember(work, look, value, frozenset(), here=False)
    carried_out = tool.when_unknown.done_if.evaluate(_written_scope(work, run, tool, value))
    return run, "ok" if carried_out is True else "failed" if carried_out is False else "unknown"


def _written_scope(work: Work, run: str, tool: Tool, result: Value = UNSET) -> ToolScope:
    plain = work.call.runs[run].arguments
    arguments = {name: decode(tool.input[name].shape, value, work.locale.currency) for name, value in plain.items()}
    return ToolScope(work, work.call.top, tool, arguments, {"result": result}, stale=True)
