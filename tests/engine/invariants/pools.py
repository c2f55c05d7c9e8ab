"""Projects under watch: what callers say there, what a model calls, right and wrong, and what tools return."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from flowkit.engine.program import Program
from tests.engine.conversation import FLOWS, program_of, project_files
from tests.engine.ferry import CUSTOMER as TRAVELLER
from tests.engine.ferry import ferry_program
from tests.engine.invariants.counted import counted_program
from tests.engine.shop_of_lists import CUSTOMER as READER
from tests.engine.shop_of_lists import ORDER as BASKET
from tests.engine.shop_of_lists import lists_program
from tests.engine.talks import ANA, OFFLINE, ORDER, talks_program

Called = tuple[str, Mapping[str, Any]]

INVENTED = "ZZZZ"
"""Nobody says it and no tool returns it."""

ANSWERS = (
    *("yes", "yes please", "yes, do that", "no", "no, wait", "yes, but Saturday", "no, make it Saturday"),
    *("will it take long?", "hold on", "one moment", "mm", "", "what?", "forget it", "okay, thanks"),
    *("I'd like a person", "repeat that", "x" * 3000, "sí", "Yes. And when are you open?", "12"),
)
"""What callers say anywhere."""

CALLED: tuple[Called, ...] = (
    ("choose", {"option": "nothing"}),
    ("choose", {"option": "other"}),
    ("choose", {"option": "cannot_say"}),
    ("choose", {"option": INVENTED}),
    ("choose", {}),
    ("request", {"kind": "person"}),
    ("request", {"kind": "repeat"}),
    ("request", {"kind": "cancel"}),
    ("request", {"kind": INVENTED}),
    ("wait", {}),
    ("record", {}),
    ("record", {"nonsense": [1, {"a": None}]}),
    ("no_such_function", {"a": 1}),
    ("confirm", {"answer": "yes"}),
)
"""What models call anywhere, right or wrong."""


@dataclass(frozen=True)
class Pool:
    """A project under watch.

    Args:
        begins: where calls begin: `flow` or `flow.state`, and what is given.
        words, calls: what belongs to its matters; `calls` are mostly right ones.
        answers: what its tools return when all is well; several are a tuple.
    """

    name: str
    program: Program
    begins: Sequence[tuple[str, Mapping[str, Any]]]
    words: Sequence[str]
    calls: Sequence[Called]
    answers: Mapping[str, Any] = field(default_factory=dict)


SHOP_CUSTOMER = {"id": "c1", "first_name": "Ana", "email": "ana@example.com", "balance": "12.50"}
SHOP_ORDER = {
    "order_id": "12345",
    "customer_id": "c1",
    "status": "delivered",
    "delivered_on": "2026-02-20",
    "items": [{"item_id": "i1", "title": "kettle", "price": "35.00"}],
}
PACKED = {"order_id": "12345", "customer_id": "c1", "status": "packed", "items": []}
DEVICE = {"serial": "K7QX", "customer_id": "c1", "model": "router", "online": False}


def _flows() -> Pool:
    ana = {"customer": SHOP_CUSTOMER}
    moved = {"order_id": "12345", "street": "5 Elm Street", "city": "Springfield", "new_postcode": "90210"}
    return Pool(
        "flows",
        program_of(project_files(FLOWS)),
        begins=(
            ("", {}),
            ("reschedule", ana),
            ("refund", {**ana, "order": SHOP_ORDER}),
            ("change_address", {**ana, **moved}),
            ("change_address", {**ana, **moved}),
            ("device_help.fix", {**ana, "device": DEVICE, "serial": "K7QX", "light": "red"}),
            ("switch_plan", ana),
            ("charges", ana),
        ),
        words=(
            *("Friday at ten", "eleven", "half past two", "where's my order 12345?", "move my appointment"),
            *(
                "ana@example.com, postcode 10001",
                "12345",
                "it came broken",
                "the kettle",
                "90210",
                "my router is offline",
            ),
            *("5 Elm Street, Springfield", "K7QX, the light is red", "a bigger plan", "the plus plan", "Saturday"),
        ),
        calls=(
            ("record", {"order_id": "12345"}),
            ("record", {"email": "ana@example.com", "postcode": "10001"}),
            ("record", {"new_day": "2026-03-06", "new_time": "ten"}),
            ("record", {"new_day": "2026-03-07"}),
            ("record", {"new_time": "2026-03-06T14:30"}),
            ("record", {"item": "kettle", "reason": "broken"}),
            ("record", {"street": "5 Elm Street", "city": "Springfield", "new_postcode": "90210"}),
            ("record", {"new_postcode": "10001"}),
            ("record", {"serial": "K7QX", "light": "red"}),
            ("record", {"new_plan": "plus"}),
            ("record", {"charge": "h1", "explained": True}),
            ("choose", {"option": "reschedule"}),
            ("choose", {"option": "refund"}),
            ("choose", {"option": "device_help"}),
            ("choose", {"option": "gave_up"}),
            ("choose", {"option": "answered"}),
            ("request", {"kind": "switch", "flow": "faq"}),
            ("request", {"kind": "switch", "flow": "order_status"}),
            ("reset_device", {"serial": "K7QX"}),
            ("device_status", {"serial": "K7QX"}),
            ("move_visit", {"visit_id": "v1", "start": "2026-03-06T10:00"}),
        ),
        answers={
            "find_customer": SHOP_CUSTOMER,
            "get_customer": SHOP_CUSTOMER,
            "get_order": (PACKED, SHOP_ORDER),
            "list_visits": [{"id": "v1", "title": "dentist", "start": "2026-03-03T09:00"}],
            "find_openings": [{"start": "2026-03-06T10:00"}, {"start": "2026-03-06T14:30"}],
            "list_charges": [
                {"id": "h1", "charged_on": "2026-02-01", "kind": "plan", "title": "Plus plan", "amount": "9.00"}
            ],
            "list_plans": [{"id": "plus", "title": "Plus", "monthly": "9.00", "about": "More of it."}],
            "current_plan": {"id": "basic", "title": "Basic", "monthly": "4.00", "about": "Little."},
            "device_status": DEVICE,
            "record_case": {"case_id": "case1"},
        },
    )


def _ferry() -> Pool:
    trip = {"out_day": "2026-03-06", "back_day": "2026-03-09", "travellers": 2, "total_bags": 3}
    known = {"customer": TRAVELLER}
    return Pool(
        "ferry",
        ferry_program(),
        begins=(
            ("", {}),
            ("passage", {}),
            ("passage.agree", {**trip, "payment": "credit card"}),
            ("gift.agree", {"present": "lamp"}),
            ("bags", known),
            ("drop", known),
            ("hello", {}),
        ),
        words=(
            *("we leave on Friday and come back on Monday", "two of us, three bags, by credit card", "the lamp"),
            *("the tea set", "not the lamp, the mug set", "ABC123", "make it four bags", "pay by voucher", "a gift"),
            *("eve@example.com", "I want to book a passage", "yes, three bags", "book it"),
        ),
        calls=(
            ("record", {"out_day": "2026-03-06", "back_day": "2026-03-09"}),
            ("record", {"travellers": 2, "total_bags": 3, "payment": "credit card"}),
            ("record", {"payment": "voucher"}),
            ("record", {"total_bags": 4}),
            ("record", {"present": "lamp"}),
            ("record", {"present": "tea set"}),
            ("record", {"trip": "ABC123", "total_bags": 4}),
            ("record", {"email": "eve@example.com"}),
            ("record", {"out_day": "2026-03-20"}),
            ("choose", {"option": "gift"}),
            ("choose", {"option": "passage"}),
            ("choose", {"option": "hello"}),
            ("request", {"kind": "switch", "flow": "gift"}),
        ),
        answers={
            "find_customer": TRAVELLER,
            "get_booking": {"code": "ABC123"},
            "search": [{"name": "morning ferry"}],
        },
    )


def _talks() -> Pool:
    fixing = {"customer": ANA, "device": OFFLINE, "serial": "K7QX"}
    return Pool(
        "talks",
        talks_program(),
        begins=(
            ("", {}),
            ("device_help.fix", fixing),
            ("device_help.fix", fixing),
            ("orders.serve", {"customer": ANA, "order": ORDER}),
            ("plans.sell", {}),
            ("account", {"customer": ANA}),
            ("questions", {}),
        ),
        words=(
            *("K7QX, and the light is red", "keep 12345 back", "refund the kettle of 12345", "when are you open?"),
            *("I've had enough", "thanks", "restart it", "no, the other one", "the small plan"),
        ),
        calls=(
            ("device_status", {"serial": "K7QX"}),
            ("device_status", {"serial": INVENTED}),
            ("reset_device", {"serial": "K7QX"}),
            ("reset_device", {"serial": "K7QX"}),
            ("reset_device", {"serial": INVENTED}),
            ("reset_device", {"serial": 7, "nonsense": [1]}),
            ("log_step", {"serial": "K7QX"}),
            ("get_order", {"order_id": "12345"}),
            ("hold_order", {"order_id": "12345"}),
            ("refund_item", {"order_id": "12345", "item_id": "i1", "amount": "35.00"}),
            ("refund_item", {"order_id": "12345", "item_id": "i2", "amount": "900.00"}),
            ("find_customer", {"email": "eve@example.com"}),
            ("list_plans", {}),
            ("buy_plan", {"plan": "small", "price": "3.00"}),
            ("record", {"serial": "K7QX", "light": "red"}),
            ("choose", {"option": "gave_up"}),
            ("choose", {"option": "served"}),
            ("choose", {"option": "device_help"}),
            ("choose", {"option": "answered"}),
            ("request", {"kind": "switch", "flow": "questions"}),
        ),
        answers={
            "find_customer": ANA,
            "get_order": ORDER,
            "device_status": OFFLINE,
            "list_plans": [{"plan": "small", "price": "3.00"}, {"plan": "large", "price": "9.00"}],
        },
    )


def _lists() -> Pool:
    known = {"order": BASKET, "customer": READER}
    return Pool(
        "lists",
        lists_program(),
        begins=(
            ("", known),
            ("send_back", known),
            ("send_back.agree", {**known, "things": ["i1", "i2"], "why": ["broken"]}),
            ("codes", known),
            ("travel", known),
            ("party", known),
            ("trip", known),
        ),
        words=(
            *("the kettle and the lamp, they are broken", "not the lamp", "only the kettle", "K7QX", "ticket 4711"),
            *("Ana Silva, born May 2, 1990", "both flights", "the chair, too", "swap the kettle"),
        ),
        calls=(
            ("record", {"things": ["i1", "i2"], "why": ["broken"]}),
            ("record", {"things": ["kettle"]}),
            ("record", {"which": "K7QX", "ticket": "4711"}),
            ("record", {"guests": [{"first_name": "Ana", "last_name": "Silva", "born": "1990-05-02"}]}),
            ("record", {"picked": ["F1"]}),
            ("search_flights", {"day": "2026-03-06"}),
            ("book_flights", {"flights": [{"flight_number": "F1", "day": "2026-03-06"}]}),
            ("swap_items", {"order_id": "12345", "item_ids": ["i1"]}),
            ("swap_items", {"order_id": "12345", "item_ids": [INVENTED]}),
            ("get_product", {"product_id": "p1"}),
            ("choose", {"option": "send_back"}),
            ("choose", {"option": "served"}),
        ),
        answers={
            "get_booking": {"code": "K7QX", "customer_id": "c1"},
            "search_flights": [{"flight_number": "F1", "day": "2026-03-06", "seats": 3}],
            "get_product": {"product_id": "p1", "variants": {"v1": {"variant_id": "v1", "color": "red"}}},
        },
    )


def _counted() -> Pool:
    known = {"customer": {"id": "c1"}}
    return Pool(
        "counted",
        counted_program(),
        begins=(
            ("", known),
            ("give.agree", {**known, "amount": "30.00"}),
            ("give.agree", {**known, "amount": "10.00"}),
        ),
        words=("thirty dollars", "make it forty", "10001", "Ana Silva", "212 555 0142", "10001, Ana Silva"),
        calls=(
            ("record", {"amount": "30.00"}),
            ("record", {"amount": "40.00"}),
            ("record", {"postcode": "10001", "name": "Ana Silva"}),
            ("record", {"phone": "212 555 0142"}),
            ("choose", {"option": "cannot_say_phone"}),
            ("choose", {"option": "cannot_say_name"}),
        ),
    )


_MADE: Mapping[str, Callable[[], Pool]] = {
    "flows": _flows,
    "ferry": _ferry,
    "talks": _talks,
    "lists": _lists,
    "counted": _counted,
}
POOLS = tuple(_MADE)


@cache
def pool(name: str) -> Pool:
    """The pool of that name, made once."""
    return _MADE[name]()
