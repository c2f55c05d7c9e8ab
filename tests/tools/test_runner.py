"""Running tools: whatever a backend does, the event tells how it ended, and nothing else happens to the caller."""

import asyncio
import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from typing import Any

import pytest

from flowkit.engine.effects import RunTool
from flowkit.engine.events import ToolDone
from flowkit.tools.runner import ToolRunner


def test_arguments_arrive_as_values_of_their_types(bench: Any) -> None:
    bench.write(
        """
        def search(**given):
            return [f"{name}={type(value).__name__}:{value}" for name, value in given.items()]
        """
    )
    done = bench.run(
        "search",
        day="2026-03-06",
        at="2026-03-06T10:00",
        hour="10:30",
        least="12.50",
        weight="0.5",
        lasts="PT1H30M",
        pieces=3,
        open=True,
        place={"city": "Bern", "since": "2020-01-01"},
        days=["2026-03-06"],
    )
    assert done == ToolDone(
        "r1",
        "ok",
        [
            "day=date:2026-03-06",
            "at=datetime:2026-03-06 10:00:00",
            "hour=time:10:30:00",
            "least=Decimal:12.50",
            "weight=Decimal:0.5",
            "lasts=timedelta:1:30:00",
            "pieces=int:3",
            "open=bool:True",
            "place=dict:{'city': 'Bern', 'since': datetime.date(2020, 1, 1)}",
            "days=list:[datetime.date(2026, 3, 6)]",
        ],
    )


def test_what_has_no_value_or_is_only_for_the_rules_is_not_passed(bench: Any) -> None:
    bench.write("def pay(**given): return given\ndef search(**given): return [given]")
    assert bench.run("pay", order_id="1", why="late").result == {"order_id": "1"}
    assert bench.run("search", day=None, pieces=1).result == [{"pieces": 1}]


def test_results_become_json(bench: Any) -> None:
    bench.write(
        """
        from dataclasses import dataclass
        from datetime import date
        from decimal import Decimal

        @dataclass
        class Item:
            title: str
            price: Decimal
            weight: Decimal

        def get_order(order_id):
            items = (Item("kettle", Decimal("35"), Decimal("1.250")),)
            return {"order_id": order_id, "paid": Decimal("12.5"), "eta": date(2026, 3, 6), "items": items}
        """
    )
    assert bench.run("get_order", order_id="12345") == ToolDone(
        "r1",
        "ok",
        {
            "order_id": "12345",
            "paid": "12.50",
            "eta": "2026-03-06",
            "items": [{"title": "kettle", "price": "35.00", "weight": "1.250"}],
        },
    )


def test_async_functions_run_in_the_loop(bench: Any) -> None:
    bench.write(
        """
        import asyncio, threading
        async def get_order(order_id):
            await asyncio.sleep(0)
            return threading.current_thread() is threading.main_thread()
        """
    )
    assert bench.run("get_order", order_id="1").result is True


def test_a_plain_function_that_hands_out_something_to_wait_for(bench: Any) -> None:
    bench.write(
        """
        async def _later(order_id): return order_id
        def get_order(order_id): return _later(order_id)
        """
    )
    assert bench.run("get_order", order_id="1").result == "1"


# The key.


def test_a_write_gets_its_key(bench: Any) -> None:
    bench.write("def pay(order_id, key): return key")
    assert bench.run("pay", key="fk_abc", order_id="1", why="x").result == "fk_abc"


def test_a_function_without_a_key_gets_none(bench: Any) -> None:
    bench.write("def pay(**given): return sorted(given)\ndef get_order(order_id, key='none'): return key")
    assert bench.run("pay", key="fk_abc", order_id="1", why="x").result == ["order_id"]
    assert bench.run("get_order", order_id="1").result == "none", "a read has none"


def test_an_argument_named_key_is_that_argument(bench: Any) -> None:
    bench.write("def pay(order_id, key): return key")
    runner = bench.runner(
        {
            "input: {order_id: digits, why": "input: {key: text, order_id: digits, why",
            '"I\'ll pay order {{ order_id }}. Shall I?"': '"I\'ll pay {{ order_id }}, {{ key }}. Shall I?"',
        }
    )
    arguments = {"order_id": "1", "why": "x", "key": "door"}
    done = asyncio.run(runner.run(RunTool("r1", "pay", arguments, "fk_abc")))
    assert done.result == "door"


# How it can end.


def test_a_declared_outcome(bench: Any) -> None:
    bench.write("from flowkit.tools import outcome\ndef get_order(order_id): return outcome('not_found')")
    assert bench.run("get_order", order_id="1") == ToolDone("r1", "not_found")


def test_an_outcome_that_nobody_declared_is_a_failure(bench: Any, caplog: pytest.LogCaptureFixture) -> None:
    bench.write("from flowkit.tools import outcome\ndef get_order(order_id): return outcome('gone')")
    assert bench.run("get_order", order_id="1") == ToolDone("r1", "failed", reason="undeclared outcome")
    assert "'gone'" in caplog.text


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("raise RuntimeError('no ' + order_id)", "RuntimeError"),
        # A coroutine may not raise StopIteration; Python makes another error of it.
        ("raise StopIteration", "RuntimeError"),
        ("raise SystemExit(3)", "SystemExit"),
        ("import asyncio; raise asyncio.CancelledError", "CancelledError"),
        ("import asyncio; raise asyncio.TimeoutError", "TimeoutError"),
        ("return {'paid': float('nan')}", "bad result"),
        ("return {'paid': b'12'}", "bad result"),
        ("return object()", "bad result"),
        ("return {1: 'a', '1': 'b'}", "bad result"),
    ],
)
@pytest.mark.parametrize("kind", ["", "async "])
def test_whatever_goes_wrong_is_a_failure(bench: Any, kind: str, body: str, reason: str) -> None:
    bench.write(f"{kind}def get_order(order_id):\n    {body}")
    assert bench.run("get_order", order_id="1") == ToolDone("r1", "failed", reason=reason)


def test_an_interrupt_raised_by_a_backend_stops_only_the_run(bench: Any) -> None:
    bench.write("def get_order(order_id): raise KeyboardInterrupt")
    assert bench.run("get_order", order_id="1").outcome == "failed"


def test_a_result_that_leads_to_itself_is_a_failure(bench: Any) -> None:
    bench.write("def get_order(order_id):\n    found = []\n    found.append(found)\n    return found")
    assert bench.run("get_order", order_id="1").reason == "bad result"


def test_a_write_that_was_carried_out_and_answers_nonsense_is_unknown(bench: Any) -> None:
    bench.write("def pay(order_id): return object()")
    assert bench.run("pay", order_id="1", why="x") == ToolDone("r1", "unknown", reason="bad result")


def test_arguments_that_are_none_of_the_tools(bench: Any, caplog: pytest.LogCaptureFixture) -> None:
    bench.write("def search(**given): return []\ndef get_order(order_id): return []")
    assert bench.run("search", day="soon") == ToolDone("r1", "failed", reason="bad arguments")
    assert bench.run("get_order", order_id="1", other="2").reason == "bad arguments"
    assert bench.run("lookup").reason == "no such tool"
    assert "soon" not in caplog.text


def test_a_module_that_is_missing_fails_the_run_too(bench: Any) -> None:
    assert bench.run("get_order", order_id="1") == ToolDone("r1", "failed", reason="BackendError")


# The log.


def test_the_log_has_the_error_and_no_values(bench: Any, caplog: pytest.LogCaptureFixture) -> None:
    bench.write(
        """
        def search(place, day=None):
            raise KeyError(f"no {place['city']} on {day} for {place}")
        """
    )
    done = bench.run("search", place={"city": "Winterthur", "since": "2020-01-01"}, day="2026-03-06")
    assert done.reason == "KeyError"
    assert "tool 'search' failed: KeyError: " in caplog.text
    assert "‹place›" in caplog.text
    assert "‹day›" in caplog.text
    assert f"{bench.module}.py, line 3, in search" in caplog.text
    for value in ("Winterthur", "2026-03-06", "2020"):
        assert value not in caplog.text


def test_the_event_has_no_text_of_the_error(bench: Any) -> None:
    bench.write("def get_order(order_id): raise ValueError('secret')")
    assert "secret" not in repr(bench.run("get_order", order_id="1"))


# Time.


def test_a_slow_plain_function_blocks_nothing(bench: Any) -> None:
    bench.write("import time\ndef get_order(order_id):\n    time.sleep(0.3)\n    return order_id")
    ticks = 0

    async def scene() -> list[ToolDone]:
        nonlocal ticks
        runner = bench.runner()
        runs = [asyncio.create_task(runner.run(RunTool(f"r{n}", "get_order", {"order_id": str(n)}))) for n in range(4)]
        while not all(run.done() for run in runs):
            ticks += 1
            await asyncio.sleep(0.01)
        return [run.result() for run in runs]

    begun = time.monotonic()
    assert [done.result for done in asyncio.run(scene())] == ["0", "1", "2", "3"]
    assert time.monotonic() - begun < 1.2, "they ran one after another"
    assert ticks > 10


@pytest.mark.parametrize("body", ["time.sleep(2)", "await asyncio.sleep(2)"])
@pytest.mark.parametrize("tool", ["get_order", "pay"])
def test_the_time_of_a_run_is_that_of_its_effect(bench: Any, body: str, tool: str) -> None:
    kind = "async " if "await" in body else ""
    bench.write(f"import asyncio, time\n{kind}def {tool}(order_id):\n    {body}\n    return order_id")
    begun = time.monotonic()
    more = {"why": "x"} if tool == "pay" else {}
    assert bench.run(tool, timeout_ms=150, order_id="1", **more) == ToolDone("r1", "timeout")
    assert time.monotonic() - begun < 2.0, "it did not wait for the backend"


def test_a_late_read_is_called_off_and_a_late_write_goes_on(bench: Any, caplog: pytest.LogCaptureFixture) -> None:
    bench.write(
        """
        import asyncio
        ended = []
        async def _work(name):
            await asyncio.sleep(0.3)
            ended.append(name)
        async def get_order(order_id): await _work("read")
        async def pay(order_id): await _work("write")
        """
    )

    async def scene() -> list[str]:
        runner = bench.runner()
        for tool, more in (("get_order", {}), ("pay", {"why": "x"})):
            done = await runner.run(RunTool("r1", tool, {"order_id": "1", **more}, timeout_ms=50))
            assert done.outcome == "timeout"
        await asyncio.sleep(0.5)
        return list(sys.modules[bench.module].ended)

    assert asyncio.run(scene()) == ["write"]
    assert "tool 'pay' ended after its time: ok" in caplog.text


def test_calling_off_a_run_calls_off_a_read_and_no_write(bench: Any) -> None:
    bench.write(
        """
        import asyncio
        ended = []
        async def _work(name):
            await asyncio.sleep(0.2)
            ended.append(name)
        async def get_order(order_id): await _work("read")
        async def pay(order_id): await _work("write")
        """
    )

    async def scene() -> list[str]:
        runner = bench.runner()
        for tool, more in (("get_order", {}), ("pay", {"why": "x"})):
            run = asyncio.create_task(runner.run(RunTool("r1", tool, {"order_id": "1", **more})))
            await asyncio.sleep(0.05)
            run.cancel()
            with pytest.raises(asyncio.CancelledError):
                await run
        await asyncio.sleep(0.4)
        return list(sys.modules[bench.module].ended)

    assert asyncio.run(scene()) == ["write"]


# Trying again.

FLAKY = """
calls = []
def _try(name, fails):
    calls.append(name)
    if len(calls) <= fails:
        raise OSError("busy")
    return []
"""


def _calls(bench: Any) -> int:
    return len(sys.modules[bench.module].calls)


def test_a_read_is_tried_again_as_often_as_it_says(bench: Any) -> None:
    bench.write(FLAKY + "def search(): return _try('search', 2)")
    assert bench.run("search").outcome == "ok"
    assert _calls(bench) == 3


def test_and_not_more_often(bench: Any) -> None:
    bench.write(FLAKY + "def search(): return _try('search', 9)")
    assert bench.run("search").reason == "OSError"
    assert _calls(bench) == 3


def test_a_write_is_tried_once(bench: Any) -> None:
    bench.write(FLAKY + "def pay(order_id): return _try('pay', 1)")
    project = bench.project()
    project = replace(project, tools={**project.tools, "pay": replace(project.tools["pay"], retry=3)})
    effect = RunTool("r1", "pay", {"order_id": "1", "why": "x"})
    assert asyncio.run(ToolRunner(project, bench.folder).run(effect)).reason == "OSError"
    assert _calls(bench) == 1


def test_an_outcome_is_an_answer_and_not_tried_again(bench: Any) -> None:
    bench.write(
        FLAKY + "from flowkit.tools import outcome\ndef get_order(order_id):\n"
        "    calls.append(1)\n    return outcome('not_found')"
    )
    assert bench.run("get_order", order_id="1").outcome == "not_found"
    assert _calls(bench) == 1


def test_all_attempts_share_one_time(bench: Any) -> None:
    bench.write(FLAKY + "import time\ndef search():\n    time.sleep(0.15)\n    return _try('search', 9)")
    assert bench.run("search", timeout_ms=250).outcome == "timeout"
    assert _calls(bench) < 3


# The end of the process.


def test_a_function_that_hangs_does_not_keep_the_process() -> None:
    script = textwrap.dedent(
        """
        import asyncio, threading
        from flowkit.tools.threads import in_thread

        async def main():
            try:
                await asyncio.wait_for(in_thread(threading.Event().wait, "hangs"), 0.2)
            except asyncio.TimeoutError:
                print("left")

        asyncio.run(main())
        """
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=20, check=True)
    assert ended.stdout.strip() == "left"
    assert ended.stderr == ""


def test_a_thread_that_ends_after_its_loop_says_nothing() -> None:
    script = textwrap.dedent(
        """
        import asyncio, time
        from flowkit.tools.threads import in_thread

        async def main():
            try:
                await asyncio.wait_for(in_thread(lambda: time.sleep(0.4), "late"), 0.05)
            except asyncio.TimeoutError:
                print("left")

        asyncio.run(main())
        time.sleep(0.6)
        """
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=20, check=True)
    assert (ended.stdout.strip(), ended.stderr) == ("left", "")
