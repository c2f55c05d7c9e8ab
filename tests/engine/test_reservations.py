"""Limits across calls: counted before the read-back, reserved before the write, given back if it was not made."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from flowkit.engine import events
from flowkit.engine.effects import AnswerCall, Count, Counter, Release, Reserve, RunTool, Say, Transfer
from flowkit.language.project import read_project
from tests.engine.conversation import Conversation, program_of

PROJECT = """\
flowkit: 1
title: Credits
start: give
greeting: This is an automated assistant.
timezone: America/New_York
handoffs: {desk: {to: "sip:desk@example.com", default: true}}
about_us: {automated: I am automated., recording: This call is not recorded., data: It is used for this call only.}
case: {use: record_case, with: {text: summary}}
"""
CATALOG = """\
catalog: bank
records: {customer: {key: id, single: true, fields: {id: text}}}
tools:
  credit:
    about: Gives a credit.
    effect: money
    input: {amount: money, note: {type: text, optional: true}}
    limits:
      - {limit: amount at most 50 per customer per day, rule: daily, because: That is all for today.}
      - at most 3 per call
    read_back: "I'll credit {{ amount }}{% if note is set %} for {{ note }}{% endif %}. Shall I do that?"
    outcomes: {closed: The account is closed.}
    backend: fixture:none.yaml
  ring:
    about: Rings a bell.
    effect: write
    consent: none
    consent_because: Nothing changes for the caller.
    limits: [at most 2 per week]
    backend: fixture:none.yaml
  record_case:
    about: Writes a case.
    effect: write
    consent: none
    consent_because: Nothing changes for the caller.
    input: {text: text}
    limits: [at most 100 per month]
    backend: fixture:none.yaml
"""
FLOW = """\
flow: give
title: Give
slots: {amount: {type: money, ask: "How much?"}}
start: ask
states:
  ask: {ask: amount, next: agree}
  agree:
    confirm: credit
    with: {amount: amount}
    next: bell
    outcomes: {daily: too_much, closed: too_much}
  bell: {use: ring, next: done}
  too_much: {say: "So it is.", end: refused}
  done: {say: Done., end: resolved}
"""
DAILY = "amount at most 50 per customer per day"


@pytest.fixture(scope="module")
def program():
    files = {"flowkit.yaml": PROJECT, "tools/bank.yaml": CATALOG, "give.yaml": FLOW}
    encoded = {path: text.encode() for path, text in files.items()}
    assert [each.message for each in read_project(encoded).diagnostics] == []
    return program_of(encoded)


@pytest.fixture(params=[False, True], ids=["", "restored from its snapshot before every event"])
def talk(program, request):
    return drafted(program, request.param)


def drafted(program, restore=False, given=True) -> Conversation:
    """A call in which the caller wants thirty."""
    talk = Conversation(program, restore=restore)
    talk.start(**({"customer": {"id": "c1"}} if given else {}))
    talk.ready()
    talk.heard("u1")
    talk.caller("thirty dollars")
    talk.model("u2", "", c1=("record", '{"amount": "30.00"}'))
    return talk


def last(talk, kind):
    return [effect for effect in talk.log[-1][1] if isinstance(effect, kind)]


def every(talk, kind):
    return [effect for _, out in talk.log for effect in out if isinstance(effect, kind)]


def counted(talk, used="0", available=True):
    return talk.tell(events.Counted("D1", {DAILY: used}, available))


def agreed(talk):
    """The read-back was heard and agreed to; the effects of the yes."""
    counted(talk)
    talk.heard(talk.call.floor.generating)
    talk.heard(talk.call.floor.generating)
    return talk.caller("yes")


def reserved(talk, outcome="ok", limit="", run="r1"):
    return talk.tell(events.Reserved(run, outcome, limit))


def test_nothing_is_read_back_before_it_was_counted(talk):
    assert last(talk, Say) == []
    (count,) = last(talk, Count)
    (counter,) = count.counters
    assert count.draft == "D1"
    assert (counter.limit, counter.window, counter.amount, counter.at_most) == (DAILY, "2026-03-02", "30.00", "50")
    assert counter.key.startswith("credit amount customer ")
    assert "c1" not in counter.key
    assert [effect.text for effect in counted(talk, "20") if isinstance(effect, Say)] == ["I'll credit thirty dollars."]


def test_what_is_too_much_is_not_read_back(talk):
    out = counted(talk, "20.01")
    assert [effect.text for effect in out if isinstance(effect, Say)] == ["So it is."]
    assert talk.notes("refusal") == [{"tool": "credit", "rule": "daily", "because": "That is all for today."}]
    assert talk.call.outcome == "refused"


@pytest.mark.parametrize("how", ["unavailable", "no answer"])
def test_what_cannot_be_counted_is_not_done(talk, how):
    if how == "unavailable":
        out = counted(talk, available=False)
    else:
        assert talk.call.timers["count D1"] == talk.at + 1000
        out = talk.tell(events.Tick("count D1", talk.at + 1000))
    assert talk.call.top.state == "person"
    assert talk.call.draft is None
    assert next(effect.text for effect in out if isinstance(effect, Say)).startswith("I'm sorry, that didn't work.")


def test_an_answer_about_another_draft_changes_nothing(talk):
    talk.tell(events.Counted("D7", {DAILY: "0"}))
    assert last(talk, Say) == []
    counted(talk)
    talk.tell(events.Counted("D1", {DAILY: "50"}))
    assert talk.call.draft is not None


def test_without_the_value_it_is_counted_for_nothing_is_done(program):
    talk = drafted(program, given=False)
    assert every(talk, Count) == []
    assert talk.call.outcome == "refused"


def test_the_write_waits_for_its_share(talk):
    out = agreed(talk)
    assert not [effect for effect in out if isinstance(effect, RunTool)]
    (reserve,) = [effect for effect in out if isinstance(effect, Reserve)]
    assert reserve.run == "r1"
    assert reserve.counters == every(talk, Count)[0].counters
    (consent,) = talk.notes("consent")
    (run,) = [effect for effect in reserved(talk) if isinstance(effect, RunTool)]
    assert (run.run, run.tool, run.key, run.arguments) == ("r1", "credit", consent["key"], {"amount": "30.00"})
    assert "tool r1" in talk.call.timers
    assert "count r1" not in talk.call.timers


def test_somebody_else_took_what_was_left(talk):
    agreed(talk)
    out = reserved(talk, "over", DAILY)
    assert talk.call.outcome == "refused"
    assert not [effect for effect in out if isinstance(effect, RunTool | Release)]
    assert talk.notes("refusal") == [{"tool": "credit", "rule": "daily", "because": "That is all for today."}]


@pytest.mark.parametrize("how", ["unavailable", "no answer"])
def test_no_answer_to_a_reservation_is_none(talk, how):
    agreed(talk)
    due = talk.call.timers["count r1"]
    out = reserved(talk, "unavailable") if how == "unavailable" else talk.tell(events.Tick("count r1", due))
    assert [effect.run for effect in out if isinstance(effect, Release)] == ["r1"]
    assert not [effect for effect in out if isinstance(effect, RunTool) and effect.tool == "credit"]
    assert talk.call.top.state == "person"
    # It comes too late: it is given back once more, for nobody knows which was first.
    out = reserved(talk)
    assert [effect for effect in out if isinstance(effect, Release | RunTool)] == [Release("r1")]


@pytest.mark.parametrize(
    ("outcome", "back"), [("ok", False), ("unknown", False), ("timeout", False), ("failed", True), ("closed", True)]
)
def test_a_share_is_given_back_only_if_nothing_was_done(talk, outcome, back):
    agreed(talk)
    reserved(talk)
    out = talk.tool("r1", outcome)
    assert [effect.run for effect in out if isinstance(effect, Release)] == (["r1"] if back else [])


@pytest.mark.parametrize(("words", "declined"), [("no", True), ("make it forty", False)])
def test_words_that_come_before_the_write_is_sent_still_count(talk, words, declined):
    agreed(talk)
    out = talk.caller(words)
    assert [effect.run for effect in out if isinstance(effect, Release)] == ["r1"]
    assert talk.call.runs == {}
    assert (talk.call.draft is None) == declined
    assert not [effect for effect in reserved(talk) if isinstance(effect, RunTool)]


def test_a_second_yes_changes_nothing(talk):
    agreed(talk)
    talk.caller("yes")
    assert len(every(talk, Reserve)) == 1
    assert [effect.tool for effect in reserved(talk) if isinstance(effect, RunTool)] == ["credit"]


def test_a_caller_who_is_gone_makes_no_write(talk):
    agreed(talk)
    talk.tell(events.Lost("caller"))
    out = reserved(talk)
    assert [effect for effect in out if isinstance(effect, RunTool | Release)] == [Release("r1")]
    assert talk.call.over


def test_a_write_that_needs_no_consent_is_reserved_too(talk):
    agreed(talk)
    reserved(talk)
    (reserve,) = [effect for effect in talk.tool("r1", "ok") if isinstance(effect, Reserve)]
    assert reserve.counters == (Counter("at most 2 per week", "ring calls all", "2026-W10", "1", "2"),)
    (run,) = [effect for effect in reserved(talk, run="r2") if isinstance(effect, RunTool)]
    assert run.key.startswith("fk_")
    out = talk.tool("r2", "failed")
    assert Release("r2") in out


@pytest.mark.parametrize("outcome", ["over", "unavailable"])
def test_a_write_without_consent_may_be_over_its_limit(talk, outcome):
    agreed(talk)
    reserved(talk)
    talk.tool("r1", "ok")
    reserved(talk, outcome, "at most 2 per week", run="r2")
    assert "ring" not in [run.tool for run in every(talk, RunTool)]
    assert talk.call.outcome == ("refused" if outcome == "over" else "")


@pytest.mark.parametrize(("outcome", "written"), [("ok", True), ("over", False), ("unavailable", False)])
def test_the_case_of_a_handoff_is_counted_and_holds_up_nobody(talk, outcome, written):
    counted(talk, available=False)
    (reserve,) = last(talk, Reserve)
    assert reserve.counters == (Counter("at most 100 per month", "record_case calls all", "2026-03", "1", "100"),)
    talk.heard(talk.call.floor.generating)
    out = reserved(talk, outcome, "at most 100 per month")
    assert bool([effect for effect in out if isinstance(effect, RunTool)]) == written
    assert bool([effect for effect in out if isinstance(effect, Transfer)]) == (not written)


def test_what_is_counted_for_has_no_part_in_how_much_is_allowed(program):
    (before,) = every(drafted(program), Count)[0].counters
    more = PROJECT, CATALOG.replace("at most 50", "at most 80"), FLOW
    files = dict(zip(("flowkit.yaml", "tools/bank.yaml", "give.yaml"), (each.encode() for each in more), strict=True))
    (after,) = every(drafted(program_of(files)), Count)[0].counters
    assert (after.key, after.at_most) == (before.key, "80")


@pytest.mark.parametrize(("at", "day"), [("2026-03-02T23:59", "2026-03-02"), ("2026-03-03T00:00", "2026-03-03")])
def test_windows_are_those_of_the_projects_time_zone(program, at, day):
    talk = Conversation(program)
    talk.at = int(datetime.fromisoformat(at).replace(tzinfo=ZoneInfo("America/New_York")).timestamp() * 1000)
    talk.start(customer={"id": "c1"})
    talk.ready()
    talk.heard("u1")
    talk.caller("thirty dollars")
    talk.model("u2", "", c1=("record", '{"amount": "30.00"}'))
    assert every(talk, Count)[0].counters[0].window == day


def test_a_limit_of_the_call_is_still_judged_by_the_call(program):
    tool = program.project.tools["credit"]
    assert [limit.window for limit in tool.limits] == ["day", "call"]
    talk = drafted(replace(program))
    assert [counter.limit for counter in every(talk, Count)[0].counters] == [DAILY]


# Tools that the model calls in a `talk`.

TALK = """\
flow: give
title: Give
start: chat
states:
  chat:
    talk: Help the caller.
    tools: [ring, credit]
    exits: {helped: They were helped.}
    next: done
    outcomes: {daily: too_much}
  too_much: {say: "So it is.", end: refused}
  done: {say: Done., end: resolved}
"""


def chatting(call, arguments):
    """A talk in which the caller said an amount and the model called a tool; and what came of that."""
    files = {"flowkit.yaml": PROJECT, "tools/bank.yaml": CATALOG, "give.yaml": TALK}
    talk = Conversation(program_of({path: text.encode() for path, text in files.items()}))
    talk.start(customer={"id": "c1"})
    talk.ready()
    talk.heard("u1")
    talk.model(talk.call.floor.generating, "How can I help?")
    talk.caller("credit me thirty dollars")
    return talk, talk.model(talk.call.floor.generating, "", c1=(call, arguments))


def outputs(out):
    return {effect.id: effect.output["status"] for effect in out if isinstance(effect, AnswerCall)}


def test_a_tool_of_a_talk_waits_for_its_share_too():
    talk, out = chatting("ring", "{}")
    assert [effect.run for effect in out if isinstance(effect, Reserve)] == ["r1"]
    assert outputs(out) == {}
    assert [effect.tool for effect in reserved(talk) if isinstance(effect, RunTool)] == ["ring"]
    assert outputs(talk.tool("r1", "ok")) == {"c1": "ok"}


@pytest.mark.parametrize(("outcome", "status"), [("over", "refused"), ("unavailable", "failed")])
def test_a_tool_of_a_talk_that_gets_none_is_answered(outcome, status):
    talk, _ = chatting("ring", "{}")
    out = reserved(talk, outcome, "at most 2 per week")
    assert outputs(out) == {"c1": status}
    assert every(talk, RunTool) == []
    assert talk.call.floor.generating, "the model goes on"


def test_a_consent_of_a_talk_over_a_limit_goes_where_the_flow_says():
    talk, out = chatting("credit", '{"amount": "30.00"}')
    assert outputs(out) == {"c1": "needs_consent"}
    assert len([effect for effect in out if isinstance(effect, Count)]) == 1
    counted(talk, "40")
    assert talk.call.outcome == "refused"
    talk, _ = chatting("credit", '{"amount": "30.00"}')
    agreed(talk)
    reserved(talk, "over", DAILY)
    assert talk.call.outcome == "refused"
    assert every(talk, RunTool) == []


def test_a_consent_of_a_talk_that_cannot_be_counted_goes_to_a_person():
    talk, _ = chatting("credit", '{"amount": "30.00"}')
    counted(talk, available=False)
    assert talk.call.top.state == "person"
