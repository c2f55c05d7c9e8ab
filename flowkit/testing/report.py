"""How tests went: text for designers and JSON for programs. Nothing here writes; a string comes out."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, Final

from flowkit.language.frozen import frozen
from flowkit.language.model.suites import Suite
from flowkit.language.span import Span
from flowkit.testing.judging import Failure
from flowkit.testing.log import Entry
from flowkit.testing.play import Played

LAST: Final = 14
"""So many of the last things that happened are shown of a test that failed."""

_SPOKEN: Final = ("caller", "agent", "keys", "silence")
_RED, _GREEN, _BOLD, _DIM, _PLAIN = "\x1b[31m", "\x1b[32m", "\x1b[1m", "\x1b[2m", "\x1b[0m"


@frozen
class Ran:
    """A test of a suite, and how it went."""

    suite: Suite
    played: Played


def text(ran: Sequence[Ran], *, color: bool = False) -> str:
    """One line for each test by file, then each test that failed: what was expected, what happened, what to do."""
    lines: list[str] = []
    for path, tests in groupby(ran, lambda each: each.suite.span.path):
        lines += [*([""] if lines else []), path, *(_verdict(each.played, color) for each in tests)]
    for each in ran:
        if not each.played.passed:
            lines += ["", *_failed(each.played, color)]
    return "\n".join(lines)


def summary(ran: Sequence[Ran]) -> str:
    """How many there are: `3 of 8 tests failed`, or `8 tests passed`."""
    failed = sum(not each.played.passed for each in ran)
    tests = f"{len(ran)} {'test' if len(ran) == 1 else 'tests'}"
    return f"{failed} of {tests} failed" if failed else f"{tests} passed"


def as_json(ran: Sequence[Ran], version: str) -> dict[str, Any]:
    """All of it as one JSON object; the conversations of tests that passed are left out.

    `version` is that of flowkit.
    """
    failed = sum(not each.played.passed for each in ran)
    tests = [_test(each) for each in ran]
    return {"version": version, "passed": len(ran) - failed, "failed": failed, "tests": tests}


def _test(ran: Ran) -> dict[str, Any]:
    played = ran.played
    failures = [
        {"kind": each.kind, **_place(each.span)}
        | {"expected": each.expected, "instead": each.instead, "help": each.help}
        for each in played.failures
    ]
    told = [] if played.passed else [{"kind": each.kind, "text": each.text} for each in played.entries]
    return {"suite": ran.suite.name, "test": played.test.name, **_place(played.test.span)} | {
        "passed": played.passed,
        "failures": failures,
        "conversation": told,
    }


def _place(span: Span) -> dict[str, Any]:
    return {"path": span.path, "line": span.line, "column": span.column}


def _verdict(played: Played, color: bool) -> str:
    word = _paint(_GREEN, "ok  ", color) if played.passed else _paint(_RED, "FAIL", color)
    return f"  {word}  {played.test.name}"


def _failed(played: Played, color: bool) -> list[str]:
    lines = [_paint(_BOLD, played.test.name, color)]
    for failure in played.failures:
        lines += _failure(failure, color)
    return [*lines, "  what happened last", *_last(played.entries, color)]


def _failure(failure: Failure, color: bool) -> Iterable[str]:
    yield f"  {failure.span}: {_paint(_RED, failure.kind, color)}"
    yield f"    expected  {failure.expected}"
    yield f"    instead   {failure.instead}"
    if failure.help:
        yield f"    to do     {failure.help}"


def _last(entries: Sequence[Entry], color: bool) -> Iterable[str]:
    """What happened last; what was not heard stands further in."""
    if len(entries) > LAST:
        yield "    …"
    for entry in entries[-LAST:]:
        line = f"{entry.kind:<9} {_one_line(entry.text)}"
        yield f"    {line}" if entry.kind in _SPOKEN else f"    {_paint(_DIM, '  ' + line, color)}"


def _one_line(text: str) -> str:
    first, *more = text.splitlines() or [""]
    return f"{first} …" if more else first


def _paint(code: str, text: str, color: bool) -> str:
    return f"{code}{text}{_PLAIN}" if color else text
