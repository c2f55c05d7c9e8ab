"""Files that are made to hurt the reading of the model: each ends soon, with few enough messages to read."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.pace import unit

FLOW = "flow: hurt\ntitle: Hurt\nstart: a\n"
STATES = FLOW + "states:\n"
END = "states: {a: {end: resolved}}\n"
HURTING = {
    "states that lead nowhere": STATES + "".join(f"  k{n}: {{next: nowhere}}\n" for n in range(10_000)),
    "the same example": FLOW + f"examples: [{'a, ' * 40_000}]\n{END}",
    "printed values": STATES + f'  a: {{say: "{"{{ x }}" * 200_000}", end: resolved}}\n',
    "single braces": STATES + f'  a: {{say: "{"{x}" * 400_000}", end: resolved}}\n',
    "a long guard": STATES + f"  a: {{next: {{when: {'(1 + ' * 300_000}, go: person}}}}\n",
    "a long pattern": FLOW + f'slots: {{b: {{type: text, pattern: "{"(a+)" * 200_000}"}}}}\n{END}',
    "a long name": f"flow: {'k' * 1_500_000}\n",
    "options without brackets": FLOW + f'slots: {{b: {{options: "{"a b, " * 300_000}"}}}}\n{END}',
}


@pytest.mark.parametrize("text", HURTING.values(), ids=HURTING)
def test_a_hurting_file_ends_soon(reading_of: Callable[[dict[str, str]], Any], text: str, shop: dict[str, str]) -> None:
    before = time.process_time()
    found = reading_of({**shop, "hurt.yaml": text}).diagnostics
    took = (time.process_time() - before) / unit()
    assert 0 < len(found) < 1000
    assert all(len(each.message) < 700 and each.message.isprintable() for each in found)
    assert took < 100_000, f"{took:.0f} units"
