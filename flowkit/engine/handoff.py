"""Giving the call to a person, and ending it: the ways out that work without the model."""

from typing import Any

from flowkit.engine.call import Call, FlowEnd
from flowkit.engine.effects import HangUp, Transfer
from flowkit.engine.scope import FlowScope, spoken, tuples
from flowkit.engine.work import Work
from flowkit.language.model import Handoff, State
from flowkit.language.phrases import phrases
from flowkit.language.values import encode

TURNS_IN_SUMMARY = 6


def prepare(work: Work, first: str) -> None:
    """Keeps words that come before a handoff that has none of its own."""
    work.call.before_handoff = first


def enter(work: Work, state: State) -> None:
    """Says the last words; the call is given away once they were heard."""
    call = work.call
    words = spoken(state.say, FlowScope(work, call.top, stale=True), work.locale)
    text = words.text or " ".join(filter(None, (call.before_handoff, phrases(call.language).person)))
    text = " ".join((*(pending.text for pending in call.pending), text))
    call.pending, call.before_handoff = (), ""
    call.stage = "transfer"
    work.set_floor(want_reply=False)
    work.due(text, "handoff", yields="never", values=tuples(words))


def give_up(work: Work, why: str) -> None:
    """Something is wrong with the flow or the line: a person, by the project's default place."""
    work.note("trouble", {"kind": "flow", "detail": why})
    place = work.program.project.default_place
    work.call.draft = None
    enter(work, State("person", Handoff(place.name if place else "")))


def transfer(work: Work, u: str) -> None:
    """The last words were heard: gives the call to its place, with a summary."""
    does = work.state.does
    default = work.program.project.default_place
    name = does.place if isinstance(does, Handoff) else default.name if default else ""
    place = work.program.project.places.get(name)
    work.emit(Transfer(name, place.to if place else "", summary(work), u))


def summary(work: Work) -> dict[str, Any]:
    """What the person needs to know: who, the wish, what is known, what was done, what is unknown first of all."""
    call = work.call
    does = work.state.does
    text = (
        spoken(does.summary, FlowScope(work, call.top, stale=True), work.locale).text
        if isinstance(does, Handoff)
        else ""
    )
    return {
        "who": _who(call),
        "wish": call.top.flow,
        "text": text or work.flow.title,
        "unknown": [entry.tool for entry in call.done if entry.outcome == "unknown"],
        "done": [
            {"tool": entry.tool, "arguments": dict(entry.arguments), "outcome": entry.outcome}
            for entry in call.done
            if work.program.project.tools[entry.tool].writes
        ],
        "consent": {"draft": call.draft.id, "tool": call.draft.tool} if call.draft else None,
        "slots": _slots(work),
        "refused": [{"tool": tool, "rule": rule} for tool, rule in call.refused],
        "turns": _turns(call),
    }


def _who(call: Call) -> dict[str, Any]:
    singles = {name: next(iter(rows)) for name, rows in call.records.items() if len(rows) == 1}
    looked_up = {entry.tool for entry in call.done if entry.outcome == "ok"}
    return {"records": singles, "verified_by": sorted(looked_up)[0] if looked_up else "given"}


def _slots(work: Work) -> dict[str, Any]:
    found = {}
    for frame in work.call.frames:
        flow = work.program.flow(frame.flow)
        for name, held in {**work.call.slots, **frame.slots}.items():
            slot = flow.slots.get(name) or work.program.project.slots[name]
            if slot.shape.sensitive != "never_store":
                value = encode(slot.shape, held.value, work.locale.currency)
                found[name] = {"value": value, "source": held.source, "turn": held.turn}
    return found


def _turns(call: Call) -> list[str]:
    said = [(turn.started, f"caller: {turn.text}") for turn in call.turns.values() if turn.text]
    said += [(each.at, f"agent: {each.text}") for each in call.utterances.values() if each.extent == "full"]
    return [line for _, line in sorted(said, key=lambda entry: entry[0])][-TURNS_IN_SUMMARY:]


def transferred(work: Work, outcome: str) -> bool:
    """How giving the call away went; true if it is over."""
    if outcome != "connected":
        work.call.stage = "live"
        return False
    end_all_flows(work, "handed_off")
    close(work, "handoff")
    return True


def nobody(work: Work) -> None:
    """There is nobody: says so and ends the call."""
    end_all_flows(work, "unresolved")
    work.call.ended_by = "handoff"
    work.call.stage = "ending"
    work.due(phrases(work.call.language).nobody, "last")


# Ending.


def last_words(work: Work) -> None:
    """The first flow ended: what is still to be said is said, then the call is hung up."""
    call = work.call
    call.stage = "ending"
    call.ended_by = call.ended_by or "flow"
    work.set_floor(want_reply=False)
    if call.pending:
        text = " ".join(pending.text for pending in call.pending)
        values = tuple(value for pending in call.pending for value in pending.values)
        call.pending = ()
        work.due(text, "last", values=values)


def hang_up(work: Work, by: str) -> None:
    """Ends the call from where it is: every open flow ends `unresolved`."""
    end_all_flows(work, "unresolved")
    work.call.ended_by = by
    last_words(work)


def end_all_flows(work: Work, outcome: str) -> None:
    """Every open flow ends with an outcome; a router that has run a flow keeps the outcome of what it ran."""
    call = work.call
    for frame in reversed(call.frames):
        own = outcome
        flow = work.program.flow(frame.flow)
        if outcome == "abandoned" and flow.router and frame.ran and frame is call.top:
            own = next((ran for ran in frame.ran if ran != "resolved"), "resolved")
        call.ended = (*call.ended, FlowEnd(frame.flow, own, frame.state))
        work.note("state", {"flow": frame.flow, "outcome": own, "state": frame.state})
        call.outcome = own


def close(work: Work, by: str) -> None:
    """The last line of the record, once."""
    call = work.call
    unknown = [entry.tool for entry in call.done if entry.outcome == "unknown"]
    call.stage = "over"
    work.note("closed", {"outcome": call.outcome, "by": by, "unknown": unknown})


def finish(work: Work) -> None:
    """Nothing is left to say or to wait for: hangs up."""
    work.emit(HangUp())
    close(work, work.call.ended_by or "flow")
