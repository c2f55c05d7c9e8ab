"""Findings as a code quality report of GitLab, which shows them in merge requests.

Its form: docs.gitlab.com, "Code Quality", "Code Quality report format".
"""

from flowkit.language.diagnostic import Severity
from flowkit.lint.report.findings import Findings
from flowkit.lint.report.fingerprints import fingerprints
from flowkit.lint.report.order import ordered

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.NOTE: "info"}


def gitlab(findings: Findings) -> str:
    """All findings as one JSON list; each keeps its fingerprint when its line moves."""
    import json

    found = ordered(findings.told)
    entries = [
        {
            "description": each.message + (f" ({' '.join(each.help.split())})" if each.help else ""),
            "check_name": each.kind.code,
            "fingerprint": fingerprint,
            "severity": _SEVERITIES[each.severity],
            "location": {
                "path": each.span.path or ".",
                "lines": {"begin": each.span.line, "end": each.span.end_line},
            },
        }
        for each, fingerprint in zip(found, fingerprints(found, findings.sources), strict=True)
    ]
    return json.dumps(entries, indent=2)
