"""From what flowkit answers to the types of the Language Server Protocol."""

from collections.abc import Callable, Mapping
from typing import Final

from lsprotocol import types as lsp

from flowkit.editor.actions import Action
from flowkit.editor.book import Place
from flowkit.editor.findings import Underlined
from flowkit.editor.offers import Offer
from flowkit.editor.positions import Position, Range, range_of
from flowkit.editor.symbols import Symbol
from flowkit.language.diagnostic import Severity
from flowkit.language.tree import Document

Uri = Callable[[str], str]
Documents = Mapping[str, Document]

_SEVERITIES: Final = {
    Severity.ERROR: lsp.DiagnosticSeverity.Error,
    Severity.WARNING: lsp.DiagnosticSeverity.Warning,
    Severity.NOTE: lsp.DiagnosticSeverity.Information,
}
_OFFERS: Final = {
    "key": lsp.CompletionItemKind.Property,
    "state": lsp.CompletionItemKind.Class,
    "slot": lsp.CompletionItemKind.Variable,
    "let": lsp.CompletionItemKind.Variable,
    "result": lsp.CompletionItemKind.Variable,
    "value": lsp.CompletionItemKind.Variable,
    "argument": lsp.CompletionItemKind.Variable,
    "flow": lsp.CompletionItemKind.Module,
    "tool": lsp.CompletionItemKind.Function,
    "function": lsp.CompletionItemKind.Function,
    "filter": lsp.CompletionItemKind.Function,
    "record": lsp.CompletionItemKind.Struct,
    "type": lsp.CompletionItemKind.TypeParameter,
    "field": lsp.CompletionItemKind.Field,
    "option": lsp.CompletionItemKind.EnumMember,
    "outcome": lsp.CompletionItemKind.Event,
    "constant": lsp.CompletionItemKind.Constant,
    "word": lsp.CompletionItemKind.Keyword,
}
_SYMBOLS: Final = {
    "flow": lsp.SymbolKind.Module,
    "catalog": lsp.SymbolKind.Package,
    "state": lsp.SymbolKind.Class,
    "slot": lsp.SymbolKind.Variable,
    "let": lsp.SymbolKind.Variable,
    "result": lsp.SymbolKind.Variable,
    "argument": lsp.SymbolKind.Variable,
    "tool": lsp.SymbolKind.Function,
    "record": lsp.SymbolKind.Struct,
    "constant": lsp.SymbolKind.Constant,
    "fact": lsp.SymbolKind.String,
    "precondition": lsp.SymbolKind.Boolean,
    "test": lsp.SymbolKind.Method,
    "outcome": lsp.SymbolKind.Event,
    "exit": lsp.SymbolKind.Event,
    "rule": lsp.SymbolKind.Interface,
}


def to_range(found: Range) -> lsp.Range:
    """A range."""
    return lsp.Range(_position(found.start), _position(found.end))


def _position(found: Position) -> lsp.Position:
    return lsp.Position(found.line, found.column)


def from_position(found: lsp.Position) -> Position:
    """A position that an editor sent."""
    return Position(found.line, found.character)


def range_in(documents: Documents, place: Place) -> lsp.Range:
    """The range of a place."""
    return to_range(range_of(documents[place.path], place.start, place.end))


def location(documents: Documents, place: Place, uri: Uri) -> lsp.Location:
    """The place with its file."""
    return lsp.Location(uri(place.path), range_in(documents, place))


def diagnostic(found: Underlined, uri: Uri) -> lsp.Diagnostic:
    """A finding."""
    each = found.found
    related = [
        lsp.DiagnosticRelatedInformation(lsp.Location(uri(path), to_range(place)), message)
        for path, place, message in found.related
    ]
    return lsp.Diagnostic(
        to_range(found.range),
        found.message,
        _SEVERITIES[each.severity],
        each.kind.code,
        lsp.CodeDescription(found.link),
        "flowkit",
        [lsp.DiagnosticTag.Unnecessary] if found.unneeded else None,
        related or None,
        {"slug": each.kind.slug},
    )


def completion(offers: list[Offer], replaced: lsp.Range) -> lsp.CompletionList:
    """What can be written, in the order in which it is offered."""
    items = [
        lsp.CompletionItem(
            offer.label,
            kind=_OFFERS.get(offer.kind, lsp.CompletionItemKind.Value),
            detail=offer.detail or None,
            documentation=_markdown(offer.about) if offer.about else None,
            sort_text=f"{number:04}",
            text_edit=lsp.TextEdit(replaced, offer.inserts or offer.label),
            data=list(offer.thing) if offer.thing is not None else None,
        )
        for number, offer in enumerate(offers)
    ]
    return lsp.CompletionList(is_incomplete=False, items=items)


def _markdown(text: str) -> lsp.MarkupContent:
    return lsp.MarkupContent(lsp.MarkupKind.Markdown, text)


def hover(text: str, place: lsp.Range) -> lsp.Hover:
    """A hover."""
    return lsp.Hover(_markdown(text), place)


def documentation(text: str) -> lsp.MarkupContent:
    """The text beside an entry of completion."""
    return _markdown(text)


def action(found: Action, about: list[lsp.Diagnostic], documents: Documents, uri: Uri) -> lsp.CodeAction:
    """A quick fix."""
    edits: dict[str, list[lsp.TextEdit]] = {}
    for change in found.changes:
        edit = lsp.TextEdit(range_in(documents, change.place), change.text)
        edits.setdefault(uri(change.place.path), []).append(edit)
    label = f"{found.label[:1].upper()}{found.label[1:]}"
    return lsp.CodeAction(
        label,
        lsp.CodeActionKind.QuickFix,
        about or None,
        is_preferred=found.preferred or None,
        edit=lsp.WorkspaceEdit(changes=edits),
    )


def symbol(found: Symbol, documents: Documents) -> lsp.DocumentSymbol:
    """An entry of the outline."""
    return lsp.DocumentSymbol(
        found.name,
        _SYMBOLS.get(found.kind, lsp.SymbolKind.Property),
        range_in(documents, found.whole),
        range_in(documents, found.place),
        found.detail or found.kind,
        children=[symbol(each, documents) for each in found.below] or None,
    )


def found_symbol(found: Symbol, documents: Documents, uri: Uri) -> lsp.WorkspaceSymbol:
    """A name that was looked for."""
    kind = _SYMBOLS.get(found.kind, lsp.SymbolKind.Property)
    return lsp.WorkspaceSymbol(
        location(documents, found.place, uri), found.name, kind, container_name=found.owner or None
    )
