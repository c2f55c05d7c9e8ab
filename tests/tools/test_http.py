"""Tools over HTTP: a real shop on a real socket, and what becomes of each of its answers."""

from typing import Any

import pytest

from flowkit.engine.events import ToolDone
from tests.tools.http_shop import PAY, SECRET, json_answer


def test_all_is_well_before_any_call(web_shop: Any) -> None:
    assert web_shop.check() == []
    assert web_shop.server.got == []


# What is sent.


def test_a_path_and_the_headers_of_the_environment(web_shop: Any) -> None:
    done = web_shop.run("get_order", order_id="12345")
    (got,) = web_shop.server.got
    assert (got.method, got.path, got.body) == ("GET", "/orders/12345", None)
    assert got.headers["authorization"] == SECRET
    assert "idempotency-key" not in got.headers
    assert done == ToolDone("r1", "ok", {"order_id": 12345, "paid": "12.50"})


def test_a_query_and_a_header(web_shop: Any) -> None:
    web_shop.run(
        "find_orders",
        day="2026-03-06",
        at="2026-07-06T10:00",
        least="12.50",
        open=True,
        pieces="3",
        days=["2026-03-06", "2026-03-07"],
        x_place="Bern & more",
    )
    (got,) = web_shop.server.got
    assert got.query == {
        "day": ["2026-03-06"],
        "at": ["2026-07-06T10:00:00+00:00"],
        "least": ["12.50"],
        "open": ["true"],
        "pieces": ["3"],
        "days": ["2026-03-06", "2026-03-07"],
    }
    assert got.headers["x-place"] == "Bern & more"


def test_a_moment_has_the_offset_of_the_projects_zone(web_shop: Any) -> None:
    web_shop.settings += "timezone: Europe/Berlin\n"
    web_shop.run("find_orders", at="2026-07-06T10:00")
    assert web_shop.server.got[0].query["at"] == ["2026-07-06T10:00:00+02:00"]


def test_a_body_and_the_key(web_shop: Any) -> None:
    done = web_shop.run(
        "pay",
        key="fk_1",
        **PAY,
        due="2026-03-06",
        tip="1.50",
        notify=False,
        to={"city": "Bern", "since": "2020-01-01"},
        why="late",
    )
    (got,) = web_shop.server.got
    assert got.body == {
        "orderId": "12345",
        "amount": "35.00",
        "due": "2026-03-06",
        "tip": 1.5,
        "notify": False,
        "to": {"city": "Bern", "since": "2020-01-01"},
    }
    assert got.headers["idempotency-key"] == "fk_1"
    assert done == ToolDone("r1", "ok", {"paid": "35.00"})


@pytest.mark.parametrize("value", ["..", ".", ""])
def test_a_value_cannot_lead_to_another_operation(web_shop: Any, value: str) -> None:
    web_shop.catalog = web_shop.catalog.replace("input: {order_id: digits}", "input: {order_id: text}")
    assert web_shop.run("get_order", order_id=value) == ToolDone("r1", "failed", reason="bad arguments")
    assert web_shop.server.got == []


def test_a_value_with_slashes_is_one_step_of_the_path(web_shop: Any) -> None:
    web_shop.catalog = web_shop.catalog.replace("input: {order_id: digits}", "input: {order_id: text}")
    web_shop.run("get_order", order_id="../payments?x=1#")
    assert web_shop.server.got[0].path == "/orders/..%2Fpayments%3Fx%3D1%23"


def test_a_header_cannot_be_broken_out_of(web_shop: Any) -> None:
    assert web_shop.run("find_orders", x_place="a\r\nX-Evil: 1") == ToolDone("r1", "failed", reason="bad arguments")
    assert web_shop.server.got == []


# What comes back.


def test_names_money_and_moments_of_the_answer(web_shop: Any) -> None:
    web_shop.settings += "timezone: Europe/Berlin\n"
    items = [{"title": "kettle", "unitPrice": 35.10, "weight": 1.25, "supplier": "x"}]
    order = {"OrderID": "1", "paid": 12.5, "eta": None, "readyAt": "2026-07-06T08:00:00Z", "items": items}
    web_shop.server.answer = json_answer(200, order)
    assert web_shop.run("get_order", order_id="1").result == {
        "order_id": "1",
        "paid": "12.50",
        "eta": None,
        "ready_at": "2026-07-06T10:00",
        "items": [{"title": "kettle", "unit_price": "35.10", "weight": "1.25"}],
    }


def test_a_status_that_is_an_outcome(web_shop: Any) -> None:
    assert web_shop.run("get_order", order_id="1") == ToolDone("r1", "not_found")
    web_shop.server.answer = json_answer(423, {"detail": "x"})
    assert web_shop.run("find_orders") == ToolDone("r1", "busy")
    web_shop.server.answer = json_answer(402, {})
    assert web_shop.run("pay", key="k", **PAY) == ToolDone("r1", "declined_by_bank")
    assert len(web_shop.server.got) == 3


@pytest.mark.parametrize(
    ("answer", "reason", "write"),
    [
        # What the system itself refused was not carried out; of all else nobody knows.
        (json_answer(400, {}), "status 400", "failed"),
        (json_answer(401, {}), "status 401", "failed"),
        (json_answer(409, {}), "status 409", "failed"),
        (json_answer(429, {}), "status 429", "failed"),
        (json_answer(501, {}), "status 501", "failed"),
        (json_answer(503, {}), "status 503", "failed"),
        (json_answer(408, {}), "status 408", "unknown"),
        (json_answer(500, {}), "status 500", "unknown"),
        (json_answer(502, {}), "status 502", "unknown"),
        (json_answer(504, {}), "status 504", "unknown"),
        ((302, {"Location": "/orders/12345"}, b""), "status 302", "failed"),
        ((200, {"Content-Type": "application/json"}, b'{"paid": '), "bad JSON", "unknown"),
        ((200, {"Content-Type": "application/json"}, b'{"paid": NaN}'), "bad JSON", "unknown"),
        ((200, {"Content-Type": "application/json"}, b"[" * 100_000), "bad JSON", "unknown"),
        ((200, {"Content-Type": "application/json"}, b'{"paid": %s}' % (b"9" * 5000)), "bad JSON", "unknown"),
        ((200, {"Content-Type": "application/json"}, b'{"paid": 1e999999999}'), "bad result", "unknown"),
        ((200, {"Content-Type": "application/json"}, b'{"paid": "\\ud800"}'), "bad result", "unknown"),
        ((200, {"Content-Type": "text/html"}, b"<p>well</p>"), "no JSON", "unknown"),
        ((200, {"Content-Type": "application/json"}, b'"%s"' % (b"x" * 1_000_000)), "too large", "unknown"),
        ((200, {"Content-Type": "application/json", "Content-Encoding": "gzip"}, b"x"), "too large", "unknown"),
    ],
)
def test_what_is_no_answer(web_shop: Any, answer: Any, reason: str, write: str) -> None:
    web_shop.server.answer = answer
    assert web_shop.run("get_order", order_id="1") == ToolDone("r1", "failed", reason=reason)
    assert web_shop.run("pay", key="k", **PAY) == ToolDone("r1", write, reason=reason)
    # No redirect was followed, and no write sent a second time.
    assert [got.path for got in web_shop.server.got] == ["/orders/1", "/payments"]


def test_an_answer_that_nobody_needs_may_be_anything(web_shop: Any) -> None:
    web_shop.catalog = web_shop.catalog.replace("    output: {fields: {paid: money}}\n", "")
    for answer in ((204, {}, b""), (200, {"Content-Type": "text/html"}, b"<p>"), json_answer(200, 1)):
        web_shop.server.answer = answer
        assert web_shop.run("pay", key="k", **PAY) == ToolDone("r1", "ok")
