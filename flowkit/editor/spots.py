"""A place where something is typed: what surrounds it, and the forms of what may stand there."""

from collections.abc import Iterator
from typing import Final

from flowkit.editor.book import Book
from flowkit.editor.cursor import Cursor
from flowkit.editor.mentions import Role
from flowkit.language.building.table.forms import Either, Form, ListOf, MapOf, Of, Several
from flowkit.language.building.table.kinds import KINDS
from flowkit.language.frozen import frozen

_VALUES: Final[tuple[Role, ...]] = (("slot", ""), ("record", ""), ("constant", ""), ("precondition", ""))


@frozen
class Spot:
    """A place where something is typed: the file it is in, the cursor, and what may stand there."""

    book: Book
    at: Cursor
    line: str
    file_kind: str
    name: str
    forms: tuple[tuple[Form, str, str], ...]
    """Each form with the kind of the map and the key that it stands under."""

    @property
    def flow(self) -> str:
        """The flow that the file is; empty if it is none."""
        return self.name if self.file_kind == "flow" else ""

    @property
    def tool(self) -> str:
        """The tool that the place belongs to."""
        path = self.at.path()
        return path[1] if self.file_kind == "catalog" and path[:1] == ("tools",) and len(path) > 1 else ""

    @property
    def scope(self) -> Role:
        """The scope of expressions here."""
        return ("flow", self.flow) if self.flow else ("tool", self.tool) if self.tool else ("project", "")

    @property
    def values(self) -> tuple[Role, ...]:
        """What a name in an expression here may be."""
        if self.tool:
            return (("argument", self.tool), ("let", self.tool), ("record", ""), ("constant", ""))
        own: tuple[Role, ...] = (("slot", self.flow), ("let", self.flow), ("result", self.flow)) if self.flow else ()
        return (*own, *_VALUES)


def forms_at(file_kind: str, at: Cursor) -> Iterator[tuple[Form, str, str]]:
    """The forms of what stands at the cursor, along the table."""
    kind = "project" if file_kind == "flowkit" else file_kind
    forms: list[tuple[Form, str, str]] = [(Of(kind, ""), kind, "")] if kind in KINDS else []
    for frame in at.frames:
        if frame.key:
            forms = [below for each in forms for below in _below(each, frame.key)]
    for each in forms:
        yield from _alternatives(each)


def _alternatives(form: tuple[Form, str, str]) -> Iterator[tuple[Form, str, str]]:
    """A form without what only says that there may be several, or one of several."""
    this, kind, key = form
    match this:
        case Several(item=item) | ListOf(item=item):
            yield from _alternatives((item, kind, key))
        case Either(forms=forms):
            for each in forms:
                yield from _alternatives((each, kind, key))
        case _:
            yield form


def _below(form: tuple[Form, str, str], name: str) -> Iterator[tuple[Form, str, str]]:
    for this, kind, key in _alternatives(form):
        match this:
            case Of(kind=inner) if name in KINDS[inner].keys:
                yield KINDS[inner].keys[name].form, inner, name
            case MapOf(value=value):
                yield value, kind, key
