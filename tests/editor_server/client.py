"""An editor without a window: pygls' own client, which starts `flowkit lsp` and talks to it over its pipes."""

import asyncio
import shutil
import sys
import threading
from collections.abc import Coroutine
from pathlib import Path
from types import TracebackType
from typing import Any

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

COMMAND = shutil.which("flowkit", path=str(Path(sys.executable).parent)) or "flowkit"
SECONDS = 20.0
"""How long an answer may take; the slowest that was seen took two."""


class Window:
    """The client in a loop of its own, so that tests can wait for it line by line."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._client = LanguageClient("tests", "1")
        self._told: dict[str, list[lsp.Diagnostic]] = {}
        self._news = threading.Condition()
        self._versions: dict[str, int] = {}
        self.capabilities: lsp.ServerCapabilities | None = None

    def __enter__(self) -> "Window":
        self._thread.start()

        @self._client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def told(params: lsp.PublishDiagnosticsParams) -> None:
            with self._news:
                self._told[params.uri] = list(params.diagnostics)
                self._news.notify_all()

        @self._client.feature(lsp.CLIENT_REGISTER_CAPABILITY)
        def register(params: lsp.RegistrationParams) -> None:
            self.registered = [each.method for each in params.registrations]

        self.wait(self._client.start_io(COMMAND, "lsp", cwd=str(self.folder)))
        watched = lsp.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True)
        able = lsp.ClientCapabilities(workspace=lsp.WorkspaceClientCapabilities(did_change_watched_files=watched))
        folder = lsp.WorkspaceFolder(self.folder.as_uri(), "tests")
        params = lsp.InitializeParams(able, root_uri=self.folder.as_uri(), workspace_folders=[folder])
        self.capabilities = self.wait(self._client.initialize_async(params)).capabilities
        self._client.initialized(lsp.InitializedParams())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.wait(self._client.shutdown_async(None))
        self._client.exit(None)
        self.wait(self._client.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(SECONDS)

    def wait(self, coming: Coroutine[Any, Any, Any]) -> Any:
        """What comes of something that takes its time."""
        return asyncio.run_coroutine_threadsafe(coming, self._loop).result(SECONDS)

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def _call(self, notify: Any, params: Any) -> None:
        self._loop.call_soon_threadsafe(notify, params)

    def open(self, name: str, text: str | None = None) -> str:
        """Opens a file, as it is on the disk or with another text."""
        text = (self.folder / name).read_text(encoding="utf-8") if text is None else text
        self._versions[name] = 1
        item = lsp.TextDocumentItem(self.uri(name), "yaml", 1, text)
        self._call(self._client.text_document_did_open, lsp.DidOpenTextDocumentParams(item))
        return text

    def change(self, name: str, text: str) -> None:
        """Types: the text of an open file is another one now."""
        self._versions[name] += 1
        document = lsp.VersionedTextDocumentIdentifier(self._versions[name], self.uri(name))
        whole = lsp.TextDocumentContentChangeWholeDocument(text)
        self._call(self._client.text_document_did_change, lsp.DidChangeTextDocumentParams(document, [whole]))

    def close(self, name: str) -> None:
        document = lsp.TextDocumentIdentifier(self.uri(name))
        self._call(self._client.text_document_did_close, lsp.DidCloseTextDocumentParams(document))

    def changed_on_disk(self, name: str, kind: lsp.FileChangeType = lsp.FileChangeType.Changed) -> None:
        event = lsp.FileEvent(self.uri(name), kind)
        self._call(self._client.workspace_did_change_watched_files, lsp.DidChangeWatchedFilesParams([event]))

    def told(self, name: str, codes: list[str] | None = None) -> list[lsp.Diagnostic]:
        """The findings of a file: as soon as they have these codes, or the next that come."""
        uri = self.uri(name)

        def there() -> bool:
            found = self._told.get(uri)
            return found is not None and (codes is None or sorted(str(each.code) for each in found) == sorted(codes))

        with self._news:
            assert self._news.wait_for(there, SECONDS), (codes, self._told.get(uri))
            return self._told[uri]

    def until(self, name: str, code: str) -> lsp.Diagnostic:
        """The finding of a code in a file, as soon as it is there."""
        uri = self.uri(name)

        def there() -> bool:
            return any(each.code == code for each in self._told.get(uri, ()))

        with self._news:
            assert self._news.wait_for(there, SECONDS), (code, self._told.get(uri))
            return next(each for each in self._told[uri] if each.code == code)

    def told_files(self) -> set[str]:
        """The addresses of the files that findings were told of."""
        return set(self._told)

    def ask(self, what: str, name: str, position: lsp.Position, **more: Any) -> Any:
        """Asks about a position of a file, such as `hover`."""
        document = lsp.TextDocumentIdentifier(self.uri(name))
        kind = {
            "hover": lsp.HoverParams,
            "definition": lsp.DefinitionParams,
            "references": lsp.ReferenceParams,
            "prepare_rename": lsp.PrepareRenameParams,
            "rename": lsp.RenameParams,
            "completion": lsp.CompletionParams,
        }[what]
        params = kind(text_document=document, position=position, **more)
        return self.wait(getattr(self._client, f"text_document_{what}_async")(params))

    def code_actions(self, name: str, at: lsp.Range, only: list[str] | None = None) -> list[lsp.CodeAction]:
        context = lsp.CodeActionContext([], only=only)  # type: ignore[arg-type]
        params = lsp.CodeActionParams(lsp.TextDocumentIdentifier(self.uri(name)), at, context)
        return list(self.wait(self._client.text_document_code_action_async(params)))

    def symbols(self, name: str) -> list[lsp.DocumentSymbol]:
        params = lsp.DocumentSymbolParams(lsp.TextDocumentIdentifier(self.uri(name)))
        return list(self.wait(self._client.text_document_document_symbol_async(params)))

    def find(self, query: str) -> list[lsp.WorkspaceSymbol]:
        return list(self.wait(self._client.workspace_symbol_async(lsp.WorkspaceSymbolParams(query))))

    def resolve(self, item: lsp.CompletionItem) -> lsp.CompletionItem:
        return self.wait(self._client.completion_item_resolve_async(item))


def position(text: str, mark: str, shift: int = 0) -> lsp.Position:
    """Where a mark first stands in a text, some letters further; columns are in units of UTF-16."""
    at = text.index(mark) + shift
    before = text[:at]
    line = before.count("\n")
    column = len(before[before.rfind("\n") + 1 :].encode("utf-16-le")) // 2
    return lsp.Position(line, column)


def edited(text: str, edits: list[lsp.TextEdit]) -> str:
    """A text after edits whose columns are letters."""
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)

    def offset(at: lsp.Position) -> int:
        return starts[at.line] + at.character

    for edit in sorted(edits, key=lambda each: offset(each.range.start), reverse=True):
        text = text[: offset(edit.range.start)] + edit.new_text + text[offset(edit.range.end) :]
    return text
