"""Linting: everything that is wrong with a project that could be read.

Rules are plain functions that give diagnostics, of two kinds. A rule of flows looks at one flow, and at the project
around it: of other flows only at what they declare (title, examples, slots, preconditions), never at their states. A
rule of projects looks at the project without the states of any flow, and at the outlines of all of them. So a flow is
judged alone, and what came of it holds as long as neither it nor what stands around it was changed.
The lists below are all of them.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from flowkit.language.diagnostic import Diagnostic
from flowkit.language.model import Flow, Project
from flowkit.lint.asking_again import check_asking_again
from flowkit.lint.graph import check_graph
from flowkit.lint.loops import check_loops
from flowkit.lint.needs import check_needs
from flowkit.lint.outline import Outline, outline
from flowkit.lint.records import check_records
from flowkit.lint.saying import check_saying
from flowkit.lint.secrets import check_secrets
from flowkit.lint.states import check_states

FLOW_RULES: Final[tuple[Callable[[Flow, Project], Iterable[Diagnostic]], ...]] = (
    check_graph,
    check_loops,
    check_asking_again,
    check_states,
    check_secrets,
    check_saying,
)

PROJECT_RULES: Final[tuple[Callable[[Project, Mapping[str, Outline]], Iterable[Diagnostic]], ...]] = (
    check_records,
    check_needs,
)


def check(project: Project) -> list[Diagnostic]:
    """What all rules find, in the order of files and places."""
    found = [diagnostic for flow in project.flows.values() for diagnostic in check_flow(flow, project)]
    found += check_project(project, {name: outline(flow) for name, flow in project.flows.items()})
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
