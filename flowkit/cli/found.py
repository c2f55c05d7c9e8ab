"""What is found in the files of a project, and on this machine."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from flowkit.cli.backends_there import backend_problems
from flowkit.cli.files import Files
from flowkit.cli.time_zones import time_zone_problems
from flowkit.language.diagnostic import Diagnostic
from flowkit.language.model import Project
from flowkit.lint.told import Found, found_in

_TEST: Final = re.compile(rb"(?:\xef\xbb\xbf)?(?:[ \t]*(?:#[^\n]*)?\r?\n)*suite[ \t]*:")
LARGE: Final = 40
"""So many files: below that, one process without any memory is as fast."""


def find(files: Files, use_kept: bool = True) -> Found:
    """What reading and all rules find in a project.

    Args:
        use_kept: whether what was found before counts, and is kept for the next time.
    """
    if len(files.contents) >= LARGE and files.has_project:
        from flowkit.cli.large_projects import find_in_large

        found = find_in_large(files.folder, files.contents, use_kept)
        if found is not None:
            return found
    found = found_in(_without_tests(files) if files.named else files.contents)
    if found.project is None:
        return found
    there = on_this_machine(found.project, files.folder if files.has_project else None, files.contents)
    return replace(found, diagnostics=(*found.diagnostics, *there))


def _without_tests(files: Files) -> dict[str, bytes]:
    """The files that matter where only some are asked about: tests say nothing of other files than their own."""
    tests = [path for path, data in files.contents.items() if _TEST.match(data) and path not in files.named]
    return {path: data for path, data in files.contents.items() if path not in tests}


def on_this_machine(project: Project, folder: Path | None, contents: Mapping[str, bytes]) -> tuple[Diagnostic, ...]:
    """What only the machine can tell: time zones, and the backends that lie in the project's folder."""
    backends = backend_problems(project, folder) if folder is not None else []
    return (*time_zone_problems(project, contents), *backends)
