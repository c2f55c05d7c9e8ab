"""Opening a mapping: its keys checked against the table, and typed access to what stands under them.

What does not fit is reported and left out, so the code that reads a mapping sees only nodes of the promised forms.
"""

import re
from collections.abc import Iterator
from collections.abc import Sequence as SequenceOf
from typing import Final

from flowkit.language.building.habits import instead, instead_of_word
from flowkit.language.building.misfits import misfit, misfit_entry
from flowkit.language.building.names import check_name
from flowkit.language.building.report import Report, related
from flowkit.language.building.table.forms import Either, Form, Kind, MapOf, Name, Of, OneOf, Several, Text, Whole
from flowkit.language.building.table.kinds import KINDS
from flowkit.language.codes import BAD_VALUE, BAD_WORDS, MISSING_KEY, UNKNOWN_KEY, WRONG_TYPE
from flowkit.language.expressions.spelling import did_you_mean, nearest
from flowkit.language.mending import named, on_line
from flowkit.language.tree import Entry, Mapping, Node, Scalar, Sequence

_NOTHING: Final[frozenset[str]] = frozenset()


class Fields:
    """The keys of one mapping that fit their forms."""

    __slots__ = ("_maps", "entries", "kind", "mapping", "misspelt", "place", "report")

    def __init__(
        self,
        kind: Kind,
        mapping: Mapping,
        entries: dict[str, Entry],
        place: Node,
        report: Report,
        misspelt: frozenset[str] = _NOTHING,
    ) -> None:
        self.kind = kind
        self.mapping = mapping
        self.entries = entries
        self.place = place
        """The node that messages about the whole mapping point at: its name."""
        self.report = report
        self.misspelt = misspelt
        """Keys that are not there, but were probably meant by others that were reported."""
        self._maps: dict[tuple[str, str], list[Entry]] | None = None

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
        if entry is None:
            return None
        value = entry.value
        return value if type(value) is Scalar else None

    def text(self, key: str, default: str = "") -> str:
        """The text under the key."""
        scalar = self.scalar(key)
        return default if scalar is None else scalar.text

    def flag(self, key: str, default: bool = False) -> bool:
        """True or false."""
        if key not in self.entries:
            return default
        scalar = self.scalar(key)
        return default if scalar is None else scalar.value is True

    def whole(self, key: str, default: int) -> int:
        """A whole number; the default where it is out of range, which was reported when the map was opened."""
        scalar = self.scalar(key)
        if scalar is None:
            return default
        form, value = self.kind.keys[key].form, scalar.value
        assert isinstance(form, Whole)
        assert type(value) is int
        return value if form.least <= value <= form.most else default

    def word(self, key: str, default: str = "") -> str:
        """One of a few words; the default where it is another one, which was reported when the map was opened."""
        scalar = self.scalar(key)
        if scalar is None:
            return default
        form = self.kind.keys[key].form
        assert isinstance(form, OneOf)
        return scalar.text if scalar.text in form.words else default

    def items(self, key: str) -> list[Node]:
        """One or several: the entries that fit, whether in a list or alone."""
        if key not in self.entries:
            return []
        node = self.entries[key].value
        form = self.kind.keys[key].form
        item = form.item if isinstance(form, Several) else form
        return list(fitting(node, item, key, self.report))

    def scalars(self, key: str) -> list[Scalar]:
        """One or several scalars."""
        return [item for item in self.items(key) if type(item) is Scalar]

    def texts(self, key: str) -> tuple[str, ...]:
        """One or several texts."""
        if key not in self.entries:
            return ()
        return tuple(scalar.text for scalar in self.scalars(key))

    def map(self, key: str, what: str = "") -> SequenceOf[Entry]:
        """The entries of a map of names whose values fit.

        Args:
            what: What its keys name, such as `a state`; then they are checked to be names. Empty: they are names of
                things that are defined elsewhere, and not checked here.
        """
        node = self.node(key)
        if type(node) is not Mapping:
            return ()
        if self._maps is None:  # kept, for every state that uses a tool asks for the arguments and outcomes of the tool
            self._maps = {}
        if (key, what) not in self._maps:
            self._maps[key, what] = self._read_map(node, key, what)
        return self._maps[key, what]

    def _read_map(self, node: Mapping, key: str, what: str) -> list[Entry]:
        form = self.kind.keys[key].form
        value = form.value if isinstance(form, MapOf) else form
        flat = _flat(node, value, self.report)
        found = []
        for entry in node:
            if entry.key.text in flat or (what and not check_name(entry.key, what, self.report)):
                continue
            if fits(value, entry.value, entry.key.text, self.report):
                found.append(entry)
            else:
                self.report.doubtful.add(entry.key.text)
        return found


def open_mapping(kind: Kind, mapping: Mapping, place: Node, report: Report) -> Fields:
    """Checks the keys of a mapping, and gives those that fit.

    Args:
        place: Where messages about the whole mapping point: the key it stands under.
    """
    forms, index = kind.forms, mapping.index
    entries = index
    misspelt = _NOTHING
    for name, entry in index.items():
        form, value = forms.get(name), entry.value
        if form is not None and form.takes(value):
            if type(form) is Text:
                check_text(form, value, name, report)
            elif type(form) is OneOf or type(form) is Whole:
                _check_choice(form, value, name, report)
            elif type(form) is Several and type(value) is Sequence:
                _check_once(form, value, report)
            continue
        if form is None:
            misspelt |= {_unknown_key(kind, entry, index, report)}
        else:
            misfit(form, value, name, report)
        if entries is index:
            entries = dict(index)
        del entries[name]
    for name in kind.required:
        if name not in index and name not in misspelt:
            report.add(MISSING_KEY, place, f"{kind.what} needs '{name}'", _about(kind, name))
    return Fields(kind, mapping, entries, place, report, misspelt)


def _flat(node: Mapping, form: Form, report: Report) -> set[str]:
    """Entries of a map that belong into the one above them, which is empty: its lines are not indented.

    Reports that, and gives the names of all of them.
    """
    kinds = [KINDS[each.kind].keys for each in _alternatives(form) if isinstance(each, Of)]
    found: set[str] = set()
    if not kinds:
        return found
    owner: Entry | None = None
    for entry in node:
        name, value = entry.key.text, entry.value
        if owner is not None and any(name in keys for keys in kinds) and not form.takes(value):
            if owner.key.text not in found:
                line = " " * (2 + _column(entry.key)) + entry.key.document.lines[entry.key.span.line - 1].lstrip()
                message = f"'{owner.key.text}' is empty; indent the lines below that belong to it"
                report.add(WRONG_TYPE, owner.key, message, on_line(node.document, entry.key.span.line - 1, line))
                report.doubtful.add(owner.key.text)
            found.update((owner.key.text, name))
            continue
        owner = entry if type(value) is Scalar and value.value is None else None
    return found


def _alternatives(form: Form) -> tuple[Form, ...]:
    return form.forms if isinstance(form, Either) else (form,)


def _column(scalar: Scalar) -> int:
    return scalar.span.column - 1


def _about(kind: Kind, name: str) -> str:
    form = kind.keys[name].form
    if isinstance(form, OneOf):
        return f"add: {name}: {', '.join(form.words[:-1])} or {form.words[-1]}"
    about = kind.keys[name].about
    about = about.replace("`", "'")
    return f"{name}: {about[0].lower()}{about[1:].rstrip('.')}"


def _unknown_key(kind: Kind, entry: Entry, present: dict[str, Entry], report: Report) -> str:
    """Reports a key that the kind does not have; gives the key that was probably meant."""
    name = entry.key.text
    ones = [exclusive for exclusive in kind.exclusive if exclusive in present] or [""]
    here = [known for known, one in kind.keys.items() if not one.on or any(other in one.on for other in ones)]
    if kind.exclusive:
        here = [known for known in here if known in ones or known not in kind.exclusive or ones == [""]]
    left = [known for known in here if known not in present]
    meant, help = instead(kind.name, name)
    meant = meant if meant in left else ""
    if not meant and not help and (meant := nearest(name, left)):
        help = did_you_mean(name, left)
    report.add(UNKNOWN_KEY, entry.key, f"{kind.what} has no key '{name}'", help or "keys here: " + ", ".join(here))
    if meant and type(entry.value) is Mapping and isinstance(kind.keys[meant].form, MapOf):
        report.doubtful.update(entry.value.index)
    return meant


def fits(form: Form, node: Node, name: str, report: Report) -> bool:
    """Whether a node has the form; reports it if not. `name` is the key it stands under."""
    if form.takes(node):
        if type(form) is Text:
            check_text(form, node, name, report)
        return True
    misfit(form, node, name, report)
    return False


def check_text(form: Text, node: Node, name: str, report: Report) -> None:
    """A text that has to look like something, or that would print a value where none is printed."""
    assert type(node) is Scalar
    if not node.text.strip():
        report.add(WRONG_TYPE, node, f"'{name}' is empty; it is {form.what}")
    elif form.pattern and not re.fullmatch(form.pattern, node.text):
        report.add(BAD_VALUE, node, f"'{node.text}' cannot stand under '{name}'", f"write it like: {form.like}")
    elif not form.prints and "{{" in node.text:
        at = node.text.index("{{")
        message = f"'{name}' is a fixed text; no value can be printed in it"
        report.add(BAD_WORDS, node.part(at, at + 2), message, "say it without the value")


def _check_choice(form: OneOf | Whole, node: Node, name: str, report: Report) -> None:
    """One of a few words, or a number in its range."""
    assert type(node) is Scalar
    if isinstance(form, OneOf) and node.text not in form.words:
        help = did_you_mean(node.text, form.words) or instead_of_word(node.text, form.words)
        report.add(BAD_VALUE, node, f"'{name}' is {form.what}", help)
    elif isinstance(form, Whole) and type(node.value) is int and not form.least <= node.value <= form.most:
        span = f"from {form.least} to {form.most}" if form.least < form.most else str(form.least)
        report.add(BAD_VALUE, node, f"'{name}' is {span}; this is {node.value}")


def _check_once(form: Several, node: Sequence, report: Report) -> None:
    """Reports names, and texts that may not either, that stand in a list twice."""
    if len(node.items) < 2 or not (form.once or type(form.item) is Name):
        return
    seen: dict[str, Scalar] = {}
    for item in node.items:
        if type(item) is not Scalar or not item.text or report.full:
            continue
        alike = item.text.casefold().rstrip(" .?!") if form.once else item.text
        if (before := seen.setdefault(alike, item)) is not item:
            message = f"{named(item.text)} stands twice in this list"
            report.add(BAD_VALUE, item, message, "leave one of them out", related(before, "it stands here first"))


def fitting(node: Node, form: Form, name: str, report: Report) -> Iterator[Node]:
    """The entries of a list, or the single one, that have the form; the others are reported."""
    if type(node) is not Sequence:
        if fits(form, node, name, report):
            yield node
        return
    for item in node.items:
        if form.takes(item):
            if type(form) is Text:
                check_text(form, item, name, report)
            yield item
        else:
            misfit_entry(form, item, name, report, node)
