"""Calls over a chat endpoint from the command line: the same engine decides, whatever line the model is on."""

import asyncio
import json
import signal
import subprocess
import threading
import time
from collections.abc import Iterator

import pytest
from typer.testing import CliRunner

from flowkit.cli.app import app
from flowkit.cli.failures import UsageProblem
from flowkit.simulator import Simulator


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    """A simulator that serves for all tests of this file, in a thread of its own."""
    started = threading.Event()
    made = Simulator()
    loop = asyncio.new_event_loop()

    async def serve() -> None:
        async with made:
            started.set()
            await stop.wait()

    stop = asyncio.Event()
    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    assert started.wait(10)
    yield made
    loop.call_soon_threadsafe(stop.set)
    thread.join(10)
    loop.close()


BOTH_LINES = {
    "a visit is moved after a yes": (
        "reschedule",
        {"given": "customer=c1"},
        ("Friday at ten please", "no wait, Saturday", "eleven", "yes, go ahead"),
    ),
    "the caller is found, the order is told": ("order_status", {}, ("my order is 12345", "ana@example.com, 10001")),
}


@pytest.mark.parametrize(("flow", "more", "said"), BOTH_LINES.values(), ids=BOTH_LINES.keys())
def test_the_engine_decides_the_same_on_both_lines(shop, simulator, flow, more, said):
    rows = shop.folder / "shop.db"
    as_it_was = rows.read_bytes()
    realtime = shop.call(f"flows/{flow}.yaml", *said, journal="realtime.db", **more)
    moved = shop.rows("select to_start from visit_moves")
    rows.write_bytes(as_it_was)
    chat = shop.call(f"flows/{flow}.yaml", *said, journal="chat.db", model=f"chat:{simulator.url}", **more)
    assert (chat.code, realtime.code) == (0, 0), chat.err
    # States, slots, tools, consent, and all that was said.
    assert chat.lines == realtime.lines
    assert shop.rows("select to_start from visit_moves") == moved
    assert (flow == "reschedule") is any(line["type"] == "consent_given" for line in chat.lines)
    assert {each.status for each in simulator.exchanges} == {200}
    assert all(tool["function"]["strict"] for tool in simulator.exchanges[-1].request["tools"])


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("chat:http://127.0.0.1:9/v1", "nothing answers at 127.0.0.1:9"),
        ("chat:{host}", "try 'chat:{host}/v1'"),
    ],
)
def test_an_endpoint_that_is_not_there(shop, simulator, model, words):
    host = simulator.url.removesuffix("/v1")
    ran = shop.flowkit("run", "flows/faq.yaml", "--say", "hi", "--model", model.format(host=host))
    assert ran.code == 1, ran.err
    assert words.format(host=host) in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--model", "chat:here"), "'here' is no URL of a chat endpoint"),
        (("--model", "chat:"), "there is no API key for the server at api.openai.com"),
        (("--model", "chat:#gpt-5"), "there is no API key for the server at api.openai.com"),
        (("--model", "chat:http://x/v1", "--base-url", "http://y"), "a chat endpoint has its URL in --model already"),
    ],
)
def test_what_a_user_can_do_wrong(monkeypatch, words, sentence):
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "FLOWKIT_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    problem = CliRunner().invoke(app, ["run", "--say", "hi", *words]).exception
    assert isinstance(problem, UsageProblem)
    assert problem.message == sentence
    assert problem.hint


SATURDAY = "no, Saturday at eleven please"


def test_a_killed_call_is_taken_up_again(shop, simulator):
    """Its history is gone with the process: the endpoint is told what it must know."""
    url = f"chat:{simulator.url}"
    words = ("run", "flows/reschedule.yaml", "--given", "customer=c1", "--now", "2026-03-02T10:00", "--seed", "1")
    call = subprocess.Popen(
        shop.command(*words, "--model", url),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=shop.folder,
        env=shop.environment,
        text=True,
    )
    assert call.stdin is not None
    assert call.stdout is not None
    call.stdin.write("Friday at ten please\n")
    call.stdin.flush()
    until = time.monotonic() + 20
    for line in call.stdout:
        if "consent asked" in line or time.monotonic() > until:
            break
    call.send_signal(signal.SIGKILL)
    call.communicate()
    before = len(simulator.exchanges)
    ran = shop.flowkit("run", "--resume", "call_1", "--model", url, "--json", "--say", SATURDAY, "--say", "yes")
    assert ran.end["outcome"] == "resolved", ran.out + ran.err
    assert shop.rows("select to_start from visit_moves") == [("2026-03-07T11:00",)]
    first = list(simulator.exchanges)[before].request["messages"]
    assert first[1]["role"] == "developer"
    assert first[1]["content"].startswith("The call goes on after an interruption.")
    assert "Friday at ten please" in json.dumps(first)
