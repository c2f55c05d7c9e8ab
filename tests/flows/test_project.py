"""The files of the demo project: short, without problems, and translated whole."""

from pathlib import Path

import pytest

from flowkit.language.codes import NO_BUILT_IN_WORDS
from flowkit.language.diagnostic import Severity
from flowkit.language.project import Reading, read_project
from flowkit.lint.check import check

FLOWS = Path(__file__).parents[2] / "flows"
FILES = sorted(FLOWS.glob("*.yaml"))


def whole() -> Reading:
    """The project as it stands."""
    files = {str(path.relative_to(FLOWS)): path.read_bytes() for path in sorted(FLOWS.rglob("*.yaml"))}
    return read_project({path: data for path, data in files.items() if not path.startswith("tests/")})


def test_there_is_no_problem_but_that_spanish_has_no_built_in_words():
    reading = whole()
    assert reading.project is not None
    found = [*reading.diagnostics, *check(reading.project)]
    told = [each for each in found if each.kind is not NO_BUILT_IN_WORDS and each.severity is not Severity.NOTE]
    assert [f"{each.span}: {each.message}" for each in told] == []


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_flow_is_read_at_a_glance(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) < 100


def test_every_flow_but_those_behind_others_is_offered():
    reading = whole()
    assert reading.project is not None
    offered = reading.project.flows["triage"].states["help"].does
    assert set(offered.flows) == set(reading.project.flows) - {"triage", "auth"}
    assert offered.flows == reading.project.flows["triage"].states["more"].does.flows
