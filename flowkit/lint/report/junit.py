"""Findings as JUnit XML, which most servers for builds can show: each file is a suite, each finding a test of it.

What does not fail the check does not fail a test, and stands in the test's output; a file without findings is one test
that passed.
"""

from collections.abc import Iterator

from flowkit.language.diagnostic import Diagnostic
from flowkit.lint.report.findings import Findings
from flowkit.lint.report.frames import safe
from flowkit.lint.report.order import ordered


def junit(findings: Findings) -> str:
    """All findings as one XML document."""
    found = ordered(findings.told)
    by_file: dict[str, list[Diagnostic]] = {path: [] for path in sorted({*findings.sources, *_paths(found)})}
    for each in found:
        by_file[each.span.path].append(each)
    failing = [each for each in found if each in findings.failing]
    tests = sum(max(len(some), 1) for some in by_file.values())
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(f'<testsuites name="flowkit" tests="{tests}" failures="{len(failing)}" errors="0">')
    for path, some in by_file.items():
        lines += _suite(path or "project", some, findings)
    return "\n".join([*lines, "</testsuites>"])


def _paths(found: list[Diagnostic]) -> set[str]:
    return {each.span.path for each in found}


def _suite(path: str, found: list[Diagnostic], findings: Findings) -> Iterator[str]:
    name, failures = _attribute(path), sum(each in findings.failing for each in found)
    yield f'  <testsuite name="{name}" tests="{max(len(found), 1)}" failures="{failures}" errors="0">'
    if not found:
        yield f'    <testcase classname="{name}" name="no findings" file="{name}"/>'
    for each in found:
        title = _attribute(f"{each.kind.code} {each.kind.slug} at line {each.span.line}, column {each.span.column}")
        yield f'    <testcase classname="{name}" name="{title}" file="{name}" line="{each.span.line}">'
        text = _text(f"{each.span}: {each.severity.value}: {each.message}" + (f"\n{each.help}" if each.help else ""))
        if each in findings.failing:
            yield f'      <failure type="{each.severity.value}" message="{_attribute(each.message)}">{text}</failure>'
        else:
            yield f"      <system-out>{text}</system-out>"
        yield "    </testcase>"
    yield "  </testsuite>"


def _text(text: str) -> str:
    lines = (safe(line) for line in text.splitlines())
    return "\n".join(lines).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _attribute(text: str) -> str:
    return _text(" ".join(text.split())).replace('"', "&quot;")
