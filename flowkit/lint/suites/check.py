"""The rules about suites, in one. They look at the tests of a project, and at its flows only from outside."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from flowkit.language.diagnostic import Diagnostic
from flowkit.language.model import Project
from flowkit.lint.outline import Outline
from flowkit.lint.suites.alike import check_alike
from flowkit.lint.suites.clocks import check_clocks
from flowkit.lint.suites.contradictions import check_contradictions
from flowkit.lint.suites.endings import check_endings
from flowkit.lint.suites.missing import check_missing
from flowkit.lint.suites.out_of_reach import check_reaching
from flowkit.lint.suites.reach import Reach
from flowkit.lint.suites.tools import check_suite_results, check_tools


def check_tests(project: Project, outlines: Mapping[str, Outline]) -> Iterator[Diagnostic]:
    """What is wrong with the tests of a project."""
    reach = Reach(project, outlines)
    for suite in project.suites.values():
        for test in suite.tests.values():
            if test.start.flow in outlines:
                yield from check_endings(test, reach)
                yield from check_contradictions(test)
                yield from check_reaching(test, reach)
                yield from check_tools(test, reach)
                yield from check_clocks(test, project)
        yield from check_suite_results(suite, reach)
    yield from check_alike(project)
    yield from check_missing(reach)


SUITE_RULES: Final[tuple[Callable[[Project, Mapping[str, Outline]], Iterable[Diagnostic]], ...]] = (check_tests,)
