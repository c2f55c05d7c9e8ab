"""The desk: the projects of a workspace as they stand, with the open texts over the files on the disk.

A file belongs to the nearest project at or above its folder. One that lies in none is a project of its own, if its
first key says that it is a file of the language; other YAML is none of our business. What is on the disk is read
through a `Workshop`, so that an editor sees the same files and the same findings as a command does.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, Protocol

from flowkit.editor.book import Book
from flowkit.language.diagnostic import Diagnostic
from flowkit.language.tree import Document

_KINDS: Final = re.compile(r"(?:[ \t]*(?:#.*)?\r?\n|---[ \t]*\r?\n)*(?:flowkit|flow|catalog|suite|words)[ \t]*:")


class Workshop(Protocol):
    """What lies on the disk, and what is told about it."""

    def root(self, path: Path) -> Path | None:
        """The folder of the project that a file belongs to; None if it belongs to none."""

    def read(self, root: Path) -> dict[str, bytes]:
        """The files of a project, by the names that messages have for them."""

    def name(self, path: Path) -> str:
        """The name that messages have for a file."""

    def stamps(self, root: Path) -> object:
        """What differs whenever a file of the project has changed on the disk."""

    def tell(self, folder: Path, files: Mapping[str, bytes], has_project: bool) -> tuple[Diagnostic, ...]:
        """The findings that are told about files."""


class Project:
    """One project, or one file that stands alone."""

    def __init__(self, folder: Path, has_project: bool) -> None:
        self.folder = folder
        self.has_project = has_project
        self.on_disk: dict[str, bytes] = {}
        self.open: dict[str, bytes] = {}
        self.stamps: object = None
        self.version = 0
        """Counts the changes."""
        self.told: tuple[int, tuple[Diagnostic, ...]] | None = None
        """The findings, and the version they are of."""
        self.shown: set[str] = set()
        """The files whose findings an editor shows."""
        self._book: tuple[int, Book] | None = None

    @property
    def files(self) -> dict[str, bytes]:
        """The files as they stand."""
        return {**self.on_disk, **self.open}

    @property
    def book(self) -> Book:
        """The book of the files as they stand."""
        if self._book is None or self._book[0] != self.version:
            before = None if self._book is None else self._book[1]
            self._book = (self.version, Book(self.files, before))
        return self._book[1]

    def documents(self) -> Mapping[str, Document]:
        """The texts as they stand."""
        return {path: page.document for path, page in self.book.pages.items()}

    def write(self, name: str, data: bytes) -> None:
        """The text of an open file."""
        if self.open.get(name) != data:
            self.open[name] = data
            self.version += 1

    def close(self, name: str) -> None:
        """A file that is no longer open: what is on the disk counts."""
        if self.open.pop(name, None) is not None:
            self.version += 1


class Desk:
    """All projects that open files belong to."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self._projects: dict[tuple[Path, str], Project] = {}
        self._of: dict[Path, tuple[Project, str]] = {}

    def projects(self) -> list[Project]:
        """The projects that were looked at so far."""
        return [*self._projects.values()]

    def open(self, path: Path, text: str) -> Project | None:
        """Takes in the text of an open file; None if it is no file of the language."""
        found = self.place(path) or self._placed(path, text)
        if found is None:
            return None
        project, name = found
        project.write(name, text.encode("utf-8", "surrogatepass"))
        return project

    def place(self, path: Path) -> tuple[Project, str] | None:
        """The project of a file that is open, and what the file is called there."""
        return self._of.get(path)

    def close(self, path: Path) -> Project | None:
        """A file that is no longer open."""
        project, name = self._of.pop(path, (None, ""))
        if project is not None:
            project.close(name)
            self.refresh(project)
        return project

    def _placed(self, path: Path, text: str) -> tuple[Project, str] | None:
        root = self.workshop.root(path)
        name = self.workshop.name(path)
        if root is None and _KINDS.match(text.removeprefix("\ufeff")) is None:
            return None
        key = (path.parent, name) if root is None else (root, "")
        project = self._projects.get(key)
        if project is None:
            project = self._projects[key] = Project(path.parent if root is None else root, root is not None)
        self.refresh(project)
        self._of[path] = (project, name)
        return project, name

    def refresh(self, project: Project) -> bool:
        """Reads what has changed on the disk; whether anything has."""
        if not project.has_project:
            return False
        stamps = self.workshop.stamps(project.folder)
        if stamps == project.stamps:
            return False
        project.stamps, on_disk = stamps, self.workshop.read(project.folder)
        if on_disk != project.on_disk:
            project.on_disk = on_disk
            project.version += 1
            return True
        return False

    def sort_anew(self) -> Iterator[Project]:
        """Finds the project of each open file again, as a project file came or went; gives those that changed."""
        for path, (project, name) in [*self._of.items()]:
            root = self.workshop.root(path)
            if (root or path.parent) == project.folder and (root is not None) == project.has_project:
                continue
            text = project.open.get(name, b"").decode("utf-8", "replace")
            project.close(name)
            del self._of[path]
            yield project
            if (moved := self.open(path, text)) is not None:
                yield moved

    def tell(self, project: Project, version: int, files: Mapping[str, bytes]) -> tuple[Diagnostic, ...]:
        """The findings of a project; kept until something changes."""
        told = project.told
        if told is not None and told[0] == version:
            return told[1]
        found = self.workshop.tell(project.folder, files, project.has_project) if files else ()
        project.told = (version, found)
        return found
