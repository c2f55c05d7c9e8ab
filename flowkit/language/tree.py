"""The positioned tree: what a YAML file holds, and where each thing stands.

Theory of operation. A node keeps two numbers, the offsets of its first character and of the place behind its last one
in the text of its `Document`. Lines and columns are worked out only when a message needs them, by `Stretch`, so a
file without problems pays nothing for its positions. Nodes are plain slotted objects: they are made by the thousand.

A scalar keeps its characters whatever they look like (`text`), and says on request what YAML 1.2 takes them for
(`value`), so that `0123` can be an order number where one is meant.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, Final

from flowkit.language.span import Span

_LINE_END = re.compile(r"\r\n|\r|\n")
_NUMBER = re.compile(
    r"(?P<octal>0o[0-7]+)|(?P<hex>0x[0-9a-fA-F]+)|(?P<int>[-+]?[0-9]+)"
    r"|(?P<float>[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,3})?)"
)
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_LONGEST_NUMBER = 64
_BEGINS_NUMBERS = frozenset("-+.0123456789")
"""What a plain scalar begins with that may be a number."""

ScalarValue = str | int | Decimal | bool | None

MAX_DEPTH: Final = 64
TOO_DEEP_HERE: Final = f"lists and mappings are nested more than {MAX_DEPTH} deep here; a flow never needs that"


class Document:
    """One file as read: its path, its text (without a byte order mark), and its lines without their ends."""

    __slots__ = ("_lines", "_starts", "path", "text")

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self._lines: list[str] | None = None
        self._starts: list[int] | None = None

    @property
    def lines(self) -> list[str]:
        """The lines in order; a line ends at LF, CR LF or CR, as in every editor."""
        if self._lines is None:
            self._lines = _LINE_END.split(self.text)
        return self._lines

    @property
    def starts(self) -> list[int]:
        """The offset at which each line begins."""
        if self._starts is None:
            self._starts = [0, *(match.end() for match in _LINE_END.finditer(self.text))]
        return self._starts

    def line_of(self, offset: int) -> int:
        """The number, from 0, of the line that holds `offset`."""
        return bisect_right(self.starts, offset) - 1

    def span(self, start: int, end: int) -> Span:
        """The stretch between two offsets into `text`; the end is the place behind its last character."""
        return Stretch(self, start, end)

    def place_of(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1."""
        starts = self.starts
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def __repr__(self) -> str:
        return f"Document({self.path!r}, {len(self.text)} characters)"


class Stretch(Span):
    """A span that knows its offsets, and works out its lines and columns when one of them is first asked for."""

    __slots__ = ("_offsets",)
    _offsets: tuple[Document, int, int]

    def __init__(self, *offsets: *tuple[Document, int, int]) -> None:
        _set_offsets(self, offsets)

    def __getattr__(self, name: str) -> Any:
        """Called for what is not there: a field that nobody has asked for yet."""
        if name not in Span.__slots__:
            raise AttributeError(name)
        document, start, end = self._offsets
        Span.__init__(self, document.path, *document.place_of(start), *document.place_of(end))
        return getattr(self, name)

    @property
    def offsets(self) -> tuple[Document, int, int]:
        """The document, and the offsets in its text."""
        return self._offsets

    def __reduce__(self) -> tuple[type[Span], tuple[str, int, int, int, int]]:
        """What is kept or given to another process is the place alone, without its document."""
        document, start, end = self._offsets
        return Span, (document.path, *document.place_of(start), *document.place_of(end))


# A span is frozen, so its own slot is set past `__setattr__`; one slot, as stretches are made by the thousand.
_set_offsets = vars(Stretch)["_offsets"].__set__


class Scalar:
    """A single value: a text, a number, true or false, or nothing.

    `text` is its content as a string whatever its type; `start` and `end` are its offsets, quotes included; `style` is
    `""` for plain (unquoted), `"'"`, `'"'`, `"|"` or `">"`.
    """

    __slots__ = ("document", "end", "start", "style", "text")

    def __init__(self, document: Document, start: int, end: int, text: str, style: str) -> None:
        self.document = document
        self.start = start
        self.end = end
        self.text = text
        self.style = style

    @property
    def plain(self) -> bool:
        """Whether it stands without quotes."""
        return not self.style

    @property
    def block(self) -> bool:
        """Whether it is a text over several lines that begins with `|` or `>`."""
        return self.style == "|" or self.style == ">"

    @property
    def value(self) -> ScalarValue:
        """What the YAML 1.2 core schema takes it for; a quoted one is always a text.

        Numbers with a point or an exponent are `Decimal`, so that money keeps its digits. Two exceptions: `.inf` and
        `.nan` are texts, and so is a number of more than 64 characters or with an exponent beyond three digits; no
        flow means any of them.
        """
        return self.text if self.style else plain_value(self.text)

    @property
    def is_text(self) -> bool:
        """Whether its `value` is a text."""
        text = self.text
        if self.style or (text not in _WORDS and text[0] not in _BEGINS_NUMBERS):
            return True
        return isinstance(plain_value(text), str)

    @property
    def span(self) -> Span:
        """Its place, quotes included."""
        return Stretch(self.document, self.start, self.end)

    def part(self, start: int, end: int) -> Span:
        """The place of `text[start:end]`.

        Exact where the source shows the text as it is: on one line, plain, in single quotes, or in double quotes
        without escapes. Otherwise it is the whole scalar's place.
        """
        text = self.text
        start = max(0, min(start, len(text)))
        end = max(start, min(end, len(text)))
        if (base := self._shown_at()) is not None:
            return Stretch(self.document, base + start, base + end)
        source = self.document.text[self.start : self.end]
        if self.style == "'" and source[1:-1].replace("''", "'") == text:
            first = self.start + 1 + start + text.count("'", 0, start)
            return self.document.span(first, first + end - start + text.count("'", start, end))
        return self.span

    def places(self) -> Callable[[int, int], Span]:
        """What `part` gives for offsets into `text`, made for being asked many times."""
        document, base = self.document, self._shown_at()
        if base is None:
            return self.part
        return lambda start, end: Stretch(document, base + start, base + end)

    def _shown_at(self) -> int | None:
        """Where `text` begins in the source, if it stands there character by character."""
        start, length = self.start, len(self.text)
        around = self.end - start - length
        if self.style in ("'", '"') and around == 2:
            start += 1
        elif around:
            return None
        return start if self.document.text.startswith(self.text, start) else None

    def __repr__(self) -> str:
        return f"Scalar({self.text!r})"


class Entry:
    """A key of a mapping, with its value."""

    __slots__ = ("key", "value")

    def __init__(self, key: Scalar, value: "Node") -> None:
        self.key = key
        self.value = value

    def __repr__(self) -> str:
        return f"Entry({self.key!r}, {self.value!r})"


class Mapping:
    """Keys with their values, in the order of the file; no key stands twice. `flow` is true for the `{…}` form."""

    __slots__ = ("document", "end", "flow", "index", "start")

    def __init__(self, document: Document, start: int, end: int, flow: bool) -> None:
        self.document = document
        self.start = start
        self.end = end
        self.flow = flow
        self.index: dict[str, Entry] = {}

    @property
    def entries(self) -> list[Entry]:
        """The entries in order."""
        return list(self.index.values())

    def get(self, name: str) -> "Node | None":
        """The value under a key, or None where the key is missing."""
        entry = self.index.get(name)
        return None if entry is None else entry.value

    def entry(self, name: str) -> Entry | None:
        """The key of that name with its value, or None where it is missing."""
        return self.index.get(name)

    @property
    def span(self) -> Span:
        """Its place, up to the end of its last value."""
        return Stretch(self.document, self.start, self.end)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.index.values())

    def __len__(self) -> int:
        return len(self.index)

    def __contains__(self, name: object) -> bool:
        return name in self.index

    def __repr__(self) -> str:
        return f"Mapping({', '.join(self.index)})"


class Sequence:
    """A list of nodes. `flow` is true for the `[…]` form."""

    __slots__ = ("document", "end", "flow", "items", "start")

    def __init__(self, document: Document, start: int, end: int, flow: bool) -> None:
        self.document = document
        self.start = start
        self.end = end
        self.flow = flow
        self.items: list[Node] = []

    @property
    def span(self) -> Span:
        """Its place, up to the end of its last item."""
        return Stretch(self.document, self.start, self.end)

    def __iter__(self) -> "Iterator[Node]":
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __repr__(self) -> str:
        return f"Sequence({len(self.items)} items)"


Node = Scalar | Mapping | Sequence


def plain_value(text: str) -> ScalarValue:
    """What the YAML 1.2 core schema takes an unquoted text for."""
    if text in _WORDS:
        return _WORDS[text]
    if len(text) > _LONGEST_NUMBER or text[0] not in "-+.0123456789":
        return text
    match = _NUMBER.fullmatch(text)
    if match is None:
        return text
    match match.lastgroup:
        case "octal":
            return int(text[2:], 8)
        case "hex":
            return int(text[2:], 16)
        case "int":
            return int(text)
        case _:
            return Decimal(text)


def scalars(root: Node) -> Iterator[Scalar]:
    """Every scalar of a tree, keys included, in no particular order."""
    waiting: list[Node] = [root]
    while waiting:
        match waiting.pop():
            case Scalar() as scalar:
                yield scalar
            case Mapping() as mapping:
                for entry in mapping:
                    yield entry.key
                    waiting.append(entry.value)
            case Sequence() as sequence:
                waiting.extend(sequence.items)
