"""A small project whose guards the tests put in place: one flow that has filled its slots and looked an order up."""

from collections.abc import Sequence

from flowkit.language.diagnostic import Diagnostic
from flowkit.language.model import Project
from flowkit.language.project import read_project
from flowkit.lint.guards.check import check_guards, check_tool_rules

FIRST_GUARD = 26
"""The line of the first edge."""

PROJECT = """\
flowkit: 1
title: Desk
start: desk
greeting: "Hello, this is a machine."
about_us: {automated: A machine., recording: No., data: None is kept.}
handoffs: {front: {to: "sip:desk@example.com", default: true}}
constants: {cap: 100, tiers: {gold: 5, base: 1}, good: [packed, shipped]}
"""
CATALOG = """\
catalog: shop
records:
  order:
    key: number
    fields:
      number: digits
      late: yes_no
      gift: {type: yes_no, optional: true}
      amount: money
      day: date
      eta: {type: date, optional: true}
      kind: {type: text, optional: true}
      card: {optional: true, fields: {words: text}}
      status: {options: [packed, shipped, delivered, lost]}
      items: {many: true, fields: {id: text, price: money}}
tools:
  get_order:
    about: Looks an order up.
    effect: read
    input: {number: digits}
    output: order
    outcomes: {not_found: There is none.}
    backend: fixture:shop.yaml
"""
FLOW = """\
flow: desk
title: Desk
slots:
  number: {type: digits, ask: "Which number?"}
  amount: {type: money, ask: "How much?"}
  n: {type: integer, ask: "How many?"}
  m: {type: integer, ask: "How many others?"}
  day: {type: date, ask: "What day?"}
  sure: {type: yes_no, ask: "Are you sure?"}
  happy: {type: yes_no, ask: "Are you happy?"}
  extra: {type: text, ask: "Anything else?", optional: true}
  at: {type: time, ask: "What time?"}
  size: {options: [s, m_size, l], ask: "Which size?"}
  long: {type: duration, ask: "How long?"}
  few: {type: integer, ask: "How few?", only_if: {when: few >= 1 and few <= 10, because: "Up to ten."}}
  code: {type: digits, pattern: "[0-9]{5}", ask: "Which code?"}
  later: {type: text, ask: "What else?"}
let: {big: amount > 50, total: amount + order.amount}
start: which
states:
  which: {ask: [number, amount, n, m, day, sure, happy, extra, at, size, long, few, code], next: look}
  look:
    use: get_order
    with: {number: number}
    next:
GUARDS
    outcomes:
      not_found: {times: 2, clear: number, say: "None.", go: which}
  after: {ask: later, next: bye}
  bye: {end: resolved}
"""


def project(guards: Sequence[str]) -> Project:
    """The project with these guards, one an edge; `else` for one without, `2x guard` for one that fits twice."""
    lines = []
    for guard in guards:
        times = "times: 2, " if guard.startswith("2x ") else ""
        when = f'when: "{guard.removeprefix("2x ")}", ' if guard != "else" else ""
        lines.append(f"      - {{{when}{times}go: after}}")
    flow = FLOW.replace("GUARDS", "\n".join(lines))
    files = {"flowkit.yaml": PROJECT, "desk.yaml": flow, "tools/shop.yaml": CATALOG}
    reading = read_project({path: text.encode() for path, text in files.items()})
    assert not [each.message for each in reading.diagnostics if each.severity == "error"], reading.diagnostics
    assert reading.project is not None
    return reading.project


def found(guards: Sequence[str]) -> list[Diagnostic]:
    """What is found in the flow with these guards."""
    desk = project(guards)
    return [*check_guards(desk.flows["desk"], desk), *check_tool_rules(desk, {})]


def told(guards: Sequence[str]) -> list[str]:
    """The same, as `edge:column code message`; edges are counted from 1."""
    return [
        f"{each.span.line - FIRST_GUARD + 1}:{each.span.column} {each.kind.code} {each.message}"
        for each in found(guards)
    ]
