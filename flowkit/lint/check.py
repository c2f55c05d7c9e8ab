"""Linting: everything that is wrong with a project that could be read.

Rules are plain functions from a project to diagnostics. The list below is all of them.
"""

from collections.abc import Callable, Iterable
from typing import Final

from flowkit.language.diagnostic import Diagnostic
from flowkit.language.model import Project
from flowkit.lint.asking_again import check_asking_again
from flowkit.lint.graph import check_graph
from flowkit.lint.loops import check_loops
from flowkit.lint.needs import check_needs
from flowkit.lint.records import check_records
from flowkit.lint.saying import check_saying
from flowkit.lint.secrets import check_secrets
from flowkit.lint.states import check_states

RULES: Final[tuple[Callable[[Project], Iterable[Diagnostic]], ...]] = (
    check_graph,
    check_loops,
    check_asking_again,
    check_states,
    check_records,
    check_needs,
    check_secrets,
    check_saying,
)


def check(project: Project) -> list[Diagnostic]:
    """What all rules find, in the order of files and places."""
    found = [diagnostic for rule in RULES for diagnostic in rule(project)]
    return sorted(dict.fromkeys(found), key=lambda diagnostic: diagnostic.sort_key)
