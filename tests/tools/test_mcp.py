"""Tools of MCP servers that are started here: the SDK's own server, and servers that break."""

import asyncio
import logging
import os
import signal
import sys
import time
from typing import Any

import pytest

from flowkit.engine.events import ToolDone
from flowkit.tools.runner import ToolRunner
from tests.tools.mcp_bench import ALL_KINDS, FRAGILE, SERVER, TOKEN, alive, all_kinds, calls, mcp_bench, run, starts


@pytest.fixture
def stdio(bench: Any) -> Any:
    """A bench whose tools are those of a server that is started as a process."""
    return mcp_bench(bench, {"command": [sys.executable, SERVER, "stdio"]})


@pytest.fixture
def fragile(bench: Any) -> Any:
    """The same, of a server that breaks."""
    return mcp_bench(bench, {"command": [sys.executable, FRAGILE]})


def test_a_server_as_a_process(stdio: Any, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", TOKEN)
    monkeypatch.setenv("SHOP_PLACE", "Bern")
    assert stdio.check() == []

    async def work(runner: ToolRunner) -> Any:
        done = await all_kinds(runner)
        seen = [
            (await runner.run(run("environment", order_id=name))).result for name in ("OPENAI_API_KEY", "SHOP_PLACE")
        ]
        # Many at once share the session: together they take as long as the slowest.
        started = time.monotonic()
        side_by_side = await asyncio.gather(*(runner.run(run("slow", order_id="300")) for _ in range(10)))
        return done, seen, {each.outcome for each in side_by_side}, time.monotonic() - started

    done, seen, outcomes, took = calls(stdio, work)
    assert done == ALL_KINDS
    assert seen == ["nothing", "Bern"]
    assert (outcomes, took < 2) == ({"ok"}, True)
    assert (stdio.folder / "paid.txt").read_text() == "fk_1 fk_1 1 35.00\n"
    (pid,) = starts(stdio)
    assert not alive(pid)
    assert "the MCP server has no tool 'get_ordr'; did you mean 'get_order'?" in caplog.text
    assert "12345" not in caplog.text.replace("the data base says 12345", "")


def test_a_call_out_of_time_is_called_off_and_a_write_is_not(fragile: Any, caplog: pytest.LogCaptureFixture) -> None:
    async def work(runner: ToolRunner) -> Any:
        await runner.run(run("get_order", order_id="1"))
        late = [
            await runner.run(run("slow", timeout_ms=100, order_id="5000")),
            await runner.run(run("pay", "k", timeout_ms=100, order_id="777", amount="1.00")),
        ]
        await asyncio.sleep(1.3)
        return [*late, await runner.run(run("get_order", order_id="4"))]

    with caplog.at_level(logging.WARNING):
        assert [each.outcome for each in calls(fragile, work)] == ["timeout", "timeout", "ok"]
    assert (fragile.folder / "called_off.txt").read_text() == "called off\n"
    assert "tool 'pay' ended after its time: ok" in caplog.text
    assert len(starts(fragile)) == 1


def test_a_server_that_dies(fragile: Any) -> None:
    async def work(runner: ToolRunner) -> Any:
        first = await runner.run(run("get_order", order_id="4"))
        # Between two calls: nobody notices.
        os.kill(starts(fragile)[0], signal.SIGKILL)
        await asyncio.sleep(0.2)
        second = await runner.run(run("pay", "k1", order_id="1", amount="1.00"))
        # In the middle of a write: it may be through.
        third = await runner.run(run("pay", "k2", order_id="666", amount="1.00"))
        fourth = await runner.run(run("again", order_id="1"))
        return first, second, third, fourth

    first, second, third, fourth = calls(fragile, work)
    assert (first.outcome, second.outcome, fourth.outcome) == ("ok", "ok", "ok")
    assert third == ToolDone("r1", "unknown", reason="error -32000")
    assert len(starts(fragile)) == 3
    assert not any(alive(pid) for pid in starts(fragile))


def test_an_answer_that_is_too_large_stops_the_server(fragile: Any, caplog: pytest.LogCaptureFixture) -> None:
    async def work(runner: ToolRunner) -> Any:
        done = await runner.run(run("huge", order_id="3000000"))
        return done, await runner.run(run("get_order", order_id="4"))

    huge, after = calls(fragile, work)
    assert (huge.outcome, after.outcome) == ("failed", "ok")
    assert "sent a message of more than 2000000 bytes" in caplog.text


# Servers that are none.


@pytest.mark.parametrize(
    ("program", "told"),
    [
        ("import sys; sys.exit('no data base')", "its last words: no data base"),
        ("while True: print('hello')", "the MCP server:"),
    ],
)
def test_a_process_that_is_no_server(
    bench: Any, program: str, told: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flowkit.tools.mcp_session.HELLO_S", 1.0)
    mcp_bench(bench, {"command": [sys.executable, "-c", program]})
    assert bench.run("get_order", timeout_ms=10_000, order_id="1") == ToolDone("r1", "failed", reason="not reached")
    assert told in caplog.text


def test_a_process_that_says_nothing(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flowkit.tools.mcp_session.HELLO_S", 0.5)
    pid = bench.folder / "pid"
    program = f"import os, time; open({str(pid)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    mcp_bench(bench, {"command": [sys.executable, "-c", program]})

    async def work(runner: ToolRunner) -> Any:
        # A call that runs out of time before the server does leaves it to those that wait longer.
        first = asyncio.create_task(runner.run(run("get_order", timeout_ms=100, order_id="1")))
        return await asyncio.gather(first, runner.run(run("get_order", order_id="1")))

    first, second = calls(bench, work)
    assert (first.outcome, second) == ("timeout", ToolDone("r1", "failed", reason="not reached"))
    assert not alive(int(pid.read_text()))
