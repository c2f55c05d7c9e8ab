"""When somebody is there: how it is written, when it holds, and how it is spoken."""

from datetime import datetime

import pytest

from flowkit.language.opening_hours import EXAMPLE, is_there, read_hours, spoken_hours
from flowkit.language.project import read_project
from flowkit.language.values import Refusal

MONDAY, SATURDAY, SUNDAY = "2026-03-02", "2026-03-07", "2026-03-08"


def there(text: str, moment: str) -> bool:
    stretches = read_hours(text)
    assert not isinstance(stretches, Refusal)
    return is_there(stretches, datetime.fromisoformat(moment))


@pytest.mark.parametrize(
    ("text", "moment", "expected"),
    [
        (EXAMPLE, f"{MONDAY}T09:00", True),
        (EXAMPLE, f"{MONDAY}T08:59", False),
        (EXAMPLE, f"{MONDAY}T17:30", False),
        (EXAMPLE, f"{SATURDAY}T13:59", True),
        (EXAMPLE, f"{SATURDAY}T09:00", False),
        (EXAMPLE, f"{SUNDAY}T11:00", False),
        ("9-17", f"{SUNDAY}T16:59", True),
        ("weekdays", f"{MONDAY}T03:00", True),
        ("weekdays", f"{SATURDAY}T12:00", False),
        ("mon-fri 9 to 12, 13 to 17", f"{MONDAY}T12:30", False),
        ("mon-fri 9 to 12, 13 to 17", f"{MONDAY}T13:00", True),
        ("fridays and sat 20:00-02:00", f"{SATURDAY}T01:59", True),
        ("fridays and sat 20:00-02:00", f"{SUNDAY}T01:59", True),
        ("fridays and sat 20:00-02:00", f"{MONDAY}T01:00", False),
        ("fri to mon 0-24", f"{SUNDAY}T23:59", True),
        ("tues & thurs from 8 to 9", f"{MONDAY}T08:30", False),
    ],
)
def test_whether_somebody_is_there(text, moment, expected):
    assert there(text, moment) is expected


@pytest.mark.parametrize(
    "text", ["", "soon", "9 o'clock", "monday 9-25", "monday 9:75-10", "mo 9-17", "monday,,", "x-y 9-10"]
)
def test_what_tells_no_hours(text):
    assert isinstance(read_hours(text), Refusal)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (EXAMPLE, "Monday to Friday from nine am to half past five pm and Saturday from ten am to two pm"),
        ("9-12, 13-17", "every day from nine am to noon and from one pm to five pm"),
        ("weekends", "Saturday and Sunday all day"),
        ("mon and wed 8-24", "Monday and Wednesday from eight am to midnight"),
    ],
)
def test_how_they_are_spoken(text, words):
    assert spoken_hours(text, "en-US") == words
    assert spoken_hours(text, "de") == text


def test_a_project_says_them_so_that_they_can_be_read():
    project = """\
flowkit: 1
title: Desk
start: help
greeting: This is an automated assistant.
handoffs: {desk: {to: "sip:desk@example.com", default: true, hours: HOURS}}
about_us: {automated: I am automated., recording: No., data: None is kept.}
"""
    flow = "flow: help\ntitle: Help\nstart: bye\nstates: {bye: {say: Bye., end: resolved}}\n"
    files = {"flowkit.yaml": project.replace("HOURS", "whenever we like").encode(), "help.yaml": flow.encode()}
    (told,) = [each for each in read_project(files).diagnostics if "somebody is there" in each.message]
    assert told.message == "it does not say when somebody is there: 'whenever we like' names no days"
    assert EXAMPLE in str(told.help)
    files["flowkit.yaml"] = project.replace("HOURS", f'"{EXAMPLE}"').encode()
    assert not [each for each in read_project(files).diagnostics if "somebody is there" in each.message]
