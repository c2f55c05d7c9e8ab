"""What the tests of MCP tools share: a catalog, how its tools are run, and what they answer if all is well."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from flowkit.engine.effects import RunTool
from flowkit.engine.events import ToolDone
from flowkit.tools.runner import ToolRunner

SERVER = str(Path(__file__).with_name("mcp_shop.py"))
FRAGILE = str(Path(__file__).with_name("mcp_fragile.py"))
TOKEN = "sesame-open-1234567890"

CATALOG = """
catalog: shop
records:
  order:
    key: order_id
    fields:
      order_id: text
      paid: money
      items: {many: true, fields: {title: text, unit_price: money}, optional: true}
tools:
  get_order: &read
    about: Reads an order.
    effect: read
    retry: 0
    input: {order_id: digits}
    output: order
    outcomes: {not_found: There is none.}
    backend: mcp:shop/get_order
"""


def read(name: str, theirs: str, output: str = "order", given: str = "order_id: text", retry: int = 0) -> str:
    return (
        f"  {name}: {{about: A read., effect: read, retry: {retry}, input: {{{given}}}, output: {output}, "
        f"backend: mcp:shop/{theirs}}}\n"
    )


CATALOG = (
    CATALOG.replace(" &read", "")
    + read("find_orders", "findOrders".replace("O", "_o"), "{type: order, many: true}", "day: date, pieces: digits")
    + read("as_text", "as_text")
    + read("slow", "slow")
    + read("huge", "huge", "text")
    + read("environment", "environment", "text")
    + read("again", "get_order", retry=1)
    + read("no_such", "get_ordr")
    + "  pay: {about: Pays., effect: write, timeout: 1 second, input: {order_id: text, amount: money}, consent: none, "
    "consent_because: It is a test., output: text, backend: mcp:shop/pay}\n"
)


def mcp_bench(bench: Any, address: dict[str, Any]) -> Any:
    bench.catalog = CATALOG
    bench.backends = {"shop": address}
    return bench


def calls(bench: Any, work: Callable[[ToolRunner], Awaitable[Any]]) -> Any:
    """Does something with a runner, and closes it."""

    async def all_of_it() -> Any:
        runner = bench.runner()
        try:
            return await work(runner)
        finally:
            await runner.close()

    return asyncio.run(all_of_it())


def run(tool: str, key: str = "", timeout_ms: int = 15_000, **arguments: Any) -> RunTool:
    return RunTool("r1", tool, arguments, key, timeout_ms)


def starts(bench: Any) -> list[int]:
    return [int(line.split()[0]) for line in (bench.folder / "starts.txt").read_text().splitlines()]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z" if Path("/proc").is_dir() else True


async def all_kinds(runner: ToolRunner) -> list[ToolDone]:
    return [
        await runner.run(run("get_order", order_id="12345")),
        await runner.run(run("get_order", order_id="404")),
        await runner.run(run("get_order", order_id="500")),
        await runner.run(run("find_orders", day="2026-03-06", pieces="7")),
        await runner.run(run("as_text", order_id="1")),
        await runner.run(run("as_text", order_id="2")),
        await runner.run(run("pay", "fk_1", order_id="1", amount="35.00")),
        await runner.run(run("no_such", order_id="1")),
    ]


ALL_KINDS = [
    ToolDone("r1", "ok", {"order_id": "12345", "paid": 12.5, "items": [{"title": "kettle", "unit_price": 35.0}]}),
    ToolDone("r1", "not_found"),
    ToolDone("r1", "failed", reason="error"),
    ToolDone("r1", "ok", [{"order_id": "2026-03-06/7", "paid": 1.0, "items": []}]),
    ToolDone("r1", "ok", {"order_id": "1", "paid": "12.50"}),
    ToolDone("r1", "failed", reason="no JSON"),
    ToolDone("r1", "ok", "paid 35.00"),
    ToolDone("r1", "failed", reason="BackendError"),
]
