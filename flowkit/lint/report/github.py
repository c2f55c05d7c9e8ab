"""Findings as workflow commands, which GitHub Actions shows beside the lines of a pull request.

The commands and their escapes: docs.github.com, "Workflow commands for GitHub Actions".
"""

from collections.abc import Iterable

from flowkit.language.diagnostic import Diagnostic, Severity
from flowkit.lint.report.frames import safe
from flowkit.lint.report.order import ordered

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def github(diagnostics: Iterable[Diagnostic]) -> str:
    """One command for each finding."""
    return "\n".join(_command(found) for found in ordered(diagnostics))


def _command(found: Diagnostic) -> str:
    span = found.span
    place = {"file": span.path, "line": span.line, "endLine": span.end_line, "col": span.column}
    if span.line == span.end_line:
        place["endColumn"] = max(span.end_column, span.column)
    given = {**(place if span.path else {}), "title": f"{found.kind.code} {found.kind.slug}"}
    text = "\n".join(filter(None, (safe(found.message), *(safe(line) for line in found.help.splitlines()))))
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in given.items())
    return f"::{_COMMANDS[found.severity]} {listed}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
