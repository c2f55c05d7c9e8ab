"""`flowkit validate`: findings on stdout, a summary on stderr, one exit code."""

import sys
from collections.abc import Mapping

from flowkit import __version__
from flowkit.cli.failures import FOUND, UsageProblem
from flowkit.cli.files import Files, projects_below
from flowkit.cli.terminal import wants_color
from flowkit.cli.time_zones import time_zone_problems
from flowkit.language.building.declaring import kind_of_unreadable
from flowkit.language.diagnostic import Diagnostic, Severity
from flowkit.language.project import read_project
from flowkit.lint.check import check
from flowkit.lint.report import concise, full, json_report, summary
from flowkit.lint.selection import selected

FORMATS = ("full", "concise", "json")


def validate(paths: list[str], format: str, color: str) -> int:
    """Checks everything that the paths name; 0 if there is no error, 1 if there is."""
    if format not in FORMATS:
        raise UsageProblem(f"there is no format '{format}'", f"formats: {', '.join(FORMATS)}")
    found: list[Diagnostic] = []
    sources: dict[str, str] = {}
    seen: set[object] = set()
    for path in paths:
        for files in projects_below(path):
            key = (files.folder.resolve(), files.named)
            if key not in seen:
                seen.add(key)
                problems, texts = diagnose(files)
                found.extend(problems)
                sources.update(texts)
    _print(found, sources, format, color)
    return FOUND if any(each.severity is Severity.ERROR for each in found) else 0


def diagnose(files: Files) -> tuple[list[Diagnostic], dict[str, str]]:
    """The findings of one project, on the files that were named."""
    reading = read_project(files.contents)
    problems = list(reading.diagnostics)
    if reading.project is not None:
        problems.extend(check(reading.project))
        problems.extend(time_zone_problems(reading.project, files.contents))
        problems = selected(problems, reading.project.lint)
    if files.named:
        problems = [each for each in problems if _concerns(each, files, reading.sources)]
    return problems, dict(reading.sources)


def _concerns(found: Diagnostic, files: Files, sources: Mapping[str, str]) -> bool:
    """Whether a finding is about the files that were named, or about what they stand on.

    That is an error in the project file or a catalog, and any file that could not be read at all: without them nobody
    can tell whether what the named files say is right.
    """
    path = found.span.path
    if path in files.named or not path:
        return True
    if found.severity is not Severity.ERROR:
        return False
    kind, _ = kind_of_unreadable(sources.get(path, ""))
    return kind in ("flowkit", "catalog", "") or (kind == "flow" and found.kind.code.startswith("FK0"))


def _print(found: list[Diagnostic], sources: dict[str, str], format: str, color: str) -> None:
    match format:
        case "json":
            print(json_report(found, __version__))
            return
        case "concise":
            text = concise(found)
        case _:
            text = full(found, sources, color=wants_color(color, sys.stdout))
    if text:
        print(text.rstrip("\n"))
    print(summary(found), file=sys.stderr)
