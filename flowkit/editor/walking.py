"""All names of a file: its tree walked along the table of keys.

The table tells what stands under each key: the name of a state, an expression, words, a map of slots. What it cannot
tell stands here as a few exceptions: whose arguments the keys under `with` are, what a test may name, and the like.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from flowkit.editor import suites
from flowkit.editor.mentions import ANY, KeyPlace, Mention, Names, Role
from flowkit.editor.printed import Here, in_expression, in_words
from flowkit.editor.sentences import RULE_ANYWHERE, part, source, type_name
from flowkit.editor.special_keys import SPECIAL, Around
from flowkit.language.building.declaring import kind_of
from flowkit.language.building.table.forms import (
    Either,
    Form,
    Guard,
    ListOf,
    MapOf,
    Name,
    Of,
    OneOf,
    Several,
    Text,
)
from flowkit.language.building.table.kinds import KINDS
from flowkit.language.translation import key_of
from flowkit.language.tree import Document, Entry, Mapping, Node, Scalar, Sequence

_WORLD: Final[tuple[Role, ...]] = (("constant", ""), ("record", ""))
_PROJECT: Final[tuple[Role, ...]] = (("slot", ""), ("precondition", ""), *_WORLD)
_GLOBAL: Final[dict[str, tuple[Role, ...]]] = {
    "the name of a flow": (("flow", ""),),
    "a flow, or off": (("flow", ""),),
    "the name of a tool": (("tool", ""),),
    "a precondition": (("precondition", ""),),
    "a fact": (("fact", ""),),
    "the name of a handoff": (("handoff", ""),),
    "a record": (("record", ""),),
}
"""What a name under a key stands for, by what the table says of it."""
_DEFINED: Final[dict[tuple[str, str], str]] = {
    ("flow", "slots"): "slot",
    ("flow", "let"): "let",
    ("flow", "states"): "state",
    ("project", "slots"): "slot",
    ("project", "preconditions"): "precondition",
    ("project", "constants"): "constant",
    ("project", "facts"): "fact",
    ("project", "handoffs"): "handoff",
    ("project", "environments"): "environment",
    ("catalog", "records"): "record",
    ("catalog", "tools"): "tool",
    ("catalog", "rules"): "rule",
    ("tool", "input"): "argument",
    ("tool", "let"): "let",
    ("tool", "outcomes"): "outcome",
    ("state", "exits"): "exit",
}
"""The maps whose keys are names that are given there."""
_ACROSS: Final = frozenset(("precondition", "constant", "fact", "handoff", "record", "tool", "environment"))
"""Kinds of things that belong to the whole project."""


class Walk:
    """Gathers the names of one file."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.mentions: list[Mention] = []
        self.keys: list[KeyPlace] = []
        self.texts: list[tuple[str, tuple[Role, ...], Role]] = []
        self.stretches: list[tuple[Mention, int]] = []

    def file(self, root: Node) -> Names:
        """The names of a whole file."""
        kind = kind_of(root)
        name = ""
        if isinstance(root, Mapping):
            if not kind:
                self.take(suites.fixtures(root))
            else:
                first = root.get(kind)
                name = first.text if isinstance(first, Scalar) else ""
                self.mapping(kind if kind != "flowkit" else "project", root, _around(kind, name))
        mentions = tuple(sorted(self.mentions, key=lambda each: (each.start, each.end)))
        return Names(mentions, tuple(self.keys), tuple(self.texts), tuple(self.stretches), kind, name)

    def take(self, found: Iterable[Mention]) -> None:
        """Adds mentions."""
        self.mentions += found

    def mapping(self, kind: str, node: Mapping, around: Around) -> None:
        """A map with the keys of a kind."""
        forms = KINDS[kind].forms
        for entry in node:
            key, form = entry.key.text, forms.get(entry.key.text)
            if form is None:
                continue
            self.keys.append(KeyPlace(entry.key.start, entry.key.end, kind, key))
            special = SPECIAL.get((kind, key))
            if special is not None and special(self, node, entry, around):
                continue
            self.value(form, entry.value, around, kind, key)

    def value(self, form: Form, node: Node, around: Around, kind: str, key: str) -> None:
        """What stands under a key."""
        match form:
            case Either(forms=forms):
                fitting = next((each for each in forms if each.takes(node)), None)
                if fitting is not None:
                    self.value(fitting, node, around, kind, key)
            case Several(item=item) | ListOf(item=item):
                for each in node.items if isinstance(node, Sequence) else [node]:
                    self.value(item, each, around, kind, key)
            case Of(kind=inner) if isinstance(node, Mapping):
                self.mapping(inner, node, around)
            case MapOf() if isinstance(node, Mapping):
                self.map(form, node, around, kind, key)
            case _ if isinstance(node, Scalar):
                self.scalar(form, node, around, kind, key)

    def map(self, form: MapOf, node: Mapping, around: Around, kind: str, key: str) -> None:
        """A map of names, each of which may be given here."""
        role = _DEFINED.get((kind, key))
        for entry in node:
            inner = around
            if role is not None:
                inner = self.named(role, entry, around)
            elif key == "fields":
                self.field(entry)
            self.value(form.value, entry.value, inner, kind, key)

    def named(self, role: str, entry: Entry, around: Around) -> Around:
        """Takes in a thing with its name, and tells what is around what stands below it."""
        owner = around.tool or around.flow
        owner = "" if role in _ACROSS else f"{around.flow}.{around.state}" if role == "exit" else owner
        self.define(entry.key, (role, owner), entry.value.end)
        name = entry.key.text
        if role == "tool":
            values: tuple[Role, ...] = (("argument", name), ("let", name), *_WORLD)
            return replace(around, tool=name, name=name, here=Here(values, ("tool", name)))
        return replace(around, name=name, state=name if role == "state" else around.state)

    def define(self, scalar: Scalar, role: Role, end: int) -> None:
        """A name that is given here; what it names ends at `end`."""
        if not scalar.text:
            return
        mention = part(scalar, 0, len(scalar.text), (role,), role)
        self.mentions.append(mention)
        self.stretches.append((mention, max(end, scalar.end)))

    def field(self, entry: Entry) -> None:
        """A field of a record or an object, which is told apart by the place of its shape."""
        span = entry.value.span
        role = ("field", f"{span.path}:{span.line}:{span.column}")
        self.mentions.append(part(entry.key, 0, len(entry.key.text), (role,), role))

    def scalar(self, form: Form, node: Scalar, around: Around, kind: str, key: str) -> None:
        """A single value."""
        match form:
            case Guard():
                self.take(in_expression(node, around.here))
            case Text(prints=True):
                self.words(node, around.here)
            case OneOf(words=words) if node.text in words:
                self.keys.append(KeyPlace(node.start, node.end, kind, key, node.text))
            case Name(what=what) if node.text:
                self.take(_named(what, node, around))

    def words(self, node: Scalar, here: Here) -> None:
        """A text that may print values."""
        if "{" in node.text:
            self.texts.append((key_of(node.text), here.values, here.scope))
            self.take(in_words(node, here))


def _around(kind: str, name: str) -> Around:
    match kind:
        case "flow":
            own: tuple[Role, ...] = (("slot", name), ("let", name), ("result", name), ("slot", ""))
            values = (*own, ("record", ""), ("constant", ""), ("precondition", ""))
            return Around(Here(values, ("flow", name)), flow=name)
        case "catalog":
            return Around(Here((("argument", ANY), ("let", ANY), *_WORLD), ("project", "")), flow=name)
        case _:
            return Around(Here(_PROJECT, ("project", "")))


def _named(what: str, node: Scalar, around: Around) -> Iterator[Mention]:
    """A bare name, by what the table says it is."""
    roles = _GLOBAL.get(what, ())
    match what:
        case "the name of a state":
            roles = (("state", around.flow),)
        case "a slot":
            roles = (("slot", around.flow), ("slot", ""))
        case "a type":
            yield from type_name(node)
            return
        case "a list in the data":
            yield from in_expression(node, around.here)
            return
        case "a source":
            yield from source(node)
            return
        case "the name of a rule":
            roles = (("rule", around.flow), *RULE_ANYWHERE)
    if roles:
        yield part(node, 0, len(node.text), roles)


def names_in(document: Document, root: Node | None) -> Names:
    """All names of a file."""
    return Names() if root is None else Walk(document).file(root)
