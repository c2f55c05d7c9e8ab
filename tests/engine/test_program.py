"""The clock of a program, and what it knows of its flows."""

from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tests.engine.conversation import FLOWS, MONDAY, program_of, project_files

PROGRAM = program_of(project_files(FLOWS))
NEW_YORK = ZoneInfo("America/New_York")


def test_the_local_time_of_a_call():
    assert PROGRAM.locale(MONDAY, "en").now == datetime(2026, 3, 2, 10, 0)


@given(st.integers(min_value=0, max_value=4_102_444_800_000))
def test_local_time_is_right_all_through_the_year(at):
    expected = datetime.fromtimestamp(at / 1000, NEW_YORK).replace(tzinfo=None)
    assert abs(PROGRAM.locale(at, "en").now - expected).total_seconds() < 0.001


def test_what_a_state_uses():
    assert PROGRAM.reads("reschedule", "which") == {"visits"}
    assert PROGRAM.reads("reschedule", "look") == {"old_visit", "new_day", "openings"}
    assert PROGRAM.reads("reschedule", "agree") == {"old_visit", "new_time"}
    assert PROGRAM.reads("order_status", "tell") == {"order"}


def test_every_flow_has_a_way_to_a_person():
    own = PROGRAM.state("reschedule", "person")
    built_in = PROGRAM.state("order_status", "person")
    assert (own.does.place, built_in.does.place) == ("scheduling", "front_desk")
