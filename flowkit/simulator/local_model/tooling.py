"""Tools of an open conversation: which one is meant, and what of its arguments is known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flowkit.simulator.hearing.likeness import Topic, best, ranked, stems
from flowkit.simulator.hearing.words import Utterance
from flowkit.simulator.local_model.briefing import StepNote
from flowkit.simulator.local_model.parameters import parameters

_READS = re.compile(
    r"\b(says|reads|lists|shows|finds|checks|tells|returns|gets|looks up)\b|_?(status|get|list|check|find|read)_?", re.I
)
_REPORT = r"now|still|works|working|again|done|back|nothing|same|blinking|lights?|online|offline|turned"
_WISH_TO_ACT = (
    r"can you|could you|would you|will you|let|go ahead|do it|do that|try|i want|i like|want you|need you|check"
)

Tools = Mapping[str, Mapping[str, Any]]


def known_arguments(tool: Mapping[str, Any], note: StepNote) -> dict[str, object]:
    """Arguments whose parameter has the name of a known slot."""
    return {one.name: note.known[one.name].value for one in parameters(tool) if one.name in note.known}


def proposed_tool(agent: str, tools: Tools) -> Mapping[str, Any] | None:
    """The tool that the agent's last words proposed: a yes to them is a wish for it."""
    fits = ranked(stems(agent), _topics(tools))
    if fits:
        return tools[fits[0].topic.name]
    acting = [tool for tool in tools.values() if not is_read(tool)]
    return acting[0] if len(acting) == 1 else None


def wished_tool(heard: Utterance, tools: Tools) -> Mapping[str, Any] | None:
    """The tool that the words ask for, by its name and description."""
    asking = heard.is_question or heard.has(_WISH_TO_ACT)
    fit = best(stems(heard.plain), _topics(tools), least=0.4 if asking else 1.5)
    return tools[fit.name] if fit else None


def status_tool(heard: Utterance, tools: Tools, reportable: frozenset[str]) -> Mapping[str, Any] | None:
    """The one tool that only reads, when the caller reports a change ("green now"): it shows whether it is so.

    Args:
        heard: The caller's words.
        tools: The tools usable now.
        reportable: Words by which a state of things is named.
    """
    reading = [tool for tool in tools.values() if is_read(tool)]
    reports = not heard.is_question and (heard.has(_REPORT) or bool(reportable & set(heard.norms)))
    return reading[0] if len(reading) == 1 and reports else None


def is_read(tool: Mapping[str, Any]) -> bool:
    """Whether a tool's name or description says that it only looks something up."""
    return _READS.search(str(tool.get("description", ""))) is not None or _READS.search(str(tool["name"])) is not None


def _topics(tools: Tools) -> list[Topic]:
    return [Topic(name, name.replace("_", " "), str(tool.get("description", ""))) for name, tool in tools.items()]
