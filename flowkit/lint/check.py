"""Linting: everything that is wrong with a project that could be read.

Rules are plain functions that give diagnostics, of two kinds. A rule of flows looks at one flow, and at the project
around it: of other flows only at what they declare (title, examples, slots, preconditions), never at their states. A
rule of projects looks at the project without the states of any flow, and at the outlines of all of them. So a flow is
judged alone, and what came of it holds as long as neither it nor what stands around it was changed.
The lists below are all of them; what looks at tests, and of flows only at what tests see of them, is loaded where there
are tests.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from flowkit.language.diagnostic import Diagnostic
from flowkit.language.model import Flow, Project
from flowkit.lint.graph.check import check_graph
from flowkit.lint.graph.project import check_flows
from flowkit.lint.guards.check import check_guards, check_tool_rules
from flowkit.lint.limits import check_limits, check_limits_of_project
from flowkit.lint.outline import Outline, outline
from flowkit.lint.policy.guarantees import check_guarantees
from flowkit.lint.slots.check import check_project_values, check_values
from flowkit.lint.tools.check import check_tools
from flowkit.lint.voice import check_voice, check_voice_of_project

FLOW_RULES: Final[tuple[Callable[[Flow, Project], Iterable[Diagnostic]], ...]] = (
    check_graph,
    check_values,
    check_guards,
    check_voice,
    check_limits,
)

PROJECT_RULES: Final[tuple[Callable[[Project, Mapping[str, Outline]], Iterable[Diagnostic]], ...]] = (
    check_project_values,
    check_flows,
    check_tools,
    check_tool_rules,
    check_voice_of_project,
    check_limits_of_project,
    check_guarantees,
)


def check(project: Project) -> list[Diagnostic]:
    """What all rules find, in the order of files and places."""
    found = [diagnostic for flow in project.flows.values() for diagnostic in check_flow(flow, project)]
    outlines = {name: outline(flow, project.constants) for name, flow in project.flows.items()}
    found += check_project(project, outlines)
    found += check_suites(project, outlines)
    return sorted(dict.fromkeys(found), key=lambda diagnostic: diagnostic.sort_key)


def check_flow(flow: Flow, project: Project) -> list[Diagnostic]:
    """What the rules of flows find in one flow."""
    return [diagnostic for rule in FLOW_RULES for diagnostic in rule(flow, project)]


def check_project(project: Project, outlines: Mapping[str, Outline]) -> list[Diagnostic]:
    """What the rules of projects find.

    Args:
        outlines: those of all flows, by name; of `project.flows` only what they declare is looked at.
    """
    return [diagnostic for rule in PROJECT_RULES for diagnostic in rule(project, outlines)]


def check_suites(project: Project, outlines: Mapping[str, Outline]) -> list[Diagnostic]:
    """What is found in the tests of a project; nothing where there are none.

    Args:
        outlines: those of all flows, by name. What is looked at of them are flows that they lead to, names of slots,
            and names and kinds of states with the tools that they use: what `interface` shows, and `turns_to`.
    """
    if not project.suites:
        return []
    from flowkit.lint.suites.check import SUITE_RULES

    return [diagnostic for rule in SUITE_RULES for diagnostic in rule(project, outlines)]
