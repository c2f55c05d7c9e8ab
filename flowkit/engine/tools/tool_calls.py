"""Tools that the model calls in a `talk`: judged, run, answered.

Theory of operation. Each call ends in one of four ways. *Allow*: a read runs; its result is the call's output, or comes
as a note if it takes longer than moments. *Look up first*: the engine runs the read that is missing, and judges again.
*Needs consent*: a write becomes a draft, which the engine reads back and has agreed to as in a `confirm`; its end comes
as a note. *Refuse*: with the reason, and what is possible instead; a rule whose name the flow names moves it.

Reads are judged before writes, and run side by side; there is one write at a time, and it waits for the reads it
depends on. The same call again, while it runs or while what it gave still stands, is answered and not run again. Every
call gets exactly one output.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flowkit.engine.altering import altered
from flowkit.engine.call import ToolCall, ToolEnd, Utterance
from flowkit.engine.events import FunctionCall, ToolDone
from flowkit.engine.read_back import confirm, own_words
from flowkit.engine.scope import arguments_json
from flowkit.engine.tools import talk, use
from flowkit.engine.tools.arguments import MadeUp, decoded, judge_given, read_arguments
from flowkit.engine.tools.authority import Allow, Refuse, Unheard
from flowkit.engine.tools.functions import arguments_of
from flowkit.engine.tools.lookups import LookUpFirst
from flowkit.engine.tools.records import record_key, save
from flowkit.engine.tools.tool_outputs import NEEDS_CONSENT, give, of_outcome, of_result
from flowkit.engine.tools.tool_refusals import refuse, refused_by
from flowkit.engine.tools.use import ReadEnd, look_up, read_ended, refused, start_run
from flowkit.engine.work import Came, Work
from flowkit.language.model import Confirm, Talk, Tool, Use
from flowkit.language.phrases import phrases
from flowkit.language.shapes import Value


def judge_tools(work: Work, reply: Utterance, calls: Sequence[FunctionCall]) -> None:
    """Judges the tools that a reply called, reads first."""
    tools = work.program.project.tools
    for call in sorted(calls, key=lambda each: tools[each.name].writes):
        tool = tools[call.name]
        made = ToolCall(call.id, tool.name, {}, reply.visit, reply.upto_turn, work.at)
        if reply.visit != work.call.top.visit or work.call.stage != "live":
            give(work, made, {"status": "refused", "because": "that step is over"})
            continue
        given = arguments_of(call)
        values = "the arguments are not a JSON object" if given is None else read_arguments(work, tool, given)
        if isinstance(values, str):
            refuse(work, altered(made, arguments=given or {}), values)
        else:
            plain = arguments_json(tool, values, work.locale.currency)
            _judge(work, altered(made, arguments=plain), tool, values)


def _judge(work: Work, call: ToolCall, tool: Tool, values: Mapping[str, Value]) -> None:
    if _is_again(work, call):
        return
    if tool.writes and (waits_for := _read_it_depends_on(work, tool)):
        _keep(work, altered(call, run=waits_for))
        return
    if tool.writes and work.call.draft is not None:
        refuse(work, call, "one thing at a time")
        return
    match judge_given(work, work.call.top, tool, values):
        case Allow() as verdict if tool.writes and tool.consent != "none":
            _needs_consent(work, call, tool, verdict)
        case Allow(arguments=arguments, depends=depends):
            run = start_run(work, tool, arguments, "call", depends)
            _keep(work, altered(call, run=run, judged=True))
        case LookUpFirst() as verdict:
            came = look_up(work, tool, verdict)
            if came is None:
                _keep(work, altered(call, run=next(reversed(work.call.runs))))
            else:
                refused_by(work, call, came)
        case Unheard(slots=slots):
            refuse(work, call, f"not heard: ask the caller to say {' and '.join(slots)} again")
        case MadeUp(reason=reason):
            refuse(work, call, reason)
        case Refuse() as verdict:
            refused_by(work, call, refused(work, tool, verdict))


def _needs_consent(work: Work, call: ToolCall, tool: Tool, verdict: Allow) -> None:
    """A write is asked for: by its read-back, or by what the model has said itself, where the tool allows that."""
    if tool.consent != "heard":
        if not call.answered:
            give(work, call, NEEDS_CONSENT)
        confirm.enter_called(work, tool, verdict)
        return
    confirm.enter_called(work, tool, verdict)
    output = own_words.HEARD if own_words.stand_for_read_back(work, call.turn) else NEEDS_CONSENT
    if not call.answered:
        give(work, call, output)


def _keep(work: Work, call: ToolCall) -> None:
    work.call.tool_calls = (*work.call.tool_calls, call)


def _read_it_depends_on(work: Work, tool: Tool) -> str:
    """A running read that returns a record or result which an argument of this tool has to come from."""
    wanted = {source.path[0] for each in tool.input.values() for source in each.sources if source.path}
    for run, running in work.call.runs.items():
        read = work.program.project.tools[running.tool]
        returns = {running.tool} | ({read.output.record} if read.output is not None else set())
        if running.purpose in ("call", "record") and running.visit == work.call.top.visit and wanted & returns:
            return run
    return ""


# The same again.


def _is_again(work: Work, call: ToolCall) -> bool:
    """Answers a call that was made before and has not ended, or whose end still stands; whether it was one."""
    draft = work.call.draft
    if draft is not None and (draft.tool, dict(draft.arguments)) == (call.tool, dict(call.arguments)):
        give(work, altered(call, again=True), NEEDS_CONSENT)
        return True
    earlier = next((each for each in work.call.tool_calls if _alike(each, call)), None)
    if earlier is not None:
        _keep(work, altered(call, run=earlier.run, judged=earlier.judged, again=True))
        return True
    ended = next((end for end in work.call.tool_ends if _alike(end, call) and _stands(work, end)), None)
    if ended is None:
        return False
    give(work, altered(call, again=True), ended.output)
    work.want_reply()
    return True


def _alike(earlier: ToolCall | ToolEnd, call: ToolCall) -> bool:
    return earlier.tool == call.tool and dict(earlier.arguments) == dict(call.arguments)


def _stands(work: Work, end: ToolEnd) -> bool:
    """Whether nothing that the call returned was changed since; a write stands until the caller speaks again."""
    if work.program.project.tools[end.tool].writes:
        return True
    held = [work.call.records.get(name, {}).get(key) for name, key in end.rows]
    return all(row is not None and not row.stale for row in held)


def _ended(work: Work, call: ToolCall, output: Mapping[str, Any], value: Value = None) -> None:
    rows = _rows(work, work.program.project.tools[call.tool], value)
    work.call.tool_ends = (*work.call.tool_ends, ToolEnd(call.tool, call.arguments, output, rows))


def _rows(work: Work, tool: Tool, value: Value) -> tuple[Any, ...]:
    shape = tool.output
    if shape is None or not shape.record or value is None:
        return ()
    record = work.program.project.records[shape.record]
    rows = list(value.values()) if shape.keyed else value if shape.many else [value]
    return tuple((record.name, record_key(record.key, row)) for row in rows)


# Ends.


def read_done(work: Work, event: ToolDone) -> None:
    """A read that the model called came to its end."""
    running = work.call.runs.pop(event.run)
    tool = work.program.project.tools[running.tool]
    end = read_ended(work, event, running)
    calls = _take(work, event.run)
    if not end.here:
        return
    if end.outcome == "ok" and end.refusal is None and not (tool.output and tool.output.record):
        # What is no record is kept under the tool's name, so that other tools can take values from it.
        save(work, tool.name, end.value, tool.name, running.depends)
    _tell_end(work, [call for call in calls if call.judged], tool, end)
    _judge_again(work, [call for call in calls if not call.judged])


def _tell_end(work: Work, calls: Sequence[ToolCall], tool: Tool, end: ReadEnd) -> None:
    if end.refusal is not None:
        came = refused(work, tool, end.refusal)
        for call in calls:
            if call.visit == work.call.top.visit:
                refused_by(work, call, came)
            else:
                give(work, call, {"status": "over"})
        return
    output = of_result(work, tool, end.value) if end.outcome == "ok" else of_outcome(work, tool, end.outcome)
    for call in calls:
        give(work, call, output)
    if calls:
        _ended(work, calls[0], output, end.value)
        go_on(work)


def go_on(work: Work) -> None:
    """The model's turn, when nothing of what it called is open; a read-back that is under way goes first."""
    draft = work.call.draft
    if draft is None or draft.phase == "answering":
        work.want_reply()


def record_done(work: Work, event: ToolDone) -> Came | None:
    """A record that had to be known first was looked up: what waited for it is judged again."""
    running = work.call.runs.pop(event.run)
    tool = work.program.project.tools[running.tool]
    end = read_ended(work, event, running)
    calls = _take(work, event.run)
    if not end.here:
        return None
    came = _missing(work, tool, end)
    match work.state.does:
        case Use():
            return came or use.enter(work)
        case Confirm():
            return came or confirm.enter(work)
    if came is None:
        _judge_again(work, calls)
        return None
    for call in calls:
        if call.visit == work.call.top.visit:
            # What the read came to is no outcome of the talk, unless it is a rule's.
            refused_by(work, call, Came("refused", came.because) if came.outcome == "failed" else came)
        else:
            give(work, call, {"status": "over"})
    return None


def _missing(work: Work, tool: Tool, end: ReadEnd) -> Came | None:
    """What a tool comes to whose record is not there or must not be seen."""
    if end.refusal is not None:
        return refused(work, tool, end.refusal)
    words = phrases(work.call.language)
    if end.outcome == "failed":
        return Came("failed", words.failed)
    return None if end.outcome == "ok" else Came("refused", words.not_found)


def _judge_again(work: Work, calls: Sequence[ToolCall]) -> None:
    """Judges calls that had to wait for something."""
    for call in calls:
        tool = work.program.project.tools[call.tool]
        if call.visit != work.call.top.visit or talk.is_over(work):
            give(work, call, {"status": "over"})
        else:
            _judge(work, altered(call, run=""), tool, decoded(work, tool, call.arguments))


def _take(work: Work, run: str) -> list[ToolCall]:
    """The calls that waited for a run, which are no longer open."""
    taken = [call for call in work.call.tool_calls if call.run == run]
    work.call.tool_calls = tuple(call for call in work.call.tool_calls if call.run != run)
    return taken


def write_done(work: Work, run: str, tool: Tool, outcome: str, value: Value) -> Came | None:
    """A write without consent that the model called came to its end."""
    output = of_result(work, tool, value) if outcome == "ok" else of_outcome(work, tool, outcome)
    calls = _take(work, run)
    for call in calls:
        give(work, call, output)
    if calls:
        _ended(work, calls[0], output, value)
    return _goes_on(work, outcome)


def not_run(work: Work, run: str, tool: Tool, came: Came) -> Came | None:
    """A limit across calls does not let a tool run that the model called."""
    for call in _take(work, run):
        if came.outcome == "failed":
            give(work, call, of_outcome(work, tool, "failed"))
            go_on(work)
        else:
            refused_by(work, call, came)
    return None


def take_up(work: Work) -> None:
    """Reads back again what was being read back when the caller digressed, now that the call is back in its `talk`."""
    call = work.call
    asked_for = call.top.asked_for if call.frames and call.stage == "live" else None
    if asked_for is None:
        return
    work.set_frame(altered(call.top, asked_for=None))
    if isinstance(work.state.does, Talk) and call.draft is None:
        _judge_again(work, [altered(asked_for, visit=call.top.visit)])


def consented_done(work: Work, tool: Tool, arguments: Mapping[str, Any], outcome: str) -> Came | None:
    """A write that the caller agreed to in a `talk` came to its end."""
    end = ToolEnd(tool.name, arguments, {"status": outcome})
    work.call.tool_ends = (*work.call.tool_ends, end)
    return _goes_on(work, outcome)


def _goes_on(work: Work, outcome: str) -> Came | None:
    """The model goes on after a write, but what nobody knows goes to a person."""
    if outcome == "unknown":
        return Came("unknown")
    work.want_reply()
    return None
