"""Positions as editors count them: lines from 0, and columns in the units of UTF-16.

flowkit itself counts characters from 1. They differ where a character lies beyond the first 65,536, such as an emoji.
"""

from bisect import bisect_right

from flowkit.language.frozen import frozen
from flowkit.language.span import Span
from flowkit.language.tree import Document


@frozen
class Position:
    """A line and a column, both from 0; the column in units of UTF-16."""

    line: int
    column: int


@frozen
class Range:
    """From one position up to, not including, another."""

    start: Position
    end: Position


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text) + sum(char > "\uffff" for char in text)


def position(document: Document, offset: int) -> Position:
    """The position of an offset of a text."""
    line = bisect_right(document.starts, offset) - 1
    return Position(line, _units(document.text[document.starts[line] : offset]))


def range_of(document: Document, start: int, end: int) -> Range:
    """The range between two offsets of a text."""
    return Range(position(document, start), position(document, end))


def offset_of(document: Document, at: Position) -> int:
    """The offset of a position; the end of its line, or of the text, where it lies behind that."""
    if at.line >= len(document.starts):
        return len(document.text)
    start, units = document.starts[at.line], 0
    for number, char in enumerate(document.lines[at.line]):
        if units >= at.column:
            return start + number
        units += 2 if char > "\uffff" else 1
    return start + len(document.lines[at.line])


def range_of_span(document: Document, span: Span) -> Range:
    """The range of a span; at least one character of it, so that there is something to underline."""
    start = _position_of(document, span.line, span.column)
    end = _position_of(document, span.end_line, span.end_column)
    return Range(start, max(start, end, key=lambda each: (each.line, each.column)))


def _position_of(document: Document, line: int, column: int) -> Position:
    lines = document.lines
    if line > len(lines):
        return Position(len(lines) - 1, _units(lines[-1]))
    return Position(line - 1, _units(lines[line - 1][: column - 1]))
