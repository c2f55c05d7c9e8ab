"""Tools whose precondition the flow does not require: they are refused.

A precondition's flow runs where a flow requires it, and nowhere else; a tool only asks whether it holds. So a flow that
callers come to by their own wish has to require what its tools do, unless something in it, in what it requires, or in
the flow that offers it may make that hold.
"""

from collections.abc import Iterable, Iterator, Mapping

from flowkit.language.codes import NOT_REQUIRED
from flowkit.language.diagnostic import Diagnostic, Related, problem
from flowkit.language.expressions.paths import names_in
from flowkit.language.model import Precondition, Project
from flowkit.lint.outline import Outline, Stop

Outlines = Mapping[str, Outline]


def not_required(flow: Outline, project: Project, outlines: Outlines) -> Iterator[tuple[Stop, str, Precondition]]:
    """The preconditions of a flow's tools that it does not require itself, each with the first state and its tool."""
    required = _required(flow.requires, project, outlines)
    told: set[str] = set()
    for stop in flow.stops.values():
        for name in stop.names if stop.kind in ("use", "confirm") else ():
            tool = project.tools.get(name)
            for wanted in tool.requires if tool is not None else ():
                precondition = project.preconditions.get(wanted)
                if precondition is not None and wanted not in required and wanted not in told:
                    told.add(wanted)
                    yield stop, name, precondition


def _required(names: Iterable[str], project: Project, outlines: Outlines) -> set[str]:
    """Preconditions, and those that they speak of or that the flows require which make them hold."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        precondition = project.preconditions.get(name)
        if precondition is None or name in found:
            continue
        found.add(name)
        waiting += names_in(precondition.when.expr)
        outline = outlines.get(precondition.run)
        waiting += outline.requires if outline is not None else ()
    return found


def makes_hold(precondition: Precondition, flow: Outline, outlines: Outlines, project: Project) -> bool:
    """Whether a flow, or one that it runs, is there to make a precondition hold, or requires it."""
    waiting, seen = [flow.name], {flow.name}
    for name in waiting:
        if name == precondition.run:
            return True
        outline = outlines.get(name)
        if outline is None:
            continue
        if name != flow.name and precondition.name in _required(outline.requires, project, outlines):
            return True
        for stop in outline.stops.values():
            if stop.kind in ("run", "choose"):
                waiting += [other for other in stop.names if other not in seen]
                seen.update(stop.names)
    return False


def told(stop: Stop, tool: str, precondition: Precondition, flow: Outline) -> Diagnostic:
    """The finding about one of them."""
    message = f"'{tool}' requires '{precondition.name}', and '{flow.name}' does not: it would be refused"
    several = ", ".join((*flow.requires, precondition.name))
    help = f"add to the flow: requires: {f'[{several}]' if flow.requires else several}"
    here = Related(flow.span, f"'{flow.name}' can begin before '{precondition.name}' holds")
    return problem(NOT_REQUIRED, stop.span, message, help, (here,))
