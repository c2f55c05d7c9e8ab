"""Days, counted from Monday, March 2nd, 2026."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.simulator.hearing.dates import WEEKDAYS, find_days
from flowkit.simulator.hearing.words import Utterance

TODAY = date(2026, 3, 2)
DAYS = [
    ("today", ["2026-03-02"]),
    ("tomorrow morning", ["2026-03-03"]),
    ("the day after tomorrow", ["2026-03-04"]),
    ("Friday", ["2026-03-06"]),
    ("on Monday", ["2026-03-09"]),
    ("next Friday", ["2026-03-13"]),
    ("this coming Thursday", ["2026-03-05"]),
    ("Saturday week", ["2026-03-14"]),
    ("Thursday the fifth", ["2026-03-05"]),
    ("in ten days", ["2026-03-12"]),
    ("in a fortnight", ["2026-03-16"]),
    ("three weeks from today", ["2026-03-23"]),
    ("the 31st", ["2026-03-31"]),
    ("the twenty first", ["2026-03-21"]),
    ("the 1st", ["2026-04-01"]),
    ("March the sixth", ["2026-03-06"]),
    ("6 March 2027", ["2027-03-06"]),
    ("the first of March", ["2027-03-01"]),
    ("29 February", ["2028-02-29"]),
    ("June 31", []),
    ("12/24", ["2026-12-24"]),
    ("2026-02-30", []),
    ("the twelfth of March nineteen eighty five", ["1985-03-12"]),
    ("from Friday to Sunday", ["2026-03-06", "2026-03-08"]),
    ("Friday until Monday", ["2026-03-06", "2026-03-09"]),
    ("Friday or Tuesday", ["2026-03-06", "2026-03-03"]),
    ("the second one", []),
    ("one second", []),
    ("you may march on", []),
    ("next week", []),
    ("in three hours", []),
]


@pytest.mark.parametrize(("text", "days"), DAYS)
def test_days(text: str, days: list[str]) -> None:
    assert [day.value.isoformat() for day in find_days(Utterance(text), TODAY)] == days


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.sampled_from(WEEKDAYS))
def test_a_weekday_is_in_the_next_seven_days(today: date, weekday: str) -> None:
    (day,) = find_days(Utterance(weekday), today)
    assert today < day.value <= today + timedelta(days=7)
    assert WEEKDAYS[day.value.weekday()] == weekday


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 31))
def test_a_day_of_the_month_is_never_past(today: date, number: int) -> None:
    for day in find_days(Utterance(f"the {number}th"), today):
        assert day.value >= today
        assert day.value.day == number


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    for day in find_days(Utterance(text), TODAY):
        assert 0 <= day.span.first <= day.span.last
