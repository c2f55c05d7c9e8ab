"""Expectations of a test that cannot come true together."""

from collections.abc import Iterator

from flowkit.language.codes import EXPECTS_BOTH
from flowkit.language.diagnostic import Diagnostic, Related, problem
from flowkit.language.model.suites import Expect, Test
from flowkit.language.span import Span
from flowkit.lint.suites.reach import expectations


def check_contradictions(test: Test) -> Iterator[Diagnostic]:
    """Errors about what is expected after the opposite was."""
    used: dict[str, Span] = {}
    over: Expect | None = None
    for expect in expectations(test):
        yield from _no_longer_unused(expect, used)
        for name in expect.used:
            used.setdefault(name, _place(expect, f"used.{name}"))
        if expect.outcome and over is not None and expect.outcome != over.outcome:
            message = f"the call cannot end '{expect.outcome}': it is expected to have ended '{over.outcome}' before"
            there = Related(_place(over, "outcome"), "that is expected here")
            yield problem(EXPECTS_BOTH, _place(expect, "outcome"), message, "take one of them out", (there,))
        over = expect if expect.outcome else over
        if expect.state is not None and over is not None:
            message = f"a call that has ended '{over.outcome}' is in no state"
            help = "expect the state before the end, or only 'outcome'"
            there = Related(_place(over, "outcome"), "its end is expected here")
            yield problem(EXPECTS_BOTH, _place(expect, "state"), message, help, (there,))
    start = test.start.flow
    if over is not None and test.ends.get(start, over.outcome) != over.outcome:
        message = f"'{start}' cannot end '{test.ends[start]}': the call, which starts in it, ends '{over.outcome}'"
        there = Related(_place(over, "outcome"), "that is expected here")
        yield problem(EXPECTS_BOTH, test.places.get(f"ends.{start}", test.span), message, _SAME, (there,))


def _no_longer_unused(expect: Expect, used: dict[str, Span]) -> Iterator[Diagnostic]:
    for name in expect.not_used:
        if name in used and name not in expect.used:
            message = f"'{name}' is expected not to have been used, and before to have been"
            help = "'used' and 'not_used' are about everything since the test began; take one of them out"
            there = Related(used[name], "it is expected to be used here")
            yield problem(EXPECTS_BOTH, _place(expect, f"not_used.{name}"), message, help, (there,))


_SAME = "the outcome of a call is that of the flow it starts in: write the same"


def _place(expect: Expect, what: str) -> Span:
    return expect.places.get(what, expect.span)
