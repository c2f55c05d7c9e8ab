"""Values about which the caller is asked: `Is that right?`, and `Did you say …?` where the model alone reported one."""

import json
from dataclasses import replace

import pytest

from flowkit.engine import events
from flowkit.engine.effects import Brief, Reply, Result, RunTool, Say
from flowkit.engine.events import FunctionCall
from tests.engine.conversation import Conversation, program_of
from tests.engine.test_ask import PROJECT

CATALOG = """\
catalog: shop
records:
  account: {key: number, fields: {number: digits}}
tools:
  find_account:
    about: Finds the account.
    effect: read
    input: {number: {type: digits, from: caller}, email: {type: email, from: caller, optional: true}}
    output: account
    outcomes: {not_found: There is none.}
    backend: fixture:f.yaml
  close_account:
    about: Closes the account.
    effect: write
    input: {number: digits}
    read_back: "I'll close {{ number }}. Shall I do that?"
    backend: fixture:f.yaml
"""
FLOW = """\
flow: find
title: Your account
slots:
  number: {type: digits, pattern: "[0-9]{4}", ask: "What's the number?", check_back: CHECK}
  email: {type: email, ask: "What's your e-mail address?", check_back: none}
  day: {type: date, ask: "What day?", check_back: none}
start: which
states:
  which: {ask: ASKED, next: look}
  look: {use: find_account, with: {number: number, email: email}, next: more, outcomes: {not_found: person}}
  more: {ask: day, next: agree}
  agree: {confirm: close_account, with: {number: number}, next: done}
  done: {say: "Done.", end: resolved}
"""
RIGHT = "4 7 1 1. Is that right?"
DID = "Did you say 4 7 1 1?"


def begun(asked: str = "number", check: str = "explicit", flow: str = FLOW) -> Conversation:
    flow = flow.replace("ASKED", asked).replace("CHECK", check)
    files = {"flowkit.yaml": PROJECT, "tools.yaml": CATALOG, "find.yaml": flow}
    talk = Conversation(program_of({path: text.encode() for path, text in files.items()}), restore=True)
    talk.start()
    talk.ready()
    talk.heard("u1")
    return talk


def says(out) -> list[str]:
    return [effect.text for effect in out if isinstance(effect, Say)]


def runs(out) -> list[dict]:
    return [dict(effect.arguments) for effect in out if isinstance(effect, RunTool)]


def replies(out) -> list[str]:
    return [effect.u for effect in out if isinstance(effect, Reply)]


def settle(talk: Conversation, text: str = "Please go on.") -> None:
    while u := talk.call.floor.generating:
        _ = talk.heard(u) if talk.call.utterances[u].kind == "say" else talk.model(u, text)


def reported(talk: Conversation, words: str, text: str = "", **values: str) -> list:
    """The caller says something, and the model reports it."""
    settle(talk)
    talk.caller(words)
    u = talk.call.floor.generating
    return talk.model(u, text, **{f"c{u}": ("record", json.dumps(values))})


def asked(talk: Conversation, words: str = "4711") -> Conversation:
    """The call up to the question whether 4711 is right, which was heard."""
    assert says(reported(talk, words, number="4711")) == [RIGHT]
    settle(talk)
    return talk


def test_an_explicit_value_is_asked_about_before_the_flow_goes_on():
    talk = asked(begun())
    assert talk.call.top.state == "which"
    assert runs(talk.caller("yes, that's right")) == [{"number": "4711"}]
    assert talk.call.check is None


def test_no_clears_it_and_it_is_asked_again():
    talk = asked(begun())
    out = talk.caller("no")
    assert "number" not in talk.call.top.slots
    assert says(out) == ["Sorry, I didn't catch that."]
    out = talk.heard(talk.call.floor.generating)
    assert [must.text for effect in out if isinstance(effect, Reply) for must in effect.must] == ["What's the number?"]
    out = reported(talk, "4712", number="4712")
    assert says(out) == ["4 7 1 2. Is that right?"]


def test_after_three_times_no_the_ladder_ends_it():
    talk = begun()
    for number in ("4711", "4712", "4713"):
        reported(talk, number, number=number)
        settle(talk)
        talk.caller("no")
    assert talk.call.top.state == "person"


def test_a_refusal_in_other_words_is_the_models_and_does_not_leave_the_value():
    talk = asked(begun())
    (u,) = replies(talk.caller("no, it isn't"))
    talk.model(u, "Sorry.")
    assert "number" not in talk.call.top.slots


@pytest.mark.parametrize("words", ["no, 4712", "4712", "no, it's four seven one two"])
def test_a_correction_in_the_answer_is_taken_and_asked_about(words):
    talk = asked(begun())
    assert says(talk.caller(words)) == ["4 7 1 2. Is that right?"]
    settle(talk)
    assert runs(talk.caller("yes")) == [{"number": "4712"}]


def test_a_correction_that_the_model_alone_understands_is_taken():
    talk = asked(begun())
    (u,) = replies(talk.caller("no, the last one should be another"))
    out = talk.model(u, "Sorry: 4 7 1 2?", c9=("record", '{"number": "4712"}'))
    assert talk.call.top.slots["number"].value == "4712"
    assert says(out) == ["4 7 1 2. Is that right?"]


def test_another_value_that_nobody_understood_does_not_leave_the_old_one():
    talk = asked(begun())
    out = talk.caller("no, the other one")
    for u in replies(out):
        talk.model(u, "Sorry?")
    assert "number" not in talk.call.top.slots


def test_a_question_is_answered_and_it_is_asked_again():
    talk = asked(begun())
    out = talk.caller("where do I find it?")
    (brief,) = [effect.text for effect in out if isinstance(effect, Brief)]
    assert f"Goal: The caller is asked: {RIGHT} Answer in one sentence, or record what changes." in brief
    assert "Then ask" not in brief
    (reply,) = [effect for effect in out if isinstance(effect, Reply)]
    assert reply.must == ()
    assert says(talk.model(reply.u, "On your card.")) == [RIGHT]
    settle(talk)
    assert runs(talk.caller("yes")) == [{"number": "4711"}]


def test_what_is_no_answer_is_asked_twice_more_and_then_the_value_again():
    talk = asked(begun())
    for _ in range(2):
        assert says(talk.caller("mm")) == ["Please say yes or no."]
        settle(talk)
    talk.caller("hm")
    assert "number" not in talk.call.top.slots


def test_a_yes_before_the_question_was_heard_is_none():
    talk = begun()
    reported(talk, "4711", number="4711")
    assert runs(talk.caller("yes")) == []
    assert talk.call.check is not None
    settle(talk)
    assert runs(talk.caller("yes")) == [{"number": "4711"}]


def test_what_is_still_missing_is_asked_after_it():
    talk = begun("[number, email]")
    asked(talk)
    out = talk.caller("yes")
    assert [must.text for effect in out if isinstance(effect, Reply) for must in effect.must] == [
        "What's your e-mail address?"
    ]


def test_several_values_are_asked_about_one_after_the_other():
    flow = FLOW.replace('address?", check_back: none', 'address?", check_back: explicit')
    talk = begun("[number, email]", flow=flow)
    out = reported(talk, "4711 and ana@example.com", number="4711", email="ana@example.com")
    assert says(out) == [RIGHT]
    settle(talk)
    (second,) = says(talk.caller("yes"))
    assert second.endswith(". Is that right?")
    assert "dot com" in second
    settle(talk)
    assert runs(talk.caller("yes")) == [{"number": "4711", "email": "ana@example.com"}]


def test_an_explicit_value_that_changes_behind_the_question_is_asked_about_too():
    talk = asked(begun())
    talk.caller("yes")
    talk.tool("r1", result={"number": "4711"})
    reported(talk, "Friday", day="2026-03-06")
    settle(talk)
    assert talk.call.draft.phase == "listening"
    (u,) = replies(talk.caller("no, it is number 4712"))
    out = talk.model(u, "", c8=("record", '{"number": "4712"}'))
    assert says(out) == ["4 7 1 2. Is that right?"]
    assert talk.call.draft is None
    settle(talk)
    assert runs(talk.caller("yes")) == [{"number": "4712"}]


def test_a_person_is_reachable_while_it_is_asked():
    talk = asked(begun())
    talk.caller("can I have a person?")
    assert talk.call.top.state == "person"
    assert talk.call.check is None


@pytest.mark.parametrize("words", ["forget it", "no, never mind"])
def test_a_caller_who_drops_it_is_not_asked_any_more(words):
    talk = asked(begun())
    assert "All right, I've stopped that." in says(talk.caller(words))
    settle(talk)
    assert talk.call.check is None
    assert [(end.flow, end.outcome) for end in talk.call.ended] == [("find", "cancelled")]


def test_after_a_digression_it_is_asked_again():
    other = "flow: hours\ntitle: Opening hours\nabout: When we are open.\nstart: a\nstates:\n"
    other += "  a: {say: We are open from nine to six., end: resolved}\n"
    project = PROJECT + "digress: [hours]\n"
    flow = FLOW.replace("ASKED", "number").replace("CHECK", "explicit")
    files = {"flowkit.yaml": project, "tools.yaml": CATALOG, "find.yaml": flow, "hours.yaml": other}
    talk = Conversation(program_of({path: text.encode() for path, text in files.items()}), restore=True)
    talk.start()
    talk.ready()
    talk.heard("u1")
    asked(talk)
    (u,) = replies(talk.caller("when are you open?"))
    talk.model(u, "", c7=("request", '{"kind": "switch", "flow": "hours"}'))
    settle(talk)
    assert (talk.call.top.flow, talk.call.check is not None) == ("find", True)
    assert runs(talk.caller("yes")) == [{"number": "4711"}]


def test_who_asks_for_a_moment_is_waited_for():
    talk = asked(begun())
    out = talk.caller("hold on")
    assert says(out) == replies(out) == []
    assert runs(talk.caller("so, yes")) == [{"number": "4711"}]


def test_silence_repeats_the_question():
    talk = asked(begun())
    for expected in ("Are you still there?", RIGHT):
        talk.at = talk.call.timers["no_input"]
        assert says(talk.tell(events.Tick("no_input", talk.at))) == [expected]
        settle(talk)
    assert runs(talk.caller("yes")) == [{"number": "4711"}]


# What the model alone reported.


def claimed() -> Conversation:
    """The call up to the question whether the caller said what the model reported."""
    talk = begun(check="implicit")
    out = reported(talk, "it's the one on my card", number="4711")
    assert says(out) == [DID]
    assert runs(out) == []
    settle(talk)
    return talk


def test_a_read_that_needs_the_callers_word_asks_for_it():
    talk = claimed()
    assert runs(talk.caller("yes")) == [{"number": "4711"}]
    assert talk.call.top.slots["number"].heard


def test_a_value_that_the_caller_did_not_say_is_cleared_and_asked_for():
    talk = claimed()
    assert says(talk.caller("no")) == ["Sorry, I didn't catch that."]
    assert (talk.call.top.state, dict(talk.call.top.slots)) == ("which", {})


def test_another_value_in_the_answer_is_heard_and_the_read_runs():
    talk = claimed()
    assert runs(talk.caller("no, 4712")) == [{"number": "4712"}]


def test_a_claimed_value_never_replaces_a_heard_one():
    talk = begun("[number, email]", check="implicit")
    reported(talk, "4711", number="4711")
    out = reported(talk, "and it is the good one", number="4712")
    assert talk.call.top.slots["number"].value == "4711"
    assert "not heard" in str(out)


# Words that come late.


def late(talk: Conversation, turn: str, number: str, text: str = "") -> list:
    """The model reports a value of a turn whose words are not in yet."""
    settle(talk)
    talk.tell(events.TurnStarted(turn))
    talk.tell(events.TurnEnded(turn))
    call = FunctionCall(f"c_{turn}", "record", json.dumps({"number": number}))
    return talk.tell(events.Generated(talk.call.floor.generating, "completed", text, (call,)))


def test_the_words_are_waited_for_and_bear_it_out():
    talk = begun(check="implicit")
    out = late(talk, "x1", "4711")
    assert says(out) == runs(out) == []
    assert talk.call.timers["hear_wait number"] == talk.at + 1_500
    assert runs(talk.tell(events.Words("x1", "4711"))) == [{"number": "4711"}]
    assert "hear_wait number" not in talk.call.timers


def test_words_that_do_not_come_are_not_waited_for_longer():
    talk = begun(check="implicit")
    late(talk, "x1", "4711")
    talk.at += 1_500
    assert says(talk.tell(events.Tick("hear_wait number", talk.at))) == [DID]


def test_words_that_say_nothing_of_it_have_it_asked():
    talk = begun(check="implicit")
    late(talk, "x1", "4711")
    assert says(talk.tell(events.Words("x1", "the one on the card"))) == [DID]


def test_words_that_say_another_value_here_are_asked_which():
    talk = begun("[number, email]", check="implicit")
    late(talk, "x1", "4711")
    out = talk.tell(events.Words("x1", "4712"))
    settle(talk)
    assert "4 7 1 1, or 4 7 1 2?" in says([effect for _, out in talk.log for effect in out])
    assert "number" not in talk.call.top.slots
    assert out is not None


def test_words_that_say_another_value_later_only_have_it_spoken_slowly():
    talk = begun("day", check="implicit", flow=FLOW.replace("next: look}", "next: agree}"))
    late(talk, "x1", "4711")
    out = reported(talk, "Friday", day="2026-03-06")
    assert talk.call.top.state == "agree"
    assert out
    talk.tell(events.Words("x1", "4712"))
    held = talk.call.top.slots["number"]
    assert (held.value, held.doubted) == ("4711", True)


def test_a_correction_waits_for_its_words():
    talk = begun("[number, email]", check="implicit")
    reported(talk, "4711", number="4711")
    late(talk, "x1", "4712")
    assert talk.call.top.slots["number"].value == "4711"
    talk.tell(events.Words("x1", "no, 4712"))
    held = talk.call.top.slots["number"]
    assert (held.value, held.heard) == ("4712", True)


def test_a_correction_that_its_words_do_not_say_is_none():
    talk = begun("[number, email]", check="implicit")
    reported(talk, "4711", number="4711")
    late(talk, "x1", "4712")
    talk.tell(events.Words("x1", "well, whatever"))
    assert talk.call.top.slots["number"].value == "4711"
    assert talk.call.waiting == {}


def test_nothing_of_it_is_in_the_way_of_a_call_that_is_heard_in_time():
    talk = begun(check="implicit")
    out = reported(talk, "4711", number="4711")
    assert runs(out) == [{"number": "4711"}]
    assert [effect for effect in out if isinstance(effect, Result)] == []
    assert replace(talk.call.top.slots["number"], version=1).heard
