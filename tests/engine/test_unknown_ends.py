"""Writes whose answer never came: a look at the world, once; what that does not tell goes to a person."""

from dataclasses import replace

import pytest

from flowkit.engine import events
from flowkit.engine.tools import use
from flowkit.engine.work import Work
from flowkit.language.shapes import Shape
from tests.engine.workshop import (
    WHEN_UNKNOWN,
    at_read_back,
    begun,
    results,
    runs,
    says,
    says_and_calls,
    settle,
    tick,
    transfers,
    where,
)

CASE = "case: {use: jot, with: {}}"


def used(**changes):
    """A call whose `use` has sent a write without consent off as r1."""
    talk = begun("jotter", WHEN_UNKNOWN=WHEN_UNKNOWN, **changes)
    says_and_calls(talk, "Friday", "record", '{"day": "Friday"}')
    return talk


@pytest.mark.parametrize("make", [used, lambda: agreed()])
@pytest.mark.parametrize("there", [True, False])
def test_the_world_is_looked_at_once(make, there):
    talk = make()
    write = next(run for run, each in talk.call.runs.items() if talk.program.project.tools[each.tool].writes)
    out = talk.tool(write, "unknown")
    assert runs(out) == [("booked", {"day": "2026-03-06"})]
    look = next(run for run, each in talk.call.runs.items() if each.purpose == "look")
    assert f"tool {write}" not in talk.call.timers
    assert runs(talk.tool(write, "timeout") + talk.tool(write, "unknown")) == []
    before = talk.call.top.visit
    out = talk.tool(look, "ok", {"there": there})
    name = talk.call.done[-1].tool
    assert results(out)[-1] == f"{name}: {'ok' if there else 'failed'}"
    assert talk.call.top.visit != before
    assert name not in [tool for tool, _ in runs(out)]


def agreed():
    talk = at_read_back(WHEN_UNKNOWN=WHEN_UNKNOWN)
    talk.caller("yes")
    return talk


def test_its_own_answer_may_come_after_all():
    talk = used()
    talk.tool("r1", "timeout")
    out = talk.tool("r1", "ok")
    assert results(out) == ["jot: ok"]
    assert talk.tool("r2", "ok", {"there": False}) == []
    assert [(entry.tool, entry.outcome) for entry in talk.call.done] == [("jot", "ok")]


@pytest.mark.parametrize("answer", [("failed", None), ("ok", {"there": None}), ("timeout", None), ("ok", "nonsense")])
def test_what_nobody_knows_goes_to_a_person_and_is_not_sent_again(answer):
    talk = used()
    talk.tool("r1", "unknown")
    out = talk.tool("r2", *answer)
    assert talk.call.stage == "transfer"
    assert says(out) == ["I can't tell whether it went through. I'll put you through to a colleague."]
    (transfer,) = transfers(settle(talk))
    assert transfer.summary["unknown"] == ["jot"]
    talk.tool("r1", "ok")
    talk.tell(events.Transferred("connected"))
    assert talk.notes("closed")[0]["unknown"] == ["jot"]


def test_two_looks_are_told_apart():
    """Writes without consent have none to be known by: the second's look must not settle the first."""
    talk = used()
    talk.tool("r1", "unknown")
    first = talk.call.runs["r1"]
    talk.call.runs["r9"] = replace(first, look="r8", visit=0)
    talk.call.runs["r8"] = replace(talk.call.runs["r2"])
    talk.tool("r8", "ok", {"there": False})
    assert "r1" in talk.call.runs
    assert "r9" not in talk.call.runs
    assert where(talk) == "jotter.note"


# The case.


def handed_over():
    talk = begun("bring", PROJECT_KEYS=CASE, WHEN_UNKNOWN=WHEN_UNKNOWN.replace("day: day", "day: today"))
    out = says_and_calls(talk, "a person please", "request", '{"kind": "person"}')
    assert runs(out) == [("jot", {})]
    settle(talk)
    return talk


def test_a_case_that_nobody_knows_of_is_looked_for_while_the_call_is_given_away():
    talk = handed_over()
    out = talk.tool("r1", "unknown")
    assert [tool for tool, _ in runs(out)] == ["booked"]
    (transfer,) = transfers(out)
    assert transfer.summary["case"]["written"] is None
    talk.tell(events.Transferred("connected"))
    assert talk.call.stage == "draining"
    talk.tool("r2", "ok", {"there": True})
    assert talk.call.over
    assert talk.notes("case")[-1] == {"tool": "jot", "written": True, "why": "ok"}
    assert talk.notes("closed")[0]["unknown"] == []


def test_the_look_for_a_case_has_its_time():
    talk = handed_over()
    talk.tool("r1", "unknown")
    talk.tell(events.Transferred("connected"))
    tick(talk, "tool r2")
    assert talk.call.over
    assert talk.notes("case")[-1]["why"] == "unknown"


def test_an_answer_to_the_look_that_does_not_say_it_leaves_it_unknown():
    talk = used()
    tools = dict(talk.program.project.tools)
    shape = tools["booked"].output
    there = replace(shape.fields["there"], optional=True)
    tools["booked"] = replace(tools["booked"], output=replace(shape, fields={"there": there}))
    talk.program = replace(talk.program, project=replace(talk.program.project, tools=tools))
    talk.tool("r1", "unknown")
    talk.tool("r2", "ok", {})
    assert [(entry.tool, entry.outcome) for entry in talk.call.done] == [("jot", "unknown")]
    assert talk.call.stage == "transfer"


def test_an_outcome_that_a_write_does_not_declare_is_a_failure():
    talk = used()
    talk.tool("r1", "out_of_office")
    assert [(entry.tool, entry.outcome) for entry in talk.call.done] == [("jot", "failed")]


@pytest.mark.parametrize("result", ["nonsense", {}, {"case_id": ["k1"]}])
def test_an_answer_to_a_write_that_makes_no_sense_leaves_it_unknown(result):
    """It was carried out, or it was not: its answer does not tell."""
    talk = used()
    tools = dict(talk.program.project.tools)
    output = Shape("object", fields={"case_id": Shape("text")})
    tools["jot"] = replace(tools["jot"], output=output, when_unknown=None)
    talk.program = replace(talk.program, project=replace(talk.program.project, tools=tools))
    talk.tool("r1", "ok", result)
    assert [(entry.tool, entry.outcome) for entry in talk.call.done] == [("jot", "unknown")]


def test_a_write_that_is_on_its_way_is_not_sent_again_when_its_state_is_entered_again():
    talk = used()
    work = Work(talk.program, talk.call, talk.at)
    frame = work.call.top
    work.set_frame(replace(frame, visit=frame.visit + 1))
    assert use.enter(work) is None
    assert runs(work.effects) == []
    assert work.call.runs["r1"].visit == frame.visit + 1
