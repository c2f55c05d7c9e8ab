"""Expectations about flows, states, slots and rules that no call comes to from where the test starts."""

from collections.abc import Iterator

from flowkit.language.codes import OUT_OF_REACH
from flowkit.language.diagnostic import Diagnostic, Related, problem
from flowkit.language.model.suites import BargeIn, Calls, Expect, Model, Test
from flowkit.language.span import Span
from flowkit.lint.outline import Stop
from flowkit.lint.suites.reach import Reach, Reached, expectations


def check_reaching(test: Test, reach: Reach) -> Iterator[Diagnostic]:
    """Errors about what can never be seen in a test."""
    reached = reach.of(test)
    over_talked = any(isinstance(step, BargeIn) for step in test.steps)
    for expect in expectations(test):
        if expect.state is not None and expect.state.flow:
            place = expect.places.get("state", expect.span)
            stop = reach.outlines[expect.state.flow].stops.get(expect.state.state)
            if expect.state.flow not in reached.flows:
                yield _unreached(expect.state.flow, place, test, reach)
            elif stop is not None and stop.kind == "end" and not over_talked:
                yield _already_ended(expect.state.flow, stop, place)
        yield from _slots(expect, test, reach, reached)
        yield from _tools(expect, test, reach, reached)
    for flow in test.ends:
        if flow not in reached.flows:
            yield _unreached(flow, test.places.get(f"ends.{flow}", test.span), test, reach)


def _unreached(flow: str, place: Span, test: Test, reach: Reach) -> Diagnostic:
    message = f"no call that starts in '{test.start.flow}' comes to the flow '{flow}'"
    help = f"start where it can: start: {flow}; or let '{test.start.flow}' run or offer it"
    return problem(OUT_OF_REACH, place, message, help, (Related(reach.outlines[flow].span, "the flow is here"),))


def _already_ended(flow: str, stop: Stop, place: Span) -> Diagnostic:
    message = f"no call is ever found in '{stop.name}', which ends the flow '{flow}'"
    help = f"expect how it ended, below the steps: ends: {{{flow}: {stop.outcome}}}"
    return problem(OUT_OF_REACH, place, message, help, (Related(stop.span, "it ends here"),))


def _slots(expect: Expect, test: Test, reach: Reach, reached: Reached) -> Iterator[Diagnostic]:
    for name in expect.slots:
        if name in reach.project.slots or any(name in reach.outlines[flow].slots for flow in reached.flows):
            continue
        having = next((each for each in reach.outlines.values() if name in each.slots), None)
        message = f"no flow that a call from '{test.start.flow}' comes to has the slot '{name}'"
        there = () if having is None else (Related(having.span, f"'{having.name}' has it"),)
        help = "expect a slot of those flows, or start in the one that has it"
        yield problem(OUT_OF_REACH, expect.places.get(f"slots.{name}", expect.span), message, help, there)


def _tools(expect: Expect, test: Test, reach: Reach, reached: Reached) -> Iterator[Diagnostic]:
    called = {step.does.tool for step in test.steps if isinstance(step, Model) and isinstance(step.does, Calls)}
    for name in expect.used:
        if name not in reached.tools | called:
            yield _never_used(name, "used", expect.places.get(f"used.{name}", expect.span), test, reach)
    for name in expect.refused:
        if name in reach.project.tools and name not in reached.tools | called:
            yield _never_used(name, "refused", expect.places.get(f"refused.{name}", expect.span), test, reach)


def _never_used(name: str, what: str, place: Span, test: Test, reach: Reach) -> Diagnostic:
    message = f"'{name}' cannot be {what} here: no flow that a call from '{test.start.flow}' comes to uses it"
    using = [flow for flow in reach.outlines if name in reach.tools_of(flow)]
    help = f"start where it is used: start: {using[0]}" if using else f"let a state use it: use: {name}"
    there = tuple(Related(reach.tools_of(flow)[name].span, "it is used here") for flow in using[:1])
    return problem(OUT_OF_REACH, place, message, help, there)
