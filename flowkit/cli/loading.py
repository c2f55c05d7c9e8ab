"""A project from the command line, ready to compile, to draw or to run."""

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from flowkit.cli.failures import FOUND, UsageProblem
from flowkit.cli.files import Files, find
from flowkit.cli.terminal import wants_color
from flowkit.compiler import Compiled, compile_project
from flowkit.compiler.groups import TooManyGroups
from flowkit.language.diagnostic import Severity
from flowkit.language.frozen import frozen
from flowkit.language.model import Environment, Project
from flowkit.language.project import read_project


@frozen
class Loaded:
    """A project without errors, its files, and the flow that was meant (empty: the project's start)."""

    project: Project
    files: Files
    flow: str


def load(given: str) -> Loaded:
    """Reads a project; its errors are shown, and end the command.

    Raises:
        UsageProblem: nothing is there, it is no project, or it has errors.
    """
    files = find(given)
    reading = read_project(files.contents)
    errors = [each for each in reading.diagnostics if each.severity is Severity.ERROR]
    if reading.project is None or errors:
        from flowkit.lint.report import full, summary

        print(full(errors, reading.sources, color=wants_color("auto", sys.stderr)), file=sys.stderr)
        raise UsageProblem(f"{summary(errors)}: mend them first", code=FOUND)
    flow = _flow_of(files, reading.project)
    return Loaded(reading.project, files, flow)


def loaded_from(contents: Mapping[str, bytes], folder: Path) -> Loaded:
    """The project of a recorded call, as it was when the call began."""
    reading = read_project(contents)
    if reading.project is None:
        raise UsageProblem("the project of that call can no longer be read", "it was recorded by another flowkit")
    return Loaded(reading.project, Files(folder, dict(contents)), "")


def in_environment(loaded: Loaded, name: str) -> tuple[Loaded, Environment | None]:
    """The project as it runs in one of its environments, and that environment; without a name as it stands.

    Only what may differ there differs: here the places that calls are given to.
    """
    if not name:
        return loaded, None
    environment = loaded.project.environments.get(name)
    if environment is None:
        known = ", ".join(loaded.project.environments) or "none"
        raise UsageProblem(f"the project has no environment '{name}'", f"environments: {known}")
    places = {
        place.name: replace(place, to=environment.handoffs.get(place.name, place.to))
        for place in loaded.project.places.values()
    }
    return replace(loaded, project=replace(loaded.project, places=places)), environment


def compiled(project: Project) -> Compiled:
    """The compiled project.

    Raises:
        UsageProblem: it has more sets of preconditions than can be compiled.
    """
    try:
        return compile_project(project)
    except TooManyGroups as problem:
        raise UsageProblem(problem.message, problem.hint, FOUND) from None


def _flow_of(files: Files, project: Project) -> str:
    """The flow of a named file: by its `flow:` name, whatever the file is called."""
    if not files.flow:
        return ""
    named = [flow.name for flow in project.flows.values() if flow.span.path in files.named]
    if not named:
        raise UsageProblem(
            f"'{files.named[0] if files.named else files.flow}' is not a flow",
            f"flows: {', '.join(project.flows)}",
        )
    return named[0]
