"""Where the texts of a project stand that callers hear, or say: one walk that visits them all.

Theory of operation. The model is a tree of frozen values. The walk goes through all of it, gives every text to a
visitor and puts in its place what the visitor returns; what did not change is kept as it is, so a walk that changes
nothing gives the very same project. Words are found by their type, wherever they stand, so whoever adds a key with
words to the language need not come here. Two tables say what types do not tell: which plain texts are heard or said
too, and which words are for the model or for a person. Shapes are walked as well, because the label of a thing stands
in its shape, and shapes stand beside every value that is printed.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from operator import is_
from typing import Any, Final, Protocol, TypeVar, get_args

from flowkit.language.expressions.syntax import Expr
from flowkit.language.model import AboutUs, Environment, Flow, Handoff, Project, ReadBack, Slot, Talk, Tool
from flowkit.language.shapes import Option, Shape
from flowkit.language.span import Span
from flowkit.language.words import Printed, Words

T = TypeVar("T")

PLAIN_TEXTS: Final[Mapping[type, tuple[str, ...]]] = {
    AboutUs: ("automated", "recording", "data"),
    Flow: ("examples",),
    Project: ("facts",),
    Tool: ("done_words",),
}
"""Fields of plain text that callers hear or say."""

FOR_OTHERS: Final[Mapping[type, tuple[str, ...]]] = {Talk: ("goal",), Handoff: ("summary",)}
"""Fields of words that are for the model, or for the person who takes the call."""

_NOT_OF_CALLS: Final[Mapping[type, tuple[str, ...]]] = {
    Project: ("environments", "lint", "operations", "constants", "translations", "suites"),
}
_WITHOUT_TEXTS: Final = (str, int, float, bool, type(None), Span, Environment, *get_args(Expr))


class Visitor(Protocol):
    """What is done with each text. Each method returns the text that shall stand there."""

    def words(self, words: Words) -> Words:
        """Words that are spoken."""
        ...

    def read_back(self, read_back: ReadBack) -> ReadBack:
        """The two parts of a read-back, which stand in a file as one text."""
        ...

    def plain(self, text: str) -> str:
        """A text without values."""
        ...

    def option(self, option: Option, spoken: bool) -> Option:
        """A fixed option of a choice; `spoken`: a caller may hear it here."""
        ...


def visit_texts(project: Project, visitor: Visitor) -> Project:
    """The project with every text of its calls as the visitor leaves it."""
    visited = _Walk(visitor).value(project)
    assert isinstance(visited, Project)
    return visited


class _Walk:
    def __init__(self, visitor: Visitor) -> None:
        self._visitor = visitor
        # Shapes are shared by many values. The key keeps each alive, so that its id is not given to another one.
        self._shapes: dict[tuple[int, bool], tuple[Shape, Shape]] = {}

    def value(self, value: Any, heard: bool = True) -> Any:
        """A part of the model. `heard`: words in it are for callers."""
        match value:
            case Words():
                return self._words(value, heard)
            case Shape():
                return self._shape(value, spoken=False)
            case ReadBack():
                return self._visitor.read_back(
                    _kept(value, {"statement": self._parts(value.statement), "question": self._parts(value.question)})
                )
            case Mapping():
                return _same(value, {name: self.value(item, heard) for name, item in value.items()})
            case tuple():
                return _same_items(value, tuple([self.value(item, heard) for item in value]))
        if isinstance(value, _WITHOUT_TEXTS) or not is_dataclass(value) or isinstance(value, type):
            return value
        return self._parts_of(value, heard)

    def _parts_of(self, value: Any, heard: bool) -> Any:
        kind = type(value)
        plain, others, left = PLAIN_TEXTS.get(kind, ()), FOR_OTHERS.get(kind, ()), _NOT_OF_CALLS.get(kind, ())
        changed: dict[str, Any] = {}
        for part in fields(value):
            old = getattr(value, part.name)
            if part.name in plain:
                changed[part.name] = self._plain(old)
            elif kind is Slot and part.name == "shape":
                changed[part.name] = self._shape(old, spoken=True)
            elif part.name not in left:
                changed[part.name] = self.value(old, heard and part.name not in others)
        return _kept(value, changed)

    def _plain(self, value: Any) -> Any:
        changed: Any
        match value:
            case str():
                changed = self._visitor.plain(value)
            case Mapping():
                changed = {name: self._visitor.plain(text) for name, text in value.items()}
            case _:
                changed = tuple([self._visitor.plain(text) for text in value])
        return value if changed == value else changed

    def _words(self, words: Words, heard: bool) -> Words:
        words = self._parts(words)
        return self._visitor.words(words) if heard else words

    def _parts(self, words: Words) -> Words:
        """The words with the shapes beside what they print."""
        parts = tuple([self._printed(part) if isinstance(part, Printed) else part for part in words.parts])
        return _kept(words, {"parts": _same_items(words.parts, parts)})

    def _printed(self, printed: Printed) -> Printed:
        shapes = tuple([None if shape is None else self._shape(shape, spoken=True) for shape in printed.shapes])
        return _kept(printed, {"shapes": _same_items(printed.shapes, shapes)})

    def _shape(self, shape: Shape, spoken: bool) -> Shape:
        key = (id(shape), spoken)
        if key not in self._shapes:
            self._shapes[key] = (shape, self._changed_shape(shape, spoken))
        return self._shapes[key][1]

    def _changed_shape(self, shape: Shape, spoken: bool) -> Shape:
        options = tuple([self._option(option, spoken) for option in shape.options])
        changed: dict[str, Any] = {
            "options": _same_items(shape.options, options),
            "fields": _same(
                shape.fields,
                {name: self._shape(each, spoken and _is_told(name, shape)) for name, each in shape.fields.items()},
            ),
            "label": None if shape.label is None else self._words(shape.label, heard=True),
            "also": self.value(shape.also),
        }
        if shape.stands_for is not None:
            changed["stands_for"] = _kept(shape.stands_for, {"shape": self._shape(shape.stands_for.shape, spoken)})
        return _kept(shape, changed)

    def _option(self, option: Option, spoken: bool) -> Option:
        examples = self._plain(option.examples) if spoken else option.examples
        return self._visitor.option(_kept(option, {"examples": examples}), spoken)


def _is_told(field: str, thing: Shape) -> bool:
    """Whether a field is spoken where its thing is: one with a label is spoken by that, a choice by its key."""
    if thing.label is not None:
        return False
    return field == thing.key if thing.type == "choice" else True


def _same(old: Mapping[str, Any], new: dict[str, Any]) -> Mapping[str, Any]:
    """The old map where nothing in it changed."""
    return old if all(new[name] is item for name, item in old.items()) else new


def _same_items(old: tuple[Any, ...], new: tuple[Any, ...]) -> tuple[Any, ...]:
    return old if all(map(is_, new, old)) else new


def _kept(value: T, changed: dict[str, Any]) -> T:
    """The value itself where nothing in it changed, else one with the changes."""
    different = {name: new for name, new in changed.items() if new is not getattr(value, name)}
    return replace(value, **different) if different else value  # type: ignore[type-var]
