"""Invented accounts: plans, their monthly charges, refunds, devices and support cases."""

from collections import Counter
from datetime import date, timedelta

from backend.population.dice import Dice
from backend.population.rows import Row, Rows, ago, at

PLANS: list[Row] = [
    {"id": "basic", "title": "Basic", "monthly_cents": 0, "about": "Ordinary delivery."},
    {"id": "plus", "title": "Plus", "monthly_cents": 1250, "about": "Next-day delivery."},
    {"id": "family", "title": "Family", "monthly_cents": 1990, "about": "Next-day delivery for up to five people."},
    {"id": "studio", "title": "Studio", "monthly_cents": 4500, "about": "Next-day delivery, two free visits a year."},
]
COMMON_PLANS = ["basic", "basic", "basic", "plus", "plus", "family", "studio"]

MODELS = ("smart speaker", "robot vacuum", "smart thermostat", "video doorbell", "home router")
SYMBOLS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
SUBJECTS = ("parcel left with a neighbor", "charged twice", "wrong color", "device drops out", "change of name")

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_PLAN = {str(plan["id"]): plan for plan in PLANS}


def months(today: date, count: int) -> list[date]:
    """The first days of so many months, this one last."""
    found = [today.replace(day=1)]
    while len(found) < count:
        found.insert(0, (found[0] - timedelta(days=1)).replace(day=1))
    return found


def plan_charges(customer: Row, today: date, unpaid: int, first: int) -> list[Row]:
    """Four months of a customer's plan, each paid two days later but for the last `unpaid` ones.

    A plan without a price has no charges. `first` is the number of the first one.
    """
    plan, due = _PLAN[str(customer["plan_id"])], months(today, 4)
    cents = int(plan["monthly_cents"] or 0)
    found: list[tuple[date, str, str, int]] = []
    for number, day in enumerate(due if cents else []):
        found.append((day, "plan", f"{plan['title']} plan, {MONTHS[day.month - 1]} {day.year}", cents))
        if number < len(due) - unpaid:
            paid = min(day + timedelta(days=2), today)
            found.append((paid, "payment", f"Payment, {MONTHS[day.month - 1]} {day.year}", -cents))
    return [
        _charge(number, str(customer["id"]), day.isoformat(), kind, title, amount)
        for number, (day, kind, title, amount) in enumerate(found, first)
    ]


def refunds(dice: Dice, rows: Rows, first: int) -> Rows:
    """Refunds some items that were delivered; three in four of the amounts have been paid out to the card since.

    `rows` are the orders, their items and shipments; `first` is the number of the first charge.
    """
    found: Rows = {"refunds": [], "charges": []}
    order = {row["id"]: row for row in rows["orders"]}
    delivered = {row["order_id"]: row["delivered_on"] for row in rows["shipments"] if row["delivered_on"]}
    number = first - 1
    for item in rows["order_items"]:
        if item["order_id"] not in delivered or not dice.chance(0.03):
            continue
        owner, day = str(order[item["order_id"]]["customer_id"]), str(delivered[item["order_id"]])
        cents, title = int(item["price_cents"] or 0), f"Refund, {item['title']}"
        number += 1
        refund: Row = {"id": f"r{len(found['refunds']) + 1}", "item_id": item["id"], "charge_id": f"h{number}"}
        found["refunds"].append({**refund, "amount_cents": cents, "refunded_on": day})
        found["charges"].append(_charge(number, owner, day, "refund", title, -cents))
        if dice.chance(0.75):
            number += 1
            found["charges"].append(_charge(number, owner, day, "payout", "Paid out to your card", cents))
    return found


def settle(rows: Rows) -> None:
    """Sets every customer's balance to the sum of the customer's charges."""
    owed: Counter[str] = Counter()
    for row in rows["charges"]:
        owed[str(row["customer_id"])] += int(row["amount_cents"] or 0)
    for customer in rows["customers"]:
        customer["balance_cents"] = owed[str(customer["id"])]


def devices(dice: Dice, customers: list[str], count: int, taken: set[str]) -> list[Row]:
    """Invents so many devices: three in four online, the others mostly so that a restart helps."""
    rows: list[Row] = []
    used = set(taken)
    while len(rows) < count:
        serial = "".join(dice.one(SYMBOLS) for _ in range(4))
        if serial in used:
            continue
        used.add(serial)
        online = dice.chance(0.75)
        rows.append(device(serial, dice.one(customers), dice.one(MODELS), online=online, helps=dice.chance(0.7)))
    return rows


def device(serial: str, customer_id: str, model: str, *, online: bool, helps: bool) -> Row:
    """The row of one device; `helps`: a restart brings it back online."""
    row: Row = {"id": serial, "customer_id": customer_id, "model": model}
    return {**row, "online": int(online), "restart_helps": int(helps), "restarted_at": None}


def cases(dice: Dice, today: date, customers: list[str], count: int) -> Rows:
    """Invents so many cases, each with the note it began with; most are closed."""
    rows: Rows = {"cases": [], "case_notes": []}
    for number in range(1, count + 1):
        opened, subject = at(date.fromisoformat(ago(today, dice.number(1, 60))), "11:20"), dice.one(SUBJECTS)
        status = "closed" if dice.chance(0.7) else "open"
        case: Row = {"id": f"k{number}", "customer_id": dice.one(customers), "subject": subject}
        rows["cases"].append({**case, "status": status, "opened_at": opened})
        note: Row = {"id": number, "case_id": f"k{number}", "noted_at": opened}
        rows["case_notes"].append({**note, "note": f"Called about: {subject}."})
    return rows


def _charge(number: int, customer_id: str, day: str, kind: str, title: str, cents: int) -> Row:
    row: Row = {"id": f"h{number}", "customer_id": customer_id, "charged_on": day}
    return {**row, "kind": kind, "title": title, "amount_cents": cents}
