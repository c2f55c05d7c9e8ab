"""`fixture:` backends: answers from a file, the first that fits, and what is wrong with the file."""

import asyncio
import time
from typing import Any

import pytest

from flowkit.engine.effects import RunTool
from flowkit.engine.events import ToolDone

ANSWERS = """
get_order:
  - {with: {order_id: 00123}, output: {order_id: 00123, paid: 12.50, items: [], eta: 2026-03-06}}
  - {with: {order_id: "555"}, outcome: not_found}
  - {with: {order_id: "666"}, outcome: failed}
  - {with: {order_id: "777"}, after: 200 ms, output: {order_id: "777"}}
search:
  - {with: {day: 2026-03-06, least: 10, open: true}, output: [both]}
  - {with: {day: 2026-03-06}, output: [day]}
  - output: []
pay: {output: {}}
"""


@pytest.fixture
def shop(bench: Any) -> Any:
    """The bench with its tools answered from a file."""
    (bench.folder / "shop.yaml").write_text(ANSWERS)
    bench.backends = {"shop": "fixture:shop.yaml"}
    return bench


def test_the_file_is_all_right(shop: Any) -> None:
    assert shop.check() == []


def test_an_answer_keeps_its_digits(shop: Any) -> None:
    assert shop.run("get_order", order_id="00123") == ToolDone(
        "r1", "ok", {"order_id": "00123", "paid": "12.50", "items": [], "eta": "2026-03-06"}
    )


def test_an_outcome(shop: Any) -> None:
    assert shop.run("get_order", order_id="555") == ToolDone("r1", "not_found")
    assert shop.run("get_order", order_id="666") == ToolDone("r1", "failed", reason="FixtureFailed")


def test_the_first_that_fits(shop: Any) -> None:
    assert shop.run("search", day="2026-03-06", least="10.00", open=True).result == ["both"]
    assert shop.run("search", day="2026-03-06", least="10.00", open=False).result == ["day"]
    assert shop.run("search", day="2026-03-07").result == []
    assert shop.run("pay", order_id="9", why="x").result == {}


def test_nothing_fits(shop: Any, caplog: pytest.LogCaptureFixture) -> None:
    assert shop.run("get_order", order_id="98765") == ToolDone("r1", "failed", reason="BackendError")
    assert "fits this call of 'get_order'" in caplog.text
    assert "98765" not in caplog.text


def test_an_answer_that_waits(shop: Any) -> None:
    begun = time.monotonic()
    assert shop.run("get_order", order_id="777").result == {"order_id": "777"}
    assert time.monotonic() - begun >= 0.2
    assert shop.run("get_order", order_id="777", timeout_ms=50).outcome == "timeout"


def test_a_tool_may_name_the_file_itself(bench: Any) -> None:
    (bench.folder / "own.yaml").write_text("get_order: {output: {order_id: '1'}}")
    runner = bench.runner({"python:MODULE:get_order": "fixture:own.yaml"})
    assert asyncio.run(runner.run(RunTool("r1", "get_order", {"order_id": "1"}))).result == {"order_id": "1"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("get_ordr: {output: 1}", "there is no tool 'get_ordr'; did you mean 'get_order'?"),
        ("get_order: {output: 1, outcome: not_found}", "an answer has 'output' or 'outcome', not both"),
        ("get_order: {outcome: not_fond}", "'get_order' has no outcome 'not_fond'; did you mean 'not_found'?"),
        ("get_order: {outpt: 1}", "an answer has no 'outpt'; did you mean 'output'?"),
        ("get_order: {with: {order: 1}}", "'get_order' has no argument 'order'"),
        ("search: {with: {day: soon}}", "'day' cannot have this value: not a day"),
        ("get_order: {with: 5}", "'with' is a map of arguments"),
        ("get_order: [5]", "an answer is a map of with, output, outcome, after"),
        ("get_order: {after: 2}", "'2' needs a unit"),
        ("pay: {with: {why: x}}", "'why' is only for the rules (send: false), so no answer can depend on it"),
        ("- 5", "a file of fixtures is a map of tools"),
        ("get_order: [", "'['"),
    ],
)
def test_what_is_wrong_with_a_file(shop: Any, text: str, told: str) -> None:
    (shop.folder / "shop.yaml").write_text(text)
    found = shop.check()
    assert any(told in each for each in found), found
    assert all(each.startswith(f"{shop.folder / 'shop.yaml'}:1:") for each in found), found
    assert shop.run("get_order", order_id="1").reason == "BackendError"


def test_a_tool_without_answers(shop: Any) -> None:
    (shop.folder / "shop.yaml").write_text("get_order: {output: 1}\nsearch: {output: []}")
    (found,) = shop.check()
    assert found.startswith("tool 'pay': the file ")
    assert found.endswith("has no answers for it; write: pay: [{output: …}]")


def test_no_such_file(shop: Any) -> None:
    (shop.folder / "shop.yaml").unlink()
    (found,) = shop.check()
    assert found == f"the file of fixtures {shop.folder / 'shop.yaml'} cannot be read: no such file or directory"


# What stands in for a catalog.


class Counts:
    """A backend of a test's own."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any], str]] = []

    def problems(self, tool: Any) -> list[str]:
        return [f"tool '{tool.name}': is not liked"] if tool.name == "pay" else []

    async def call(self, tool: Any, arguments: Any, key: str) -> Any:
        self.calls.append((tool.name, dict(arguments), key))
        return {}


def test_a_backend_of_ones_own(bench: Any) -> None:
    counts = Counts()
    bench.backends = {"shop": counts}
    assert bench.check() == ["tool 'pay': is not liked"]
    assert bench.run("pay", key="k1", order_id="1", why="x").outcome == "ok"
    assert counts.calls == [("pay", {"order_id": "1"}, "k1")]


def test_a_function_for_a_whole_catalog(bench: Any) -> None:
    bench.write("def anything(**given): return given")
    bench.backends = {"shop": f"python:{bench.module}:anything"}
    assert bench.check() == []
    assert bench.run("get_order", order_id="1").result == {"order_id": "1"}


def test_settings_of_a_kind_leave_the_tools_their_own_backends(bench: Any) -> None:
    bench.write("def get_order(order_id): return 5")
    bench.backends = {"shop": {"openapi": "shop.json"}}
    assert bench.run("get_order", order_id="1").result == 5
