"""Numbers in what callers say."""

import pytest

from flowkit.simulator.hearing.numbers import find_numbers
from flowkit.simulator.hearing.words import Utterance


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("12,350", [12350]),
        ("it's 1,200,000 now", [1200000]),
        ("12,350.50", [12350.5]),
        ("12, 350", [12, 350]),
        ("12,35", [12, 35]),
        ("one two three four five", [12345]),
        ("1 2 3 4", [1234]),
        ("one two", [1, 2]),
        ("two hundred and five", [205]),
        ("one two three hundred", [1, 2, 300]),
    ],
)
def test_numbers(text: str, values: list[float]) -> None:
    assert [value for _, value in find_numbers(Utterance(text))] == values
