"""The rules about tools, in one."""

from collections.abc import Iterator, Mapping

from flowkit.language.diagnostic import Diagnostic
from flowkit.language.model import Project
from flowkit.lint.outline import Outline
from flowkit.lint.tools.effects import check_effects
from flowkit.lint.tools.environments import check_environments
from flowkit.lint.tools.safety import check_safety
from flowkit.lint.tools.unused import check_unused


def check_tools(project: Project, outlines: Mapping[str, Outline]) -> Iterator[Diagnostic]:
    """What is wrong with tools: their effects and safety, where they are reached, and those that nothing uses."""
    yield from check_effects(project)
    yield from check_safety(project)
    yield from check_environments(project)
    yield from check_unused(project, outlines)
