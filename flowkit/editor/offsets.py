"""Offsets: where the letters of a text stand in a file, however YAML has it written."""

import re
from collections.abc import Callable
from typing import Final

from flowkit.language.span import Span
from flowkit.language.tree import Scalar

_ESCAPE: Final = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\r?\n[ \t]*|.)", re.DOTALL)
Where = Callable[[int], int | None]
"""Offset in a scalar's text → offset in its file; None where it cannot be told."""


def inside(start: int, end: int) -> Span:
    """A place that keeps two offsets into a text of its own, for the parser of expressions."""
    return Span("", 1, start, 1, end)


def where(scalar: Scalar) -> Where:
    """What tells where the letters of a scalar stand."""
    source, start, length = scalar.document.text, scalar.start, len(scalar.text)
    quotes = 1 if scalar.style in ("'", '"') and scalar.style else 0
    if scalar.end - start - length == 2 * quotes and source.startswith(scalar.text, start + quotes):
        base = start + quotes
        return lambda at: base + at
    places = _aligned(scalar)
    return lambda at: places[at] if 0 <= at < len(places) else None


def _aligned(scalar: Scalar) -> list[int | None]:
    """The offset of each letter of a text that is quoted with escapes, folded, or written over several lines."""
    source, text, at, end = scalar.document.text, scalar.text, scalar.start, scalar.end
    if scalar.block:
        line_end = source.find("\n", at)
        at = line_end if line_end >= 0 else end
    elif scalar.style:
        at, end = at + 1, end - 1
    places: list[int | None] = []
    for letter in text:
        at = _reached(source, at, end, letter, scalar.style)
        escape = _ESCAPE.match(source, at) if scalar.style == '"' and source.startswith("\\", at) else None
        if escape is not None:
            places.append(None)
            at = escape.end()
        elif letter.isspace():
            places.append(None)
            at += at < end and source[at].isspace()
        elif at < end and source[at] == letter:
            places.append(at)
            at += 2 if scalar.style == "'" and letter == "'" else 1
        else:
            return [*places, *([None] * (len(text) - len(places)))]
    return [*places, end]


def _reached(source: str, at: int, end: int, letter: str, style: str) -> int:
    """Where a letter stands or may stand: behind blanks that the text does not have."""
    while at < end:
        continued = style == '"' and re.match(r"\\\r?\n[ \t]*", source[at:end])
        if continued:
            at += continued.end()
        elif source[at].isspace() and not letter.isspace():
            at += 1
        else:
            break
    return at
