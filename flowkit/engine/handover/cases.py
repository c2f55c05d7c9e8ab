"""The case that a project has written whenever a call is given to a person.

It is a write like any other: judged, with a key, on record before it goes out, never sent twice. But nothing waits for
it longer than its own time, and the call is given away whatever comes of it: what was not written, the summary says.
Where nobody knows, `when_unknown` looks for the record, while the call is given away already.
"""

from typing import Any, Literal

from flowkit.engine.altering import altered
from flowkit.engine.call import DoneTool, Giving, Run
from flowkit.engine.events import ToolDone
from flowkit.engine.handover.summaries import as_text, summary
from flowkit.engine.masking import masked
from flowkit.engine.scope import FlowScope
from flowkit.engine.tools import looks
from flowkit.engine.tools.authority import Allow, Refuse, Unheard, judge
from flowkit.engine.tools.limits import release
from flowkit.engine.tools.records import make_stale
from flowkit.engine.tools.use import start_run
from flowkit.engine.watch import watching
from flowkit.engine.work import Work
from flowkit.language.model import Case, Tool
from flowkit.language.shapes import UNSET, Value

SUMMARY = "summary"


def write(work: Work, giving: Giving) -> Giving:
    """Sends the case off, if the project has one and everything that it needs is known."""
    case = work.program.project.case
    if case is None:
        return altered(giving, case="none")
    tool = work.program.project.tools[case.tool]
    known: dict[str, Value] = {SUMMARY: _summary(work)}
    missing = _missing(work, case, tool, known)
    if missing:
        return _left_out(work, giving, tool, f"not known: {', '.join(missing)}")
    verdict = judge(work, work.call.top, tool, case.arguments, known)
    match verdict:
        case Allow(arguments=arguments):
            run = start_run(work, tool, arguments, "case")
            return altered(giving, case="running", run=run)
        case Refuse(rule=watching.BROKEN, detail=sentence):
            watching.put_on_record(work, sentence, f"{tool.name} was refused")
            return _left_out(work, giving, tool, f"the guarantee '{sentence}'")
        case Refuse(rule=rule):
            return _left_out(work, giving, tool, rule)
        case Unheard(slots=slots):
            return _left_out(work, giving, tool, f"not heard: {', '.join(slots)}")
    return _left_out(work, giving, tool, "a record was not looked up")


def _summary(work: Work) -> str:
    told = summary(work)
    return as_text(told, work.program.flow(told["wish"]).title)


def _missing(work: Work, case: Case, tool: Tool, known: dict[str, Value]) -> list[str]:
    scope = FlowScope(work, work.call.top, known)
    unset = [name for name, expression in case.arguments.items() if expression.evaluate(scope) is UNSET]
    return [name for name in unset if not tool.input[name].shape.optional]


def _left_out(work: Work, giving: Giving, tool: Tool, why: str) -> Giving:
    work.note("case", {"tool": tool.name, "written": False, "why": why})
    return altered(giving, case="left out")


def ended(work: Work, event: ToolDone) -> None:
    """The case was written, or was not, or nobody knows: then the world is looked at."""
    running = work.call.runs[event.run]
    tool = work.program.project.tools[running.tool]
    outcome = "unknown" if event.outcome == "timeout" else event.outcome
    if outcome == "unknown" and running.look:
        return
    if outcome == "unknown" and looks.begin(work, event.run, tool):
        _tell(work, event.run, "unknown", {})
        return
    if outcome not in ("ok", "failed", "unknown") and outcome not in tool.outcomes:
        outcome = "failed"
    settled(work, event.run, outcome, event.result)


def settled(work: Work, run: str, outcome: str, result: Any = None) -> None:
    """Puts on record how the writing of a case ended."""
    running = work.call.runs.pop(run)
    tool = work.program.project.tools[running.tool]
    work.call.done = (*work.call.done, DoneTool(tool.name, running.arguments, outcome))
    watching.tool_ended(work, tool.name, outcome)
    release(work, run, running, outcome)
    if outcome in ("ok", "unknown"):
        make_stale(work, tool, running.arguments)
    work.note("case", {"tool": tool.name, "written": outcome == "ok", "why": outcome})
    _tell(work, run, "written" if outcome == "ok" else "unknown" if outcome == "unknown" else "failed", result)


def _tell(work: Work, run: str, case: Literal["written", "unknown", "failed"], result: Any) -> None:
    giving = work.call.giving
    if giving is not None and giving.run == run:
        told = result if case == "written" and isinstance(result, dict) else {}
        work.call.giving = altered(giving, case=case, result=told)


def not_run(work: Work, run: str, running: Run, why: str) -> None:
    """A limit across calls does not let the case be written."""
    giving = work.call.giving
    if giving is not None and giving.run == run:
        work.call.giving = _left_out(work, giving, work.program.project.tools[running.tool], why)


def told(work: Work, giving: Giving) -> dict[str, Any]:
    """What a summary says of the case: that it was written, and what the tool returned; or that it was not."""
    match giving.case:
        case "none":
            return {}
        case "written":
            return {"case": {"written": True, **_returned(work, giving)}}
        case "unknown":
            return {"case": {"written": None, "note": "nobody knows whether a case was written"}}
    return {"case": {"written": False, "note": "no case was written"}}


def _returned(work: Work, giving: Giving) -> dict[str, Any]:
    """The fields that the tool says it returns, without what is sensitive in them."""
    case = work.program.project.case
    output = work.program.project.tools[case.tool].output if case is not None else None
    fields = output.fields if output is not None else {}
    return {
        name: masked(work, value) if isinstance(value, str) else value
        for name, value in giving.result.items()
        if name in fields and not fields[name].sensitive
    }
