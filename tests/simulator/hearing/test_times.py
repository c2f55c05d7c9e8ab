"""Times of day."""

from __future__ import annotations

import pytest

from flowkit.simulator.hearing.times import daypart, find_clocks
from flowkit.simulator.hearing.words import Utterance

CLOCKS = [
    ("ten", [("10:00", "")]),
    ("at ten", [("10:00", "")]),
    ("ten am", [("10:00", "am")]),
    ("10pm", [("22:00", "pm")]),
    ("ten p m", [("22:00", "pm")]),
    ("two thirty", [("02:30", "")]),
    ("14:30", [("14:30", "pm")]),
    ("half past two", [("02:30", "")]),
    ("half two", [("02:30", "")]),
    ("quarter to three in the afternoon", [("14:45", "pm")]),
    ("a quarter past nine", [("09:15", "")]),
    ("ten past four", [("04:10", "")]),
    ("noon", [("12:00", "pm")]),
    ("midnight", [("00:00", "am")]),
    ("twelve am", [("00:00", "am")]),
    ("nine o'clock or eleven", [("09:00", ""), ("11:00", "")]),
    ("two weeks", []),
    ("four people", []),
    ("the second one", []),
    ("three of us", []),
    ("12 345", []),
    ("25", []),
    ("10:75", []),
]


@pytest.mark.parametrize(("text", "clocks"), CLOCKS)
def test_clocks(text: str, clocks: list[tuple[str, str]]) -> None:
    found = [(f"{one.minute // 60:02d}:{one.minute % 60:02d}", one.half) for one in find_clocks(Utterance(text))]
    assert found == clocks


def test_without_am_or_pm_both_halves_of_the_day_fit() -> None:
    (clock,) = find_clocks(Utterance("half past two"))
    assert clock.fits(14 * 60 + 30)
    assert clock.fits(2 * 60 + 30)
    assert not clock.fits(14 * 60)
    assert clock.likely == 14 * 60 + 30


def test_dayparts() -> None:
    assert daypart(Utterance("the morning one")) == "am"
    assert daypart(Utterance("in the afternoon")) == "pm"
    assert daypart(Utterance("morning or evening")) == ""
