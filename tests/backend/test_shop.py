"""What the shop returns to the tools, and what it does and does not do."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from backend import shop
from backend.database import connection, settings
from backend.ledger import ShopError

from flowkit.tools import outcome

NOT_FOUND = outcome("not_found")


def rows(query: str, *values: object) -> list[dict[str, object]]:
    """What stands in the database."""
    return [dict(row) for row in connection(settings()).execute(query, values).fetchall()]


def written() -> int:
    """How many rows were changed since the database was made."""
    return len(rows("SELECT id FROM changes"))


# Customers


ANA = {"id": "c1", "first_name": "Ana", "email": "ana@example.com", "balance": Decimal("12.50")}


@pytest.mark.parametrize(
    "factors",
    [
        {"email": "ana@example.com", "postcode": "10001"},
        {"email": " Ana@Example.COM", "postcode": "100 01 "},
        {"email": "ana@example.com", "phone": "+12125550142"},
        {"email": "ana@example.com", "last_four": "4242"},
        {"phone": "+12125550142", "postcode": "10001"},
        {"phone": "+1 212 555 0142", "last_four": "42 42"},
        {"postcode": "10001", "last_four": "4242"},
        {"email": "ana@example.com", "phone": "+12125550142", "postcode": "10001", "last_four": "4242"},
    ],
)
def test_customer_is_found_by_two_factors(factors: dict[str, str]) -> None:
    assert shop.find_customer(**factors) == ANA


@pytest.mark.parametrize(
    "factors",
    [
        {"email": "ana@example.com", "postcode": "10002"},
        {"email": "nobody@example.com", "postcode": "10001"},
        {"email": "ana@example.com", "postcode": "10001", "last_four": "4243"},
        {"email": "ana@example.com", "phone": "+14155550117"},
        {"email": "' OR 1=1 --", "postcode": "10001"},
        {"email": "%", "postcode": "%"},
    ],
)
def test_customer_is_not_found_and_nobody_learns_why(factors: dict[str, str]) -> None:
    assert shop.find_customer(**factors) == NOT_FOUND


@pytest.mark.parametrize(
    "factors",
    [
        {},
        {"email": "ana@example.com"},
        {"email": "ana@example.com", "postcode": ""},
        {"phone": " ", "last_four": "4242"},
    ],
)
def test_one_factor_is_not_enough(factors: dict[str, str]) -> None:
    with pytest.raises(ShopError, match="at least 2 factors"):
        shop.find_customer(**factors)


def test_two_customers_whom_everything_fits_are_none() -> None:
    """Postcode and card are those of two customers: which of them is calling cannot be told."""
    connection(settings()).execute("UPDATE customers SET postcode = '10001', card_last4 = '4242' WHERE id = 'c2'")
    assert shop.find_customer(postcode="10001", last_four="4242") == NOT_FOUND
    assert shop.find_customer(postcode="10001", last_four="4242", email="ana@example.com") == ANA


def test_account_of_a_customer() -> None:
    assert shop.get_customer(customer_id="c1") == ANA
    with pytest.raises(ShopError, match="no customer 'c0'"):
        shop.get_customer(customer_id="c0")


def test_names_keep_their_accents() -> None:
    found = shop.find_customer(email="jose.luis@example.net", postcode="94110")
    assert isinstance(found, dict)
    assert found["first_name"] == "José Luis"
    assert found["balance"] == Decimal("39.80")


# Orders


def test_order_that_is_on_its_way() -> None:
    assert shop.get_order(order_id="12345") == {
        "order_id": "12345",
        "customer_id": "c1",
        "status": "shipped",
        "eta": date(2026, 3, 6),
        "items": [{"item_id": "i1", "title": "kettle", "price": Decimal("35.00")}],
    }


def test_order_has_only_the_dates_it_has() -> None:
    delivered, no_eta, packed = (shop.get_order(order_id=number) for number in ("12347", "12351", "12346"))
    assert isinstance(delivered, dict)
    assert isinstance(no_eta, dict)
    assert isinstance(packed, dict)
    assert delivered["delivered_on"] == date(2026, 2, 20)
    assert not {"eta", "delivered_on"} & {*no_eta, *packed}
    assert no_eta["status"] == "shipped"


@pytest.mark.parametrize("order_id", ["00000", "1234", "", "12345' OR '1'='1"])
def test_order_that_does_not_exist(order_id: str) -> None:
    assert shop.get_order(order_id=order_id) == NOT_FOUND


def test_orders_of_a_customer_latest_first() -> None:
    found = [order["order_id"] for order in shop.list_orders(customer_id="c1")]
    assert found == ["12346", "12345", "12351", "12349", "12347", "12350", "12348"]
    assert shop.list_orders(customer_id="c1")[1] == shop.get_order("12345")
    assert shop.list_orders(customer_id="c3") == []


def test_refund_books_the_amount_once_for_the_item() -> None:
    arguments = {"order_id": "12347", "item_id": "i4", "amount": Decimal("45.50")}
    assert shop.refund_item(**arguments, key="k1") == {}  # type: ignore[arg-type]
    assert shop.refund_item(**arguments, key="k1") == {}  # type: ignore[arg-type]
    customer = shop.find_customer(email="ana@example.com", postcode="10001")
    assert isinstance(customer, dict)
    assert customer["balance"] == Decimal("-33.00")
    assert [(c["kind"], c["amount"]) for c in shop.list_charges("c1")][:1] == [("refund", Decimal("-45.50"))]
    assert rows("SELECT amount_cents, refunded_on FROM refunds WHERE item_id = 'i4'") == [
        {"amount_cents": 4550, "refunded_on": "2026-03-02"}
    ]
    with pytest.raises(ShopError, match="'i4' was refunded before"):
        shop.refund_item(**arguments, key="k2")  # type: ignore[arg-type]
    order = shop.get_order("12347")
    assert isinstance(order, dict)
    assert isinstance(order["items"], list)
    assert [item.get("refunded_on") for item in order["items"]] == [date(2026, 3, 2), None]


@pytest.mark.parametrize(
    ("order_id", "item_id", "amount", "why"),
    [
        ("12347", "i4", "45.51", "cost 45.50; 45.51 cannot"),
        ("12347", "i4", "0", "cannot be refunded"),
        ("12347", "i4", "-1", "cannot be refunded"),
        ("12347", "i4", "1.005", "no amount in dollars and cents"),
        ("12347", "i4", "NaN", "no amount in dollars and cents"),
        ("12347", "i1", "35", "no item 'i1' in order '12347'"),
        ("12345", "i1", "35", "order '12345' is shipped"),
        ("12350", "i8", "14.99", "order '12350' is cancelled"),
    ],
)
def test_refund_that_is_not_given(order_id: str, item_id: str, amount: str, why: str) -> None:
    with pytest.raises(ShopError, match=why):
        shop.refund_item(order_id=order_id, item_id=item_id, amount=Decimal(amount), key="k")
    assert written() == 0


def test_address_of_a_packed_order() -> None:
    shop.set_address(order_id="12346", street="1 Calle Peñón", city="Boston", postcode="021 39", key="k")
    [order] = rows("SELECT street, city, postcode FROM orders WHERE id = '12346'")
    assert order == {"street": "1 Calle Peñón", "city": "Boston", "postcode": "02139"}


@pytest.mark.parametrize(
    ("order_id", "street", "why"),
    [
        ("12345", "x", "is shipped"),
        ("12350", "x", "is cancelled"),
        ("99", "x", "no order"),
        ("12346", " ", "no street"),
    ],
)
def test_address_that_cannot_change(order_id: str, street: str, why: str) -> None:
    with pytest.raises(ShopError, match=why):
        shop.set_address(order_id=order_id, street=street, city="Boston", postcode="02139", key="k")
    assert written() == 0


# Visits


def test_visits_to_come() -> None:
    assert shop.list_visits(customer_id="c1") == [{"id": "v1", "title": "dentist", "start": datetime(2026, 3, 3, 9)}]
    assert [visit["id"] for visit in shop.list_visits(customer_id="c2")] == ["v4", "v3", "v2"]
    assert shop.list_visits(customer_id="c3") == []


def test_visit_that_is_over_is_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    shop.reset_device(serial="K7QX", key="k")  # from now on the data stay as they are
    monkeypatch.setenv("SHOP_NOW", "2026-03-03T09:00")
    assert len(shop.list_visits("c1")) == 1
    monkeypatch.setenv("SHOP_NOW", "2026-03-03T09:01")
    assert shop.list_visits("c1") == []


def test_visit_that_was_called_off() -> None:
    connection(settings()).execute("UPDATE visits SET status = 'cancelled' WHERE id = 'v1'")
    assert shop.list_visits("c1") == []
    assert {"start": datetime(2026, 3, 3, 9)} in shop.find_openings("v4", date(2026, 3, 3))
    with pytest.raises(ShopError, match="'v1' is cancelled"):
        shop.move_visit(visit_id="v1", start=datetime(2026, 3, 6, 10), key="k")


def test_openings_of_a_day() -> None:
    def times(day: int) -> list[str]:
        return [f"{found['start']:%H:%M}" for found in shop.find_openings(visit_id="v1", day=date(2026, 3, day))]

    assert times(6) == ["10:00", "14:30"]
    assert times(7) == ["09:00", "11:00"]
    assert times(4) == times(2) == times(8) == []
    assert "09:00" not in times(3), "the time of the visit itself"


def test_openings_that_are_over_are_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    shop.reset_device(serial="K7QX", key="k")
    monkeypatch.setenv("SHOP_NOW", "2026-03-06T10:00")
    assert [found["start"] for found in shop.find_openings("v1", date(2026, 3, 6))] == [datetime(2026, 3, 6, 14, 30)]
    with pytest.raises(ShopError, match="not free"):
        shop.move_visit(visit_id="v1", start=datetime(2026, 3, 6, 10), key="m")


def test_moved_visit_frees_its_old_time() -> None:
    assert shop.move_visit(visit_id="v1", start=datetime(2026, 3, 6, 14, 30), key="k") == {}
    assert [visit["start"] for visit in shop.list_visits("c1")] == [datetime(2026, 3, 6, 14, 30)]
    assert shop.find_openings("v1", date(2026, 3, 6)) == [{"start": datetime(2026, 3, 6, 10)}]
    assert {"start": datetime(2026, 3, 3, 9)} in shop.find_openings("v1", date(2026, 3, 3))
    assert rows("SELECT visit_id, from_start, to_start, moved_at FROM visit_moves") == [
        {
            "visit_id": "v1",
            "from_start": "2026-03-03T09:00",
            "to_start": "2026-03-06T14:30",
            "moved_at": "2026-03-02T10:00",
        }
    ]


def test_times_with_a_zone_are_those_of_the_shop() -> None:
    shop.move_visit(visit_id="v1", start=datetime.fromisoformat("2026-03-06T15:00+00:00"), key="k")
    assert [visit["start"] for visit in shop.list_visits("c1")] == [datetime(2026, 3, 6, 10)]


def test_time_goes_to_the_first_who_takes_it() -> None:
    shop.move_visit(visit_id="v4", start=datetime(2026, 3, 6, 10), key="k1")
    with pytest.raises(ShopError, match="2026-03-06T10:00 is not free for visit 'v1'"):
        shop.move_visit(visit_id="v1", start=datetime(2026, 3, 6, 10), key="k2")
    assert [visit["start"] for visit in shop.list_visits("c1")] == [datetime(2026, 3, 3, 9)]


@pytest.mark.parametrize(("visit_id", "why"), [("v5", "is done"), ("v0", "no visit 'v0'")])
def test_visit_that_cannot_move(visit_id: str, why: str) -> None:
    with pytest.raises(ShopError, match=why):
        shop.move_visit(visit_id=visit_id, start=datetime(2026, 3, 6, 10), key="k")
    assert written() == 0


def test_openings_for_a_visit_that_does_not_exist() -> None:
    with pytest.raises(ShopError, match="no visit 'v0'"):
        shop.find_openings(visit_id="v0", day=date(2026, 3, 6))


# Devices


def online(serial: str) -> object:
    found = shop.device_status(serial=serial)
    assert isinstance(found, dict)
    return found["online"]


def test_restart_brings_a_device_back() -> None:
    router = {"serial": "K7QX", "customer_id": "c1", "model": "home router"}
    assert shop.device_status(serial="K7QX") == {**router, "online": False}
    assert shop.reset_device(serial="k7qx", key="k") == {}
    assert shop.device_status(serial="k7qx") == {**router, "online": True}


def test_restart_does_not_help_every_device() -> None:
    shop.reset_device(serial="Z9WD", key="k1")
    shop.reset_device(serial="M3TR", key="k2")
    assert (online("Z9WD"), online("M3TR")) == (False, True)


def test_device_that_does_not_exist() -> None:
    assert shop.device_status(serial="????") == NOT_FOUND
    with pytest.raises(ShopError, match=r"no device '\?\?\?\?'"):
        shop.reset_device(serial="????", key="k")


# Accounts


def test_charges_add_up_to_the_balance() -> None:
    charges = shop.list_charges(customer_id="c1")
    assert charges[0]["title"] == "Plus plan, March 2026"
    assert charges[0]["charged_on"] == date(2026, 3, 1)
    amounts = [charge["amount"] for charge in charges]
    assert all(isinstance(amount, Decimal) for amount in amounts)
    assert sum(amount for amount in amounts if isinstance(amount, Decimal)) == Decimal("12.50")
    assert shop.list_charges(customer_id="c3") == []


def test_plan_changes() -> None:
    assert [plan["id"] for plan in shop.list_plans()] == ["basic", "plus", "family", "studio"]
    assert shop.current_plan(customer_id="c1")["monthly"] == Decimal("12.50")
    assert shop.change_plan(customer_id="c1", plan_id="basic", key="k") == {}
    assert shop.current_plan(customer_id="c1") == shop.list_plans()[0]


@pytest.mark.parametrize(
    ("customer_id", "plan", "why"),
    [("c1", "gold", "no plan 'gold'"), ("c1", "plus", "on plan 'plus' already"), ("c0", "plus", "no row 'c0'")],
)
def test_plan_that_cannot_change(customer_id: str, plan: str, why: str) -> None:
    with pytest.raises(ShopError, match=why):
        shop.change_plan(customer_id=customer_id, plan_id=plan, key="k")
    assert written() == 0


def test_plan_of_a_customer_who_does_not_exist() -> None:
    with pytest.raises(ShopError, match="no customer 'c0'"):
        shop.current_plan(customer_id="c0")


# Cases


def test_case_is_opened_and_closed() -> None:
    opened = shop.open_case(subject="late parcel", note="Waits since Monday.", customer_id="c1", key="k1")
    assert opened == {"case_id": "k41"}
    assert shop.update_case(case_id="k41", note="Arrived.", status="closed", key="k2") == {}
    assert rows("SELECT status, customer_id FROM cases WHERE id = 'k41'") == [{"status": "closed", "customer_id": "c1"}]
    notes = rows("SELECT note FROM case_notes WHERE case_id = 'k41' ORDER BY id")
    assert [note["note"] for note in notes] == ["Waits since Monday.", "Arrived."]


def test_case_of_a_caller_nobody_knows() -> None:
    assert shop.open_case(subject="wants a person", note="Could not be identified.", key="k") == {"case_id": "k41"}


@pytest.mark.parametrize(
    ("case_id", "status", "why"), [("k999", "open", "no row 'k999'"), ("k1", "lost", "not 'lost'")]
)
def test_case_that_cannot_change(case_id: str, status: str, why: str) -> None:
    with pytest.raises(ShopError, match=why):
        shop.update_case(case_id=case_id, note="x", status=status, key="k")
    assert written() == 0


def test_record_goes_into_a_new_case_and_then_into_the_open_one() -> None:
    closed = shop.open_case(subject="old", note="Settled.", customer_id="c1", key="k0")["case_id"]
    shop.update_case(case_id=str(closed), note="Thanks.", status="closed", key="k1")
    first = shop.record_case(text="Wants a refund of $249.\nOrder 12349.", customer_id="c1", key="k2")
    again = shop.record_case(text="Called once more.", customer_id="c1", key="k3")
    assert (first, again) == ({"case_id": "k42"}, {"case_id": "k42"})
    assert shop.record_case(text="Called once more.", customer_id="c1", key="k3") == again, "the same write again"
    assert rows("SELECT subject, status, customer_id FROM cases WHERE id = 'k42'") == [
        {"subject": "Wants a refund of $249.", "status": "open", "customer_id": "c1"}
    ]
    notes = [row["note"] for row in rows("SELECT note FROM case_notes WHERE case_id = 'k42' ORDER BY id")]
    assert notes == ["Wants a refund of $249.\nOrder 12349.", "Called once more."]


def test_record_of_a_caller_nobody_knows_is_always_a_new_case() -> None:
    assert shop.record_case(text="Could not be identified.", key="k1") == {"case_id": "k41"}
    assert shop.record_case(text="Could not be identified.", key="k2") == {"case_id": "k42"}
    assert rows("SELECT customer_id FROM cases WHERE id IN ('k41', 'k42')") == [{"customer_id": None}] * 2


def test_subject_is_cut_between_words() -> None:
    shop.record_case(text="word " * 40, key="k")
    [case] = rows("SELECT subject FROM cases WHERE id = 'k41'")
    assert str(case["subject"]).endswith("word …")
    assert len(str(case["subject"])) <= 80


@pytest.mark.parametrize(
    ("text", "customer_id", "why"), [("x", "c0", "no customer 'c0'"), (" \n", "c1", "needs a text")]
)
def test_record_that_cannot_be_made(text: str, customer_id: str, why: str) -> None:
    with pytest.raises(ShopError, match=why):
        shop.record_case(text=text, customer_id=customer_id, key="k")
    assert written() == 0
