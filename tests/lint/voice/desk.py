"""A small desk around the text, state or slot that a rule looks at."""

from flowkit.language.diagnostic import Diagnostic
from flowkit.language.project import read_project
from flowkit.lint.outline import outline
from flowkit.lint.voice import check_voice, check_voice_of_project

PROJECT = """\
flowkit: 1
title: Desk
start: desk
greeting: Hello, this is a machine.
about_us: {automated: A machine., recording: Nothing is recorded., data: Nothing is kept.}
handoffs: {front: {to: "sip:desk@example.com", default: true}}
"""
CATALOG = """\
catalog: shop
records:
  order: {key: number, fields: {number: digits, status: {options: [open, cancelled]}, tracking_code: text}}
tools:
  get_order:
    about: Looks an order up.
    effect: read
    input: {number: digits}
    output: order
    outcomes: {not_found: There is none.}
    backend: fixture:shop.yaml
  cancel_order:
    about: Takes an order back.
    effect: write
    input: {number: {type: digits, from: caller}}
    read_back: "I'll cancel order {{ number }}. Shall I do that?"
    backend: fixture:shop.yaml
"""


def findings(flow: str, project: str = PROJECT, catalog: str = CATALOG, **others: str) -> list[Diagnostic]:
    """What the rules of voices find in a project with this flow; `others` are more files by name."""
    files = {"flowkit.yaml": project, "desk.yaml": flow, "tools/shop.yaml": catalog}
    files |= {f"{name.replace('__', '/')}.yaml": text for name, text in others.items()}
    reading = read_project({path: text.encode() for path, text in files.items()})
    assert reading.project is not None, [(str(each.span), each.message) for each in reading.diagnostics]
    outlines = {name: outline(each) for name, each in reading.project.flows.items()}
    found = [one for each in reading.project.flows.values() for one in check_voice(each, reading.project)]
    found += check_voice_of_project(reading.project, outlines)
    return sorted(dict.fromkeys(found), key=lambda one: one.sort_key)


def told(flow: str, project: str = PROJECT, catalog: str = CATALOG, **others: str) -> list[str]:
    """The same as `file:line:column code message`."""
    found = findings(flow, project, catalog, **others)
    return [f"{each.span} {each.kind.slug}: {each.message}" for each in found]


def saying(text: str) -> str:
    """A flow that says a text, which begins at 5:13 with its quotation mark."""
    return f'flow: desk\ntitle: Desk\nstart: speak\nstates:\n  speak: {{say: "{text}", end: resolved}}\n'
