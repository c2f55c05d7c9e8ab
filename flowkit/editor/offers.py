"""What completion can offer: names of things, words of the language, fields and options."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from flowkit.editor.book import Book
from flowkit.editor.hovers import brief
from flowkit.editor.mentions import ANY, START, Role, Thing
from flowkit.language.expressions.parser import parse
from flowkit.language.expressions.syntax import Expr
from flowkit.language.expressions.types import PARTS
from flowkit.language.frozen import frozen
from flowkit.language.shapes import TYPE_NAMES, Shape
from flowkit.language.span import NOWHERE


@frozen
class Offer:
    """One entry of the list that completion opens.

    `kind`: key, state, slot, flow, tool, field, option, word, … `inserts`: what is put in place of the word at the
    cursor. `about` is Markdown. `thing`: what it is about, if its text is wanted later.
    """

    label: str
    kind: str
    detail: str = ""
    inserts: str = ""
    about: str = ""
    thing: Thing | None = None


BUILT_IN_STATES: Final = (
    Offer("person", "state", "the default handoff: a person"),
    Offer("hang_up", "state", "the call ends"),
)
_RUN_TIME: Final = (Offer("today", "word", "the day of the call"), Offer("now", "word", "day and time of the call"))
_FUNCTIONS: Final = {
    "any": "any(x.open for x in list)",
    "all": "all(x.open for x in list)",
    "count": "count(x for x in list if x.open)",
    "sum": "sum(x.price for x in list)",
    "min": "min(a, b), or of a list",
    "max": "max(a, b), or of a list",
    "length": "length(list)",
    "days": "days(14)",
    "hours": "hours(2)",
    "minutes": "minutes(30)",
    "done": "done(tool): it was carried out in this call",
}
_WORDS: Final = ("and", "or", "not", "in", "is set", "is not set", "is empty", "true", "false")
Loops = Sequence[tuple[str, Expr]]


def things(book: Book, roles: Iterable[Role]) -> Iterator[Offer]:
    """All things of some kinds."""
    seen: set[str] = set()
    for kind, owner in roles:
        owner = book.start if owner == START else owner
        for name in book.of_kind(kind, owner):
            if name in seen:
                continue
            seen.add(name)
            of = next((each for other, each, this in book.every() if (other, this) == (kind, name)), "")
            thing = (kind, of if owner == ANY else owner, name)
            yield Offer(name, kind, brief(book, thing), thing=thing)


def types(book: Book) -> Iterator[Offer]:
    """The types of the language, and records."""
    yield from (Offer(name, "type") for name in TYPE_NAMES)
    yield from things(book, [("record", "")])


def names(book: Book, values: Iterable[Role], scope: Role, loops: Loops) -> Iterator[Offer]:
    """What an expression may begin with."""
    yield from (Offer(name, "value", "of the loop") for name, _ in loops)
    yield from things(book, values)
    yield from _RUN_TIME
    yield from (Offer(name, "function", detail) for name, detail in _FUNCTIONS.items())
    yield from (Offer(word, "word") for word in _WORDS)


def fields(book: Book, path: str, scope: Role, loops: Loops) -> Iterator[Offer]:
    """What may stand behind the dot of a path."""
    shape = _shape(book, path, scope, loops)
    if shape is None:
        return
    for name, field in shape.fields.items():
        yield Offer(name, "field", spoken(field), about=field.about)
    if shape.single:
        yield from (Offer(name, "field", part.type) for name, part in PARTS.get(shape.type, {}).items())


def options(book: Book, path: str, scope: Role, quoted: bool, loops: Loops) -> Iterator[Offer]:
    """The options of what a path is compared with, in quotes unless one was typed already."""
    shape = _shape(book, path, scope, loops)
    for option in () if shape is None else shape.options:
        text = option.value if quoted else f"'{option.value}'"
        yield Offer(text, "option", option.about or option.label, inserts=text)


def _shape(book: Book, path: str, scope: Role, loops: Loops) -> Shape | None:
    expr, _ = parse(path, lambda start, end: NOWHERE)
    return None if expr is None else book.shape(expr, scope, loops)


def spoken(shape: Shape) -> str:
    """A shape in a few words."""
    marks = [mark for mark in ("many", "keyed", "optional") if getattr(shape, mark)]
    return ", ".join([shape.record or shape.type, *marks])
