"""Whether translations are complete: every text that callers hear or say is there, and no other.

A text that changed in the flows is a missing translation, and a stale one: both are told. What is missing is told in
one message for each file of the project, with the lines to add.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import nlargest
from typing import Final

from flowkit.language import codes
from flowkit.language.building.mappings import Fields
from flowkit.language.building.world import World
from flowkit.language.diagnostic import Severity
from flowkit.language.expressions.syntax import Literal
from flowkit.language.mending import named, quoted
from flowkit.language.model import Project, ReadBack
from flowkit.language.shapes import Option
from flowkit.language.span import NOWHERE, Span
from flowkit.language.spoken_texts import visit_texts
from flowkit.language.translation import key_of, key_of_read_back
from flowkit.language.tree import Entry, scalars
from flowkit.language.tree import Mapping as Tree
from flowkit.language.words import Printed, Statement, Words

_MOST_COMPARED: Final = 50
_COMPARED: Final = 5
_LONGEST: Final = 500
_ALIKE: Final = 0.6


@dataclass(slots=True, eq=False, repr=False)
class Originals:
    """The texts of a project by their keys, gathered in one walk. `needed` are those that callers hear or say."""

    texts: dict[str, Words] = field(default_factory=dict)
    read_backs: dict[str, ReadBack] = field(default_factory=dict)
    needed: dict[str, None] = field(default_factory=dict)

    def words(self, words: Words) -> Words:
        """Notes words; those that only print values are the same in all languages, and need no translation."""
        self._note(words, any(_has_letters(part) for part in words.parts))
        return words

    def read_back(self, read_back: ReadBack) -> ReadBack:
        """Notes a read-back."""
        key = key_of_read_back(read_back)
        self.read_backs.setdefault(key, read_back)
        self.needed[key] = None
        return read_back

    def plain(self, text: str) -> str:
        """Notes a text without values."""
        self._note(Words(text, (text,)), True)
        return text

    def option(self, option: Option, spoken: bool) -> Option:
        """Notes an option; one that nobody hears may be translated, and need not."""
        written = option.label or option.value
        self._note(Words(written, (written,)), spoken)
        return option

    def _note(self, words: Words, needed: bool) -> None:
        key = key_of(words.source)
        if key:
            self.texts.setdefault(key, words)
            if needed:
                self.needed[key] = None

    def span(self, key: str) -> Span:
        """Where a text stands; nowhere for a plain text, whose place the model does not keep."""
        read_back = self.read_backs.get(key)
        return read_back.statement.span if read_back is not None else self.texts[key].span


def _has_letters(part: str | Printed | Statement) -> bool:
    """Whether a part holds a text of its own: a stretch, or what is said where a value is not known."""
    match part:
        case str():
            return any(char.isalpha() for char in part)
        case Printed():
            return any(isinstance(expr, Literal) and isinstance(expr.value, str) for expr in part.alternatives)
        case _:
            return False


def originals_of(project: Project) -> Originals:
    """The texts of a project that can be translated."""
    originals = Originals()
    visit_texts(project, originals)
    return originals


def check_missing(language: str, file: Fields, found: Collection[str], originals: Originals, world: World) -> None:
    """Reports texts without a translation, in one message for each file that they stand in."""
    missing = [key for key in originals.needed if key not in found]
    if not missing:
        return
    places = _places(world) if any(originals.span(key) is NOWHERE for key in missing) else {}
    by_file: dict[str, list[tuple[int, str]]] = {}
    for key in missing:
        span = originals.span(key)
        span = places.get(key, span) if span is NOWHERE else span
        by_file.setdefault(span.path, []).append((span.line, key))
    for path, texts in by_file.items():
        texts.sort()
        what = "a text that is" if len(texts) == 1 else f"{len(texts)} texts that are"
        message = f"{path or 'the project'} has {what} not translated into '{language}'"
        lines = [f" {quoted(key)}: …  # line {line}" for line, key in texts]
        help = f"add under 'texts':{''.join(lines)}" if len(lines) == 1 else "\n".join(["add under 'texts':", *lines])
        world.report.add(codes.NOT_TRANSLATED, file.key("texts"), message, help)


def check_stale(found: Mapping[str, Entry], originals: Originals, project: Project, world: World) -> None:
    """Reports translations of texts that nobody hears or says, with the text that was probably meant."""
    known = originals.texts.keys() | originals.read_backs.keys()
    stale = [key for key in found if key not in known]
    if not stale:
        return
    if any(each.severity is Severity.ERROR for each in world.report.found):
        # What could not be read is not in the model, but its texts are in the files.
        there = _places(world)
        stale = [key for key in stale if key not in there]
    # A text that was changed has no translation yet, so those without one are looked at first.
    first, others = _Likeness(key for key in originals.needed if key not in found), _Likeness(known)
    for number, key in enumerate(stale):
        near = (first.nearest(key) or others.nearest(key)) if number < _MOST_COMPARED else ""
        help = f"did you mean {quoted(near)}?" if near else "leave it out"
        message = f"the flows have no text {named(key)} that callers hear or say"
        world.report.add(codes.STALE_TRANSLATION, found[key].key, message, help)


class _Likeness:
    """Finds the text that is most like another one: of those that share most letters in a row, the closest."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = {text: _runs(text) for text in texts}

    def nearest(self, text: str) -> str:
        """The text that is most like `text`; empty if none is much like it."""
        import difflib  # only where something is wrong

        runs = _runs(text)
        alike = nlargest(_COMPARED, self._texts, key=lambda other: len(runs & self._texts[other]))
        near = difflib.get_close_matches(text[:_LONGEST], [each for each in alike if len(each) <= _LONGEST], 1, _ALIKE)
        return near[0] if near else ""


def _runs(text: str) -> set[str]:
    """All stretches of three letters."""
    folded = f" {text[:_LONGEST].casefold()} "
    return {folded[at : at + 3] for at in range(len(folded) - 2)}


def _places(world: World) -> dict[str, Span]:
    """Where each text stands in the files of flows, tools and the project."""
    places: dict[str, Span] = {}
    for root in _roots(world):
        for scalar in sorted(scalars(root), key=lambda each: each.start):
            key = key_of(scalar.text)
            if key and key not in places:
                places[key] = scalar.span
    return places


def _roots(world: World) -> Iterator[Tree]:
    if world.project is not None:
        yield world.project.mapping
    for catalog in world.catalogs.values():
        yield catalog.fields.mapping
    for flow in world.flows.values():
        yield flow.fields.mapping
