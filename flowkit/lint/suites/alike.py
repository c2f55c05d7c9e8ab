"""Tests that are the same under two names."""

from collections.abc import Iterator
from dataclasses import replace

from flowkit.language.codes import SAME_TEST
from flowkit.language.diagnostic import Diagnostic, Related, problem
from flowkit.language.model import Project
from flowkit.language.model.suites import Test


def check_alike(project: Project) -> Iterator[Diagnostic]:
    """Warnings about the second of two tests that start, go on and end the same."""
    groups: dict[object, list[Test]] = {}
    for suite in project.suites.values():
        for test in suite.tests.values():
            key = (test.start, test.language, test.now, len(test.steps), *(type(step) for step in test.steps[:4]))
            groups.setdefault(key, []).append(test)
    for tests in groups.values():
        for place, test in enumerate(tests):
            same = next((each for each in tests[:place] if replace(each, name=test.name) == test), None)
            if same is not None:
                message = f"this test is the same as '{same.name}'"
                help = "take one of them out, or let it say what its name says"
                yield problem(SAME_TEST, test.span, message, help, (Related(same.span, "the other one is here"),))
