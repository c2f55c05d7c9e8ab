"""A small project with one of everything that a test can speak of, and tests of it that are played."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from flowkit.language.project import read_project
from flowkit.testing.play import Played, Stage

PROJECT = """
flowkit: 1
title: Library line
start: desk
greeting: "Hello, this is the library's assistant."
timezone: America/New_York
about_us: {automated: I am an assistant, recording: No., data: None.}
handoffs:
  counter: {to: "sip:counter@example.com", default: true}
slots:
  card: {type: digits, pattern: "[0-9]{4}", ask: "What's your card number?"}
"""
CATALOG = """
catalog: library
records:
  loan:
    key: id
    label: "{{ title }}"
    fields: {id: text, title: text, due: date}
tools:
  list_loans:
    about: Lists what is lent.
    effect: read
    input: {card: {type: digits, from: caller}}
    output: {many: true, type: loan}
    outcomes: {no_card: There is no such card.}
    backend: python:library:answer
  renew:
    about: Lends something for longer.
    effect: write
    input: {loan_id: {type: text, from: loan}, day: date, card: {type: digits, from: caller}}
    only_if: {rule: in_spring, when: day < today + days(90), because: That is too long.}
    limits: {limit: at most 1 per card per day, rule: once, because: Only one a day can be renewed.}
    read_back: "I'll lend you {{ loan.title }} until {{ day }} on card {{ card }}. Shall I do that?"
    backend: python:library:answer
  note_down:
    about: Leaves a note.
    effect: write
    consent: none
    consent_because: It is for our own people.
    input: {text: text}
    backend: python:library:answer
"""
DESK = """
flow: desk
title: Front desk
start: help
states:
  help: {choose: [longer], question: "How can I help?", next: more}
  more: {choose: [longer], question: "Anything else?", next: more, outcomes: {nothing: bye}}
  bye: {say: Goodbye., end: resolved}
"""
LONGER = """
flow: longer
title: Renew
about: The caller wants to keep something for longer.
examples: [renew a book]
slots:
  item: {type: choice, options: loans, key: id, ask: "Which one?"}
  day: {type: date, ask: "Until when?"}
start: which
states:
  which: {ask: card, next: look}
  look:
    use: list_loans
    with: {card: card}
    save_as: loans
    next: details
    outcomes: {no_card: {times: 1, say: I don't know that card., clear: card, go: which}}
  details: {ask: [item, day], next: agree}
  agree:
    confirm: renew
    with: {loan_id: item.id, day: day, card: card}
    next: noted
    outcomes: {once: too_often}
  noted: {use: note_down, with: {text: "'renewed'"}, next: done}
  done: {say: It is yours until then., end: resolved}
  told: {say: "You have {{ loan.title }}.", end: resolved}
  too_often: {say: Come back tomorrow., end: refused}
"""
SUITE = """
suite: library
now: "2026-03-02T10:00"
results:
  list_loans: [{id: b1, title: Emma, due: "2026-03-05"}, {id: b2, title: Dracula, due: "2026-03-09"}]
  renew: {}
tests:
"""

Play = Callable[..., Played]


def files(tests: str) -> dict[str, bytes]:
    """The project with a suite of these tests."""
    texts = {
        "flowkit.yaml": PROJECT,
        "library.catalog.yaml": CATALOG,
        "desk.yaml": DESK,
        "longer.yaml": LONGER,
        "tests/library.yaml": SUITE + tests,
    }
    return {name: text.encode() for name, text in texts.items()}


def stage_of(tests: str, **others: str) -> tuple[Stage, dict[str, object]]:
    """The stage for a suite, and its tests by name. `others`: the project's other files, where they differ."""
    reading = read_project(files(tests) | {f"{name}.yaml": text.encode() for name, text in others.items()})
    errors = [f"{each.span}: {each.message}" for each in reading.diagnostics if each.severity.value == "error"]
    assert not errors, "\n".join(errors)
    assert reading.project is not None
    stage = Stage(reading.project, ZoneInfo("America/New_York"), datetime(2026, 3, 2, 10))
    return stage, dict(reading.project.suites["library"].tests)


@pytest.fixture
def play() -> Play:
    """Plays one test, given the keys under its name, each line as it stands in a file."""

    def played(text: str) -> Played:
        lines = "\n".join(f"    {line}" for line in text.strip("\n").splitlines())
        stage, tests = stage_of(f"  this is the test:\n{lines}\n")
        return stage.play(tests["this is the test"])  # type: ignore[arg-type]

    return played
