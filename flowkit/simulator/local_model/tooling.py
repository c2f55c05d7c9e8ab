"""Tools of an open conversation: which one is meant, and what of its arguments is known."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flowkit.simulator.hearing.answers import is_yes
from flowkit.simulator.hearing.likeness import Topic, best, ranked, stems
from flowkit.simulator.hearing.words import Utterance
from flowkit.simulator.local_model.briefing import StepNote
from flowkit.simulator.local_model.parameters import parameters, required
from flowkit.simulator.local_model.recording import fill
from flowkit.simulator.model import Call

_READS = re.compile(
    r"\b(says|reads|lists|shows|finds|checks|tells|returns|gets|looks up)\b|_?(status|get|list|check|find|read)_?", re.I
)
_REPORT = r"now|still|works|working|again|done|back|nothing|same|blinking|lights?|online|offline|turned"
_WISH_TO_ACT = (
    r"can you|could you|would you|will you|let|go ahead|do it|do that|try|i want|i like|want you|need you|check"
)

_ONCE_MORE = r"(?:try|do|run) (?:it |that |this )?(?:again|once more|one more time)|another try|once more|one more time"

Tools = Mapping[str, Mapping[str, Any]]


class Toolbox:
    """The tools usable in an open conversation.

    Args:
        tools: The tools by name, without the functions that only report.
        record: The `record` function: its parameters tell how a tool's argument of the same name is said.
        note: The latest STEP note.
    """

    def __init__(self, tools: Tools, record: Mapping[str, Any], note: StepNote) -> None:
        self._tools = tools
        self._recordable = {one.name: one for one in parameters(record)}
        self._note = note
        self._topics = [
            Topic(name, name.replace("_", " "), str(tool.get("description", ""))) for name, tool in tools.items()
        ]

    @property
    def acting(self) -> frozenset[str]:
        """The tools that do more than look something up."""
        return frozenset(name for name, tool in self._tools.items() if not is_read(tool))

    def wished(self, heard: Utterance, agent: str, called: Sequence[str] = ()) -> Call | None:
        """The tool that the words ask for, or agree to when the agent's last words proposed one.

        Args:
            heard: The caller's new words.
            agent: The agent's last words.
            called: The functions that were called so far: "try it again" means the last that did something.
        """
        again = next((name for name in reversed(called) if name in self.acting), None)
        if again and heard.has(_ONCE_MORE):
            return self._call(again, heard)
        if is_yes(heard):
            return self._call(self._proposed(agent), heard)
        asking = heard.is_question or heard.has(_WISH_TO_ACT)
        fit = best(stems(heard.plain), self._topics, least=0.4 if asking else 1.5)
        return self._call(fit.name if fit else None, heard)

    def looking_at(self, heard: Utterance, called: Sequence[str], told: frozenset[str]) -> Call | None:
        """The tool that was called last, if it only reads and takes one of the values that the caller has just told."""
        last = next((name for name in reversed(called) if name in self._tools), None)
        if last is None or last in self.acting:
            return None
        takes = {one.name for one in parameters(self._tools[last])}
        return self._call(last, heard) if takes & told else None

    def checking(self, heard: Utterance) -> Call | None:
        """The one tool that only reads, when the caller reports a change ("green now"): it shows whether it is so."""
        reading = self._tools.keys() - self.acting
        values = {value.lower() for one in self._recordable.values() for value in one.values}
        reports = not heard.is_question and (heard.has(_REPORT) or bool(values & set(heard.norms)))
        return self._call(next(iter(reading)), heard) if len(reading) == 1 and reports else None

    def _proposed(self, agent: str) -> str | None:
        fits = ranked(stems(agent), self._topics)
        if fits:
            return fits[0].topic.name
        return next(iter(self.acting)) if len(self.acting) == 1 else None

    def _call(self, name: str | None, heard: Utterance) -> Call | None:
        """The call, with arguments from the words and the known slots; `None` when a required one is missing."""
        if name is None:
            return None
        tool, known = self._tools[name], self._note.known
        wanted = tuple(self._recordable.get(one.name, one) for one in parameters(tool))
        asked = replace(self._note, missing=tuple(one.name for one in wanted if one.name not in known))
        arguments = {**known_arguments(tool, self._note), **fill(heard, wanted, asked, free_text=False).values}
        whole = all(one in arguments for one in required(tool))
        return Call(name, json.dumps(arguments, ensure_ascii=False)) if whole else None


def known_arguments(tool: Mapping[str, Any], note: StepNote) -> dict[str, object]:
    """Arguments whose parameter has the name of a known slot."""
    return {one.name: note.known[one.name].value for one in parameters(tool) if one.name in note.known}


def is_read(tool: Mapping[str, Any]) -> bool:
    """Whether a tool's name or description says that it only looks something up."""
    return _READS.search(str(tool.get("description", ""))) is not None or _READS.search(str(tool["name"])) is not None
