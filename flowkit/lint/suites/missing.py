"""What the tests of a project leave out: flows, a caller who says no, tools that fail.

Notes are for those whose tests are meant to be whole. Only where tests come to more than half of the flows is it worth
saying that nobody ever declines or nothing ever fails, and only where they come to nearly all of them, and are many, is
a flow without any an oversight. One note per flow and kind at most.
"""

from collections.abc import Iterator

from flowkit.language.codes import NEVER_DECLINED, NEVER_FAILS, NOT_TESTED
from flowkit.language.diagnostic import Diagnostic, problem
from flowkit.language.expressions.spelling import listed
from flowkit.language.model.suites import Caller, Ended, Keys, Test
from flowkit.language.span import Span
from flowkit.lint.suites.reach import Reach, expectations

_NO_WORDS = frozenset(("no", "nope", "nein", "non", "never mind", "don't"))
"""How a no mostly begins; what begins otherwise is read as an answer to a read-back."""


def check_missing(reach: Reach) -> Iterator[Diagnostic]:
    """Notes about flows without tests, writes that nobody declines, and tools that never fail."""
    tests = [test for suite in reach.project.suites.values() for test in suite.tests.values()]
    about: dict[str, list[Test]] = {flow: [] for flow in reach.outlines}
    for test in tests:
        for flow in _about(test, reach):
            about[flow].append(test)
    entered = _with_what_they_run({flow for flow, several in about.items() if several}, reach)
    if 2 * len(entered) <= len(reach.outlines):
        return
    if 4 * len(entered) >= 3 * len(reach.outlines) and len(tests) >= 2 * len(reach.outlines):
        for flow, outline in reach.outlines.items():
            if flow not in entered:
                message = f"no test comes to the flow '{flow}'"
                help = f"write one that starts in it: start: {flow}; and says how it ends: ends: {{{flow}: …}}"
                yield problem(NOT_TESTED, outline.span, message, help)
    yield from _never_declined(tests, reach)
    yield from _never_fails(tests, about, reach)


def _about(test: Test, reach: Reach) -> set[str]:
    """The flows that a test is about: where it starts, and of which it expects something."""
    flows = {test.start.flow, *test.ends}
    for expect in expectations(test):
        if expect.state is not None:
            flows.add(expect.state.flow)
        for flow, outline in reach.outlines.items():
            if expect.slots.keys() & outline.slots.keys() or expect.used.keys() & reach.tools_of(flow).keys():
                flows.add(flow)
    return flows & reach.outlines.keys()


def _with_what_they_run(flows: set[str], reach: Reach) -> set[str]:
    """These flows, with those that they run, and those that make hold what they require."""
    waiting, found = list(flows), set[str]()
    while waiting:
        name = waiting.pop()
        if name in found or name not in reach.outlines:
            continue
        found.add(name)
        outline = reach.outlines[name]
        waiting += outline.named.get("run", ())
        waiting += [reach.project.preconditions[each].run for each in reach.required(outline)]
    return found


def _used(tests: list[Test]) -> dict[str, Span]:
    """The tools that tests expect to be used, and the first place where one does."""
    found: dict[str, Span] = {}
    for test in tests:
        for expect in expectations(test):
            for name in expect.used:
                found.setdefault(name, expect.places.get(f"used.{name}", expect.span))
    return found


def _never_declined(tests: list[Test], reach: Reach) -> Iterator[Diagnostic]:
    for name, place in _used(tests).items():
        tool = reach.project.tools[name]
        if not tool.writes or tool.consent == "none":
            continue
        flows = {flow for flow in reach.outlines if name in reach.tools_of(flow)}
        undone = [test for test in tests if flows & reach.of(test).flows and not _ends_used(test, name)]
        if not any(_says_no(test) for test in undone) and not any(_is_read_as_no(test, reach) for test in undone):
            message = f"callers agree to '{name}' in the tests, and none ever declines it"
            help = f'add a test in which the caller says no: - caller: "no", and then: - expect: {{not_used: {name}}}'
            yield problem(NEVER_DECLINED, place, message, help)


def _ends_used(test: Test, tool: str) -> bool:
    """Whether a test expects in the end that a tool was used, or does not speak of what became of it."""
    if any(tool in expect.used for expect in expectations(test)):
        return True
    unused = any(tool in expect.not_used for expect in expectations(test))
    return not unused and all(outcome == "resolved" for outcome in test.ends.values())


def _says_no(test: Test) -> bool:
    """Whether a caller says no, by the first word, or by keys."""
    for step in test.steps:
        if isinstance(step, Keys):
            return True
        if isinstance(step, Caller):
            words = step.words.casefold().replace("’", "'").replace(",", " ").split()
            if words and (words[0].rstrip(".!") in _NO_WORDS or " ".join(words[:2]).rstrip(".!") in _NO_WORDS):
                return True
    return False


def _is_read_as_no(test: Test, reach: Reach) -> bool:
    """Whether a caller says something that is read as a no."""
    from datetime import datetime

    from flowkit.language.answers import gives_up, read_answer  # a hundred milliseconds, and rarely needed
    from flowkit.language.locale import Locale

    project = reach.project
    locale = Locale(test.now or datetime(2000, 1, 1), test.language, project.country, project.currency)
    said = [step.words for step in test.steps if isinstance(step, Caller)]
    return any(read_answer(words, (), locale).reading == "no" or gives_up(words, locale) for words in said)


def _never_fails(tests: list[Test], about: dict[str, list[Test]], reach: Reach) -> Iterator[Diagnostic]:
    broken = {
        name
        for test in tests
        for name, several in test.results.items()
        if any(isinstance(each, Ended) for each in several)
    }
    used = _used(tests)
    for flow, several in about.items():
        tools = [*reach.tools_of(flow)]
        if not several or not tools:
            continue
        writes = [name for name in tools if reach.project.tools[name].writes and name in used and name not in broken]
        left = writes if broken.intersection(tools) else tools
        if left:
            what = listed(left, "or")
            message = f"no test of '{flow}' lets {what} fail"
            help = f"add one, and say what the caller hears then: results: {{{left[0]}: {{outcome: failed}}}}"
            place = next((test for test in several if test.start.flow == flow), several[0]).span
            yield problem(NEVER_FAILS, place, message, help)
