"""A small project for spoken calls: a barber who tells the opening hours and books a cut."""

from typing import Any

from tests.engine.conversation import program_of

PROJECT = """\
flowkit: 1
title: Barber
start: front
greeting: This is an automated assistant.
timezone: America/New_York
handoffs: {desk: {to: "sip:desk@example.com", default: true}}
about_us: {automated: I am automated., recording: This call is not recorded., data: It is used for this call only.}
"""
FRONT = """\
flow: front
title: Front
start: help
states:
  help:
    choose: [cut, hours]
    question: How can I help?
    next: help
    outcomes: {nothing: bye}
  bye: {say: Goodbye., exact: true, end: resolved}
"""
HOURS = """\
flow: hours
title: Opening hours
about: When we are open.
slots:
  branch: {options: [north, south], ask: "Which branch?"}
start: where
states:
  where: {ask: branch, next: told}
  told: {say: "The {{ branch }} branch is open from nine to six.", exact: true, next: done}
  done: {end: resolved}
"""
BOOK = """\
flow: cut
title: Book a cut
about: The caller wants an appointment.
slots:
  day: {type: date, ask: "Which day?"}
start: when
states:
  when: {ask: day, next: free}
  free: {use: look, with: {day: day}, say: "I'm looking.", next: agree}
  agree: {confirm: book, with: {day: day}, next: booked}
  booked: {say: "It's booked for {{ day }}.", next: done}
  done: {end: resolved}
"""
TOOLS = """\
catalog: shop
tools:
  look:
    about: Looks for a time.
    effect: read
    input: {day: date}
    backend: fixture:shop.yaml
  book:
    about: Books it.
    effect: write
    input: {day: date}
    read_back: "I'll book {{ day }}. Shall I do that?"
    backend: fixture:shop.yaml
"""
FILES = {
    "flowkit.yaml": PROJECT,
    "front.yaml": FRONT,
    "hours.yaml": HOURS,
    "cut.yaml": BOOK,
    "tools/shop.yaml": TOOLS,
}


def barber(**changed: str) -> Any:
    """The project, with lines of it changed: `max_turns=5` adds that line to the project's file."""
    added = "".join(f"{name}: {value}\n" for name, value in changed.items())
    files = FILES | {"flowkit.yaml": PROJECT + added}
    return program_of({path: text.encode() for path, text in files.items()})
