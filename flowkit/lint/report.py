"""Reports: diagnostics as text for people and as JSON for programs.

Every report is sorted by file, place and code and says nothing twice, so that the same findings always give the same
text. Nothing here reads or writes: the sources of the code frames come in, a string goes out, without a last newline.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from flowkit.language.diagnostic import Diagnostic, Severity
from flowkit.language.span import Span


def ordered(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics by path, line, column and code, each once."""
    once = {(found.kind.code, found.span, found.message): found for found in sorted(diagnostics, key=_whole_key)}
    return list(once.values())


def _whole_key(found: Diagnostic) -> tuple[Any, ...]:
    span = found.span
    return (*found.sort_key, span.end_line, span.end_column, found.help, [(r.span, r.message) for r in found.related])


def concise(diagnostics: Iterable[Diagnostic]) -> str:
    """One line for each: `path:line:column: FK302 message`."""
    from flowkit.lint.frames import line  # where nothing is wrong, nothing is shown

    return "\n".join(line(found) for found in ordered(diagnostics))


def full(diagnostics: Iterable[Diagnostic], sources: Mapping[str, str], color: bool) -> str:
    """Each with its code frame, its related places and its help, separated by empty lines.

    `sources` holds the text of each file by its path; a file that is missing there is named without a frame. `color`
    adds the escape sequences of terminals.
    """
    once = ordered(diagnostics)
    if not once:
        return ""
    from flowkit.language.tree import Document
    from flowkit.lint.frames import Style, lines  # where nothing is wrong, nothing is shown

    style = Style(color)
    documents = {path: Document(path, text.removeprefix("\ufeff")) for path, text in sources.items()}
    return "\n\n".join("\n".join(lines(found, documents, style)) for found in once)


def json_report(diagnostics: Iterable[Diagnostic], version: str) -> str:
    """All of it as one JSON object; lines and columns count from 1, and an end is the place behind the last character.

    `version` is that of flowkit.
    """
    import json  # two milliseconds, for one of three forms

    entries = [
        {
            **_ends(found.span),
            "code": found.kind.code,
            "slug": found.kind.slug,
            "severity": found.severity.value,
            "message": found.message,
            "help": found.help,
            "related": [{**_ends(related.span), "message": related.message} for related in found.related],
        }
        for found in ordered(diagnostics)
    ]
    return json.dumps({"version": version, "diagnostics": entries}, indent=2)


def _ends(span: Span) -> dict[str, str | int]:
    return {
        "path": span.path,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """How many there are: `3 errors and 1 warning in 2 files`, or `no problems`."""
    once = ordered(diagnostics)
    counts = Counter(found.severity for found in once)
    parts = [_several(counts[severity], severity.value) for severity in Severity if counts[severity]]
    if not parts:
        return "no problems"
    *some, last = parts
    files = len({found.span.path for found in once if found.span.path})
    where = f" in {_several(files, 'file')}" if files else ""
    return (f"{', '.join(some)} and {last}" if some else last) + where


def _several(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
