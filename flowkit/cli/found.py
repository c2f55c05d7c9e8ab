"""What is found in the files of a project: in one piece, or in shares and with what is kept where it is large."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flowkit.cli.backends_there import backend_problems, looked_at
from flowkit.cli.files import Files
from flowkit.cli.time_zones import time_zone_problems
from flowkit.language.diagnostic import Diagnostic
from flowkit.language.model import Project
from flowkit.lint.told import Found, found_in

if TYPE_CHECKING:
    # What only large projects need is loaded for them alone.
    from flowkit.cli.kept import Kept

_TEST: Final = re.compile(rb"(?:\xef\xbb\xbf)?(?:[ \t]*(?:#[^\n]*)?\r?\n)*suite[ \t]*:")
LARGE: Final = 40
"""So many files: below that, one process without any memory is as fast."""


def find(files: Files, use_kept: bool = True) -> Found:
    """What reading and all rules find in a project.

    Args:
        use_kept: whether what was found before counts, and is kept for the next time.
    """
    large = len(files.contents) >= LARGE and files.has_project
    found = _in_large(files.folder, files.contents, use_kept) if large else None
    if found is None:
        found = found_in(_without_tests(files) if files.named else files.contents)
        if found.project is not None:
            there = _on_this_machine(found.project, files.folder if files.has_project else None, files.contents)
            found = replace(found, diagnostics=(*found.diagnostics, *there))
    return found


def _without_tests(files: Files) -> dict[str, bytes]:
    """The files that matter where only some are asked about: tests say nothing of other files than their own."""
    tests = [path for path, data in files.contents.items() if _TEST.match(data) and path not in files.named]
    return {path: data for path, data in files.contents.items() if path not in tests}


def _on_this_machine(project: Project, folder: Path | None, contents: Mapping[str, bytes]) -> tuple[Diagnostic, ...]:
    """What only the machine can tell: time zones, and the backends that lie in the project's folder."""
    backends = backend_problems(project, folder) if folder is not None else []
    return (*time_zone_problems(project, contents), *backends)


def _in_large(folder: Path, contents: Mapping[str, bytes], use_kept: bool) -> Found | None:
    """What is found in a large project; None if it has to be checked in one piece."""
    from flowkit.cli.kept import digests_of, read_kept

    if not use_kept:
        return _anew(folder, contents, {})
    digests = digests_of(contents)
    kept = read_kept(folder, contents)
    if kept is not None and kept.digests.keys() == digests.keys():
        changed = [path for path, digest in digests.items() if kept.digests[path] != digest]
        if not changed:
            return _as_kept(kept, contents)
        if not kept.translated and all(path in kept.flows for path in changed):
            found = _with_kept(folder, contents, kept, digests, changed)
            if found is not None:
                return found
    return _anew(folder, contents, digests)


def _as_kept(kept: "Kept", contents: Mapping[str, bytes]) -> Found:
    found = (*kept.beside, *(each for flow in kept.flows.values() for each in flow.found), *kept.between)
    return Found(None, found, _texts(contents), kept.lint, kept.path, complete=True)


def _texts(contents: Mapping[str, bytes]) -> dict[str, str]:
    return {path: data.decode() for path, data in contents.items()}


def _anew(folder: Path, contents: Mapping[str, bytes], digests: Mapping[str, str]) -> Found | None:
    """Everything is checked, in shares.

    Args:
        digests: those of the files, if what is found is to be kept.
    """
    from flowkit.cli.shares import check_in_shares
    from flowkit.language.project import Opened, collector_at_rest
    from flowkit.lint.check import check_project, check_suites
    from flowkit.lint.shares import FlowsAsNeeded

    with collector_at_rest():
        opened = Opened(contents)
        if opened.broken or opened.stands_alone or len(opened.flows) < LARGE // 2:
            return None
        flows = FlowsAsNeeded(opened)
        project = opened.project(flows)
        beside = opened.found
        if project is None or opened.broken:
            return None
        share = check_in_shares(opened, project, flows, list(opened.flows))
        if share is None:
            return None
        outlines = {name: checked.outline for name, checked in share.items()}
        between = tuple(check_project(project, outlines))
        beside += (*check_suites(project, outlines), *_on_this_machine(project, folder, contents))
    found = (*beside, *(each for checked in share.values() for each in checked.found), *between)
    result = Found(project, found, opened.sources, project.lint, project.span.path, complete=True)
    if digests:
        from flowkit.cli.kept import Kept, changed_at, keep, kept_flow

        paths = opened.flows
        kept = {paths[name]: kept_flow(name, opened.interface(name), checked) for name, checked in share.items()}
        outside = changed_at(str(place) for place in looked_at(project, folder))
        keep(
            folder,
            Kept(digests, kept, beside, between, result.lint, result.path, opened.tests, opened.translated, outside),
        )
    return result


def _with_kept(
    folder: Path, contents: Mapping[str, bytes], kept: "Kept", digests: Mapping[str, str], changed: list[str]
) -> Found | None:
    """Some flows have changed: they are checked, and what was found in the others holds.

    None where something of it can be seen from outside, or keeps the project from being run.
    """
    from flowkit.cli.kept import keep, kept_flow
    from flowkit.language.project import Opened, collector_at_rest
    from flowkit.lint.check import check_project
    from flowkit.lint.shares import FlowsAsNeeded, check_share

    others = [each for path, flow in kept.flows.items() if path not in changed for each in flow.found]
    if _speaks_of([*kept.beside, *others], changed):
        return None
    before = {kept.flows[path].name: kept.flows[path] for path in changed}
    later = {flow.name: path for path, flow in kept.flows.items() if flow.name not in before}
    with collector_at_rest():
        opened = Opened({path: data for path, data in contents.items() if path not in kept.tests}, later)
        if opened.flows.keys() != {flow.name for flow in kept.flows.values()}:
            return None
        if any(opened.interface(name) != flow.interface for name, flow in before.items()):
            return None
        flows = FlowsAsNeeded(opened)
        project = opened.project(flows)
        share = check_share(opened, project, flows, before) if project is not None and not opened.broken else None
        if project is None or share is None:
            return None
        if kept.tests and any(share[name].outline.turns_to != flow.outline.turns_to for name, flow in before.items()):
            return None  # with the interface it is all that tests see of a flow
    names = {path: flow.name for path, flow in kept.flows.items()}
    renewed = {
        path: kept_flow(name, kept.flows[path].interface, share[name]) for path, name in names.items() if name in share
    }
    flows_now, between = {**kept.flows, **renewed}, kept.between
    if any(share[name].outline != flow.outline for name, flow in before.items()) or _speaks_of(between, changed):
        between = tuple(check_project(project, {flow.name: flow.outline for flow in flows_now.values()}))
    kept = replace(kept, digests=digests, flows=flows_now, between=between)
    keep(folder, kept)
    return replace(_as_kept(kept, contents), project=project)


def _speaks_of(found: Iterable[Diagnostic], paths: Iterable[str]) -> bool:
    """Whether one of the findings names a place in one of these files; it may have moved."""
    named = {each.span.path for each in found} | {other.span.path for each in found for other in each.related}
    return not named.isdisjoint(paths)
