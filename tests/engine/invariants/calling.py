"""5, 6, 11 and 15: what the model's calls bring, what tools bring, and that the record says so, but no secret."""

import re
from collections.abc import Iterator
from dataclasses import replace

from flowkit.engine import effects, events
from flowkit.engine.call import Call
from flowkit.engine.step import step
from flowkit.engine.timers import PROGRESS
from flowkit.language.model import Talk
from flowkit.language.values import canonical
from tests.engine.invariants.twice import same
from tests.engine.invariants.watch import Watch, text_of, told

SHORTEST = 3
"""Shorter texts stand in others by chance."""


def invariant_05_one_output_each(watch: Watch) -> bool:
    """Every whole call has exactly one output, at the latest when its tool has taken 1.2 seconds."""
    calls = dict(watch.record.calls)
    for effect in watch.out:
        if isinstance(effect, effects.AnswerCall):
            assert effect.id in calls, f"{effect.id} was never called"
            assert calls[effect.id] == 0, f"{effect.id} has an output already"
            calls[effect.id] = 1
    if watch.before.over:
        return False
    open_calls = [name for name, outputs in calls.items() if not outputs]
    waiting = {each.id: each for each in watch.call.tool_calls if not each.answered}
    assert set(waiting) <= set(calls)
    for name in open_calls:
        assert not watch.call.over, f"the call is over, and {name} has no output"
        assert name in waiting, f"{name} will never have an output"
        latest = watch.record.asked_at[name] + PROGRESS
        timer = watch.call.timers.get(f"progress {waiting[name].run}")
        assert timer is not None, f"{name} waits without a timer"
        assert timer <= latest, f"{name} waits too long"
    return bool(open_calls) or calls != watch.record.calls


def invariant_06_void_calls_do_nothing(watch: Watch) -> bool:
    """Calls of an utterance that was taken back or not completed are answered, and everything else is as without."""
    event, before = watch.event, watch.before
    if not isinstance(event, events.Generated) or not event.calls or before.over:
        return False
    issued = before.utterances.get(event.u)
    said = watch.record.said.get(event.u)
    cancelled = said is not None and said.cancelled != -1
    counts = issued is not None and not issued.void and not cancelled and event.status == "completed"
    if counts and issued is not None and issued.status == "generating":
        return False
    after, out = step(watch.program, before, replace(event, calls=()))
    assert told(out) == told([e for e in watch.out if not isinstance(e, effects.AnswerCall)]), "void calls cause more"
    assert same(replace(after, call_ids=()), replace(watch.call, call_ids=())), "void calls change the call"
    return True


def _place(call: Call) -> tuple[tuple[str, str, int], ...]:
    return tuple((frame.flow, frame.state, frame.visit) for frame in call.frames)


def invariant_11_left_visits(watch: Watch) -> bool:
    """What a tool brings to a visit that was left moves nothing, and every write comes to an end that is on record."""
    event, before, call = watch.event, watch.before, watch.call
    left = False
    if isinstance(event, events.ToolDone) and event.run in before.runs and before.stage == "live":
        run = before.runs[event.run]
        left = run.purpose in ("use", "call", "write") and run.visit != before.top.visit and not run.reserving
        does = watch.program.state(before.top.flow, before.top.state).does if before.top.state else None
        # A talk is over when its guard holds, whoever found it out.
        if left and not (isinstance(does, Talk) and does.until is not None):
            assert _place(call) == _place(before), f"{event.run} of a visit that was left moves the flow"
    tools = watch.program.project.tools
    sent = len(watch.record.writes) + sum(isinstance(e, effects.RunTool) and e.write for e in watch.out)
    running = sum(tools[each.tool].writes and not each.reserving for each in call.runs.values())
    if before.over:
        return left
    ended = sum(tools[entry.tool].writes for entry in call.done)
    assert ended + running == sent, f"{sent} writes were sent, {running} run and {ended} are on record"
    if call.over:
        missing = [write.run.tool for name, write in watch.record.writes.items() if name in call.runs]
        assert not missing, f"the call is over, and nobody knows of {missing}"
    return left or bool(sent)


def invariant_15_noted_and_masked(watch: Watch) -> bool:
    """Every state that is entered and every read-back that is dropped is on record with its cause; no secret is."""
    before, call = watch.before, watch.call
    notes = [effect.data for effect in watch.out if isinstance(effect, effects.Note)]
    entered = {data.get("visit"): data.get("cause") for data in notes if "visit" in data}
    for visit in range(before.visits + 1, call.visits + 1):
        assert entered.get(visit), f"visit {visit} has no note with its cause"
    if before.draft is not None and (call.draft is None or call.draft.id != before.draft.id):
        _draft_is_noted(watch, notes)
    if before.stage != "over" and call.over:
        assert sum(isinstance(e, effects.Note) and e.kind == "closed" for e in watch.out) == 1, "closed is noted once"
    _secrets(watch)
    return call.visits > before.visits


def _draft_is_noted(watch: Watch, notes: list) -> None:
    draft = watch.before.draft
    assert draft is not None
    noted = any(data.get("draft") == draft.id and data.get("void") for data in notes)
    ended = any(entry.consent for entry in watch.call.done[len(watch.before.done) :])
    gone = watch.call.stage in ("draining", "over")
    assert noted or ended or gone, f"the read-back {draft.id} is dropped without a note"


def _sensitive(watch: Watch) -> Iterator[str]:
    """The canonical texts of all sensitive values that the call holds."""
    project, call = watch.program.project, watch.call
    for frame in call.frames:
        slots = {**project.slots, **watch.program.flow(frame.flow).slots}
        for name, held in {**call.slots, **frame.slots}.items():
            shape = slots[name].shape if name in slots else None
            if shape is not None and shape.sensitive and shape.single:
                yield canonical(shape, held.value)
    for name, rows in call.records.items():
        for row in rows.values():
            for field, shape in project.records[name].shape.fields.items():
                if shape.sensitive and shape.single and field in row.value:
                    yield canonical(shape, row.value[field])


def _secrets(watch: Watch) -> None:
    secrets = {form for form in (*watch.call.secrets, *_sensitive(watch)) if len(form) > SHORTEST}
    if not secrets:
        return
    shown = [(e.kind, e.data) for e in watch.out if isinstance(e, effects.Note)]
    shown += [("summary", e.summary) for e in watch.out if isinstance(e, effects.Transfer)]
    for kind, data in shown:
        text = text_of(data).casefold()
        for form in secrets:
            if form.casefold() in text and re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text, re.IGNORECASE):
                raise AssertionError(f"'{form}' is sensitive and stands in the {kind}: {text[:400]}")
