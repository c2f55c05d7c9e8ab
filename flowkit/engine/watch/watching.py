"""Guarantees watched on a call: what has happened moves their automata, what would break one is not done.

Before a tool runs and before a state or flow is entered, the sentences that speak of it are asked. What would break one
is refused: the sentence is put on record, and the caller gets a person. Giving the call to a person is never refused; a
sentence that it breaks is put on record. What is owed when the call ends is put on record as well, unless the caller
hung up: no flow can go on without them.
"""

from collections.abc import Collection, Iterator, Mapping

from flowkit.engine.call import Frame, Saved
from flowkit.engine.program import PERSON
from flowkit.engine.scope import FlowScope
from flowkit.engine.tools.lookups import LookUpFirst
from flowkit.engine.tools.stale import stale_read
from flowkit.engine.watch.guarantees import (
    ASKED_FOR_PERSON,
    CONSENT,
    CONSENT_ALWAYS,
    HANDOFF,
    Sentence,
    SlotSentence,
    after,
    moved,
    state_of,
)
from flowkit.engine.work import Work
from flowkit.language.expressions.paths import names_in
from flowkit.language.model import Confirm, End, Expression, Handoff, Run, State, Talk, Tool
from flowkit.language.shapes import Value
from flowkit.language.values import canonical

BROKEN = "broken guarantee"
"""What a state comes to whose tool would break a sentence; no outcome has such a name."""


# What has happened.


def happened(work: Work, thing: str) -> None:
    """Something happened that sentences may speak of: `tool x`, `unknown x`, `flow x`, `state f.s`, `consent`…"""
    sentences = work.program.sentences
    for sentence in sentences.move.get(thing, ()):
        if sentence.form == "leads_to" and thing in sentence.subject and not _speaks(work, sentence):
            continue
        state = after(sentence, state_of(work.call.watched, sentence), thing)
        work.call.watched = moved(work.call.watched, sentence, state, sentences.count)


def tool_ended(work: Work, tool: str, outcome: str) -> None:
    """A tool came to its end: it was carried out, or nobody knows."""
    if outcome == "ok":
        happened(work, f"tool {tool}")
    elif outcome == "unknown":
        happened(work, f"unknown {tool}")


def person_asked_for(work: Work) -> None:
    """The caller asks for a person."""
    happened(work, ASKED_FOR_PERSON)


def brought(work: Work, saved: Mapping[str, Saved]) -> None:
    """What was there when the call began (records, and results under their names) was looked up before it."""
    tools = work.program.project.tools
    records = work.call.records
    known = {name for name, tool in tools.items() if tool.output is not None and tool.output.record in records}
    known.update(each.tool for each in saved.values())
    _taken_for_granted(work, {f"tool {name}" for name in known if name in tools and not tools[name].writes})


def began_inside(work: Work) -> None:
    """The call begins in the middle of a flow: what comes before counts as having happened."""
    _taken_for_granted(work, work.program.sentences.move)


def _taken_for_granted(work: Work, things: Collection[str]) -> None:
    sentences = work.program.sentences
    for thing, each in sentences.move.items():
        for sentence in each if thing in things else ():
            if sentence.form == "before":
                work.call.watched = moved(work.call.watched, sentence, 1, sentences.count)


def rest(work: Work) -> None:
    """After a step: preconditions that a `leads to` speaks of, which begin to hold without anything of that name."""
    sentences = work.program.sentences
    for sentence, precondition, owes in sentences.watched:
        if not work.call.frames or (owes and not _speaks(work, sentence)):
            continue
        holds = precondition.evaluate(FlowScope(work, None)) is True
        held = sentence.number in work.call.holding
        if holds != held and owes:
            others = (each for each in work.call.holding if each != sentence.number)
            work.call.holding = tuple(sorted((*others, sentence.number))) if holds else tuple(others)
        if holds and (not owes or not held):
            work.call.watched = moved(work.call.watched, sentence, int(owes), sentences.count)


# What is about to happen.


def forbidden_tool(work: Work, tool: Tool) -> str:
    """The sentence that a tool would break if it ran now; empty if none."""
    if tool.writes and tool.consent != "none" and not isinstance(work.state.does, Confirm | Talk):
        return CONSENT_ALWAYS
    for sentence in work.program.sentences.forbid.get(f"tool {tool.name}", ()):
        if CONSENT in sentence.subject and sentence.form == "before":
            # A write is agreed to before it runs, unless it says itself that nobody has to.
            if sentence.explicit and tool.consent == "none":
                return sentence.text
        elif _speaks(work, sentence) and not _allows(work, sentence):
            return sentence.text
    return ""


def stale_tool(work: Work, tool: Tool) -> LookUpFirst | None:
    """The look-up that has to come before it is known whether a tool would break a sentence."""
    for sentence in work.program.sentences.forbid.get(f"tool {tool.name}", ()):
        expression = sentence.holds or sentence.when
        if expression is not None and _speaks(work, sentence):
            scope = FlowScope(work, None if sentence.holds else _frame(work, sentence.flow))
            looking = stale_read(work, scope, (expression.expr,))
            if looking is not None:
                return looking
    return None


def forbidden_entry(work: Work, name: str, state: State) -> str:
    """The sentence that entering a state of the flow on top would break; empty if none. A person is always allowed."""
    forbid = work.program.sentences.forbid
    if not forbid or name == PERSON or isinstance(state.does, Handoff):
        return ""
    flow = work.call.top.flow
    against = _against(work, f"state {flow}.{name}")
    if not against and not work.call.top.state:
        against = _against(work, f"start {flow}")
    if not against and isinstance(state.does, End) and state.does.outcome == "resolved" and not work.flow.router:
        against = _against(work, f"flow {flow}")
    return against


def forbidden_end(work: Work, outcome: str) -> str:
    """The sentence that the end of the flow on top would break; empty if none."""
    return _against(work, f"flow {work.call.top.flow}") if outcome == "resolved" else ""


def _against(work: Work, action: str) -> str:
    for sentence in work.program.sentences.forbid.get(action, ()):
        if _speaks(work, sentence) and not _allows(work, sentence, stale=True):
            return sentence.text
    return ""


def _speaks(work: Work, sentence: Sentence) -> bool:
    """Whether a sentence speaks now: of the whole call, or of a flow that is open."""
    return not sentence.flow or any(frame.flow == sentence.flow for frame in work.call.frames)


def _frame(work: Work, flow: str) -> Frame | None:
    return next((frame for frame in reversed(work.call.frames) if frame.flow == flow), None) if flow else None


def _allows(work: Work, sentence: Sentence, *, stale: bool = False) -> bool:
    match sentence.form:
        case "before" if sentence.holds is not None:
            return sentence.holds.evaluate(FlowScope(work, None, stale=stale)) is True
        case "before":
            return state_of(work.call.watched, sentence) == 1
        case "never_after" if sentence.holds is not None:
            return sentence.holds.evaluate(FlowScope(work, None, stale=stale)) is not True
        case "never_after":
            return state_of(work.call.watched, sentence) == 0 and not _is_running(work, sentence)
        case "only_if" if sentence.when is not None:
            return sentence.when.evaluate(FlowScope(work, _frame(work, sentence.flow), stale=stale)) is True
    return True


def _is_running(work: Work, sentence: Sentence) -> bool:
    """Whether a write is on its way that the action must not come after."""
    tools = work.program.project.tools
    return any(
        tools[each.tool].writes and not each.reserving and f"tool {each.tool}" in sentence.object
        for each in work.call.runs.values()
    )


# Where slots go.


def leaks(work: Work, tool: Tool, given: Mapping[str, Expression]) -> str:
    """The sentence that is broken by giving a tool these arguments of the state: one of a slot that goes elsewhere."""
    sentences = [each for each in work.program.sentences.slots if _concerns(work, each, tool)]
    if not sentences:
        return ""
    top = len(work.call.frames) - 1
    slots = set(_slots_in(work, top, [name for each in given.values() for name in names_in(each.expr)]))
    return next((each.text for each in sentences if (each.owner, each.slot) in slots), "")


def leaks_values(work: Work, tool: Tool, arguments: Mapping[str, Value]) -> str:
    """The same for arguments of which only the values are known: those of the model, and of the engine's look-ups."""
    for sentence in work.program.sentences.slots:
        if not _concerns(work, sentence, tool):
            continue
        frame = _frame(work, sentence.owner)
        held = work.call.slots.get(sentence.slot) if not sentence.owner else frame and frame.slots.get(sentence.slot)
        slot = work.program.slot(sentence.owner or work.call.top.flow, sentence.slot)
        if not held or slot is None:
            continue
        secret = canonical(slot.shape, held.value, work.locale.currency)
        for name, value in arguments.items():
            shape = tool.input[name].shape
            if shape.type == slot.shape.type and canonical(shape, value, work.locale.currency) == secret:
                return sentence.text
    return ""


def _concerns(work: Work, sentence: SlotSentence, tool: Tool) -> bool:
    opened = not sentence.flow or _frame(work, sentence.flow) is not None
    return opened and tool.name not in sentence.tools


def _slots_in(work: Work, index: int, names: list[str]) -> Iterator[tuple[str, str]]:
    """The slots, each as (its flow, its name), whose values names stand for: through computed values and `with`."""
    frame = work.call.frames[index]
    flow = work.program.flow(frame.flow)
    todo, seen = list(names), set[str]()
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        if name in flow.let:
            todo += names_in(flow.let[name].expr)
        elif name in flow.slots:
            yield flow.name, name
            yield from _passed_on(work, index, name)
        elif name in work.program.project.slots:
            yield "", name


def _passed_on(work: Work, index: int, slot: str) -> Iterator[tuple[str, str]]:
    """The slots of the flow below out of which a slot of a flow that it runs was made."""
    frame = work.call.frames[index]
    held = frame.slots.get(slot)
    if frame.why != "run" or index == 0 or held is None or held.source != "computed":
        return
    below = work.call.frames[index - 1]
    does = work.program.state(below.flow, below.state).does
    if isinstance(does, Run) and slot in does.arguments:
        yield from _slots_in(work, index - 1, list(names_in(does.arguments[slot].expr)))


# On record.


def handed_off(work: Work) -> None:
    """The call is being given to a person: never refused."""
    against = _against(work, HANDOFF)
    if against:
        put_on_record(work, against, "the call goes to a person all the same")
    happened(work, HANDOFF)


def put_on_record(work: Work, sentence: str, why: str) -> None:
    """A sentence would have been broken, or was."""
    call = work.call
    at = f"{call.top.flow}.{call.top.state}" if call.frames else ""
    work.note("guarantee", {"sentence": sentence, "at": at, "why": why})
    if sentence not in call.broken:
        call.broken = (*call.broken, sentence)


def at_the_end(work: Work, by: str) -> tuple[str, ...]:
    """The call is over: puts on record what is still owed, and gives all sentences that were broken."""
    sentences = work.program.sentences
    if by != "caller":
        for sentence in sentences.owed:
            if state_of(work.call.watched, sentence) == 1:
                put_on_record(work, sentence.text, "the call ended before")
        if by != "handoff":
            spent = {"turns": work.call.turn_count, "ms": work.at - work.call.started}
            for text, unit, most in sentences.ends:
                if spent[unit] > most:
                    put_on_record(work, text, "the call took longer")
    return work.call.broken
