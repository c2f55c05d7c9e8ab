"""Findings as SARIF 2.1.0, the OASIS standard that code scanning takes.

Columns count Unicode code points, as in all reports. A finding that is kept by a comment is there as a suppressed one,
with its reason, and its fingerprint holds when lines move.
"""

from typing import Any, Final

from flowkit.language.diagnostic import Code, Diagnostic, Fix
from flowkit.language.span import Span
from flowkit.lint.report.findings import Findings
from flowkit.lint.report.fingerprints import fingerprints
from flowkit.lint.report.order import ordered

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
RULE_PAGES: Final = "https://flowkit.example/rules/"
"""Where the pages of the rules are: the address, and behind it the code and `.md`."""
_FINGERPRINT: Final = "flowkit/v1"
_UNRESERVED: Final = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")


def sarif(findings: Findings) -> str:
    """All findings as one SARIF log."""
    import json

    reasons = dict(findings.kept)
    found = ordered([*findings.told, *reasons])
    kinds = sorted({each.kind.code: each.kind for each in found}.values(), key=lambda kind: kind.code)
    places = {kind.code: number for number, kind in enumerate(kinds)}
    marks = fingerprints(found, findings.sources)
    driver = {
        "name": "flowkit",
        "semanticVersion": findings.version,
        "informationUri": RULE_PAGES,
        "rules": [_rule(kind) for kind in kinds],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True}],
        "artifacts": [{"location": _artifact(path)} for path in sorted(findings.sources)],
        "results": [
            _result(each, places[each.kind.code], mark, reasons.get(each))
            for each, mark in zip(found, marks, strict=True)
        ],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule(kind: Code) -> dict[str, Any]:
    title, help = _page(kind)
    return {
        "id": kind.code,
        "name": "".join(word.capitalize() for word in kind.slug.split("-")),
        "shortDescription": {"text": title},
        "helpUri": f"{RULE_PAGES}{kind.code}.md",
        "help": help,
        "defaultConfiguration": {"level": kind.severity.value},
        "properties": {"tags": [kind.slug]},
    }


def _page(kind: Code) -> tuple[str, dict[str, str]]:
    """What the page of a rule says: its title, and its help in both forms."""
    from flowkit.lint.pages.library import page
    from flowkit.lint.pages.rendering import hover

    try:
        text = page(kind.code)
    except FileNotFoundError:
        return kind.slug, {"text": f"flowkit explain {kind.code}"}
    return text.title, {"text": f"{text.why}\n\n{text.mend}", "markdown": hover(kind)}


def _result(found: Diagnostic, rule: int, mark: str, reason: str | None) -> dict[str, Any]:
    message = found.message + (f"\n{found.help}" if found.help else "")
    result: dict[str, Any] = {
        "ruleId": found.kind.code,
        "ruleIndex": rule,
        "level": found.severity.value,
        "message": {"text": message},
        "locations": [{"physicalLocation": _place(found.span)}] if found.span.path else [],
        "partialFingerprints": {_FINGERPRINT: mark},
    }
    if found.related:
        result["relatedLocations"] = [
            {"id": number, "physicalLocation": _place(each.span), "message": {"text": each.message}}
            for number, each in enumerate(found.related, 1)
            if each.span.path
        ]
    if found.fixes:
        result["fixes"] = [_fix(fix) for fix in found.fixes]
    if reason is not None:
        result["suppressions"] = [{"kind": "inSource", "status": "accepted", "justification": reason}]
    return result


def _fix(fix: Fix) -> dict[str, Any]:
    by_file: dict[str, list[dict[str, Any]]] = {}
    for edit in fix.edits:
        change: dict[str, Any] = {"deletedRegion": _region(edit.span)}
        if edit.text:
            change["insertedContent"] = {"text": edit.text}
        by_file.setdefault(edit.span.path, []).append(change)
    changes = [{"artifactLocation": _artifact(path), "replacements": some} for path, some in by_file.items()]
    return {"description": {"text": fix.label}, "artifactChanges": changes}


def _place(span: Span) -> dict[str, Any]:
    return {"artifactLocation": _artifact(span.path), "region": _region(span)}


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _artifact(path: str) -> dict[str, str]:
    """A path as a reference: what has no place in one is escaped."""
    name = path.replace("\\", "/").encode(errors="surrogateescape")
    uri = "".join(chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in name)
    return {"uri": f"file://{uri}" if uri.startswith("/") else uri}
