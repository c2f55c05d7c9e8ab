"""A call as a story: what happened, in the order in which a person would tell it.

Events and effects become a few kinds of entries (`caller`, `agent`, `state`, `slot`, `tool`, `consent` …) that the
terminal prints and that `--json` writes one a line. Sensitive values stand as tokens.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flowkit.channels.masks import Masks
from flowkit.engine.call import Call
from flowkit.engine.effects import AnswerCall, Effect, Note, RunTool, Transfer
from flowkit.engine.events import Audible, Event, Generated, ToolDone, Trouble, Words
from flowkit.engine.program import Program
from flowkit.language.model import Tool
from flowkit.language.prices import rounded

Entry = dict[str, Any]


@dataclass(slots=True)
class Story:
    """Tells one call as it goes."""

    program: Program
    masks: Masks
    slots: dict[str, str] = field(default_factory=dict)
    held: dict[tuple[str, str], str] = field(default_factory=dict)
    tool_calls: list[Entry] = field(default_factory=list)
    tools: dict[str, Entry] = field(default_factory=dict)
    functions: dict[str, str] = field(default_factory=dict)
    draft: str = ""

    def tell(self, event: Event, effects: Sequence[Effect], call: Call) -> list[Entry]:
        """What one step adds to the story."""
        self.masks.learn(call)
        return [
            *self._happened(event, effects, call),
            *self._learnt(call),
            *self._decided(effects, call),
            *self._asked(call),
        ]

    def _happened(self, event: Event, effects: Sequence[Effect], call: Call) -> Iterator[Entry]:
        match event:
            case Words(text=text) if text:
                yield {"type": "caller", "turn": event.turn, "text": self.masks.text(text)}
            case Audible(u=u) if u in call.utterances:
                said = call.utterances[u]
                yield {"type": "agent", "u": u, "exact": said.kind == "say", "text": self.masks.text(said.text)}
            case Generated(calls=calls):
                self.functions.update({made.id: made.name for made in calls})
            case ToolDone(run=run) if run in self.tools:
                done = self.tools[run]
                done["outcome"], reason = _end_of(event, effects)
                yield {"type": "tool_done", "run": run, "tool": done["tool"], "outcome": done["outcome"]} | (
                    {"reason": reason} if reason else {}
                )
            case Trouble():
                yield {"type": "trouble", "kind": event.kind, "detail": event.detail}

    def _learnt(self, call: Call) -> Iterator[Entry]:
        """Slots that were filled or cleared; those of a flow that was left are neither."""
        now = dict(self._shown_slots(call))
        for (flow, name), value in now.items():
            if self.held.get((flow, name)) != value:
                yield {"type": "slot", "slot": name, "value": value}
            self.slots[name] = value
        opened = {"", *(frame.flow for frame in call.frames)}
        for _, name in [key for key in self.held if key not in now and key[0] in opened]:
            self.slots.pop(name, None)
            yield {"type": "slot", "slot": name, "value": None}
        self.held = {key: value for key, value in now.items() if key[0] in opened}

    def _shown_slots(self, call: Call) -> Iterator[tuple[tuple[str, str], str]]:
        """What slots hold, by flow (empty: the project) and name."""
        project = self.program.project
        for name, held in call.slots.items():
            yield ("", name), self.masks.slot(project.slots[name], held.value)
        for frame in (*call.left, *call.frames):
            for name, held in frame.slots.items():
                yield (frame.flow, name), self.masks.slot(self.program.flow(frame.flow).slots[name], held.value)

    def _decided(self, effects: Sequence[Effect], call: Call) -> Iterator[Entry]:
        for effect in effects:
            match effect:
                case RunTool():
                    yield self._ran(effect)
                case AnswerCall(output=output) if output.get("status") == "refused" or output.get("refused"):
                    yield self._refused_call(effect.id, output)
                case Transfer():
                    yield {"type": "transfer", "place": effect.target, "text": effect.summary.get("text", "")}
                case Note():
                    yield from self._noted(effect, call)

    def _ran(self, effect: RunTool) -> Entry:
        tool = self.program.project.tools[effect.tool]
        entry = {"tool": effect.tool, "arguments": self.masks.arguments(tool, effect.arguments), "outcome": "running"}
        self.tools[effect.run] = entry
        self.tool_calls.append(entry)
        return {"type": "tool", "run": effect.run, "effect": tool.effect} | {
            name: entry[name] for name in ("tool", "arguments")
        }

    def _refused_call(self, call_id: str, output: Mapping[str, Any]) -> Entry:
        refused = output.get("refused") or output.get("because", "")
        if isinstance(refused, Mapping):
            refused = {self._slot_name(name): why for name, why in refused.items()}
        return {"type": "refused", "function": self.functions.get(call_id, ""), "because": refused}

    def _slot_name(self, name: str) -> str:
        """A slot as the files have it: `book.cabin` where the model has to tell it from others of that name."""
        flow, _, slot = name.partition("__")
        known = self.program.project.flows.get(flow)
        return f"{flow}.{slot}" if known is not None and slot in known.slots else name

    def _noted(self, note: Note, call: Call) -> Iterator[Entry]:
        data = note.data
        match note.kind:
            case "state" if "visit" in data:
                yield {"type": "state"} | {name: data[name] for name in ("flow", "state", "visit", "cause")}
            case "state" if "outcome" in data:
                yield {"type": "flow_ended", "flow": data["flow"], "outcome": data["outcome"], "state": data["state"]}
            case "state" if "void" in data:
                yield {"type": "consent_void", "tool": data["tool"], "because": data["void"]}
            case "state" if "reading" in data:
                yield {"type": "answer", "reading": data["reading"], "because": data["why"]}
            case "refusal":
                because = data.get("detail") or data["because"]
                yield {"type": "refused", "tool": data["tool"], "rule": data["rule"], "because": because}
            case "consent":
                tool = self.program.project.tools[data["tool"]]
                arguments = self.masks.arguments(tool, data["arguments"])
                answer = data["answer"]
                by = {"key": answer["key"]} if "key" in answer else {"words": self.masks.text(answer["words"])}
                yield {"type": "consent_given", "tool": tool.name, "arguments": arguments} | by
            case "trouble":
                yield {"type": "trouble", "kind": data["kind"], "detail": data["detail"]}
            case "guarantee":
                yield {"type": "guarantee", "sentence": data["sentence"], "where": data["at"], "why": data["why"]}
            case "case" if left_out(self.program.project.tools[data["tool"]], data):
                yield {"type": "case", "tool": data["tool"], "because": data["why"]}
            case "claim":
                yield {"type": "claim"} | {name: data[name] for name in ("u", "tool", "words")}
            case "budget":
                yield {"type": "budget", "spent": data["spent"], "budget": data["budget"]}
            case "closed":
                yield self.ended(call)

    def _asked(self, call: Call) -> Iterator[Entry]:
        draft = call.draft
        if draft is not None and draft.id != self.draft:
            self.draft = draft.id
            tool = self.program.project.tools[draft.tool]
            arguments = self.masks.arguments(tool, draft.arguments)
            yield {"type": "consent_asked", "tool": draft.tool, "arguments": arguments}

    def ended(self, call: Call) -> Entry:
        """The last entry: how the call ended, what it knew and did."""
        first = call.ended[-1] if call.ended else None
        prices = self.program.prices
        cost = {"cost": rounded(call.cost), "currency": prices.currency} if prices is not None else {}
        return {
            "type": "call_ended",
            "call": call.id,
            "flow": first.flow if first else "",
            "outcome": call.outcome,
            "state": first.state if first else "",
            "flows": [{"flow": each.flow, "outcome": each.outcome, "state": each.state} for each in call.ended],
            "turns": call.turn_count,
            "slots": dict(self.slots),
            "tool_calls": [dict(each) for each in self.tool_calls],
        } | cost


def left_out(tool: Tool, case: Mapping[str, Any]) -> bool:
    """Whether the case of a handoff was never sent off, told by the note of it; how a tool ended is told anyway."""
    return not case["written"] and case["why"] not in ("failed", "unknown", *tool.outcomes)


def _end_of(event: ToolDone, effects: Sequence[Effect]) -> tuple[str, str]:
    """How a tool ended, and why: what it answered may be no answer. The reason holds no values."""
    for note in effects:
        if isinstance(note, Note) and note.kind == "tool" and note.data.get("run") == event.run:
            if "bad_result" in note.data:
                return note.data.get("outcome", "failed"), f"its answer does not fit: {note.data['bad_result']}"
            if "undeclared_outcome" in note.data:
                return note.data.get("outcome", "failed"), f"it has no outcome '{note.data['undeclared_outcome']}'"
    return event.outcome, event.reason
