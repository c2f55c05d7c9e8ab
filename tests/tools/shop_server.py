"""A shop that speaks HTTP as its OpenAPI file says, on a socket of this machine, and misbehaves when it is told to."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

OPENAPI: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Shop", "version": "1"},
    "paths": {
        "/orders/{orderId}": {
            "parameters": [{"$ref": "#/components/parameters/orderId"}],
            "get": {"operationId": "getOrder"},
        },
        "/orders": {
            "get": {
                "operationId": "findOrders",
                "parameters": [
                    {"name": "day", "in": "query", "schema": {"type": "string", "format": "date"}},
                    {"name": "at", "in": "query", "schema": {"type": "string", "format": "date-time"}},
                    {"name": "least", "in": "query", "schema": {"type": "string"}},
                    {"name": "open", "in": "query", "schema": {"type": "boolean"}},
                    {"name": "pieces", "in": "query", "schema": {"type": "integer"}},
                    {"name": "days", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}},
                    {"name": "X-Place", "in": "header", "schema": {"type": "string"}},
                ],
            }
        },
        "/payments": {
            "post": {
                "operationId": "pay",
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Payment"}}},
                },
            }
        },
        "/payments/{orderId}": {
            "parameters": [{"$ref": "#/components/parameters/orderId"}],
            "get": {"operationId": "getPayment"},
        },
    },
    "components": {
        "parameters": {"orderId": {"name": "orderId", "in": "path", "required": True, "schema": {"type": "string"}}},
        "schemas": {
            "Payment": {
                "type": "object",
                "required": ["orderId", "amount", "id"],
                "properties": {
                    "id": {"type": "string", "readOnly": True},
                    "orderId": {"type": "string"},
                    "amount": {"type": "string"},
                    "due": {"type": ["string", "null"], "format": "date"},
                    "tip": {"type": "number"},
                    "notify": {"type": "boolean"},
                    "to": {"type": "object", "properties": {"city": {"type": "string"}, "since": {"type": "string"}}},
                },
            }
        },
    },
}


@dataclass
class Got:
    """A request that came in."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: Any


@dataclass
class ShopServer:
    """The running shop: what came in, what it keeps, and how it misbehaves."""

    url: str
    got: list[Got] = field(default_factory=list)
    orders: dict[str, Any] = field(default_factory=dict)
    payments: dict[str, Any] = field(default_factory=dict)
    """By idempotency key: a second request with a key is answered as the first was, and pays nothing."""
    answer: Any = None
    """A status, headers and body to answer with, whatever is asked; or a function that has the handler;
    where that says `False`, the answer is the shop's own."""
    wait_s: float = 0.0
    """Waits before it answers, after it has done what it was asked."""


@contextmanager
def shop_server() -> Iterator[ShopServer]:
    """Runs a shop until it is left."""
    shop = ShopServer("")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: Any) -> None: ...

        def do_GET(self) -> None:
            self.serve()

        def do_POST(self) -> None:
            self.serve()

        def serve(self) -> None:
            parts = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            headers = {name.lower(): value for name, value in self.headers.items()}
            shop.got.append(Got(self.command, parts.path, parse_qs(parts.query), headers, body))
            status, result = self.act(unquote(parts.path), headers, body)
            time.sleep(shop.wait_s)
            if callable(shop.answer):
                if shop.answer(self) is not False:
                    return
            elif shop.answer is not None:
                self.reply(*shop.answer)
                return
            self.reply(status, {"Content-Type": "application/json"}, json.dumps(result).encode())

        def act(self, path: str, headers: dict[str, str], body: Any) -> tuple[int, Any]:
            if self.command == "POST" and body:
                key = headers.get("idempotency-key", "")
                shop.payments.setdefault(key, body)
                return 201, {"paid": body["amount"]}
            if path == "/orders":
                return 200, list(shop.orders.values())
            kind, _, number = path.removeprefix("/").partition("/")
            found = [each for each in shop.payments.values() if each["orderId"] == number]
            order = shop.orders.get(number) if kind == "orders" else found[0] if found else None
            return (404, {"error": "none"}) if order is None else (200, order)

        def reply(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

        def handle_error(self, *args: Any) -> None: ...

    server = Server(("127.0.0.1", 0), Handler)
    shop.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield shop
    finally:
        server.shutdown()
        server.server_close()
