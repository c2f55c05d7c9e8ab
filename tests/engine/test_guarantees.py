"""Guarantees on calls: what would break one is not done, and nothing is noticed of one that holds."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowkit.engine import effects, events
from flowkit.engine.call import Call
from flowkit.engine.watch.guarantees import compile_sentences
from flowkit.language.phrases import ENGLISH
from tests.engine import test_traces
from tests.engine.conversation import FLOWS, Conversation, program_of, project_files
from tests.engine.talks import FILES as TALKS
from tests.engine.talks import fixing, serving

PROJECT = """
flowkit: 1
title: Shop
start: front
greeting: "Hi, this is the shop's automated assistant."
preconditions:
  known: {when: order is set, run: sign_in}
about_us: {automated: I'm a program., recording: Yes., data: It is deleted.}
handoffs: {desk: {to: "sip:desk@example.com", default: true}}
"""
FRONT = """
flow: front
title: Front
slots:
  order_id: {type: digits, pattern: "[0-9]{5}", ask: "Which order?"}
  reason: {type: choice, options: [broken, late], ask: "Why?"}
  pin: {type: digits, pattern: "[0-9]{4}", ask: "Your PIN?"}
let: {secret: pin}
start: which
states:
  which: {ask: [order_id, reason, pin], next: look}
  look: {use: get_order, with: {order_id: order_id}, next: agree, outcomes: {refused: done, failed: agree}}
  agree:
    confirm: refund
    with: {order_id: order_id}
    next: after
    outcomes: {refused: done, closed: after, unknown: after}
  after: {use: get_status, with: {order_id: order_id}, next: extra}
  extra: {run: survey, with: {text: secret}, next: done, outcomes: {unresolved: done}}
  done: {say: Bye., end: resolved}
"""
SURVEY = """
flow: survey
title: Survey
slots: {text: {type: digits, ask: "What?"}}
start: send
states:
  send: {use: keep, with: {text: text}, next: ok}
  ok: {end: resolved}
"""
SIGN_IN = """
flow: sign_in
title: Who is calling
start: ok
states: {ok: {end: resolved}}
"""
TOOLS = """
catalog: shop
records:
  order: {key: order_id, single: true, fields: {order_id: digits, price: {type: integer, optional: true}}}
tools:
  get_order:
    about: Reads one order.
    effect: read
    input: {order_id: digits}
    output: order
    backend: python:backend:get_order
  get_status:
    about: Reads the status.
    effect: read
    input: {order_id: digits}
    output: {fields: {open: yes_no}}
    backend: python:backend:get_status
  keep:
    about: Keeps a text.
    effect: read
    input: {text: digits}
    output: {fields: {open: yes_no}}
    backend: python:backend:keep
  refund:
    about: Gives the money back.
    effect: money
    input: {order_id: digits}
    limits: at most 3 per order_id
    read_back: "I'll refund order {{ order_id }}. Shall I?"
    outcomes: {closed: It is closed.}
    backend: python:backend:refund
  log_it:
    about: Notes it.
    effect: write
    consent: none
    consent_because: It is for us.
    input: {order_id: digits}
    backend: python:backend:log_it
"""


def files(*sentences, flow=(), front=FRONT):
    def listed(all):
        return "".join(f"\n  - {each}" for each in all)

    project = PROJECT + (f"guarantees:{listed(sentences)}\n" if sentences else "")
    own = front + (f"guarantees:{listed(flow)}\n" if flow else "")
    whole = {"flowkit.yaml": project, "front.yaml": own, "survey.yaml": SURVEY, "sign_in.yaml": SIGN_IN}
    return {path: text.encode() for path, text in (whole | {"tools/shop.yaml": TOOLS}).items()}


@pytest.fixture(params=[False, True], ids=["", "restored from its snapshot before every event"])
def calling(request):
    def begin(*sentences, flow=(), front=FRONT, **given):
        talk = Conversation(program_of(files(*sentences, flow=flow, front=front)), restore=request.param)
        talk.start(**given)
        talk.ready()
        talk.heard("u1")
        return talk

    return begin


def utterance(talk, kind=effects.Say):
    return next(e.u for _, out in reversed(talk.log) for e in reversed(out) if isinstance(e, kind))


def tools_run(talk):
    return [e.tool for _, out in talk.log for e in out if isinstance(e, effects.RunTool)]


def answers(talk, facts='{"order_id": "12345", "reason": "late", "pin": "4711"}'):
    """The call up to the look-up of the order."""
    talk.caller("order 12345, it's late, my PIN is 4711")
    talk.model(utterance(talk, effects.Reply), c1=("record", facts))


def looks(talk, outcome="ok"):
    """The order was looked up: the call is at the read-back."""
    talk.tool("r1", outcome, {"order_id": "12345", "price": 5} if outcome == "ok" else None)


def agrees(talk):
    talk.heard(utterance(talk))
    talk.heard(utterance(talk))
    talk.caller("yes")


def whole(talk):
    """The call to its end."""
    answers(talk)
    looks(talk)
    agrees(talk)
    talk.tool("r2")
    talk.tool("r3", result={"open": True})
    talk.tool("r4", result={"open": True})
    for u in [u for u, each in talk.call.utterances.items() if each.kind == "say" and not each.extent]:
        talk.heard(u)
    for _ in range(5):
        if not talk.call.over:
            talk.heard(utterance(talk))
    assert talk.call.over


def is_given_away(talk, sentence, words=ENGLISH.refused):
    """The sentence is on record, and the caller gets a person."""
    (note,) = talk.notes("guarantee")
    assert note["sentence"] == sentence
    assert note["at"]
    assert note["why"]
    assert talk.call.stage == "transfer"
    said = [e.text for _, out in talk.log for e in out if isinstance(e, effects.Say)]
    assert said[-1] == f"{words} {ENGLISH.person}".strip()
    talk.heard(utterance(talk))
    talk.tell(events.Transferred("connected"))
    (closed,) = talk.notes("closed")
    assert closed["broken"] == [sentence]


TRUE = [
    "get_order before refund",
    "front.look before front.agree",
    "known before refund",
    "known before every write of shop",
    "consent before refund",
    "consent before every write",
    "consent before get_status",
    "survey before front",
    "never refund after get_status",
    "never front.which after refund",
    "never every money after get_status",
    "refund only if order.price == 5",
    "refund only if order is set",
    "get_order leads to refund",
    "refund leads to front.done",
    "refund leads to survey",
    "get_order leads to known",
    "known leads to front.done",
    "consent leads to refund",
    "every call ends within 9 turns",
    "every call ends within 9 minutes",
    "a person is reachable from every state",
]
OF_THE_FLOW = [
    "get_order before agree",
    "refund only if reason is set",
    "refund only if reason == 'late'",
    "agree leads to after",
    "never which after agree",
    "reason goes only to keep",
    "pin goes only to keep",
    "order_id goes only to get_order, get_status, refund",
]


@pytest.mark.parametrize("sentence", TRUE)
def test_a_sentence_that_holds_is_not_noticed(calling, sentence):
    talk = calling(sentence)
    whole(talk)
    assert tools_run(talk) == ["get_order", "refund", "get_status", "keep"]
    assert talk.notes("guarantee") == []
    assert talk.notes("closed") == [{"outcome": "resolved", "by": "flow", "unknown": []}]


@pytest.mark.parametrize("sentence", OF_THE_FLOW)
def test_a_sentence_of_a_flow_that_holds_is_not_noticed(calling, sentence):
    talk = calling(flow=[sentence])
    whole(talk)
    assert tools_run(talk) == ["get_order", "refund", "get_status", "keep"]
    assert talk.notes("guarantee") == []


def test_all_of_them_together(calling):
    talk = calling(*TRUE, flow=OF_THE_FLOW)
    whole(talk)
    assert talk.call.outcome == "resolved"
    assert talk.call.broken == ()


# Broken: tools.


@pytest.mark.parametrize(
    "sentence",
    [
        "get_status before refund",
        "get_status before every money",
        "front.after before refund",
        "never refund after get_order",
        "never every write of shop after front.look",
        "never refund after known",
        "refund only if order.price > 5",
        "refund only if order is not set",
    ],
)
def test_a_write_that_would_break_a_sentence_is_not_even_asked_for(calling, sentence):
    talk = calling(sentence)
    answers(talk)
    looks(talk)
    assert tools_run(talk) == ["get_order"]
    assert talk.call.draft is None
    (refusal,) = talk.notes("refusal")
    assert refusal == {"tool": "refund", "rule": "guarantee", "because": "", "detail": sentence}
    is_given_away(talk, sentence)


def test_a_tool_that_failed_has_not_happened(calling):
    talk = calling("get_order before refund")
    answers(talk)
    looks(talk, "failed")
    assert tools_run(talk) == ["get_order"]
    is_given_away(talk, "get_order before refund")


@pytest.mark.parametrize("sentence", ["known before get_order", "known before every read", "consent before front.look"])
def test_what_has_not_happened_yet_forbids_a_read_or_a_state(calling, sentence):
    talk = calling(sentence)
    answers(talk)
    assert tools_run(talk) == []
    is_given_away(talk, sentence, "" if "front" in sentence else ENGLISH.refused)


@pytest.mark.parametrize("outcome", ["ok", "unknown"])
def test_what_nobody_knows_counts_as_done_where_something_must_not_follow(calling, outcome):
    talk = calling("never get_status after refund")
    answers(talk)
    looks(talk)
    agrees(talk)
    talk.tool("r2", outcome)
    assert tools_run(talk) == ["get_order", "refund"]
    is_given_away(talk, "never get_status after refund")


def test_what_nobody_knows_does_not_count_where_something_must_come_before(calling):
    talk = calling("refund before get_status")
    answers(talk)
    looks(talk)
    agrees(talk)
    talk.tool("r2", "unknown")
    assert tools_run(talk) == ["get_order", "refund"]
    is_given_away(talk, "refund before get_status")


def test_a_guard_that_nobody_can_judge_does_not_hold(calling):
    talk = calling("refund only if order.price > 4")
    answers(talk)
    talk.tool("r1", "ok", {"order_id": "12345"})
    assert talk.call.draft is None
    is_given_away(talk, "refund only if order.price > 4")


def test_a_write_that_failed_forbids_nothing(calling):
    talk = calling("never get_status after refund")
    answers(talk)
    looks(talk)
    agrees(talk)
    talk.tool("r2", "closed")
    assert tools_run(talk) == ["get_order", "refund", "get_status"]
    assert talk.notes("guarantee") == []


# Broken: states and flows.


def test_a_state_that_would_break_a_sentence_is_not_entered(calling):
    talk = calling("never front.agree after get_order")
    answers(talk)
    looks(talk)
    assert "agree" not in [note.get("state") for note in talk.notes("state")]
    is_given_away(talk, "never front.agree after get_order", "")


def test_a_flow_that_would_break_a_sentence_is_not_begun(calling):
    talk = calling("never survey after refund")
    answers(talk)
    looks(talk)
    agrees(talk)
    talk.tool("r2")
    talk.tool("r3", result={"open": True})
    assert tools_run(talk)[-1] == "get_status"
    is_given_away(talk, "never survey after refund", "")


def test_a_flow_does_not_end_resolved_if_that_would_break_a_sentence(calling):
    sentence = "sign_in before survey"
    talk = calling(sentence)
    answers(talk)
    looks(talk)
    agrees(talk)
    talk.tool("r2")
    talk.tool("r3", result={"open": True})
    talk.tool("r4", result={"open": True})
    is_given_away(talk, sentence, "")
    assert "survey" not in [each.flow for each in talk.call.ended if each.outcome == "resolved"]


def test_a_way_to_a_person_that_breaks_a_sentence_itself_ends_with_a_person(calling):
    front = FRONT.replace("  done: {say", "  person: {use: keep, with: {text: pin}, next: person}\n  done: {say")
    talk = calling("known before get_order", "known before keep", front=front)
    answers(talk)
    assert talk.call.stage == "transfer"
    assert [note["sentence"] for note in talk.notes("guarantee")] == ["known before get_order", "known before keep"]


def test_a_handoff_is_never_refused(calling):
    talk = calling("never handoff after get_order")
    answers(talk)
    looks(talk)
    talk.heard(utterance(talk))
    talk.heard(utterance(talk))
    talk.caller("I want to speak to a person")
    talk.model(utterance(talk, effects.Reply), c2=("request", '{"kind": "person"}'))
    assert talk.call.stage == "transfer"
    assert [note["sentence"] for note in talk.notes("guarantee")] == ["never handoff after get_order"]


# Broken: what is owed.


@pytest.mark.parametrize(
    "sentence", ["get_order leads to front.after", "front.look leads to survey", "known leads to front.done"]
)
def test_what_is_owed_when_the_call_ends_is_put_on_record(calling, sentence):
    talk = calling(sentence)
    answers(talk)
    looks(talk)
    talk.heard(utterance(talk))
    talk.heard(utterance(talk))
    talk.caller("a person please")
    talk.model(utterance(talk, effects.Reply), c2=("request", '{"kind": "person"}'))
    talk.heard(utterance(talk))
    talk.tell(events.Transferred("connected"))
    (note,) = talk.notes("guarantee")
    assert note["sentence"] == sentence
    assert talk.notes("closed")[0]["broken"] == [sentence]


def test_a_caller_who_hangs_up_owes_nothing(calling):
    talk = calling("get_order leads to front.after")
    answers(talk)
    looks(talk)
    talk.tell(events.Lost("caller"))
    assert talk.call.over
    assert talk.notes("guarantee") == []


def test_a_call_that_must_end_within_some_turns_goes_to_a_person(calling):
    talk = calling("every call ends within 2 turns")
    for _ in range(2):
        talk.caller("hello")
        talk.model(utterance(talk, effects.Reply), "Which order?")
        assert talk.call.stage == "live"
    talk.caller("hello")
    assert talk.call.stage == "transfer"


def test_a_call_that_must_end_within_minutes_has_that_time(calling):
    talk = calling("every call ends within 3 minutes")
    assert talk.call.timers["call_max"] <= talk.call.started + 180_000


# Where slots go.


@pytest.mark.parametrize(
    ("sentence", "ran"),
    [
        ("order_id goes only to refund", []),
        ("order_id goes only to get_order", ["get_order"]),
        ("pin goes only to get_order", ["get_order", "refund", "get_status"]),
    ],
)
def test_a_slot_goes_nowhere_else_even_through_a_flow(calling, sentence, ran):
    talk = calling(flow=[sentence])
    answers(talk)
    if ran:
        looks(talk)
    if len(ran) > 1:
        agrees(talk)
        talk.tool("r2")
        talk.tool("r3", result={"open": True})
    assert tools_run(talk) == ran
    is_given_away(talk, sentence)


# What is taken for granted.


def test_a_record_that_is_given_was_looked_up(calling):
    front = FRONT.replace("next: look}", "next: agree}")
    talk = calling("get_order before refund", front=front, order={"order_id": "12345"})
    answers(talk)
    assert talk.call.draft is not None
    talk = calling("get_order before refund", front=front)
    answers(talk)
    is_given_away(talk, "get_order before refund")


def test_a_call_that_begins_inside_a_flow_has_passed_what_comes_before(calling):
    talk = calling("get_order before refund", begin="front.agree", order_id="12345")
    assert talk.call.draft is not None


# What needs nobody's consent, what is stale, who is asked for.

NOTED = (
    FRONT.replace("  after: {use: get_status", "  after: {use: log_it")
    .replace("agree:\n    confirm: refund", "agree:\n    use: log_it")
    .replace("outcomes: {refused: done, closed: after, unknown: after}", "outcomes: {refused: done, failed: after}")
)


def test_a_write_that_nobody_agrees_to_is_not_meant_by_every_write(calling):
    talk = calling("consent before every write", "consent before every write of shop", front=NOTED)
    answers(talk)
    looks(talk)
    assert tools_run(talk)[-1] == "log_it"


def test_it_is_meant_where_it_is_named(calling):
    talk = calling("consent before log_it", front=NOTED)
    answers(talk)
    looks(talk)
    is_given_away(talk, "consent before log_it")


def test_no_write_that_callers_agree_to_runs_where_nobody_is_asked():
    program = program_of(files(front=NOTED))
    tools = program.project.tools
    asked = replace(tools["log_it"], consent="read_back")
    project = replace(program.project, tools={**tools, "log_it": asked})
    talk = Conversation(replace(program, project=project, _sentences=[]))
    talk.start()
    talk.ready()
    talk.heard("u1")
    answers(talk)
    looks(talk)
    assert tools_run(talk) == ["get_order"]
    is_given_away(talk, "consent before every write")


def test_the_sentences_of_a_flow_that_is_not_open_say_nothing(calling):
    own = files()
    own["survey.yaml"] += b"guarantees: [sign_in before get_order, sign_in before keep]\n"
    talk = Conversation(program_of(own))
    talk.start()
    talk.ready()
    talk.heard("u1")
    whole_until_survey(talk)
    assert tools_run(talk) == ["get_order", "refund", "get_status"]
    is_given_away(talk, "sign_in before keep")


def whole_until_survey(talk):
    answers(talk)
    looks(talk)
    agrees(talk)
    talk.tool("r2")
    talk.tool("r3", result={"open": True})


@pytest.mark.parametrize(("price", "runs"), [(5, True), (6, False)])
def test_what_a_write_has_changed_is_looked_up_before_it_is_judged(price, runs):
    own = files("get_status only if order.price == 5")
    own["tools/shop.yaml"] = own["tools/shop.yaml"].replace(
        b"    effect: money\n", b"    effect: money\n    changes: order\n"
    )
    talk = Conversation(program_of(own))
    talk.start()
    talk.ready()
    talk.heard("u1")
    answers(talk)
    looks(talk)
    agrees(talk)
    talk.tool("r2")
    assert tools_run(talk) == ["get_order", "refund", "get_order"]
    assert talk.notes("guarantee") == []
    talk.tool("r3", result={"order_id": "12345", "price": price})
    assert (tools_run(talk)[-1] == "get_status") is runs
    assert bool(talk.notes("guarantee")) is not runs


def test_a_caller_who_asks_for_a_person_and_gets_none_is_put_on_record(calling):
    front = FRONT.replace("  done: {say", '  person: {say: "There is nobody.", end: unresolved}\n  done: {say')
    talk = calling(front=front)
    talk.caller("a person please")
    talk.model(utterance(talk, effects.Reply), c1=("request", '{"kind": "person"}'))
    talk.heard(utterance(talk))
    assert talk.notes("closed")[0]["broken"] == ["a person is reachable from every state"]


def test_a_call_that_took_too_long_is_put_on_record(calling):
    talk = calling("every call ends within 1 minutes")
    talk.at += 90_000
    whole(talk)
    assert talk.notes("closed")[0]["broken"] == ["every call ends within 1 minutes"]


def test_what_the_model_gives_a_tool_in_a_talk_goes_nowhere_else_either():
    own = {path: text.encode() for path, text in TALKS.items()}
    own["device_help.yaml"] += b"guarantees: [serial goes only to device_status]\n"
    talk = Conversation(program_of(own))
    fixing(talk)
    talk.model("u3", c2=("reset_device", '{"serial": "K7QX"}'))
    assert talk.call.draft is None
    is_given_away(talk, "serial goes only to device_status")


def test_what_the_engine_looks_up_by_itself_takes_a_slot_nowhere_else_either():
    own = {path: text.encode() for path, text in TALKS.items()}
    own["flowkit.yaml"] += b"guarantees: [order_id goes only to hold_order]\n"
    talk = Conversation(program_of(own))
    serving(talk, "orders")
    talk.model("u2", "All right.")
    talk.caller("keep 12345 back")
    order = '{"order_id": "12345"}'
    talk.model(talk.call.floor.generating, c1=("record", order), c2=("hold_order", order))
    assert tools_run(talk) == []
    is_given_away(talk, "order_id goes only to hold_order")


def test_a_router_does_not_end_resolved_either_if_that_would_break_a_sentence():
    own = {path: text.encode() for path, text in TALKS.items()}
    own["flowkit.yaml"] += b"guarantees: [account before front]\n"
    talk = Conversation(program_of(own))
    talk.start()
    talk.ready()
    talk.heard("u1")
    talk.caller("when are you open?")
    talk.model(utterance(talk, effects.Reply), c1=("choose", '{"option": "questions"}'))
    talk.model(utterance(talk, effects.Reply), "From nine to six.", c2=("choose", '{"option": "answered"}'))
    assert talk.call.top.flow == "front"
    talk.model(utterance(talk, effects.Reply), "How can I help?")
    talk.caller("nothing else")
    talk.model(utterance(talk, effects.Reply), c3=("choose", '{"option": "nothing"}'))
    assert [note["sentence"] for note in talk.notes("guarantee")] == ["account before front"]
    assert talk.call.stage == "transfer"


def test_a_sentence_is_named_once_at_the_end_however_often_it_was_broken():
    from flowkit.engine.watch import watching
    from flowkit.engine.work import Work

    work = Work(PROGRAM, Call(), 0)
    for _ in range(2):
        watching.put_on_record(work, "get_order before refund", "refund was refused")
    assert len(work.effects) == 2
    assert work.call.broken == ("get_order before refund",)


def test_a_write_on_its_way_counts_where_something_must_not_come_after_it():
    from flowkit.engine.call import Frame, Run
    from flowkit.engine.watch import watching
    from flowkit.engine.work import Work

    frame = Frame("front", "start", "look")
    tool = PROGRAM.project.tools["get_order"]
    free = Call(frames=(frame,))
    assert watching.forbidden_tool(Work(PROGRAM, free, 0), tool) == ""
    free.runs = {"r1": Run("refund", {}, 1, 0, "write", consent=1)}
    assert watching.forbidden_tool(Work(PROGRAM, free, 0), tool) == "never get_order after refund"


# The automata.

THINGS = ["tool get_order", "tool refund", "unknown refund", "state front.look", "flow survey", "consent", "handoff"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(THINGS), max_size=8), st.integers(0, 8))
def test_the_automata_say_what_the_history_says(history, cut):
    from flowkit.engine.watch import watching
    from flowkit.engine.work import Work

    call = Call()
    for number, thing in enumerate(history):
        if number == cut:
            call = Call.from_json(call.to_json())
        watching.happened(Work(PROGRAM, call, 0), thing)
    states = call.watched or (0,) * PROGRAM.sentences.count
    by_text = {each.text: states[each.number] for each in ALL}
    assert by_text["get_order before refund"] == ("tool get_order" in history)
    assert by_text["never get_order after refund"] == bool({"tool refund", "unknown refund"} & set(history))
    assert by_text["front.look before front.agree"] == ("state front.look" in history)
    owed = [place for place, thing in enumerate(history) if thing == "tool get_order"]
    met = [place for place, thing in enumerate(history) if thing == "handoff"]
    assert by_text["get_order leads to handoff"] == (bool(owed) and max(met, default=-1) < max(owed))


PROGRAM = program_of(
    files(
        "get_order before refund",
        "never get_order after refund",
        "front.look before front.agree",
        "get_order leads to handoff",
    )
)
ALL = [
    *(each for several in PROGRAM.sentences.forbid.values() for each in several),
    *PROGRAM.sentences.owed,
]


def test_every_write_stands_for_every_write_of_its_catalog():
    sentences = compile_sentences(program_of(files("known before every write of shop")).project)
    assert set(sentences.forbid) == {"tool refund", "tool log_it"}


@pytest.mark.parametrize(
    "whole_call",
    [test_traces.test_where_is_my_order, test_traces.test_reschedule_with_a_correction_after_the_read_back],
)
def test_the_demo_shop_keeps_its_sentences_through_whole_calls(whole_call):
    talk = Conversation(SHOP)
    whole_call(talk)
    assert talk.call.over
    assert talk.call.broken == ()
    assert talk.notes("guarantee") == []
    assert len(SHOP.sentences.forbid) > 5


SHOP = program_of(project_files(FLOWS))
