"""Tools whose precondition a flow does not require."""

from tests.lint.slots.shop import CATALOG, FRONT, PROJECT, found_in, told

DESK = (
    PROJECT
    + """\
preconditions:
  known: {when: client is set, run: identify}
  old: {when: adult is set and adult, run: age}
"""
)
DESK = DESK.replace("slots: {number", 'slots: {adult: {type: yes_no, ask: "Are you of age?"}, number')
SHOP = CATALOG.replace("records:\n", "records:\n  client: {key: id, single: true, fields: {id: digits}}\n")
SHOP = SHOP.replace(
    "tools:\n",
    """tools:
  find_client:
    about: Finds the caller.
    effect: read
    input: {number: digits}
    output: client
    backend: fixture:shop.fixture
""",
).replace("    about: Looks an order up.\n", "    about: Looks an order up.\n    requires: known\n")
IDENTIFY = """\
flow: identify
title: Who
start: who
states:
  who: {ask: number, next: find}
  find: {use: find_client, with: {number: number}, next: bye}
  bye: {end: resolved}
"""
AGE = """\
flow: age
title: Age
start: ask
states: {ask: {ask: adult, next: bye}, bye: {end: resolved}}
"""
FLOW = """\
requires: known
start: which
states:
  which: {ask: number, next: look}
  look:
    use: get_order
    with: {number: number}
    next: bye
    outcomes: {not_found: bye}
  bye: {end: resolved}
"""


def _found(flow: str, catalog: str = SHOP, front: str = FRONT) -> list[tuple[str, str, str]]:
    found = found_in(flow, catalog, DESK, identify=IDENTIFY, age=AGE, front=front)
    return [each for each in told(found) if each[0] in ("FK443", "FK332")]


def test_a_flow_that_does_not_require_what_its_tool_does_is_found_at_the_state() -> None:
    assert _found(FLOW) == []
    assert _found(FLOW.replace("requires: known\n", "")) == [
        ("FK443", "move.yaml:7:3", "'get_order' requires 'known', and 'move' does not: it would be refused")
    ]


def test_every_precondition_of_the_tool_counts_and_each_is_told_once() -> None:
    both = SHOP.replace("    requires: known\n", "    requires: [known, old]\n")
    flow = FLOW.replace("next: bye\n    outcomes", "next: more\n    outcomes").replace(
        "  bye:", "  more: {use: get_order, with: {number: number}, next: bye, outcomes: {not_found: bye}}\n  bye:"
    )
    assert _found(flow, both) == [
        ("FK443", "move.yaml:8:3", "'get_order' requires 'old', and 'move' does not: it would be refused")
    ]
    assert _found(flow.replace("requires: known", "requires: [known, old]"), both) == []


def test_what_may_make_it_hold_is_left_alone() -> None:
    bare = FLOW.replace("requires: known\n", "")
    runs = bare.replace("start: which", "start: first").replace(
        "states:\n", "states:\n  first: {run: identify, next: which}\n"
    )
    assert _found(runs) == []
    router = FRONT.replace("start: help", "start: first").replace(
        "states:\n", "states:\n  first: {run: identify, next: help}\n"
    )
    assert _found(bare, front=router) == []
    looks = bare.replace("next: look}", "next: who}").replace(
        "states:\n", "states:\n  who: {use: find_client, with: {number: number}, next: look}\n"
    )
    assert _found(looks) == []
