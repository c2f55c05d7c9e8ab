"""The rows that are there whatever the seed: documentation, tests and people trying things out rely on them.

    customer c1  Ana Torres, ana@example.com, postcode 10001, plan Plus, balance 12.50
      order 12345  shipped yesterday, eta next Friday: kettle (i1) 35.00
      order 12346  packed: desk lamp (i2) 24.90, vase (i3) 21.00
      order 12347  delivered 10 days ago: coffee grinder (i4) 45.50, mug set (i5) 18.00
      order 12348  delivered 200 days ago: toaster (i6) 42.00
      order 12349  delivered 5 days ago: espresso machine (i7) 249.00
      order 12350  cancelled: umbrella (i8) 14.99
      order 12351  shipped 2 days ago, no eta: wall clock (i9) 29.95
      visit v1     "dentist", tomorrow 09:00 (v5 is over, a month ago)
      device K7QX  offline, a restart helps · M3TR online · Z9WD offline, a restart does not help
    customer c2  José Luis García López, jose.luis@example.net, postcode 94110, plan Family, balance 39.80
      order 22345  delivered 3 days ago: office chair (i10) 189.50
      order 22346  packed: blender (i11) 59.00
      visits v2    "eye test", next Friday 11:00 · v3 "oven repair" and v4 "dentist", next Wednesday 15:00 and 09:30
    customer c3  Zoë Smith-Jones, zoe@example.org, postcode 02139, plan Basic, balance 0: no orders, no visits
    dentist      free next Friday 10:00 and 14:30, next Saturday 09:00 and 11:00; nothing next Wednesday

"Next" leaves today out, as callers do.
"""

from datetime import date

from backend.population.accounts import device
from backend.population.rows import FRIDAY, SATURDAY, WEDNESDAY, Row, Rows, ago, at, next_weekday

HOMES: dict[str, Row] = {
    "c1": {"street": "12 Mercer Street", "city": "New York", "postcode": "10001"},
    "c2": {"street": "480 Valencia Street", "city": "San Francisco", "postcode": "94110"},
}

ORDERS = (
    ("12345", "c1", "shipped", 1, (("kettle", 3500),)),
    ("12346", "c1", "packed", 0, (("desk lamp", 2490), ("vase", 2100))),
    ("12347", "c1", "delivered", 10, (("coffee grinder", 4550), ("mug set", 1800))),
    ("12348", "c1", "delivered", 200, (("toaster", 4200),)),
    ("12349", "c1", "delivered", 5, (("espresso machine", 24900),)),
    ("12350", "c1", "cancelled", 20, (("umbrella", 1499),)),
    ("12351", "c1", "shipped", 2, (("wall clock", 2995),)),
    ("22345", "c2", "delivered", 3, (("office chair", 18950),)),
    ("22346", "c2", "packed", 0, (("blender", 5900),)),
)
"""Number, customer, status, days since it was shipped or delivered or settled, items."""

UNPAID = {"c1": 1, "c2": 2, "c3": 0}
"""Customer → months of the plan that are not paid yet."""


def known(today: date) -> Rows:
    """The known rows, but for the plans' charges, which follow from `UNPAID`."""
    return {"customers": customers(), **_orders(today), **_visits(today), "devices": _devices()}


def kept_free(today: date) -> set[tuple[str, date]]:
    """The calendars and days in which there is no opening but the known ones."""
    return {("dentist", next_weekday(today, weekday)) for weekday in (WEDNESDAY, FRIDAY, SATURDAY)}


def customers() -> list[Row]:
    """The known customers, whose balance is not settled yet."""
    people = (
        ("c1", "Ana", "Torres", "ana@example.com", "+12125550142", "10001", "4242", "plus"),
        ("c2", "José Luis", "García López", "jose.luis@example.net", "+14155550117", "94110", "1881", "family"),
        ("c3", "Zoë", "Smith-Jones", "zoe@example.org", "+16175550163", "02139", "0005", "basic"),
    )
    columns = ("id", "first_name", "last_name", "email", "phone", "postcode", "card_last4", "plan_id")
    return [{**dict(zip(columns, person, strict=True)), "balance_cents": 0} for person in people]


def _orders(today: date) -> Rows:
    rows: Rows = {"orders": [], "order_items": [], "shipments": []}
    for order_id, customer_id, status, days, items in ORDERS:
        order: Row = {"id": order_id, "customer_id": customer_id, "placed_on": ago(today, days + 5), "status": status}
        rows["orders"].append({**order, **HOMES[customer_id]})
        for title, cents in items:
            item_id = f"i{len(rows['order_items']) + 1}"
            rows["order_items"].append({"id": item_id, "order_id": order_id, "title": title, "price_cents": cents})
        if status in ("shipped", "delivered"):
            rows["shipments"].append(_shipment(today, len(rows["shipments"]) + 1, order_id, status, days))
    return rows


def _shipment(today: date, number: int, order_id: str, status: str, days: int) -> Row:
    row: Row = {"id": number, "order_id": order_id, "tracking": f"DS0000{number:06}"}
    if status == "delivered":
        return {**row, "shipped_on": ago(today, days + 3), "eta": ago(today, days), "delivered_on": ago(today, days)}
    eta = next_weekday(today, FRIDAY).isoformat() if order_id == "12345" else None
    return {**row, "shipped_on": ago(today, days), "eta": eta, "delivered_on": None}


def _visits(today: date) -> Rows:
    """Taken openings are in a place of their own, so that they stand in nobody's way on any day of the week."""
    wednesday, friday, saturday = (next_weekday(today, day) for day in (WEDNESDAY, FRIDAY, SATURDAY))
    tomorrow, last_month = date.fromisoformat(ago(today, -1)), date.fromisoformat(ago(today, 30))
    taken = (
        ("c1", "dentist", "dentist", at(tomorrow, "09:00"), "booked"),
        ("c2", "eye test", "optician", at(friday, "11:00"), "booked"),
        ("c2", "oven repair", "technician", at(wednesday, "15:00"), "booked"),
        ("c2", "dentist", "dentist", at(wednesday, "09:30"), "booked"),
        ("c1", "dental cleaning", "dentist", at(last_month, "13:30"), "done"),
    )
    free = (at(friday, "10:00"), at(friday, "14:30"), at(saturday, "09:00"), at(saturday, "11:00"))
    times = [(calendar, "c", start) for _, _, calendar, start, _ in taken] + [("dentist", "a", start) for start in free]
    openings: list[Row] = [
        {"id": number, "calendar": calendar, "place": place, "start": start}
        for number, (calendar, place, start) in enumerate(times, 1)
    ]
    visits: list[Row] = [
        {"id": f"v{number}", "customer_id": customer_id, "title": title, "opening_id": number, "status": status}
        for number, (customer_id, title, _, _, status) in enumerate(taken, 1)
    ]
    return {"openings": openings, "visits": visits}


def _devices() -> list[Row]:
    return [
        device("K7QX", "c1", "home router", online=False, helps=True),
        device("M3TR", "c1", "smart speaker", online=True, helps=True),
        device("Z9WD", "c1", "video doorbell", online=False, helps=False),
    ]
