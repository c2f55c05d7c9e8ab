"""What has to be known first: by a tool that makes a precondition hold, and by a slot that is picked from a record."""

from collections.abc import Iterator, Mapping

from flowkit.language.codes import NEEDS_ITSELF, NEVER_LOOKED_UP
from flowkit.language.diagnostic import Diagnostic, Related, problem
from flowkit.language.expressions.paths import names_in
from flowkit.language.model import Ask, Confirm, Flow, Precondition, Project, Run, State, Talk, Tool, Use
from flowkit.lint.outline import Outline


def check_needs(project: Project, outlines: Mapping[str, Outline]) -> Iterator[Diagnostic]:
    """Errors about preconditions that need themselves by way of tools, and warnings about empty choices."""
    for precondition in project.preconditions.values():
        yield from _unreachable_tools(precondition, project)
    states = [state for flow in project.flows.values() for state in flow.states.values()]
    run_by_others = {state.does.flow for state in states if isinstance(state.does, Run)}
    for flow in project.flows.values():
        if flow.name not in run_by_others:
            yield from _empty_choices(flow, project)


def _unreachable_tools(precondition: Precondition, project: Project) -> Iterator[Diagnostic]:
    """A record that the precondition speaks of, where each tool that its flow would look it up with requires it."""
    used = list(_used(precondition.run, project, set()))
    for record in names_in(precondition.when.expr):
        bringing = [(state, tool) for state, tool in used if _brings(tool, record)]
        if not bringing or any(precondition.name not in tool.requires for _, tool in bringing):
            continue
        for state, tool in bringing:
            what = f"the flow '{precondition.run}' uses it to make that hold"
            message = f"'{tool.name}' requires '{precondition.name}', and {what}"
            help = f"add to '{tool.name}': requires: []"
            yield problem(NEEDS_ITSELF, state.span, message, help, (Related(tool.span, "the tool is defined here"),))


def _used(flow: str, project: Project, seen: set[str]) -> Iterator[tuple[State, Tool]]:
    """The tools that a flow uses, itself or by way of flows that it runs, with the states that use them."""
    if flow in seen or flow not in project.flows:
        return
    seen.add(flow)
    for state in project.flows[flow].states.values():
        match state.does:
            case Use(tool=name) | Confirm(tool=name):
                names: tuple[str, ...] = (name,)
            case Talk(tools=names):
                pass
            case Run(flow=other):
                yield from _used(other, project, seen)
                continue
            case _:
                continue
        yield from ((state, project.tools[name]) for name in names if name in project.tools)


def _brings(tool: Tool, record: str) -> bool:
    return tool.output is not None and tool.output.record == record


def _empty_choices(flow: Flow, project: Project) -> Iterator[Diagnostic]:
    """Slots that are picked from a `single` record, where nothing in the flow makes sure that it is known."""
    asked = {slot for state in flow.states.values() if isinstance(state.does, Ask) for slot in state.does.slots}
    known = _known_from_start(flow, project)
    for name in asked:
        slot = flow.slots.get(name)
        if slot is None or slot.shape.options_from is None:
            continue
        for record in names_in(slot.shape.options_from):
            if record not in project.records or not project.records[record].single or record in known:
                continue
            if any(_brings(tool, record) for _, tool in _used(flow.name, project, set())):
                continue
            precondition = next((p for p in project.preconditions.values() if record in names_in(p.when.expr)), None)
            help = (
                f"add to the flow: requires: {precondition.name}"
                if precondition is not None
                else f"use a tool that returns '{record}' before it is asked"
            )
            message = f"'{name}' is picked from '{record}', and nothing in this flow makes sure that it was looked up"
            yield problem(NEVER_LOOKED_UP, slot.span, message, help)


def _known_from_start(flow: Flow, project: Project) -> set[str]:
    """The records that the preconditions of a flow speak of."""
    required = [project.preconditions[name] for name in flow.requires if name in project.preconditions]
    found: set[str] = set()
    while required:
        precondition = required.pop()
        for name in names_in(precondition.when.expr):
            if name in project.preconditions and name not in found:
                required.append(project.preconditions[name])
            found.add(name)
        for _, tool in _used(precondition.run, project, set()):
            found.update([tool.output.record] if tool.output is not None else [])
    return found
