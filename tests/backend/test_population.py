"""The invented people, orders and visits: the same for the same day and seed, and whole."""

import re
from collections import Counter
from datetime import date, timedelta

import pytest
from backend.population import TABLES, population
from backend.population.accounts import devices
from backend.population.dice import Dice
from backend.population.people import plain
from backend.population.rows import FRIDAY, SATURDAY, Rows, next_weekday
from hypothesis import given, settings
from hypothesis import strategies as st

MONDAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def rows() -> Rows:
    return population(MONDAY, 7)


def test_same_day_and_seed_same_rows(rows: Rows) -> None:
    assert population(MONDAY, 7) == rows
    assert list(population(MONDAY, 7)) == list(TABLES)


def test_another_seed_another_population_but_the_same_known_rows(rows: Rows) -> None:
    other = population(MONDAY, 8)
    assert other["customers"][3:] != rows["customers"][3:]
    assert other["orders"][9:] != rows["orders"][9:]
    assert other["customers"][:3] == rows["customers"][:3]
    assert other["orders"][:9] == rows["orders"][:9]
    assert other["visits"][:5] == rows["visits"][:5]


def test_subjects_have_dice_of_their_own() -> None:
    assert Dice(7, "orders").number(0, 10**9) == Dice(7, "orders").number(0, 10**9)
    assert Dice(7, "orders").number(0, 10**9) != Dice(7, "visits").number(0, 10**9)
    assert Dice(7, "orders").number(0, 10**9) != Dice(8, "orders").number(0, 10**9)


def test_dice_fall_the_same_in_every_version_of_python() -> None:
    dice = Dice(7, "orders")
    assert [dice.number(0, 999) for _ in range(5)] == [952, 365, 418, 735, 279]


def test_there_is_enough_of_everything(rows: Rows) -> None:
    assert len(rows["customers"]) >= 200
    assert len(rows["orders"]) >= 1000
    assert len(rows["openings"]) >= 400
    assert len(rows["devices"]) >= 100
    assert len(rows["cases"]) >= 20
    assert len(rows["refunds"]) >= 10
    statuses = Counter(row["status"] for row in rows["orders"])
    assert set(statuses) == {"packed", "shipped", "delivered", "cancelled"}
    assert min(statuses.values()) >= 50


def test_order_numbers_have_five_digits_and_none_comes_twice(rows: Rows) -> None:
    numbers = [str(row["id"]) for row in rows["orders"]]
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch("[0-9]{5}", number) for number in numbers)


def test_serials_are_four_symbols_and_none_comes_twice(rows: Rows) -> None:
    serials = [str(row["id"]) for row in rows["devices"]]
    assert len(set(serials)) == len(serials)
    assert all(re.fullmatch("[A-Z0-9]{4}", serial) for serial in serials)
    first = {str(row["id"]) for row in devices(Dice(1, "x"), ["c1"], 5, set())}
    assert not first & {str(row["id"]) for row in devices(Dice(1, "x"), ["c1"], 5, first)}


def test_dates_of_a_shipment_fit_the_status_of_its_order(rows: Rows) -> None:
    shipments = {row["order_id"]: row for row in rows["shipments"]}
    for order in rows["orders"]:
        shipment = shipments.get(order["id"])
        assert (shipment is not None) == (order["status"] in ("shipped", "delivered")), order
        if shipment:
            assert (shipment["delivered_on"] is not None) == (order["status"] == "delivered"), order
            assert str(order["placed_on"]) <= str(shipment["shipped_on"]) <= MONDAY.isoformat()
            assert str(shipment["delivered_on"] or "") <= MONDAY.isoformat()


def test_edge_cases_are_there(rows: Rows) -> None:
    visits = Counter(row["customer_id"] for row in rows["visits"] if row["status"] == "booked")
    ids = {row["id"] for row in rows["customers"]}
    assert ids - set(visits), "nobody without a visit"
    assert sum(count > 1 for count in visits.values()) >= 5, "few with several visits"
    assert ids - {row["customer_id"] for row in rows["orders"]}, "nobody without an order"
    shipped = {row["id"] for row in rows["orders"] if row["status"] == "shipped"}
    etas = [row["eta"] for row in rows["shipments"] if row["order_id"] in shipped]
    assert None in etas
    assert any(eta and str(eta) < MONDAY.isoformat() for eta in etas), "no parcel is late"
    assert any(str(row["delivered_on"] or "9") < "2025-03-02" for row in rows["shipments"]), (
        "nothing delivered long ago"
    )
    names = " ".join(f"{row['first_name']} {row['last_name']}" for row in rows["customers"])
    assert "José Luis" in names
    assert "Smith-Jones" in names
    assert "Ł" in names


def test_balance_is_the_sum_of_the_charges(rows: Rows) -> None:
    owed: Counter[str] = Counter()
    for row in rows["charges"]:
        owed[str(row["customer_id"])] += int(row["amount_cents"] or 0)
    assert {row["id"]: row["balance_cents"] for row in rows["customers"]} == {
        row["id"]: owed[str(row["id"])] for row in rows["customers"]
    }
    assert any(total < 0 for total in owed.values()), "nobody is in credit"


def test_emails_are_plain_and_for_examples_only(rows: Rows) -> None:
    for row in rows["customers"]:
        assert re.fullmatch(r"[a-z.]+[0-9]*@example\.(com|net|org)", str(row["email"])), row


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("José Luis", "jose.luis"),
        ("O'Brien", "obrien"),
        ("Łukasz", "lukasz"),
        ("Weiß", "weiss"),
        ("St. John", "st.john"),
    ],
)
def test_names_in_addresses(name: str, address: str) -> None:
    assert plain(name) == address


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.integers(0, 6))
def test_next_weekday_leaves_today_out(today: date, weekday: int) -> None:
    found = next_weekday(today, weekday)
    assert found.weekday() == weekday
    assert timedelta(1) <= found - today <= timedelta(7)


@settings(max_examples=20, deadline=None)
@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.integers(0, 10**6))
def test_known_rows_hold_on_every_day_of_the_week(today: date, seed: int) -> None:
    rows = population(today, seed)
    taken = {row["opening_id"] for row in rows["visits"] if row["status"] != "cancelled"}
    free = [str(row["start"]) for row in rows["openings"] if row["calendar"] == "dentist" and row["id"] not in taken]
    friday, saturday = (next_weekday(today, day).isoformat() for day in (FRIDAY, SATURDAY))
    assert sorted(start[11:] for start in free if start[:10] == friday) == ["10:00", "14:30"]
    assert sorted(start[11:] for start in free if start[:10] == saturday) == ["09:00", "11:00"]
    assert len(rows["orders"]) == len({row["id"] for row in rows["orders"]})
    assert len(rows["openings"]) == len({(r["calendar"], r["place"], r["start"]) for r in rows["openings"]})
    ana = rows["customers"][0]
    assert (ana["id"], ana["postcode"], ana["balance_cents"]) == ("c1", "10001", 1250)
