"""Every form of guarantee: proved where it holds, broken by the shortest conversation, told where it is unproved."""

import pytest

from tests.lint.policy.shop import codes, proved

HOLDS = [
    "known before refund",
    "known before every money of shop",
    "get_order before refund",
    "check before refund",
    "refund_it.why before refund",
    "refund_it.look before refund_it.done",
    "never find after refund",
    "never refund_it.which after handoff",
    "refund only if customer is set",
    "consent before every write",
    "consent before refund",
    "consent before get_order",
    "a person is reachable from every state",
    "every call ends within 9 turns",
    "order_id goes only to get_order, check, refund",
]
OF_THE_FLOW = [
    "check before agree",
    "refund only if reason is set",
    "refund only if order.status == 'sent'",
    "reason goes only to note",
]


@pytest.mark.parametrize("sentence", HOLDS)
def test_what_holds_is_proved(sentence):
    assert proved(project=sentence) == []


@pytest.mark.parametrize("sentence", OF_THE_FLOW)
def test_what_holds_in_a_flow_is_proved(sentence):
    assert proved(refund_it=sentence) == []


BROKEN = [
    ("move before refund", "'refund' can come without 'move'"),
    ("sign_in before move", "'move' can come without 'sign_in'"),
    ("known before every write", "'every write' can come without 'known'"),
    ("never move after refund", "'move' can come after 'refund'"),
    ("never refund_it after move", "'refund_it' can come after 'move'"),
    ("never handoff after consent", "'handoff' can come after 'consent'"),
    ("move only if customer is set", "'move' can come where 'customer is set' is not true"),
    ("get_order leads to refund", "after 'get_order' the call can end without 'refund'"),
    ("find leads to get_order", "after 'find' the call can end without 'get_order'"),
    ("order_id goes only to get_order, check", "it is 'order_id' of 'refund'"),
]


@pytest.mark.parametrize(("sentence", "how"), BROKEN)
def test_what_does_not_hold_is_broken(sentence, how):
    found = proved(project=sentence)
    assert [(each.kind.code, each.message) for each in found] == [("FK701", f"'{sentence}' does not hold: {how}")]
    assert found[0].related
    assert found[0].help.startswith("the shortest way: 1. ")


def test_the_story_is_told_step_by_step_each_with_its_line():
    (found,) = proved(
        [("refund_it.yaml", "go: no}, {go: why}]", "go: no}, {go: agree}]")], refund_it="check before refund"
    )
    assert str(found.span) == "refund_it.yaml:21:5"
    assert found.message == "'check before refund' does not hold: 'refund' can come without 'check'"
    assert found.help == (
        "the shortest way: 1. front.help (front.yaml:5): the caller asks for 'refund_it';"
        " 2. refund_it (refund_it.yaml:1): 'known' does not hold, so 'sign_in' runs first;"
        " 3. sign_in.who (sign_in.yaml:7): the caller says 'born';"
        " 4. sign_in.find (sign_in.yaml:8): 'find' is carried out;"
        " 5. sign_in.ok (sign_in.yaml:13): the flow ends 'resolved';"
        " 6. refund_it.which (refund_it.yaml:9): the caller says 'order_id';"
        " 7. refund_it.look (refund_it.yaml:10): 'get_order' is carried out;"
        " 8. refund_it.agree (refund_it.yaml:17): 'refund' is about to be read back and carried out."
        " lead that way through 'check', or make it a condition of 'refund'"
    )
    assert [each.message for each in found.related][:2] == [
        "1. the caller asks for 'refund_it'",
        "2. 'known' does not hold, so 'sign_in' runs first",
    ]
    assert [str(each.span) for each in found.related][-1] == "refund_it.yaml:17:3"


def test_a_sentence_that_only_a_wish_for_a_person_breaks_is_told_as_that():
    (found,) = proved(
        [
            ("move_it.yaml", "next: done}", "next: note, outcomes: {failed: note, unknown: note, refused: note}}"),
            (
                "move_it.yaml",
                "  done:",
                "  note: {ask: day, next: done, no_input: [Hello?, {go: done}], no_match: [Sorry?, {go: done}]}\n"
                "  done:",
            ),
        ],
        move_it="move leads to done",
    )
    assert found.kind.code == "FK706"
    assert "the caller asks for a person" in found.help


def test_a_sentence_about_what_never_happens_says_so():
    (found,) = proved(project="find before note")
    assert (found.kind.code, str(found.span)) == ("FK705", "flowkit.yaml:10:5")
    assert found.message == "'find before note' can never be about anything: no state uses 'note'"
    none = [("tools/shop.yaml", "effect: money", "effect: write")]
    (found,) = proved(none, project="check before every money of shop")
    assert found.message == "'check before every money of shop' can never be about anything: there is no money of shop"
    assert proved(project="never note after refund") == []


# Seeded defects: each was a project in which everything held.

SENTENCES = ["known before refund", "known before move", "check before refund", "never refund after move"]
SOUND = [
    (
        "move_it.yaml",
        "about: The caller wants another day.\n",
        "about: The caller wants another day.\nrequires: known\n",
    ),
    (
        "tools/shop.yaml",
        "    limits: price",
        "    only_if: {rule: not_moved, when: not done(move), because: No.}\n    limits: price",
    ),
    ("move_it.yaml", "next: done}\n  done", "next: done, outcomes: {unknown: {say: Hm., go: hang_up}}}\n  done"),
]


def test_the_sound_project_is_proved():
    assert proved(SOUND, project=SENTENCES) == []


DEFECTS = {
    "a flow requires nothing any more": [("refund_it.yaml", "requires: known\n", "")],
    "the other flow, too": [("move_it.yaml", "requires: known\n", "")],
    "a tool has no rule any more": [
        ("tools/shop.yaml", "    only_if: {rule: not_moved, when: not done(move), because: No.}\n", "")
    ],
    "an edge leads around the check": [
        ("refund_it.yaml", "next: see}", "next: [{when: reason == 'late', go: agree}, {go: see}]}")
    ],
    "a failed check is passed over": [
        ("refund_it.yaml", "save_as: seen, next: agree}", "save_as: seen, next: agree, outcomes: {failed: agree}}")
    ],
    "a ladder jumps behind the check": [
        (
            "refund_it.yaml",
            "why: {ask: reason, next: see}",
            "why: {ask: reason, next: see, no_match: [Sorry?, {go: agree}]}",
        )
    ],
    "a ladder of the flow jumps there": [
        ("refund_it.yaml", "requires: known\n", "requires: known\nno_input: [Hello?, {go: agree}]\n")
    ],
    "an anytime flow writes": [
        ("move_it.yaml", "requires: known\n", ""),
        ("sign_in.yaml", "digress: []\n", "digress: []\nanytime: {wait: move_it}\n"),
    ],
    "a digression writes": [
        ("sign_in.yaml", "digress: []\n", "digress: move_it\n"),
        ("move_it.yaml", "requires: known\n", ""),
    ],
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_seeded_defect_is_found(defect):
    assert "FK701" in codes([*SOUND, *DEFECTS[defect]], project=SENTENCES)


def test_a_flow_that_ends_early_is_seen_by_those_that_run_it():
    checking = """\
flow: checking
title: Checking
slots: {number: {type: digits, ask: "Which?"}}
start: see
states:
  see: {use: check, with: {order_id: number}, save_as: seen, next: ok}
  ok: {end: resolved}
"""
    run = [
        ("checking.yaml", "", checking),
        (
            "refund_it.yaml",
            "see: {use: check, with: {order_id: order_id}, save_as: seen, next: agree}",
            "see: {run: checking, with: {number: order_id}, next: agree}",
        ),
    ]
    assert proved(run, project="check before refund") == []
    early = (
        "checking.yaml",
        "start: see\nstates:\n",
        "start: first\nstates:\n  first: {next: [{when: number is set, go: see}, {go: ok}]}\n",
    )
    (found,) = proved([*run, early], project="check before refund")
    assert "checking.ok" in found.help


def test_returns_of_a_flow_that_is_run_twice_do_not_mix():
    pause = (
        'flow: pause\ntitle: Pause\nslots: {go_on: {type: yes_no, ask: "Go on?"}}\nstart: a\nstates:\n'
        "  a: {ask: go_on, next: b}\n  b: {end: resolved}\n"
    )
    changes = [
        ("pause.yaml", "", pause),
        ("refund_it.yaml", "why: {ask: reason, next: see}", "why: {run: pause, next: see}"),
        (
            "refund_it.yaml",
            "done: {say: Done., end: resolved}",
            "done: {run: pause, next: over}\n  over: {say: Done., end: resolved}",
        ),
    ]
    assert proved(changes, refund_it=["check before agree", "see before over"]) == []


def test_all_who_run_a_flow_hear_how_it_ends():
    long = (
        'flow: long\ntitle: Long\nslots: {go_on: {type: yes_no, ask: "Go on?"}}\nstart: a\nstates:\n'
        "  a: {ask: go_on, next: b}\n  b: {say: One., next: c}\n  c: {say: Two., next: d}\n  d: {end: resolved}\n"
    )
    both = [
        ("long.yaml", "", long),
        ("refund_it.yaml", "requires: known\n", ""),
        ("refund_it.yaml", "start: which\nstates:\n", "start: first\nstates:\n  first: {run: long, next: which}\n"),
        ("move_it.yaml", "start: when\nstates:\n", "start: first\nstates:\n  first: {run: long, next: when}\n"),
    ]
    assert codes(both, move_it="never when after first") == ["FK701"]
    assert codes(both, refund_it="never which after first") == ["FK701"]


def test_what_a_flow_has_not_looked_up_is_not_known_in_it():
    unread = (
        "move_it.yaml",
        "start: when\nstates:\n",
        "start: first\nstates:\n  first: {next: [{when: order.status == 'sent', go: agree}, {go: when}]}\n",
    )
    looked = ("move_it.yaml", "  done: {say", "  look: {use: get_order, with: {order_id: order_id}, next: done, ")
    looked = (*looked[:2], looked[2] + "outcomes: {not_found: done}}\n  done: {say")
    assert proved([unread, looked], move_it="when before agree") == []


def test_what_guards_keep_apart_is_followed_as_far_as_it_matters():
    guarded = [
        (
            "refund_it.yaml",
            "why: {ask: reason, next: see}",
            "why: {ask: reason, next: [{when: reason == 'late', go: pick}, {go: see}]}",
        ),
        (
            "refund_it.yaml",
            "save_as: seen, next: agree}",
            "save_as: seen, next: pick}\n  pick: {next: [{when: reason == 'broken', go: agree}, {go: no}]}",
        ),
    ]
    assert proved(guarded, project="check before refund") == []
    widened = [("refund_it.yaml", "when: reason == 'broken', go: agree", "when: reason is set, go: agree")]
    assert codes([*guarded, *widened], project="check before refund") == ["FK701"]


ONCE = [
    ("refund_it.yaml", "requires: known", "digress: []\nrequires: known"),
    ("front.yaml", "next: more}\n  more", "next: bye}\n  more"),
    (
        "front.yaml",
        '  more: {choose: [refund_it, move_it], question: "Anything else?", next: more, outcomes: {nothing: bye}}\n',
        "",
    ),
    ("front.yaml", "start: help", "digress: []\nstart: help"),
    ("move_it.yaml", "start: when", "digress: []\nstart: when"),
    ("move_it.yaml", "next: done}\n  done", "next: more}\n  more: {ask: fine, next: done}\n  done"),
    ("move_it.yaml", "slots: {", 'slots: {fine: {type: yes_no, ask: "Fine?"}, '),
]


def test_a_correction_can_bring_a_call_back_before_a_write_again():
    (found,) = proved(ONCE, move_it="never agree after more")
    assert "the caller corrects 'day', and the call goes back to 'agree'" in found.help
    off = ("move_it.yaml", "start: when", "anytime: {correct: off}\nstart: when")
    assert proved([*ONCE, off], move_it="never agree after more") == []


def test_a_correction_in_a_flow_on_top_goes_back_in_the_flow_below():
    asking = (
        'flow: asking\ntitle: Asking\ndigress: []\nslots: {well: {type: yes_no, ask: "Well?"}}\nstart: a\nstates:\n'
        "  a: {ask: well, next: b}\n  b: {end: resolved}\n"
    )
    below = [
        *ONCE,
        ("asking.yaml", "", asking),
        ("move_it.yaml", "more: {ask: fine, next: done}", "more: {run: asking, next: done}"),
    ]
    (found,) = proved(below, move_it="never agree after more")
    assert "asking.a" in found.help
    assert "the caller corrects 'day', and the call goes back to 'agree'" in found.help


def test_a_flow_that_does_nothing_may_lead_to_one_that_does():
    far = [
        ("front.yaml", "start: help", "digress: [chat]\nstart: help"),
        ("front.yaml", 'choose: [refund_it, move_it], question: "How', 'choose: [chat], question: "How'),
        ("front.yaml", 'choose: [refund_it, move_it], question: "Any', 'choose: [chat], question: "Any'),
        (
            "chat.yaml",
            "",
            'flow: chat\ntitle: Chat\nabout: Chat.\ndigress: move_it\nslots: {well: {type: yes_no, ask: "Well?"}}\n'
            "start: a\nstates:\n  a: {ask: well, next: b}\n  b: {end: resolved}\n",
        ),
    ]
    (found,) = proved(far, project="known before move")
    assert "the caller turns to 'move_it'" in found.help


def test_a_write_of_which_nobody_knows_counts_as_done_where_something_must_not_follow():
    goes_on = [*SOUND[:2], ("move_it.yaml", "next: done}\n  done", "next: done, outcomes: {unknown: done}}\n  done")]
    (found,) = proved(goes_on, project="never refund after move")
    assert "nobody knows whether 'move' was carried out" in found.help


def test_a_slot_of_the_call_may_change_once_the_flow_that_looked_at_it_is_over():
    gate = (
        "flow: gate\ntitle: Gate\nstart: g\nstates:\n  g: {next: [{when: vip, go: ok}, {go: no}]}\n"
        "  ok: {end: resolved}\n  no: {end: refused}\n"
    )
    vip = [
        ("flowkit.yaml", "slots: {", 'slots: {vip: {type: yes_no, ask: "Are you?"}, '),
        ("gate.yaml", "", gate),
        ("move_it.yaml", "start: when\nstates:\n", "start: first\nstates:\n  first: {run: gate, next: when}\n"),
    ]
    assert codes(vip, project="move only if vip") == ["FK701"]
    here = ("move_it.yaml", "first: {run: gate, next: when}", "first: {next: [{when: vip, go: when}, {go: done}]}")
    assert proved([*vip, here], project="move only if vip") == []


def test_a_look_up_by_the_engine_counts():
    unread = [("refund_it.yaml", "next: look}", "next: agree}"), ("refund_it.yaml", "price: order.price", 'price: "5"')]
    sentence = "check before get_order"
    (found,) = proved(unread, project=sentence)
    assert "the engine itself looks up with 'get_order'" in found.help


def test_too_many_combinations_are_told_as_unproved(monkeypatch):
    monkeypatch.setattr("flowkit.lint.policy.proving._NODES", 1)
    monkeypatch.setattr("flowkit.lint.policy.proving._NODES_PER_STATE", 0)
    (found,) = proved(project="known before refund")
    assert (found.kind.code, found.severity) == ("FK702", "warning")
    assert (
        found.message
        == "'known before refund' could not be proved: there are too many combinations of values to look at"
    )


def test_rounds_without_an_end_are_told_as_unproved(monkeypatch):
    monkeypatch.setattr("flowkit.lint.policy.proving.ROUNDS", 1)
    found = proved(
        project="check before refund",
        changes=[
            (
                "tools/shop.yaml",
                "    limits: price",
                "    only_if: {rule: seen, when: done(check), because: No.}\n    limits: price",
            ),
            ("refund_it.yaml", "next: see}", "next: agree}"),
        ],
    )
    assert [each.kind.code for each in found] == ["FK702"]
