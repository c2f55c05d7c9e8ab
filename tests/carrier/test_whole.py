"""Everything together: engine, line, carrier, journal and simulator, over a real socket; also across `kill -9`."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from flowkit.carrier.carrying import carry, carry_on
from flowkit.carrier.resume import replay
from flowkit.carrier.socket import Endpoint
from flowkit.journal.sqlite import SqliteJournal
from flowkit.simulator import Simulator
from tests.carrier.bench import play
from tests.carrier.whole import STARTED, Shop, caller, equipment, files

GREETING = "Hi, you're talking to the demo shop's AI assistant. This call is recorded."


def test_an_appointment_is_moved(tmp_path):
    heard, shop = [], Shop()

    async def go():
        with SqliteJournal(tmp_path / "calls.db") as journal:
            async with Simulator() as simulator:
                made = equipment(journal, simulator.url, shop, deliver=lambda delivery: heard.append(delivery.text))
                journal.begin("call_1", made.program.digest, files(), {})
                call = await carry(made, STARTED, caller)
            rows = journal.rows("call_1")
            assert simulator.frames
            errors = [frame.event for frame in simulator.frames if frame.event.get("type") == "error"]
            return call, rows, errors, made

    call, rows, errors, made = play(go())
    assert call.outcome == "resolved"
    assert heard[0] == GREETING
    assert heard[1:] == [
        "What day suits you?",
        "I'll move your dentist to Friday, March sixth at ten am.",
        "Shall I do that?",
        "Done, it's moved.",
    ]
    assert len(shop.keys) == 1
    assert errors == []  # the server had nothing to say against any frame of ours
    last = [row.body for row in rows if row.step == rows[-1].step]
    assert {"hang_up", "note"} <= {body["type"] for body in last}
    assert any(body.get("kind") == "closed" for body in last)
    with pytest.raises(Exception, match="is over"):
        replay(made, rows)


def test_two_such_calls_are_alike(tmp_path):
    async def go(name):
        with SqliteJournal(tmp_path / name) as journal:
            async with Simulator() as simulator:
                made = equipment(journal, simulator.url, Shop())
                journal.begin("call_1", made.program.digest, files(), {})
                await carry(made, STARTED, caller)
            return journal.rows("call_1")

    first, second = play(go("a.db")), play(go("b.db"))
    assert [row.body for row in first] == [row.body for row in second]


async def killed_at_the_write(path: Path, url: str) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(Path(__file__).with_name("whole.py")),
        str(path),
        url,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    running = Path(f"{path}.running")
    try:
        while not running.exists():
            await asyncio.sleep(0.02)
            assert process.returncode is None, (await process.stderr.read()).decode()
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
        await process.wait()


@pytest.mark.parametrize(
    ("moved", "outcome", "words"),
    [
        (True, "resolved", ["Done, it's moved."]),
        (False, "handed_off", ["I'm sorry, that didn't work. I'll put you through to a colleague."]),
    ],
)
def test_killed_between_consent_and_answer(tmp_path, moved, outcome, words):
    path, heard, shop = tmp_path / "calls.db", [], Shop(moved=moved)

    async def go():
        async with Simulator() as simulator:
            await killed_at_the_write(path, simulator.url)
            with SqliteJournal(path) as journal:
                before = journal.rows("call_1")
                made = equipment(journal, simulator.url, shop, deliver=lambda delivery: heard.append(delivery.text))
                call = await carry_on(made, before, caller_who_listens)
                return call, before, journal.rows("call_1")[len(before) :]

    call, before, after = play(go(), 40)
    # The record ends with the consent and the write, and the write is never made again.
    assert [row.body["type"] for row in before if row.body["type"] in ("run", "tool_done")][-1] == "run"
    assert any(row.body.get("kind") == "consent" for row in before)
    assert shop.keys == []
    names = [row.body["type"] for row in after if row.body["type"] not in ("timer", "note")]
    assert names[:5] == ["back", "configure", "seed", "brief", "say"]
    assert [row.body["session"] for row in after if row.body["type"] == "back"] == [2]
    unknown = next(row.body for row in after if row.body["type"] == "tool_done")
    assert (unknown["outcome"], unknown["reason"]) == ("unknown", "restarted")
    assert heard[0].startswith("Sorry, I lost you for a moment.")
    assert heard[1:] == words
    assert call.outcome == outcome


async def caller_who_listens(call):
    await call.ended()


def test_a_wrong_key_is_a_sentence():
    from flowkit.carrier.errors import LineError

    async def go():
        async with Simulator(api_key="right") as simulator:
            await Endpoint("gpt-realtime-2.1", "wrong-key-123", simulator.url).connect()

    with pytest.raises(LineError, match="does not accept the API key"):
        play(go())
    with pytest.raises(LineError, match="does not know the model 'gpt-5'"):
        play(_unknown_model())


async def _unknown_model():
    async with Simulator() as simulator:
        await Endpoint("gpt-5", "local", simulator.url).connect()


def test_a_session_that_expires_is_followed_by_another(tmp_path):
    heard = []

    async def slow(call):
        await call.quiet()
        await asyncio.sleep(1.0)  # meanwhile the server ends the session, and another is begun
        await call.quiet()
        await call.hang_up()

    async def go():
        with SqliteJournal(tmp_path / "calls.db") as journal:
            async with Simulator(session_seconds=0.6) as simulator:
                made = equipment(journal, simulator.url, Shop(), deliver=lambda delivery: heard.append(delivery.text))
                journal.begin("call_1", made.program.digest, files(), {})
                await carry(made, STARTED, slow)
            return journal.rows("call_1")

    rows = play(go())
    events = [row.body["type"] for row in rows if row.kind == "event"]
    assert events.index("lost") < events.index("back")
    assert heard[-1].startswith("Sorry, I lost you for a moment.")
