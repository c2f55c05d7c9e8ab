"""Plans, and what stands on a customer's account."""

import sqlite3
from datetime import date

from backend.database import reading
from backend.ledger import Result, Row, ShopError, Write, money, once


def list_charges(customer_id: str) -> list[Result]:
    """Lists what was booked on a customer's account, the latest first; the balance is the sum of it.

    Returns:
        each with `id`, `charged_on`, `kind` (plan, payment, refund, payout), `title` and `amount`, which is below
        zero where it is in the customer's favor.
    """
    query = """
    SELECT id, charged_on, kind, title, amount_cents FROM charges
    WHERE customer_id = ? ORDER BY charged_on DESC, CAST(substr(id, 2) AS INTEGER) DESC
    """
    with reading() as connection:
        rows = connection.execute(query, (customer_id,)).fetchall()
    return [
        {
            "id": row["id"],
            "charged_on": date.fromisoformat(row["charged_on"]),
            "kind": row["kind"],
            "title": row["title"],
            "amount": money(row["amount_cents"]),
        }
        for row in rows
    ]


def list_plans() -> list[Result]:
    """Lists the plans, the cheapest first, each with `id`, `title`, `monthly` (dollars) and `about`."""
    with reading() as connection:
        return [_plan(row) for row in connection.execute("SELECT * FROM plans ORDER BY monthly_cents").fetchall()]


def current_plan(customer_id: str) -> Result:
    """The plan a customer is on, as `list_plans` returns it.

    Raises:
        ShopError: there is no such customer.
    """
    query = "SELECT plans.* FROM plans JOIN customers ON plans.id = plan_id WHERE customers.id = ?"
    with reading() as connection:
        row = connection.execute(query, (customer_id,)).fetchone()
    if row is None:
        raise ShopError(f"there is no customer '{customer_id}'")
    return _plan(row)


def change_plan(customer_id: str, plan_id: str, key: str) -> Result:
    """Puts a customer on another plan; its price is charged from next month on.

    Raises:
        ShopError: no such customer or plan, or it is the plan the customer is on.
    """

    def effect(write: Write) -> Result:
        if write.connection.execute("SELECT 1 FROM plans WHERE id = ?", (plan_id,)).fetchone() is None:
            raise ShopError(f"there is no plan '{plan_id}'")
        customer = write.connection.execute("SELECT plan_id FROM customers WHERE id = ?", (customer_id,)).fetchone()
        if customer is not None and customer["plan_id"] == plan_id:
            raise ShopError(f"customer '{customer_id}' is on plan '{plan_id}' already")
        write.change("customers", customer_id, plan_id=plan_id)
        return {}

    return once("change_plan", key, effect, {"customer_id": customer_id, "plan_id": plan_id})


def book(write: Write, customer_id: str, kind: str, title: str, amount_cents: int) -> str:
    """Books a charge on a customer's account, and keeps the balance its sum; returns the charge's id."""
    charge_id = write.next_id("charges", "h")
    row: Row = {"charged_on": write.today, "kind": kind, "title": title, "amount_cents": amount_cents}
    write.add("charges", id=charge_id, customer_id=customer_id, **row)
    query = "SELECT balance_cents FROM customers WHERE id = ?"
    balance = write.connection.execute(query, (customer_id,)).fetchone()["balance_cents"]
    write.change("customers", customer_id, balance_cents=balance + amount_cents)
    return charge_id


def _plan(row: sqlite3.Row) -> Result:
    return {"id": row["id"], "title": row["title"], "monthly": money(row["monthly_cents"]), "about": row["about"]}
