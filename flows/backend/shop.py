"""Everything the shop can do for the flows: `backend: python:backend.shop:<function>` in a catalog.

Reads return what they found, or `outcome("not_found")` where a catalog can expect that. Writes take an idempotency
`key`, happen exactly once for it, and raise `ShopError` where the shop does not do what was asked; whatever they
changed stands in the table `changes`. Money is `Decimal`, days are `date`, times are `datetime` without a time zone.

Where the data are and how they are made: `backend.database`. The rows that are always there:
`backend.population.known`.
"""

from backend.accounts import change_plan, current_plan, list_charges, list_plans
from backend.cases import open_case, record_case, update_case
from backend.customers import find_customer, get_customer
from backend.devices import device_status, reset_device
from backend.ledger import ShopError
from backend.orders import get_order, list_orders, refund_item, set_address
from backend.visits import find_openings, list_visits, move_visit

__all__ = [
    "ShopError",
    "change_plan",
    "current_plan",
    "device_status",
    "find_customer",
    "find_openings",
    "get_customer",
    "get_order",
    "list_charges",
    "list_orders",
    "list_plans",
    "list_visits",
    "move_visit",
    "open_case",
    "record_case",
    "refund_item",
    "reset_device",
    "set_address",
    "update_case",
]
