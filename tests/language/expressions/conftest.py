"""The names that checks and evaluations of these tests happen in: a small shop."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pytest

from flowkit.language.expressions.check import Names
from flowkit.language.shapes import Option, Shape

ITEM = Shape(
    "object",
    key="item_id",
    fields={
        "item_id": Shape("text"),
        "title": Shape("text"),
        "price": Shape("money"),
        "qty": Shape("integer"),
        "gift": Shape("yes_no", optional=True),
    },
)
STATUS = Shape("choice", options=tuple(map(Option, ("packed", "shipped", "delivered", "cancelled"))))
ORDER = Shape(
    "object",
    record="order",
    key="order_id",
    fields={
        "order_id": Shape("digits"),
        "customer_id": Shape("text"),
        "status": STATUS,
        "eta": Shape("date", optional=True),
        "items": replace(ITEM, many=True),
        "total": Shape("money"),
    },
)
STOCK = Shape(
    "object",
    record="stock",
    keyed=True,
    key="shop, item",
    fields={"shop": Shape("text"), "item": Shape("text"), "left": Shape("integer")},
)
SHAPES: Mapping[str, Shape | None] = {
    "amount": Shape("money"),
    "broken_def": None,
    "count": Shape("integer"),
    "email": Shape("email"),
    "first_name": Shape("name"),
    "item": replace(ITEM, type="choice"),
    "new_day": Shape("date"),
    "new_time": Shape("time"),
    "note": Shape("text"),
    "now": Shape("datetime"),
    "order": ORDER,
    "order_id": Shape("digits"),
    "phone": Shape("phone"),
    "postcode": Shape("postcode"),
    "rate": Shape("number"),
    "reason": Shape("choice", options=(Option("broken"), Option("wrong_item"))),
    "records": Shape("object", fields={"order": replace(ORDER, keyed=True), "stock": STOCK}),
    "refund_cap": Shape("integer"),
    "start": Shape("datetime"),
    "tags": Shape("text", many=True),
    "table": Shape("object", keyed=True, fields={"small": Shape("integer"), "large": Shape("integer")}),
    "today": Shape("date"),
    "vip": Shape("text", many=True),
    "wait": Shape("duration"),
    "wants_pause": Shape("yes_no"),
}
TOOLS: Mapping[str, Mapping[str, Shape]] = {
    "refund_item": {"order_id": Shape("digits"), "amount": Shape("money")},
    "hang_around": {},
}


class ShopNames:
    """Everything a flow of the shop knows."""

    def shape_of(self, name: str) -> Shape | None:
        return SHAPES.get(name)

    def known(self) -> Iterable[str]:
        return SHAPES

    def known_tools(self) -> Iterable[str]:
        return TOOLS

    def tool_arguments(self, tool: str) -> Mapping[str, Shape] | None:
        return TOOLS.get(tool)

    def is_constant(self, name: str) -> bool:
        return name in ("vip", "refund_cap", "table")


@pytest.fixture(scope="session")
def names() -> Names:
    """The names of the shop."""
    return ShopNames()
