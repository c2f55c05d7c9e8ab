"""A small MCP server on standard input and output that starts at once, and breaks when its tools are called.

It speaks the handshake of 2025-06-18. Its payments stand in `paid.txt`, its starts in `starts.txt`, calls that were
called off in `called_off.txt`.
"""

import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

TOOLS = ("get_order", "slow", "huge", "pay", "get_payment")
talking = threading.Lock()


def say(message: dict[str, Any]) -> None:
    with talking:
        sys.stdout.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
        sys.stdout.flush()


def call(number: Any, name: str, given: dict[str, str]) -> None:
    """Answers one call, however long it takes."""
    order = given["order_id"]
    match name:
        case "slow":
            time.sleep(int(order) / 1000)
        case "huge":
            order = "x" * int(order)
        case "pay":
            with Path("paid.txt").open("a") as file:
                file.write(f"{order}\n")
            if order == "666" or "die" in sys.argv:
                os._exit(3)
            time.sleep(1 if order == "777" else 0)
    paid = Path("paid.txt").exists()
    result = {"order_id": order, "paid": 1, "amount": "35.00" if paid else "0.00"}
    text = json.dumps(result) if name != "pay" else f"paid {order}"
    say({"id": number, "result": {"content": [{"type": "text", "text": text}]}})


def answer(message: dict[str, Any]) -> None:
    params = message.get("params", {})
    match message.get("method"):
        case "initialize":
            named = {"name": "fragile", "version": "1"}
            about = {"protocolVersion": "2025-06-18", "capabilities": {"tools": {}}, "serverInfo": named}
            say({"id": message["id"], "result": about})
        case "tools/list":
            tools = [{"name": name, "inputSchema": {"type": "object"}} for name in TOOLS]
            say({"id": message["id"], "result": {"tools": tools}})
        case "tools/call":
            threading.Thread(target=call, args=(message["id"], params["name"], params["arguments"])).start()
        case "notifications/cancelled":
            with Path("called_off.txt").open("a") as file:
                file.write("called off\n")
        case _ if "id" in message:
            say({"id": message["id"], "error": {"code": -32601, "message": "no such method"}})


if "late" in sys.argv:
    time.sleep(0.5)
with Path("starts.txt").open("a") as starts:
    starts.write(f"{os.getpid()}\n")
for line in sys.stdin:
    answer(json.loads(line))
os._exit(0)
