"""An MCP server of a shop, for tests: over standard input and output, or over HTTP.

Run as: mcp_shop.py stdio | mcp_shop.py http PORT. Its payments stand in the file `paid.txt` of the folder it runs in.
"""

import asyncio
import os
import sys
import time
from pathlib import Path
from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import CallToolResult, TextContent
from pydantic import BaseModel

server = MCPServer("shop", log_level="ERROR")


class Item(BaseModel):
    title: str
    unit_price: float


class Order(BaseModel):
    order_id: str
    paid: float
    items: list[Item] = []


@server.tool()
def get_order(order_id: str) -> Order:
    """Reads an order."""
    if order_id == "404":
        raise ToolError("not_found")
    if order_id == "500":
        raise RuntimeError("the data base says 12345")
    return Order(order_id=order_id, paid=12.5, items=[Item(title="kettle", unit_price=35)])


@server.tool()
def find_orders(day: str = "", pieces: int = 0) -> list[Order]:
    """Finds orders; what it was given is the number of the one that it finds."""
    return [Order(order_id=f"{day}/{pieces}", paid=1)]


@server.tool()
def as_text(order_id: str) -> CallToolResult:
    """An order as text, or what is none."""
    text = '{"order_id": "1", "paid": "12.50"}' if order_id == "1" else "well"
    return CallToolResult(content=[TextContent(type="text", text=text)])


@server.tool()
async def pay(order_id: str, amount: str, ctx: Context[Any, Any], idempotency_key: str = "") -> str:
    """Pays, once for each key."""
    meta = dict(ctx.request_context.meta or {})
    with Path("paid.txt").open("a") as file:
        file.write(f"{idempotency_key} {meta.get('flowkit/idempotency-key')} {order_id} {amount}\n")
    if order_id == "777":
        await asyncio.sleep(1)
    return f"paid {amount}"


@server.tool()
async def slow(order_id: str) -> Order:
    """Takes its time."""
    await asyncio.sleep(float(order_id) / 1000)
    return Order(order_id=order_id, paid=0)


@server.tool()
def huge(order_id: str) -> str:
    """Says more than anybody can listen to."""
    return "x" * int(order_id)


@server.tool()
def environment(order_id: str) -> str:
    """What it sees of ours."""
    return os.environ.get(order_id, "nothing")


if __name__ == "__main__":
    with Path("starts.txt").open("a") as starts:
        starts.write(f"{os.getpid()} {time.time()}\n")
    if sys.argv[1] == "stdio":
        print("the shop opens", file=sys.stderr)
        server.run("stdio")
    else:
        server.run("streamable-http", host="127.0.0.1", port=int(sys.argv[2]))
