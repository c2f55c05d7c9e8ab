"""What callers are told was done, and what they are promised."""

import pytest

from tests.lint.voice.desk import CATALOG, PROJECT, findings, told

FLOW = """\
flow: desk
title: Desk
about: The caller wants an order cancelled.
slots: {{number: {{type: digits, ask: "Which number?"}}, sure: {{type: yes_no, ask: "{asked}"}}}}
start: which
states:
  which: {{{first}ask: number, next: look}}
  look:
    use: get_order
    with: {{number: number}}
    next: [{{when: order.status == 'cancelled', go: already}}, {{go: doubt}}]
    outcomes: {{not_found: person}}
  doubt: {{ask: sure, next: agree}}
  already: {{say: "{already}", end: resolved}}
  agree:
    confirm: cancel_order
    with: {{number: number}}
    next: done
    outcomes: {{failed: {{say: "{failed}", go: sorry}}, declined: sorry}}
  done: {{say: "{done}", end: resolved}}
  sorry: {{say: "{sorry}", end: unresolved}}
"""
GOOD = {
    "asked": "Is it number one?",
    "first": "",
    "already": "It is cancelled.",
    "failed": "That did not work.",
    "done": "Done. I've cancelled it.",
    "sorry": "Please call again.",
}


def flow(**texts: str) -> str:
    """The flow with these texts instead."""
    return FLOW.format(**(GOOD | texts))


def test_what_is_true_may_be_said():
    assert told(flow()) == []


@pytest.mark.parametrize(
    ("texts", "place", "word"),
    [
        ({"first": 'say: "Done.", '}, "7:16", "done"),
        ({"first": 'say: "I\'ve cancelled your order.", '}, "7:16", "cancelled"),
        ({"already": "Done, I cancelled it."}, "14:18", "cancelled"),
        ({"failed": "It has been cancelled."}, "19:30", "cancelled"),
        ({"failed": "That's done."}, "19:30", "done"),
        ({"sorry": "Your order is cancelled."}, "21:16", "cancelled"),
    ],
)
def test_success_claimed_before_the_write(texts, place, word):
    (found,) = findings(flow(**texts))
    assert str(found.span) == f"desk.yaml:{place}"
    assert found.kind.slug == "claimed-early"
    assert found.message == (
        f"this claims that something is done ('{word}'), and can be heard before 'cancel_order' was carried out"
    )
    assert [str(each.span) for each in found.related] == ["desk.yaml:15:3"]


@pytest.mark.parametrize(
    "texts",
    [
        {"already": "That was cancelled already."},
        {"already": "I can't cancel what has been cancelled."},
        {"sorry": "It has not been cancelled."},
        {"first": 'say: "Once it is cancelled, you get your money back.", '},
        {"done": "It's cancelled."},
    ],
)
def test_what_claims_nothing(texts):
    assert told(flow(**texts)) == []


def test_behind_a_guard_that_asks_whether_it_was_done():
    guarded = flow(already="Done, I cancelled it.").replace("order.status == 'cancelled'", "done(cancel_order)")
    assert told(guarded) == []


@pytest.mark.parametrize(
    ("text", "what", "promise"),
    [
        ("You'll get a text with the details.", "a message", "You'll get a text"),
        ("Good. I will send you a confirmation.", "a message", "I will send you a confirmation"),
        ("Someone will call you back.", "a call", "Someone will call you"),
        ("A colleague will get back to you.", "a call", "A colleague will get back to you"),
        ("We'll email you.", "a message", "We'll email you"),
    ],
)
def test_a_promise_that_no_tool_keeps(text, what, promise):
    source = flow(sorry=text)
    (found,) = findings(source)
    assert found.message == f"this promises {what}, and the project has no tool that sees to it"
    assert found.span.column == source.splitlines()[20].index(promise) + 1
    assert found.span.end_column - found.span.column == len(promise)


def test_a_tool_or_a_callback_keeps_a_promise():
    tool = (
        CATALOG
        + """\
  notify:
    about: Sends a text message.
    effect: write
    consent: none
    consent_because: It only tells what was done.
    backend: fixture:shop.yaml
"""
    )
    assert told(flow(sorry="You'll get a text."), catalog=tool) == []
    assert told(flow(sorry="A colleague will help you.")) == []
    project = PROJECT.replace(
        "default: true", "default: true, hours: monday to friday from 9:00 to 17:00, callback: later"
    )
    later = "flow: later\ntitle: Later\nstart: a\nstates: {a: {say: Fine., end: resolved}}\n"
    assert told(flow(sorry="Someone will call you back."), project, later=later) == []


def test_leave_is_asked_for_once():
    assert told(
        flow(asked="Shall I cancel it?").replace("next: agree}", "next: [{when: sure, go: agree}, {go: sorry}]}")
    ) == ["desk.yaml:4:81 leave-asked-twice: this asks for leave, and then 'agree' reads back and asks for it again"]


def test_behind_a_choose_something_may_have_been_done_but_not_by_what_failed():
    desk = flow(failed="It has been cancelled.", first="")
    front = desk.replace("start: which", "start: front").replace(
        "states:\n", 'states:\n  front: {choose: [other], question: "What is it?", next: which}\n'
    )
    other = "flow: other\ntitle: Other\nabout: The caller wants a bill.\nstart: a\nstates: {a: {end: resolved}}\n"
    (found,) = findings(front, other=other)
    assert str(found.span) == "desk.yaml:20:30"
    said_before = (
        flow(first='say: "Done.", ')
        .replace("start: which", "start: front")
        .replace("states:\n", 'states:\n  front: {choose: [other], question: "What is it?", next: which}\n')
    )
    assert findings(said_before, other=other) == []


def test_beside_a_read_back_i_have_done_it_claims_whatever_the_tool_is_called():
    assert told(flow(failed="All right, I've moved it."))[0].startswith(
        "desk.yaml:19:30 claimed-early: this claims that something is done ('moved')"
    )
    assert told(flow(failed="All right, I've moved nothing.")) == []
    assert told(flow(failed="I've made a note of it.")) == []


def test_a_denial_behind_the_done_word_claims_nothing():
    assert told(flow(failed="I've cancelled nothing.")) == []
    assert told(flow(failed="I've cancelled it.")) != []
