"""What the checker knows of the surroundings of an expression, and what it says about a name that is not there."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping
from typing import Final, Protocol, Self

from flowkit.language import codes
from flowkit.language.diagnostic import Code, Diagnostic, problem
from flowkit.language.expressions.spelling import did_you_mean, listed, nearest
from flowkit.language.expressions.syntax import Expr, Name
from flowkit.language.expressions.types import WEEKDAY, options
from flowkit.language.shapes import Shape
from flowkit.language.span import Span

_YES_NO: Final = {"yes": "true", "on": "true", "no": "false", "off": "false"}


class Names(Protocol):
    """The names that an expression may use where it stands.

    A name that is known, but whose shape is None, is one whose own definition is wrong: nothing more is said of it.
    """

    def shape_of(self, name: str) -> Shape | None:
        """The shape of a name; None if it is unknown, or cannot be told."""
        ...

    def known(self) -> Iterable[str]:
        """All names that can stand here."""
        ...

    def tool_arguments(self, tool: str) -> Mapping[str, Shape] | None:
        """The arguments of a tool, or None if there is no such tool."""
        ...


class LoopNames:
    """The names inside a loop: those around it, and the loop's own.

    Args:
        shape: of the loop's name; None if it cannot be told.
    """

    def __init__(self, around: Names, name: str, shape: Shape | None) -> None:
        self._around, self._name, self._shape = around, name, shape
        self.tool_arguments = around.tool_arguments

    def shape_of(self, name: str) -> Shape | None:
        """The shape of a name; None if it is unknown, or cannot be told."""
        return self._shape if name == self._name else self._around.shape_of(name)

    def known(self) -> Iterable[str]:
        """All names that can stand here."""
        yield self._name
        yield from self._around.known()

    def __contains__(self, name: str) -> bool:
        return name == self._name or is_known(self._around, name)

    def known_tools(self) -> Iterable[str]:
        """The tools there are."""
        return known_tools(self._around)

    def is_constant(self, name: str) -> bool:
        """Whether a name stands for a constant of the project."""
        return name != self._name and is_constant(self._around, name)

    def table_entries(self, name: str) -> Collection[str]:
        """The entries of a constant that is a table."""
        return () if name == self._name else table_entries(self._around, name)


def is_constant(names: Names, name: str) -> bool:
    """Whether a name stands for a constant; surroundings say so with a method `is_constant(name)` if they have any."""
    asked = getattr(names, "is_constant", None)
    return asked is not None and bool(asked(name))


def table_entries(names: Names, name: str) -> Collection[str]:
    """The entries of a constant that is a table; surroundings tell them with a method of this name if they have any."""
    asked = getattr(names, "table_entries", None)
    return () if asked is None else asked(name)


def is_known(names: Names, name: str) -> bool:
    """Whether a name can stand here; surroundings that have `in` tell it without making a list of all names."""
    return name in (names if hasattr(names, "__contains__") else set(names.known()))


def known_tools(names: Names) -> list[str]:
    """The tools there are, for help; surroundings tell them with a method `known_tools()` if they have it."""
    asked = getattr(names, "known_tools", names.known)
    return sorted(name for name in asked() if names.tool_arguments(name) is not None)


class Typed:
    """A part that was checked: rewritten, with its shape (None: it cannot be told).

    `constant` marks a part of a constant of the project: like a literal, a text there passes as any type of text.
    """

    __slots__ = ("constant", "expr", "shape")

    def __init__(self, expr: Expr, shape: Shape | None, constant: bool = False) -> None:
        self.expr = expr
        self.shape = shape
        self.constant = constant


class Judge(ABC):
    """What every part of the checker stands on: the names around, and the problems found so far."""

    def __init__(self, names: Names, found: list[Diagnostic]) -> None:
        self.names = names
        self.found = found

    @abstractmethod
    def typed(self, expr: Expr, meant: Shape | None = None) -> Typed:
        """Checks a part. `meant` is what the other side of a comparison is, for help with unknown names."""

    def inside(self, name: str, shape: Shape | None) -> Self:
        """The judge inside a loop over things of a shape."""
        return type(self)(LoopNames(self.names, name, shape), self.found)

    def report(self, kind: Code, span: Span, message: str, help: str = "") -> None:
        """Notes a problem."""
        self.found.append(problem(kind, span, message, help))


def typed_name(judge: Judge, expr: Name, meant: Shape | None) -> Typed:
    """A bare name."""
    shape = judge.names.shape_of(expr.name)
    if shape is not None:
        return Typed(expr, shape, is_constant(judge.names, expr.name))
    if judge.names.tool_arguments(expr.name) is not None:
        help = f"write: done({expr.name})"
        judge.report(codes.UNKNOWN_IN_GUARD, expr.span, f"'{expr.name}' is a tool, and no value", help)
    elif not is_known(judge.names, expr.name):
        judge.report(
            codes.UNKNOWN_IN_GUARD, expr.span, f"there is no '{expr.name}' here", _help(judge, expr.name, meant)
        )
    return Typed(expr, None)


def is_unknown(judge: Judge, expr: Expr) -> bool:
    """Whether a part is a bare name that is not there."""
    return isinstance(expr, Name) and judge.names.shape_of(expr.name) is None and not is_known(judge.names, expr.name)


def _help(judge: Judge, name: str, meant: Shape | None) -> str:
    known = list(judge.names.known())
    wanted = options(meant) if meant is not None else frozenset()
    if name in ("set", "empty") and name not in wanted:
        return f"write: x is {name}, or: x is not {name}"
    if name in wanted:
        return f"for the text itself write '{name}' in quotes"
    if name.casefold() in options(WEEKDAY) and meant is not None and meant.type == "date":
        return f"a day of the week is compared with '.weekday' and stands in quotes: '{name.casefold()}'"
    if near := did_you_mean(name, known):
        return near
    if near := nearest(name, wanted):
        return f"did you mean '{near}'? a text stands in quotes"
    if name in _YES_NO:
        return f"write: {_YES_NO[name]}"
    if owner := next((other for other in known if _has_field(judge, other, name)), ""):
        return f"did you mean '{owner}.{name}'?"
    if meant is not None and meant.type in ("text", "name"):
        return f"for the text itself write '{name}' in quotes"
    return f"known here are {listed(sorted(known), 'and', 6)}" if known else ""


def _has_field(judge: Judge, owner: str, name: str) -> bool:
    shape = judge.names.shape_of(owner)
    return shape is not None and shape.single and name in shape.fields
