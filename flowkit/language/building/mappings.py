"""Opening a mapping: its keys checked against the table, and typed access to what stands under them.

What does not fit is reported and left out, so the code that reads a mapping sees only nodes of the promised forms.
"""

import re
from collections.abc import Iterator

from flowkit.language.building.names import check_name
from flowkit.language.building.report import Report
from flowkit.language.building.table.forms import Form, Kind, MapOf, OneOf, Several, Text, Whole, node_is
from flowkit.language.codes import BAD_VALUE, BAD_WORDS, MISSING_KEY, UNKNOWN_KEY, WRONG_TYPE
from flowkit.language.expressions.spelling import did_you_mean, nearest
from flowkit.language.mending import mended, quoted
from flowkit.language.tree import Entry, Mapping, Node, Scalar, Sequence

FORMER = {
    "on": "success is 'next', everything else stands under 'outcomes'",
    "call": "a tool is run by 'use', a flow by 'run'",
    "decide": "a state without a kind branches: only 'next' with its edges",
    "enum": "write 'options'",
    "choices": "write 'options'",
    "goto": "write 'go'",
    "then": "write 'next' on a state, 'go' on an edge",
    "message": "write 'say'",
    "prompt": "write 'ask' on a slot, 'question' on a state",
    "description": "write 'about'",
    "if": "write 'when'",
    "condition": "write 'when'",
    "check": "write 'only_if' with a rule",
    "attempts": "write a ladder under 'no_match'",
    "depends_on": "leave it out: what depends on what is derived from what reads what",
    "remember": "let 'output' name a record",
    "human": "go to 'person'",
    "switch": "another wish is a digression: see 'digress'",
}
"""Keys that people write from habit or from other tools, and what flowkit has instead."""


class Fields:
    """The keys of one mapping that fit their forms."""

    __slots__ = ("entries", "kind", "mapping", "place", "report")

    def __init__(self, kind: Kind, mapping: Mapping, entries: dict[str, Entry], place: Node, report: Report) -> None:
        self.kind = kind
        self.mapping = mapping
        self.entries = entries
        self.place = place
        """The node that messages about the whole mapping point at: its name."""
        self.report = report

    def __contains__(self, key: str) -> bool:
        return key in self.entries

    def node(self, key: str) -> Node | None:
        """What stands under the key, or None."""
        entry = self.entries.get(key)
        return None if entry is None else entry.value

    def key(self, key: str) -> Node:
        """The key itself, for messages; the mapping's place where it is missing."""
        entry = self.mapping.index.get(key)
        return self.place if entry is None else entry.key

    def scalar(self, key: str) -> Scalar | None:
        """The scalar under the key, or None."""
        entry = self.entries.get(key)
        return entry.value if entry is not None and type(entry.value) is Scalar else None

    def text(self, key: str, default: str = "") -> str:
        """The text under the key."""
        scalar = self.scalar(key)
        return default if scalar is None else scalar.text

    def flag(self, key: str, default: bool = False) -> bool:
        """True or false."""
        scalar = self.scalar(key)
        return default if scalar is None else scalar.value is True

    def whole(self, key: str, default: int) -> int:
        """A whole number; one out of range is reported, and the default taken."""
        scalar = self.scalar(key)
        if scalar is None:
            return default
        form, value = self.kind.keys[key].form, scalar.value
        assert isinstance(form, Whole)
        assert type(value) is int
        if form.least <= value <= form.most:
            return value
        span = f"from {form.least} to {form.most}" if form.least < form.most else str(form.least)
        self.report.add(BAD_VALUE, scalar, f"'{key}' is {span}; this is {value}")
        return default

    def word(self, key: str, default: str = "") -> str:
        """One of a few words; another one is reported, and the default taken."""
        scalar = self.scalar(key)
        if scalar is None:
            return default
        form = self.kind.keys[key].form
        assert isinstance(form, OneOf)
        if scalar.text in form.words:
            return scalar.text
        self.report.add(BAD_VALUE, scalar, f"'{key}' is {form.what}", did_you_mean(scalar.text, form.words))
        return default

    def items(self, key: str) -> list[Node]:
        """One or several: the entries that fit, whether in a list or alone."""
        node = self.node(key)
        if node is None:
            return []
        form = self.kind.keys[key].form
        item = form.item if isinstance(form, Several) else form
        return list(fitting(node, item, key, self.report))

    def scalars(self, key: str) -> list[Scalar]:
        """One or several scalars."""
        return [item for item in self.items(key) if type(item) is Scalar]

    def texts(self, key: str) -> tuple[str, ...]:
        """One or several texts."""
        return tuple(scalar.text for scalar in self.scalars(key))

    def map(self, key: str, what: str = "") -> list[Entry]:
        """The entries of a map of names whose values fit.

        Args:
            what: What its keys name, such as `a state`; then they are checked to be names. Empty: they are names of
                things that are defined elsewhere, and not checked here.
        """
        node = self.node(key)
        if type(node) is not Mapping:
            return []
        form = self.kind.keys[key].form
        value = form.value if isinstance(form, MapOf) else form
        return [
            entry
            for entry in node
            if (not what or check_name(entry.key, what, self.report))
            and fits(value, entry.value, entry.key.text, self.report)
        ]


def open_mapping(kind: Kind, mapping: Mapping, place: Node, report: Report) -> Fields:
    """Checks the keys of a mapping, and gives those that fit.

    Args:
        place: Where messages about the whole mapping point: the key it stands under.
    """
    keys, index = kind.keys, mapping.index
    entries = index
    misspelt: set[str] = set()
    for name, entry in index.items():
        key = keys.get(name)
        if key is not None and key.form.takes(entry.value):
            if type(key.form) is Text:
                _check_text(key.form, entry.value, name, report)
            continue
        if key is None:
            misspelt.add(_unknown_key(kind, entry.key, index, report))
        else:
            misfit(key.form, entry.value, name, report)
        if entries is index:
            entries = dict(index)
        del entries[name]
    for name in kind.required:
        if name not in index and name not in misspelt:
            report.add(MISSING_KEY, place, f"{kind.what} needs '{name}'", _about(kind, name))
    return Fields(kind, mapping, entries, place, report)


def _about(kind: Kind, name: str) -> str:
    about = kind.keys[name].about
    about = about.replace("`", "'")
    return f"{name}: {about[0].lower()}{about[1:].rstrip('.')}"


def _unknown_key(kind: Kind, key: Scalar, present: dict[str, Entry], report: Report) -> str:
    """Reports a key that the kind does not have; gives the key that was probably meant."""
    name = key.text
    ones = [exclusive for exclusive in kind.exclusive if exclusive in present] or [""]
    here = [known for known, one in kind.keys.items() if not one.on or any(other in one.on for other in ones)]
    if kind.exclusive:
        here = [known for known in here if known in ones or known not in kind.exclusive or ones == [""]]
    meant = "" if name in FORMER else nearest(name, [known for known in here if known not in present])
    others = FORMER.get(name) or "keys here: " + ", ".join(here)
    help = f"did you mean '{meant}'?" if meant else others
    report.add(UNKNOWN_KEY, key, f"{kind.what} has no key '{name}'", help)
    return meant


def fits(form: Form, node: Node, name: str, report: Report) -> bool:
    """Whether a node has the form; reports it if not. `name` is the key it stands under."""
    if form.takes(node):
        if type(form) is Text:
            _check_text(form, node, name, report)
        return True
    misfit(form, node, name, report)
    return False


def misfit(form: Form, node: Node, name: str, report: Report) -> None:
    """Reports a node that does not have the form."""
    found = node_is(node)
    if found == "empty":
        report.add(WRONG_TYPE, node, f"'{name}' is empty; it is {form.what}")
        return
    help = ""
    if type(node) is Scalar and node.plain and _text_form(form):
        help = mended(node.document, node.start, node.end, quoted(node.text))
    report.add(WRONG_TYPE, node, f"'{name}' is {form.what}; this is {found}", help)


def _check_text(form: Text, node: Node, name: str, report: Report) -> None:
    """A text that has to look like something, or that would print a value where none is printed."""
    assert type(node) is Scalar
    if form.pattern and not re.fullmatch(form.pattern, node.text):
        report.add(BAD_VALUE, node, f"'{node.text}' cannot stand under '{name}'", f"write it like: {form.like}")
    elif not form.prints and "{{" in node.text:
        at = node.text.index("{{")
        message = f"'{name}' is a fixed text; no value can be printed in it"
        report.add(BAD_WORDS, node.part(at, at + 2), message, "say it without the value")


def _text_form(form: Form) -> bool:
    return isinstance(form, Text) or (isinstance(form, Several) and isinstance(form.item, Text))


def fitting(node: Node, form: Form, name: str, report: Report) -> Iterator[Node]:
    """The entries of a list, or the single one, that have the form; the others are reported."""
    if type(node) is not Sequence:
        if fits(form, node, name, report):
            yield node
        return
    for item in node.items:
        if form.takes(item):
            if type(form) is Text:
                _check_text(form, item, name, report)
            yield item
        elif (found := node_is(item)) == "empty":
            report.add(WRONG_TYPE, item, f"an entry of '{name}' is empty; it is {form.what}")
        else:
            report.add(WRONG_TYPE, item, f"an entry of '{name}' is {form.what}; this is {found}")
