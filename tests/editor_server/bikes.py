"""A small workshop for bicycles: two files of flows, a catalog, a test and a translation."""

from pathlib import Path

PROJECT = """\
flowkit: 1
title: Hilltop Bikes
start: front_door
greeting: "Hilltop Bikes, you're talking to an automated assistant. This call is recorded."
preconditions:
  identified: {when: customer is set, run: identify}
slots:
  ticket: {type: digits, pattern: "[0-9]{4}", ask: "What's the number on your ticket?"}
about_us:
  automated: I'm an automated assistant.
  recording: Yes, this call is recorded.
  data: It is used for this repair only.
handoffs:
  counter: {to: "sip:counter@example.com", default: true}
"""

CATALOG = """\
catalog: workshop
requires: identified
records:
  customer:
    key: id
    single: true
    fields: {id: text, first_name: name}
  repair:
    key: ticket
    fields:
      ticket: digits
      bike: text
      status: {options: [waiting, in_work, ready]}
tools:
  find_customer:
    about: Finds a customer by phone number.
    requires: []
    effect: read
    input: {phone: {type: phone, from: caller}}
    output: customer
    outcomes: {not_found: Nobody has this phone number.}
    backend: fixture:data.yaml
  get_repair:
    about: Reads one repair.
    effect: read
    input: {ticket: digits}
    output: repair
    outcomes: {not_found: There is no such ticket.}
    backend: fixture:data.yaml
  list_times:
    about: Lists the free times of a day.
    effect: read
    input: {day: date}
    output: {many: true, fields: {start: datetime}}
    backend: fixture:data.yaml
  book_time:
    about: Books a time to bring a bicycle in.
    effect: write
    input:
      customer_id: {type: text, from: customer}
      start: {type: datetime, from: list_times.start}
    read_back: "I'll book you in for {{ start }}. Shall I do that?"
    limits: at most 2 per call
    backend: fixture:data.yaml
"""

DATA = """\
find_customer: [{with: {phone: "+12125550142"}, output: {id: c1, first_name: Ana}}, {outcome: not_found}]
get_repair: {output: {ticket: "4711", bike: red racer, status: ready}}
list_times: {output: [{start: "2026-03-06T10:00"}]}
book_time: {output: {}}
"""

IDENTIFY = """\
flow: identify
title: Who is calling
slots:
  phone: {type: phone, ask: "What's your phone number?"}
start: who
states:
  who: {ask: phone, next: find}
  find:
    use: find_customer
    with: {phone: phone}
    next: found
    outcomes:
      not_found:
        - {times: 2, say: "I don't find that number.", clear: phone, go: who}
        - {go: person}
  found: {say: "Thanks, {{ customer.first_name }}.", end: resolved}
"""

REPAIR = """\
flow: repair_status
title: Is my bicycle ready
about: The caller wants to know how far a repair is.
examples: [is my bike ready, when can I pick it up]
requires: identified
start: which
states:
  which: {ask: ticket, next: look}
  look:
    use: get_repair
    with: {ticket: ticket}
    next:
      - {when: repair.status == 'ready', go: ready}
      - {go: not_yet}
    outcomes:
      not_found: {times: 2, say: "I can't find that ticket.", clear: ticket, go: which}
  ready: {say: "Your {{ repair.bike }} is ready.", end: resolved}
  not_yet: {say: "It isn't ready yet.", end: resolved}
"""

BOOK = """\
flow: book
title: Bring a bicycle in
about: The caller wants to bring a bicycle in for repair.
examples: [my brakes squeak, I need a service]
requires: identified
slots:
  day:
    type: date
    ask: What day suits you?
    only_if: {when: day >= today, because: "{{ day }} has passed."}
  time: {type: choice, options: times, key: start, label: "{{ start.time }}", ask: "What time?"}
start: when
states:
  when: {ask: day, next: look}
  look:
    use: list_times
    with: {day: day}
    save_as: times
    next:
      - {when: times is empty, times: 3, say: "There's nothing free on {{ day }}.", clear: day, go: when}
      - {when: times is empty, go: person}
      - {go: pick}
  pick: {ask: time, next: agree}
  agree:
    confirm: book_time
    with: {customer_id: customer.id, start: time.start}
    next: done
  done: {say: "You're booked in.", end: resolved}
guarantees:
  - list_times before book_time
  - book_time only if day is set
"""

FRONT_DOOR = """\
flow: front_door
title: Front door
start: help
states:
  help: {choose: [repair_status, book], question: "How can I help?", next: more}
  more:
    choose: [repair_status, book]
    question: Is there anything else?
    next: more
    outcomes: {nothing: goodbye}
  goodbye: {say: "Thanks for calling.", end: resolved}
"""

SUITE = """\
suite: booking
now: 2026-03-02T10:00
tests:
  a caller books a time:
    start: book
    given: {customer: {id: c1, first_name: Ana}, day: 2026-03-06}
    results:
      list_times: [{start: 2026-03-06T10:00}]
      book_time: {}
    steps:
      - caller: ten o'clock
      - expect: {state: book.agree, slots: {day: 2026-03-06}, not_used: book_time}
    ends: {}
"""

WORDS = """\
words: es
texts:
  "There's nothing free on {{ day }}.": "No hay nada libre el {{ day }}."
  "{{ day }} has passed.": "El {{ day }} ya ha pasado."
"""

FILES = {
    "flowkit.yaml": PROJECT,
    "tools/workshop.yaml": CATALOG,
    "data.yaml": DATA,
    "identify.yaml": IDENTIFY,
    "repair_status.yaml": REPAIR,
    "book.yaml": BOOK,
    "front_door.yaml": FRONT_DOOR,
    "tests/booking.yaml": SUITE,
}
"""The files by path; their texts are all ASCII, and the project has no errors."""


def write(folder: Path) -> Path:
    """Writes the project into a folder."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def files(**changed: str) -> dict[str, bytes]:
    """The files as they are read; `book="…"` in place of book.yaml."""
    return {name: changed.get(Path(name).stem, text).encode() for name, text in FILES.items()}


def in_spanish() -> dict[str, bytes]:
    """The same with two of its texts in Spanish, too."""
    project = PROJECT.replace("greeting:", "languages: [en, es]\ngreeting:")
    return {**files(flowkit=project), "words/es.yaml": WORDS.encode()}
