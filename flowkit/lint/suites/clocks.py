"""Time in tests: silence that nobody notices, and days that depend on when the test is run."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from flowkit.language.codes import NO_CLOCK, SHORT_SILENCE
from flowkit.language.diagnostic import Diagnostic, problem
from flowkit.language.model import Project
from flowkit.language.model.suites import BargeIn, Caller, Expect, Returned, Silence, Test
from flowkit.lint.suites.reach import acts

NOTICED_MS: Final = 180_000
"""A test is a typed call: after so long a silence the agent asks whether somebody is there."""
_MINUTE_MS: Final = 60_000


def check_clocks(test: Test, project: Project) -> Iterator[Diagnostic]:
    """Warnings about silence that is too short to matter, and about a test with days in it that has no clock."""
    yield from _silences(test, project)
    if test.now is None and _depends_on_the_day(test):
        message = "this test expects a day that the caller's words mean, and has no clock: tomorrow it is another"
        yield problem(NO_CLOCK, test.span, message, 'add to the test, or to its suite: now: "2026-03-02T10:00"')


def _silences(test: Test, project: Project) -> Iterator[Diagnostic]:
    silent = [step for step in test.steps if isinstance(step, Silence)]
    if not silent or sum(step.ms for step in silent) >= project.max_minutes * _MINUTE_MS * 4 // 5:
        return  # the end of the call may be what they are about
    run: list[Silence] = []
    for step in (*test.steps, None):
        if isinstance(step, Silence):
            run.append(step)
        elif step is None or acts(step):
            if run and sum(each.ms for each in run) < NOTICED_MS:
                seconds = f"{run[0].ms / 1000:g} second{'s' * (run[0].ms != 1000)}"
                message = f"{seconds} of silence pass unnoticed: a test is a typed call, where that takes three minutes"
                yield problem(SHORT_SILENCE, run[0].span, message, "write: silence: 4 minutes")
            run = []


def _depends_on_the_day(test: Test) -> bool:
    """Whether it expects a day that it gives nobody: then it comes of what the caller says, and of the clock."""
    expected = {day for step in test.steps if isinstance(step, Expect) for day in _days([step.slots, step.used])}
    if not expected:
        return False
    outputs = [each.output for several in test.results.values() for each in several if isinstance(each, Returned)]
    given = {*_days([test.given.slots, test.given.records, test.given.results, *outputs])}
    said = " ".join(step.words for step in test.steps if isinstance(step, Caller | BargeIn))
    return any(day not in given and str(day.year) not in said for day in expected)


def _days(values: list[Any]) -> Iterator[date]:
    """The days and moments in these values."""
    for value in values:
        if isinstance(value, date):
            yield value
        elif isinstance(value, Mapping):
            values.extend(value.values())
        elif isinstance(value, list | tuple):
            values.extend(value)
