"""Symbols: the outline of a file, and the names of a project that one looks for."""

from collections.abc import Iterator
from typing import Final

from flowkit.editor.book import Book, Place
from flowkit.editor.hovers import brief
from flowkit.editor.mentions import Mention
from flowkit.language.frozen import frozen

_LISTED: Final = frozenset(
    ("state", "slot", "flow", "tool", "record", "precondition", "fact", "let", "constant", "handoff")
)
_MOST: Final = 500


@frozen
class Symbol:
    """A named thing: its kind, its name, a few words about it, where it stands whole and where its name does."""

    kind: str
    name: str
    detail: str
    whole: Place
    place: Place
    owner: str = ""
    below: "tuple[Symbol, ...]" = ()


def outline(book: Book, path: str) -> list[Symbol]:
    """The things of one file, those within others below them."""
    page = book.pages.get(path)
    if page is None:
        return []
    flat: list[tuple[int, int, Mention]] = []
    for mention, last in page.names.stretches:
        place = page.now(mention.start, max(last, mention.end))
        if place is not None:
            flat.append((*_whole(page.names.kind, mention, place, len(page.document.text)), mention))
    flat.sort(key=lambda each: (each[0], -each[1]))
    return [*_nested(book, path, flat, len(page.document.text) + 1)]


def _whole(kind: str, mention: Mention, place: tuple[int, int], length: int) -> tuple[int, int]:
    """The name of a flow or catalog stands for the whole file."""
    names_file = mention.defines is not None and mention.defines[0] == kind and kind in ("flow", "catalog")
    return (0, length) if names_file else place


def _nested(book: Book, path: str, flat: list[tuple[int, int, Mention]], limit: int) -> Iterator[Symbol]:
    while flat and flat[0][0] < limit:
        start, end, mention = flat.pop(0)
        below = tuple(_nested(book, path, flat, end))
        symbol = _symbol(book, path, mention, Place(path, start, end))
        if symbol is not None:
            kind, owner = mention.defines or ("", "")
            yield Symbol(kind, mention.name, symbol.detail, symbol.whole, symbol.place, owner, below)


def _symbol(book: Book, path: str, mention: Mention, whole: Place) -> Symbol | None:
    page = book.pages[path]
    place = page.now(mention.start, mention.end)
    if place is None or mention.defines is None:
        return None
    kind, owner = mention.defines
    detail = "" if kind == "test" else brief(book, (kind, owner, mention.name))
    return Symbol(kind, mention.name, detail, whole, Place(path, *place), owner)


def search(book: Book, query: str) -> Iterator[Symbol]:
    """The things of a project whose names hold the letters of a query in their order."""
    left = _MOST
    for kind, owner, name in book.every():
        if kind in _LISTED and _fits(query.casefold(), name) and left:
            for found in book.definitions((kind, owner, name)):
                left -= 1
                yield Symbol(kind, name, "", found.place, found.place, owner)


def _fits(query: str, name: str) -> bool:
    letters = iter(name)
    return all(letter in letters for letter in query)
