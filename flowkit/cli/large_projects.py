"""Large projects: checked in shares, by several processes, and with what was found before where nothing has changed."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from flowkit.cli.backends_there import looked_at
from flowkit.cli.found import LARGE, on_this_machine
from flowkit.cli.kept import Kept, KeptFlow, changed_at, digests_of, keep, kept_flow, read_kept
from flowkit.cli.shares import check_in_shares
from flowkit.language.diagnostic import Diagnostic
from flowkit.language.model import Project
from flowkit.language.project import Opened, collector_at_rest
from flowkit.lint.check import check_project, check_suites
from flowkit.lint.shares import FlowsAsNeeded, Share, check_share
from flowkit.lint.told import Found

Digests = Mapping[str, str]


def find_in_large(folder: Path, contents: Mapping[str, bytes], use_kept: bool) -> Found | None:
    """What is found in a large project; None if it has to be checked in one piece."""
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


def _as_kept(kept: Kept, contents: Mapping[str, bytes]) -> Found:
    found = (*kept.beside, *(each for flow in kept.flows.values() for each in flow.found), *kept.between)
    texts = {path: data.decode() for path, data in contents.items()}
    return Found(None, found, texts, kept.lint, kept.path, complete=True)


def _anew(folder: Path, contents: Mapping[str, bytes], digests: Digests) -> Found | None:
    """Everything is checked, in shares.

    Args:
        digests: those of the files, if what is found is to be kept.
    """
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
        beside += (*check_suites(project, outlines), *on_this_machine(project, folder, contents))
    if digests:
        keep(folder, _to_keep(folder, opened, project, share, (digests, beside, between)))
    found = (*beside, *(each for checked in share.values() for each in checked.found), *between)
    return Found(project, found, opened.sources, project.lint, project.span.path, complete=True)


def _to_keep(
    folder: Path,
    opened: Opened,
    project: Project,
    share: Share,
    found: tuple[Digests, tuple[Diagnostic, ...], tuple[Diagnostic, ...]],
) -> Kept:
    digests, beside, between = found
    paths = opened.flows
    flows = {paths[name]: kept_flow(name, opened.interface(name), checked) for name, checked in share.items()}
    outside = changed_at(str(place) for place in looked_at(project, folder))
    path = project.span.path
    return Kept(digests, flows, beside, between, project.lint, path, opened.tests, opened.translated, outside)


def _with_kept(
    folder: Path, contents: Mapping[str, bytes], kept: Kept, digests: Digests, changed: list[str]
) -> Found | None:
    """Some flows have changed: they are checked, and what was found in the others holds.

    None where something of it can be seen from outside, or keeps the project from being run.
    """
    others = [each for path, flow in kept.flows.items() if path not in changed for each in flow.found]
    if _speaks_of([*kept.beside, *others], changed):
        return None
    before = {kept.flows[path].name: kept.flows[path] for path in changed}
    with collector_at_rest():
        project, share = _checked_again(contents, kept, before)
    if project is None or share is None:
        return None
    flows = {path: _renewed(flow, share) for path, flow in kept.flows.items()}
    between = kept.between
    if any(share[name].outline != flow.outline for name, flow in before.items()) or _speaks_of(between, changed):
        between = tuple(check_project(project, {flow.name: flow.outline for flow in flows.values()}))
    kept = replace(kept, digests=digests, flows=flows, between=between)
    keep(folder, kept)
    return replace(_as_kept(kept, contents), project=project)


def _checked_again(
    contents: Mapping[str, bytes], kept: Kept, before: Mapping[str, KeptFlow]
) -> tuple[Project | None, Share | None]:
    """The project, and what comes now of the flows that were so before; no share where they look different outside."""
    later = {flow.name: path for path, flow in kept.flows.items() if flow.name not in before}
    opened = Opened({path: data for path, data in contents.items() if path not in kept.tests}, later)
    if opened.flows.keys() != {flow.name for flow in kept.flows.values()}:
        return None, None
    if any(opened.interface(name) != flow.interface for name, flow in before.items()):
        return None, None
    flows = FlowsAsNeeded(opened)
    project = opened.project(flows)
    share = check_share(opened, project, flows, before) if project is not None and not opened.broken else None
    if share is None:
        return None, None
    if kept.tests and any(share[name].outline.turns_to != flow.outline.turns_to for name, flow in before.items()):
        return None, None  # with the interface it is all that tests see of a flow
    return project, share


def _renewed(flow: KeptFlow, share: Share) -> KeptFlow:
    return kept_flow(flow.name, flow.interface, share[flow.name]) if flow.name in share else flow


def _speaks_of(found: Iterable[Diagnostic], paths: Iterable[str]) -> bool:
    """Whether one of the findings names a place in one of these files; it may have moved."""
    named = {each.span.path for each in found} | {other.span.path for each in found for other in each.related}
    return not named.isdisjoint(paths)
