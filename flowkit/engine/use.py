"""`use`: the engine runs a tool, and what the world answers.

A run belongs to a visit: its result moves the flow only if the call is still there. A read that was left may be
abandoned; what it returns is remembered, and moves nothing. A write that was sent is awaited, always.
"""

from collections.abc import Mapping
from typing import Any

from flowkit.engine.altering import altered
from flowkit.engine.authority import Allow, Refuse, Unheard, judge, judge_record
from flowkit.engine.call import DoneTool, RecordKey, RecordValue, Run, Saved
from flowkit.engine.effects import Abandon, Result, RunTool
from flowkit.engine.events import ToolDone
from flowkit.engine.scope import arguments_json
from flowkit.engine.work import NEXT, Came, Work
from flowkit.language.model import Tool, Use
from flowkit.language.shapes import Value
from flowkit.language.values import Refusal, accept


def enter(work: Work) -> Came | None:
    """Judges the tool and runs it; what the state came to, if it was refused."""
    does = work.state.does
    assert isinstance(does, Use)
    tool = work.program.project.tools[does.tool]
    verdict = judge(work, work.call.top, tool, does.arguments)
    if not isinstance(verdict, Allow):
        return refused(work, tool, verdict)
    start_run(work, tool, verdict.arguments, "use", verdict.depends)
    work.set_floor(want_reply=False)
    return None


def refused(work: Work, tool: Tool, verdict: Refuse | Unheard) -> Came:
    """Puts a refusal on record; its rule is the outcome if the state names it, else `refused`."""
    if isinstance(verdict, Unheard):
        work.note("refusal", {"tool": tool.name, "rule": "not heard", "because": ", ".join(verdict.slots)})
        return Came("unheard", " ".join(verdict.slots))
    work.note("refusal", {"tool": tool.name, "rule": verdict.rule, "because": verdict.because})
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
    """Sends a tool off and returns the run's id."""
    call = work.call
    call.run_count += 1
    run = f"r{call.run_count}"
    plain = arguments_json(tool, arguments, work.locale.currency)
    sent = {name: value for name, value in plain.items() if tool.input[name].send}
    call.runs[run] = Run(tool.name, plain, call.top.visit, work.at, purpose, depends, consent)
    work.emit(RunTool(run, tool.name, sent, key, tool.timeout_ms))
    return run


def done(work: Work, event: ToolDone) -> Came | None:
    """A read came to its end: remembers what it returned; what the state came to, if the call is still there."""
    running = work.call.runs.pop(event.run)
    tool = work.program.project.tools[running.tool]
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
            refusal = _refuses(work, tool, value)
    elif outcome != "failed" and outcome not in tool.outcomes:
        work.note("tool", {"run": event.run, "tool": tool.name, "undeclared_outcome": outcome})
        outcome = "failed"
    here = running.visit == work.call.top.visit
    _record(work, tool, running, outcome)
    if here:
        work.emit(Result(f"{tool.name}: {'refused' if refusal else outcome}"))
    if refusal is not None:
        return refused(work, tool, refusal) if here else None
    if outcome == "ok":
        remember(work, tool, value, running.depends, here=here)
        if here:
            _save_result(work, tool, value, running.depends)
    if not here:
        return None
    return NEXT if outcome == "ok" else Came(outcome)


def _refuses(work: Work, tool: Tool, value: Value) -> Refuse | None:
    refusal = judge_record(work, work.call.top, tool, value)
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
        return Refuse("refused", "")
    return None


def _record(work: Work, tool: Tool, running: Run, outcome: str) -> None:
    work.call.done = (*work.call.done, DoneTool(tool.name, running.arguments, outcome, running.consent))


def _save_result(work: Work, tool: Tool, value: Value, depends: frozenset[str]) -> None:
    does = work.state.does
    name = getattr(does, "save_as", "")
    if name:
        save(work, name, value, tool.name, depends)


def save(work: Work, name: str, value: Value, source: str, depends: frozenset[str] = frozenset()) -> None:
    """Keeps a result under a name in the flow on top."""
    frame = work.call.top
    work.set_frame(altered(frame, saved={**frame.saved, name: Saved(value, source, depends)}))


# Records.


def record_key(key: tuple[str, ...], row: Mapping[str, Value]) -> RecordKey:
    """The key of a record: one field's value, or those of several."""
    return str(row[key[0]]) if len(key) == 1 else tuple(str(row[part]) for part in key)


def remember(work: Work, tool: Tool, value: Value, depends: frozenset[str], *, here: bool = True) -> None:
    """Remembers the records that a tool returned, under their keys."""
    shape = tool.output
    if shape is None or not shape.record or value is None:
        return
    record = work.program.project.records[shape.record]
    rows = list(value.values()) if isinstance(value, dict) and shape.keyed else value if shape.many else [value]
    known = dict(work.call.records.get(record.name, {}))
    for row in rows:
        key = record_key(record.key, row)
        earlier = known.get(key)
        known[key] = RecordValue(row, earlier.version + 1 if earlier else 1)
    work.call.records[record.name] = known
    if here and shape.single:
        frame = work.call.top
        work.set_frame(
            altered(
                frame,
                latest={**frame.latest, record.name: record_key(record.key, value)},
                latest_depends={**frame.latest_depends, record.name: depends},
            )
        )


def make_stale(work: Work, tool: Tool, arguments: Mapping[str, Any]) -> None:
    """After a write the records it took arguments from, and those it says it changes, are known by key only."""
    touched: dict[str, set[RecordKey] | None] = dict.fromkeys(tool.changes)
    for argument in tool.input.values():
        for source in argument.sources:
            if source.kind == "record":
                touched.setdefault(source.path[0], set())
                keys = touched[source.path[0]]
                if keys is not None:
                    keys.add(arguments.get(argument.name, ""))
    for name, keys in touched.items():
        rows = work.call.records.get(name)
        if rows:
            work.call.records[name] = {
                key: altered(held, stale=True) if keys is None or key in keys else held for key, held in rows.items()
            }


def abandon_reads(work: Work) -> None:
    """Ignores from now on what running reads of states will answer."""
    for run, running in list(work.call.runs.items()):
        if running.purpose == "use" and not work.program.project.tools[running.tool].writes:
            del work.call.runs[run]
            work.emit(Abandon(run))
