"""A small project that uses each thing the compiler has a word for."""

from collections.abc import Callable, Mapping

import pytest

from flowkit.compiler import Compiled, compile_project
from flowkit.language.model import Project
from flowkit.language.project import read_project

PROJECT = """
flowkit: 1
title: Bike shop line
start: front
greeting: "Hello, this is the bike shop's automated assistant."
persona: Calm and short
currency: EUR
preconditions:
  member: {when: rider is set, run: sign_in}
  gold: {when: member and rider.gold, run: sign_in}
slots:
  bike_no: {type: digits, pattern: "[0-9]{4}", ask: "What's the number on the frame?"}
about_us: {automated: "I'm a program.", recording: 'We "record" calls.', data: It is deleted after a week.}
facts: {hours: We are open from ten to six, lot: "Parking is behind the shop."}
handoffs: {desk: {to: "sip:desk@example.com", default: true}}
environments:
  local: {operations: {capacity: 4}}
"""

FRONT = """
flow: front
title: Front door
start: wish
states:
  wish:
    choose: [repair, rent, talk_bikes]
    question: What can I do for you?
    no_match: ["Pardon me? {{ question }}", {go: person}]
    next: wish
    outcomes: {nothing: bye}
  bye: {say: Goodbye., end: resolved}
"""

SIGN_IN = """
flow: sign_in
title: Who is riding?
slots:
  email: {type: email, ask: "What is your e-mail address?", sensitive: mask}
  pin: {type: digits, ask: "And your PIN?", sensitive: never_store}
start: who
states:
  who: {ask: [email, pin], question: "Your e-mail address and PIN, please?", outcomes: {cannot_say: person}, next: find}
  find: {use: find_rider, with: {email: email}, next: ok, outcomes: {not_found: person}}
  ok: {end: resolved}
"""

REPAIR = """
flow: repair
title: Have a bike repaired
about: Something on a bike is broken
requires: member
slots:
  part:
    options:
      brake: {about: It does not stop}
      tyre: {about: "Is it flat? Then it is this."}
      gears: {}
    ask: What is broken?
  day: {type: date, ask: "Which day suits you, {{ rider.name }}?"}
  note: {type: text, about: What else the mechanic should know, ask: "{% if part is set %}And{% endif %} what else?"}
  ridden: {type: yes_no, ask: "Is it still rideable?"}
  price_cap: {type: money, ask: "How much may it cost?"}
start: what
states:
  what: {ask: [part, day], next: more}
  more: {ask: [note, ridden, price_cap], next: seen}
  seen: {use: tag_bike, with: {bike_no: bike_no}, next: agree}
  agree: {confirm: book_repair, with: {bike_no: bike_no, part: part, day: day}, next: booked}
  booked: {say: It is booked., end: resolved}
"""

RENT = """
flow: rent
title: Rent a bike
about: The caller wants a bike for a day.
requires: [member, gold]
slots:
  day: {type: datetime, ask: "When do you want it?"}
  wheels: {type: choice, options: bikes, key: id, label: "{{ title }}", ask: "Which bike?"}
  riders: {type: integer, ask: "How many of you?"}
  height: {type: number, ask: "How tall are you in metres?"}
  email: {type: email, ask: "Where shall the bill go?", sensitive: mask}
start: look
states:
  look: {use: list_bikes, save_as: bikes, next: which}
  which: {ask: [day, wheels, riders, height, email], next: done}
  done: {say: "{{ wheels.title }}, on {{ day }}.", end: resolved}
"""

TALK = """
flow: talk_bikes
title: Questions
about: Anything else about bikes.
digress: [repair]
start: answer
states:
  answer:
    talk: "Answer questions about {{ bike_no or 'the bike' }}"
    tools: [find_bike, list_bikes]
    facts: [hours, lot]
    exits: {answered: The question is answered}
    next: hint
  hint:
    talk: |
      Find out
      what { words } means.
    until: bike_no is set
    no_match: ["What was that?", {go: person}]
    next: over
  over: {run: survey, next: done}
  done: {end: resolved}
"""

SURVEY = """
flow: survey
title: Two questions
slots:
  email: {type: email, ask: "Where may we write to?", sensitive: mask}
  score: {type: integer, ask: "How was it, from one to five?"}
  at_time: {type: time, ask: "At what time may we call?"}
  callback_phone: {type: phone, ask: "On which number?"}
  friend: {type: name, ask: "Who sent you?"}
start: ask_them
states:
  ask_them: {ask: [score, at_time, callback_phone, friend], next: done}
  done: {end: resolved}
"""

APART = """
flow: apart
title: Never offered
slots: {colour: {type: text, ask: "Which colour?"}}
start: only
states:
  only: {ask: colour, next: done}
  done: {end: resolved}
"""

TOOLS = """
catalog: shop
records:
  rider: {key: id, single: true, fields: {id: text, name: name, gold: yes_no}}
  bike: {key: id, fields: {id: text, title: text}}
tools:
  find_rider:
    about: Finds a rider
    effect: read
    input: {email: {type: email, from: caller}}
    output: rider
    outcomes: {not_found: Nobody rides under this address.}
    backend: python:backend:find_rider
  find_bike:
    about: Finds a bike by what is said of it
    effect: read
    input:
      day: date
      colour: {options: [red, blue], optional: true}
      up_to: {type: money, about: The most it may cost, optional: true}
      pin: {type: digits, sensitive: never_store, optional: true}
      size: {fields: {cm: integer, fits: {type: yes_no, about: Whether it was tried}}, optional: true}
      tags: {type: text, many: true, optional: true}
    output: bike
    backend: python:backend:find_bike
  list_bikes:
    about: Lists the bikes that are free.
    requires: gold
    effect: read
    output: {many: true, type: bike}
    backend: python:backend:list_bikes
  tag_bike:
    about: Puts a tag on a bike.
    effect: write
    input: {bike_no: digits}
    consent: none
    consent_because: A tag can be taken off again.
    backend: python:backend:tag_bike
  book_repair:
    about: Books a repair.
    effect: write
    input: {bike_no: digits, part: {options: [brake, tyre, gears]}, day: date}
    read_back: "I'll book the {{ part }} of bike {{ bike_no }} for {{ day }}. Shall I?"
    backend: python:backend:book_repair
"""

FILES: Mapping[str, str] = {
    "flowkit.yaml": PROJECT,
    "apart.yaml": APART,
    "front.yaml": FRONT,
    "rent.yaml": RENT,
    "repair.yaml": REPAIR,
    "sign_in.yaml": SIGN_IN,
    "survey.yaml": SURVEY,
    "talk_bikes.yaml": TALK,
    "tools/shop.yaml": TOOLS,
}

Reads = Callable[..., Project]


def read_files(files: Mapping[str, str]) -> Project:
    """The project of these files; its errors are an error of the test."""
    reading = read_project({path: text.encode() for path, text in files.items()})
    assert reading.project is not None, [f"{each.span}: {each.message}" for each in reading.diagnostics]
    return reading.project


@pytest.fixture
def reads() -> Reads:
    """Reads the bike shop with some of its files replaced: `reads({"rent.yaml": …})`."""

    def read(changed: Mapping[str, str] | None = None) -> Project:
        return read_files({**FILES, **(changed or {})})

    return read


@pytest.fixture(scope="session")
def files() -> Mapping[str, str]:
    """The files of the bike shop."""
    return FILES


@pytest.fixture(scope="session")
def project() -> Project:
    """The bike shop."""
    return read_files(FILES)


@pytest.fixture(scope="session")
def compiled(project: Project) -> Compiled:
    """The bike shop, compiled."""
    return compile_project(project)
