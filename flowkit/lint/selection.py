"""What the project wants to be told: `lint` with `select`, `ignore` and `severity`.

A finding is named by its code or its slug. An error keeps a flow from running, so it is always told, and as an error.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from flowkit.language.diagnostic import Diagnostic, Severity
from flowkit.language.shapes import Value


def selected(found: Iterable[Diagnostic], lint: Mapping[str, Value]) -> list[Diagnostic]:
    """The findings that are told, each with the severity that the project gives it.

    Args:
        lint: the project's `lint`.
    """
    severities = lint.get("severity", {})
    told = []
    for each in found:
        names = (each.kind.code, each.kind.slug)
        severity = next((severities[name] for name in names if name in severities), str(each.severity))
        if each.severity is Severity.ERROR:
            told.append(each)
        elif severity != "off" and _is_wanted(names, lint):
            told.append(replace(each, severity=Severity(severity)))
    return told


def _is_wanted(names: tuple[str, str], lint: Mapping[str, Value]) -> bool:
    select, ignore = lint.get("select"), lint.get("ignore", ())
    return (select is None or any(name in select for name in names)) and not any(name in ignore for name in names)
