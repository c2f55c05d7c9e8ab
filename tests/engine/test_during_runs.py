"""What the caller says while a tool runs: about a read, about a write, and for a person."""

import pytest

from flowkit.engine import events
from flowkit.engine.effects import Abandon, Brief
from tests.engine.workshop import (
    at_read_back,
    begun,
    reply,
    results,
    runs,
    says,
    says_and_calls,
    settle,
    tick,
    transfers,
    where,
)


def reading():
    """A call in which the day is being looked up as r1."""
    talk = begun()
    says_and_calls(talk, "Friday", "record", '{"day": "Friday"}')
    assert where(talk) == "bring.look"
    return talk


def writing(kind):
    """A call in which a write is on its way: one that was agreed to, or one without consent."""
    if kind == "agreed":
        talk = at_read_back()
        talk.caller("yes")
    else:
        talk = begun("jotter")
        says_and_calls(talk, "Friday", "record", '{"day": "Friday"}')
    (run,) = talk.call.runs
    return talk, run


KINDS = pytest.mark.parametrize("kind", ["agreed", "without consent"])


def test_the_caller_is_answered_while_a_read_runs_and_is_promised_nothing():
    talk = reading()
    out = talk.caller("does it take long?")
    (brief,) = [effect.text for effect in out if isinstance(effect, Brief)]
    assert "It is being looked up; no result yet, promise none." in brief
    talk.model(reply(talk), "Just a moment.")
    assert list(talk.call.runs) == ["r1"]
    talk.tool("r1", "ok", {"free": True})
    assert where(talk) == "bring.agree"


def test_a_value_that_the_read_uses_is_changed():
    talk = reading()
    out = says_and_calls(talk, "no, Saturday", "record", '{"day": "Saturday"}')
    assert Abandon("r1") in out
    assert runs(out) == [("times", {"day": "2026-03-07"})]
    assert runs(talk.tool("r1", "ok", {"free": False})) == []
    assert where(talk) == "bring.look"


def test_a_person_during_a_read_abandons_it():
    talk = reading()
    out = says_and_calls(talk, "a person please", "request", '{"kind": "person"}')
    assert Abandon("r1") in out
    assert len(transfers(settle(talk))) == 1


@KINDS
def test_nothing_stops_a_write_and_the_caller_is_told_so(kind):
    talk, run = writing(kind)
    out = talk.caller("stop!")
    assert says(out) == ["I have already sent it; let me see how it went."]
    settle(talk)
    talk.tool(run, "ok")
    assert talk.call.done[-1].outcome == "ok"


@KINDS
def test_a_person_during_a_write_comes_when_it_is_done(kind):
    talk, run = writing(kind)
    out = talk.caller("I want to talk to a person")
    assert says(out) == ["One moment, then I connect you."]
    assert transfers(settle(talk)) == []
    out = talk.tool(run, "ok")
    (transfer,) = transfers(out)
    assert transfer.summary["unknown"] == []
    assert transfer.summary["done"][-1]["outcome"] == "ok"


@KINDS
def test_or_after_five_seconds_as_not_known(kind):
    talk, run = writing(kind)
    since = talk.at
    talk.caller("I want to talk to a person")
    settle(talk)
    assert talk.call.timers["write_wait"] == since + 5_000
    (transfer,) = transfers(tick(talk, "write_wait"))
    assert len(transfer.summary["unknown"]) == 1
    talk.tool(run, "ok")
    assert talk.call.done[-1].outcome == "ok"


def test_fillers_take_turns():
    talk = reading()
    settle(talk)
    heard = []
    started = talk.call.runs["r1"].started
    times = []
    for _ in range(3):
        out = tick(talk, "progress r1")
        times.append(talk.at - started)
        heard += says(out)
        settle(talk)
    assert heard == ["One moment.", "Still checking.", "Thanks for waiting."]
    assert times == [1_200, 9_200, 17_200]


def test_a_filler_lapses_when_the_caller_speaks():
    talk = reading()
    settle(talk)
    talk.call.can = events.Can(audio=True)
    tick(talk, "progress r1")
    u = talk.call.floor.generating
    talk.tell(events.TurnStarted("t9"))
    talk.tell(events.Generated(u, "cancelled", ""))
    talk.tell(events.TurnEnded("t9"))
    out = talk.tell(events.Words("t9", "is it free?"))
    assert "One moment." not in says(out)
    assert "One moment." not in [due.text for due in talk.call.floor.due]


def test_the_result_of_a_read_is_told():
    talk = reading()
    assert results(talk.tool("r1", "ok", {"free": True})) == ["times: ok"]
