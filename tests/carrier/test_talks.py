"""Talks over a real socket, on either line: the model leads, its tools run, and the engine asks before any write."""

import sys
from zoneinfo import ZoneInfo

import pytest

from flowkit.carrier.carrying import carry
from flowkit.carrier.chat_endpoint import ChatEndpoint
from flowkit.carrier.clock import VirtualClock
from flowkit.carrier.equipment import Equipment
from flowkit.carrier.socket import Endpoint
from flowkit.compiler import compile_project
from flowkit.engine.events import CallStarted, ToolDone
from flowkit.engine.program import Program
from flowkit.journal.sqlite import SqliteJournal
from flowkit.language.project import read_project
from flowkit.lines.chat.line import CHAT
from flowkit.simulator import Simulator
from tests.carrier.bench import play
from tests.engine.talks import ANA, FILES, ORDER

MONDAY = 1_772_463_600_000
STATEMENT = "I'll restart device K 7 Q X now."
QUESTION = "Do you want to proceed?"


class Shop:
    """A shop with one order and one device, which a restart brings online if `helps`."""

    def __init__(self, helps=True):
        self.online = False
        self.helps = helps
        self.ran = []

    async def run(self, effect):
        self.ran.append((effect.tool, dict(effect.arguments)))
        match effect.tool:
            case "find_customer":
                result = ANA
            case "get_order":
                result = ORDER if effect.arguments == {"order_id": "12345"} else None
            case "device_status":
                result = {"serial": effect.arguments["serial"], "online": self.online}
            case "reset_device":
                assert effect.key
                self.online = self.helps
                result = {}
        return ToolDone(effect.run, "ok" if result is not None else "not_found", result)


@pytest.fixture(params=["realtime", "chat"], autouse=True)
def line(request, monkeypatch):
    """Which line the model is on; the engine decides the same."""
    monkeypatch.setattr(sys.modules[__name__], "LINE", request.param)


LINE = "realtime"


def _model(simulator):
    if LINE == "chat":
        return {"connect": ChatEndpoint(simulator.url).connect, "line": CHAT}
    name = "gpt-realtime-2.1"
    return {"connect": Endpoint(name, "local", simulator.url).connect, "extras": {"model": name}}


def call_of(tmp_path, messages, begin="", shop=None, **given):
    """Carries a call; what was heard, what ran, how it ended, and the names of the functions' outputs."""
    shop, heard = shop or Shop(), []
    project = read_project({path: text.encode() for path, text in FILES.items()}).project
    compiled = compile_project(project)

    async def caller(call):
        for message in messages:
            if not await call.quiet():
                return
            heard.append(f"> {message}")
            await call.message(message)
        if await call.quiet():
            await call.hang_up()

    async def go():
        with SqliteJournal(tmp_path / "calls.db") as journal:
            async with Simulator() as simulator:
                made = Equipment(
                    program=Program(project, compiled.briefs, compiled.digest, ZoneInfo(project.timezone)),
                    sessions=compiled.sessions,
                    tools=shop,
                    journal=journal,
                    clock=VirtualClock(MONDAY),
                    deliver=lambda delivery: heard.append(delivery.text),
                    **_model(simulator),
                )
                journal.begin("call_1", compiled.digest, {}, {})
                started = CallStarted("call_1", "text", given=given, begin=begin)
                call = await carry(made, started, caller)
            assert [f.event for f in simulator.frames if f.event.get("type") == "error"] == []
            if LINE == "chat":
                # A request with a call that has no output, or two, is refused.
                assert {each.status for each in simulator.exchanges} == {200}
            else:
                _check_outputs([f.event for f in simulator.frames])
            return call, journal.rows("call_1")

    call, rows = play(go(), 40)
    return call, heard, shop, rows


def _check_outputs(frames):
    """Every function that the model called got exactly one output."""
    made = [f["item"]["call_id"] for f in frames if f["type"] == "response.output_item.done" and _is_call(f)]
    given = [f["item"]["call_id"] for f in frames if f["type"] == "conversation.item.create" and _is_output(f)]
    assert made
    assert sorted(made) == sorted(given)


def _is_call(frame):
    return frame["item"]["type"] == "function_call"


def _is_output(frame):
    return frame["item"]["type"] == "function_call_output"


TO_THE_DEVICE = ["K7QX, and the light is red"]


def test_a_restart_is_asked_for_agreed_to_and_looked_at(tmp_path):
    call, heard, shop, rows = call_of(tmp_path, [*TO_THE_DEVICE, "yes please", "yes", "green now"], begin="device_help")
    assert call.outcome == "resolved"
    assert heard[heard.index("> yes please") + 1 :][:3] == [STATEMENT, QUESTION, "> yes"]
    assert [tool for tool, _ in shop.ran] == ["device_status", "reset_device", "device_status"]
    consents = [row.body["data"] for row in rows if row.body.get("kind") == "consent"]
    assert [consent["arguments"] for consent in consents] == [{"serial": "K7QX"}]
    assert heard[-1].endswith("It's online now.")


def test_a_restart_that_was_declined_is_not_made(tmp_path):
    call, heard, shop, rows = call_of(tmp_path, [*TO_THE_DEVICE, "yes please", "no", "I give up"], begin="device_help")
    assert [tool for tool, _ in shop.ran] == ["device_status"]
    assert not [row for row in rows if row.body.get("kind") == "consent"]
    assert heard[heard.index("> no") + 1] == "All right. What would you like instead?"
    assert heard[-1] == "All right, another time."
    assert call.outcome == "unresolved"


def test_the_balance_an_order_and_that_was_all(tmp_path):
    call, heard, shop, _ = call_of(
        tmp_path,
        ["what's my balance?", "what about order 12345?", "and 12346?", "thanks"],
        begin="account",
        customer=ANA,
    )
    assert heard[heard.index("> what's my balance?") + 1] == "The balance is twelve dollars fifty."
    assert "The status is delivered." in heard[heard.index("> what about order 12345?") + 1]
    assert "There is no order with this number." in heard[heard.index("> and 12346?") + 1]
    assert shop.ran == [("get_order", {"order_id": "12345"}), ("get_order", {"order_id": "12346"})]
    assert call.outcome == "resolved"


def test_an_exit_that_goes_to_a_person(tmp_path):
    call, heard, *_ = call_of(tmp_path, ["that charge is wrong"], begin="account", customer=ANA)
    assert heard[-1] == "I'll put you through to a colleague."
    assert call.outcome == "handed_off"


@pytest.mark.parametrize(
    ("words", "answer", "outcome"),
    [
        ("when are you open?", "We are open from nine to six.", "resolved"),
        ("do you sell lamps?", "I'll put you through to a colleague.", "handed_off"),
    ],
)
def test_questions_are_answered_from_the_facts_alone(tmp_path, words, answer, outcome):
    call, heard, *_ = call_of(tmp_path, [words], begin="questions")
    assert heard[-1] == answer
    assert call.outcome == outcome


def test_a_write_whose_record_is_not_known_is_looked_up_first(tmp_path):
    call, heard, shop, _ = call_of(tmp_path, ["can you keep order 12345 back?"], begin="orders", customer=ANA)
    assert shop.ran == [("get_order", {"order_id": "12345"})]
    assert "It has left already." in heard
    assert call.outcome == "abandoned"


def test_a_device_that_stays_offline_takes_too_long(tmp_path):
    tries = ["yes please", "yes", "still red", "still red", "still red", "still red"]
    call, heard, shop, _ = call_of(tmp_path, [*TO_THE_DEVICE, *tries], begin="device_help", shop=Shop(helps=False))
    assert heard[-1] == "This takes too long, I'll stop here."
    assert call.outcome == "unresolved"
    assert [tool for tool, _ in shop.ran].count("reset_device") == 1


def test_the_engine_moves_on_when_the_device_is_online(tmp_path):
    """Somebody else brought it online: the next look ends the talk, whatever the model would say."""
    shop = Shop()

    async def run(effect, own=shop.run):
        done = await own(effect)
        shop.online = True
        return done

    shop.run = run
    call, heard, *_ = call_of(tmp_path, [*TO_THE_DEVICE, "is it online?"], begin="device_help", shop=shop)
    assert heard[-1].endswith("It's online now.")
    assert call.outcome == "resolved"
