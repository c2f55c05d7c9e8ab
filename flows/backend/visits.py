"""Visits, and the openings they can move to."""

import sqlite3
from datetime import date, datetime

from backend.database import reading, settings, wall
from backend.ledger import Result, ShopError, Write, once

_FREE = """
FROM openings WHERE calendar = ? AND NOT EXISTS (
  SELECT 1 FROM visits WHERE visits.opening_id = openings.id AND visits.status <> 'cancelled'
)
"""


def list_visits(customer_id: str) -> list[Result]:
    """Lists the visits that a customer has booked and that are still to come, the next one first.

    Returns:
        each with `id`, `title`, `start`.
    """
    query = """
    SELECT visits.id, title, start FROM visits JOIN openings ON openings.id = opening_id
    WHERE customer_id = ? AND status = 'booked' AND start >= ? ORDER BY start, visits.id
    """
    moment = settings().now.isoformat(timespec="minutes")
    with reading() as connection:
        rows = connection.execute(query, (customer_id, moment)).fetchall()
    return [{"id": row["id"], "title": row["title"], "start": datetime.fromisoformat(row["start"])} for row in rows]


def find_openings(visit_id: str, day: date) -> list[Result]:
    """Lists the times on a day that are free for a visit and not over yet, each with `start`.

    Raises:
        ShopError: there is no such visit.
    """
    query = f"SELECT DISTINCT start {_FREE} AND start LIKE ? AND start > ? ORDER BY start"
    moment = settings().now.isoformat(timespec="minutes")
    with reading() as connection:
        calendar = _booking(connection, visit_id)["calendar"]
        rows = connection.execute(query, (calendar, f"{day:%Y-%m-%d}T%", moment)).fetchall()
    return [{"start": datetime.fromisoformat(row["start"])} for row in rows]


def move_visit(visit_id: str, start: datetime, key: str) -> Result:
    """Moves a booked visit to a free time; the time it had is free then.

    Raises:
        ShopError: no such visit, it is over or was called off, or the time is not free any more.
    """

    wanted = wall(start).isoformat(timespec="minutes")

    def effect(write: Write) -> Result:
        booking = _booking(write.connection, visit_id)
        if booking["status"] != "booked":
            raise ShopError(f"visit '{visit_id}' is {booking['status']}; only a booked one can be moved")
        query = f"SELECT id {_FREE} AND start = ? AND start > ? ORDER BY place"
        opening = write.connection.execute(query, (booking["calendar"], wanted, write.moment)).fetchone()
        if opening is None:
            raise ShopError(f"{wanted} is not free for visit '{visit_id}'")
        write.change("visits", visit_id, opening_id=opening["id"])
        times = {"from_start": booking["start"], "to_start": wanted, "moved_at": write.moment}
        write.add("visit_moves", id=write.next_number("visit_moves"), visit_id=visit_id, **times)
        return {}

    return once("move_visit", key, effect, {"visit_id": visit_id, "start": wanted})


def _booking(connection: sqlite3.Connection, visit_id: str) -> sqlite3.Row:
    query = "SELECT calendar, start, status FROM visits JOIN openings ON openings.id = opening_id WHERE visits.id = ?"
    row: sqlite3.Row | None = connection.execute(query, (visit_id,)).fetchone()
    if row is None:
        raise ShopError(f"there is no visit '{visit_id}'")
    return row
