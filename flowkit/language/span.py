"""Places in a text: where a thing begins and ends, for messages that point at it.

Lines and columns are 1-based and count Unicode code points, as every message of flowkit does. The end is the
place just behind the last character.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one file, from (`line`, `column`) up to, not including, (`end_line`, `end_column`)."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


NOWHERE = Span("", 1, 1, 1, 1)
"""The place of what stands in no file (built-in defaults)."""
