"""What has to be known first, what must not be stored, and what is said after a write."""

import pytest

from flowkit.language.diagnostic import Diagnostic
from flowkit.language.model import Project
from flowkit.language.project import read_project
from flowkit.lint.check import check

PROJECT = """\
flowkit: 1
title: Bank
start: front
greeting: "Hello, this is a machine."
about_us: {automated: A machine., recording: No., data: None is kept.}
preconditions: {identified: {when: customer is set, run: identify}}
handoffs: {desk: {to: "sip:desk@example.com", default: true}}
"""
CATALOG = """\
catalog: bank
requires: identified
records:
  customer:
    key: id
    single: true
    fields: {id: text, cards: {keyed: true, label: "{{ kind }}", fields: {id: text, kind: text}}}
tools:
  find_customer:
    about: Finds a customer.
    requires: []
    effect: read
    input: {born: {type: date, sensitive: never_store, from: caller}}
    output: customer
    backend: fixture:bank.fixture
  block_card:
    about: Blocks a card.
    effect: write
    input: {card_id: {type: text, from: customer.cards.id}}
    read_back: "I'll block your {{ card_id }}. Shall I do that?"
    backend: fixture:bank.fixture
"""
IDENTIFY = """\
flow: identify
title: Who is calling
slots: {born: {type: date, sensitive: never_store, ask: "When were you born?"}}
start: who
states:
  who: {ask: born, next: find}
  find: {use: find_customer, with: {born: born}, next: done}
  done: {say: Thanks., end: resolved}
"""
BLOCK = """\
flow: block
title: Block a card
about: The caller wants to block a card.
requires: identified
slots: {card: {options: customer.cards, key: id, ask: "Which card?"}, more: {type: yes_no, ask: "Anything else?"}}
start: which
states:
  which: {ask: card, next: agree}
  agree: {confirm: block_card, with: {card_id: card.id}, next: on}
  on: {next: [{when: card.kind == 'gold', go: again}, {go: done}]}
  again: {say: It is blocked., next: rest}
  rest: {ask: more, next: done}
  done: {say: It is blocked., end: resolved}
"""
FRONT = """\
flow: front
title: Front
start: help
states:
  help: {choose: block, question: "How can I help?", next: bye}
  bye: {say: Goodbye., end: resolved}
"""
FILES = {
    "flowkit.yaml": PROJECT,
    "bank.yaml": CATALOG,
    "identify.yaml": IDENTIFY,
    "block.yaml": BLOCK,
    "front.yaml": FRONT,
}


def found(path: str = "", old: str = "", new: str = "") -> list[str]:
    assert not path or old in FILES[path]
    files = {**FILES, **({path: FILES[path].replace(old, new, 1)} if path else {})}
    reading = read_project({name: text.encode() for name, text in files.items()})
    assert reading.project is not None, [each.message for each in reading.diagnostics]
    return [f"{each.kind.code} {each.span} {each.message}; {each.help}" for each in _checked(reading.project)]


def _checked(project: Project) -> list[Diagnostic]:
    """What is found, but for the question that is asked for nothing."""
    return [each for each in check(project) if each.kind.code != "FK336"]


def test_a_project_without_these_mistakes() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("path", "old", "new", "told"),
    [
        (
            "bank.yaml",
            "    requires: []\n",
            "",
            "FK208 identify.yaml:7:3 'find_customer' requires 'identified', and the flow 'identify' uses it to make "
            "that hold; add to 'find_customer': requires: []",
        ),
        (
            "bank.yaml",
            ", sensitive: never_store",
            "",
            "FK409 identify.yaml:7:43 'born' is never stored, but 'born' of 'find_customer' is not marked so, and "
            "would be; add to 'born': sensitive: never_store",
        ),
        (
            "block.yaml",
            "requires: identified\n",
            "",
            "FK307 block.yaml:4:9 'card' is picked from 'customer', and nothing in this flow makes sure that it was "
            "looked up; add to the flow: requires: identified",
        ),
        (
            "block.yaml",
            "done: {say: It is blocked., ",
            "done: {",
            "FK214 block.yaml:9:3 nothing says that 'block_card' was done: 'done' ends the flow without a word about "
            "it; add to 'done', or to the edge that leads there: say: \"…\"",
        ),
        (
            "block.yaml",
            "go: again",
            "go: rest",
            "FK214 block.yaml:9:3 nothing says that 'block_card' was done: 'rest' asks on without a word about "
            "it; add to 'rest', or to the edge that leads there: say: \"…\"",
        ),
    ],
)
def test_a_mistake_is_found(path: str, old: str, new: str, told: str) -> None:
    assert told in found(path, old, new)


def test_the_words_of_the_edge_say_that_it_was_done() -> None:
    silent = BLOCK.replace("done: {say: It is blocked., ", "done: {")
    said = silent.replace("{go: done}]", "{say: It is blocked., go: done}]").replace(
        "rest: {ask: more, next: done}", "rest: {ask: more, next: {say: Right., go: done}}"
    )
    files = {**FILES, "block.yaml": said}
    reading = read_project({name: text.encode() for name, text in files.items()})
    assert reading.project is not None
    assert _checked(reading.project) == []


def test_a_tool_may_require_what_another_tool_of_the_flow_made_hold() -> None:
    files = {
        **FILES,
        "bank.yaml": CATALOG
        + CATALOG[CATALOG.index("  find_customer") :]
        .split("  block_card")[0]
        .replace("find_customer", "get_customer")
        .replace("    requires: []\n", ""),
    }
    files["identify.yaml"] = IDENTIFY.replace("next: done}", "next: more}", 1).replace(
        "  done:", "  more: {use: get_customer, with: {born: born}, next: done}\n  done:"
    )
    reading = read_project({name: text.encode() for name, text in files.items()})
    assert reading.project is not None
    assert [each.kind.code for each in _checked(reading.project)] == []
