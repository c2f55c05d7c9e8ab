"""Devices in customers' homes: whether they are online, and restarting them."""

from backend.database import reading
from backend.ledger import Result, ShopError, Write, once
from flowkit.tools import Outcome, outcome


def device_status(serial: str) -> Result | Outcome:
    """Says what a device is, and whether it is online.

    Returns:
        `serial`, `customer_id` (whose it is), `model` and `online`; or the outcome `not_found`.
    """
    query = "SELECT id, customer_id, model, online FROM devices WHERE id = ?"
    with reading() as connection:
        row = connection.execute(query, (serial.upper(),)).fetchone()
    if row is None:
        return outcome("not_found")
    known = {"serial": row["id"], "customer_id": row["customer_id"], "model": row["model"]}
    return {**known, "online": bool(row["online"])}


def reset_device(serial: str, key: str) -> Result:
    """Restarts a device; whether that helped, `device_status` says.

    Raises:
        ShopError: there is no such device.
    """

    asked = serial.upper()

    def effect(write: Write) -> Result:
        row = write.connection.execute("SELECT online, restart_helps FROM devices WHERE id = ?", (asked,)).fetchone()
        if row is None:
            raise ShopError(f"there is no device '{asked}'")
        online = int(row["online"] or row["restart_helps"])
        write.change("devices", asked, online=online, restarted_at=write.moment)
        return {}

    return once("reset_device", key, effect, {"serial": asked})
