"""The summary that a person gets who takes a call over, as data and as a text.

It says who is calling, what they want and where the call stands; first of all what nobody knows, then what was done,
what was refused, what is being asked, what is known, and the last words. Sensitive values stand masked in it.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from flowkit.engine.masking import mark, masked, masked_arguments
from flowkit.engine.scope import FlowScope, spoken
from flowkit.engine.work import Work
from flowkit.language.model import Handoff, Slot
from flowkit.language.values import encode

TURNS_IN_SUMMARY: Final = 6
LONGEST: Final = 4000
"""In characters: what a text may have at most. The last words are shortened first."""


def summary(work: Work) -> dict[str, Any]:
    """What the person needs to know, as JSON."""
    call = work.call
    does = work.state.does
    words = does.summary if isinstance(does, Handoff) else None
    text = spoken(words, FlowScope(work, call.top, stale=True), work.locale).text
    return {
        "who": _who(work),
        "wish": call.top.flow,
        "text": masked(work, text) or work.flow.title,
        "ended": [{"flow": each.flow, "outcome": each.outcome} for each in call.ended],
        "where": {"flow": call.top.flow, "state": call.top.state, "open": [frame.flow for frame in call.frames]},
        "unknown": [entry.tool for entry in call.done if entry.outcome == "unknown"] + _sent(work),
        "done": list(_done(work)),
        "consent": {"tool": call.giving.asked, "given": False} if call.giving and call.giving.asked else None,
        "slots": dict(_slots(work)),
        "refused": [{"tool": tool, "rule": rule} for tool, rule in call.refused],
        "turns": _turns(work),
    }


def _who(work: Work) -> dict[str, Any]:
    """The records that there is one of, and the reads that told each."""
    project, records = work.program.project, work.call.records
    singles = {name: next(iter(rows)) for name, rows in records.items() if len(rows) == 1}
    reads: dict[str, list[str]] = {name: [] for name in singles}
    for entry in work.call.done:
        output = project.tools[entry.tool].output
        if entry.outcome == "ok" and output is not None and entry.tool not in reads.get(output.record, [entry.tool]):
            reads[output.record].append(entry.tool)
    return {"records": singles, "verified_by": reads}


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
        flow = work.program.flow(frame.flow)
        for name, held in {**work.call.slots, **frame.slots}.items():
            slot = flow.slots.get(name) or work.program.project.slots[name]
            if slot.shape.sensitive != "never_store":
                yield name, {"value": _told(work, slot, held.value), "source": held.source, "turn": held.turn}


def _told(work: Work, slot: Slot, value: Any) -> Any:
    return mark(slot.name) if slot.shape.sensitive else encode(slot.shape, value, work.locale.currency)


def _turns(work: Work) -> list[str]:
    """The last words of both, in order; times do not tell it, for a typed call may stand still."""
    call = work.call
    said = [(number, f"caller: {turn.text}") for number, turn in enumerate(call.turns.values()) if turn.text]
    heard = [each for each in call.utterances.values() if each.extent == "full"]
    said += [(work.turn_number(each.upto_turn), f"agent: {each.text}") for each in heard]
    return [masked(work, line) for _, line in sorted(said, key=lambda entry: entry[0])][-TURNS_IN_SUMMARY:]


# As a text.


def as_text(told: Mapping[str, Any], title: str) -> str:
    """A summary as lines of text; the first one says what it is about.

    Args:
        told: what `summary` gave.
        title: that of the flow the call is in.
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
    for name, key in who["records"].items():
        how = f" (by {', '.join(who['verified_by'][name])})" if who["verified_by"][name] else " (given)"
        yield f"Who and what: {name} {key if isinstance(key, str) else ' '.join(key)}{how}"
    for entry in told["done"]:
        yield f"Done: {entry['tool']}{_given(entry['arguments'])}: {entry['outcome']}"
    for entry in told["ended"]:
        yield f"Flow ended: {entry['flow']}, {entry['outcome']}"
    for entry in told["refused"]:
        yield f"Refused: {entry['tool']}, by {entry['rule']}"
    if told["consent"]:
        yield f"Not agreed to: {told['consent']['tool']} was being read back"
    for name, held in told["slots"].items():
        yield f"Known: {name} = {_plain(held['value'])} (from {held['source']})"
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
