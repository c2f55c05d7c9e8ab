"""Tool runs: how they end, what is said while they take their time, and when they have taken too long."""

from flowkit.engine import cases, open_calls, tool_calls, use, walk, writes
from flowkit.engine.altering import altered
from flowkit.engine.events import ToolDone
from flowkit.engine.scope import FlowScope, spoken
from flowkit.engine.work import Work
from flowkit.language.model import Use
from flowkit.language.phrases import phrases


def tool_done(work: Work, event: ToolDone) -> None:
    """A tool run came to its end."""
    running = work.call.runs.get(event.run)
    if running is None or running.reserving:
        work.note("ignored", {"event": "tool_done", "run": event.run})
        return
    match running.purpose:
        case "write":
            came = writes.write_done(work, event)
        case "look":
            came = writes.look_done(work, event)
        case "case":
            cases.ended(work, event)
            came = None
        case "record" if running.then:
            walk.renewed(work, event)
            came = None
        case "record":
            came = tool_calls.record_done(work, event)
        case _ if work.program.project.tools[running.tool].writes:
            came = writes.write_done(work, event)
        case "call":
            tool_calls.read_done(work, event)
            came = None
        case _:
            came = use.done(work, event)
    if work.call.stage == "live" or work.call.stage == "starting":
        walk.came(work, came)


def progress(work: Work, run: str) -> None:
    """A slow tool: a word into the silence."""
    running = work.call.runs.get(run)
    if running is None:
        return
    work.call.runs[run] = altered(running, filler=running.filler + 1)
    open_calls.running(work, lambda call: call.run == run)
    if work.call.floor.playing or work.call.floor.open_turn or work.call.floor.generating:
        return
    fillers = phrases(work.call.language).filler
    say = work.state.say if isinstance(work.state.does, Use) else None
    own = spoken(say, FlowScope(work, work.call.top, stale=True), work.locale).text
    first = own if running.filler == 0 and own else fillers[running.filler % len(fillers)]
    work.due(first, "filler")
