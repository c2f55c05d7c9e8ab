"""Six whole calls, event by event, with every effect that each event comes to.

A little shop of its own (`six_calls`): asking where an order is, moving a visit with a change of mind after the
read-back, money back above a cap, a device brought online by the model, a model that misbehaves, and a process that is
killed while a write is on its way.
"""

import re
from pathlib import Path
from typing import Any

import pytest

from flowkit.engine.effects import (
    AnswerCall,
    Brief,
    Cancel,
    Configure,
    Count,
    Effect,
    HangUp,
    Must,
    Note,
    Reply,
    Reserve,
    Result,
    RunTool,
    Say,
    Seed,
    Transfer,
)
from flowkit.engine.events import Back, Counted, Generated, Played, Reserved, Transferred
from tests.engine.conversation import Conversation, program_of, project_files

GREETING = "Hello, this is the little shop's automated assistant. Calls are recorded."
WHO = "Let me find your account. What is your e-mail address, and your postcode?"
ANA = {"id": "c1", "first_name": "Ana", "email": "ana@example.com", "balance": "12.50"}
DENTIST = {"id": "v1", "title": "dentist", "start": "2026-03-03T09:00"}
FRIDAY = [{"start": "2026-03-06T10:00"}, {"start": "2026-03-06T14:30"}]
SATURDAY = [{"start": "2026-03-07T09:00"}, {"start": "2026-03-07T11:00"}]
MOVE = {"start": "2026-03-07T11:00", "visit_id": "v1"}
ASKED = "Is that what you want?"
VISIT = ("text", "dentist", "dentist")
CLOSED = Note("closed", {"outcome": "resolved", "by": "flow", "unknown": []})


@pytest.fixture(scope="module")
def program():
    return program_of(project_files(Path(__file__).parent / "six_calls"))


@pytest.fixture(params=[False, True], ids=["", "restored from its snapshot before every event"])
def talk(program, request):
    return Conversation(program, restore=request.param)


def record(**given: str) -> tuple[str, str]:
    return "record", "{" + ", ".join(f'"{name}": "{value}"' for name, value in given.items()) + "}"


def told(effect: Effect, number: int) -> str:
    """The text of a brief with that number."""
    assert isinstance(effect, Brief)
    first, _, rest = effect.text.partition("\n")
    assert first == f"STEP {number} (replaces all earlier STEP notes)"
    return rest


def read_out(day: str, time: str, words: str) -> dict[str, Any]:
    return {"yields": "to_words", "values": (VISIT, ("datetime", f"{day}T{time}", words))}


def test_where_an_order_is(talk):
    assert talk.start() == [Configure("open")]
    assert talk.ready() == [Say("u1", f"{GREETING} What can I do for you?", "never")]
    assert talk.heard("u1") == []
    brief, reply = talk.caller("hello")
    assert told(brief, 1).startswith("Goal: Find out what the caller wants.\nKnown: today Monday 2026-03-02.\nOptions:")
    assert reply == Reply("u2")
    assert talk.model("u2", "Hello! What can I do for you?") == []
    assert talk.caller("where's my order 12345?") == [Reply("u3")]
    kept, ok, brief, reply = talk.model("u3", c1=record(order_id="12345"), c2=("choose", '{"option": "where"}'))
    assert [kept, ok] == [AnswerCall("c1", {"kept": ["order_id"]}), AnswerCall("c2", {"status": "ok"})]
    assert told(brief, 2) == (
        "Goal: Who is on the line.\n"
        "Known: today Monday 2026-03-02; order_id 12345 (1 2 3 4 5).\n"
        "Missing: email, postcode.\n"
        "Repeat: 1 2 3 4 5.\n"
        f'Then ask: "{WHO}"\n'
        "You may use: record, choose(cannot_say), request, wait.\n"
        f'If you cannot make it out, say: "Sorry, I didn\'t catch that. {WHO}"'
    )
    assert reply == Reply("u4", must=(Must(WHO),))
    assert talk.model("u4", f"Order 1 2 3 4 5. {WHO}") == []
    assert talk.caller("ana@example.com, postcode 10001") == [Reply("u5")]
    who = {"email": "ana@example.com", "postcode": "10001"}
    assert talk.model("u5", c3=record(**who)) == [
        AnswerCall("c3", {"kept": ["email", "postcode"]}),
        RunTool("r1", "find_customer", who),
    ]
    assert talk.tool("r1", result=ANA) == [
        Result("find_customer: ok"),
        RunTool("r2", "get_order", {"order_id": "12345"}),
    ]
    order = {"order_id": "12345", "customer_id": "c1", "status": "shipped", "eta": "2026-03-06", "items": []}
    ok, configure, brief, reply = talk.tool("r2", result=order)
    assert [ok, configure] == [Result("get_order: ok"), Configure("known")]
    coming = "It is on the road and will be there Friday, March sixth."
    assert f'Say first: "Thank you, Ana." "{coming}"\nThen ask: "Anything else?"' in told(brief, 3)
    friday = (("date", "2026-03-06", "Friday, March sixth"),)
    musts = (Must("Thank you, Ana.", (("name", "Ana", "Ana"),)), Must(coming, friday), Must("Anything else?"))
    assert reply == Reply("u6", must=musts)
    assert talk.model("u6", f"Thank you, Ana. {coming} Anything else?") == []
    assert talk.caller("no, thanks") == [Reply("u7")]
    assert talk.model("u7", c4=("choose", '{"option": "nothing"}')) == [
        AnswerCall("c4", {"status": "ok"}),
        Say("u8", "Thank you for calling. Bye."),
    ]
    assert talk.heard("u8") == [HangUp(), CLOSED]
    ends = [(each.flow, each.outcome, each.state) for each in talk.call.ended]
    assert ends == [("identify", "resolved", "found"), ("where", "resolved", "coming"), ("front", "resolved", "bye")]


def asked_for_a_day(talk):
    """A visit is to be moved, and the day was asked."""
    visits = RunTool("r1", "list_visits", {"customer_id": "c1"})
    assert talk.start("move", customer=ANA) == [Configure("known"), visits]
    assert talk.ready() == [Say("u1", GREETING, "never")]
    assert talk.tool("r1", result=[DENTIST]) == [Result("list_visits: ok")]
    brief, reply = talk.heard("u1")
    assert 'Missing: new_day.\nThen ask: "Which day would you like?"' in told(brief, 1)
    assert reply == Reply("u2", must=(Must("Which day would you like?"),))
    assert talk.model("u2", "Which day would you like?") == []


def agreed_to_saturday(talk):
    """Friday was read back, Saturday was wanted, and agreed to."""
    asked_for_a_day(talk)
    assert talk.caller("Friday at ten") == [Reply("u3")]
    assert talk.model("u3", c1=record(new_day="2026-03-06", new_time="ten")) == [
        AnswerCall("c1", {"kept": ["new_day", "new_time"]}),
        RunTool("r2", "find_openings", {"visit_id": "v1", "day": "2026-03-06"}),
    ]
    statement = "I'll move your dentist to Friday, March sixth at ten am."
    read = read_out("2026-03-06", "10:00", "Friday, March sixth at ten am")
    assert talk.tool("r2", result=FRIDAY) == [Result("find_openings: ok"), Say("u4", statement, **read)]
    assert talk.heard("u4") == [Say("u5", ASKED)]
    assert talk.heard("u5") == []
    brief, reply = talk.caller("no, make it Saturday")
    assert told(brief, 2).startswith(f"Goal: The caller is asked: {statement} {ASKED} Answer in one sentence")
    assert reply == Reply("u6")
    assert talk.model("u6", c2=record(new_day="2026-03-07")) == [
        AnswerCall("c2", {"kept": ["new_day"]}),
        RunTool("r3", "find_openings", {"visit_id": "v1", "day": "2026-03-07"}),
    ]
    ok, brief, reply = talk.tool("r3", result=SATURDAY)
    assert ok == Result("find_openings: ok")
    assert "Options: new_time: 2026-03-07T09:00 (nine am), 2026-03-07T11:00 (eleven am).\n" in told(brief, 3)
    assert reply == Reply("u7", must=(Must("At what time?"),))
    assert talk.model("u7", "Saturday has nine or eleven am. At what time?") == []
    assert talk.caller("eleven") == [Reply("u8")]
    statement = "I'll move your dentist to Saturday, March seventh at eleven am."
    read = read_out("2026-03-07", "11:00", "Saturday, March seventh at eleven am")
    assert talk.model("u8", c3=record(new_time="2026-03-07T11:00")) == [
        AnswerCall("c3", {"kept": ["new_time"]}),
        Say("u9", statement, **read),
    ]
    assert talk.heard("u9") == [Say("u10", ASKED)]
    assert talk.heard("u10") == []
    consent, run = talk.caller("yes please")
    assert isinstance(consent, Note)
    key, digest = consent.data["key"], consent.data["digest"]
    assert re.fullmatch(r"fk_[a-z2-7]{26}", key)
    assert consent == Note(
        "consent",
        {
            "consent": 1,
            "tool": "move_visit",
            "arguments": MOVE,
            "digest": digest,
            "versions": {"old_visit": 1, "new_time": 2},
            "statement": {"u": "u9", "text": statement, "extent": "full"},
            "question": {"u": "u10", "text": ASKED},
            "answer": {"turn": "t4", "words": "yes please", "reading": "yes"},
            "witness": "text",
            "key": key,
        },
    )
    assert run == RunTool("r4", "move_visit", MOVE, key, 6000, True)


def test_a_visit_is_moved_after_a_change_of_mind(talk):
    agreed_to_saturday(talk)
    assert talk.tool("r4", result={}) == [Result("move_visit: ok"), Say("u11", "There, it's moved.")]
    assert talk.call.records["visit"]["v1"].stale
    assert talk.heard("u11") == [HangUp(), CLOSED]


def money_back(talk, price: str) -> list[Effect]:
    """What the price of the thing comes to, once the order was read."""
    assert talk.start("money_back", customer=ANA) == [Configure("known")]
    assert talk.ready() == [Say("u1", f"{GREETING} What is your order number?", "never")]
    assert talk.heard("u1") == []
    brief, reply = talk.caller("12345, the kettle came broken")
    assert 'Missing: order_id.\nThen ask: "What is your order number?"' in told(brief, 1)
    assert reply == Reply("u2")
    assert talk.model("u2", c1=record(order_id="12345", item="kettle", reason="broken")) == [
        AnswerCall("c1", {"kept": ["order_id", "item", "reason"]}),
        RunTool("r1", "get_order", {"order_id": "12345"}),
    ]
    order = {"order_id": "12345", "customer_id": "c1", "status": "delivered", "delivered_on": "2026-02-20"}
    return talk.tool("r1", result=order | {"items": [{"item_id": "i1", "title": "kettle", "price": price}]})


@pytest.mark.parametrize("answer", ["connected", "no_answer"])
def test_money_back_above_the_cap_goes_to_a_person_with_what_is_known(talk, answer):
    assert money_back(talk, "260.00") == [
        Result("get_order: ok"),
        Note("refusal", {"tool": "refund_item", "rule": "under_cap", "because": "That much needs somebody else."}),
        Say("u3", "Somebody else has to look at that. One moment.", "never"),
    ]
    said = {"source": "caller", "turn": "t1"}
    summary = {
        "who": {"customer": "c1", "verified_by": "given"},
        "wish": "money_back",
        "text": "Two hundred sixty dollars back for kettle: broken.",
        "unknown": [],
        "done": [],
        "consent": None,
        "slots": {
            "order_id": {"value": "12345"} | said,
            "item": {"value": "i1"} | said,
            "reason": {"value": "broken"} | said,
        },
        "refused": [{"tool": "refund_item", "rule": "under_cap"}],
        "turns": [
            "caller: 12345, the kettle came broken",
            "agent: Somebody else has to look at that. One moment.",
        ],
    }
    assert talk.heard("u3") == [Transfer("desk", "sip:desk@example.com", summary, "u3")]
    end = talk.tell(Transferred(answer))
    if answer == "connected":
        assert end == [Note("closed", {"outcome": "handed_off", "by": "handoff", "unknown": []})]
        return
    assert end == [Say("u4", "Nobody picked up, I'm sorry. Please call again later. Goodbye.")]
    closed = Note("closed", {"outcome": "unresolved", "by": "handoff", "unknown": []})
    assert talk.heard("u4") == [HangUp(), closed]


def test_money_back_below_the_cap_has_its_share_of_the_day(talk):
    ok, count = money_back(talk, "35.00")
    assert ok == Result("get_order: ok")
    assert isinstance(count, Count)
    (counter,) = count.counters
    assert (count.draft, counter.limit) == ("D1", "amount at most 400 per customer per day")
    assert (counter.window, counter.amount, counter.at_most) == ("2026-03-02", "35.00", "400")
    values = (("money", "35.00", "thirty-five dollars"), ("text", "kettle", "kettle"), ("digits", "12345", "1 2 3 4 5"))
    assert talk.tell(Counted("D1", {counter.limit: "0.00"})) == [
        Say("u3", "I'll pay back thirty-five dollars for the kettle of order 1 2 3 4 5.", "to_words", values)
    ]
    assert talk.heard("u3") == [Say("u4", "Shall I?")]
    assert talk.heard("u4") == []
    consent, reserve = talk.caller("yes")
    assert isinstance(consent, Note)
    assert reserve == Reserve("r2", (counter,))
    (run,) = talk.tell(Reserved("r2", "ok"))
    arguments = {"amount": "35.00", "item_id": "i1", "order_id": "12345"}
    assert run == RunTool("r2", "refund_item", arguments, consent.data["key"], 8000, True)
    assert talk.tool("r2", result={}) == [Result("refund_item: ok"), Say("u5", "The money is on its way.")]
    assert talk.call.records["order"]["12345"].stale
    assert talk.call.records["customer"]["c1"].stale


def test_the_model_restarts_a_device_with_consent_and_sees_it_online(talk):
    assert talk.start("connect") == [Configure("open")]
    assert talk.ready() == [Say("u1", f"{GREETING} Which four letters are on the device?", "never")]
    assert talk.heard("u1") == []
    brief, reply = talk.caller("K7QX, and the light is red")
    assert "Missing: serial, light." in told(brief, 1)
    assert talk.model("u2", c1=record(serial="K7QX", light="red")) == [
        AnswerCall("c1", {"kept": ["serial", "light"]}),
        RunTool("r1", "device_status", {"serial": "K7QX"}),
    ]
    ok, brief, reply = talk.tool("r1", result={"serial": "K7QX", "online": False})
    assert ok == Result("device_status: ok")
    goal = "Goal: Get the device online with the caller. Offer to restart it.\n"
    assert told(brief, 2).startswith(goal)
    assert "You may use: device_status, reset_device, choose, record, request, wait." in told(brief, 2)
    assert reply == Reply("u3")
    assert talk.model("u3", "Let's restart it. Shall I?") == []
    assert talk.caller("yes please") == [Reply("u4")]
    assert talk.model("u4", c2=("reset_device", '{"serial": "K7QX"}')) == [
        AnswerCall(
            "c2",
            {"status": "needs_consent", "note": "It will be read to the caller. Say nothing about it."},
        ),
        Say("u5", "I'll restart device K 7 Q X now.", "to_words", (("text", "K7QX", "K 7 Q X"),)),
    ]
    assert talk.heard("u5") == [Say("u6", "Shall I go on?")]
    assert talk.heard("u6") == []
    consent, run = talk.caller("yes")
    assert isinstance(consent, Note)
    assert run == RunTool("r2", "reset_device", {"serial": "K7QX"}, consent.data["key"], 8000, True)
    assert talk.tool("r2", result={}) == [Result("reset_device: ok"), Reply("u7")]
    assert talk.model("u7", "It's restarting. Tell me when the light is green.") == []
    assert talk.caller("green now") == [Reply("u8")]
    assert talk.model("u8", c3=("device_status", '{"serial": "K7QX"}')) == [
        RunTool("r3", "device_status", {"serial": "K7QX"})
    ]
    assert talk.tool("r3", result={"serial": "K7QX", "online": True}) == [
        AnswerCall("c3", {"serial": "K7QX", "online": True}),
        Say("u9", "Now it is online."),
    ]
    assert talk.heard("u9") == [HangUp(), CLOSED]


def asked_for_a_time(talk):
    """The model said the day and recorded nothing; the engine took it, and the time was asked."""
    asked_for_a_day(talk)
    assert talk.caller("Friday, please") == [Reply("u3")]
    assert talk.model("u3", "Friday it is!") == [
        Result("kept: new_day Friday, March sixth"),
        RunTool("r2", "find_openings", {"visit_id": "v1", "day": "2026-03-06"}),
    ]
    ok, brief, reply = talk.tool("r2", result=FRIDAY)
    assert ok == Result("find_openings: ok")
    assert (
        "Known: today Monday 2026-03-02; old_visit v1 (dentist on Tuesday, March third at nine am); new_day "
        in told(brief, 2)
    )
    assert reply == Reply("u4", must=(Must("At what time?"),))
    assert talk.model("u4", "At what time? Ten, or half past two?") == []
    assert talk.caller("half past two") == [Reply("u5")]


HALF_PAST_TWO = [
    Result("kept: new_time half past two pm"),
    Say(
        "u6",
        "I'll move your dentist to Friday, March sixth at half past two pm.",
        **read_out("2026-03-06", "14:30", "Friday, March sixth at half past two pm"),
    ),
]


@pytest.mark.parametrize(
    ("function", "output", "then"),
    [
        (record(new_time="16:00"), {"refused": {"new_time": "not one of the options"}}, HALF_PAST_TWO),
        (record(new_day="2026-03-13"), {"refused": {"new_day": "not heard"}}, HALF_PAST_TWO),
        (
            record(new_time="2026-03-06T10:00"),
            {"refused": {"new_time": "not heard"}},
            [Say("u6", "Ten am, or half past two pm?")],
        ),
        (
            ("move_visit", "{}"),
            {"status": "refused", "because": "unknown function", "you_can": ["record", "choose", "request"]},
            HALF_PAST_TWO,
        ),
    ],
    ids=["no option", "another day", "another option", "a tool that is not offered"],
)
def test_what_the_model_makes_up_is_refused_and_the_callers_words_count(talk, function, output, then):
    asked_for_a_time(talk)
    assert talk.model("u5", c1=function) == [AnswerCall("c1", output), *then]


def test_a_model_that_says_it_is_done_is_cut_off(talk):
    asked_for_a_time(talk)
    assert talk.model("u5", c1=record(new_time="16:00"))[1:] == HALF_PAST_TWO
    assert talk.heard("u6") == [Say("u7", ASKED)]
    assert talk.heard("u7") == []
    brief, reply = talk.caller("is that the dentist?")
    assert told(brief, 3).startswith("Goal: The caller is asked: I'll move your dentist")
    assert "Must not: say that it is done." in told(brief, 3)
    assert reply == Reply("u8")
    assert talk.tell(Generated("u8", "completed", "Yes, and it's moved to Friday.")) == [
        Cancel("u8"),
        Note("claim", {"u": "u8", "tool": "move_visit", "words": "moved"}),
        Say("u9", "Sorry, that has not been done yet."),
    ]
    assert talk.tell(Played("u8", "none")) == []
    assert talk.heard("u9") == [Say("u10", ASKED)]
    assert talk.heard("u10") == []
    consent, run = talk.caller("yes")
    assert isinstance(consent, Note)
    assert (consent.data["statement"]["u"], consent.data["question"]["u"]) == ("u6", "u10")
    assert run == RunTool("r3", "move_visit", MOVE | {"start": "2026-03-06T14:30"}, consent.data["key"], 6000, True)
    assert talk.tool("r3", result={}) == [Result("move_visit: ok"), Say("u11", "There, it's moved.")]


@pytest.mark.parametrize(
    ("outcome", "rows", "note", "words"),
    [
        ("ok", [DENTIST | {"start": "2026-03-07T11:00"}], "ok", "There, it's moved."),
        ("ok", [DENTIST], "failed", "I'm sorry, that didn't work. I'll put you through to a colleague."),
        ("timeout", None, "unknown", "I can't tell whether it went through. I'll put you through to a colleague."),
    ],
    ids=["it was carried out", "it was not", "nobody can tell"],
)
def test_a_write_that_was_sent_before_the_process_was_killed_is_not_sent_again(talk, outcome, rows, note, words):
    agreed_to_saturday(talk)
    configure, seed, brief, say = talk.tell(Back("model", True, 2))
    assert configure == Configure("known")
    assert isinstance(seed, Seed)
    assert [role for role, _ in seed.items[1:]] == ["user", "assistant", "user", "assistant", "assistant", "user"]
    assert (seed.items[3][1], seed.items[-1][1]) == ("eleven", "yes please")
    assert "It is being carried out; no result yet, promise none." in told(brief, 4)
    assert say == Say("u11", "Sorry, I lost you for a moment.")
    looks = [RunTool("r5", "list_visits", {"customer_id": "c1"})]
    assert talk.tool("r4", "unknown", reason="restarted") == looks
    assert talk.heard("u11") == []
    done = talk.tool("r5", outcome, rows)
    if note == "ok":
        assert done == [Result("move_visit: ok"), Say("u12", words)]
        assert talk.heard("u12") == [HangUp(), CLOSED]
        return
    assert done == [Result(f"move_visit: {note}"), Say("u12", words, "never")]
    (transfer,) = talk.heard("u12")
    assert isinstance(transfer, Transfer)
    assert (transfer.target, transfer.say) == ("visits", "u12")
    assert transfer.summary["text"] == "Another time for dentist: Saturday, March seventh."
    assert transfer.summary["unknown"] == (["move_visit"] if note == "unknown" else [])
    assert sum(isinstance(each, RunTool) and each.tool == "move_visit" for _, out in talk.log for each in out) == 1
