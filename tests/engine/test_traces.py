"""Two whole calls, event by event, with every effect they come to."""

import re

import pytest

from flowkit.engine.effects import AnswerCall, Brief, Configure, HangUp, Must, Note, Reply, Result, RunTool, Say
from tests.engine.conversation import FLOWS, Conversation, program_of, project_files

GREETING = "Hi, you're talking to the demo shop's AI assistant. This call is recorded."
ANA = {"id": "c1", "first_name": "Ana", "email": "ana@example.com", "balance": "12.50"}
VISIT = {"id": "v1", "title": "dentist", "start": "2026-03-03T09:00"}
WHO = "I need to find your account first. What's your e-mail address and your postcode?"


@pytest.fixture(scope="module")
def program():
    return program_of(project_files(FLOWS))


@pytest.fixture(params=[False, True], ids=["", "restored from its snapshot before every event"])
def talk(program, request):
    return Conversation(program, restore=request.param)


def brief(effect, number):
    assert isinstance(effect, Brief)
    first, _, rest = effect.text.partition("\n")
    assert first == f"STEP {number} (replaces all earlier STEP notes)"
    return rest


def test_where_is_my_order(talk):
    assert talk.start() == [Configure("open")]
    assert talk.ready() == [Say("u1", f"{GREETING} How can I help?", "never")]
    assert talk.heard("u1") == []

    out = talk.caller("hello")
    assert "Find out what the caller wants." in brief(out[0], 1)
    assert out[1:] == [Reply("u2")]
    assert talk.model("u2", "Hello! How can I help?") == []

    assert talk.caller("where's my order 12345?") == [Reply("u3")]
    out = talk.model("u3", c1=("record", '{"order_id": "12345"}'), c2=("choose", '{"option": "order_status"}'))
    assert out[:2] == [AnswerCall("c1", {"kept": ["order_id"]}), AnswerCall("c2", {"status": "ok"})]
    assert brief(out[2], 2) == (
        "Goal: Who is calling.\n"
        "Known: today Monday 2026-03-02; order_id 12345 (1 2 3 4 5).\n"
        "Missing: any 2 of email, postcode, phone, last_four.\n"
        "Repeat: 1 2 3 4 5.\n"
        f'Then ask: "{WHO}"\n'
        "You may use: record, choose(cannot_say, cannot_say_email, cannot_say_postcode, cannot_say_phone, "
        "cannot_say_last_four), request, wait.\n"
        f'If you cannot make it out, say: "Sorry, I didn\'t catch that. {WHO}"'
    )
    assert out[3:] == [Reply("u4", must=(Must(WHO),))]
    assert talk.model("u4", f"Order 1 2 3 4 5. {WHO}") == []

    assert talk.caller("ana@example.com, postcode 10001") == [Reply("u5")]
    out = talk.model("u5", c3=("record", '{"email": "ana@example.com", "postcode": "10001"}'))
    assert out == [
        AnswerCall("c3", {"kept": ["email", "postcode"]}),
        RunTool("r1", "find_customer", {"email": "ana@example.com", "postcode": "10001"}),
    ]
    assert talk.tool("r1", result=ANA) == [
        Result("find_customer: ok"),
        RunTool("r2", "get_order", {"order_id": "12345"}),
    ]
    order = {"order_id": "12345", "customer_id": "c1", "status": "shipped", "eta": "2026-03-06", "items": []}
    out = talk.tool("r2", result=order)
    assert out[:2] == [Result("get_order: ok"), Configure("authenticated")]
    text = brief(out[2], 3)
    on_its_way = "It's on its way and should be there Friday, March sixth."
    assert f'Say first: "Thanks, Ana." "{on_its_way}"' in text
    assert 'Then ask: "Is there anything else?"' in text
    assert out[3:] == [
        Reply(
            "u6",
            must=(
                Must("Thanks, Ana.", (("name", "Ana", "Ana"),)),
                Must(on_its_way, (("date", "2026-03-06", "Friday, March sixth"),)),
                Must("Is there anything else?"),
            ),
        )
    ]
    assert talk.model("u6", f"Thanks, Ana. {on_its_way} Is there anything else?") == []

    assert talk.caller("no, thanks") == [Reply("u7")]
    assert talk.model("u7", c4=("choose", '{"option": "nothing"}')) == [
        AnswerCall("c4", {"status": "ok"}),
        Say("u8", "Thanks for calling. Goodbye."),
    ]
    out = talk.heard("u8")
    assert out == [HangUp(), Note("closed", {"outcome": "resolved", "by": "flow", "unknown": []})]
    assert [(e.flow, e.outcome, e.state) for e in talk.call.ended] == [
        ("auth", "resolved", "found"),
        ("order_status", "resolved", "on_its_way"),
        ("triage", "resolved", "goodbye"),
    ]
    visits = [note for note in talk.notes("state") if "visit" in note]
    assert [f"{v['flow']}.{v['state']} v{v['visit']}" for v in visits] == [
        "triage.help v1",
        "auth.who v2",
        "auth.find v3",
        "auth.found v4",
        "order_status.which v5",
        "order_status.look v6",
        "order_status.on_its_way v7",
        "triage.more v8",
        "triage.goodbye v9",
    ]


def to_friday_at_ten(talk):
    """The call up to the first read-back's question."""
    assert talk.start("reschedule", customer=ANA) == [
        Configure("authenticated"),
        RunTool("r1", "list_visits", {"customer_id": "c1"}),
    ]
    assert talk.ready() == [Say("u1", GREETING, "never")]
    assert talk.tool("r1", result=[VISIT]) == [Result("list_visits: ok")]
    out = talk.heard("u1")
    assert "Missing: new_day." in brief(out[0], 1)
    assert 'Then ask: "What day suits you?"' in brief(out[0], 1)
    assert out[1:] == [Reply("u2", must=(Must("What day suits you?"),))]
    assert talk.model("u2", "What day suits you?") == []
    assert talk.caller("Friday at ten") == [Reply("u3")]
    assert talk.model("u3", c1=("record", '{"new_day": "2026-03-06", "new_time": "ten"}')) == [
        AnswerCall("c1", {"kept": ["new_day", "new_time"]}),
        RunTool("r2", "find_openings", {"visit_id": "v1", "day": "2026-03-06"}),
    ]
    out = talk.tool("r2", result=[{"start": "2026-03-06T10:00"}, {"start": "2026-03-06T14:30"}])
    assert out == [
        Result("find_openings: ok"),
        Say(
            "u4",
            "I'll move your dentist to Friday, March sixth at ten am.",
            "to_words",
            (
                ("text", "dentist", "dentist"),
                ("datetime", "2026-03-06T10:00", "Friday, March sixth at ten am"),
            ),
        ),
    ]
    assert talk.heard("u4") == [Say("u5", "Shall I do that?")]
    assert talk.heard("u5") == []


def test_reschedule_with_a_correction_after_the_read_back(talk):
    to_friday_at_ten(talk)
    out = talk.caller("no, make it Saturday")
    assert "The caller is asked: I'll move your dentist" in brief(out[0], 2)
    assert "You may use: record" in brief(out[0], 2)
    assert out[1:] == [Reply("u6")]
    assert talk.model("u6", c2=("record", '{"new_day": "2026-03-07"}')) == [
        AnswerCall("c2", {"kept": ["new_day"]}),
        RunTool("r3", "find_openings", {"visit_id": "v1", "day": "2026-03-07"}),
    ]
    out = talk.tool("r3", result=[{"start": "2026-03-07T09:00"}, {"start": "2026-03-07T11:00"}])
    assert out[0] == Result("find_openings: ok")
    text = brief(out[1], 3)
    assert "Options: new_time: 2026-03-07T09:00 (nine am), 2026-03-07T11:00 (eleven am)." in text
    assert 'Then ask: "What time?"' in text
    assert out[2:] == [Reply("u7", must=(Must("What time?"),))]
    assert talk.model("u7", "Saturday has nine or eleven am. What time?") == []
    assert talk.caller("eleven") == [Reply("u8")]
    out = talk.model("u8", c3=("record", '{"new_time": "2026-03-07T11:00"}'))
    statement = "I'll move your dentist to Saturday, March seventh at eleven am."
    assert out == [
        AnswerCall("c3", {"kept": ["new_time"]}),
        Say(
            "u9",
            statement,
            "to_words",
            (
                ("text", "dentist", "dentist"),
                ("datetime", "2026-03-07T11:00", "Saturday, March seventh at eleven am"),
            ),
        ),
    ]
    assert talk.heard("u9") == [Say("u10", "Shall I do that?")]
    assert talk.heard("u10") == []

    consent, run = talk.caller("yes please")
    key = consent.data["key"]
    assert re.fullmatch(r"fk_[a-z2-7]{26}", key)
    assert consent == Note(
        "consent",
        {
            "consent": 1,
            "tool": "move_visit",
            "arguments": {"start": "2026-03-07T11:00", "visit_id": "v1"},
            "digest": consent.data["digest"],
            "versions": {"old_visit": 1, "new_time": 2},
            "statement": {"u": "u9", "text": statement, "extent": "full"},
            "question": {"u": "u10", "text": "Shall I do that?"},
            "answer": {"turn": "t4", "words": "yes please", "reading": "yes"},
            "witness": "text",
            "key": key,
        },
    )
    assert run == RunTool("r4", "move_visit", {"start": "2026-03-07T11:00", "visit_id": "v1"}, key, 6000, True)
    assert talk.tool("r4", result={}) == [Result("move_visit: ok"), Say("u11", "Done, it's moved.")]
    assert talk.heard("u11") == [
        HangUp(),
        Note("closed", {"outcome": "resolved", "by": "flow", "unknown": []}),
    ]


def test_a_bare_no_asks_what_to_change(talk):
    to_friday_at_ten(talk)
    assert talk.caller("no") == [Say("u6", "What should I change?")]
    assert talk.heard("u6") == []
    out = talk.caller("Saturday")
    assert out[-1] == Reply("u7")
    assert talk.model("u7", c2=("record", '{"new_day": "2026-03-07"}')) == [
        AnswerCall("c2", {"kept": ["new_day"]}),
        RunTool("r3", "find_openings", {"visit_id": "v1", "day": "2026-03-07"}),
    ]
