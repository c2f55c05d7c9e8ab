"""Support cases: what a person takes over when a call is handed off."""

import textwrap

from backend.ledger import Result, Row, ShopError, Write, once

LONGEST_SUBJECT = 80
"""In characters."""


def open_case(subject: str, note: str, key: str, customer_id: str | None = None) -> Result:
    """Opens a case with its first note; `customer_id` may be missing, since some callers cannot be identified.

    Returns:
        `case_id`.
    """

    def effect(write: Write) -> Result:
        case_id = _new_case(write, customer_id, subject)
        _note(write, case_id, note)
        return {"case_id": case_id}

    return once("open_case", key, effect, {"subject": subject, "note": note, "customer_id": customer_id})


def record_case(text: str, key: str, customer_id: str | None = None) -> Result:
    """Writes down what a person must know who takes a call over.

    It goes into the case that the customer has open, the latest of them, or into a new one. A caller whom nobody could
    identify gets a new one, since no case can be known to be theirs.

    Args:
        text: what is known and what was done; its first line becomes the subject of a new case.
        key: the idempotency key.
        customer_id: who is calling, if known.

    Returns:
        `case_id`.

    Raises:
        ShopError: there is no such customer, or the text is empty.
    """

    def effect(write: Write) -> Result:
        if not text.strip():
            raise ShopError("a case needs a text")
        case_id = _open_case_of(write, customer_id) or _new_case(write, customer_id, _subject(text))
        _note(write, case_id, text.strip())
        return {"case_id": case_id}

    return once("record_case", key, effect, {"text": text, "customer_id": customer_id})


def update_case(case_id: str, note: str, key: str, status: str = "open") -> Result:
    """Adds a note to a case, and leaves it open or closes it; a closed case can be opened again.

    Raises:
        ShopError: there is no such case, or the status is neither 'open' nor 'closed'.
    """

    def effect(write: Write) -> Result:
        if status not in ("open", "closed"):
            raise ShopError(f"a case is 'open' or 'closed', not '{status}'")
        write.change("cases", case_id, status=status)
        _note(write, case_id, note)
        return {}

    return once("update_case", key, effect, {"case_id": case_id, "note": note, "status": status})


def _open_case_of(write: Write, customer_id: str | None) -> str | None:
    """The case that a customer has open, the latest if there are several."""
    query = """
    SELECT id FROM cases WHERE customer_id = ? AND status = 'open'
    ORDER BY opened_at DESC, CAST(substr(id, 2) AS INTEGER) DESC LIMIT 1
    """
    row = write.connection.execute(query, (customer_id,)).fetchone()
    return None if row is None else str(row["id"])


def _new_case(write: Write, customer_id: str | None, subject: str) -> str:
    if customer_id is not None:
        known = write.connection.execute("SELECT 1 FROM customers WHERE id = ?", (customer_id,)).fetchone()
        if known is None:
            raise ShopError(f"there is no customer '{customer_id}'")
    case_id = write.next_id("cases", "k")
    row: Row = {"customer_id": customer_id, "subject": subject, "status": "open", "opened_at": write.moment}
    write.add("cases", id=case_id, **row)
    return case_id


def _subject(text: str) -> str:
    """The first line of a text, cut between two words where it is longer than a subject may be."""
    return textwrap.shorten(text.strip().splitlines()[0], LONGEST_SUBJECT, placeholder=" …")


def _note(write: Write, case_id: str, note: str) -> None:
    write.add("case_notes", id=write.next_number("case_notes"), case_id=case_id, noted_at=write.moment, note=note)
