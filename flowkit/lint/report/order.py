"""The order of reports: by file, place and code, and nothing twice; and how many findings there are.

The same findings always give the same text, in whatever order they came.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from flowkit.language.diagnostic import Diagnostic, Severity


def ordered(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics by path, line, column and code, each once."""
    once = {(found.kind.code, found.span, found.message): found for found in sorted(diagnostics, key=_whole_key)}
    return list(once.values())


def _whole_key(found: Diagnostic) -> tuple[Any, ...]:
    span = found.span
    return (*found.sort_key, span.end_line, span.end_column, found.help, [(r.span, r.message) for r in found.related])


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
