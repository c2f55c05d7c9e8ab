"""A library whose calls are tested: what a suite changes of it is told by each test."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flowkit.language.diagnostic import Diagnostic
from flowkit.language.model import Project
from flowkit.language.project import read_project
from flowkit.lint.check import check_suites
from flowkit.lint.outline import outline
from flowkit.testing.play import Stage
from tests.testing.conftest import CATALOG, DESK, LONGER, PROJECT

HOURS = """
flow: hours
title: Opening hours
about: The caller asks when the library is open.
start: told
states:
  told: {say: We are open until six., end: resolved}
"""
STAFF = """
flow: staff
title: For colleagues
about: A colleague wants to buy a book.
slots:
  shelf: {type: text, ask: "Which shelf?"}
start: where
states:
  where: {ask: shelf, next: buy}
  buy: {use: buy_book, with: {shelf: shelf}, next: done}
  done: {say: It is ordered., end: resolved}
"""
BUYING = """
  buy_book:
    about: Orders a book.
    effect: write
    consent: none
    consent_because: It is a wish, and somebody looks at it.
    input: {shelf: {type: text, from: caller}}
    backend: python:library:answer
"""
SUITE = """\
suite: calls
now: "2026-03-02T10:00"
results:
  list_loans: [{id: b1, title: Emma, due: "2026-03-05"}, {id: b2, title: Dracula, due: "2026-03-09"}]
tests:
"""
FILES = {
    "flowkit.yaml": PROJECT,
    "library.catalog.yaml": CATALOG + BUYING,
    "desk.yaml": DESK.replace("[longer]", "[longer, hours]"),
    "longer.yaml": LONGER,
    "hours.yaml": HOURS,
    "staff.yaml": STAFF,
}
PLAIN_DESK = DESK


def read(suite: str, **others: str) -> Project:
    """The library with a suite. `others`: other files, where they differ."""
    texts = FILES | {f"{name}.yaml": text for name, text in others.items()} | {"calls.yaml": suite}
    reading = read_project({path: text.lstrip("\n").encode() for path, text in texts.items() if text})
    errors = [f"{each.span}: {each.message}" for each in reading.diagnostics if each.severity.value == "error"]
    assert not errors, "\n".join(errors)
    assert reading.project is not None
    return reading.project


def found_in(tests: str, head: str = SUITE, **others: str) -> list[Diagnostic]:
    """What is found in these tests."""
    project = read(head + tests, **others)
    return check_suites(project, {name: outline(flow) for name, flow in project.flows.items()})


def told(found: list[Diagnostic]) -> list[tuple[str, str, str]]:
    """Code, place and message of each."""
    return [(each.kind.code, f"{each.span.path}:{each.span.line}:{each.span.column}", each.message) for each in found]


def plays(tests: str) -> dict[str, bool]:
    """Whether each of these tests comes out as it expects."""
    project = read(SUITE + tests)
    stage = Stage(project, ZoneInfo("America/New_York"), datetime(2026, 3, 2, 10))
    return {name: stage.play(test).passed for name, test in project.suites["calls"].tests.items()}
