"""Diagnostics as they are shown: the line each points at, with carets under the place, and its help.

Theory of operation. A line is cut into cells, one for each character, with the width a terminal gives it: two columns
for wide East Asian characters and emoji, none for combining marks. The marks below count in columns, the places of a
diagnostic in characters. A long line is shown as a window around its place. Characters that would steer the terminal
(escape sequences, changes of writing direction) are shown as `�`.
"""

import unicodedata
from collections.abc import Mapping

from flowkit.language.diagnostic import Diagnostic
from flowkit.language.frozen import frozen
from flowkit.language.span import Span
from flowkit.language.tree import Document

WINDOW = 100
"""The most columns of code that are shown."""
_CUT = "…"
_REACH = 1000
_HARMLESS_FORMAT = "\u200c\u200d\ufe0f"  # joiners and emoji style: they draw nothing by themselves
_COLORS = {"error": "1;31", "warning": "1;33", "note": "1;36", "place": "1;34", "strong": "1"}


@frozen
class Style:
    """Whether colours are used."""

    color: bool

    def paint(self, what: str, text: str) -> str:
        """The text in the colour of a severity, of a place, or strong."""
        return f"\x1b[{_COLORS[what]}m{text}\x1b[0m" if self.color and text else text


def safe(text: str) -> str:
    """The text on one line, without anything that steers a terminal."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if char in "\t\n\r":
        return " "
    category = unicodedata.category(char)
    hidden = category in ("Cc", "Cs", "Zl", "Zp", "Cn") or (category == "Cf" and char not in _HARMLESS_FORMAT)
    return "�" if hidden else char


def _width(char: str) -> int:
    if char in _HARMLESS_FORMAT or unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def frame(document: Document | None, span: Span, label: str, severity: str, style: Style, gutter: int) -> list[str]:
    """The lines of a frame: the code line and its marks, with line numbers right-aligned in `gutter` columns.

    Of a stretch over several lines the first is shown, marked to its end. Empty where the text is not known.
    """
    if document is None or not 1 <= span.line <= len(document.lines):
        return []
    line = document.lines[span.line - 1]
    start = min(span.column - 1, len(line))
    end = min(span.end_column - 1, len(line)) if span.end_line == span.line else len(line.rstrip())
    offset = max(0, start - _REACH)  # no more of an endless line is looked at
    line = line[offset : start + _REACH].rstrip() if len(line) > _REACH else line.rstrip()
    code, before, width = _window(safe(line), start - offset, max(end, start) - offset, bool(offset))
    mark = "^" if severity != "place" else "-"
    marks = " " * before + style.paint(severity, mark * max(width, 1) + (f" {safe(label)}" if label else ""))
    number = style.paint("place", f"{span.line:>{gutter}} |")
    return [f"{number} {code}".rstrip(), f"{bar(style, gutter)} {marks}"]


def bar(style: Style, gutter: int) -> str:
    """The empty left margin of a frame."""
    return style.paint("place", " " * gutter + " |")


def _window(line: str, start: int, end: int, more_before: bool) -> tuple[str, int, int]:
    """The part of a line that is shown, the columns before the marks, and the columns they take."""
    widths = [1] * len(line) if line.isascii() else [_width(char) for char in line]
    first, last = 0, len(line)
    if sum(widths) > WINDOW:
        first = _back(widths, min(start, len(line)), WINDOW // 4)
        last = _forward(widths, first, WINDOW - 2)
        if last == len(line):
            first = _back(widths, last, WINDOW - 2)
    cut = bool(first) or more_before
    shown = (_CUT if cut else "") + line[first:last] + (_CUT if last < len(line) else "")
    before = sum(widths[first:start]) + cut + max(0, start - len(line))
    return shown, before, sum(widths[start : min(end, last)])


def _back(widths: list[int], at: int, room: int) -> int:
    """The character so many columns before another; never between a character and the marks on it."""
    while at > 0 and widths[at - 1] <= room:
        at -= 1
        room -= widths[at]
    while 0 < at < len(widths) and not widths[at]:
        at += 1
    return at


def _forward(widths: list[int], at: int, room: int) -> int:
    while at < len(widths) and widths[at] <= room:
        room -= widths[at]
        at += 1
    return at


def line(found: Diagnostic) -> str:
    """A diagnostic in one line."""
    place = f"{safe(str(found.span))}: " if found.span.path else ""
    return f"{place}{found.kind.code} {safe(found.message)}"


def _beside(found: Diagnostic, documents: Mapping[str, Document]) -> str:
    """The help that stands right behind the marks: the one word that was probably meant."""
    document = documents.get(found.span.path)
    known = document is not None and 1 <= found.span.line <= len(document.lines)
    return found.help if known and found.help.startswith("did you mean ") and "\n" not in found.help else ""


def lines(found: Diagnostic, documents: Mapping[str, Document], style: Style) -> list[str]:
    """A diagnostic with its code frame, its related places and its help. `documents` are the files by path."""
    severity = found.severity.value
    beside = _beside(found, documents)
    places = [(found.span, beside, severity), *((related.span, related.message, "place") for related in found.related)]
    gutter = max(len(str(span.line)) for span, _, _ in places)
    told = [style.paint(severity, f"{severity}[{found.kind.code}]") + style.paint("strong", f": {safe(found.message)}")]
    path = None
    for span, label, kind in places:
        shown = frame(documents.get(span.path), span, label, kind, style, gutter)
        if span.path != path and span.path:
            arrow = style.paint("place", " " * gutter + ("-->" if path is None else ":::"))
            told.append(f"{arrow} {safe(str(span))}" + (f": {safe(label)}" if label and not shown else ""))
        elif not shown and label:
            told.append(style.paint("place", " " * gutter + " =") + f" {safe(str(span))}: {safe(label)}")
        path = span.path
        if shown:
            told += [bar(style, gutter), *shown]
    if found.help and not beside:
        if len(told) > 2:
            told.append(bar(style, gutter))
        first, *more = found.help.splitlines()
        told.append(style.paint("place", " " * gutter + " =") + f" {style.paint('strong', 'help')}: {safe(first)}")
        told += [" " * (gutter + 9) + safe(line) for line in more]
    return told
