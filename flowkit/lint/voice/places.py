"""Where in a file a stretch of a text stands.

Texts keep the place of the whole, and many plain ones not even that: most are never pointed at. What has to be found
is found here, in the document that the place of its flow or project still knows; a place that came from elsewhere
without its document stands for itself.
"""

from functools import lru_cache

from flowkit.language.span import NOWHERE, Span
from flowkit.language.tree import Document, Mapping, Node, Scalar, Sequence, Stretch
from flowkit.language.words import Words

Path = tuple[str | int, ...]
"""The keys and places in lists that lead to a text from the top of its file."""


def part_of(words: Words, start: int, end: int) -> Span:
    """The place of `words.source[start:end]`; that of the whole text where the file does not show it as it is."""
    return stretch(words.span, words.source, start, end)


def stretch(span: Span, text: str, start: int, end: int) -> Span:
    """The place of `text[start:end]` in the file, where `span` is the place of the text with its quotes.

    It is looked for by its letters: the file shows most stretches as they are, however the text is quoted or broken
    into lines. Where it does not, or not as often as the text has them, the place is that of the whole.
    """
    if not isinstance(span, Stretch):
        return span
    document, first, last = span._offsets
    wanted = text[start:end]
    source = document.text[first:last]
    if not wanted or source.count(wanted) != text.count(wanted):
        return span
    at = first - 1
    for _ in range(text.count(wanted, 0, start) + 1):
        at = document.text.find(wanted, at + 1, last)
    return document.span(at, at + len(wanted))


def document_of(span: Span) -> Document | None:
    """The document that a place stands in, as far as it is still known."""
    return span._offsets[0] if isinstance(span, Stretch) else None


def scalar_at(span: Span, path: Path) -> Scalar | None:
    """The text that a path leads to in the file of a place; None if it cannot be told. A number may lead to a key."""
    document = document_of(span)
    if document is None:
        return None
    node = _tree(document)
    for step in path:
        node = _child(node, step)
    return node if isinstance(node, Scalar) else None


@lru_cache(maxsize=2)
def _tree(document: Document) -> Node | None:
    """The tree of a document. Only what is wrong is looked for: the file is read again rather than every place kept."""
    from flowkit.language.text import read

    return read(document.path, document.text.encode())[0]


def _child(node: Node | None, step: str | int) -> Node | None:
    match node, step:
        case Mapping(), str():
            return node.get(step)
        case Mapping(), int():
            return node.entries[step].key if step < len(node) else None
        case Sequence(), int():
            return node.items[step] if step < len(node) else None
        case Scalar(), 0:  # one where several could stand
            return node
    return None


def place_at(span: Span, path: Path) -> Span:
    """The place of the text that a path leads to; `span` itself if it cannot be told."""
    scalar = scalar_at(span, path)
    return span if scalar is None else scalar.span


def place_in(span: Span, path: Path, words: Words, start: int, end: int) -> Span:
    """The place of a stretch of words, whether their own place is known or has to be looked up by their path."""
    whole = words.span if words.span is not NOWHERE else place_at(span, path)
    return whole if whole is span else stretch(whole, words.source, start, end)
