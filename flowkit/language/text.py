"""The YAML reader: the bytes of a file become a positioned tree and a list of what is wrong with it.

Theory of operation. libyaml turns the text into events; one loop builds the tree from them, without recursion, so no
nesting can exhaust the stack. What libyaml would accept but a flow must not hold (keys written twice, anchors, tags,
several documents) is found on the way, and reading goes on: all such problems are told at once. What would stop
libyaml early or confuse it, such as tabs, is replaced by spaces of the same length first (`characters`), so that
every place stays true. Only a syntax error ends the reading (`yaml_errors`); then there is no tree.

Hostile files end soon: size, depth and number of values are bounded before anything can grow, and no alias is ever
followed.
"""

import re
from typing import Any, Final

import yaml
from yaml.events import (
    AliasEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from flowkit.language import codes
from flowkit.language.anchors import Anchors
from flowkit.language.characters import characters
from flowkit.language.diagnostic import Code, Diagnostic, Related, problem
from flowkit.language.mending import known_keys, named, without_repetition
from flowkit.language.traps import (
    check_braces,
    check_brackets,
    check_comments,
    print_first,
    printed_stretch,
    without_colon,
)
from flowkit.language.tree import MAX_DEPTH, TOO_DEEP_HERE, Document, Entry, Mapping, Node, Scalar, Sequence

MAX_BYTES: Final = 2_000_000
MAX_NODES: Final = 100_000
MAX_FOUND: Final = 100
"""No file is told more problems than this at once: so many have one cause, or the file is no flow."""

_SPECIAL_KEYS = frozenset(("", "~", "null", "Null", "NULL", "<<"))
_SIGNS = (codes.ANCHOR, codes.TAG)
_BLANK = re.compile(r"(?:[ \r\n]+|#[^\r\n]*|^\.\.\.(?=[ \r\n]|\Z))*", re.MULTILINE)
_FIRST_LINES = "begin it with 'flow: name', 'catalog: name', 'suite: name', 'words: language' or 'flowkit: 1'"


class LibyamlMissing(RuntimeError):
    """PyYAML is installed without libyaml, the C library that reads YAML."""


def read(path: str, data: bytes) -> tuple[Node | None, Document, list[Diagnostic]]:
    """Read one file.

    `path` is how messages name the file; `data` is its bytes, UTF-8. Returns the tree, the document for code frames,
    and the problems in the order of the file. The tree is None where nothing could be read, or where anchors leave
    the file without its meaning. Raises `LibyamlMissing` if PyYAML has no libyaml, and nothing else.
    """
    if not yaml.__with_libyaml__:
        raise LibyamlMissing(
            "PyYAML is installed here without libyaml, which flowkit needs to read its files; "
            "install its wheel: pip install --force-reinstall --only-binary :all: pyyaml"
        )
    if len(data) > MAX_BYTES:
        document = Document(path, "")
        message = f"this file has {len(data):,} bytes, and flowkit reads up to {MAX_BYTES:,}"
        return None, document, [problem(codes.TOO_LARGE, document.span(0, 0), message, "split it into several files")]
    document, clean, found = characters(path, data)
    if clean is None:
        return None, document, found
    root = _Builder(document, clean, found).read()
    found.sort(key=lambda diagnostic: diagnostic.sort_key)
    del found[MAX_FOUND:]
    return root, document, found


class _Builder:
    """The tree of one file in the making, with its problems."""

    def __init__(self, document: Document, clean: str, found: list[Diagnostic]) -> None:
        self.document = document
        self.clean = clean
        self.found = found
        self.anchors = Anchors(document, clean)
        self.odd_keys: list[tuple[dict[str, Entry], str]] = []
        self.meaningful = True

    def read(self) -> Node | None:
        """The root, or None."""
        events = yaml.CSafeLoader(self.clean)
        try:
            events.get_event()
            if type(events.get_event()) is StreamEndEvent:
                self.empty()
                return None
            root = self.tree(events)
            if root is not None:
                self.check_end(events)
        except yaml.YAMLError as error:
            self.syntax_error(error, [], None)
            return None
        finally:
            events.dispose()
            self.found += self.anchors.problems()
        if type(root) is Scalar and root.plain and not root.text:
            self.empty()
            return None
        for index, name in self.odd_keys:
            index.pop(name, None)
        if root is not None:
            self.found += check_comments(root, self.clean, MAX_FOUND - len(self.found))
        return root if self.meaningful else None

    def tree(self, events: Any) -> Node | None:
        """The root of the first document, or None where reading had to end.

        This is the hot loop: `parent` is the innermost open collection, `key` the key that waits for its value, and
        `outer` holds the same pairs of the collections around it.
        """
        document, next_event = self.document, events.get_event
        new = object.__new__  # a thousand nodes a file: through their `__init__` each would take twice as long
        parent: Mapping | Sequence | None = None
        index: dict[str, Entry] | None = None  # that of `parent`, where it is a mapping
        key: Scalar | None = None
        outer: list[tuple[Mapping | Sequence | None, dict[str, Entry] | None, Scalar | None]] = []
        scalar: Scalar | None = None
        node: Node
        room = MAX_NODES
        try:
            while True:
                event = next_event()
                kind = type(event)
                if kind is ScalarEvent:
                    node = scalar = new(Scalar)
                    scalar.document = document
                    scalar.start = event.start_mark.index
                    scalar.end = event.end_mark.index
                    scalar.text = event.value
                    scalar.style = style = event.style
                    if style and style in "|>":
                        scalar.end = scalar.start + len(self.clean[scalar.start : scalar.end].rstrip(" \r\n"))
                    if event.anchor or event.tag:
                        self.found += self.anchors.properties(event)
                        scalar.start = self.anchors.behind(event)
                        if event.tag and not event.value:  # `!x`: as a guard it is told again, with the right spelling
                            scalar.start, scalar.end = event.start_mark.index, event.end_mark.index
                            scalar.text = self.clean[scalar.start : scalar.end]
                elif kind is MappingStartEvent or kind is SequenceStartEvent:
                    outer.append((parent, index, key))
                    key = index = None
                    start = event.start_mark.index
                    if kind is MappingStartEvent:
                        parent = Mapping(document, start, start, event.flow_style)
                        index = parent.index
                    else:
                        parent = Sequence(document, start, start, event.flow_style)
                    if event.anchor or event.tag:
                        self.found += self.anchors.properties(event)
                        parent.start = self.anchors.behind(event)
                    if len(outer) > MAX_DEPTH:
                        self.too_deep(parent)
                        return None
                    continue
                elif kind is AliasEvent:
                    node = self.alias(event)
                else:  # the end of `parent`: the document's own end comes only after its root is given back below
                    assert parent is not None
                    node = parent
                    parent, index, key = outer.pop()
                    if node.flow:
                        node.end = event.end_mark.index
                        node = self.closed(node, parent)
                room -= 1
                if room < 0:
                    self.too_many(node)
                    return None
                if index is not None:
                    if key is None:
                        key = node if type(node) is Scalar and node.text not in _SPECIAL_KEYS else self.key(index, node)
                        continue
                    entry = new(Entry)
                    entry.key = key
                    entry.value = node
                    if index.setdefault(key.text, entry) is not entry:
                        self.twice(parent, entry)  # type: ignore[arg-type]
                    key = None
                elif parent is None:
                    return node
                else:
                    parent.items.append(node)  # type: ignore[union-attr]
                parent.end = node.end  # type: ignore[union-attr]
        except yaml.YAMLError as error:
            opened = [collection for collection, _, _ in outer if collection is not None]
            self.syntax_error(error, [*opened, parent] if parent is not None else opened, scalar)
            return None

    def tell(self, kind: Code, start: int, end: int, message: str, help: str = "", *related: Related) -> None:
        """Note a problem between two offsets."""
        if len(self.found) < MAX_FOUND:
            self.found.append(problem(kind, self.document.span(start, end), message, help, related))

    def key(self, index: dict[str, Entry], node: Node) -> Scalar:
        """A node that stands as a key and is no common scalar: told, and a scalar in its place."""
        if isinstance(node, Scalar) and not node.plain and node.text:
            return node
        start, end = node.start, node.end
        stand_in = Scalar(self.document, start, end, f"\0{start}", "")
        self.odd_keys.append((index, stand_in.text))
        if isinstance(node, Scalar) and node.text == "<<":
            message = "'<<' takes over the keys of another mapping, which flows do not have; write the keys here"
            self.tell(codes.ANCHOR, start, end, message)
            self.meaningful = False
        elif isinstance(node, Scalar) and node.text:
            message = f"{named(node.text)} means 'nothing' in YAML and cannot be a key; use another name"
            self.tell(codes.NOT_PLAIN_KEY, start, end, message)
        elif isinstance(node, Scalar):
            self.tell(codes.NOT_PLAIN_KEY, start, end, "there is no name before this ':'; write 'name: value'")
        elif not self.clean.startswith("{{", start - 1):  # that one is told when the outer brace closes
            what = "mapping" if isinstance(node, Mapping) else "list"
            self.tell(
                codes.NOT_PLAIN_KEY, start, end, f"a {what} stands here as a key; a key is a name, as in 'name: …'"
            )
        return stand_in

    def twice(self, parent: Mapping, entry: Entry) -> None:
        """A key that its mapping has already. The first one counts."""
        key = entry.key
        if parent.flow and without_colon(entry):  # a repeated word of a text that was cut at its commas
            parent.index[f"{key.text}\0{key.start}"] = entry
            return
        first = Related(parent.index[key.text].key.span, "first written here")
        message = f"the key {named(key.text)} stands twice here; keep one, or give one another name"
        begins = not parent.flow and key.text in known_keys()
        help = "if another entry begins here, its name is missing above this line" if begins else ""
        again = "" if parent.flow else without_repetition(parent.index[key.text], entry)
        self.tell(codes.DUPLICATE_KEY, key.start, key.end, message, again or help, first)

    def closed(self, node: Mapping | Sequence, parent: Mapping | Sequence | None) -> Node:
        """An inline collection at its end, checked for what was not meant as one."""
        if len(self.found) >= MAX_FOUND:
            return node
        if isinstance(node, Sequence):
            self.found += check_brackets(node)
        elif self.clean.startswith("{{", node.start):
            start, end = printed_stretch(self.document, node.start, parent)
            self.found.append(print_first(self.document, start, end))
            return Scalar(self.document, node.start, node.end, self.document.text[node.start : node.end], "")
        elif self.clean[node.start] == "{" and not self.clean.startswith("{{", node.start - 1):
            self.found += check_braces(node)
        return node

    def alias(self, event: Any) -> Scalar:
        """A `*name`, which is never followed: a scalar in its place."""
        self.meaningful = False
        self.found += self.anchors.alias(event)
        return Scalar(self.document, event.start_mark.index, event.end_mark.index, f"*{event.anchor}", "")

    def empty(self) -> None:
        """A file that holds nothing."""
        self.tell(codes.EMPTY_FILE, 0, 0, "this file holds nothing yet", _FIRST_LINES)

    def too_deep(self, node: Node) -> None:
        """Collections nested beyond any flow."""
        self.tell(codes.TOO_DEEP, node.start, node.start + 1, TOO_DEEP_HERE)

    def too_many(self, node: Node) -> None:
        """More values than a file may hold."""
        message = f"this file holds more than {MAX_NODES:,} values; split it into several files"
        self.tell(codes.TOO_LARGE, node.start, node.end, message)

    def check_end(self, events: Any) -> None:
        """What stands behind the first document: nothing, another one, or something that is no YAML."""
        event = events.get_event()
        blank = _BLANK.match(self.clean, event.end_mark.index)
        at = blank.end() if blank else event.end_mark.index
        if at == len(self.clean):
            return
        if not event.explicit and not self.clean.startswith(("---", "%"), at):
            events.get_event()  # raises, with the place
        message = (
            "a second document begins here, and a file holds one; delete this line, or move the rest to its own file"
        )
        number = self.document.line_of(at)
        line = self.document.lines[number]
        self.tell(codes.SEVERAL_DOCUMENTS, at, self.document.starts[number] + len(line.rstrip()), message)

    def syntax_error(self, error: yaml.YAMLError, opened: list[Mapping | Sequence], last: Scalar | None) -> None:
        """What ended the reading, unless a problem that was told already is the reason."""
        if any(diagnostic.kind is codes.TAB for diagnostic in self.found):
            return
        # Most files have no such error.
        from flowkit.language.yaml_errors import explain

        found = explain(error, self.document, self.clean, opened, last)
        line = found.span.line
        if any(diagnostic.kind is codes.YAML_TRAP and diagnostic.span.line == line for diagnostic in self.found):
            return
        if found.kind is codes.YAML_TRAP:  # what looks like an anchor or a tag there is a part of that text
            self.found[:] = [other for other in self.found if other.span.line != line or other.kind not in _SIGNS]
            self.anchors.forget(line)
        self.found.append(found)
