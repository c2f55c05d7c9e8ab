"""Giving the call to a person when nobody is there, or nobody picks up: the hours, the callback, the outcome."""

import pytest

from flowkit.engine import events
from flowkit.engine.effects import Abandon
from flowkit.engine.events import Can
from tests.engine.workshop import begun, flows, says, says_and_calls, settle, tick, transfers, where

NIGHT = ', hours: "weekdays 14-18"'
"""The call is on a Monday at ten in the morning."""
HOURS = "Somebody is there Monday to Friday from two pm to six pm."
CLOSED = f"Nobody is there to take your call just now. {HOURS}"
PERSON = '{"kind": "person"}'


def wants_person(talk):
    return says_and_calls(talk, "a person please", "request", PERSON)


def test_outside_the_hours_the_caller_is_told_them_and_the_call_ends():
    talk = begun(HOURS=NIGHT)
    out = wants_person(talk)
    assert says(out) == [CLOSED]
    assert transfers(out) == []
    out = settle(talk)
    assert says(out) == ["Please call again later. Goodbye."]
    assert talk.notes("closed") == [{"outcome": "unresolved", "by": "handoff", "unknown": []}]
    assert talk.notes("handoff") == [{"place": "desk", "outcome": "closed"}]


def test_within_the_hours_the_call_is_given_away():
    talk = begun(HOURS=', hours: "weekdays 9-18"')
    wants_person(talk)
    assert len(transfers(settle(talk))) == 1


def test_the_callback_runs_and_the_call_ends_with_it():
    talk = begun(HOURS=f"{NIGHT}, callback: later")
    out = wants_person(talk)
    assert says(out) == [CLOSED]
    assert where(talk) == "later.ask"
    settle(talk, "Under which number shall we call you back?")
    says_and_calls(talk, "5 5 5 1", "record", '{"number": "5551"}')
    assert says(settle(talk)) == []
    assert [(end.flow, end.outcome) for end in talk.call.ended] == [("later", "resolved"), ("bring", "unresolved")]
    assert talk.call.over


def test_a_callback_that_is_dropped_ends_the_call():
    talk = begun(HOURS=f"{NIGHT}, callback: later")
    wants_person(talk)
    settle(talk)
    out = says_and_calls(talk, "forget it", "request", '{"kind": "cancel"}') + settle(talk)
    assert says(out) == ["All right, I've stopped that.", "Please call again later. Goodbye."]
    assert talk.call.over


def test_a_person_who_is_asked_for_in_the_callback_is_not_there_either():
    talk = begun(HOURS=f"{NIGHT}, callback: later")
    wants_person(talk)
    settle(talk)
    out = wants_person(talk)
    assert flows(talk) == ["bring", "later"]
    assert says(out + settle(talk)) == [CLOSED, "Please call again later. Goodbye."]
    assert talk.call.over


@pytest.mark.parametrize("outcome", ["failed", "no_answer"])
def test_nobody_picks_up_then_the_callback_runs(outcome):
    talk = begun(HOURS=", callback: later")
    wants_person(talk)
    assert len(transfers(settle(talk))) == 1
    out = talk.tell(events.Transferred(outcome))
    assert says(out) == ["Nobody picked up, I'm sorry."]
    assert where(talk) == "later.ask"
    assert talk.call.stage == "live"


def test_nobody_picks_up_and_there_is_no_callback():
    talk = begun()
    wants_person(talk)
    settle(talk)
    out = talk.tell(events.Transferred("no_answer"))
    assert says(out) == ["Nobody picked up, I'm sorry. Please call again later. Goodbye."]


def test_where_nothing_else_works_no_flow_runs_instead():
    talk = begun(HOURS=f"{NIGHT}, callback: later")
    out = talk.tell(events.Trouble("fatal", "gone"))
    assert says(out) == [CLOSED]
    assert flows(talk) == ["bring"]
    talk = begun(HOURS=", callback: later")
    talk.tell(events.Trouble("fatal", "gone"))
    settle(talk)
    talk.tell(events.Transferred("failed"))
    assert flows(talk) == ["bring"]
    assert talk.call.stage == "ending"


def test_a_desk_in_a_browser_has_longer():
    talk = begun()
    wants_person(talk)
    settle(talk)
    assert talk.call.timers["transfer"] == talk.at + 20_000
    talk = begun()
    talk.call.channel = "web"
    wants_person(talk)
    settle(talk)
    assert talk.call.timers["transfer"] == talk.at + 45_000
    out = tick(talk, "transfer")
    assert says(out) == ["Nobody picked up, I'm sorry. Please call again later. Goodbye."]


def test_from_the_handoff_on_nothing_new_is_run_and_nothing_agreed_to():
    talk = begun()
    says_and_calls(talk, "Friday", "record", '{"day": "Friday"}')
    u = next(iter(talk.call.runs))
    assert Abandon(u) in talk.tell(events.Trouble("fatal", "gone"))
    assert talk.call.stage == "transfer"
    out = talk.tool(u, "ok", {"free": True})
    out += talk.caller("yes")
    out += settle(talk)
    assert talk.call.runs == {}
    assert talk.notes("consent") == []
    assert [type(effect).__name__ for effect in out if type(effect).__name__ in ("RunTool", "Reply")] == []


def test_a_call_by_voice_is_the_same():
    talk = begun(HOURS=NIGHT)
    talk.call.can = Can(audio=True)
    wants = talk.tell(events.Trouble("fatal", "gone"))
    assert says(wants) == [CLOSED]
