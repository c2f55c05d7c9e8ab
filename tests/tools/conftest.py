"""A project whose tools take and give every kind of value, and modules written for one test each."""

import asyncio
import json
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from flowkit.engine.effects import RunTool
from flowkit.engine.events import ToolDone
from flowkit.language.model import Project
from flowkit.language.project import read_project
from flowkit.tools.runner import ToolRunner, check_backends
from tests.tools import http_shop
from tests.tools.shop_server import OPENAPI, ShopServer, shop_server

PROJECT = """
flowkit: 1
title: Line
start: hello
greeting: Hello.
currency: EUR
about_us: {automated: A program., recording: "No.", data: None is kept.}
handoffs: {desk: {to: "sip:desk@example.com", default: true}}
"""

FLOW = """
flow: hello
title: Hello
slots: {order_id: {type: digits, ask: "Which order?"}}
start: which
states:
  which: {ask: order_id, next: look}
  look: {use: get_order, with: {order_id: order_id}, next: done, outcomes: {not_found: person}}
  done: {end: resolved}
"""

CATALOG = """
catalog: shop
records:
  order:
    key: order_id
    fields:
      order_id: digits
      paid: money
      eta: {type: date, optional: true}
      items: {many: true, fields: {title: text, price: money, weight: number}}
tools:
  get_order:
    about: Reads an order.
    effect: read
    input: {order_id: digits}
    output: order
    outcomes: {not_found: There is none.}
    backend: python:MODULE:get_order
  search:
    about: Finds orders.
    effect: read
    retry: 2
    input:
      day: {type: date, optional: true}
      at: {type: datetime, optional: true}
      hour: {type: time, optional: true}
      least: {type: money, optional: true}
      weight: {type: number, optional: true}
      lasts: {type: duration, optional: true}
      pieces: {type: integer, optional: true}
      open: {type: yes_no, optional: true}
      place: {fields: {city: text, since: date}, optional: true}
      days: {type: date, many: true, optional: true}
    output: {type: order, many: true}
    backend: python:MODULE:search
  pay:
    about: Pays something.
    effect: write
    input: {order_id: digits, why: {type: text, send: false}}
    read_back: "I'll pay order {{ order_id }}. Shall I?"
    outcomes: {declined_by_bank: The bank said no.}
    backend: python:MODULE:pay
"""

Runs = Callable[..., ToolDone]


class Bench:
    """A project with a module of its own in a folder."""

    numbers = count()

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.module = f"bench_{next(Bench.numbers)}"
        self.backends: dict[str, Any] = {}
        self.catalog = CATALOG
        self.settings = PROJECT

    def write(self, source: str) -> "Bench":
        """Writes the module."""
        (self.folder / f"{self.module}.py").write_text(textwrap.dedent(source))
        return self

    def project(self, changed: Mapping[str, str] | None = None) -> Project:
        """The project; `changed` are texts of its catalog and what stands in their place."""
        catalog = self.catalog
        for old, new in (changed or {}).items():
            assert old in catalog
            catalog = catalog.replace(old, new)
        files = {"flowkit.yaml": self.settings, "hello.yaml": FLOW, "shop.yaml": catalog.replace("MODULE", self.module)}
        reading = read_project({path: text.encode() for path, text in files.items()})
        assert reading.project is not None, [f"{each.span}: {each.message}" for each in reading.diagnostics]
        return reading.project

    def runner(self, changed: Mapping[str, str] | None = None) -> ToolRunner:
        """A runner of its tools."""
        return ToolRunner(self.project(changed), self.folder, self.backends)

    def check(self, changed: Mapping[str, str] | None = None) -> list[str]:
        """What is wrong with the backends."""
        return check_backends(self.project(changed), self.folder, self.backends)

    def run(self, tool: str, key: str = "", timeout_ms: int = 5000, **arguments: Any) -> ToolDone:
        """Runs a tool once."""

        async def once() -> ToolDone:
            runner = self.runner()
            try:
                return await runner.run(RunTool("r1", tool, arguments, key, timeout_ms))
            finally:
                await runner.close()

        return asyncio.run(once())


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """A bench in a folder of its own; the path is as before afterwards."""
    before = list(sys.path)
    yield Bench(tmp_path)
    sys.path[:] = before


@pytest.fixture(scope="module")
def server() -> Iterator[ShopServer]:
    with shop_server() as running:
        yield running


@pytest.fixture
def web_shop(bench: Any, server: ShopServer, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A bench whose tools are the shop's operations; `bench.server` is the shop."""
    server.got, server.orders, server.payments, server.answer, server.wait_s = [], {}, {}, None, 0.0
    server.orders["12345"] = {"orderId": 12345, "paid": "12.50", "secretNote": "x"}
    monkeypatch.setenv("SHOP_TOKEN", http_shop.SECRET)
    (bench.folder / "shop.json").write_text(json.dumps(OPENAPI))
    bench.catalog = http_shop.CATALOG
    bench.server = server
    bench.backends = {
        "shop": {"openapi": "shop.json", "base_url": server.url, "headers": {"Authorization": "env:SHOP_TOKEN"}}
    }
    return bench
