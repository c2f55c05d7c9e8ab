"""Findings as an editor underlines them: per file, with links to the pages of their rules."""

from collections.abc import Iterable, Mapping
from typing import Final

from flowkit.editor.positions import Range, range_of_span
from flowkit.language.diagnostic import Diagnostic
from flowkit.language.frozen import frozen
from flowkit.language.tree import Document
from flowkit.lint.report.sarif import RULE_PAGES

_UNNEEDED: Final = ("unused-", "unreachable-")
"""Beginnings of the slugs of rules about what could as well not be there: editors show it faded."""


@frozen
class Underlined:
    """One finding: its place, and all that an editor shows of it."""

    found: Diagnostic
    range: Range
    message: str
    link: str
    related: tuple[tuple[str, Range, str], ...]
    unneeded: bool


def underlined(found: Iterable[Diagnostic], documents: Mapping[str, Document]) -> dict[str, list[Underlined]]:
    """The findings of each file."""
    by_path: dict[str, list[Underlined]] = {path: [] for path in documents}
    for each in found:
        document = documents.get(each.span.path)
        if document is not None:
            by_path[each.span.path].append(_underlined(each, document, documents))
    return by_path


def _underlined(found: Diagnostic, document: Document, documents: Mapping[str, Document]) -> Underlined:
    related = tuple(
        (each.span.path, range_of_span(documents[each.span.path], each.span), each.message)
        for each in found.related
        if each.span.path in documents
    )
    message = f"{found.message}\n{found.help}" if found.help else found.message
    link = f"{RULE_PAGES}{found.kind.code}.md"
    unneeded = found.kind.slug.startswith(_UNNEEDED)
    return Underlined(found, range_of_span(document, found.span), message, link, related, unneeded)
