"""What a project wants to be told."""

import pytest

from flowkit.language.codes import ENDLESS_LOOP, NO_BUILT_IN_WORDS, UNREACHABLE_STATE
from flowkit.language.diagnostic import Severity, problem
from flowkit.language.project import read_project
from flowkit.language.span import NOWHERE
from flowkit.lint.selection import selected
from tests.lint.test_graph import FLOW, PROJECT

ERROR, UNREACHABLE, WORDS = (
    problem(kind, NOWHERE, "m") for kind in (ENDLESS_LOOP, UNREACHABLE_STATE, NO_BUILT_IN_WORDS)
)


@pytest.mark.parametrize(
    ("lint", "told"),
    [
        ({}, [ERROR, UNREACHABLE, WORDS]),
        ({"ignore": ["FK515"]}, [ERROR, UNREACHABLE]),
        ({"ignore": ["no-built-in-words", "FK202"]}, [ERROR]),
        ({"ignore": ["FK210"]}, [ERROR, UNREACHABLE, WORDS]),
        ({"select": ["FK202"]}, [ERROR, UNREACHABLE]),
        ({"select": ["FK202"], "ignore": ["unreachable-state"]}, [ERROR]),
        ({"severity": {"FK202": "off"}}, [ERROR, WORDS]),
    ],
)
def test_warnings_can_be_left_out_and_errors_cannot(lint, told):
    assert selected([ERROR, UNREACHABLE, WORDS], lint) == told


def test_a_warning_weighs_what_the_project_says():
    lint = {"severity": {"FK202": "error", "no-built-in-words": "note", "FK210": "off"}}
    found = selected([ERROR, UNREACHABLE, WORDS], lint)
    assert [each.severity for each in found] == [Severity.ERROR, Severity.ERROR, Severity.NOTE]


def test_what_stands_in_the_project_is_read_so():
    files = {"flowkit.yaml": PROJECT + "lint: {ignore: FK202, severity: {FK515: off}}\n", "hello.yaml": FLOW}
    reading = read_project({path: text.encode() for path, text in files.items()})
    assert reading.project is not None, [each.message for each in reading.diagnostics]
    assert selected([ERROR, UNREACHABLE, WORDS], reading.project.lint) == [ERROR]
