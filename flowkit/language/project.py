"""The project: from the contents of its files to the model, with every problem of every file.

    reading = read_project({"flows/flowkit.yaml": b"flowkit: 1 …", "flows/refund.yaml": b"flow: refund …"})
    for diagnostic in reading.diagnostics:
        print(diagnostic.span, diagnostic.message)

Nothing is read from disk here: who has the files gives their contents.
"""

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field

from flowkit.language import codes
from flowkit.language.building.assembling import open_names, open_one_more, open_some, put_together, read_tools
from flowkit.language.building.declaring import kind_of, kind_of_unreadable, report_stranger
from flowkit.language.building.flow_reading import read_flow
from flowkit.language.building.flows_on_demand import FlowsOnDemand
from flowkit.language.building.interface import interface
from flowkit.language.building.project_reading import Parts
from flowkit.language.building.report import Report
from flowkit.language.building.world import World
from flowkit.language.diagnostic import Diagnostic, Severity
from flowkit.language.frozen import frozen
from flowkit.language.model import Flow, Project
from flowkit.language.open_secrets import open_secrets
from flowkit.language.shapes import Value
from flowkit.language.text import read
from flowkit.language.tree import Mapping as Tree
from flowkit.language.tree import Node


@frozen
class Reading:
    """What came of reading a project's files.

    `project` is None if there are errors, but for those in tests and translations: with them it is good for being
    looked at, and not for being run. `diagnostics` are in the order of files and places. `sources` holds the text
    of every file, for messages that show the line. `lint` is what the project wants to be told, `path` its own file:
    both are known whatever else is wrong.
    """

    project: Project | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, str]
    lint: Mapping[str, Value] = field(default_factory=dict)
    path: str = ""


def read_project(files: Mapping[str, bytes]) -> Reading:
    """Reads the files of one project.

    Args:
        files: Path (as messages shall name it) → content. Which file is what is told by its first key, not by its
            path: the project file is the one that begins with `flowkit`. Without one, flows are checked alone.
    """
    with collector_at_rest():
        opened = Opened(files)
        project = opened.project({name: opened.flow(name) for name in opened.flows})
        lint, path = (project.lint, project.span.path) if project is not None else ({}, "")
        return Reading(None if opened.broken else project, opened.found, opened.sources, lint, path)


class Opened:
    """A project whose files are read as far as what they define by name; its flows are read one by one.

    A flow refers to what other flows define, never to what stands in their states; so flows can be read in any order,
    and by several processes that have opened the same files.

    Args:
        files: Path → content.
        later: name → path of the flows whose files are only read if something asks for them. Nothing is said then of
            what lies between flows, such as circles: they fitted together before, and `interface` of the others is
            what it was.
    """

    def __init__(self, files: Mapping[str, bytes], later: Mapping[str, str] | None = None) -> None:
        self._files = files
        self._later = later or {}
        self._world = World(Report())
        if later:
            self._world.flows = FlowsOnDemand([*later], self._open)
            files = {path: data for path, data in files.items() if path not in later.values()}
        self.sources, self._aside, roots = _read_texts(files, self._world)
        (open_some if later else open_names)(roots, self._world)
        self._tools = read_tools(self._world)

    def _open(self, name: str) -> None:
        path = self._later[name]
        root, document, _ = read(path, self._files[path])
        self.sources[path] = document.text
        if isinstance(root, Tree):
            open_one_more(root, self._world)

    def interface(self, name: str) -> str:
        """What other flows, tests and the project may see of a flow, as text: all but what its states say and do."""
        return interface(self._world.flows[name])

    @property
    def flows(self) -> Mapping[str, str]:
        """The path of each flow, by its name."""
        opened = {name: self._world.flows[name] for name in self._world.flows if name not in self._later}
        return {**self._later, **{name: flow.key.document.path for name, flow in opened.items()}}

    @property
    def found(self) -> tuple[Diagnostic, ...]:
        """What was found so far, in the order of files and places."""
        return tuple(sorted(_told_once(self._world.report.found), key=lambda diagnostic: diagnostic.sort_key))

    @property
    def broken(self) -> bool:
        """Whether something that was found so far keeps the project from being run."""
        return any(_is_of_calls(each, self._aside) for each in self._world.report.found)

    @property
    def tests(self) -> frozenset[str]:
        """The paths of the files with tests."""
        return frozenset(fields.place.document.path for fields in self._world.suites)

    @property
    def translated(self) -> bool:
        """Whether there are translations."""
        return bool(self._world.words)

    @property
    def stands_alone(self) -> bool:
        """Whether there is no project file."""
        return self._world.project is None

    def flow(self, name: str) -> Flow:
        """One of the flows, as far as it can be read."""
        return read_flow(self._world.flows[name], self._world)

    def flow_alone(self, name: str) -> tuple[Flow, tuple[Diagnostic, ...]]:
        """One of the flows, and what was found in reading it."""
        before = len(self._world.report.found)
        return self.flow(name), tuple(_told_once(self._world.report.found[before:]))

    def project(self, flows: Mapping[str, Flow]) -> Project | None:
        """The project around its flows; None if there is nothing of one.

        Args:
            flows: by name, in the order of `flows`. They need only be read when they are asked for: nothing here looks
                into them, unless the project stands alone.
        """
        return put_together(Parts(flows, self._tools), self._world)


@contextmanager
def collector_at_rest() -> Iterator[None]:
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


def _read_texts(
    files: Mapping[str, bytes], world: World
) -> tuple[dict[str, str], frozenset[str], list[tuple[str, Tree]]]:
    """The texts of all files by path, the paths of those beside the flows, and the kind and tree of each."""
    report = world.report
    sources: dict[str, str] = {}
    roots: list[tuple[str, Tree]] = []
    aside: set[str] = set()
    strangers: dict[str, Node | None] = {}
    for path, data in files.items():
        root, document, found = read(path, data)
        sources[path] = document.text
        report.found += found
        report.found += open_secrets(document)
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
    return sources, frozenset(aside), roots


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


def _is_of_calls(diagnostic: Diagnostic, aside: frozenset[str]) -> bool:
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
    told = [each for each in told if each.kind is not codes.WRONG_TYPE or _start(each) not in ends]
    # A header that holds a secret is told at the header.
    lines = {_line(each) for each in told if each.kind is codes.BAD_VALUE and "a secret" in each.message}
    return [each for each in told if each.kind is not codes.SECRET_IN_FILE or _line(each) not in lines]


def _line(found: Diagnostic) -> tuple[str, int]:
    return found.span.path, found.span.line


def _start(found: Diagnostic) -> tuple[str, int, int]:
    return found.span.path, found.span.line, found.span.column
