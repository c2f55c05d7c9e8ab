"""The tools of a test: they return what the test says, and what was asked of them is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flowkit.engine.effects import RunTool
from flowkit.engine.events import Json, ToolDone
from flowkit.language.model import Project
from flowkit.language.model.suites import Ended, Result, Returned
from flowkit.language.values import encode


@dataclass(slots=True)
class Used:
    """A tool that was carried out: its arguments in canonical form, and how it ended (empty: it has not)."""

    tool: str
    arguments: Mapping[str, Json]
    outcome: str = ""


@dataclass(slots=True)
class Results:
    """The tools of one test. `missing` are those that were used and have no result in the test."""

    project: Project
    results: Mapping[str, Sequence[Result]]
    used: list[Used] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def run(self, effect: RunTool) -> ToolDone:
        """What a tool returns: the next of its results, the last one again and again."""
        turn = sum(1 for each in self.used if each.tool == effect.tool)
        given = self.results.get(effect.tool, ())
        used = Used(effect.tool, effect.arguments)
        self.used.append(used)
        done = self._done(effect, given[min(turn, len(given) - 1)] if given else None)
        used.outcome = done.outcome
        return done

    def _done(self, effect: RunTool, result: Result | None) -> ToolDone:
        tool = self.project.tools[effect.tool]
        match result:
            case Returned(output):
                plain = {} if tool.output is None else encode(tool.output, output, self.project.currency)
                return ToolDone(effect.run, "ok", plain)
            case Ended(outcome):
                return ToolDone(effect.run, outcome)
        if tool.output is None:
            # What returns nothing needs no result: that it works is all that can be said.
            return ToolDone(effect.run, "ok", {})
        self.missing.append(effect.tool)
        return ToolDone(effect.run, "failed")
