"""`flowkit lsp`: the Language Server Protocol, over what the rest of this folder answers.

Texts come whole with each change. What is asked is answered at once from the book of the file's project; the findings
follow a moment after the last change, worked out beside the answers, and are published for every file of the project.
"""

import asyncio
from pathlib import Path
from typing import Final

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from flowkit.editor import translating as to_lsp
from flowkit.editor.desk import Desk, Project, Workshop
from flowkit.editor.findings import underlined
from flowkit.editor.positions import offset_of
from flowkit.language.diagnostic import Diagnostic
from flowkit.language.tree import Document

PAUSE: Final = 0.15
"""Seconds without a change after which the findings are worked out."""


class FlowServer(LanguageServer):
    """The server with its desk, and what is still to be told."""

    def __init__(self, workshop: Workshop, version: str) -> None:
        super().__init__("flowkit", version, text_document_sync_kind=lsp.TextDocumentSyncKind.Full)
        self.desk = Desk(workshop)
        self._waiting: dict[Project, asyncio.Task[None]] = {}
        self._uris: dict[str, str] = {}

    def at(self, uri: str, position: lsp.Position) -> tuple[Project, str, int] | None:
        """The project of an open file, its name there, and the offset of a position."""
        found = self.place(uri)
        if found is None:
            return None
        project, name = found
        return project, name, offset_of(self.document(project, name), to_lsp.from_position(position))

    def place(self, uri: str) -> tuple[Project, str] | None:
        """The project of an open file, and its name there."""
        path = path_of(uri)
        return None if path is None else self.desk.place(path)

    def take(self, uri: str) -> None:
        """Takes in the text of an open file, and works out the findings a moment later."""
        path = path_of(uri)
        if path is None:
            return
        self._uris[self.desk.workshop.name(path)] = uri
        project = self.desk.open(path, self.workspace.get_text_document(uri).source)
        if project is not None:
            self.tell_later(project)

    def uri(self, name: str) -> str:
        """The address of a file by the name that messages have for it: the editor's own, where it has opened it."""
        return self._uris.get(name) or from_fs_path(str(Path(name).resolve())) or ""

    def document(self, project: Project, name: str) -> Document:
        """The text of a file as it stands."""
        return project.book.pages[name].document

    def tell_later(self, project: Project, pause: float = PAUSE) -> None:
        """Works out the findings a moment later, unless something changes before."""
        if (waiting := self._waiting.get(project)) is not None:
            waiting.cancel()
        self._waiting[project] = asyncio.get_running_loop().create_task(self._tell(project, pause))

    async def _tell(self, project: Project, pause: float) -> None:
        await asyncio.sleep(pause)
        found = await self.findings(project)
        if found is not None:
            self._publish(project, found)

    async def findings(self, project: Project) -> tuple[Diagnostic, ...] | None:
        """The findings of the files as they stand; None if they changed meanwhile."""
        version, files = project.version, project.files
        loop = asyncio.get_running_loop()
        try:
            found = await loop.run_in_executor(None, self.desk.tell, project, version, files)
        except Exception as problem:
            self.window_log_message(lsp.LogMessageParams(lsp.MessageType.Error, f"flowkit: {problem}"))
            return None
        return found if version == project.version else None

    def _publish(self, project: Project, found: tuple[Diagnostic, ...]) -> None:
        by_path = underlined(found, project.documents())
        for name in {*project.open, *project.shown, *(path for path, each in by_path.items() if each)}:
            listed = [to_lsp.diagnostic(each, self.uri) for each in by_path.get(name, ())]
            self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(self.uri(name), listed))
        project.shown = {path for path, each in by_path.items() if each}


def path_of(uri: str) -> Path | None:
    """The path of a file; None for a text that is no file."""
    if not uri.startswith("file:"):
        return None
    path = to_fs_path(uri)
    return None if path is None else Path(path)
