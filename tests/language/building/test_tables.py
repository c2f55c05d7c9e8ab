"""Tables among the constants: what picks from one has to find an entry there."""

import pytest

from flowkit.language.project import read_project

PROJECT = """\
flowkit: 1
title: Pizza
start: order
greeting: "Hello, this is a machine."
about_us: {automated: A machine., recording: No., data: None is kept.}
handoffs: {desk: {to: "sip:desk@example.com", default: true}}
constants:
  price: {small: 9.50, large: 12}
  bags: {silver: {economy: 1, business: 2}, gold: {economy: 2, business: 3}}
"""
FLOW = """\
flow: order
title: Order
start: which
slots:
  size: {options: [small, large], ask: "What size?"}
  level: {options: [silver, gold], ask: "Which level?"}
  cabin: {options: [economy, business], ask: "Which cabin?"}
let:
  cost: "price[size] + bags[level][cabin]"
states:
  which: {ask: [size, level, cabin], next: done}
  done: {say: "That is {{ cost }}.", end: resolved}
"""


def found(project: str, flow: str = FLOW) -> list[tuple[str, str, str]]:
    files = {"flowkit.yaml": project.encode(), "order.yaml": flow.encode()}
    return [(each.kind.code, each.message, each.help) for each in read_project(files).diagnostics]


def test_a_table_with_an_entry_for_each_option_is_fine() -> None:
    assert found(PROJECT) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "large: 12",
            "lrge: 12",
            (
                "FK304",
                "'price' has no 'large'",
                "did you mean 'lrge'? its entries are written as the options of 'size'",
            ),
        ),
        (
            ", large: 12",
            "",
            ("FK306", "'price' has no 'large', so nothing is known when 'size' is that", "add to it: large: …"),
        ),
        (
            "small: 9.50, large: 12",
            "one: 9.50, two: 12",
            ("FK304", "'price' has no entry for any option of 'size'", "its entries are 'one' and 'two'"),
        ),
        (
            "economy: 2, business: 3",
            "econmy: 2, business: 3",
            None,  # the rows have different entries, and 'economy' stands in one of them
        ),
        (
            "gold: {",
            "glod: {",
            ("FK304", "'bags' has no 'gold'", "did you mean 'glod'? its entries are written as the options of 'level'"),
        ),
    ],
)
def test_an_option_without_an_entry_is_found(old: str, new: str, told: tuple[str, str, str] | None) -> None:
    assert found(PROJECT.replace(old, new)) == ([told] if told else [])


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (
            "bags[cabin][level]",
            (
                "FK304",
                "'bags' has no entry for any option of 'cabin'",
                "the entries inside are picked last; write: bags[…][cabin]",
            ),
        ),
        ("price.size", ("FK303", "'price' has no '.size'", "write: price[size]")),
        ("bags[level].cabin", ("FK302", "'bags[level]' has no '.cabin'", "write: bags[level][cabin]")),
        ("price['lrage']", ("FK304", "'price' has no entry 'lrage'", "did you mean 'large'?")),
    ],
)
def test_a_table_that_is_picked_from_wrongly(written: str, told: tuple[str, str, str]) -> None:
    assert found(PROJECT, FLOW.replace("price[size] + bags[level][cabin]", written)) == [told]
