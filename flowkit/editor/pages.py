"""Pages: files as they stand in the editor, each with the names of the last text of it that YAML could read."""

from collections.abc import Mapping
from functools import cached_property
from typing import Final

from flowkit.editor.mentions import Mention, Names
from flowkit.editor.walking import names_in
from flowkit.language.text import read
from flowkit.language.tree import Node

BYTE_ORDER_MARK: Final = "\ufeff"


class Page:
    """One file.

    Args:
        path: how the project calls it.
        data: its bytes as they stand now.
        before: the page it was, whose tree and names stay as long as the text cannot be read.
    """

    def __init__(self, path: str, data: bytes, before: "Page | None" = None) -> None:
        self.path = path
        self.data = data
        root, document, _ = read(path, data)
        self.document = document
        self.broken = root is None
        """Whether the tree and the names are those of an earlier text."""
        if root is None and before is not None and document.text.strip():
            self.root: Node | None = before.root
            self.read_text: str = before.read_text
            self.names: Names = before.names
        else:
            self.root, self.read_text = root, document.text
            self.names = names_in(document, root)

    @cached_property
    def by_name(self) -> Mapping[str, tuple[Mention, ...]]:
        """The mentions of each name."""
        found: dict[str, list[Mention]] = {}
        for mention in self.names.mentions:
            found.setdefault(mention.name, []).append(mention)
        return {name: tuple(mentions) for name, mentions in found.items()}

    @cached_property
    def _change(self) -> tuple[int, int, int]:
        """The stretch of the text last read that is different now, and by how much longer the new one is."""
        old, new = self.read_text, self.document.text
        first = _alike(old, new)
        last = _alike(old[first:][::-1], new[first:][::-1])
        return first, len(old) - last, len(new) - len(old)

    def now(self, start: int, end: int) -> tuple[int, int] | None:
        """Where a stretch of the text last read stands now; None if it was changed."""
        if self.read_text == self.document.text:
            return start, end
        first, last, longer = self._change
        if end <= first:
            return start, end
        return (start + longer, end + longer) if start >= last else None

    def at(self, offset: int) -> list[Mention]:
        """The mentions that an offset of the text as it stands lies in or next to; the innermost first."""
        found = []
        for mention in self.names.mentions:
            place = self.now(mention.start, mention.end)
            if place is not None and place[0] <= offset <= place[1]:
                found.append((place[1] - place[0], mention))
        return [mention for _, mention in sorted(found, key=lambda each: each[0])]


def _alike(one: str, other: str) -> int:
    """How many letters two texts begin with alike."""
    if one == other:
        return len(one)
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low


def is_unchanged(page: Page | None, data: bytes) -> bool:
    """Whether a page is that of the same bytes."""
    return page is not None and page.data == data
