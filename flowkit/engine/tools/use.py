"""`use`: the engine runs a tool, and what the world answers.

A run belongs to a visit: its result moves the flow only if the call is still there. A read that was left may be
abandoned; what it returns is remembered, and moves nothing. A write that was sent is awaited, always.
"""

from collections.abc import Mapping
from typing import Any

from flowkit.engine.altering import altered
from flowkit.engine.call import DoneTool, Run
from flowkit.engine.effects import Abandon, Reserve, Result, RunTool
from flowkit.engine.events import ToolDone
from flowkit.engine.read_back.keys import digest_of, key_of
from flowkit.engine.scope import arguments_json
from flowkit.engine.tools import open_calls
from flowkit.engine.tools.authority import Allow, Refuse, Unheard, Verdict, judge, judge_record, judge_values, leaks
from flowkit.engine.tools.limits import counters, give_back, release
from flowkit.engine.tools.lookups import LookUpFirst
from flowkit.engine.tools.records import record_key, remember, save
from flowkit.engine.watch import watching
from flowkit.engine.work import NEXT, Came, Work
from flowkit.language.frozen import frozen
from flowkit.language.model import Tool, Use
from flowkit.language.shapes import Value
from flowkit.language.values import Refusal, accept, decode

UNCOUNTED = ("look", "record")
"""Reads that the engine makes for itself are no use of a tool that a limit counts."""


def enter(work: Work) -> Came | None:
    """Judges the tool and runs it; what the state came to, if it was refused."""
    does = work.state.does
    assert isinstance(does, Use)
    tool = work.program.project.tools[does.tool]
    verdict = judge(work, work.call.top, tool, does.arguments)
    if not isinstance(verdict, Allow):
        return not_allowed(work, tool, verdict)
    if not _is_on_its_way(work, tool, verdict.arguments):
        start_run(work, tool, verdict.arguments, "use", verdict.depends)
    work.set_floor(want_reply=False)
    return None


def _is_on_its_way(work: Work, tool: Tool, arguments: Mapping[str, Value]) -> bool:
    """Whether just this write runs already, from an earlier visit of the state: then it is this visit's."""
    plain = arguments_json(tool, arguments, work.locale.currency) if tool.writes else {}
    for run, running in work.call.runs.items():
        if tool.writes and (running.tool, running.purpose) == (tool.name, "use") and running.arguments == plain:
            work.call.runs[run] = altered(running, visit=work.call.top.visit)
            return True
    return False


def not_allowed(work: Work, tool: Tool, verdict: Verdict) -> Came | None:
    """Looks up first what is missing, where that helps; else puts the refusal on record."""
    if isinstance(verdict, LookUpFirst):
        return look_up(work, tool, verdict)
    assert not isinstance(verdict, Allow)
    return refused(work, tool, verdict)


def look_up(work: Work, tool: Tool, verdict: LookUpFirst) -> Came | None:
    """Runs the read of a record that a tool cannot be judged without; its end judges the tool again."""
    read = work.program.project.tools[verdict.tool]
    earlier = work.call.looked_up
    work.call.looked_up = (*earlier, verdict.id)
    against = judge_values(work, work.call.top, read, verdict.arguments) or leaks(work, read, verdict.arguments)
    if isinstance(against, LookUpFirst):
        # Of two reads that wait for each other, the one that was wanted first is not run.
        came = look_up(work, tool, against)
        work.call.looked_up = tuple(each for each in work.call.looked_up if each != verdict.id)
        return came
    if isinstance(against, Refuse):
        return refused(work, tool, against)
    start_run(work, read, verdict.arguments, "record", verdict.depends)
    work.set_floor(want_reply=False)
    return None


def renew(work: Work, looking: LookUpFirst, then: str) -> bool:
    """Looks a stale record up again before a state goes on, whose run then says how; whether it may be read."""
    read = work.program.project.tools[looking.tool]
    work.call.looked_up = (*work.call.looked_up, looking.id)
    against = judge_values(work, work.call.top, read, looking.arguments) or leaks(work, read, looking.arguments)
    if isinstance(against, LookUpFirst):
        begun = renew(work, against, then)
        work.call.looked_up = tuple(each for each in work.call.looked_up if each != looking.id)
        return begun
    if against is not None:
        return False
    run = start_run(work, read, looking.arguments, "record")
    work.call.runs[run] = altered(work.call.runs[run], then=then)
    work.set_floor(want_reply=False)
    return True


def refused(work: Work, tool: Tool, verdict: Refuse | Unheard) -> Came:
    """Puts a refusal on record; its rule is the outcome if the state names it, else `refused`."""
    if isinstance(verdict, Unheard):
        slots = " and ".join(verdict.slots)
        detail = f"{slots} {'were' if len(verdict.slots) > 1 else 'was'} not said by the caller"
        because = ", ".join(verdict.slots)
        work.note("refusal", {"tool": tool.name, "rule": "not heard", "because": because, "detail": detail})
        return Came("unheard", " ".join(verdict.slots))
    if verdict.rule == watching.BROKEN:
        work.note("refusal", {"tool": tool.name, "rule": "guarantee", "because": "", "detail": verdict.detail})
        watching.put_on_record(work, verdict.detail, f"{tool.name} was refused")
        return Came(watching.BROKEN)
    told = {"detail": verdict.detail} if verdict.detail else {}
    work.note("refusal", {"tool": tool.name, "rule": verdict.rule, "because": verdict.because} | told)
    work.call.refused = (*work.call.refused, (tool.name, verdict.rule))
    named = verdict.rule in work.state.outcomes
    return Came(verdict.rule if named else "refused", verdict.because)


def start_run(
    work: Work,
    tool: Tool,
    arguments: Mapping[str, Value],
    purpose: Any,
    depends: frozenset[str] = frozenset(),
    *,
    consent: int = 0,
    key: str = "",
) -> str:
    """Sends a tool off and returns the run's id. A write that nobody was asked about has a key of its run.

    A tool that limits across calls count waits for its share of them first.
    """
    call = work.call
    call.run_count += 1
    run = f"r{call.run_count}"
    plain = arguments_json(tool, arguments, work.locale.currency)
    if tool.writes and tool.takes_key and not consent:
        key = key_of(f"{call.id}/{call.nonce}/{run}", 0, tool.name, digest_of(tool.name, plain))
    shares = counters(work, call.top, tool, arguments) if purpose not in UNCOUNTED else ()
    counted = bool(shares)
    sent = Run(tool.name, plain, call.top.visit, work.at, purpose, depends, consent, 0, key, counted, counted)
    call.runs[run] = sent
    if counted:
        work.emit(Reserve(run, shares))
    else:
        send(work, run)
    return run


def send(work: Work, run: str) -> None:
    """Sends off a run that waits for nothing any more."""
    running = work.call.runs[run] = altered(work.call.runs[run], reserving=False, started=work.at)
    tool = work.program.project.tools[running.tool]
    sent = {name: value for name, value in running.arguments.items() if tool.input[name].send}
    work.emit(RunTool(run, tool.name, sent, running.key, tool.timeout_ms, tool.writes))


def done(work: Work, event: ToolDone) -> Came | None:
    """A read came to its end: remembers what it returned; what the state came to, if the call is still there."""
    running = work.call.runs.pop(event.run)
    tool = work.program.project.tools[running.tool]
    end = read_ended(work, event, running)
    if not end.here:
        return None
    work.emit(Result(f"{tool.name}: {'refused' if end.refusal else end.outcome}"))
    if end.refusal is not None:
        return refused(work, tool, end.refusal)
    if end.outcome != "ok":
        return Came(end.outcome)
    _save_result(work, tool, end.value, running.depends)
    return NEXT


@frozen
class ReadEnd:
    """How a read ended.

    `here`: the call is still in the visit that ran it; `refusal`: a rule does not let what it returned be seen.
    """

    outcome: str
    here: bool
    value: Value = None
    refusal: Refuse | None = None


def read_ended(work: Work, event: ToolDone, running: Run) -> ReadEnd:
    """Judges what a read answered, puts it on record, and remembers the records it returned."""
    tool = work.program.project.tools[running.tool]
    here = running.visit == work.call.top.visit
    outcome = "failed" if event.outcome in ("timeout", "unknown") else event.outcome
    value: Value = None
    refusal: Refuse | None = None
    if outcome == "ok":
        accepted = accept(tool.output, event.result, work.locale) if tool.output is not None else None
        if isinstance(accepted, Refusal):
            work.note("tool", {"run": event.run, "tool": tool.name, "bad_result": accepted.reason})
            outcome = "failed"
        else:
            value = accepted
            refusal = _refuses(work, tool, running.arguments, value)
    elif outcome != "failed" and outcome not in tool.outcomes:
        work.note("tool", {"run": event.run, "tool": tool.name, "undeclared_outcome": outcome})
        outcome = "failed"
    _record(work, tool, running, outcome)
    release(work, event.run, running, outcome)
    if outcome == "ok" and refusal is None:
        remember(work, tool, value, running.depends, here=here and not _is_known(work, tool, value, running))
    return ReadEnd(outcome, here, value, refusal)


def _is_known(work: Work, tool: Tool, value: Value, running: Run) -> bool:
    """Whether the engine only looked up again what the call knew already: no flow looked it up just now."""
    record = work.program.project.records.get(tool.output.record) if tool.output is not None else None
    if record is None or running.purpose != "record":
        return False
    return record_key(record.key, value) in work.call.records.get(record.name, {})


def _refuses(work: Work, tool: Tool, plain: Mapping[str, Any], value: Value) -> Refuse | None:
    arguments = {name: decode(tool.input[name].shape, one, work.locale.currency) for name, one in plain.items()}
    refusal = judge_record(work, work.call.top, tool, value, arguments)
    if refusal is not None:
        return refusal
    return _second_single(work, tool, value)


def _second_single(work: Work, tool: Tool, value: Value) -> Refuse | None:
    """A second record of a kind of which there is one in a call."""
    record = work.program.project.records.get(tool.output.record) if tool.output is not None else None
    if record is None or not record.single:
        return None
    known = work.call.records.get(record.name, {})
    if known and record_key(record.key, value) not in known:
        return Refuse("refused", "", f"another {record.name} is known in this call already")
    return None


def _record(work: Work, tool: Tool, running: Run, outcome: str) -> None:
    flows = tuple(frame.flow for frame in work.call.frames)
    work.call.done = (*work.call.done, DoneTool(tool.name, running.arguments, outcome, running.consent, flows))
    watching.tool_ended(work, tool.name, outcome)


def _save_result(work: Work, tool: Tool, value: Value, depends: frozenset[str]) -> None:
    does = work.state.does
    name = getattr(does, "save_as", "")
    if name:
        save(work, name, value, tool.name, depends)


def abandon_reads(work: Work) -> None:
    """Ignores from now on what running reads of states and of the model will answer."""
    for run, running in list(work.call.runs.items()):
        if running.purpose in ("use", "call", "record") and not work.program.project.tools[running.tool].writes:
            if running.reserving:
                give_back(work, run)
                continue
            del work.call.runs[run]
            work.emit(Abandon(run))
    open_calls.close(work)
