"""Taking an entry out of a file: a key with all that stands under it, and nothing of what stands beside it.

An entry that has its lines to itself goes with them, and with the comment behind it; one in braces goes with its
comma. The last entry under a key takes that key along, as an empty one says nothing.
"""

from flowkit.language.diagnostic import Edit, Fix
from flowkit.language.span import Span
from flowkit.language.tree import Document, Entry, Mapping, Stretch


def without(span: Span, path: tuple[str, ...]) -> tuple[Fix, ...]:
    """The fix that takes out what a path of keys leads to; none where the file is no longer known.

    Args:
        span: any place of that file.
        path: the keys from the top of the file.
    """
    if not isinstance(span, Stretch):
        return ()
    from flowkit.language.text import read  # only what is wrong is looked for, so the file is read again

    document = span.offsets[0]
    root = read(document.path, document.text.encode())[0]
    whole = _whole(document, root, path)
    return () if whole is None else (Fix(f"take '{path[-1]}' out", (Edit(whole, ""),), safe=False),)


def _whole(document: Document, root: object, path: tuple[str, ...]) -> Span | None:
    *around, last = path
    node = root
    for key in around:
        node = node.get(key) if isinstance(node, Mapping) else None
    entry = node.entry(last) if isinstance(node, Mapping) else None
    if entry is None or not isinstance(node, Mapping):
        return None
    if len(node.index) == 1:
        return _whole(document, root, tuple(around)) if around else None
    return _in_braces(document, node, entry) if node.flow else _lines(document, entry)


def _in_braces(document: Document, mapping: Mapping, entry: Entry) -> Span:
    entries = mapping.entries
    place = entries.index(entry)
    if place + 1 < len(entries):
        return document.span(entry.key.start, entries[place + 1].key.start)
    return document.span(entries[place - 1].value.end, entry.value.end)


def _lines(document: Document, entry: Entry) -> Span | None:
    starts, text = document.starts, document.text
    first = starts[document.line_of(entry.key.start)]
    line = document.line_of(max(entry.key.end, entry.value.end) - 1) + 1
    end = starts[line] if line < len(starts) else len(text)
    behind = text[max(entry.key.end, entry.value.end) : end].strip()
    if text[first : entry.key.start].strip() or (behind and not behind.startswith("#")):
        return None
    return document.span(first, end)
