"""The names in expressions and in words: each with what it may mean where it stands."""

from collections.abc import Iterator
from typing import Final

from flowkit.editor.mentions import RUN_TIME, Mention, Role
from flowkit.editor.offsets import Where, inside, where
from flowkit.language.expressions.mistakes import KEYWORDS
from flowkit.language.expressions.parser import parse
from flowkit.language.expressions.syntax import (
    And,
    Calculate,
    Call,
    Compare,
    Done,
    Expr,
    Field,
    Is,
    Item,
    ListOf,
    Literal,
    Loop,
    Minus,
    Name,
    Not,
    Or,
)
from flowkit.language.expressions.tokens import cut
from flowkit.language.frozen import frozen
from flowkit.language.tree import Scalar
from flowkit.language.words import Printed, Statement
from flowkit.language.words_parser import parse_words

_NO_NAMES: Final = frozenset((*KEYWORDS, "true", "false", "set", "empty"))
_FUNCTIONS: Final = frozenset(
    ("any", "all", "count", "sum", "min", "max", "length", "pairs", "days", "hours", "minutes", "done")
)
_BUILT_IN: Final[tuple[Role, ...]] = (("built in", ""),)
Loops = tuple[tuple[str, Expr], ...]


@frozen
class Here:
    """Where an expression stands: what a bare name may be, and the scope that knows the shapes."""

    values: tuple[Role, ...]
    scope: Role


def in_expression(scalar: Scalar, here: Here, start: int = 0) -> Iterator[Mention]:
    """The names of the expression in a scalar, or in its part from `start` on."""
    text = scalar.text[start:]
    at = where(scalar)
    expr, _ = parse(text, lambda first, last: inside(start + first, start + last))
    yield from _Reader(scalar, at, here).of(expr, ()) if expr is not None else _half_typed(scalar, start, at, here)


def in_words(scalar: Scalar, here: Here) -> Iterator[Mention]:
    """The names that a text prints."""
    text = scalar.text
    if "{" not in text:
        return
    reader = _Reader(scalar, where(scalar), here)
    words, _ = parse_words(text, inside)
    loops: list[tuple[str, Expr]] = []
    for part in words.parts:
        match part:
            case Printed(expr=expr):
                yield from reader.of(expr, tuple(loops))
            case Statement(keyword="for", expr=expr, name=name) if expr is not None:
                yield from reader.of(expr, tuple(loops))
                loops.append((name, expr))
            case Statement(keyword="endfor") if loops:
                loops.pop()
            case Statement(expr=expr) if expr is not None:
                yield from reader.of(expr, tuple(loops))


def stretch(scalar: Scalar, start: int, end: int, at: Where | None = None) -> tuple[int, int, bool]:
    """Where a part of a scalar stands, and whether it stands there letter by letter; else the whole scalar."""
    at = at or where(scalar)
    first = at(start)
    last = at(end - 1) if end > start else first
    name = scalar.text[start:end]
    if first is not None and last is not None and scalar.document.text[first : first + len(name)] == name:
        return first, first + len(name), True
    return scalar.start, scalar.end, False


class _Reader:
    """Reads the names of the expressions of one scalar."""

    def __init__(self, scalar: Scalar, at: Where, here: Here) -> None:
        self.scalar, self.at, self.here = scalar, at, here

    def of(self, expr: Expr, loops: Loops) -> Iterator[Mention]:
        """The names of an expression inside loops."""
        match expr:
            case Name(name=name, span=span):
                if name not in dict(loops):
                    roles = _BUILT_IN if name in RUN_TIME else self.here.values
                    yield self.mention(name, span.column, roles)
            case Field(of=of, name=name, span=span):
                yield from self.of(of, loops)
                start, end, exact = stretch(self.scalar, span.end_column - len(name), span.end_column, self.at)
                yield Mention(name, start, end, (), None, exact, of, self.here.scope, loops)
            case Loop():
                yield from self.of(expr.source, loops)
                within = (*loops, (expr.name, expr.source))
                yield from self.of(expr.item, within)
                if expr.condition is not None:
                    yield from self.of(expr.condition, within)
            case Done(tool=tool, arguments=arguments, name_spans=spans):
                yield self.mention(tool, spans[0].column, (("tool", ""),))
                for (name, value), span in zip(arguments, spans[1:], strict=False):
                    yield self.mention(name, span.column, (("argument", tool),))
                    yield from self.of(value, loops)
            case _:
                for part in _parts(expr):
                    yield from self.of(part, loops)

    def mention(self, name: str, start: int, may_be: tuple[Role, ...]) -> Mention:
        """A name that begins at an offset of the scalar's text."""
        first, last, exact = stretch(self.scalar, start, start + len(name), self.at)
        return Mention(name, first, last, may_be, None, exact, scope=self.here.scope)


def _parts(expr: Expr) -> tuple[Expr, ...]:
    match expr:
        case Item(of=of, keys=keys):
            return (of, *keys)
        case ListOf(items=parts) | And(parts=parts) | Or(parts=parts) | Call(arguments=parts):
            return parts
        case Compare(left=left, right=right) | Calculate(left=left, right=right):
            return (left, right)
        case Is(of=of) | Not(of=of) | Minus(of=of):
            return (of,)
        case Literal() | _:
            return ()


def _half_typed(scalar: Scalar, start: int, at: Where, here: Here) -> Iterator[Mention]:
    """The names of an expression that cannot be read, as far as they can be told."""
    tokens = cut(scalar.text[start:])
    for number, token in enumerate(tokens):
        if token.kind != "name" or token.text in _NO_NAMES:
            continue
        if (number and tokens[number - 1].text == ".") or token.text in _FUNCTIONS:
            continue
        first, last, exact = stretch(scalar, start + token.start, start + token.end, at)
        roles = _BUILT_IN if token.text in RUN_TIME else here.values
        yield Mention(token.text, first, last, roles, None, exact, scope=here.scope)
