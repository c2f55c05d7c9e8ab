"""Scopes: which names an expression may use where it stands, and their shapes.

Shapes are worked out when they are first asked for, so names may be used before the place in the file that defines
them: a slot may pick from a list that a later state saves.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Final

from flowkit.language.shapes import Shape

Pending = Callable[[], Shape | None]
"""Works out a shape; None: it cannot be told, because of a problem that has been reported."""


class _Busy:
    """Stands for a shape that is being worked out just now."""


_BUSY: Final = _Busy()
_NO_TABLES: Final[Mapping[str, Collection[str]]] = {}
ToolArguments = Callable[[str], Mapping[str, Shape] | None]


class Scope:
    """Names with their shapes, and a wider scope around them. The nearest meaning of a name counts.

    Args:
        names: A shape, or a function that works it out; None: the name is known, its shape cannot be told.
        around: The wider scope.
        tools: The arguments of a tool, for `done(…)`; inherited from the wider scope where it is left out.
        doubtful: Where to note names whose shape could not be told; inherited from the wider scope.
        constants: Which of the names are constants of the project.
        tables: The entries of those of the names that are tables among the constants.
        tool_names: The tools there are; inherited from the wider scope where they are left out.
    """

    __slots__ = ("_around", "_constants", "_doubtful", "_names", "_tables", "_tool_names", "_tools")

    def __init__(
        self,
        names: Mapping[str, Shape | Pending | None],
        around: "Scope | None" = None,
        tools: ToolArguments | None = None,
        doubtful: set[str] | None = None,
        constants: Collection[str] = (),
        tool_names: Collection[str] = (),
        tables: Mapping[str, Collection[str]] = _NO_TABLES,
    ) -> None:
        self._names: dict[str, Shape | Pending | _Busy | None] = dict(names)
        self._around = around
        self._tools = tools
        self._constants = constants
        self._tool_names = tool_names
        self._tables = tables
        self._doubtful: set[str] = (
            doubtful if doubtful is not None else around._doubtful if around is not None else set()
        )

    def add(self, names: Mapping[str, Shape | Pending | None]) -> None:
        """Adds names that belong to the same scope."""
        self._names.update(names)

    def shape_of(self, name: str) -> Shape | None:
        """The shape of a name, or None if it is unknown here or cannot be told."""
        names = self._names
        if name not in names:
            return None if self._around is None else self._around.shape_of(name)
        found = names[name]
        if isinstance(found, Shape):
            return found
        # A busy name is one of a circle, which is reported where the names of the circle are known.
        if found is None or isinstance(found, _Busy):
            return None
        self._names[name] = _BUSY
        shape = self._names[name] = found()
        if shape is None:
            self._doubtful.add(name)
        return shape

    def __contains__(self, name: str) -> bool:
        return name in self._names or (self._around is not None and name in self._around)

    def is_constant(self, name: str) -> bool:
        """Whether a name stands for a constant of the project."""
        if name in self._names:
            return name in self._constants
        return self._around is not None and self._around.is_constant(name)

    def table_entries(self, name: str) -> Collection[str]:
        """The entries of a constant that is a table; none of anything else."""
        if name in self._names:
            return self._tables.get(name, ())
        return () if self._around is None else self._around.table_entries(name)

    def known(self) -> Iterable[str]:
        """All names that can be used here."""
        return dict.fromkeys(self._all())

    def _all(self) -> Iterator[str]:
        yield from self._names
        if self._around is not None:
            yield from self._around._all()

    def known_tools(self) -> Iterable[str]:
        """The names of all tools."""
        if self._tool_names or self._around is None:
            return self._tool_names
        return self._around.known_tools()

    def tool_arguments(self, tool: str) -> Mapping[str, Shape] | None:
        """The arguments of a tool with their shapes, or None if there is no such tool."""
        if self._tools is not None:
            return self._tools(tool)
        return None if self._around is None else self._around.tool_arguments(tool)
