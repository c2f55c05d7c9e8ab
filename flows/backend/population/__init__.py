"""The people of the demo shop, their orders, visits and devices: rows for the database, from a day and a seed.

Theory of operation. Nothing here touches a database or a clock. `known` holds the rows everybody relies on; the other
modules invent the rest around them, each with `Dice` of its own. The same day and seed give the same rows, on every
machine and version of Python; every date follows from the day, so the data never grow old.
"""

from datetime import date

from backend.population import accounts, people, visits
from backend.population.dice import Dice
from backend.population.known import UNPAID, kept_free, known
from backend.population.orders import orders
from backend.population.rows import Row, Rows

CUSTOMERS, ORDERS, DEVICES, CASES = 260, 1200, 150, 40
"""How many of each, the known ones of orders and devices aside."""

TABLES = (
    *("plans", "customers", "orders", "order_items", "shipments", "openings", "visits", "devices"),
    *("charges", "refunds", "cases", "case_notes"),
)
"""The tables that are filled, in an order in which every row finds what it refers to."""


def population(today: date, seed: int) -> Rows:
    """All rows for a day: table → rows, in the order of `TABLES`."""
    rows: Rows = {table: [] for table in TABLES} | {"plans": accounts.PLANS} | known(today)
    homes = _people(rows, Dice(seed, "customers"))
    everybody = [customer_id for customer_id, _ in homes]
    ordered = orders(Dice(seed, "orders"), today, ORDERS, [home for home in homes if _orders(home[0])], rows)
    _add(rows, ordered)
    _visits(rows, today, seed, everybody)
    taken = {str(row["id"]) for row in rows["devices"]}
    _add(rows, {"devices": accounts.devices(Dice(seed, "devices"), everybody, DEVICES, taken)})
    _charges(rows, today, Dice(seed, "charges"))
    _add(rows, accounts.refunds(Dice(seed, "refunds"), ordered, len(rows["charges"]) + 1))
    _add(rows, accounts.cases(Dice(seed, "cases"), today, everybody, CASES))
    accounts.settle(rows)
    return rows


def _people(rows: Rows, dice: Dice) -> list[tuple[str, Row]]:
    """Adds the invented customers, and returns their ids and addresses."""
    first, taken = len(rows["customers"]) + 1, {str(row["email"]) for row in rows["customers"]}
    invented = list(people.customers(dice, first, CUSTOMERS, taken, accounts.COMMON_PLANS))
    _add(rows, {"customers": [customer for customer, _ in invented]})
    return [(str(customer["id"]), home) for customer, home in invented]


def _orders(customer_id: str) -> bool:
    """Every eleventh customer has an account and has never ordered."""
    return int(customer_id[1:]) % 11 != 0


def _visits(rows: Rows, today: date, seed: int, everybody: list[str]) -> None:
    free = visits.openings(Dice(seed, "openings"), today, kept_free(today), len(rows["openings"]) + 1)
    _add(rows, {"openings": free})
    _add(rows, visits.visits(Dice(seed, "visits"), today, free, everybody, len(rows["visits"]) + 1))


def _charges(rows: Rows, today: date, dice: Dice) -> None:
    for customer in rows["customers"]:
        unpaid = UNPAID.get(str(customer["id"]), dice.one((0, 0, 0, 1, 1, 2)))
        charges = accounts.plan_charges(customer, today, unpaid, len(rows["charges"]) + 1)
        _add(rows, {"charges": charges})


def _add(rows: Rows, more: Rows) -> None:
    for table, new in more.items():
        rows[table].extend(new)
