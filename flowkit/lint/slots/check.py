"""The rules about values, as the linter runs them: those of a flow share one look at what is known where."""

from collections.abc import Iterator, Mapping

from flowkit.language.diagnostic import Diagnostic
from flowkit.language.model import Flow, Project
from flowkit.lint.outline import Outline
from flowkit.lint.slots.asking_again import check_asking_again, check_same_answer
from flowkit.lint.slots.clears import check_clears
from flowkit.lint.slots.entering import check_entering
from flowkit.lint.slots.gives import check_gives
from flowkit.lint.slots.knowledge import Knowledge
from flowkit.lint.slots.lookups import check_lookups
from flowkit.lint.slots.origins import check_origins
from flowkit.lint.slots.preconditions import check_needs
from flowkit.lint.slots.records import check_records
from flowkit.lint.slots.secrets import check_reasons, check_secrets
from flowkit.lint.slots.sources import check_sources
from flowkit.lint.slots.stale_records import check_stale
from flowkit.lint.slots.unset_values import check_unset
from flowkit.lint.slots.unused import check_unused


def check_values(flow: Flow, project: Project) -> Iterator[Diagnostic]:
    """Everything about the slots, results and records of one flow."""
    known = Knowledge(flow, project)
    yield from check_asking_again(known)
    yield from check_same_answer(known)
    yield from check_unset(known)
    yield from check_clears(known)
    yield from check_lookups(known)
    yield from check_sources(known)
    yield from check_stale(known)
    yield from check_origins(known)
    if flow.gives:
        yield from check_gives(known)
    yield from check_unused(known)
    yield from check_secrets(flow, project)


def check_project_values(project: Project, outlines: Mapping[str, Outline]) -> Iterator[Diagnostic]:
    """Everything about values that several flows share or give each other."""
    yield from check_records(project, outlines)
    yield from check_needs(project, outlines)
    yield from check_entering(project, outlines)
    yield from check_reasons(project)
