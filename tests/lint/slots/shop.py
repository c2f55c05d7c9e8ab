"""A small project for the rules about values: what a flow changes of it is told by each test."""

from flowkit.language.diagnostic import Diagnostic
from flowkit.language.project import read_project
from flowkit.lint.check import check

PROJECT = """\
flowkit: 1
title: Desk
start: front
greeting: "Hello, this is a machine."
about_us: {automated: A machine., recording: No., data: None is kept.}
handoffs: {desk: {to: "sip:desk@example.com", default: true}}
slots: {number: {type: digits, ask: "Which number?"}}
"""
CATALOG = """\
catalog: shop
records:
  order:
    key: number
    fields: {number: digits, status: {options: [open, shipped]}, eta: {type: date, optional: true}, due: date}
tools:
  get_order:
    about: Looks an order up.
    effect: read
    input: {number: digits}
    output: order
    outcomes: {not_found: There is none.}
    backend: fixture:shop.fixture
  find_hours:
    about: Free hours of a day.
    effect: read
    input: {day: date}
    output: {many: true, fields: {id: digits, start: time}}
    backend: fixture:shop.fixture
  move_order:
    about: Moves an order to another day.
    effect: write
    input: {number: {type: digits, from: order}, day: date}
    read_back: "I'll move order {{ number }} to {{ day }}. Shall I do that?"
    backend: fixture:shop.fixture
  book_hour:
    about: Books an hour.
    effect: write
    input: {hour: {type: digits, from: find_hours.id}}
    read_back: "I'll book hour {{ hour }}. Shall I do that?"
    backend: fixture:shop.fixture
"""
FRONT = """\
flow: front
title: Front
start: help
states:
  help: {choose: [move], question: "How can I help?", next: help}
"""
HEAD = """\
flow: move
title: Move
about: The caller wants to move something.
"""

FLOW = """\
slots:
  day: {type: date, ask: "Which day?"}
  gift: {type: yes_no, ask: "Is it a gift?"}
start: which
states:
  which: {ask: number, next: look}
  look:
    use: get_order
    with: {number: number}
    next: [{when: order.status == 'shipped', go: late}, {go: when}]
    outcomes: {not_found: {times: 2, clear: number, go: which}}
  when: {ask: day, next: wrap}
  wrap: {ask: gift, next: [{when: gift, go: agree}, {go: bye}]}
  agree: {confirm: move_order, with: {number: number, day: day}, next: bye}
  late: {say: "It is {{ order.status }}.", next: bye}
  bye: {say: "Order {{ number }} is done.", end: resolved}
"""


def found_in(flow: str, catalog: str = CATALOG, project: str = PROJECT, **more: str) -> list[Diagnostic]:
    """What is found about values in a flow that the front door offers; `more` are other files."""
    files = {"flowkit.yaml": project, "shop.yaml": catalog, "front.yaml": FRONT, "move.yaml": HEAD + flow}
    files |= {f"{name}.yaml": text for name, text in more.items()}
    reading = read_project({path: text.encode() for path, text in files.items()})
    assert reading.project is not None, [found.message for found in reading.diagnostics]
    return [
        each for each in check(reading.project) if "FK330" <= each.kind.code <= "FK359" or each.kind.code[2:4] == "44"
    ]


def told(found: list[Diagnostic]) -> list[tuple[str, str, str]]:
    """Code, place and message of each."""
    return [(each.kind.code, str(each.span), each.message) for each in found]
