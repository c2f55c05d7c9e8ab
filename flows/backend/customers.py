"""Who the customers are, and how a caller shows to be one of them."""

import sqlite3

from backend.database import reading
from backend.ledger import Result, ShopError, Value, money
from backend.ledger import postcode as kept
from flowkit.tools import Outcome, outcome

FACTORS_NEEDED = 2

_COLUMNS = "id, first_name, email, balance_cents"


def find_customer(
    *, email: str | None = None, phone: str | None = None, postcode: str | None = None, last_four: str | None = None
) -> Result | Outcome:
    """Finds the one customer whom everything given fits; cases and spaces do not matter.

    What does not fit is told to nobody: a wrong card, an unknown e-mail address and a postcode that two customers
    share all end as `not_found`, so that nobody can find out one factor by means of another.

    Args:
        email: the address of the account.
        phone: the number in the account, in E.164.
        postcode: of the customer's home.
        last_four: the last four digits of the card.

    Returns:
        as `get_customer`; or the outcome `not_found`.

    Raises:
        ShopError: fewer than two factors are given.
    """
    factors: dict[str, Value] = {
        "email": email and email.strip().lower(),
        "phone": phone and "".join(phone.split()),
        "postcode": postcode and kept(postcode),
        "card_last4": last_four and "".join(last_four.split()),
    }
    given = {column: value for column, value in factors.items() if value}
    if len(given) < FACTORS_NEEDED:
        raise ShopError(f"a caller is known by at least {FACTORS_NEEDED} factors; given: {', '.join(given) or 'none'}")
    tests = " AND ".join(f"{column} = ?" for column in given)
    with reading() as connection:
        query = f"SELECT {_COLUMNS} FROM customers WHERE {tests} LIMIT 2"
        found = connection.execute(query, (*given.values(),)).fetchall()
    return _customer(found[0]) if len(found) == 1 else outcome("not_found")


def get_customer(customer_id: str) -> Result:
    """Reads a customer's account.

    Returns:
        `id`, `first_name`, `email` and `balance` (dollars owed; below zero the shop owes the customer).

    Raises:
        ShopError: there is no such customer.
    """
    with reading() as connection:
        row = connection.execute(f"SELECT {_COLUMNS} FROM customers WHERE id = ?", (customer_id,)).fetchone()
    if row is None:
        raise ShopError(f"there is no customer '{customer_id}'")
    return _customer(row)


def _customer(row: sqlite3.Row) -> Result:
    return {
        "id": row["id"],
        "first_name": row["first_name"],
        "email": row["email"],
        "balance": money(row["balance_cents"]),
    }
