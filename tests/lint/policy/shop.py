"""A small shop for the proofs: a front door, a refund with a check before it, another write, and questions."""

from flowkit.language.project import read_project
from flowkit.lint.check import check_project
from flowkit.lint.outline import outline
from flowkit.lint.policy.guarantees import check_guarantees

PROJECT = """\
flowkit: 1
title: Shop
start: front
greeting: "This is an automated assistant."
about_us: {automated: A program., recording: No., data: None.}
handoffs: {desk: {to: "sip:desk@example.com", default: true}}
preconditions: {known: {when: customer is set, run: sign_in}}
slots: {order_id: {type: digits, ask: "Which order?"}}
"""
TOOLS = """\
catalog: shop
records:
  customer: {key: id, single: true, fields: {id: text, gold: yes_no}}
  order: {key: order_id, fields: {order_id: digits, status: {options: [sent, open, closed]}, price: money}}
tools:
  find:
    about: Finds.
    effect: read
    input: {born: {type: date, from: caller}}
    output: customer
    outcomes: {nobody: Nobody.}
    backend: "python:b:f"
  get_order:
    about: Reads.
    effect: read
    input: {order_id: digits}
    output: order
    outcomes: {not_found: None.}
    backend: "python:b:f"
  check:
    about: Checks.
    effect: read
    input: {order_id: digits}
    output: {fields: {good: yes_no}}
    backend: "python:b:f"
  refund:
    about: Pays back.
    effect: money
    input: {order_id: {type: digits, from: order}, price: money}
    limits: price at most 100
    read_back: "I'll pay back {{ price }} for order {{ order_id }}. Shall I?"
    backend: "python:b:f"
  move:
    about: Moves.
    effect: write
    input: {day: date}
    read_back: "I'll move it to {{ day }}. Shall I?"
    backend: "python:b:f"
  note:
    about: Notes.
    effect: write
    consent: none
    consent_because: Ours.
    input: {text: digits}
    backend: "python:b:f"
"""
SIGN_IN = """\
flow: sign_in
title: Who
digress: []
slots: {born: {type: date, ask: "When were you born?"}}
start: who
states:
  who: {ask: born, next: find}
  find:
    use: find
    with: {born: born}
    next: ok
    outcomes: {nobody: {times: 2, clear: born, go: who}}
  ok: {say: Thanks., end: resolved}
"""
FRONT = """\
flow: front
title: Front
start: help
states:
  help: {choose: [refund_it, move_it], question: "How can I help?", next: more}
  more: {choose: [refund_it, move_it], question: "Anything else?", next: more, outcomes: {nothing: bye}}
  bye: {say: Bye., end: resolved}
"""
REFUND = """\
flow: refund_it
title: Refund
about: The caller wants money back.
requires: known
slots:
  reason: {options: [broken, late], ask: "What was wrong with it?"}
start: which
states:
  which: {ask: order_id, next: look}
  look:
    use: get_order
    with: {order_id: order_id}
    next: [{when: "order.status != 'sent'", go: no}, {go: why}]
    outcomes: {not_found: {times: 2, clear: order_id, go: which}}
  why: {ask: reason, next: see}
  see: {use: check, with: {order_id: order_id}, save_as: seen, next: agree}
  agree: {confirm: refund, with: {order_id: order_id, price: order.price}, next: done}
  done: {say: Done., end: resolved}
  no: {say: "That can't be paid back.", end: refused}
"""
MOVE = """\
flow: move_it
title: Move
about: The caller wants another day.
slots: {day: {type: date, ask: "Which day?"}}
start: when
states:
  when: {ask: day, next: agree}
  agree: {confirm: move, with: {day: day}, next: done}
  done: {say: Done., end: resolved}
"""
FILES = {
    "flowkit.yaml": PROJECT,
    "front.yaml": FRONT,
    "sign_in.yaml": SIGN_IN,
    "refund_it.yaml": REFUND,
    "move_it.yaml": MOVE,
    "tools/shop.yaml": TOOLS,
}


def read(changes=(), project=(), **sentences):
    """The project with texts replaced (file, old, new), and with sentences of the project and of flows."""
    files = dict(FILES)
    for path, old, new in changes:
        assert old in files.setdefault(path, ""), (path, old)
        files[path] = files[path].replace(old, new) if old else new
    for path, all_of in {"flowkit.yaml": project, **{f"{k}.yaml": v for k, v in sentences.items()}}.items():
        if all_of:
            lines = "".join(f"  - {each}\n" for each in ([all_of] if isinstance(all_of, str) else all_of))
            files[path] += f"guarantees:\n{lines}"
    found = read_project({path: text.encode() for path, text in files.items()})
    assert not [each for each in found.diagnostics if each.severity == "error"], found.diagnostics
    return found.project


def proved(changes=(), project=(), **sentences):
    """What is found of the sentences of a project."""
    whole = read(changes, project, **sentences)
    outlines = {name: outline(flow) for name, flow in whole.flows.items()}
    found = list(check_guarantees(whole, outlines))
    assert set(found) <= set(check_project(whole, outlines))
    return found


def codes(*given, **more):
    return [each.kind.code for each in proved(*given, **more)]
