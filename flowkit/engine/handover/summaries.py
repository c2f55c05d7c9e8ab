"""The summary that a person gets who takes a call over, as data and as a text.

It says who is calling, what they want and where the call stands; first of all what nobody knows, then what was done,
what was refused, what is being asked, what is known, and the last words. Sensitive values stand masked in it.
"""

from collections.abc import Container, Iterator, Mapping
from typing import Any, Final

from flowkit.engine.call import RecordKey
from flowkit.engine.masking import mark, masked, masked_arguments
from flowkit.engine.scope import FlowScope, spoken
from flowkit.engine.transcript import transcript
from flowkit.engine.work import Work
from flowkit.language.expressions.paths import names_in
from flowkit.language.model import Handoff, Slot
from flowkit.language.values import canonical, encode

TURNS_IN_SUMMARY: Final = 6
HOW: Final = "verified_by"
"""Beside the records of a caller: how it is known that it is they."""

LONGEST: Final = 4000
"""In characters: what a text may have at most. The last words are shortened first."""


def summary(work: Work) -> dict[str, Any]:
    """What the person needs to know, as JSON."""
    call = work.call
    does = work.state.does
    words = does.summary if isinstance(does, Handoff) else None
    text = spoken(words, FlowScope(work, call.top, stale=True), work.locale).text
    wish = _wish(work)
    told: dict[str, Any] = {
        "who": _who(work),
        "wish": wish,
        "text": masked(work, text) or work.program.flow(wish).title,
        "unknown": [entry.tool for entry in call.done if entry.outcome == "unknown"] + _sent(work),
        "done": list(_done(work)),
        "consent": {"tool": call.giving.asked, "given": False} if call.giving and call.giving.asked else None,
        "slots": dict(_slots(work)),
        "refused": [{"tool": tool, "rule": rule} for tool, rule in call.refused],
        "turns": _turns(work),
    }
    if call.top.flow != wish:
        told["where"] = {"flow": call.top.flow, "state": call.top.state}
    if call.ended:
        told["ended"] = [{"flow": each.flow, "outcome": each.outcome} for each in call.ended]
    return told


def _wish(work: Work) -> str:
    """The flow that the caller wants something of: not one that only finds out what another requires."""
    wanted = (frame.flow for frame in reversed(work.call.frames) if frame.why not in ("requires", "callback"))
    return next(wanted, work.call.top.flow)


def _who(work: Work) -> dict[str, Any]:
    """Who it is: the records that there is one of in a call, and the reads that told them."""
    project, records = work.program.project, work.call.records
    asked = {name for each in project.preconditions.values() for name in names_in(each.when.expr)}
    singles = {
        name: next(iter(rows))
        for name, rows in records.items()
        if len(rows) == 1 and (project.records[name].single or name in asked)
    }
    if not singles:
        return {}
    reads = (entry.tool for entry in work.call.done if entry.outcome == "ok" and _returns(work, entry.tool, singles))
    shown: dict[str, Any] = {name: _key(work, name, key) for name, key in singles.items()}
    return shown | {HOW: ", ".join(dict.fromkeys(reads)) or "given"}


def _returns(work: Work, tool: str, records: Container[str]) -> bool:
    output = work.program.project.tools[tool].output
    return output is not None and output.record in records


def _key(work: Work, name: str, key: RecordKey) -> RecordKey:
    """The key of a record, without what is sensitive in it."""
    record = work.program.project.records[name]
    parts = (key,) if isinstance(key, str) else key
    fields = record.shape.fields
    shown = tuple(
        mark(part) if fields[part].sensitive else masked(work, value)
        for part, value in zip(record.key, parts, strict=True)
    )
    return shown[0] if isinstance(key, str) else shown


def _sent(work: Work) -> list[str]:
    """Writes that are on their way."""
    tools = work.program.project.tools
    sent = [each for each in work.call.runs.values() if each.purpose != "case" and not each.reserving]
    return [each.tool for each in sent if tools[each.tool].writes]


def _done(work: Work) -> Iterator[dict[str, Any]]:
    project = work.program.project
    case = project.case.tool if project.case is not None else ""
    for entry in work.call.done:
        tool = project.tools[entry.tool]
        if tool.writes and tool.name != case:
            arguments = masked_arguments(work, tool, entry.arguments)
            yield {"tool": entry.tool, "arguments": arguments, "outcome": entry.outcome}


def _slots(work: Work) -> Iterator[tuple[str, dict[str, Any]]]:
    for frame in work.call.frames:
        held_here = {**work.call.slots, **frame.slots}
        for name, slot in {**work.program.project.slots, **work.program.flow(frame.flow).slots}.items():
            held = held_here.get(name)
            if held is not None and slot.shape.sensitive != "never_store":
                yield name, {"value": _told(work, slot, held.value), "source": held.source, "turn": held.turn}


def _told(work: Work, slot: Slot, value: Any) -> Any:
    """A slot's value as JSON: of what was chosen, its key."""
    if slot.shape.sensitive:
        return mark(slot.name)
    if slot.shape.type == "choice" and not slot.shape.many:
        return masked(work, canonical(slot.shape, value))
    return _shown(work, encode(slot.shape, value, work.locale.currency))


def _shown(work: Work, plain: Any) -> Any:
    """A value as JSON, without what is sensitive in its texts."""
    match plain:
        case str():
            return masked(work, plain)
        case list():
            return [_shown(work, one) for one in plain]
        case dict():
            return {name: _shown(work, one) for name, one in plain.items()}
    return plain


def _turns(work: Work) -> list[str]:
    """The last words of both."""
    said = transcript(work, disclosure=False)[-TURNS_IN_SUMMARY:]
    return [masked(work, f"{speaker}: {text}") for speaker, text in said]


# As a text.


def as_text(told: Mapping[str, Any], title: str) -> str:
    """A summary as lines of text; the first one says what it is about.

    Args:
        told: what `summary` gave.
        title: that of the flow that the caller wants something of.
    """
    first = told["text"] if told["text"] == title else f"{title}: {told['text']}"
    lines = [first, *_lines(told)]
    last = [f"- {line}" for line in told["turns"]]
    room = LONGEST - len("\n".join(lines)) - len("\nLast words:\n")
    while last and len("\n".join(last)) > room:
        last.pop(0)
    return "\n".join([*lines, "Last words:", *last] if last else lines)[:LONGEST]


def _lines(told: Mapping[str, Any]) -> Iterator[str]:
    for tool in told["unknown"]:
        yield f"Nobody knows whether it was carried out: {tool}"
    who = told["who"]
    known = [f"{name} {one if isinstance(one, str) else ' '.join(one)}" for name, one in who.items() if name != HOW]
    if known:
        yield f"Who: {', '.join(known)} ({who[HOW]})"
    for entry in told["done"]:
        yield f"Done: {entry['tool']}{_given(entry['arguments'])}: {entry['outcome']}"
    for entry in told.get("ended", ()):
        yield f"Flow ended: {entry['flow']}, {entry['outcome']}"
    for entry in told["refused"]:
        yield f"Refused: {entry['tool']}, by {entry['rule']}"
    if told["consent"]:
        yield f"Not agreed to: {told['consent']['tool']} was being read back"
    for name, held in told["slots"].items():
        yield f"Known: {name} = {_plain(held['value'])} (from {held['source']})"
    if "where" in told:
        yield f"Where: {told['where']['flow']}.{told['where']['state']}"


def _given(arguments: Mapping[str, Any]) -> str:
    told = ", ".join(f"{name}: {_plain(value)}" for name, value in arguments.items())
    return f" ({told})" if told else ""


def _plain(value: Any) -> str:
    """A value as JSON in a line of text; of a thing, its fields."""
    match value:
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(map(_plain, value))
        case dict():
            return ", ".join(f"{name} {_plain(one)}" for name, one in value.items())
    return str(value)
