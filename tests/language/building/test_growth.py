"""The work of reading grows with the size of the files, and no faster.

Calls are counted, for clocks depend on the day.
"""

import sys
from collections.abc import Callable
from typing import Any

import pytest

from flowkit.language.project import Reading

ReadingOf = Callable[[dict[str, str]], Reading]


def calls_of(work: Callable[[], Any]) -> int:
    """How many functions are called."""
    count = 0

    def note(frame: Any, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def many_flows(shop: dict[str, str], number: int) -> dict[str, str]:
    return {
        **shop,
        **{f"x{i}.yaml": shop["refund.yaml"].replace("flow: refund", f"flow: x{i}_refund") for i in range(number)},
    }


def many_states(shop: dict[str, str], number: int) -> dict[str, str]:
    say = 'say: "Hello {{ customer.first_name }}."'
    states = "".join(
        f"  s{i}: {{{say}, next: [{{when: day > today, go: s{i + 1}}}, {{go: done}}]}}\n" for i in range(number)
    )
    return {**shop, "move.yaml": f"{shop['move.yaml']}{states}  s{number}: {{say: Bye., next: done}}\n"}


def many_mistakes(shop: dict[str, str], number: int) -> dict[str, str]:
    return {path: text.replace("go: s", "go: t") for path, text in many_states(shop, number).items()}


@pytest.mark.parametrize("grown", [many_flows, many_states])
def test_four_times_the_size_is_at_most_four_times_the_work(
    shop: dict[str, str], reading_of: ReadingOf, grown: Callable[[dict[str, str], int], dict[str, str]]
) -> None:
    small, large = grown(shop, 10), grown(shop, 40)
    assert reading_of(large).diagnostics == ()  # before all counting: what is made at its first use counts for none
    base = calls_of(lambda: reading_of(shop))
    less, more = calls_of(lambda: reading_of(small)) - base, calls_of(lambda: reading_of(large)) - base
    assert more < 4.4 * less


def test_a_file_full_of_mistakes_is_read_in_good_time(shop: dict[str, str], reading_of: ReadingOf) -> None:
    files = many_mistakes(shop, 60)
    assert len(reading_of(files).diagnostics) == 60
    assert calls_of(lambda: reading_of(files)) < 3_000_000
