"""Orders: where they are, where they go, and money back for what was in them."""

import sqlite3
from datetime import date
from decimal import Decimal

from backend.accounts import book
from backend.database import reading
from backend.ledger import Result, Row, ShopError, Write, cents, money, once
from backend.ledger import postcode as kept
from flowkit.tools import Outcome, outcome

_ORDERS = """
SELECT orders.id, customer_id, status, eta, delivered_on
FROM orders LEFT JOIN shipments ON shipments.order_id = orders.id
"""


def get_order(order_id: str) -> Result | Outcome:
    """Reads one order.

    Returns:
        `order_id`, `customer_id`, `status` (packed, shipped, delivered, cancelled), `items` (each `item_id`, `title`,
        `price`, and `refunded_on` if it was), `eta` if the carrier gave one and `delivered_on` if it has arrived; or
        the outcome `not_found`.
    """
    with reading() as connection:
        row = connection.execute(f"{_ORDERS} WHERE orders.id = ?", (order_id,)).fetchone()
        return outcome("not_found") if row is None else _order(connection, row)


def list_orders(customer_id: str) -> list[Result]:
    """Lists a customer's orders as `get_order` returns them, the latest first."""
    query = f"{_ORDERS} WHERE customer_id = ? ORDER BY placed_on DESC, orders.id"
    with reading() as connection:
        return [_order(connection, row) for row in connection.execute(query, (customer_id,)).fetchall()]


def refund_item(order_id: str, item_id: str, amount: Decimal, key: str) -> Result:
    """Refunds a delivered item: books the amount on the customer's account, from where it goes to the card.

    Args:
        order_id: the order.
        item_id: a thing in that order.
        amount: dollars, more than nothing and at most the item's price.
        key: the idempotency key.

    Raises:
        ShopError: no such item in that order, not delivered, refunded before, or too much.
    """

    given = cents(amount)

    def effect(write: Write) -> Result:
        item = _refundable(write.connection, order_id, item_id)
        if not 0 < given <= item["price_cents"]:
            raise ShopError(f"item '{item_id}' cost {money(item['price_cents'])}; {amount} cannot be refunded for it")
        charge_id = book(write, item["customer_id"], "refund", f"Refund, {item['title']}", -given)
        refund_id = write.next_id("refunds", "r")
        row: Row = {"item_id": item_id, "charge_id": charge_id, "amount_cents": given, "refunded_on": write.today}
        write.add("refunds", id=refund_id, **row)
        return {}

    return once("refund_item", key, effect, {"order_id": order_id, "item_id": item_id, "amount_cents": given})


def set_address(order_id: str, street: str, city: str, postcode: str, key: str) -> Result:
    """Sends an order that has not left yet to another address.

    Raises:
        ShopError: no such order, it has left or was cancelled, or a part of the address is empty.
    """
    address = {"street": street.strip(), "city": city.strip(), "postcode": kept(postcode)}

    def effect(write: Write) -> Result:
        row = write.connection.execute("SELECT status FROM orders WHERE id = ?", (order_id,)).fetchone()
        if row is None:
            raise ShopError(f"there is no order '{order_id}'")
        if row["status"] != "packed":
            raise ShopError(f"order '{order_id}' is {row['status']}; its address cannot change any more")
        if empty := [name for name, value in address.items() if not value]:
            raise ShopError(f"the address for order '{order_id}' has no {empty[0]}")
        write.change("orders", order_id, **address)
        return {}

    return once("set_address", key, effect, {"order_id": order_id, **address})


def _order(connection: sqlite3.Connection, row: sqlite3.Row) -> Result:
    query = """
    SELECT order_items.id, title, price_cents, refunded_on
    FROM order_items LEFT JOIN refunds ON refunds.item_id = order_items.id
    WHERE order_id = ? ORDER BY CAST(substr(order_items.id, 2) AS INTEGER)
    """
    items = [_item(item) for item in connection.execute(query, (row["id"],))]
    dates = {name: date.fromisoformat(row[name]) for name in ("eta", "delivered_on") if row[name]}
    return {"order_id": row["id"], "customer_id": row["customer_id"], "status": row["status"], **dates, "items": items}


def _item(row: sqlite3.Row) -> Result:
    item = {"item_id": row["id"], "title": row["title"], "price": money(row["price_cents"])}
    return item | ({"refunded_on": date.fromisoformat(row["refunded_on"])} if row["refunded_on"] else {})


def _refundable(connection: sqlite3.Connection, order_id: str, item_id: str) -> sqlite3.Row:
    query = """
    SELECT title, price_cents, customer_id, status, refunds.id AS refund_id
    FROM order_items JOIN orders ON orders.id = order_id LEFT JOIN refunds ON refunds.item_id = order_items.id
    WHERE order_items.id = ? AND order_id = ?
    """
    row: sqlite3.Row | None = connection.execute(query, (item_id, order_id)).fetchone()
    if row is None:
        raise ShopError(f"there is no item '{item_id}' in order '{order_id}'")
    if row["status"] != "delivered":
        raise ShopError(f"order '{order_id}' is {row['status']}; only what was delivered is refunded")
    if row["refund_id"] is not None:
        raise ShopError(f"item '{item_id}' was refunded before, as '{row['refund_id']}'")
    return row
