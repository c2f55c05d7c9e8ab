"""Places in a text: where a thing begins and ends, for messages that point at it.

Lines and columns are 1-based and count Unicode code points, as every message of flowkit does. The end is the
place just behind the last character.
"""

from dataclasses import dataclass
from functools import total_ordering


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Span:
    """A stretch of one file, from (`line`, `column`) up to, not including, (`end_line`, `end_column`).

    Spans are equal if they are the same stretch, however each of them came by its lines and columns.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Span) and self._key == other._key

    def __lt__(self, other: "Span") -> bool:
        return self._key < other._key

    def __hash__(self) -> int:
        return hash(self._key)

    @property
    def _key(self) -> tuple[str, int, int, int, int]:
        return self.path, self.line, self.column, self.end_line, self.end_column


NOWHERE = Span("", 1, 1, 1, 1)
"""The place of what stands in no file (built-in defaults)."""
