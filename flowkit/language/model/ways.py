"""Ways on, the rules that guard them, and the ladders of asking again."""

from collections.abc import Callable
from dataclasses import field

from flowkit.language.expressions.syntax import Expr
from flowkit.language.frozen import frozen
from flowkit.language.shapes import Shape, Value
from flowkit.language.span import NOWHERE, Span
from flowkit.language.words import Words

Outcome = str


@frozen
class Expression:
    """A checked expression: as written, its tree, its shape (`None` if it cannot be told) and its evaluator."""

    source: str
    expr: Expr
    shape: Shape | None
    evaluate: Callable[..., Value] = field(compare=False, repr=False)
    span: Span = field(default=NOWHERE, compare=False)


@frozen
class Rule:
    """Something that must be true, and the sentence that says why it is not."""

    name: str
    when: Expression
    because: Words
    span: Span = field(default=NOWHERE, compare=False)


@frozen
class Edge:
    """One way on; taken if `when` is true and it was taken fewer than `times` in this run of the flow."""

    go: str
    when: Expression | None = None
    times: int | None = None
    say: Words | None = None
    clear: tuple[str, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)


WayOn = tuple[Edge, ...]
"""Edges in the order in which they are tried; empty: there is none."""


@frozen
class Rung:
    """One attempt of a ladder: words, or the edge that leaves."""

    say: Words | None = None
    edge: Edge | None = None


Ladder = tuple[Rung, ...]
