"""Tools of tests: expected without a result or a yes, and results that nothing asks for."""

from collections.abc import Iterator

from flowkit.language.codes import NOBODY_AGREED, NOT_USED_HERE, RESULT_MISSING
from flowkit.language.diagnostic import Diagnostic, problem
from flowkit.language.model import Tool
from flowkit.language.model.suites import BargeIn, Caller, Calls, Expect, Keys, Model, Suite, Test
from flowkit.lint.suites.reach import Reach, expectations


def check_tools(test: Test, reach: Reach) -> Iterator[Diagnostic]:
    """Errors about tools that cannot have been carried out, and warnings about those that nothing here uses."""
    told: set[str] = set()
    heard = False
    for step in test.steps:
        heard = heard or isinstance(step, Caller | BargeIn | Keys)
        if not isinstance(step, Expect):
            continue
        for name in step.used:
            place = step.places.get(f"used.{name}", step.span)
            tool = reach.project.tools[name]
            if tool.output is not None and name not in test.results and name not in told:
                told.add(name)
                message = f"'{name}' is expected to be used, and the test does not say what it returns"
                help = f"add under 'results': {name}: {_like(tool)}, or {name}: {{outcome: failed}}"
                yield problem(RESULT_MISSING, place, message, help)
            if tool.writes and tool.consent != "none" and not heard:
                message = f"'{name}' needs the caller's yes, and nobody has said anything yet"
                help = 'put a step before it in which the caller agrees: - caller: "yes"'
                yield problem(NOBODY_AGREED, place, message, help)
    yield from _in_vain(test, reach)


def _like(tool: Tool) -> str:
    """What a result looks like, by the fields that it cannot do without."""
    shape = tool.output
    if shape is None or not shape.fields:
        return "…"
    fields = ", ".join(f"{name}: …" for name, each in shape.fields.items() if not each.optional)
    return f"[{{{fields}}}]" if shape.many else f"{{{fields}}}"


def _in_vain(test: Test, reach: Reach) -> Iterator[Diagnostic]:
    tools = reach.of(test).tools | _called(test)
    for name in reach.project.tools.keys() - tools - _expected(test):
        place = test.places.get(f"results.{name}")
        if place is not None:
            message = f"nothing in this test uses '{name}', so what it returns makes no difference"
            yield problem(NOT_USED_HERE, place, message, "take it out, or start where it is used")
    for expect in expectations(test):
        for name in expect.not_used:
            if name not in tools:
                place = expect.places.get(f"not_used.{name}", expect.span)
                message = f"nothing in this test could use '{name}', so this can never fail"
                yield problem(NOT_USED_HERE, place, message, "take it out, or start where it is used")


def _called(test: Test) -> set[str]:
    """The tools that the model is made to call."""
    return {step.does.tool for step in test.steps if isinstance(step, Model) and isinstance(step.does, Calls)}


def _expected(test: Test) -> set[str]:
    """The tools that are expected to be used: whether they can be is told there."""
    return {name for expect in expectations(test) for name in expect.used}


def check_suite_results(suite: Suite, reach: Reach) -> Iterator[Diagnostic]:
    """Warnings about results of a suite that none of its tests comes to."""
    places = {key.removeprefix("results."): place for key, place in suite.places.items() if key.startswith("results.")}
    if not places or not suite.tests:
        return
    used: set[str] = set()
    for test in suite.tests.values():
        if test.start.flow not in reach.outlines:
            return
        used |= reach.of(test).tools | _called(test) | _expected(test)
    for name in places.keys() - used:
        message = f"no test of this suite uses '{name}', so what it returns makes no difference"
        yield problem(NOT_USED_HERE, places[name], message, "take it out")
