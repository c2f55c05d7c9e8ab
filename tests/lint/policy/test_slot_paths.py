"""Where slots go: to the tools that a sentence names, and to no other, by whatever way."""

from tests.lint.policy.shop import proved

KEEP = """\
flow: keep
title: Keep
slots: {text: {type: digits, ask: "What?"}}
let: {twice: text}
gives: text
start: send
states:
  send: {use: note, with: {text: twice}, next: ok}
  ok: {end: resolved}
"""
RUN = [
    ("keep.yaml", "", KEEP),
    ("refund_it.yaml", "requires: known\n", "requires: known\nlet: {secret: order_id}\n"),
    (
        "refund_it.yaml",
        "done: {say: Done., end: resolved}",
        "done: {run: keep, with: {text: secret}, save_as: kept, next: over}\n  over: {end: resolved}",
    ),
]
SENTENCE = "order_id goes only to get_order, check, refund"


def test_through_computed_values_and_a_flow_that_is_run():
    (found,) = proved(RUN, project=SENTENCE)
    assert found.message == f"'{SENTENCE}' does not hold: it is 'text' of 'note'"
    assert "keep.send (keep.yaml:8): this state is entered" in found.help
    assert proved(RUN, project=f"{SENTENCE}, note") == []


def test_through_what_a_flow_gives_back():
    back = [
        *RUN,
        ("keep.yaml", "send: {use: note, with: {text: twice}, next: ok}", "send: {ask: text, next: ok}"),
        (
            "refund_it.yaml",
            "next: over}\n  over: {end: resolved}",
            "next: tell}\n  tell: {use: note, with: {text: kept.text}, next: over}\n  over: {end: resolved}",
        ),
    ]
    (found,) = proved(back, project=SENTENCE)
    assert found.message.endswith("it is 'text' of 'note'")


def test_where_no_call_comes_nothing_leaks():
    never = [*RUN, ("refund_it.yaml", "done: {run", "lost: {run"), ("refund_it.yaml", "next: done}", "next: over}")]
    assert proved(never, project=SENTENCE) == []


def test_what_the_model_may_give_is_unproved():
    talk = [
        (
            "move_it.yaml",
            "done: {say: Done., end: resolved}",
            "done: {talk: Talk., tools: [note], exits: {ok: Done.}, next: over}\n  over: {end: resolved}",
        )
    ]
    (found,) = proved(talk, project=SENTENCE)
    assert found.kind.code == "FK702"
    assert found.message.endswith("in 'move_it.done' the model may give it to 'note' as 'text'")


def test_what_the_engine_looks_up_by_itself_is_unproved():
    (found,) = proved(
        [("refund_it.yaml", "next: look}", "next: done}")], refund_it="order_id goes only to check, refund"
    )
    assert "it may go to 'get_order'" in found.message
