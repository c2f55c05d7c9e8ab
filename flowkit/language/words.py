"""Words: texts that are spoken or shown, with the values they print.

`Words` is what the parser leaves: fixed stretches, printed expressions and statements in turn. A text without
statements is put together piece by piece; only one that holds `{% %}` needs a template engine.
"""

from dataclasses import field
from typing import Literal

from flowkit.language.expressions.syntax import Expr, Or
from flowkit.language.frozen import frozen
from flowkit.language.shapes import Shape
from flowkit.language.span import NOWHERE, Span

BEGIN = "\ue000"
"""Stands where a printed value begins while a text is put together; no text has this sign when it is done."""

Filter = Literal["spell", "digits", "date", "time", "weekday"]
Keyword = Literal["if", "elif", "else", "endif", "for", "endfor"]


@frozen
class Printed:
    """`{{ expr | filter }}`; `a or b` prints the first of its parts that is set.

    `shapes` has the shape of each of the `alternatives`, filled by the checker; None: it cannot be told.
    """

    expr: Expr
    filters: tuple[Filter, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)
    shapes: tuple[Shape | None, ...] = field(default=(), compare=False)

    @property
    def alternatives(self) -> tuple[Expr, ...]:
        """What is printed: the first of these that is set."""
        return tuple(_alternatives(self.expr))

    @property
    def shape(self) -> Shape | None:
        """The shape of the first alternative."""
        return self.shapes[0] if self.shapes else None


def _alternatives(expr: Expr) -> list[Expr]:
    if not isinstance(expr, Or):
        return [expr]
    return [found for part in expr.parts for found in _alternatives(part)]


@frozen
class Statement:
    """`{% if expr %}`, `{% elif expr %}`, `{% else %}`, `{% endif %}`, `{% for name in expr %}`, `{% endfor %}`."""

    keyword: Keyword
    expr: Expr | None = None
    name: str = ""
    name_span: Span = field(default=NOWHERE, compare=False)
    span: Span = field(default=NOWHERE, compare=False)


@frozen
class Words:
    """A text as written (`source`) and its parts in order."""

    source: str
    parts: tuple[str | Printed | Statement, ...]
    span: Span = field(default=NOWHERE, compare=False)

    @property
    def fixed(self) -> bool:
        """Whether it prints nothing: the same words whatever is known."""
        return all(isinstance(part, str) for part in self.parts)

    @property
    def branches(self) -> bool:
        """Whether it holds `{% %}`."""
        return any(isinstance(part, Statement) for part in self.parts)
