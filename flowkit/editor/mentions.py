"""Mentions: the places where a name stands in a file, and what it may mean there."""

from flowkit.language.expressions.syntax import Expr
from flowkit.language.frozen import frozen

Role = tuple[str, str]
"""A kind of thing with a name (`state`, `slot`, …), and what it belongs to: a flow, a tool, or nothing."""
Thing = tuple[str, str, str]
"""One thing with a name: its kind, what it belongs to, its name."""

ANY = "*"
"""Stands for whatever a thing belongs to."""
START = "^"
"""Stands for the flow that every call begins with."""
IN_TEXT = "in text"
"""A kind that stands for whatever the text (its owner) that is translated may print."""

RUN_TIME = ("today", "now", "result", "records", "question", "summary")
"""Names that have their values at run time, in the places where they are known."""


@frozen
class Mention:
    """A name at its place.

    `start` and `end` are offsets in the text of the file. `may_be`: what it can stand for here, the first that exists
    counts. `defines`: what it is the name of, if it is given here. `exact`: the text there is the name, letter by
    letter. A field has what it is a field of (`of`), in the scope of `scope`, inside `loops` (name, and what it runs
    over).
    """

    name: str
    start: int
    end: int
    may_be: tuple[Role, ...] = ()
    defines: Role | None = None
    exact: bool = True
    of: Expr | None = None
    scope: Role = ("project", "")
    loops: tuple[tuple[str, Expr], ...] = ()


@frozen
class KeyPlace:
    """A key of the language at its place; `word` is set where it is not the key but one of the words it takes."""

    start: int
    end: int
    kind: str
    key: str
    word: str = ""


@frozen
class Names:
    """All that has or is a name in one file.

    `texts`: each text that prints something, as translations know it, with what its names may be and its scope.
    `stretches`: where each definition begins and ends whole, for outlines.
    """

    mentions: tuple[Mention, ...] = ()
    keys: tuple[KeyPlace, ...] = ()
    texts: tuple[tuple[str, tuple[Role, ...], Role], ...] = ()
    stretches: tuple[tuple[Mention, int], ...] = ()
    kind: str = ""
    name: str = ""
