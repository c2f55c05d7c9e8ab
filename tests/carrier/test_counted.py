"""Limits across calls, cases and asking for some of several values: with the real store, socket and local model."""

import asyncio
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from flowkit.carrier.call import CarriedCall
from flowkit.carrier.carrying import carry, carry_on
from flowkit.carrier.clock import VirtualClock
from flowkit.carrier.equipment import Equipment
from flowkit.carrier.socket import Endpoint
from flowkit.compiler import compile_project
from flowkit.engine.codec import effect_from_json
from flowkit.engine.effects import Reserve
from flowkit.engine.events import CallStarted, ToolDone
from flowkit.engine.program import Program
from flowkit.journal.limits import SqliteLimits
from flowkit.journal.sqlite import SqliteJournal
from flowkit.language.project import read_project
from flowkit.simulator import Simulator
from tests.carrier.bench import play
from tests.engine.conversation import MONDAY

PROJECT = """\
flowkit: 1
title: Credits
start: give
greeting: This is an automated assistant.
handoffs: {desk: {to: "sip:desk@example.com", default: true}}
about_us: {automated: I am automated., recording: This call is not recorded., data: It is used for this call only.}
case: {use: record_case, with: {text: summary}}
"""
CATALOG = """\
catalog: bank
records: {customer: {key: id, single: true, fields: {id: text}}}
tools:
  find_customer:
    about: Finds a customer.
    effect: read
    input:
      phone: {type: phone, optional: true}
      postcode: {type: postcode, optional: true}
      name: {type: name, optional: true}
    output: customer
    backend: fixture:none.yaml
  credit:
    about: Gives a credit.
    effect: money
    input: {amount: money}
    limits: {limit: amount at most 50 per customer per day, rule: daily, because: That is all for today.}
    read_back: "I'll credit {{ amount }}. Shall I do that?"
    backend: fixture:none.yaml
  record_case:
    about: Writes a case.
    effect: write
    consent: none
    consent_because: Nothing changes for the caller.
    input: {text: text}
    backend: fixture:none.yaml
"""
FLOW = """\
flow: give
title: A credit
slots:
  phone: {type: phone, ask: "What's your phone number?", check_back: none}
  postcode: {type: postcode, ask: "What's your post code?", check_back: none}
  name: {type: name, ask: "What's your name?", check_back: none}
  amount: {type: money, ask: "How much?"}
start: who
states:
  who: {ask: [phone, postcode, name], enough: 2, question: "Two of phone number, post code and name?", next: find}
  find: {use: find_customer, with: {phone: phone, postcode: postcode, name: name}, next: ask}
  ask: {ask: amount, next: agree}
  agree: {confirm: credit, with: {amount: amount}, next: done}
  done: {say: It is done., end: resolved}
"""
SAYS = ("I don't have my phone number", "the post code is 10001", "Ana Silva", "thirty dollars", "yes")


def program():
    files = {"flowkit.yaml": PROJECT, "tools/bank.yaml": CATALOG, "give.yaml": FLOW}
    reading = read_project({path: text.encode() for path, text in files.items()})
    assert reading.project is not None, [each.message for each in reading.diagnostics]
    compiled = compile_project(reading.project)
    return Program(reading.project, compiled.briefs, compiled.digest, ZoneInfo("UTC")), compiled.sessions


class Bank:
    """The tools; `runs` are the tools and arguments that were carried out."""

    def __init__(self, outcome="ok"):
        self.runs = []
        self.outcome = outcome

    async def run(self, effect):
        self.runs.append((effect.tool, dict(effect.arguments)))
        if effect.tool == "find_customer":
            return ToolDone(effect.run, "ok", {"id": "c1"})
        return ToolDone(effect.run, self.outcome if effect.tool == "credit" else "ok", {})


class Silent:
    """A store that never answers a reservation."""

    def __init__(self, inner):
        self.inner = inner
        self.asked = asyncio.Event()

    async def count(self, effect):
        return await self.inner.count(effect)

    async def reserve(self, effect):
        self.asked.set()
        await asyncio.sleep(60)

    async def release(self, effect):
        raise AssertionError


def equipment(journal, url, bank, limits, heard):
    made, sessions = program()
    return Equipment(
        program=made,
        sessions=sessions,
        connect=Endpoint("gpt-realtime-2.1", "local", url).connect,
        tools=bank,
        journal=journal,
        clock=VirtualClock(MONDAY),
        extras={"model": "gpt-realtime-2.1"},
        deliver=lambda delivery: heard.append(delivery.text),
        limits=limits,
    )


async def caller(call: CarriedCall) -> None:
    for words in SAYS:
        if not await call.quiet():
            return
        await call.message(words)
    await call.ended()


async def one_call(path, url, number, bank, heard):
    with SqliteJournal(path) as journal:
        call_id = f"call_{number}"
        made = equipment(journal, url, bank, SqliteLimits(path, call_id), heard)
        journal.begin(call_id, made.program.digest, {}, {})
        return await carry(made, CallStarted(call_id, "text"), caller)


def calls(path, *banks, heard=None):
    """These calls, all at once."""

    async def go():
        SqliteJournal(path).close()
        async with Simulator() as simulator:
            made = [one_call(path, simulator.url, n, bank, heard or []) for n, bank in enumerate(banks, 1)]
            return await asyncio.gather(*made)

    return play(go(), 40)


def credits(*banks):
    return [run for bank in banks for run in bank.runs if run[0] == "credit"]


def test_a_caller_says_two_of_three_and_what_is_not_known_is_left_out(tmp_path):
    bank, heard = Bank(), []
    (call,) = calls(tmp_path / "calls.db", bank, heard=heard)
    assert call.outcome == "resolved", heard
    assert bank.runs[0] == ("find_customer", {"postcode": "10001", "name": "Ana Silva"})
    assert bank.runs[1] == ("credit", {"amount": "30.00"})


def test_calls_at_once_cannot_exceed_a_limit_together(tmp_path):
    banks = [Bank(), Bank(), Bank()]
    ended = calls(tmp_path / "calls.db", *banks)
    assert len(credits(*banks)) == 1
    assert sorted(call.outcome for call in ended) == ["refused", "refused", "resolved"]


def test_one_call_after_the_other(tmp_path):
    path, first, second, third = tmp_path / "calls.db", Bank("failed"), Bank(), Bank()
    heard = []

    async def go():
        SqliteJournal(path).close()
        async with Simulator() as simulator:
            return [await one_call(path, simulator.url, n, b, heard) for n, b in enumerate((first, second, third), 1)]

    ended = play(go(), 40)
    # The first was not carried out and gave its share back; the third finds that too little is left.
    assert [call.outcome for call in ended] == ["handed_off", "resolved", "refused"]
    assert len(credits(second)) == 1
    assert credits(third) == []
    assert "That is all for today." in heard
    case = first.runs[-1]
    assert case[0] == "record_case"
    assert case[1]["text"].startswith("A credit\n")
    assert "Done: credit (amount: 30.00): failed" in case[1]["text"]


@pytest.mark.parametrize("left", ["40", "20"])
def test_a_call_that_was_killed_while_it_reserved_goes_on(tmp_path, left):
    path, bank, heard = tmp_path / "calls.db", Bank(), []

    async def go():
        SqliteJournal(path).close()
        async with Simulator() as simulator:
            with SqliteJournal(path) as journal:
                store = Silent(SqliteLimits(path, "call_1"))
                made = equipment(journal, simulator.url, bank, store, heard)
                journal.begin("call_1", made.program.digest, {}, {})
                carrying = asyncio.create_task(carry(made, CallStarted("call_1", "text"), caller))
                await store.asked.wait()
                carrying.cancel()
                await asyncio.gather(carrying, return_exceptions=True)
                assert credits(bank) == []
                await _use_up(path, left)
                again = equipment(journal, simulator.url, bank, SqliteLimits(path, "call_1"), heard)
                return await carry_on(again, journal.rows("call_1"), lambda call: call.ended())

    call = play(go(), 40)
    assert call.outcome == ("resolved" if left == "40" else "refused")
    assert len(credits(bank)) == (left == "40")


async def _use_up(path, left):
    """Another call takes all but `left` of what is allowed."""
    with SqliteJournal(path) as journal:
        asked = [effect_from_json(row.body) for row in journal.rows("call_1") if row.name == "reserve"]
    share = tuple(replace(one, amount=str(50 - int(left))) for one in asked[-1].counters)
    answer = await SqliteLimits(path, "call_9").reserve(Reserve("r1", share))
    assert answer.outcome == "ok"
