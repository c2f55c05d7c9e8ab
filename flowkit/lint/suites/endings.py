"""Steps of tests after the end of the call: nothing can happen any more, so such a test fails whatever the flows do."""

from collections.abc import Iterator

from flowkit.language.codes import AFTER_THE_END
from flowkit.language.diagnostic import Diagnostic, Related, problem
from flowkit.language.model.suites import BargeIn, Expect, Model, Step, Test
from flowkit.lint.suites.reach import Reach, acts


def check_endings(test: Test, reach: Reach) -> Iterator[Diagnostic]:
    """Errors about the first step that comes too late."""
    over: Expect | None = None
    for step in test.steps:
        if over is not None and acts(step):
            message = f"the call is over here: it is expected to have ended '{over.outcome}' before"
            help = "leave this step out, or expect 'outcome' behind it"
            there = Related(over.places.get("outcome", over.span), "its end is expected here")
            yield problem(AFTER_THE_END, step.span, message, help, (there,))
            return
        if isinstance(step, Expect) and step.outcome:
            over = step
    first = next((step for step in test.steps if acts(step)), None)
    if first is not None and not _is_part_of_the_start(first) and reach.is_over_unheard(test):
        flow = reach.outlines[test.start.flow]
        message = f"the call is over here: '{flow.name}' ends without listening to the caller"
        help = "leave this step out, or start in a flow that goes on: start: …"
        yield problem(AFTER_THE_END, first.span, message, help, (Related(flow.span, "no state of it listens"),))


def _is_part_of_the_start(step: Step) -> bool:
    """Whether a step at the beginning belongs to the call's first words."""
    return isinstance(step, Model | BargeIn)
