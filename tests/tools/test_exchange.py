"""Exchanges with a shop that is slow, cut off or endless; and what stays between us and it."""

import asyncio
import logging
import time
from typing import Any

import pytest

from flowkit.engine.effects import RunTool
from flowkit.engine.events import ToolDone
from tests.tools.http_shop import PAY, json_answer


def test_an_endless_answer_is_given_up(web_shop: Any) -> None:
    sent = []

    def endless(handler: Any) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.close_connection = True
        try:
            for _ in range(20_000):
                handler.wfile.write(b"x" * 10_000)
                sent.append(10_000)
        except OSError:
            sent.append(0)

    web_shop.server.answer = endless
    assert web_shop.run("get_order", order_id="1", timeout_ms=20_000).reason == "too large"
    for _ in range(100):
        if sent[-1] == 0:
            break
        time.sleep(0.02)
    assert sent[-1] == 0
    assert sum(sent) < 50_000_000


def test_a_connection_that_is_cut(web_shop: Any) -> None:
    def cut(handler: Any) -> None:
        handler.close_connection = True

    web_shop.server.answer = cut
    assert web_shop.run("get_order", order_id="1") == ToolDone("r1", "failed", reason="RemoteProtocolError")
    assert web_shop.run("pay", key="k", **PAY) == ToolDone("r1", "unknown", reason="RemoteProtocolError")
    assert len(web_shop.server.payments) == 1


def test_nobody_is_there(web_shop: Any) -> None:
    web_shop.backends["shop"]["base_url"] = "http://127.0.0.1:9"
    assert web_shop.run("get_order", order_id="1") == ToolDone("r1", "failed", reason="ConnectError")
    # It was never sent.
    assert web_shop.run("pay", key="k", **PAY) == ToolDone("r1", "failed", reason="ConnectError")


# Time.


def test_a_read_out_of_time_is_called_off(web_shop: Any) -> None:
    web_shop.server.wait_s = 0.6
    started = time.monotonic()
    assert web_shop.run("get_order", order_id="12345", timeout_ms=200) == ToolDone("r1", "timeout")
    assert time.monotonic() - started < 0.5


def test_a_write_out_of_time_goes_on(web_shop: Any, caplog: pytest.LogCaptureFixture) -> None:
    web_shop.server.wait_s = 0.4

    async def late() -> ToolDone:
        runner = web_shop.runner()
        done = await runner.run(RunTool("r1", "pay", PAY, "k", 100))
        await asyncio.sleep(0.6)
        await runner.close()
        return done

    with caplog.at_level(logging.WARNING):
        assert asyncio.run(late()) == ToolDone("r1", "timeout")
    assert "tool 'pay' ended after its time: ok" in caplog.text


def test_a_read_is_tried_again_and_a_write_is_not(web_shop: Any) -> None:
    replies = [json_answer(503, {}), json_answer(200, [])]
    web_shop.server.answer = lambda handler: handler.reply(*replies.pop(0))
    assert web_shop.run("find_orders") == ToolDone("r1", "ok", [])
    replies = [json_answer(503, {}), json_answer(200, {"paid": "35.00"})]
    assert web_shop.run("pay", key="k", **PAY) == ToolDone("r1", "failed", reason="status 503")
    assert len(replies) == 1


def test_what_is_wrong_with_a_call_is_not_tried_again(web_shop: Any) -> None:
    web_shop.server.answer = json_answer(422, {})
    assert web_shop.run("find_orders").reason == "status 422"
    assert len(web_shop.server.got) == 1


def test_many_calls_side_by_side(web_shop: Any) -> None:
    web_shop.server.wait_s = 0.2

    async def many() -> tuple[list[ToolDone], int]:
        runner, beats = web_shop.runner(), 0
        runs = [asyncio.create_task(runner.run(RunTool("r", "get_order", {"order_id": "12345"}))) for _ in range(40)]
        while not all(run.done() for run in runs):
            await asyncio.sleep(0.01)
            beats += 1
        await runner.close()
        return [run.result() for run in runs], beats

    started = time.monotonic()
    done, beats = asyncio.run(many())
    assert {each.outcome for each in done} == {"ok"}
    assert time.monotonic() - started < 5  # one after the other they take 8 seconds
    assert beats > 10


# Secrets, and what is a caller's.


def test_nothing_of_a_caller_goes_to_the_next(web_shop: Any) -> None:
    web_shop.server.answer = (200, {"Content-Type": "application/json", "Set-Cookie": "who=ana; Path=/"}, b"[]")

    async def twice() -> None:
        runner = web_shop.runner()
        await runner.run(RunTool("r1", "find_orders", {}))
        await runner.run(RunTool("r2", "find_orders", {}))
        await runner.close()

    asyncio.run(twice())
    assert "cookie" not in web_shop.server.got[1].headers


def test_no_log_has_a_secret_or_a_value(web_shop: Any, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        web_shop.run("find_orders", least="77.77", x_place="Ana Gold")
        web_shop.server.answer = json_answer(400, {"detail": "Ana Gold"})
        web_shop.run("find_orders", least="77.77", x_place="Ana Gold")
        web_shop.backends["shop"]["base_url"] = "http://127.0.0.1:9"
        web_shop.run("pay", key="k", order_id="12345", amount="77.77")
    assert "the operation 'findOrders': status 400" in caplog.text
    for hidden in ("sesame", "77.77", "Ana Gold", "Bearer"):
        assert hidden not in caplog.text


@pytest.mark.parametrize("value", ["s\u00e4same-123", "sesame-123\nX-Evil: 1"])
def test_a_secret_that_no_header_can_hold(web_shop: Any, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SHOP_TOKEN", value)
    found = web_shop.check()
    assert found[0] == ("tool 'get_order': the header 'Authorization' of 'shop' has characters that no header can have")
    assert not any("123" in each for each in found)


def test_the_file_is_read_once_and_before_the_first_call(web_shop: Any) -> None:
    runner = web_shop.runner()

    async def calls() -> list[str]:
        first = await runner.run(RunTool("r1", "get_order", {"order_id": "12345"}))
        (web_shop.folder / "shop.json").unlink()
        second = await runner.run(RunTool("r2", "get_order", {"order_id": "12345"}))
        await runner.close()
        return [first.outcome, second.outcome]

    assert asyncio.run(calls()) == ["ok", "ok"]
