"""What else holds at every step: tools, limits across calls, and situations that a run of checks has to have seen."""

from flowkit.engine import effects, events
from flowkit.language.model import Ask, Confirm, Talk, Use
from tests.engine.invariants.pools import INVENTED
from tests.engine.invariants.watch import Watch, text_of

DONE = ("ok", "unknown", "timeout")


def is_agreed(watch: Watch, run: effects.RunTool) -> bool:
    """Whether a write needs the caller's consent."""
    return watch.program.project.tools[run.tool].consent != "none"


def tools_where_they_belong(watch: Watch) -> bool:
    """Nothing that was made up is passed on, and no tool runs outside of the states that have it."""
    found = False
    for effect in watch.out:
        if not isinstance(effect, effects.RunTool):
            continue
        found = True
        assert INVENTED not in text_of(effect.arguments), f"{effect.run} gets a value that was made up"
        run, frames = watch.call.runs.get(effect.run), watch.call.frames
        if run is None or run.purpose in ("record", "look", "case") or not frames or run.visit != frames[-1].visit:
            continue
        match watch.program.state(frames[-1].flow, frames[-1].state).does:
            case Talk(tools=tools):
                assert effect.tool in tools, f"{effect.tool} is not offered here"
            case Use(tool=tool) | Confirm(tool=tool):
                assert effect.tool == tool, f"{effect.tool} is not the tool of this state"
            case _:
                raise AssertionError(f"{effect.tool} runs in a state without a tool")
    return found


def shares_are_kept(watch: Watch) -> bool:
    """What limits count begins with its share, and gives it back exactly if nothing came of it."""
    shares = dict(watch.record.shares)
    for effect in watch.out:
        match effect:
            case effects.Reserve(run):
                assert run not in shares, f"{run} is reserved twice"
                shares[run] = "asked"
            case effects.Release(run):
                # Given back once more when the store answers late: it may have counted it only then.
                assert run in shares, f"{run} has nothing to give back"
                assert not _was_done(watch, run), f"{run} was done, and its share is given back"
                shares[run] = "released"
            case effects.RunTool(run, tool) if _is_counted(watch, tool):
                assert shares.get(run) == "ok", f"{run} begins without its share"
    for run, share in shares.items():
        if share == "ok" and run not in watch.call.runs and not watch.call.over:
            assert _was_done(watch, run), f"the share of {run} is lost"
    return bool(shares)


def _is_counted(watch: Watch, tool: str) -> bool:
    return any(limit.window != "call" for limit in watch.program.project.tools[tool].limits)


def _was_done(watch: Watch, run: str) -> bool:
    """Whether a write was sent and may have been carried out."""
    sent = run in watch.record.writes or any(isinstance(e, effects.RunTool) and e.run == run for e in watch.out)
    if not sent:
        return False
    before = len(watch.before.done)
    ends = [entry.outcome for entry in watch.call.done[before:]]
    return run not in watch.before.runs or not ends or any(outcome in DONE for outcome in ends)


def an_ask_asks_for_something(watch: Watch) -> bool:
    """Where some slots are enough: not enough are set, and those that may still be asked would do."""
    call = watch.call
    if not call.frames or call.stage != "live" or call.floor.due or not call.top.state:
        return False
    does = watch.program.state(call.top.flow, call.top.state).does
    if not isinstance(does, Ask) or not does.enough:
        return False
    held = {name for name in does.slots if name in call.top.slots and not getattr(call.top.slots[name], "unchecked", 0)}
    left = set(does.slots) - held - set(call.top.declined)
    assert len(held) < does.enough or getattr(call, "check", None), "enough is known, and it asks on"
    assert len(held) + len(left) >= does.enough, "what it still asks for is not enough"
    return True


def case_before_the_call(watch: Watch) -> bool:
    """A call is given away when its case is done."""
    found = [effect for effect in watch.out if isinstance(effect, effects.Transfer)]
    for _ in found:
        assert watch.call.giving is not None
        assert watch.call.giving.case != "running", "the call is given away before its case is written"
    return bool(found)


def situations(watch: Watch) -> bool:
    """Counts what came about; nothing is judged here."""
    for name in _seen(watch):
        watch.counts[f"situation {name}"] += 1
    return True


def _seen(watch: Watch) -> list[str]:
    before, call, event = watch.before, watch.call, watch.event
    seen = [f"effect {type(effect).__name__}" for effect in watch.out if not isinstance(effect, effects.Timer)]
    draft, voids = before.draft, [e.data.get("void") for e in watch.out if isinstance(e, effects.Note)]
    seen += ["read-back dropped" for void in voids if void]
    if any(isinstance(e, effects.Note) and e.kind == "consent" for e in watch.out):
        seen.append("consent given")
    if call.drafts > before.drafts:
        seen.append("read-back begun")
    if draft is not None and draft.phase != "running":
        seen += _seen_in_read_back(watch)
    if isinstance(event, events.ToolDone) and event.outcome in ("unknown", "timeout") and event.run in before.runs:
        writes = watch.program.project.tools[before.runs[event.run].tool].writes
        seen.append("unknown write" if writes else "unknown read")
    if isinstance(event, events.Generated) and event.u in before.utterances:
        if before.utterances[event.u].void:
            seen.append("generated after its cancel")
        seen += [f"generated {event.status}"]
    if isinstance(event, events.TurnStarted) and before.floor.generating:
        seen.append("turn while generating")
    if call.stage != before.stage:
        seen.append(f"stage {call.stage}")
    return seen


def _seen_in_read_back(watch: Watch) -> list[str]:
    before, call, event = watch.before, watch.call, watch.event
    match event:
        case events.Back():
            return ["reconnect in a read-back"]
        case events.Lost():
            return ["lost in a read-back"]
        case events.Words(turn) if turn in before.turns:
            late = any(each.started > before.turns[turn].started for each in before.turns.values())
            readings = [e.data["reading"] for e in watch.out if isinstance(e, effects.Note) and "reading" in e.data]
            told = [f"answer {reading}" for reading in readings]
            return told + (["late words in a read-back"] if late else [])
        case events.Tick(timer) if timer in before.timers:
            return [f"tick {timer.split()[0]} in a read-back"]
        case events.Played(u, extent) if before.draft and u == before.draft.statement_u:
            return [f"statement played {extent}"]
        case events.Witnessed():
            return ["witnessed in a read-back"]
        case events.Generated() if call.drafts > before.drafts:
            return ["changed value in a read-back"]
    return []


ALSO = (tools_where_they_belong, shares_are_kept, an_ask_asks_for_something, case_before_the_call, situations)
