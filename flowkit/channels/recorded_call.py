"""A recorded call, told with the time and the reason of everything that was decided on it.

It is the story of the call, and beside it what the story of a call under way leaves out: which functions the model
called, what the engine took from the caller's words by itself, what it took back, and what time decided.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flowkit.channels.masks import Masks
from flowkit.channels.story import Entry, Story
from flowkit.channels.terminal import Printer
from flowkit.engine.call import Call, SlotValue
from flowkit.engine.effects import AnswerCall, Cancel, Effect, HangUp, Note, Result
from flowkit.engine.events import Back, Counted, Event, Generated, Lost, Reserved, Tick, Transferred
from flowkit.engine.program import Program

_TIMERS = {
    "no_input": "the caller said nothing",
    "tool": "the tool did not answer in time",
    "generate": "the model did not answer in time",
    "play": "there was no word that it was heard",
    "transfer": "nobody picked up in time",
    "call_max": "the call reached its longest time",
    "count": "the store of limits did not answer in time",
    "write_wait": "the write was waited for long enough",
    "drain": "the write was waited for long enough",
}

_SOURCES = {
    "single": "the only option",
    "given": "given before the call began",
    "channel": "brought by the channel",
    "computed": "worked out by the flow",
}

_TOLD_OF_CALLS = ("void", "over", "duplicate", "needs_consent")
"""What is said of a function's output; what was refused, the story says."""

_KNOWN_NOTES = frozenset(
    {"state", "refusal", "consent", "trouble", "guarantee", "claim", "budget", "case", "closed", "ignored", "tool"}
)
"""Kinds of notes that the story tells in its own way, or that tell nothing of the call."""


@dataclass(slots=True)
class RecordedCall:
    """Tells one recorded call, step by step."""

    program: Program
    masks: Masks
    story: Story

    @staticmethod
    def of(program: Program, masks: Masks) -> "RecordedCall":
        """The teller of a call that ran on a program."""
        return RecordedCall(program, masks, Story(program, masks))

    def tell(self, event: Event, effects: Sequence[Effect], before: Call, after: Call) -> list[Entry]:
        """What one step came to, each entry with the time in milliseconds since the call began."""
        told = self.story.tell(event, effects, after)
        entries = [*self._happened(event, before), *map(self._reasoned(after), told), *self._decided(effects)]
        # The summary is the last line of a record, whatever came of the same step.
        entries.sort(key=lambda entry: entry["type"] == "call_ended")
        since = event.at - after.started
        return [{"at": since} | entry for entry in entries]

    def _happened(self, event: Event, before: Call) -> Iterator[Entry]:
        match event:
            case Generated(u=u, calls=calls, status=status):
                void = u in before.utterances and before.utterances[u].void
                if calls:
                    made = [{"function": each.name, "arguments": self._arguments(each.arguments)} for each in calls]
                    yield {"type": "model", "calls": made}
                if void or status != "completed":
                    yield {"type": "time", "why": f"that reply does not count: {'taken back' if void else status}"}
            case Tick(timer=timer, due=due) if before.timers.get(timer) == due:
                name, _, subject = timer.partition(" ")
                if name in _TIMERS:
                    yield {"type": "time", "why": _TIMERS[name], "of": subject}
            case Counted(available=available):
                yield {"type": "limit", "why": "counted" if available else "the store of limits is not there"}
            case Reserved(outcome=outcome, limit=limit):
                yield {"type": "limit", "why": f"{limit}: {outcome}" if limit else f"its share: {outcome}"}
            case Lost(what=what):
                yield {"type": "line", "why": f"the {what} was lost"}
            case Back(what=what):
                yield {"type": "line", "why": f"the {what} is back"}
            case Transferred(outcome=outcome):
                yield {"type": "line", "why": f"handoff: {outcome.replace('_', ' ')}"}

    def _arguments(self, text: str) -> Any:
        """What the model passed, as it may be shown."""
        shown = self.masks.text(text)
        try:
            return json.loads(shown)
        except (ValueError, RecursionError):
            return shown

    def _reasoned(self, after: Call) -> Any:
        """Adds to a slot's entry where its value came from."""

        def add(entry: Entry) -> Entry:
            if entry["type"] != "slot" or entry["value"] is None:
                return entry
            held = after.slots.get(entry["slot"])
            for frame in (*after.left, *after.frames):
                held = frame.slots.get(entry["slot"], held)
            return entry | {"source": _source(held)} if held is not None else entry

        return add

    def _decided(self, effects: Sequence[Effect]) -> Iterator[Entry]:
        for effect in effects:
            match effect:
                case AnswerCall(output=output) if output.get("status") in _TOLD_OF_CALLS:
                    function = self.story.functions.get(effect.id, "")
                    yield {"type": "answered", "function": function, "status": output["status"]}
                case Result(text=text) if text.startswith("kept: "):
                    yield {"type": "heard", "what": self.masks.text(text.removeprefix("kept: "))}
                case Cancel(u=u):
                    yield {"type": "taken_back", "u": u}
                case HangUp():
                    yield {"type": "line", "why": "hung up"}
                case Note(kind="state", data=data) if "ladder" in data:
                    yield {"type": "time", "why": f"not understood {data['attempts']} times: the ladder leaves"}
                case Note(kind=kind, data=data) if kind not in _KNOWN_NOTES:
                    told = {name: self.masks.text(str(one)) for name, one in data.items() if one not in ("", None, [])}
                    yield {"type": "note", "kind": kind, "data": told}


def _source(held: SlotValue) -> str:
    if held.source in _SOURCES:
        return _SOURCES[held.source]
    said = f"the caller, {held.turn}" if held.turn else "the caller"
    return said if held.heard else f"{said}, as the model reports it"


@dataclass(frozen=True, slots=True)
class RecordPrinter:
    """The entries of a recorded call as lines, with the time where it has moved on."""

    printer: Printer

    def lines(self, entry: Entry, shown_at: int) -> list[str]:
        """The lines of one entry; `shown_at` is the time of the one before, in milliseconds."""
        told = self._lines(entry)
        if entry["type"] == "call_ended":
            return told
        first = _clock(entry["at"]) if entry["at"] // 1000 != shown_at // 1000 else " " * 6
        return [f"{first if number == 0 else ' ' * 6} {line}" for number, line in enumerate(told)]

    def _lines(self, entry: Entry) -> list[str]:
        aside = " " * 8
        match entry["type"]:
            case "state":
                return [f"{line}  ({entry['cause']})" for line in self.printer.lines(entry)]
            case "slot" if "source" in entry:
                return [f"{line}  ({entry['source']})" for line in self.printer.lines(entry)]
            case "model":
                calls = ", ".join(f"{each['function']}({_told(each['arguments'])})" for each in entry["calls"])
                return [f"{aside}model   {calls}"]
            case "answered":
                return [f"{aside}answer  to {entry['function'] or 'the model'}: {entry['status'].replace('_', ' ')}"]
            case "heard":
                return [f"{aside}heard   {entry['what']}, in the caller's words, without the model"]
            case "taken_back":
                return [f"{aside}silence {entry['u']} is taken back"]
            case "time" | "limit" | "line":
                of = f" ({entry['of']})" if entry.get("of") else ""
                return [f"{aside}{entry['type']:<7} {entry['why']}{of}"]
            case "note":
                return [f"{aside}{entry['kind']:<7} {', '.join(f'{k} {v}' for k, v in entry['data'].items())}"]
        return self.printer.lines(entry)


def _told(arguments: Any) -> str:
    if isinstance(arguments, dict):
        return ", ".join(f"{name} {one}" for name, one in arguments.items() if one is not None)
    return str(arguments)


def _clock(milliseconds: int) -> str:
    minutes, seconds = divmod(milliseconds // 1000, 60)
    return f"{minutes:>3}:{seconds:02}"
