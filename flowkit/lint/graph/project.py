"""The rules about how the flows of a project lead to each other, in one."""

from collections.abc import Iterator, Mapping

from flowkit.language.diagnostic import Diagnostic
from flowkit.language.model import Project
from flowkit.lint.graph.flows import check_flows as check_between
from flowkit.lint.graph.preconditions import check_preconditions
from flowkit.lint.outline import Outline


def check_flows(project: Project, outlines: Mapping[str, Outline]) -> Iterator[Diagnostic]:
    """What is wrong between the flows of a project."""
    yield from check_between(project, outlines)
    yield from check_preconditions(project, outlines)
