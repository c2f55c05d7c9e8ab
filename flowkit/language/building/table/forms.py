"""Forms: what may stand under a key. Each says in a designer's words what it is, and whether a node is one."""

from collections.abc import Mapping as MappingOf
from dataclasses import field
from decimal import Decimal
from typing import ClassVar

from flowkit.language.frozen import frozen
from flowkit.language.tree import Mapping, Node, Scalar, Sequence


@frozen
class Text:
    """A text. `prints`: it may hold values in `{{ }}`.

    `pattern`: a regular expression for the whole of it, and `like`: an example of what fits it.
    """

    prints: bool = False
    pattern: str = ""
    like: str = ""
    what: ClassVar[str] = "text"

    def takes(self, node: Node) -> bool:
        """Whether the node is one."""
        return type(node) is Scalar and node.is_text


@frozen
class Name:
    """The name of something, such as `the name of a state`."""

    what: str = "a name"

    def takes(self, node: Node) -> bool:
        """Whether the node is one."""
        return type(node) is Scalar and node.is_text and node.text != ""


@frozen
class Flag:
    """True or false."""

    what: ClassVar[str] = "true or false"

    def takes(self, node: Node) -> bool:
        """Whether the node is one."""
        return type(node) is Scalar and isinstance(node.value, bool)


@frozen
class Whole:
    """A whole number in a range, ends included."""

    least: int = 0
    most: int = 1_000_000
    what: ClassVar[str] = "a whole number"

    def takes(self, node: Node) -> bool:
        """Whether the node is one; the range is checked apart, so that it gets its own message."""
        return type(node) is Scalar and type(node.value) is int


@frozen
class Amount:
    """An amount of money in the project's currency."""

    what: ClassVar[str] = "an amount such as 12.50"

    def takes(self, node: Node) -> bool:
        """Whether the node is one."""
        return type(node) is Scalar and type(node.value) in (int, Decimal)


@frozen
class Duration:
    """A length of time in words: `6 seconds`."""

    what: ClassVar[str] = "a length of time such as '6 seconds'"

    def takes(self, node: Node) -> bool:
        """Whether the node is one, or a bare number, which gets its own message."""
        return type(node) is Scalar and type(node.value) in (str, int, Decimal)


@frozen
class OneOf:
    """One of a few words. `means`: what each of them means, for editors."""

    words: tuple[str, ...]
    means: tuple[str, ...] = ()

    @property
    def what(self) -> str:
        """`one of a, b, c`."""
        return "one of " + ", ".join(self.words)

    def takes(self, node: Node) -> bool:
        """Whether the node is one scalar; which one is checked apart, so that it gets its own message."""
        return type(node) is Scalar and node.is_text


@frozen
class Guard:
    """An expression of the guard language."""

    what: ClassVar[str] = "an expression"

    def takes(self, node: Node) -> bool:
        """Whether the node is one; a bare number or true/false is an expression too."""
        return type(node) is Scalar and node.text != ""


@frozen
class Data:
    """Any data."""

    what: str = "data"

    def takes(self, node: Node) -> bool:
        """Whether the node is one: anything but nothing."""
        return type(node) is not Scalar or node.value is not None


@frozen
class Of:
    """A map with the keys of a kind of the table."""

    kind: str
    what: str

    def takes(self, node: Node) -> bool:
        """Whether the node is a map; its keys are checked when it is opened."""
        return type(node) is Mapping


@frozen
class MapOf:
    """A map of names to values of one form: `a map of states`."""

    value: "Form"
    what: str
    names: bool = True
    """Whether its keys are names of the language (lower_snake_case)."""
    some: bool = False
    """Whether it must hold something."""

    def takes(self, node: Node) -> bool:
        """Whether the node is a map."""
        return type(node) is Mapping and (not self.some or len(node.index) > 0)


@frozen
class ListOf:
    """A list of values of one form, in brackets or with dashes; never one alone."""

    item: "Form"
    what: str

    def takes(self, node: Node) -> bool:
        """Whether the node is a list."""
        return type(node) is Sequence


@frozen
class Several:
    """One or several: a list, or a single entry without brackets."""

    item: "Form"
    what: str
    some: bool = False
    """Whether an empty list is none."""
    once: bool = False
    """Whether texts may stand in it only once; names always may."""

    def takes(self, node: Node) -> bool:
        """Whether the node is a list or one entry; the entries of a list are checked when they are read."""
        if type(node) is Sequence:
            return not self.some or len(node.items) > 0
        return self.item.takes(node)


@frozen
class Either:
    """One of several forms."""

    forms: tuple["Form", ...]
    what: str

    def takes(self, node: Node) -> bool:
        """Whether the node is one of them."""
        for form in self.forms:  # noqa: SIM110 (this runs for every edge; a generator takes twice as long)
            if form.takes(node):
                return True
        return False


Form = Text | Name | Flag | Whole | Amount | Duration | OneOf | Guard | Data | Of | MapOf | ListOf | Several | Either


@frozen
class Key:
    """One key of a kind of mapping.

    `about` is one sentence for editors and the reference page. `on`: the kind keys beside which it may stand (empty:
    all). `unless`: required except beside one of these keys. `default` is shown to designers, as written in a file.
    """

    form: Form
    about: str
    required: bool = False
    on: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    default: str = ""


@frozen
class Kind:
    """One kind of mapping: its name, what it is in a sentence (`a state`), and its keys in the order of the page.

    `exclusive`: at most one of these keys may stand in it; with `needs_one`, exactly one.
    """

    name: str
    what: str
    keys: MappingOf[str, Key]
    exclusive: tuple[str, ...] = ()
    needs_one: bool = False
    required: tuple[str, ...] = field(init=False)
    """The keys that must stand."""
    forms: MappingOf[str, Form] = field(init=False)
    """What may stand under each key."""

    def __post_init__(self) -> None:
        required = tuple(name for name, key in self.keys.items() if key.required and not key.unless)
        object.__setattr__(self, "required", required)
        object.__setattr__(self, "forms", {name: key.form for name, key in self.keys.items()})


def node_is(node: Node) -> str:
    """What a node is, in a designer's words."""
    if type(node) is Mapping:
        return "a map"
    if type(node) is Sequence:
        return "a list"
    assert type(node) is Scalar
    match node.value:
        case bool():
            return node.text
        case int() | Decimal():
            return "a number"
        case None | "":
            return "empty"
        case _:
            return "text"
