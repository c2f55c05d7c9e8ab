"""Tools of an MCP server that is reached over HTTP, as long as it is there."""

import asyncio
import logging
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from flowkit.tools.runner import ToolRunner
from tests.tools.mcp_bench import ALL_KINDS, SERVER, TOKEN, all_kinds, calls, mcp_bench, run
from tests.tools.shop_server import shop_server


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def web_server(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, SERVER, "http", str(port)], cwd=folder, stderr=subprocess.DEVNULL)
    try:
        for _ in range(500):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.02)
        yield process
    finally:
        process.kill()
        process.wait()


def test_a_server_over_http_and_its_restart(bench: Any, caplog: pytest.LogCaptureFixture) -> None:
    port = free_port()
    mcp_bench(bench, {"url": f"http://127.0.0.1:{port}/mcp"})
    assert bench.check() == []

    async def work(runner: ToolRunner) -> Any:
        loop = asyncio.get_running_loop()
        with web_server(bench.folder, port) as process:
            done = await all_kinds(runner)
            late = await runner.run(run("slow", timeout_ms=100, order_id="5000"))
            # A session lives on when one of its calls is lost, with all that are under way.
            other = asyncio.create_task(runner.run(run("slow", order_id="300")))
            huge = await runner.run(run("huge", order_id="3000000"))
            with_it = await other
            cut = asyncio.create_task(runner.run(run("pay", "k2", order_id="777", amount="1.00")))
            await asyncio.sleep(0.3)
            process.kill()
            lost = await cut
        nobody = await runner.run(run("pay", "k3", order_id="1", amount="1.00"))
        started = web_server(bench.folder, port)
        await loop.run_in_executor(None, started.__enter__)
        try:
            back = await runner.run(run("pay", "k4", order_id="1", amount="1.00"))
        finally:
            started.__exit__(None, None, None)
        return done, [late, huge, with_it, lost, nobody, back]

    done, others = calls(bench, work)
    assert done == ALL_KINDS
    assert [each.outcome for each in others] == ["timeout", "failed", "ok", "unknown", "failed", "ok"]
    paid = [line.split()[0] for line in (bench.folder / "paid.txt").read_text().splitlines()]
    assert paid == ["fk_1", "k2", "k4"]


def test_headers_of_the_environment_are_sent_and_not_logged(
    bench: Any, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_TOKEN", TOKEN)
    with shop_server() as shop, caplog.at_level(logging.DEBUG):
        shop.answer = (401, {}, b"")
        mcp_bench(bench, {"url": f"{shop.url}/mcp", "headers": {"Authorization": "env:SHOP_TOKEN"}})
        assert bench.run("get_order", order_id="12345").outcome == "failed"
        assert {got.headers["authorization"] for got in shop.got} == {TOKEN}
    assert TOKEN not in caplog.text
    assert "12345" not in caplog.text
