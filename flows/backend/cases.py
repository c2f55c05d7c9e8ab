"""Support cases: what a person takes over when a call is handed off."""

from backend.ledger import Result, ShopError, Write, once


def open_case(subject: str, note: str, key: str, customer_id: str | None = None) -> Result:
    """Opens a case with its first note; `customer_id` may be missing, since some callers cannot be identified.

    Returns:
        `case_id`.
    """

    def effect(write: Write) -> Result:
        case_id = write.next_id("cases", "k")
        row = {"customer_id": customer_id, "subject": subject, "status": "open", "opened_at": write.moment}
        write.add("cases", id=case_id, **row)
        _note(write, case_id, note)
        return {"case_id": case_id}

    return once("open_case", key, effect, {"subject": subject, "note": note, "customer_id": customer_id})


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


def _note(write: Write, case_id: str, note: str) -> None:
    write.add("case_notes", id=write.next_number("case_notes"), case_id=case_id, noted_at=write.moment, note=note)
