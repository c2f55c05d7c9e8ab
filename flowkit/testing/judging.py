"""What was expected and is not so: each expectation that fails, with what happened instead."""

from collections.abc import Iterator, Mapping
from typing import Literal

from flowkit.engine.call import SlotValue
from flowkit.engine.events import Json
from flowkit.engine.program import Program
from flowkit.language.expressions.spelling import listed
from flowkit.language.frozen import frozen
from flowkit.language.model import Slot
from flowkit.language.model.suites import Agent, Expect, Position, Test, Wanted
from flowkit.language.shapes import Shape, Value
from flowkit.language.span import Span
from flowkit.language.values import canonical, encode, same
from flowkit.testing.conversation import Conversation
from flowkit.testing.log import GUARANTEE, called, shown
from flowkit.testing.results import Used

Kind = Literal["state", "slot", "tool", "refusal", "speech", "outcome", "call"]


@frozen
class Failure:
    """One expectation that did not come true.

    `kind`: what it is about. `expected` and `instead` are clauses, `help` says what to do.
    """

    kind: Kind
    span: Span
    expected: str
    instead: str
    help: str = ""


class Judge:
    """Compares a conversation with what a test expects of it."""

    def __init__(self, program: Program, conversation: Conversation) -> None:
        self._program = program
        self._so_far = conversation

    def judge(self, step: Agent | Expect) -> Iterator[Failure]:
        """What fails of one step."""
        span = step.span
        if isinstance(step, Agent):
            yield from self._said(step.wanted, span)
            return
        if step.state is not None:
            yield from self._state(step.state, span)
        for name, value in step.slots.items():
            yield from self._slot(name, value, step.state, span)
        for tool, arguments in step.used.items():
            yield from self._used(tool, arguments, span)
        for tool in step.not_used:
            yield from self._not_used(tool, span)
        for name in step.refused:
            yield from self._refused(name, span)
        for wanted in step.said:
            yield from self._said(wanted, span)
        if step.outcome:
            yield from self._outcome(step.outcome, span)

    def ends(self, test: Test) -> Iterator[Failure]:
        """Flows that have not ended as the test says."""
        ended = {each.flow: each.outcome for each in self._so_far.call.ended}
        for flow, outcome in test.ends.items():
            if ended.get(flow) != outcome:
                expected = f"the flow '{flow}' has ended '{outcome}'"
                yield Failure("outcome", test.span, expected, self._end_of(flow, ended), _ENDS)

    def _end_of(self, flow: str, ended: Mapping[str, str]) -> str:
        if flow in ended:
            return f"it has ended '{ended[flow]}'"
        if any(frame.flow == flow for frame in self._so_far.call.frames):
            return f"it has not ended; {self._where()}"
        return f"it was never entered; {self._where()}"

    # State and outcome.

    def _where(self) -> str:
        call = self._so_far.call
        if call.over:
            last = call.ended[-1]
            return f"the call is over, it ended '{call.outcome}' in '{last.flow}.{last.state}'"
        return f"the call is in '{call.top.flow}.{call.top.state}'" if call.frames else "no flow is open"

    def _state(self, wanted: Position, span: Span) -> Iterator[Failure]:
        call = self._so_far.call
        top = call.frames[-1] if call.frames and not call.over else None
        flow = wanted.flow or (top.flow if top is not None else "")
        state = wanted.state or (self._program.flow(flow).start if flow else "")
        if top is None or (top.flow, top.state) != (flow, state):
            expected = f"the call is in '{flow}.{state}'" if flow else f"the call is in the state '{state}'"
            yield Failure("state", span, expected, self._where(), _STATE)

    def _outcome(self, wanted: str, span: Span) -> Iterator[Failure]:
        call = self._so_far.call
        if not call.over or call.outcome != wanted:
            yield Failure("outcome", span, f"the call has ended '{wanted}'", self._where(), _ENDS)

    # Slots.

    def _slot(self, name: str, wanted: Value, state: Position | None, span: Span) -> Iterator[Failure]:
        slot, held = self._find(name, state)
        if slot is None:
            yield Failure("slot", span, f"the slot '{name}' is set", "no flow that has it was entered", _SLOT)
        elif held is None or not is_it(slot.shape, held.value, wanted):
            expected = f"the slot '{name}' holds '{self._text(slot.shape, wanted)}'"
            instead = "it is not set" if held is None else f"it holds '{self._text(slot.shape, held.value)}'"
            yield Failure("slot", span, expected, instead, _SLOT)

    def _find(self, name: str, state: Position | None) -> tuple[Slot | None, SlotValue | None]:
        """The slot that is meant: of the flow that is expected, of the open flows from the top, of those before."""
        so_far, project = self._so_far, self._program.project
        expected = [state.flow] if state is not None and state.flow else []
        opened = [frame.flow for frame in reversed(so_far.call.frames)]
        for flow in dict.fromkeys((*expected, *opened, *reversed(so_far.frames))):
            slot = project.flows[flow].slots.get(name)
            if slot is not None:
                frame = so_far.frames.get(flow)
                return slot, frame.slots.get(name) if frame is not None else None
        return project.slots.get(name), so_far.call.slots.get(name)

    def _text(self, shape: Shape, value: Value) -> str:
        return canonical(shape, value, self._program.project.currency)

    # Tools.

    def _used(self, tool: str, arguments: Mapping[str, Value], span: Span) -> Iterator[Failure]:
        currency = self._program.project.currency
        shapes = {name: each.shape for name, each in self._program.project.tools[tool].input.items()}
        wanted = {name: encode(shapes[name], value, currency) for name, value in arguments.items()}
        used = [each for each in self._so_far.results.used if each.tool == tool]
        if not any(_has(each, wanted) for each in used):
            with_these = f" as {called(tool, wanted)}" if wanted else ""
            expected = f"'{tool}' was carried out{with_these}"
            yield Failure("tool", span, expected, self._not_carried_out(tool), self._how(tool))

    def _not_carried_out(self, tool: str) -> str:
        so_far = self._so_far
        used = [each for each in so_far.results.used if each.tool == tool]
        if used:
            return f"it was carried out as {' and as '.join(_told(each) for each in used)}"
        refused = [each for each in so_far.log.refused if each.tool == tool]
        if refused:
            last = refused[-1]
            if last.rule == GUARANTEE:
                return f"it was refused by the guarantee '{last.because}'"
            return f"it was refused: {last.because}" if last.because else "it was refused"
        draft = so_far.call.draft
        if draft is not None and draft.tool == tool:
            return f"it was not carried out: the caller is being asked for {called(tool, draft.arguments)}"
        return f"it was not carried out; {self._where()}"

    def _how(self, tool: str) -> str:
        """What to do about a tool that was not carried out."""
        refused = [each for each in self._so_far.log.refused if each.tool == tool]
        if refused:
            return _GUARANTEED if refused[-1].rule == GUARANTEE else _RULED
        known = self._program.project.tools[tool]
        return _READ if known.effect == "read" or known.consent == "none" else _USED

    def _not_used(self, tool: str, span: Span) -> Iterator[Failure]:
        used = [each for each in self._so_far.results.used if each.tool == tool]
        if used:
            instead = f"it was carried out as {' and as '.join(_told(each) for each in used)}"
            yield Failure("tool", span, f"'{tool}' was not carried out", instead, _NOT_USED)

    def _refused(self, name: str, span: Span) -> Iterator[Failure]:
        refused = self._so_far.log.refused
        if any(name in (each.tool, each.rule) for each in refused):
            return
        names = dict.fromkeys(f"{each.tool}, {each.rule}" if each.rule else each.tool for each in refused)
        instead = f"refused were {listed(names, 'and')}" if names else "nothing was refused"
        yield Failure("refusal", span, f"'{name}' was refused in the last turn", instead, _REFUSED)

    # Speech.

    def _said(self, wanted: Wanted, span: Span) -> Iterator[Failure]:
        said = self._so_far.log.said
        if wanted.fits(said):
            return
        form = f"/{wanted.text}/" if wanted.regex else wanted.text
        instead = f"it said '{said}'" if said else "it said nothing"
        earlier = any(
            wanted.fits(entry.text)
            for entry in self._so_far.log.entries[: self._so_far.log.turn]
            if entry.kind == "agent"
        )
        help = "it was said in a turn before: put the step there" if earlier else _SPEECH
        yield Failure("speech", span, f"the agent says '{form}'", instead, help)


_STATE = "look at the conversation: which value or answer is missing, or which way on was taken instead?"
_SLOT = "check what the caller says and what the model reports; 'model: {record: …}' lays it down"
_USED = "a write needs the caller's yes to its read-back; check the states that lead there"
_READ = "check the states that lead there, and what the tool is given"
_RULED = "give values that its rules allow, or mend the rule"
_GUARANTEED = "a sentence under 'guarantees' does not allow it here: mend the sentence, or the way that leads there"
_NOT_USED = "if it is meant to be used, expect it under 'used'; if not, mend the flow that leads there"
_REFUSED = "only tools and rules that were refused since the caller spoke last count"
_SPEECH = "write words that are said, or mend the text in the flow"
_ENDS = "let the test go on until the end, or mend the way on that was taken"


def is_it(shape: Shape, held: Value, wanted: Value) -> bool:
    """Whether a slot holds what is expected; what was chosen from a list is expected by its key."""
    if shape.options_from is None:
        return same(shape, held, wanted)
    if shape.many:
        return len(held) == len(wanted) and all(_is_one(shape, *pair) for pair in zip(held, wanted, strict=True))
    return _is_one(shape, held, wanted)


def _is_one(shape: Shape, held: Value, wanted: Value) -> bool:
    return bool(_key_of(shape, held) == _key_of(shape, wanted))


def _key_of(shape: Shape, value: Value) -> Value:
    return value.get(shape.key) if isinstance(value, Mapping) and shape.key else value


def _has(used: Used, wanted: Mapping[str, Json]) -> bool:
    return all(name in used.arguments and used.arguments[name] == value for name, value in wanted.items())


def _told(used: Used) -> str:
    return f"{called(used.tool, used.arguments)} → {shown(used.outcome)}"
