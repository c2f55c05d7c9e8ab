"""The characters of a file: its bytes as text, free of what YAML cannot hold.

Whatever is taken out is replaced by as many spaces, so that every offset into the cleaned text is one into the text
as written.
"""

import re

from flowkit.language.codes import BAD_YAML, NOT_UTF8, TAB
from flowkit.language.diagnostic import Diagnostic, Edit, Fix, problem
from flowkit.language.mending import indentation, on_line
from flowkit.language.span import Span
from flowkit.language.tree import Document

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_USUAL_BYTES = bytes([0x0A, 0x0D, *range(0x20, 0x7F), *range(0x80, 0x100)])
_UNREADABLE = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]"
_HARD_SPACE = "(?m)(?:^ *(?:- *)?|^ *(?:- +)*[a-z0-9_]+:)(?P<space>[\u00a0\u2007\u202f\u3000]+)"
_LINES_NAMED = 5
_LINES_MENDED = 1000
_RESAVE = "save it as UTF-8 in your editor"


def characters(path: str, data: bytes) -> tuple[Document, str | None, list[Diagnostic]]:
    """The text of a file as written, the text to be read as YAML (None: it is not to be read), and the problems."""
    data = data.removeprefix(_BYTE_ORDER_MARK)
    if data.startswith(_UTF_16) or b"\x00" in data:
        kind = "saved as UTF-16, not as UTF-8" if data.startswith(_UTF_16) else "not a text file"
        return Document(path, ""), None, [problem(NOT_UTF8, Span(path, 1, 1, 1, 1), f"this file is {kind}", _RESAVE)]
    try:
        document, found = Document(path, data.decode()), []
    except UnicodeDecodeError as error:
        document = Document(path, data.decode(errors="replace"))
        found = [_not_utf8(document, data, error.start)]
    clean = document.text
    if not clean.isascii() or data.translate(None, _USUAL_BYTES):
        clean = _without_unreadable(document, clean, found)
    if "\t" in clean:
        found.append(_tabs(document))
        clean = clean.replace("\t", " ")
    if "\n%" in clean or clean.startswith("%"):
        clean = _without_directives(document, clean, found)
    return document, clean, found


def _not_utf8(document: Document, data: bytes, at: int) -> Diagnostic:
    offset = len(data[:at].decode())
    wrong = data[at : at + 1]
    message = f"this file is not saved as UTF-8: the byte {wrong.hex().upper()} stands here"
    guess = wrong.decode("cp1252", errors="replace")
    meant = f"; '{guess}' was probably meant here" if guess.isalpha() else ""
    return problem(NOT_UTF8, document.span(offset, offset + 1), message, _RESAVE + meant)


def _without_unreadable(document: Document, clean: str, found: list[Diagnostic]) -> str:
    seen: set[str] = set()
    for match in re.finditer(_UNREADABLE, clean):
        if match[0] not in seen:
            seen.add(match[0])
            message = f"an invisible character stands here (U+{ord(match[0]):04X}); delete it"
            found.append(problem(BAD_YAML, document.span(*match.span()), message))
    clean = re.sub(_UNREADABLE, " ", clean)
    hard = [match.span("space") for match in re.finditer(_HARD_SPACE, clean)]
    if hard:
        message = "a non-breaking space stands here, which YAML does not take for a space; write a plain one"
        more = _also_on([document.line_of(start) for start, _ in hard])
        found.append(problem(BAD_YAML, document.span(*hard[0]), message, more))
        clean = re.sub(_HARD_SPACE, lambda match: match[0][: -len(match["space"])] + " " * len(match["space"]), clean)
    return clean


def _tabs(document: Document) -> Diagnostic:
    text = document.text
    first = text.index("\t")
    number = document.line_of(first)
    line = document.lines[number]
    indents = not line[: first - document.starts[number]].strip()
    message = (
        "this line is indented with a tab; use spaces, two for each level"
        if indents
        else "a tab stands here; write spaces instead"
    )
    tabbed = [at for at, line in enumerate(document.lines) if "\t" in line]
    shown = on_line(document, number, _untabbed(document, number) if indents else line.replace("\t", "  "))
    help = "; ".join(part for part in (shown, _also_on(tabbed)) if part)
    return problem(TAB, document.span(first, first + 1), message, help, fixes=_without_tabs(document, tabbed))


def _without_tabs(document: Document, numbers: list[int]) -> tuple[Fix, ...]:
    """Spaces for all tabs. Where a tab indents, nobody can tell how far to the right its line was meant to stand."""
    edits = []
    indents = False
    for number in numbers[:_LINES_MENDED]:
        line, first = document.lines[number], document.starts[number]
        inside = len(line) - len(line.lstrip(" \t"))
        indents |= "\t" in line[:inside] and inside < len(line)
        new = _untabbed(document, number) if "\t" in line[:inside] else line.replace("\t", " ")
        edits.append(Edit(document.span(first, first + len(line)), new))
    return (Fix("write spaces for the tabs", tuple(edits), safe=not indents),)


def _untabbed(document: Document, number: int) -> str:
    """An indented line with the spaces that the line above it calls for; two for each tab where that has tabs too."""
    line = document.lines[number]
    above = next((text for text in reversed(document.lines[:number][-50:]) if text.strip()), "")
    if "\t" in above or not above.strip() or above.lstrip().startswith("#"):
        return line.replace("\t", "  ")
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    if " " in indent:  # the tab stands for a part of the spaces
        return indent.replace("\t", "  ") + line.lstrip().replace("\t", "  ")
    opens = above.split(" #")[0].rstrip().endswith(":")
    spaces = indentation(above) + 2 * opens
    below = next((text for text in document.lines[number + 1 :][:50] if text.strip()), "")
    if line.rstrip().endswith(":") and below.startswith("  ") and indentation(below) <= spaces:
        spaces = indentation(below) - 2  # what is below it belongs to it
    return " " * spaces + line.lstrip().replace("\t", "  ")


def _also_on(numbers: list[int]) -> str:
    """`also on lines 4, 5 and 9`: lines by their numbers from 0, each once and without the first one."""
    lines = [number + 1 for number in dict.fromkeys(numbers)][1:]
    if not lines:
        return ""
    if len(lines) > _LINES_NAMED:
        return f"also on {len(lines)} more lines"
    *some, last = map(str, lines)
    return f"also on lines {', '.join(some)} and {last}" if some else f"also on line {last}"


def _without_directives(document: Document, clean: str, found: list[Diagnostic]) -> str:
    """The text without `%YAML` and `%TAG` lines, which may stand before the first line that holds something."""
    first: tuple[int, int] | None = None
    pieces: list[str] = []
    at = 0
    for start, line in zip(document.starts, document.lines, strict=True):
        if line.startswith("%"):
            first = first or (start, start + len(line))
            pieces += (clean[at:start], " " * len(line))
            at = start + len(line)
        elif line.strip() and not line.lstrip().startswith("#"):
            break
    if first is not None:
        message = "a line that begins with '%' is an instruction to YAML, which flows do not have; delete it"
        found.append(problem(BAD_YAML, document.span(*first), message))
    return "".join((*pieces, clean[at:]))
