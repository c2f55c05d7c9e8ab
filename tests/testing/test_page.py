"""The suite of `docs/language.md` passes when it is played."""

from datetime import datetime
from zoneinfo import ZoneInfo

from docs.examples import PAGE, Examples
from flowkit.language.project import read_project
from flowkit.testing.play import Stage


def test_the_tests_of_the_page_pass():
    examples = Examples(PAGE.read_text(encoding="utf-8"))
    project = read_project(examples.files | examples.translations).project
    assert project is not None
    stage = Stage(project, ZoneInfo(project.timezone), datetime(2026, 3, 2, 10))
    played = [stage.play(test) for suite in project.suites.values() for test in suite.tests.values()]
    assert len(played) >= 2
    assert {each.test.name: each.failures for each in played if each.failures} == {}
