"""Tool runs: how they end, what is said while they take their time, and when they have taken too long."""

from flowkit.engine.altering import altered
from flowkit.engine.asking import ask
from flowkit.engine.events import ToolDone
from flowkit.engine.handover import cases
from flowkit.engine.scope import FlowScope, spoken
from flowkit.engine.tools import looks, open_calls, talk, tool_calls, use, writes
from flowkit.engine.tools.renewals import ON_ENTRY, OPEN, UNTIL
from flowkit.engine.walking import walk
from flowkit.engine.work import Came, Work
from flowkit.language.model import Ask, Use
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
            came = _looked(work, event)
        case "case":
            cases.ended(work, event)
            came = None
        case "record" if running.then:
            _renewed(work, event)
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


def _looked(work: Work, event: ToolDone) -> Came | None:
    """The look after a write whose answer never came has ended, and with it the write."""
    found = looks.ended(work, event)
    if found is None:
        return None
    run, outcome = found
    if work.call.runs[run].purpose == "case":
        cases.settled(work, run, outcome)
        return None
    return writes.settled(work, run, outcome)


def _renewed(work: Work, event: ToolDone) -> None:
    """A stale record was looked up again: the state goes on. What is still not known stays unset."""
    running = work.call.runs.pop(event.run)
    end = use.read_ended(work, event, running)
    if not end.here or work.call.stage not in ("starting", "live"):
        return
    does, state = work.state.does, work.state
    if running.then == ON_ENTRY:
        walk.begin(work, state)
    elif running.then.startswith(OPEN):
        _, why, flow = running.then.split()
        if why == "run":
            walk.begin(work, state)
        else:
            walk.start_flow(work, flow, why)
    elif running.then.startswith(UNTIL):
        if running.then != UNTIL and not talk.holds(work) and work.call.draft is None:
            work.want_reply()
    elif isinstance(does, Ask) and not ask.filled(work):
        work.want_reply()
    else:
        walk.leave(work, state.next if running.then == "next" else state.outcomes[running.then], running.then)


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
