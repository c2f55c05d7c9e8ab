"""What is told about a project: from the contents of its files to the findings that people and programs get.

One way for every command and every editor: reading, all rules, what the project wants to be told, and what the authors
of its files keep with a reason.
"""

from collections.abc import Mapping
from dataclasses import field

from flowkit.language.diagnostic import Diagnostic
from flowkit.language.frozen import frozen
from flowkit.language.model import Project
from flowkit.language.project import read_project
from flowkit.language.shapes import Value
from flowkit.lint.check import check
from flowkit.lint.selection import Settings, over, selected, settings_of
from flowkit.lint.suppression import sift


@frozen
class Found:
    """Everything that was found in a project's files, whether it is told or not.

    `project` is None where something keeps it from being run, or nobody needs it. `lint` is what the project file,
    at `path`, wants told. `complete`: all rules looked at all files.
    """

    project: Project | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, str]
    lint: Mapping[str, Value] = field(default_factory=dict)
    path: str = ""
    complete: bool = False


@frozen
class Told:
    """The findings that are told, in order, those that are kept with a reason, and what fails a check."""

    project: Project | None
    diagnostics: tuple[Diagnostic, ...]
    kept: tuple[tuple[Diagnostic, str], ...]
    sources: Mapping[str, str]
    fail_on: str = "error"


def found_in(files: Mapping[str, bytes]) -> Found:
    """What reading and all rules find.

    Args:
        files: path (as messages shall name it) → content.
    """
    reading = read_project(files)
    complete = reading.project is not None
    rules = check(reading.project) if reading.project is not None else []
    found = (*reading.diagnostics, *rules)
    return Found(reading.project, found, reading.sources, reading.lint, reading.path, complete)


def wanted(found: Found, around: Settings | None = None) -> Settings:
    """What a project wants to be told.

    Args:
        around: what is wanted where the project file does not say it.
    """
    return over(settings_of(found.lint, found.path[: found.path.rfind("/") + 1]), around or Settings())


def settled(found: Found, settings: Settings) -> Told:
    """What is told of all that was found."""
    sifted = sift(found.diagnostics, found.sources, found.complete)
    told = selected((*sifted.told, *sifted.comments), settings)
    kept = [(each, reason) for each, reason in sifted.kept if selected([each], settings)]
    ordered = sorted(dict.fromkeys(told), key=lambda each: each.sort_key)
    return Told(found.project, tuple(ordered), tuple(kept), found.sources, settings.fail_on or "error")


def told(files: Mapping[str, bytes], around: Settings | None = None) -> Told:
    """What is told about the files of a project.

    Args:
        files: path (as messages shall name it) → content.
        around: what is wanted where the project file does not say it.
    """
    found = found_in(files)
    return settled(found, wanted(found, around))
