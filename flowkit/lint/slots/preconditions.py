"""What has to be known first: by a tool that makes a precondition hold, and by a slot that is picked from a record."""

from collections.abc import Iterator, Mapping

from flowkit.language.codes import NEEDS_ITSELF, NEVER_LOOKED_UP
from flowkit.language.diagnostic import Diagnostic, Related, problem
from flowkit.language.expressions.paths import names_in
from flowkit.language.model import Precondition, Project, Tool
from flowkit.lint.outline import Outline, Stop


def check_needs(project: Project, outlines: Mapping[str, Outline]) -> Iterator[Diagnostic]:
    """Errors about preconditions that need themselves by way of tools, and warnings about empty choices."""
    for precondition in project.preconditions.values():
        yield from _unreachable_tools(precondition, project, outlines)
    if not any(record.single for record in project.records.values()):
        return
    run_by_others = run_flows(outlines)
    for flow in outlines.values():
        if flow.name not in run_by_others:
            yield from _empty_choices(flow, project, outlines)


def run_flows(outlines: Mapping[str, Outline]) -> frozenset[str]:
    """The flows that others run."""
    stops = (stop for flow in outlines.values() for stop in flow.stops.values() if stop.kind == "run")
    return frozenset(name for stop in stops for name in stop.names)


def _unreachable_tools(
    precondition: Precondition, project: Project, outlines: Mapping[str, Outline]
) -> Iterator[Diagnostic]:
    """A record that the precondition speaks of, where each tool that its flow would look it up with requires it."""
    bringing_about = list(used(precondition.run, project, outlines))
    for record in names_in(precondition.when.expr):
        bringing = [(stop, tool) for stop, tool in bringing_about if _brings(tool, record)]
        if not bringing or any(precondition.name not in tool.requires for _, tool in bringing):
            continue
        for stop, tool in bringing:
            what = f"the flow '{precondition.run}' uses it to make that hold"
            message = f"'{tool.name}' requires '{precondition.name}', and {what}"
            help = f"add to '{tool.name}': requires: []"
            yield problem(NEEDS_ITSELF, stop.span, message, help, (Related(tool.span, "the tool is defined here"),))


def used(flow: str, project: Project, outlines: Mapping[str, Outline]) -> Iterator[tuple[Stop, Tool]]:
    """The tools that a flow uses, itself or by way of flows that it runs, with the states that use them."""
    waiting, seen = [flow], {flow}
    for name in waiting:
        stops = outlines[name].stops.values() if name in outlines else ()
        for stop in stops:
            if stop.kind in ("use", "confirm", "talk"):
                yield from ((stop, project.tools[tool]) for tool in stop.names if tool in project.tools)
            elif stop.kind == "run":
                waiting += [other for other in stop.names if other not in seen]
                seen.update(stop.names)


def _brings(tool: Tool, record: str) -> bool:
    return tool.output is not None and tool.output.record == record


def _empty_choices(flow: Outline, project: Project, outlines: Mapping[str, Outline]) -> Iterator[Diagnostic]:
    """Slots that are picked from a `single` record, where nothing in the flow makes sure that it is known."""
    asked = {slot for stop in flow.stops.values() if stop.kind == "ask" for slot in stop.names}
    picked = {name: slot.source for name, slot in flow.slots.items() if name in asked and slot.source is not None}
    known = known_from_start(flow, project, outlines) if picked else set()
    for name, source in picked.items():
        for record in names_in(source):
            if record not in project.records or not project.records[record].single or record in known:
                continue
            if any(_brings(tool, record) for _, tool in used(flow.name, project, outlines)):
                continue
            precondition = next((p for p in project.preconditions.values() if record in names_in(p.when.expr)), None)
            help = (
                f"add to the flow: requires: {precondition.name}"
                if precondition is not None
                else f"use a tool that returns '{record}' before it is asked"
            )
            message = f"'{name}' is picked from '{record}', and nothing in this flow makes sure that it was looked up"
            yield problem(NEVER_LOOKED_UP, project.flows[flow.name].slots[name].span, message, help)


def known_from_start(flow: Outline, project: Project, outlines: Mapping[str, Outline]) -> set[str]:
    """The records that the preconditions of a flow speak of."""
    required = [project.preconditions[name] for name in flow.requires if name in project.preconditions]
    found: set[str] = set()
    while required:
        precondition = required.pop()
        for name in names_in(precondition.when.expr):
            if name in project.preconditions and name not in found:
                required.append(project.preconditions[name])
            found.add(name)
        for _, tool in used(precondition.run, project, outlines):
            found.update([tool.output.record] if tool.output is not None else [])
    return found
