"""Invented calendars: when a visit can take place, and who comes when."""

from collections.abc import Iterable
from datetime import date, timedelta

from backend.population.dice import Dice
from backend.population.rows import SUNDAY, Row, Rows, at

CALENDARS = {
    "dentist": ("dentist", "dental cleaning"),
    "optician": ("eye test", "lens fitting"),
    "technician": ("washing machine installation", "oven repair", "router setup"),
}
"""Calendar → titles of the visits that take place in it."""

PLACES = ("a", "b")
CLOCKS = tuple(f"{hour:02}:{minute:02}" for hour in range(9, 18) for minute in (0, 30))
"""The shop is open from nine to six; a visit takes half an hour."""

DAYS_BACK, DAYS_AHEAD = 20, 28


def openings(dice: Dice, today: date, kept_free: set[tuple[str, date]], first: int) -> list[Row]:
    """Invents openings from twenty days back to four weeks ahead, Monday to Saturday.

    Args:
        dice: where chance comes from.
        today: the day the data are made for; it has none itself, so that nothing is offered that is nearly over.
        kept_free: calendars and days that belong to the known rows.
        first: id of the first one.
    """
    days = [today + timedelta(days=ahead) for ahead in range(-DAYS_BACK, DAYS_AHEAD + 1) if ahead]
    found = [
        (calendar, place, at(day, clock))
        for calendar in CALENDARS
        for day in days
        if day.weekday() != SUNDAY and (calendar, day) not in kept_free
        for place in PLACES
        for clock in CLOCKS
        if dice.chance(0.3)
    ]
    return [
        {"id": number, "calendar": calendar, "place": place, "start": start}
        for number, (calendar, place, start) in enumerate(found, first)
    ]


def visits(dice: Dice, today: date, free: list[Row], customers: Iterable[str], first: int) -> Rows:
    """Invents visits of the customers: most have none, some one, a few two or three; some are over, some called off."""
    left, rows, number = list(free), [], first
    for customer_id in customers:
        for _ in range(dice.one((0, 0, 0, 0, 0, 1, 1, 1, 2, 3))):
            opening = left.pop(dice.number(0, len(left) - 1))
            past = str(opening["start"]) < today.isoformat()
            status = "cancelled" if dice.chance(0.1) else "done" if past else "booked"
            title = dice.one(CALENDARS[str(opening["calendar"])])
            row: Row = {"id": f"v{number}", "customer_id": customer_id, "title": title}
            rows.append({**row, "opening_id": opening["id"], "status": status})
            number += 1
    return {"visits": rows}
