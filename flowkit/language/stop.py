"""Where libyaml stopped reading, and what stands around that place."""

from flowkit.language.diagnostic import Code, Diagnostic, Related, problem
from flowkit.language.frozen import frozen
from flowkit.language.mending import flow_value_end, indentation, value_end, value_start
from flowkit.language.tree import Document, Mapping, Scalar, Sequence

_REACH = 1000


@frozen
class Stop:
    """Where libyaml stopped.

    `at` is the offset of the place, `begin` that of what it was reading (`context`), `problem` its reason. `opened`
    are the collections that were open, outermost first; `last` is the scalar read before.
    """

    document: Document
    clean: str
    at: int
    begin: int
    problem: str
    context: str
    opened: list[Mapping | Sequence]
    last: Scalar | None

    @property
    def number(self) -> int:
        """The line, from 0."""
        return self.document.line_of(self.at)

    @property
    def line(self) -> str:
        """The text of the line."""
        return self.document.lines[self.number]

    @property
    def line_start(self) -> int:
        """The offset of the beginning of the line."""
        return self.document.starts[self.number]

    @property
    def column(self) -> int:
        """The column, from 0."""
        return self.at - self.line_start

    @property
    def indent(self) -> int:
        """The spaces before the line."""
        return indentation(self.line)

    @property
    def begins_line(self) -> bool:
        """Whether nothing stands before the place on its line."""
        return self.column <= self.indent

    @property
    def char(self) -> str:
        """The character at the place, or nothing at the end of the file."""
        return self.clean[self.at : self.at + 1]

    @property
    def bracket(self) -> Mapping | Sequence | None:
        """The innermost `{` or `[` that is open."""
        return self.brackets[-1] if self.brackets else None

    @property
    def brackets(self) -> list[Mapping | Sequence]:
        """The inline collections that are open, outermost first; not a bare `key: value` within `[…]`."""
        return [node for node in self.opened if node.flow and self.clean[node.start] in "{["]

    def on_its_line(self, offset: int) -> bool:
        """Whether another offset is on the same line."""
        return self.document.line_of(offset) == self.number

    def line_end(self, offset: int) -> int:
        """The offset behind the last character of the line that holds `offset`."""
        number = self.document.line_of(offset)
        return self.document.starts[number] + len(self.document.lines[number].rstrip())

    def value(self, offset: int) -> tuple[int, int]:
        """From where to where the value was meant to run that holds `offset`, on its line."""
        number = self.document.line_of(offset)
        line, first = self.document.lines[number], self.document.starts[number]
        if self.bracket is not None:
            return offset, max(
                offset + 1, flow_value_end(self.document.text, offset, isinstance(self.bracket, Mapping))
            )
        start = value_start(line)
        return first + start, first + value_end(line, start)

    def line_before(self) -> int | None:
        """The number of the nearest line above that holds something other than a comment, within reach."""
        for number in range(self.number - 1, max(-1, self.number - _REACH), -1):
            line = self.document.lines[number].strip()
            if line and not line.startswith("#"):
                return number
        return None

    def tell(self, kind: Code, start: int, end: int, message: str, help: str = "", *related: Related) -> Diagnostic:
        """A diagnostic between two offsets."""
        return problem(kind, self.document.span(start, max(start, end)), message, help, related)
