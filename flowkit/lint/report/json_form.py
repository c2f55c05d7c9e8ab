"""Findings as one JSON object, for programs."""

from collections.abc import Iterable
from typing import Any, Final

from flowkit.language.diagnostic import Diagnostic, Fix
from flowkit.language.span import Span
from flowkit.lint.report.order import ordered

SCHEMA_VERSION: Final = 1
"""It grows when something in the object changes its meaning or goes away, not when something is added."""


def json_report(diagnostics: Iterable[Diagnostic], version: str) -> str:
    """All of it as one JSON object; lines and columns count from 1, and an end is the place behind the last character.

    `version` is that of flowkit.
    """
    import json  # two milliseconds, for some of the forms

    entries = [
        {
            **_ends(found.span),
            "code": found.kind.code,
            "slug": found.kind.slug,
            "severity": found.severity.value,
            "message": found.message,
            "help": found.help,
            "related": [{**_ends(related.span), "message": related.message} for related in found.related],
            "fixes": [_fix(fix) for fix in found.fixes],
        }
        for found in ordered(diagnostics)
    ]
    return json.dumps({"schema_version": SCHEMA_VERSION, "version": version, "diagnostics": entries}, indent=2)


def _fix(fix: Fix) -> dict[str, Any]:
    edits = [{**_ends(edit.span), "text": edit.text} for edit in fix.edits]
    return {"label": fix.label, "safe": fix.safe, "edits": edits}


def _ends(span: Span) -> dict[str, str | int]:
    return {
        "path": span.path,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
