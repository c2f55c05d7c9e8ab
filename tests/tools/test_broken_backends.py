"""Backends that are slow, large, broken or hostile: a run ends, and nobody else notices."""

import asyncio
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from flowkit.engine.effects import RunTool
from flowkit.engine.events import ToolDone
from flowkit.tools import exchange, http
from tests.tools.shop_server import shop_server

FRAGILE = str(Path(__file__).with_name("mcp_fragile.py"))


@pytest.mark.parametrize("kind", ["", "async "])
@pytest.mark.parametrize("error", ["KeyboardInterrupt", "GeneratorExit", "type('Own', (BaseException,), {})"])
def test_whatever_a_function_raises_ends_its_run_only(bench: Any, kind: str, error: str) -> None:
    bench.write(f"{kind}def get_order(order_id): raise {error}\n{kind}def pay(order_id): raise {error}")

    async def scene() -> list[str]:
        runner = bench.runner()
        return [(await runner.run(RunTool("r", tool, {"order_id": "1"}))).outcome for tool in ("get_order", "pay") * 2]

    assert asyncio.run(scene()) == ["failed"] * 4


LAZY = """
import collections.abc

class Odd(collections.abc.Mapping):
    def __getitem__(self, key): raise OSError("sesame")
    def __iter__(self): return iter(["a"])
    def __len__(self): return 1

class Text(str):
    def __str__(self): raise OSError("sesame")
"""


@pytest.mark.parametrize(
    "result",
    [
        "[{'title': 'x' * 100}] * 20_000",
        "['x' * 1_000_001]",
        "list(range(1_000_001))",
        "{str(n): n for n in range(1_000_001)}",
        "set(range(1_000_001))",
        "10 ** 5000",
        "__import__('decimal').Decimal('1e999999')",
        "__import__('decimal').Decimal('1e-999999')",
        "'\\ud800'",
        "{'\\ud800': 1}",
        "Odd()",
        "iter([1])",
        "(each for each in [1])",
    ],
)
def test_no_result_is_too_odd(bench: Any, result: str) -> None:
    bench.write(f"{LAZY}\ndef get_order(order_id): return {result}\ndef pay(order_id): return {result}")
    assert bench.run("get_order", order_id="1") == ToolDone("r1", "failed", reason="bad result")
    assert bench.run("pay", order_id="1") == ToolDone("r1", "unknown", reason="bad result")


def test_a_text_of_a_class_of_its_own_is_a_text(bench: Any) -> None:
    bench.write(f"{LAZY}\ndef pay(order_id): return Text('well')")
    assert bench.run("pay", order_id="1") == ToolDone("r1", "ok", "well")


def test_others_go_on_while_a_function_blocks(bench: Any) -> None:
    bench.write(
        """
        import time
        def get_order(order_id): time.sleep(2); return {}
        async def search(**given): return []
        """
    )

    async def scene() -> tuple[list[float], ToolDone]:
        runner, waits = bench.runner(), []
        slow = asyncio.create_task(runner.run(RunTool("r1", "get_order", {"order_id": "1"})))
        while not slow.done():
            begun = time.monotonic()
            assert (await runner.run(RunTool("r2", "search", {}))).outcome == "ok"
            waits.append(time.monotonic() - begun)
            await asyncio.sleep(0.02)
        return waits, slow.result()

    waits, slow = asyncio.run(scene())
    assert slow.outcome == "ok"
    assert len(waits) > 20
    assert sorted(waits)[len(waits) // 2] < 0.05


def test_a_runner_that_is_called_off_leaves_the_loop_clean(bench: Any) -> None:
    bench.write("import time\ndef get_order(order_id): time.sleep(0.3)\ndef pay(order_id): time.sleep(0.3)")

    async def scene() -> None:
        runner = bench.runner()
        runs = [asyncio.create_task(runner.run(RunTool("r", tool, {"order_id": "1"}))) for tool in ("get_order", "pay")]
        await asyncio.sleep(0.1)
        for run in runs:
            run.cancel()
        ended = await asyncio.gather(*runs, return_exceptions=True)
        assert all(isinstance(each, asyncio.CancelledError) for each in ended)
        await asyncio.sleep(0.4)
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(scene())


# What was not sent in its time is not sent at all: a look meanwhile has found that it was not carried out.


def late(bench: Any, caplog: pytest.LogCaptureFixture) -> ToolDone:
    """Runs a write whose time is up before it can be sent, and waits for its end."""

    async def scene() -> ToolDone:
        runner = bench.runner()
        done = await runner.run(RunTool("r1", "pay", {"order_id": "1"}, "k", 200))
        for _ in range(1000):
            if "tool 'pay' ended after its time" in caplog.text:
                break
            await asyncio.sleep(0.02)
        await runner.close()
        return done

    return asyncio.run(scene())


def test_a_module_that_is_imported_too_late(bench: Any, caplog: pytest.LogCaptureFixture) -> None:
    bench.write("import time, pathlib\ntime.sleep(0.5)\ndef pay(order_id): pathlib.Path(__file__ + '.paid').touch()")
    assert late(bench, caplog) == ToolDone("r1", "timeout")
    assert not list(bench.folder.glob("*.paid"))
    assert bench.run("pay", order_id="1").outcome == "ok"
    assert list(bench.folder.glob("*.paid"))


def test_a_server_that_says_hello_too_late(bench: Any, caplog: pytest.LogCaptureFixture) -> None:
    bench.catalog = bench.catalog.replace("python:MODULE:pay", "mcp:shop/pay")
    bench.backends = {"shop": {"command": [sys.executable, FRAGILE, "late"]}}
    assert late(bench, caplog) == ToolDone("r1", "timeout")
    assert not (bench.folder / "paid.txt").exists()


def test_a_connection_that_is_made_too_late(
    bench: Any, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(base_url: str) -> Any:
        time.sleep(0.5)
        return exchange.make_client(base_url)

    monkeypatch.setattr(http, "make_client", slowly)
    bench.catalog = bench.catalog.replace("python:MODULE:pay", "http:pay")
    (bench.folder / "shop.json").write_text('{"openapi": "3.1.0", "paths": {"/p/{order_id}": {"post": POST}}}'.replace(
        "POST", '{"operationId": "pay", "parameters": [{"name": "order_id", "in": "path"}]}'
    ))  # fmt: skip
    with shop_server() as shop:
        shop.answer = (200, {}, b"")
        bench.backends = {"shop": {"openapi": "shop.json", "base_url": shop.url}}
        assert late(bench, caplog) == ToolDone("r1", "timeout")
        assert shop.got == []
        assert bench.run("pay", order_id="1").outcome == "ok"
        assert len(shop.got) == 1


def test_what_takes_a_while_can_be_opened_before_it_is_needed(bench: Any) -> None:
    bench.catalog = bench.catalog.replace("python:MODULE:pay", "mcp:shop/pay")
    bench.backends = {"shop": {"command": [sys.executable, FRAGILE, "late"]}}

    async def scene() -> ToolDone:
        runner = bench.runner()
        await runner.open()
        done = await runner.run(RunTool("r1", "pay", {"order_id": "1"}, "k", 400))
        await runner.close()
        return done

    assert asyncio.run(scene()).outcome == "ok"
    bench.backends = {"shop": {"command": ["no-such-program"]}}
    asyncio.run(bench.runner().open())
