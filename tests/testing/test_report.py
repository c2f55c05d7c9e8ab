"""How tests are told: to designers as text, to programs as JSON."""

import json

from flowkit.testing.report import Ran, as_json, summary, text
from tests.testing.conftest import files, stage_of

TESTS = """
  a book is lent for longer:
    start: longer
    steps:
      - caller: "1234"
      - agent: Which one?
  a book is lent without asking:
    start: longer
    steps:
      - caller: "1234"
      - caller: Emma until Friday
      - expect: {used: renew}
      - agent: yours
"""
TOLD = """\
tests/library.yaml
  ok    a book is lent for longer
  FAIL  a book is lent without asking

a book is lent without asking
  tests/library.yaml:19:9: tool
    expected  'renew' was carried out
    instead   it was not carried out: the caller is being asked for renew(card 1234, day 2026-03-06, loan_id b1)
    to do     a write needs the caller's yes to its read-back; check the states that lead there
  tests/library.yaml:20:9: speech
    expected  the agent says 'yours'
    instead   it said 'I'll lend you Emma until Friday, March sixth on card 1 2 3 4. Shall I do that?'
    to do     write words that are said, or mend the text in the flow
  what happened last
      state     longer.which
    agent     Hello, this is the library's assistant. What's your card number?
    caller    1234
      slot      card = 1234
      state     longer.look
      tool      list_loans(card 1234) → ok
      state     longer.details
    agent     1 2 3 4. Emma or Dracula. Which one?
    caller    Emma until Friday
      slot      item = b1
      slot      day = 2026-03-06
      state     longer.agree
    agent     I'll lend you Emma until Friday, March sixth on card 1 2 3 4.
    agent     Shall I do that?"""


def ran() -> list[Ran]:
    from flowkit.language.project import read_project

    project = read_project(files(TESTS)).project
    assert project is not None
    stage, _ = stage_of(TESTS)
    suite = project.suites["library"]
    return [Ran(suite, stage.play(test)) for test in suite.tests.values()]


def test_a_designer_reads_what_failed_why_and_what_to_do():
    assert text(ran()) == TOLD


def test_colours_are_added_and_nothing_else():
    import re

    coloured = text(ran(), color=True)
    assert "\x1b[31mFAIL\x1b[0m" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == TOLD


def test_the_summary_counts():
    all_of_them = ran()
    assert summary(all_of_them) == "1 of 2 tests failed"
    assert summary(all_of_them[:1]) == "1 test passed"


def test_programs_get_all_of_it_as_json():
    told = json.loads(json.dumps(as_json(ran(), "1.0")))
    assert {name: told[name] for name in ("version", "passed", "failed")} == {
        "version": "1.0",
        "passed": 1,
        "failed": 1,
    }
    good, bad = told["tests"]
    assert (good["suite"], good["passed"], good["failures"], good["conversation"]) == ("library", True, [], [])
    assert (bad["test"], bad["path"], bad["line"]) == ("a book is lent without asking", "tests/library.yaml", 14)
    assert [each["kind"] for each in bad["failures"]] == ["tool", "speech"]
    assert set(bad["failures"][0]) == {"kind", "path", "line", "column", "expected", "instead", "help"}
    assert bad["conversation"][-1] == {"kind": "agent", "text": "Shall I do that?"}
