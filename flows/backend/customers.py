"""Who the customers are."""

from backend.database import reading
from backend.ledger import Result, money
from backend.ledger import postcode as kept
from flowkit.tools import Outcome, outcome


def find_customer(email: str, postcode: str) -> Result | Outcome:
    """Finds a customer by e-mail address and postcode; neither case nor spaces matter.

    Returns:
        `id`, `first_name`, `email`, `balance`; or the outcome `not_found`.
    """
    query = "SELECT id, first_name, email, balance_cents FROM customers WHERE email = ? AND postcode = ?"
    with reading() as connection:
        row = connection.execute(query, (email.strip().lower(), kept(postcode))).fetchone()
    if row is None:
        return outcome("not_found")
    return {
        "id": row["id"],
        "first_name": row["first_name"],
        "email": row["email"],
        "balance": money(row["balance_cents"]),
    }
