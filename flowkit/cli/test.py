"""`flowkit test`: plays the conversation tests of suites; the results on stdout, a summary on stderr, one exit code."""

import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from flowkit import __version__
from flowkit.cli.failures import FOUND, USAGE, UsageProblem
from flowkit.cli.files import PROJECT_FILE, Files, projects_below
from flowkit.cli.terminal import wants_color
from flowkit.cli.time_zones import time_zone_problems
from flowkit.language.diagnostic import Diagnostic, Severity
from flowkit.language.model import Project
from flowkit.language.model.suites import Expect, Suite, Test
from flowkit.language.project import read_project

if TYPE_CHECKING:
    from flowkit.testing.report import Ran

FORMATS = ("text", "json")


def test(paths: list[str], only: str, format: str) -> int:
    """Plays all tests that the paths name; 0 if all pass, 1 if one fails, 2 if the files have errors.

    Args:
        paths: files, folders or names of flows; none: the project here.
        only: a part of the names of the tests to play.
        format: `text` or `json`.

    Raises:
        UsageProblem: there is no such format, file or test.
    """
    if format not in FORMATS:
        raise UsageProblem(f"there is no format '{format}'", f"formats: {', '.join(FORMATS)}")
    projects = [_read(files) for files in _named(paths or [_here()])]
    errors = [each for _, _, problems in projects for each in problems]
    if errors:
        _show(errors, {name: text for files, _, _ in projects for name, text in _texts(files)})
        return USAGE
    chosen = {
        (files.folder.resolve(), name, each.name): (project, suite, each)
        for files, project, _ in projects
        if project is not None
        for name, suite, each in _chosen(files, project, only)
    }
    if not chosen:
        raise UsageProblem(*_no_test(paths, only, [project for _, project, _ in projects if project is not None]))
    return _play([*chosen.values()], format)


def _here() -> str:
    from pathlib import Path

    for place in ("flows", "."):
        if (Path(place) / PROJECT_FILE).is_file():
            return place
    raise UsageProblem("there is no project here", "give a project's folder, a suite, or the name of a flow")


def _named(paths: list[str]) -> Iterator[Files]:
    for path in paths:
        yield from projects_below(path)


_Read = tuple[Files, Project | None, list[Diagnostic]]


def _read(files: Files) -> _Read:
    """A project and its errors: those of its tests, too."""
    reading = read_project(files.contents)
    problems = list(reading.diagnostics)
    if reading.project is not None:
        problems += time_zone_problems(reading.project, files.contents)
    return files, reading.project, [each for each in problems if each.severity is Severity.ERROR]


def _texts(files: Files) -> Iterator[tuple[str, str]]:
    for name, content in files.contents.items():
        yield name, content.decode(errors="replace")


def _show(errors: list[Diagnostic], sources: Mapping[str, str]) -> None:
    from flowkit.lint.report import full, summary

    print(full(errors, sources, color=wants_color("auto", sys.stderr)), file=sys.stderr)
    print(f"flowkit: {summary(errors)}: mend them first", file=sys.stderr)


# Which tests.


def _chosen(files: Files, project: Project, only: str) -> Iterator[tuple[str, Suite, Test]]:
    """The tests that were named: of a suite all, of a flow those that are about it."""
    named = set(files.named)
    flows = {flow.name for flow in project.flows.values() if flow.span.path in named}
    for name, suite in sorted(project.suites.items(), key=lambda each: each[1].span):
        for each in suite.tests.values():
            here = not named or suite.span.path in named or bool(flows & _about(each))
            if here and only.casefold() in f"{name}: {each.name}".casefold():
                yield name, suite, each


def _about(test: Test) -> set[str]:
    """The flows that a test is about: where it starts, and of which it expects something."""
    states = [step.state.flow for step in test.steps if isinstance(step, Expect) and step.state is not None]
    return {test.start.flow, *test.ends, *states}


def _no_test(paths: list[str], only: str, projects: list[Project]) -> tuple[str, str]:
    where = f" in {', '.join(paths)}" if paths else ""
    count = sum(len(suite.tests) for project in projects for suite in project.suites.values())
    if only and count:
        return f"no test{where} has '{only}' in its name", "leave out '-k' to play all"
    help = "write a suite, such as tests/refund.yaml; docs/language.md, chapter 13, says how"
    return f"there is no test{where}", help


# Playing them.


def _play(chosen: list[tuple[Project, Suite, Test]], format: str) -> int:
    from zoneinfo import ZoneInfo

    from flowkit.compiler.groups import TooManyGroups
    from flowkit.testing.play import Stage
    from flowkit.testing.report import Ran

    stages: dict[int, Stage] = {}
    ran: list[Ran] = []
    for project, suite, each in chosen:
        if id(project) not in stages:
            zone = ZoneInfo(project.timezone)
            stages[id(project)] = Stage(project, zone, datetime.now(zone).replace(tzinfo=None))
        try:
            ran.append(Ran(suite, stages[id(project)].play(each)))
        except TooManyGroups as problem:
            raise UsageProblem(problem.message, problem.hint) from None
    _print(ran, format)
    return 0 if all(each.played.passed for each in ran) else FOUND


def _print(ran: "list[Ran]", format: str) -> None:
    from flowkit.testing.report import as_json, summary, text

    if format == "json":
        import json

        print(json.dumps(as_json(ran, __version__), indent=2, ensure_ascii=False))
        return
    print(text(ran, color=wants_color("auto", sys.stdout)))
    print(summary(ran), file=sys.stderr)
