"""The projects whose calls are measured: the demo, and a desk at which a model calls tools in a talk."""

from pathlib import Path
from zoneinfo import ZoneInfo

from flowkit.compiler import compile_project
from flowkit.engine.program import Program
from flowkit.language.project import read_project

ROOT = Path(__file__).parents[1]
FLOWS = ROOT / "flows"


def ready(files: dict[str, bytes]) -> Program:
    """YAML to a program that can run."""
    reading = read_project(files)
    assert reading.project is not None, "\n".join(f"{d.span}: {d.message}" for d in reading.diagnostics)
    compiled = compile_project(reading.project)
    return Program(reading.project, compiled.briefs, compiled.digest, ZoneInfo(reading.project.timezone))


def demo() -> Program:
    """The project in `flows/`."""
    return ready({str(path.relative_to(FLOWS)): path.read_bytes() for path in sorted(FLOWS.rglob("*.yaml"))})


def orders() -> Program:
    """A talk at whose tools values have to be looked up, and rules speak of the record they were looked up in."""
    files = {"flowkit.yaml": _PROJECT, "orders.yaml": _FLOW, "tools/shop.yaml": _TOOLS}
    return ready({path: text.encode() for path, text in files.items()})


_PROJECT = """\
flowkit: 1
title: Order desk
start: orders
greeting: This is an automated assistant.
timezone: America/New_York
handoffs: {desk: {to: "sip:desk@example.com", default: true}}
about_us: {automated: I am automated., recording: This call is not recorded., data: It is used for this call only.}
"""

_FLOW = """\
flow: orders
title: Orders
about: The caller wants something done with an order.
start: serve
states:
  serve:
    talk: See to the caller's order.
    tools: [get_order, hold_order]
    max_turns: 100
    exits: {served: The caller has what they wanted.}
    next: done
  done: {end: resolved}
"""

_TOOLS = """\
catalog: shop
records:
  order:
    key: order_id
    fields: {order_id: digits, customer_id: text, status: {options: [packed, shipped, delivered]}, total: money}
tools:
  get_order:
    about: Reads one order.
    effect: read
    input: {order_id: {type: digits, from: caller}}
    output: order
    outcomes: {not_found: There is no order with this number.}
    backend: python:backend:get_order
  hold_order:
    about: Keeps an order back.
    effect: write
    input: {order_id: {type: digits, from: order}}
    consent: none
    consent_because: It can be sent off again at any time.
    only_if:
      - {rule: packed, when: order.status == 'packed', because: "Order {{ order.order_id }} has left already."}
      - {rule: small, when: order.total <= 100, because: A colleague has to keep that one back.}
    limits: at most 2 per order_id
    backend: python:backend:hold_order
"""
