"""Functions of a session: the control functions, constant over a call, and the tools that `talk` states may use."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flowkit.compiler.parameters import Schema, closed, record_parameters, tool_parameters
from flowkit.compiler.wording import sentence
from flowkit.language.model import Project, Talk, Tool

Function = dict[str, Any]

_TEXT: Schema = {"type": "string"}


def functions_of(project: Project, flows: Sequence[str], holding: Iterable[str]) -> list[Function]:
    """All functions of a group: the control functions, then its tools by name.

    Args:
        flows: the flows that a call can come to.
        holding: the preconditions that hold.
    """
    return functions_with(project, flows, _talk_tools(project, flows, frozenset(holding)))


def functions_with(project: Project, flows: Sequence[str], tools: Iterable[Tool]) -> list[Function]:
    """The control functions with what these flows record, then these tools."""
    return [*control_functions(record_parameters(project, flows)), *(_of_tool(project, each) for each in tools)]


def control_functions(record: Mapping[str, Schema]) -> list[Function]:
    """What the model reports. There is none with which it could agree for the caller."""
    kinds: Schema = {"type": "string", "enum": ["person", "repeat", "cancel", "switch"]}
    return [
        _function("record", "Reports what the caller said. Give only what was said.", closed(record)),
        _function(
            "choose", "Reports which option of the STEP note it is.", closed({"option": dict(_TEXT)}, ["option"])
        ),
        _function(
            "request",
            "The caller wants a person, to hear it again, to stop this, or another thing meanwhile.",
            closed({"kind": kinds, "flow": dict(_TEXT)}, ["kind"]),
        ),
        _function("wait", "Sound that was not meant for you.", closed({})),
    ]


def _function(name: str, description: str, parameters: Schema) -> Function:
    return {"type": "function", "name": name, "description": description, "parameters": parameters}


def _of_tool(project: Project, tool: Tool) -> Function:
    return _function(tool.name, sentence(tool.about), tool_parameters(tool, project.currency))


def _talk_tools(project: Project, flows: Sequence[str], holding: frozenset[str]) -> list[Tool]:
    """The tools of `talk` states whose flow and whose own preconditions hold, by name."""
    names = {
        name
        for flow in (project.flows[name] for name in flows)
        if holding.issuperset(flow.requires)
        for state in flow.states.values()
        if isinstance(state.does, Talk)
        for name in state.does.tools
        if holding.issuperset(project.tools[name].requires)
    }
    return [project.tools[name] for name in sorted(names)]
