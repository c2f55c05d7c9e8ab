"""Invented orders: what was bought, where it went, and how far it got."""

from collections.abc import Iterator
from datetime import date

from backend.population.dice import Dice
from backend.population.rows import Row, Rows, ago

PRODUCTS = (
    *(("bath towel", 1890), ("blender", 5900), ("bookshelf", 12900), ("bread knife", 2450)),
    *(("camping chair", 3499), ("ceiling fan", 14900), ("coffee grinder", 4550)),
    *(("cutting board", 1999), ("desk lamp", 2490), ("dish rack", 2200), ("espresso machine", 24900)),
    *(("floor lamp", 7995), ("frying pan", 3990), ("garden hose", 2799), ("hair dryer", 4200)),
    *(("hand mixer", 3650), ("kettle", 3500), ("kitchen scale", 1895), ("laundry basket", 2350)),
    *(("mattress", 48900), ("microwave", 9900), ("mug set", 1800), ("office chair", 18950)),
    *(("picture frame", 1250), ("rice cooker", 5495), ("robot vacuum", 32900)),
    *(("shower curtain", 1600), ("smart speaker", 7900), ("toaster", 4200), ("umbrella", 1499)),
    *(("vacuum bags", 995), ("vase", 2100), ("wall clock", 2995), ("wine glasses", 2760)),
)
"""Title and price in cents."""

STATUSES = ("packed",) * 3 + ("shipped",) * 4 + ("delivered",) * 11 + ("cancelled",) * 2
"""How often each status comes up, of twenty."""


def numbers(dice: Dice, taken: set[str]) -> Iterator[str]:
    """Order numbers of five digits, none twice and none of those taken."""
    used = set(taken)
    while True:
        number = str(dice.number(10_000, 99_999))
        if number not in used:
            used.add(number)
            yield number


def orders(dice: Dice, today: date, count: int, homes: list[tuple[str, Row]], known: Rows) -> Rows:
    """Invents so many orders, spread over the customers.

    Args:
        dice: where chance comes from.
        today: the day the data are made for.
        count: how many orders.
        homes: who may order: customer id, and the address.
        known: rows that exist already; their numbers and ids are not used again.
    """
    rows: Rows = {"orders": [], "order_items": [], "shipments": []}
    ids = numbers(dice, {str(row["id"]) for row in known["orders"]})
    item = len(known["order_items"])
    shipment = len(known["shipments"])
    for _ in range(count):
        customer_id, home = dice.one(homes)
        order_id, status = next(ids), dice.one(STATUSES)
        shipped, row = _journey(dice, today, status)
        placed = ago(today, shipped + dice.number(0, 3))
        order: Row = {"id": order_id, "customer_id": customer_id, "placed_on": placed, "status": status}
        rows["orders"].append({**order, **home})
        for title, cents in dice.several(dice.one((1, 1, 1, 2, 2, 3, 4)), PRODUCTS):
            item += 1
            rows["order_items"].append({"id": f"i{item}", "order_id": order_id, "title": title, "price_cents": cents})
        if row:
            shipment += 1
            tracking = f"DS{dice.number(0, 9999):04}{shipment:06}"
            rows["shipments"].append({"id": shipment, "order_id": order_id, "tracking": tracking, **row})
    return rows


def _journey(dice: Dice, today: date, status: str) -> tuple[int, Row]:
    """How many days ago the parcel left, or the order was settled without one; and the dates of its shipment."""
    match status:
        case "shipped":
            left = dice.number(1, 6)
            eta = None if dice.chance(0.15) else ago(today, left - dice.number(2, 9))
            return left, {"shipped_on": ago(today, left), "eta": eta, "delivered_on": None}
        case "delivered":
            arrived = dice.number(0, 40) if dice.chance(0.5) else dice.number(41, 700)
            left = arrived + dice.number(1, 6)
            eta = ago(today, arrived + dice.number(-1, 1))
            return left, {"shipped_on": ago(today, left), "eta": eta, "delivered_on": ago(today, arrived)}
        case "packed":
            return dice.number(0, 2), {}
        case _:
            return dice.number(1, 200), {}
