"""Whole calls whose write is carried out and never answered: a look tells how it went, and it is made once."""

import json
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Ran, Shop
from tests.tools.shop_server import OPENAPI, ShopServer, shop_server

FLOW = """
flow: payment
title: Pay an order
start: which
slots: {order_id: {type: digits, pattern: "[0-9]{5}", ask: "Which order?"}}
states:
  which: {ask: order_id, next: agree}
  agree:
    confirm: pay
    with: {order_id: order_id, amount: price}
    next: done
    outcomes: {failed: not_done, unknown: nobody_knows, declined: person}
  done: {say: It is paid., end: resolved}
  not_done: {say: It is not paid., end: unresolved}
  nobody_knows: {say: I cannot tell., end: unresolved}
"""

PROJECT = """
flowkit: 1
title: Line
start: payment
greeting: Hello.
about_us: {automated: A program., recording: "No.", data: None is kept.}
constants: {price: 35.00}
handoffs: {desk: {to: "sip:desk@example.com", default: true}}
environments:
  test: {backends: {shop: BACKEND}}
"""

CATALOG = """
catalog: shop
tools:
  get_payment:
    about: Reads what was paid for an order.
    effect: read
    input: {order_id: digits}
    output: {fields: {amount: money}}
    outcomes: {not_found: {about: Nothing was paid., status: 404}}
    backend: READ
  pay:
    about: Pays an order.
    effect: write
    timeout: 1 second
    input: {order_id: {type: digits, from: caller}, amount: money}
    read_back: "I'll pay {{ amount }} for order {{ order_id }}. Shall I?"
    when_unknown:
      use: get_payment
      with: {order_id: order_id}
      done_if: result.amount == amount
    backend: WRITE
"""

MODULE = """
import json, pathlib, time
PAID = pathlib.Path(__file__).with_name("paid.txt")

def get_payment(order_id):
    return {"amount": "35.00"} if PAID.exists() and PAID.read_text() else {"amount": "0.00"}

def pay(order_id, amount, key):
    with PAID.open("a") as file:
        file.write(f"{key}\\n")
    time.sleep(30)
"""


def call(folder: Path, backend: Any, read: str, write: str, timeout: str = "1 second") -> Ran:
    settings = PROJECT.replace(
        "{backends: {shop: BACKEND}}", json.dumps({"backends": {"shop": backend}} if backend else {})
    )
    (folder / "flowkit.yaml").write_text(settings)
    (folder / "pay.yaml").write_text(FLOW)
    (folder / "shop.yaml").write_text(
        CATALOG.replace("READ", read).replace("WRITE", write).replace("1 second", timeout)
    )
    return Shop(folder).call(".", "12345", "yes please", environment="test")


def ends(ran: Ran) -> tuple[str, list[tuple[str, str]]]:
    """The last state, and the tools that were run, with how each ended."""
    assert ran.lines, ran.err
    return ran.end["state"], [(each["tool"], each["outcome"]) for each in ran.end["tool_calls"]]


@pytest.fixture
def server() -> Iterator[ShopServer]:
    with shop_server() as running:
        yield running


def over_http(folder: Path, server: ShopServer) -> Ran:
    (folder / "openapi.json").write_text(json.dumps(OPENAPI))
    return call(folder, {"openapi": "openapi.json", "base_url": server.url}, "http:getPayment", "http:pay")


def _late(handler: Any) -> Any:
    """A payment is never answered; all else is, as ever."""
    return time.sleep(4) if handler.command == "POST" else False


def _cut(handler: Any) -> Any:
    handler.close_connection = True
    return handler.command == "POST"


def _broken(handler: Any) -> Any:
    return handler.reply(500, {}, b"") if handler.command == "POST" else False


@pytest.mark.parametrize(("how", "outcome"), [(_late, "timeout"), (_cut, "unknown"), (_broken, "unknown")])
def test_a_payment_over_http_that_is_not_answered(
    tmp_path: Path, server: ShopServer, how: Callable[[Any], None], outcome: str
) -> None:
    server.answer = how
    state, tools = ends(over_http(tmp_path, server))
    assert state == "done"
    assert tools == [("pay", outcome), ("get_payment", "ok")]
    assert [got.method for got in server.got] == ["POST", "GET"]
    # One key, one payment, and the look found it.
    ((key, paid),) = server.payments.items()
    assert key.startswith("fk_")
    assert paid == {"orderId": "12345", "amount": "35.00"}


def test_the_system_takes_a_key_once(tmp_path: Path, server: ShopServer) -> None:
    assert ends(over_http(tmp_path, server)) == ("done", [("pay", "ok")])
    (got,) = server.got
    # Whoever sends it again, by whatever mistake, pays nothing.
    for _ in range(2):
        again = urllib.request.Request(
            f"{server.url}/payments", json.dumps(got.body).encode(), {"Idempotency-Key": got.headers["idempotency-key"]}
        )
        urllib.request.urlopen(again, timeout=5).close()
    assert len(server.payments) == 1


def test_a_payment_by_a_function_that_hangs(tmp_path: Path) -> None:
    (tmp_path / "paying.py").write_text(MODULE)
    state, tools = ends(call(tmp_path, None, "python:paying:get_payment", "python:paying:pay"))
    assert (state, tools) == ("done", [("pay", "timeout"), ("get_payment", "ok")])
    assert len((tmp_path / "paid.txt").read_text().splitlines()) == 1


def test_a_payment_by_an_mcp_server_that_dies(tmp_path: Path) -> None:
    command = [sys.executable, str(Path(__file__).with_name("mcp_fragile.py")), "die"]
    ran = call(tmp_path, {"command": command}, "mcp:shop/get_payment", "mcp:shop/pay", "20 seconds")
    state, tools = ends(ran)
    assert (state, tools) == ("done", [("pay", "unknown"), ("get_payment", "ok")])
    assert (tmp_path / "paid.txt").read_text() == "12345\n"
    assert len((tmp_path / "starts.txt").read_text().splitlines()) == 2
