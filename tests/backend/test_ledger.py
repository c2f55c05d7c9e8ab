"""Writes happen once for a key, whole or not at all, and leave a proof."""

import json
import os
import subprocess
import sys
import threading
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from backend import ledger, shop
from backend.database import connection, settings
from backend.ledger import Result, ShopError, Write, cents, money, once
from hypothesis import given
from hypothesis import strategies as st

FLOWS = Path(__file__).parents[2] / "flows"


def count(table: str) -> int:
    number: int = connection(settings()).execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    return number


def offline(serial: str) -> bool:
    found = shop.device_status(serial)
    return isinstance(found, dict) and found["online"] is False


def test_same_key_twice_changes_once_and_returns_the_same() -> None:
    first = shop.open_case(subject="x", note="y", key="k")
    assert shop.open_case(subject="x", note="y", key="k") == first
    assert (count("cases"), count("keys"), count("changes")) == (41, 1, 2)


def test_repetition_is_answered_even_if_it_could_not_be_done_any_more() -> None:
    for _ in range(2):
        assert shop.move_visit(visit_id="v1", start=datetime(2026, 3, 6, 10), key="k") == {}
    assert count("visit_moves") == 1


def test_other_keys_are_other_writes() -> None:
    shop.open_case(subject="x", note="y", key="k1")
    assert shop.open_case(subject="x", note="y", key="k2") == {"case_id": "k42"}


def test_same_key_with_other_arguments_is_an_error() -> None:
    shop.set_address(order_id="12346", street="1 A", city="B", postcode="10001", key="k")
    with pytest.raises(ShopError, match="key 'k' was used for 'set_address' with other arguments"):
        shop.set_address(order_id="12346", street="2 A", city="B", postcode="10001", key="k")
    with pytest.raises(ShopError, match="key 'k' was used for 'set_address'"):
        shop.reset_device(serial="K7QX", key="k")
    assert (count("keys"), count("changes")) == (1, 1)


def test_same_key_for_another_tool_is_an_error() -> None:
    once("lock_door", "k", lambda write: {"locked": True}, {"door": "front"})
    with pytest.raises(ShopError, match="key 'k' was used for 'lock_door'"):
        once("open_door", "k", lambda write: {"locked": False}, {"door": "front"})
    assert once("lock_door", "k", lambda write: {}, {"door": "front"}) == {"locked": True}


def test_equal_arguments_may_be_written_differently() -> None:
    shop.refund_item(order_id="12347", item_id="i5", amount=Decimal("18"), key="k")
    shop.refund_item(order_id="12347", item_id="i5", amount=Decimal("18.00"), key="k")
    assert count("changes") == 3


def test_empty_key_is_an_error() -> None:
    with pytest.raises(ShopError, match="needs an idempotency key"):
        shop.reset_device(serial="K7QX", key="")


@pytest.mark.parametrize("step", range(3))
def test_failure_on_the_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """A refund writes three rows; whichever is the last before the failure, none of them is there."""
    steps, real = 0, Write._record

    def fails(write: Write, *given: object) -> None:
        nonlocal steps
        if steps == step:
            raise RuntimeError("the power is gone")
        steps += 1
        real(write, *given)  # type: ignore[arg-type]

    before = (count("refunds"), count("charges"))
    with monkeypatch.context() as patch:
        patch.setattr(Write, "_record", fails)
        with pytest.raises(RuntimeError, match="power"):
            shop.refund_item(order_id="12347", item_id="i5", amount=Decimal("18"), key="k")
    customer = shop.find_customer(email="ana@example.com", postcode="10001")
    assert isinstance(customer, dict)
    assert customer["balance"] == Decimal("12.50")
    assert (count("refunds"), count("charges"), count("keys"), count("changes")) == (*before, 0, 0)
    assert shop.refund_item(order_id="12347", item_id="i5", amount=Decimal("18"), key="k") == {}
    assert (count("refunds"), count("changes")) == (before[0] + 1, 3)


def test_failure_after_the_effect_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The key cannot be stored: the effect must go too."""

    def effect(write: Write) -> Result:
        write.change("devices", "K7QX", online=1)
        return {"when": object()}

    with pytest.raises(TypeError):
        once("reset_device", "k", effect, {})
    assert offline("K7QX")
    assert (count("keys"), count("changes")) == (0, 0)


def test_killed_process_leaves_nothing(shop_database: Path) -> None:
    code = """
import os
from backend import ledger, shop
real = ledger.Write.change
def dies(write, *given, **values):
    real(write, *given, **values)
    os._exit(9)
ledger.Write.change = dies
shop.reset_device(serial="K7QX", key="k")
"""
    shop.list_plans()
    variables = {**os.environ, "PYTHONPATH": str(FLOWS)}
    ran = subprocess.run([sys.executable, "-c", code], env=variables, timeout=60, check=False)
    assert ran.returncode == 9
    assert offline("K7QX")
    assert (count("keys"), count("changes")) == (0, 0)
    assert shop.reset_device(serial="K7QX", key="k") == {}


def test_processes_with_the_same_key_write_once(shop_database: Path) -> None:
    code = "from backend import shop; print(shop.open_case(subject='x', note='y', key='k'))"
    variables = {**os.environ, "PYTHONPATH": str(FLOWS)}
    command = [sys.executable, "-c", code]
    processes = [subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert {process.communicate(timeout=60)[0] for process in processes} == {"{'case_id': 'k41'}\n"}
    assert (count("cases"), count("keys")) == (41, 1)


def test_threads_that_want_the_same_time_do_not_both_get_it() -> None:
    shop.list_plans()
    results: list[str] = []

    def move(visit_id: str) -> None:
        try:
            shop.move_visit(visit_id=visit_id, start=datetime(2026, 3, 6, 10), key=visit_id)
            results.append("moved")
        except ShopError:
            results.append("refused")

    threads = [threading.Thread(target=move, args=(visit_id,)) for visit_id in ("v1", "v4")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["moved", "refused"]
    assert count("visit_moves") == 1


def test_changes_prove_what_a_call_changed() -> None:
    shop.refund_item(order_id="12347", item_id="i5", amount=Decimal("18"), key="call-1/7")
    query = "SELECT * FROM changes WHERE key = 'call-1/7' ORDER BY id"
    changes = connection(settings()).execute(query).fetchall()
    assert [(row["table_name"], row["before"] is None) for row in changes] == [
        ("charges", True),
        ("customers", False),
        ("refunds", True),
    ]
    before, after = json.loads(changes[1]["before"]), json.loads(changes[1]["after"])
    assert {name: (before[name], after[name]) for name in before if before[name] != after[name]} == {
        "balance_cents": (1250, -550)
    }
    assert changes[1]["row_id"] == "c1"
    assert {row["changed_at"] for row in changes} == {"2026-03-02T10:00"}


def test_every_write_is_told_apart_from_reading() -> None:
    """Reads leave no trace."""
    shop.find_customer(email="ana@example.com", postcode="10001")
    shop.list_orders("c1")
    shop.list_visits("c1")
    shop.list_charges("c1")
    assert (count("keys"), count("changes")) == (0, 0)


@given(st.integers(-(10**12), 10**12))
def test_money_goes_there_and_back(amount: int) -> None:
    assert cents(money(amount)) == amount
    assert str(money(amount)).split(".")[1].isdigit()
    assert len(str(money(amount)).split(".")[1]) == 2


@pytest.mark.parametrize("amount", ["0.001", "NaN", "Infinity", "1e-9"])
def test_money_that_cannot_be_paid(amount: str) -> None:
    with pytest.raises(ShopError, match="no amount in dollars and cents"):
        cents(Decimal(amount))


def test_postcodes_are_kept_in_one_form() -> None:
    assert ledger.postcode(" k1a 0b1 ") == "K1A0B1"
