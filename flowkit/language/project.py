"""The project: from the contents of its files to the model, with every problem of every file.

    reading = read_project({"flows/flowkit.yaml": b"flowkit: 1 …", "flows/refund.yaml": b"flow: refund …"})
    for diagnostic in reading.diagnostics:
        print(diagnostic.span, diagnostic.message)

Nothing is read from disk here: who has the files gives their contents.
"""

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from flowkit.language import codes
from flowkit.language.building.assembling import assemble
from flowkit.language.building.declaring import kind_of, kind_of_unreadable, report_stranger
from flowkit.language.building.report import Report
from flowkit.language.building.world import World
from flowkit.language.diagnostic import Diagnostic, Severity
from flowkit.language.frozen import frozen
from flowkit.language.model import Project
from flowkit.language.text import read
from flowkit.language.tree import Mapping as Tree
from flowkit.language.tree import Node


@frozen
class Reading:
    """What came of reading a project's files.

    `project` is None if there are errors, but for those in tests and translations: with them it is good for being
    looked at, and not for being run. `diagnostics` are in the order of files and places. `sources` holds the text
    of every file, for messages that show the line.
    """

    project: Project | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, str]


def read_project(files: Mapping[str, bytes]) -> Reading:
    """Reads the files of one project.

    Args:
        files: Path (as messages shall name it) → content. Which file is what is told by its first key, not by its
            path: the project file is the one that begins with `flowkit`. Without one, flows are checked alone.
    """
    with _collector_at_rest():
        return _read(files)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Nothing looks for garbage meanwhile.

    Trees and models grow by the hundred thousand parts, all of them in use to the end, and the cyclic collector would
    go through all of them again and again: a third of the whole time. It changes nothing but when memory is given back.
    Nor does it begin with all of them at once when it runs again: they count as old already, as they soon would anyway.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            if not gc.get_freeze_count():  # what somebody else froze would be thawed too
                gc.freeze()
                gc.unfreeze()  # gives all that was frozen to the oldest generation, without looking at any of it
            gc.enable()


def _read(files: Mapping[str, bytes]) -> Reading:
    report = Report()
    world = World(report)
    sources: dict[str, str] = {}
    roots: list[tuple[str, Tree]] = []
    aside: set[str] = set()
    strangers: dict[str, Node | None] = {}
    for path, data in files.items():
        root, document, found = read(path, data)
        sources[path] = document.text
        report.found += found
        kind = kind_of(root) if root is not None else ""
        if kind and isinstance(root, Tree):
            roots.append((kind, root))
        elif root is None:
            kind, name = kind_of_unreadable(document.text)
            if kind == "words":
                world.lost_words.add(name)
            if not kind and not _is_empty(found):
                strangers[path] = None
            elif kind and kind not in _ASIDE:
                report.lose(kind, document.text)
        else:
            strangers[path] = root
        if kind in _ASIDE:
            aside.add(path)
    if strangers:
        aside |= _set_apart(strangers, sources, world)
    project = assemble(roots, world)
    diagnostics = tuple(sorted(_told_once(report.found), key=lambda diagnostic: diagnostic.sort_key))
    if any(_is_of_calls(diagnostic, aside) for diagnostic in diagnostics):
        project = None
    return Reading(project, diagnostics, sources)


def _set_apart(strangers: Mapping[str, Node | None], sources: Mapping[str, str], world: World) -> set[str]:
    """The paths of those files that a backend names as its fixtures; every other one is reported, or lost.

    Args:
        strangers: the files without a kind; None where one could not be read at all.
    """
    from flowkit.language.building.fixture_reading import fixture_paths, in_place

    named = fixture_paths(sources)
    fixtures = {path for path in strangers if in_place(path) in named}
    for path, root in strangers.items():
        if path in fixtures:
            world.fixtures += [root] if root is not None else []
        else:
            if root is not None:
                report_stranger(root, world)
            world.report.lose("", sources[path])
    return fixtures


_ASIDE = ("suite", "words")
"""Kinds of files whose mistakes do not keep the rules from looking at the flows."""


def _is_of_calls(diagnostic: Diagnostic, aside: set[str]) -> bool:
    """Whether it is an error of the flows themselves. That a language has no words is told at the project."""
    if diagnostic.severity is not Severity.ERROR:
        return False
    return diagnostic.span.path not in aside and diagnostic.kind is not codes.LANGUAGE_WITHOUT_WORDS


def _is_empty(found: Iterable[Diagnostic]) -> bool:
    return any(diagnostic.kind is codes.EMPTY_FILE for diagnostic in found)


_BESIDE_THE_POINT = (codes.YAML_TRAP, codes.TAG)
_NO_SUCH_THING = (
    codes.UNKNOWN_NAME,
    codes.UNKNOWN_TOOL,
    codes.UNKNOWN_STATE,
    codes.BAD_NAME,
    codes.BAD_EXPRESSION,
)


def _told_once(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Each problem once. How a text is put in quotes is not told where no text can stand at all."""
    once = {(each.kind.code, each.span, each.message): each for each in reversed([*found])}
    places = {_start(each) for each in once.values() if each.kind in _NO_SUCH_THING}
    told = [each for each in once.values() if each.kind not in _BESIDE_THE_POINT or _start(each) not in places]
    # A name in braces without a value is told by the reader of YAML: its emptiness is no second problem.
    ends = {(each.span.path, each.span.end_line, each.span.end_column) for each in told if each.kind is codes.YAML_TRAP}
    return [each for each in told if each.kind is not codes.WRONG_TYPE or _start(each) not in ends]


def _start(found: Diagnostic) -> tuple[str, int, int]:
    return found.span.path, found.span.line, found.span.column
