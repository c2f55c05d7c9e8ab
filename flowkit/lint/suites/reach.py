"""What a test can come to: the flows that a call may enter from where it starts, and the tools that these may use.

Both are taken as wide as they can be. Once a caller has spoken, every flow that is offered anywhere may be turned to;
before, only what is run and required.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from flowkit.language.expressions.syntax import Is, Name
from flowkit.language.frozen import frozen
from flowkit.language.model import Project
from flowkit.language.model.suites import Agent, BargeIn, Caller, Expect, Given, Keys, Model, Step, Test
from flowkit.lint.graph.flows import leads_to
from flowkit.lint.outline import Outline, Stop
from flowkit.lint.tools.unused import looked_up

USES: Final = ("use", "confirm", "talk")
"""The kinds of states that use tools."""
LISTENS: Final = ("ask", "choose", "confirm", "talk")
"""The kinds of states in which a call waits for the caller."""


@frozen
class Reached:
    """What a call may come to: flows, and tools by the engine's hand or the model's."""

    flows: frozenset[str]
    tools: frozenset[str]


class Reach:
    """A project as tests may go through it."""

    def __init__(self, project: Project, outlines: Mapping[str, Outline]) -> None:
        self.project = project
        self.outlines = outlines
        self._found: dict[tuple[str, bool], Reached] = {}
        self._tools_of = {name: _tools_of(outline) for name, outline in outlines.items()}

    def of(self, test: Test) -> Reached:
        """What a test can come to."""
        spoken = any(isinstance(step, Caller | BargeIn | Keys | Model) for step in test.steps)
        found = self._found.get((test.start.flow, spoken))
        if found is None:
            flows = self._flows(test.start.flow, spoken)
            found = self._found[test.start.flow, spoken] = Reached(flows, self._tools(flows))
        return found

    def _flows(self, start: str, spoken: bool) -> frozenset[str]:
        waiting = [start, *(place.callback for place in self.project.places.values() if place.callback)]
        waiting += [each.run for each in self.project.preconditions.values()]
        if spoken:
            waiting += [*(self.project.digress or ()), *(self.project.anytime or {}).values()]
            waiting += [name for outline in self.outlines.values() for name in outline.named.get("choose", ())]
        found: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name in self.outlines and name not in found:
                found.add(name)
                waiting.extend(self._leads(self.outlines[name], spoken))
        return frozenset(found)

    def _leads(self, outline: Outline, spoken: bool) -> Iterable[str]:
        return leads_to(outline, self.project) if spoken else outline.named.get("run", ())

    def _tools(self, flows: frozenset[str]) -> frozenset[str]:
        tools, project = self.project.tools, self.project
        used = {name for flow in flows for name in self.tools_of(flow)}
        if project.case is not None:
            used.add(project.case.tool)
        used.update(when.use for name in list(used) if name in tools and (when := tools[name].when_unknown) is not None)
        records = looked_up(project, used)
        used.update(each.name for each in tools.values() if each.output is not None and each.output.record in records)
        return frozenset(used)

    def tools_of(self, flow: str) -> Mapping[str, Stop]:
        """The tools that the states of a flow use, each with the first state that does."""
        return self._tools_of[flow]

    def is_over_unheard(self, test: Test) -> bool:
        """Whether a call that starts so ends for sure before it has listened to anybody."""
        if any(place.callback for place in self.project.places.values()):
            return False
        waiting, seen = [test.start.flow], set[str]()
        while waiting:
            name = waiting.pop()
            if name in seen or name not in self.outlines:
                continue
            seen.add(name)
            outline = self.outlines[name]
            if not outline.named.keys().isdisjoint(LISTENS):
                return False
            waiting += outline.named.get("run", ())
            required = [each for each in self.required(outline) if not self._holds(each, test.given)]
            waiting += [self.project.preconditions[each].run for each in required]
        return True

    def required(self, outline: Outline) -> list[str]:
        """The preconditions of a flow and of the tools that it uses."""
        names = [*outline.requires]
        names += [each for tool in self.tools_of(outline.name) for each in self.project.tools[tool].requires]
        return [each for each in names if each in self.project.preconditions]

    def _holds(self, precondition: str, given: Given) -> bool:
        """Whether a precondition holds for sure when a test starts: one that wants a thing set that is given."""
        when = self.project.preconditions[precondition].when.expr
        if not isinstance(when, Is) or when.what != "set" or when.negated or not isinstance(when.of, Name):
            return False
        return when.of.name in given.records or when.of.name in given.slots


def _tools_of(outline: Outline) -> dict[str, Stop]:
    found: dict[str, Stop] = {}
    for stop in outline.stops.values():
        for name in stop.names if stop.kind in USES else ():
            found.setdefault(name, stop)
    return found


def expectations(test: Test) -> Iterator[Expect]:
    """What a test expects, in order."""
    return (step for step in test.steps if isinstance(step, Expect))


def acts(step: Step) -> bool:
    """Whether a step makes something happen; the others only look."""
    return not isinstance(step, Agent | Expect)
