"""What `flowkit lsp` answers, request by request: each looks a place up, asks one function, and translates."""

import asyncio
import logging
from typing import Final

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcInvalidParams

from flowkit.editor import translating as to_lsp
from flowkit.editor.actions import actions, all_safe
from flowkit.editor.book import Place
from flowkit.editor.completion import complete
from flowkit.editor.desk import Project, Workshop
from flowkit.editor.findings import underlined
from flowkit.editor.hovers import about, hover
from flowkit.editor.renaming import Refused, renamable, rename
from flowkit.editor.server import FlowServer, path_of
from flowkit.editor.symbols import outline, search
from flowkit.language.diagnostic import Diagnostic

FIX_ALL: Final = f"{lsp.CodeActionKind.SourceFixAll.value}.flowkit"
_TRIGGERS: Final = [" ", ".", "'", "{", "[", ":", "|", "-"]


def make(workshop: Workshop, version: str) -> FlowServer:
    """The server with all that it answers."""
    server = FlowServer(workshop, version)
    _texts(server)
    _names(server)
    _renaming(server)
    _writing(server)
    _outlines(server)
    return server


def serve(workshop: Workshop, version: str) -> None:
    """Serves one editor over stdin and stdout until it goes."""
    logging.getLogger("pygls").setLevel(logging.ERROR)
    make(workshop, version).start_io()


def _texts(server: FlowServer) -> None:
    """Files that are opened, changed and closed, in the editor and on the disk."""

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: lsp.DidOpenTextDocumentParams) -> None:
        server.take(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: lsp.DidChangeTextDocumentParams) -> None:
        server.take(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: lsp.DidSaveTextDocumentParams) -> None:
        look_again()

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: lsp.DidCloseTextDocumentParams) -> None:
        path = path_of(params.text_document.uri)
        project = None if path is None else server.desk.close(path)
        if project is not None:
            server.tell_later(project)

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def on_disk(params: lsp.DidChangeWatchedFilesParams) -> None:
        look_again()

    def look_again() -> None:
        for project in [*server.desk.sort_anew()]:
            server.tell_later(project)
        for project in server.desk.projects():
            if server.desk.refresh(project):
                server.tell_later(project)

    @server.feature(lsp.INITIALIZED)
    async def watch(params: lsp.InitializedParams) -> None:
        files = server.client_capabilities.workspace and server.client_capabilities.workspace.did_change_watched_files
        if files and files.dynamic_registration:
            watchers = [lsp.FileSystemWatcher(f"**/{each}") for each in ("*.yaml", "*.yml", "pyproject.toml")]
            options = lsp.DidChangeWatchedFilesRegistrationOptions(watchers)
            wanted = lsp.Registration("files", lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
            await server.client_register_capability_async(lsp.RegistrationParams([wanted]))


def _names(server: FlowServer) -> None:
    """What names mean, and where they are defined and used."""

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    def hovered(params: lsp.HoverParams) -> lsp.Hover | None:
        at = server.at(params.text_document.uri, params.position)
        found = None if at is None else hover(at[0].book, at[1], at[2])
        if at is None or found is None:
            return None
        return to_lsp.hover(found.text, to_lsp.range_in(at[0].documents(), found.place))

    @server.feature(lsp.TEXT_DOCUMENT_DEFINITION)
    def definition(params: lsp.DefinitionParams) -> list[lsp.Location]:
        at = server.at(params.text_document.uri, params.position)
        found = None if at is None else at[0].book.at(at[1], at[2])
        if at is None or found is None:
            return []
        places = [each.place for thing in found[1] for each in at[0].book.definitions(thing)]
        return _locations(server, at[0], places)

    @server.feature(lsp.TEXT_DOCUMENT_REFERENCES)
    def references(params: lsp.ReferenceParams) -> list[lsp.Location]:
        at = server.at(params.text_document.uri, params.position)
        found = None if at is None else at[0].book.at(at[1], at[2])
        if at is None or found is None:
            return []
        mentions = [each for thing in found[1] for each, _ in at[0].book.mentions(thing)]
        wanted = [each for each in mentions if params.context.include_declaration or each.mention.defines is None]
        return _locations(server, at[0], [each.place for each in wanted])


def _renaming(server: FlowServer) -> None:
    """Other names for what has one."""

    @server.feature(lsp.TEXT_DOCUMENT_PREPARE_RENAME)
    def prepare(params: lsp.PrepareRenameParams) -> lsp.PrepareRenamePlaceholder | None:
        at = server.at(params.text_document.uri, params.position)
        if at is None:
            return None
        found = renamable(at[0].book, at[1], at[2])
        if isinstance(found, Refused):
            raise JsonRpcInvalidParams(found.message)
        thing, place = found
        return lsp.PrepareRenamePlaceholder(to_lsp.range_in(at[0].documents(), place), thing[2])

    @server.feature(lsp.TEXT_DOCUMENT_RENAME, lsp.RenameOptions(prepare_provider=True))
    def renamed(params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
        at = server.at(params.text_document.uri, params.position)
        if at is None:
            return None
        found = rename(at[0].book, at[1], at[2], params.new_name)
        if isinstance(found, Refused):
            raise JsonRpcInvalidParams(found.message)
        documents = at[0].documents()
        edits: dict[str, list[lsp.TextEdit]] = {}
        for place in found.places:
            edit = lsp.TextEdit(to_lsp.range_in(documents, place), found.name)
            edits.setdefault(server.uri(place.path), []).append(edit)
        return lsp.WorkspaceEdit(changes=edits)


def _locations(server: FlowServer, project: Project, places: list[Place]) -> list[lsp.Location]:
    documents = project.documents()
    return [to_lsp.location(documents, place, server.uri) for place in dict.fromkeys(places)]


def _writing(server: FlowServer) -> None:
    """What can be written at the cursor, and what mends what was written."""

    @server.feature(
        lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=_TRIGGERS, resolve_provider=True)
    )
    def completed(params: lsp.CompletionParams) -> lsp.CompletionList:
        at = server.at(params.text_document.uri, params.position)
        if at is None:
            return lsp.CompletionList(is_incomplete=False, items=[])
        project, name, offset = at
        offers, replaced = complete(project.book, name, offset)
        found = to_lsp.completion(offers, to_lsp.range_in(project.documents(), replaced))
        for item in found.items:
            item.data = [params.text_document.uri, *item.data] if item.data else None
        return found

    @server.feature(lsp.COMPLETION_ITEM_RESOLVE)
    def resolved(item: lsp.CompletionItem) -> lsp.CompletionItem:
        if isinstance(item.data, list) and len(item.data) == 4:
            uri, kind, owner, name = (str(each) for each in item.data)
            found = server.place(uri)
            if found is not None:
                item.documentation = to_lsp.documentation(about(found[0].book, (kind, owner, name)))
        return item

    kinds = [lsp.CodeActionKind.QuickFix, lsp.CodeActionKind.SourceFixAll]

    @server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions(code_action_kinds=[*kinds]))
    async def offered(params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        place = server.place(params.text_document.uri)
        if place is None:
            return []
        project, name = place
        told = await server.findings(project)
        only = [each.value if isinstance(each, lsp.CodeActionKind) else each for each in params.context.only or ()]
        found = _quick_fixes(server, project, name, params.range, told or ()) if _wants("quickfix", only) else []
        return found + (await _fix_all(server, project, name) if _wants(FIX_ALL, only) else [])


def _wants(kind: str, only: list[str]) -> bool:
    """Whether an editor asks for code actions of a kind."""
    return not only or any(kind == each or kind.startswith(f"{each}.") for each in only)


def _quick_fixes(
    server: FlowServer, project: Project, name: str, at: lsp.Range, told: tuple[Diagnostic, ...]
) -> list[lsp.CodeAction]:
    """What mends or keeps the findings in a range."""
    documents = project.documents()
    shown = [each for each in underlined(told, documents).get(name, ()) if _touches(to_lsp.to_range(each.range), at)]
    diagnostics = {each.found: to_lsp.diagnostic(each, server.uri) for each in shown}
    found = actions([each.found for each in shown], documents)
    return [to_lsp.action(each, [diagnostics[each.about]], documents, server.uri) for each in found]


def _touches(one: lsp.Range, other: lsp.Range) -> bool:
    return one.start <= other.end and other.start <= one.end


async def _fix_all(server: FlowServer, project: Project, name: str) -> list[lsp.CodeAction]:
    """Everything in a file that can mean one thing only, mended at once."""
    files, workshop, version = project.files, server.desk.workshop, project.version

    def mended() -> bytes | None:
        return all_safe(name, files, lambda now: workshop.tell(project.folder, now, project.has_project))

    found = await asyncio.get_running_loop().run_in_executor(None, mended)
    if found is None or version != project.version:
        return []
    document = server.document(project, name)
    whole = to_lsp.range_in(project.documents(), Place(name, 0, len(document.text)))
    edit = lsp.WorkspaceEdit(changes={server.uri(name): [lsp.TextEdit(whole, found.decode().removeprefix("\ufeff"))]})
    return [lsp.CodeAction("Mend all that can mean one thing only", FIX_ALL, edit=edit)]


def _outlines(server: FlowServer) -> None:
    """The things of a file, and those of all projects."""

    @server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def symbols(params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
        found = server.place(params.text_document.uri)
        if found is None:
            return []
        documents = found[0].documents()
        return [to_lsp.symbol(each, documents) for each in outline(found[0].book, found[1])]

    @server.feature(lsp.WORKSPACE_SYMBOL)
    def everywhere(params: lsp.WorkspaceSymbolParams) -> list[lsp.WorkspaceSymbol]:
        return [
            to_lsp.found_symbol(each, project.documents(), server.uri)
            for project in server.desk.projects()
            for each in search(project.book, params.query)
        ]
