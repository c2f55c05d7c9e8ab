"""What the model says was done and was not: taken back, set right, put on record."""

import pytest

from flowkit.engine import events
from flowkit.engine.call import Call, DoneTool, Draft, Frame, Run, Utterance
from flowkit.engine.effects import Cancel, Note, Reply, RunTool, Say
from flowkit.engine.watch import claims
from flowkit.engine.work import Work
from tests.engine.conversation import FLOWS, Conversation, program_of, project_files
from tests.engine.talks import fixing, serving, talks_program
from tests.engine.test_traces import to_friday_at_ten

NOT_DONE = "Sorry, that has not been done yet."
ANA = {"id": "c1", "first_name": "Ana", "email": "ana@example.com", "balance": "12.50"}
VISIT = {"id": "v1", "title": "dentist", "start": "2026-03-03T09:00"}


@pytest.fixture(scope="module")
def shop():
    return program_of(project_files(FLOWS))


@pytest.fixture(scope="module")
def talks():
    return talks_program()


@pytest.fixture(params=[False, True], ids=["", "restored from its snapshot before every event"])
def talk(shop, request):
    return Conversation(shop, restore=request.param)


def last(talk, kind):
    return next(e.u for _, out in reversed(talk.log) for e in reversed(out) if isinstance(e, kind))


def says(out):
    return [e.text for e in out if isinstance(e, Say)]


def agreeing(talk):
    """The call up to the question of the read-back."""
    to_friday_at_ten(talk)


def test_what_is_not_done_is_taken_back_and_the_question_comes_again(talk):
    agreeing(talk)
    talk.caller("is that the dentist?")
    u = last(talk, Reply)
    out = talk.model(u, "Yes, and it's moved to Friday.")
    assert [e for e in out if not isinstance(e, Reply)][:3] == [
        Cancel(u),
        Note("claim", {"u": u, "tool": "move_visit", "words": "moved"}),
        Say(last(talk, Say), NOT_DONE),
    ]
    talk.tell(events.Played(u, "none"))
    assert says(talk.heard(last(talk, Say))) == ["Shall I do that?"]
    talk.heard(last(talk, Say))
    out = talk.caller("yes")
    assert [e.tool for e in out if isinstance(e, RunTool)] == ["move_visit"]


@pytest.mark.parametrize("said", ["All done!", "It's all taken care of.", "I've moved it.", "That's done, Ana."])
def test_whatever_is_being_asked_for_is_not_done(talk, said):
    agreeing(talk)
    talk.caller("is that the dentist?")
    talk.model(last(talk, Reply), said)
    assert [note["tool"] for note in talk.notes("claim")] == ["move_visit"]


@pytest.mark.parametrize(
    "said",
    ["Yes, the dentist.", "It will be moved once you say yes.", "Yes. Shall it be moved?", "It hasn't been moved yet."],
)
def test_what_claims_nothing_is_said(talk, said):
    agreeing(talk)
    talk.caller("is that the dentist?")
    u = last(talk, Reply)
    assert Cancel(u) not in talk.model(u, said)
    assert talk.notes("claim") == []


def test_what_was_heard_already_is_set_right(talk):
    agreeing(talk)
    talk.caller("is that the dentist?")
    u = last(talk, Reply)
    talk.tell(events.Audible(u))
    out = talk.model(u, "Yes, and it's moved to Friday.")
    assert Cancel(u) not in out
    assert NOT_DONE in says(out)
    assert len(talk.notes("claim")) == 1


def test_a_reply_that_claims_too_much_still_brings_its_facts(talk):
    talk.start("reschedule", customer=ANA)
    talk.ready()
    talk.tool("r1", result=[VISIT])
    talk.heard("u1")
    talk.model("u2", "What day suits you?")
    talk.caller("Friday, please")
    out = talk.model("u3", "I've moved it to Friday.", c1=("record", '{"new_day": "2026-03-06"}'))
    assert talk.notes("claim") == [{"u": "u3", "tool": "move_visit", "words": "moved"}]
    assert [e.tool for e in out if isinstance(e, RunTool)] == ["find_openings"]


def test_where_something_is_asked_the_question_comes_again(talk):
    talk.start("reschedule", customer=ANA)
    talk.ready()
    talk.tool("r1", result=[VISIT])
    talk.heard("u1")
    talk.model("u2", "What day suits you?")
    talk.caller("did it work?")
    out = talk.model("u3", "Yes, I've moved it to Friday.")
    assert says(out) == [NOT_DONE]
    assert says(talk.heard(last(talk, Say))) == ["What day suits you?"]


def test_in_a_talk_the_model_is_told_and_goes_on(talks):
    talk = Conversation(talks)
    fixing(talk)
    u = last(talk, Reply)
    out = talk.model(u, "I've restarted it for you.")
    assert Cancel(u) in out
    assert says(out) == [NOT_DONE]
    out = talk.heard(last(talk, Say))
    assert any(isinstance(e, Reply) for e in out)


def test_what_was_done_may_be_said(talks):
    talk = Conversation(talks)
    fixing(talk)
    talk.model(last(talk, Reply), c1=("reset_device", '{"serial": "K7QX"}'))
    talk.heard(last(talk, Say))
    talk.heard(last(talk, Say))
    talk.caller("yes")
    run = last_run(talk)
    talk.tool(run)
    u = last(talk, Reply)
    assert Cancel(u) not in talk.model(u, "It's been restarted. Is the light green?")
    assert talk.notes("claim") == []


@pytest.mark.parametrize("outcome", ["failed", "timeout"])
def test_what_failed_may_not(talks, outcome):
    talk = Conversation(talks)
    serving(talk, "orders")
    talk.model("u2", "What about it?")
    talk.caller("order 12345")
    talk.model(last(talk, Reply), c1=("get_order", '{"order_id": "12345"}'))
    order = {"order_id": "12345", "customer_id": "c1", "status": "packed", "items": []}
    talk.tool(last_run(talk), result=order)
    talk.model(last(talk, Reply), c2=("hold_order", '{"order_id": "12345"}'))
    talk.heard(last(talk, Say))
    talk.heard(last(talk, Say))
    talk.caller("yes")
    talk.tool(last_run(talk), outcome)
    if talk.call.stage != "live":
        return
    u = last(talk, Reply)
    talk.model(u, "I've put your order on hold. It's held back now.")
    assert [note["tool"] for note in talk.notes("claim")] == ["hold_order"]


def claims_of(program, text, *done, running="", draft=""):
    """What a reply claims on a call on which these tools came to these ends."""
    call = Call(frames=(Frame("triage", "start", "help"),))
    call.done = tuple(DoneTool(tool, {}, outcome) for tool, outcome in done)
    call.runs = {"r1": Run(running, {}, 1, 0, "write")} if running else {}
    call.draft = Draft("D1", draft, {}, "", {}, "", "", (), phase="running") if draft else None
    work = Work(program, call, 0)
    claims.caught(work, "u1", text, Utterance("reply", "reply", 1, ""))
    return [note.data["tool"] for note in work.effects if isinstance(note, Note)]


CHANGED = "Your address has been changed."


@pytest.mark.parametrize(
    ("done", "more", "found"),
    [
        ([], {}, ["set_address"]),
        ([("set_address", "ok")], {}, []),
        ([("change_plan", "ok")], {}, []),
        ([("change_plan", "ok")], {"draft": "set_address"}, ["set_address"]),
        ([("set_address", "ok")], {"draft": "set_address"}, ["set_address"]),
        ([("set_address", "ok")], {"running": "set_address"}, ["set_address"]),
        ([("set_address", "ok"), ("set_address", "unknown")], {}, ["set_address"]),
        ([("set_address", "failed"), ("set_address", "ok")], {}, []),
        ([("set_address", "ok"), ("change_plan", "failed")], {}, []),
    ],
)
def test_what_backs_a_claim(shop, done, more, found):
    assert claims_of(shop, CHANGED, *done, **more) == found


def last_run(talk):
    return next(e.run for _, out in reversed(talk.log) for e in reversed(out) if isinstance(e, RunTool))
