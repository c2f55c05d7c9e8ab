"""What happened in a conversation, as one would tell it, and what of it belongs to the last turn."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from flowkit.engine.call import Call, Frame, SlotValue
from flowkit.engine.effects import AnswerCall, Effect, Note, RunTool, Transfer
from flowkit.engine.events import Event, Generated, ToolDone
from flowkit.engine.program import Program
from flowkit.language.frozen import frozen
from flowkit.language.model import Slot
from flowkit.language.values import canonical

Kind = Literal[
    "caller", "keys", "silence", "agent", "slot", "tool", "refused", "consent", "state", "ended", "transfer", "trouble"
]


GUARANTEE: Final = "guarantee"
"""The rule under which a tool stands refused that would break a guarantee; its reason is the sentence."""


@frozen
class Entry:
    """One thing that happened."""

    kind: Kind
    text: str


@frozen
class Refused:
    """A tool that was refused, by which of its rules (empty: it was not to be had at all), and why."""

    tool: str
    rule: str
    because: str


@dataclass(slots=True)
class Log:
    """The entries of a conversation. `turn` is where the last turn begins, `refused` what was refused since."""

    program: Program
    entries: list[Entry] = field(default_factory=list)
    turn: int = 0
    refused: list[Refused] = field(default_factory=list)
    _functions: dict[str, str] = field(default_factory=dict)
    _runs: dict[str, str] = field(default_factory=dict)
    _shown: dict[tuple[str, str], str] = field(default_factory=dict)
    _slots: dict[str, Mapping[str, SlotValue]] = field(default_factory=dict)

    def did(self, kind: Literal["caller", "keys", "silence"], text: str) -> None:
        """The caller does something, or nothing: a turn begins."""
        self.turn = len(self.entries)
        self.refused.clear()
        self._add(kind, text)

    def agent(self, text: str) -> None:
        """The caller is told something."""
        self._add("agent", text)

    @property
    def said(self) -> str:
        """All that the agent said in the last turn."""
        return " ".join(entry.text for entry in self.entries[self.turn :] if entry.kind == "agent")

    def step(self, event: Event, wanted: Sequence[Effect], call: Call, frames: Mapping[str, Frame]) -> None:
        """One step of the engine."""
        match event:
            case Generated(calls=calls):
                self._functions.update({made.id: made.name for made in calls})
            case ToolDone(run=run, outcome=outcome) if run in self._runs:
                self._add("tool", f"{self._runs.pop(run)} → {outcome}")
        self._learnt("", call.slots)
        for frame in frames.values():
            self._learnt(frame.flow, frame.slots)
        for effect in wanted:
            self._decided(effect)

    def _add(self, kind: Kind, text: str) -> None:
        self.entries.append(Entry(kind, text))

    def _decided(self, effect: Effect) -> None:
        match effect:
            case RunTool(run=run, tool=tool, arguments=arguments):
                self._runs[run] = called(tool, arguments)
            case AnswerCall(id=id, output=output):
                self._answered(id, output)
            case Transfer(target=target):
                self._add("transfer", target)
            case Note(kind=kind, data=data):
                self._noted(kind, data)

    def _answered(self, id: str, output: Mapping[str, Any]) -> None:
        """A call of the model was answered: it may have been turned down."""
        tool = self._functions.get(id, "")
        if tool in self.program.project.tools and output.get("status") == "refused":
            self._refuse(Refused(tool, "", str(output.get("because", ""))))

    def _noted(self, kind: str, data: Mapping[str, Any]) -> None:
        match kind:
            case "state" if "visit" in data:
                self._add("state", f"{data['flow']}.{data['state']}")
            case "state" if "outcome" in data:
                self._add("ended", f"{data['flow']}: {data['outcome']}")
            case "refusal":
                self._refuse(Refused(data["tool"], data["rule"], str(data.get("detail") or data["because"])))
            case "trouble":
                self._add("trouble", f"{data['kind']}: {data['detail']}")
            case "case" if not data["written"] and not self._ran(data):
                self._refuse(Refused(data["tool"], "", f"no case is written: {data['why']}"))
            case "consent":
                answer = data["answer"]
                self._add("consent", f"{data['tool']}: {answer.get('words') or 'key ' + answer['key']}")

    def _ran(self, case: Mapping[str, Any]) -> bool:
        """Whether a case that was not written was sent off all the same: how the tool ended is told then."""
        return case["why"] in ("failed", "unknown", *self.program.project.tools[case["tool"]].outcomes)

    def _refuse(self, refused: Refused) -> None:
        self.refused.append(refused)
        name = f"{refused.tool}, {refused.rule}" if refused.rule else refused.tool
        self._add("refused", f"{name}: {refused.because}" if refused.because else name)

    def _learnt(self, flow: str, slots: Mapping[str, SlotValue]) -> None:
        """Slots that were filled, changed or cleared; the mappings are replaced, so that mostly nothing is compared."""
        before = self._slots.get(flow)
        if before == slots if flow == "" else before is slots:
            return
        self._slots[flow] = dict(slots) if flow == "" else slots
        for name, text in self._changes(flow, slots):
            self._add("slot", f"{name} = {text}" if text else f"{name} is cleared")

    def _changes(self, flow: str, slots: Mapping[str, SlotValue]) -> Iterator[tuple[str, str]]:
        project = self.program.project
        declared: Mapping[str, Slot] = project.flows[flow].slots if flow else project.slots
        for name, slot in declared.items():
            held = slots.get(name)
            text = canonical(slot.shape, held.value, project.currency) if held is not None else ""
            if text != self._shown.get((flow, name), ""):
                self._shown[flow, name] = text
                yield name, text


def called(tool: str, arguments: Mapping[str, Any]) -> str:
    """A call of a tool as it is told: `move_visit(visit_id v1, start 2026-03-06T10:00)`."""
    return f"{tool}({', '.join(f'{name} {shown(value)}' for name, value in arguments.items())})"


def shown(value: Any) -> str:
    """A JSON value in a sentence."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case dict():
            return "{" + ", ".join(f"{name}: {shown(each)}" for name, each in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(shown(each) for each in value) + "]"
    first, *more = str(value).splitlines() or [""]
    return f"{first} …" if more else first
