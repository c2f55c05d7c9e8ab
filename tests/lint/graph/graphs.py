"""The rules of graphs alone, and small projects to try them on."""

from flowkit.language.diagnostic import Diagnostic
from flowkit.language.model import Project
from flowkit.language.project import read_project
from flowkit.lint.graph.check import check_graph
from flowkit.lint.graph.project import check_flows
from flowkit.lint.outline import outline

PROJECT = """\
flowkit: 1
title: Desk
start: hello
greeting: "Hello, this is a machine."
about_us: {automated: A machine., recording: No., data: None is kept.}
preconditions: {known: {when: customer is set, run: identify}}
slots: {number: {type: digits, ask: "Which number?"}}
handoffs: {desk: {to: "sip:desk@example.com", default: true}}
"""
CATALOG = """\
catalog: shop
records: {customer: {key: id, single: true, fields: {id: text}}}
tools:
  get_customer: {about: Reads., effect: read, input: {number: digits}, output: customer,
    outcomes: {not_found: None.}, backend: "fixture:a.yaml"}
  change_it: {about: Changes., effect: write, input: {number: digits},
    only_if: {rule: small, when: number != '1', because: No.},
    read_back: "I'll change {{ number }}. Is that right?", backend: "fixture:a.yaml"}
"""
IDENTIFY = """\
flow: identify
title: Who
start: which
states:
  which: {ask: number, next: look}
  look: {use: get_customer, with: {number: number}, next: found, outcomes: {not_found: person}}
  found: {say: Thanks., end: resolved}
"""


def project_of(states: str, head: str = "", **more: str) -> Project:
    """A project whose first flow has these states, each on a line from the fifth on, with more of its files by name."""
    flow = f"flow: hello\ntitle: Hello\nstart: {states.split(':')[0].strip()}\nstates:\n"
    flow += "".join(f"  {' ' * (line[:10].isspace())}{line.strip()}\n" for line in states.strip().splitlines()) + head
    files = {"flowkit": PROJECT, "shop": CATALOG, "identify": IDENTIFY, "hello": flow} | more
    reading = read_project({f"{name}.yaml": text.encode() for name, text in files.items() if text})
    assert reading.project is not None, [f"{found.span} {found.message}" for found in reading.diagnostics]
    return reading.project


def check(project: Project) -> list[Diagnostic]:
    """What the rules of graphs find in each flow."""
    return sorted((each for flow in project.flows.values() for each in check_graph(flow, project)), key=_place)


def between(project: Project) -> list[Diagnostic]:
    """What the rules find about how flows lead to each other."""
    return sorted(check_flows(project, {name: outline(flow) for name, flow in project.flows.items()}), key=_place)


def told(found: list[Diagnostic]) -> list[str]:
    """Code, place and message of each."""
    return [f"{each.kind.code} {each.span} {each.message}" for each in found]


def _place(found: Diagnostic) -> tuple[str, int, int, str, str]:
    return found.sort_key
