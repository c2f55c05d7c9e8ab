"""Keys: an answer to a read-back, the only one where nothing else can prove it, and what a caller types."""

from dataclasses import replace

import pytest

from flowkit.engine import events
from flowkit.engine.effects import Reply, Result, Say, Transfer, Witness
from flowkit.engine.events import Can
from tests.engine.repair_desk import KEY_QUESTION, QUESTION, STATEMENT, asked, begun, desk
from tests.engine.spoken_calls import AUDIO, Spoken, texts, without_keys

PROGRAM = desk()
KEYED = desk("consent: key")
MONEY = desk("let: {price: 12}\nlimits: price at most 100 per call", effect="money")
NOTHING = "All right, I've booked nothing."
BLIND = replace(AUDIO, proves_playback=False)


def say(out):
    return [e.u for e in out if isinstance(e, Say)][-1]


def runs(call):
    return call.runs("book")


def test_key_1_agrees_at_once():
    call = asked(PROGRAM)
    call.key("1")
    assert len(runs(call)) == 1
    (note,) = call.notes("consent")
    assert note["answer"] == {"key": "1"}
    assert (note["witness"], note["heard"]) == ("key", "proved")


@pytest.mark.parametrize("after", ["statement", "question", "answer"])
def test_key_2_refuses_at_once_and_whenever_it_comes(after):
    call = begun(PROGRAM)
    if after != "statement":
        call.spoken("u2")
        call.spoken("u3")
    if after == "answer":
        call.answers("yes", "yes")
    call.key("2")
    if after == "statement":
        call.generated("u2")
        call.played("u2", "cut")
    assert NOTHING in [e.text for _, out in call.log for e in out if isinstance(e, Say)]
    assert runs(call) == []


def test_key_1_before_the_question_sounds_is_no_consent():
    call = begun(PROGRAM)
    call.key("1")
    call.spoken("u2")
    call.key("1")
    assert runs(call) == []
    call.spoken("u3")
    call.key("1")
    assert len(runs(call)) == 1


def test_key_1_while_an_answer_is_judged_counts():
    call = asked(PROGRAM)
    call.says("mm")
    call.key("1")
    assert len(runs(call)) == 1


def test_a_second_key_makes_no_second_write():
    call = asked(PROGRAM)
    call.key("1")
    call.key("1")
    assert len(runs(call)) == 1


def test_any_other_key_is_no_answer():
    call = asked(PROGRAM)
    assert texts(call.key("7")) == ["Please say yes or no, or press 1 for yes."]
    assert runs(call) == []


@pytest.mark.parametrize("digit", ["1", "2"])
def test_where_the_channel_has_no_keys_they_are_nothing(digit):
    call = asked(PROGRAM, can=without_keys())
    call.key(digit)
    assert runs(call) == []
    assert call.call.draft.phase == "listening"


# Tools that take nothing but a key.


def test_a_tool_may_take_nothing_but_a_key():
    call = begun(KEYED)
    out = call.spoken("u2")
    assert texts(out) == [KEY_QUESTION]
    call.spoken("u3")
    out = call.says("yes")
    assert not [e for e in out if isinstance(e, Witness)]
    assert texts(out) == [KEY_QUESTION]
    assert runs(call) == []
    call.spoken(say(out))
    call.key("1")
    assert len(runs(call)) == 1


def test_a_spoken_no_counts_where_only_a_key_agrees():
    call = asked(KEYED)
    assert NOTHING in texts(call.says("no"))


@pytest.mark.parametrize("can", [without_keys(), Can()], ids=["by voice", "typed"])
def test_without_keys_a_person_asks(can):
    call = Spoken(KEYED, can=can)
    given = {"ticket": "12345", "day": "2026-03-06"}
    call.tell(events.CallStarted("call_1", "phone", begin="order.agree", given=given, said=True))
    call.ready()
    out = call.spoken("u1")
    assert STATEMENT not in texts(out)
    assert [e for e in call.spoken(say(out)) if isinstance(e, Transfer)]


# Where nothing proves what was heard.


def test_the_disclosure_shows_what_can_be_proved():
    call = Spoken(PROGRAM, can=AUDIO)
    given = {"ticket": "12345", "day": "2026-03-06"}
    call.tell(events.CallStarted("call_1", "phone", begin="order.agree", given=given, said=True))
    call.ready()
    call.generated("u1")
    call.tick("play u1")
    assert not call.call.can.proves_playback
    assert call.call.disclosed
    assert {"kind": "line", "detail": "it does not tell what was played"} in call.notes("trouble")


def test_a_line_that_told_of_the_disclosure_may_be_late_once():
    call = begun(PROGRAM)
    call.generated("u2")
    call.tick("play u2")
    assert call.call.can.proves_playback
    assert call.call.draft.statement_extent != "full"


def unproved(program=PROGRAM):
    call = Spoken(program, can=BLIND)
    given = {"ticket": "12345", "day": "2026-03-06"}
    call.tell(events.CallStarted("call_1", "phone", begin="order.agree", given=given, said=True))
    call.ready()
    call.generated("u1")
    return call, call.tick("play u1")


def test_without_proof_a_key_agrees_once_both_were_generated():
    call, out = unproved()
    assert texts(out) == [STATEMENT]
    call.key("1")
    assert texts(call.generated("u2")) == [KEY_QUESTION]
    call.key("1")
    assert runs(call) == []
    call.generated("u3")
    call.key("1")
    assert len(runs(call)) == 1
    (note,) = call.notes("consent")
    assert (note["witness"], note["heard"]) == ("key", "unproved")


def test_without_proof_a_spoken_yes_agrees_to_nothing():
    call, _ = unproved()
    call.generated("u2")
    call.generated("u3")
    call.audible("u3")
    call.answers("yes", "yes")
    assert runs(call) == []


def test_without_proof_money_takes_a_person():
    call, out = unproved(MONEY)
    assert STATEMENT not in texts(out)
    assert call.call.stage == "transfer"


# What a caller types.


def test_what_a_caller_types_is_told_to_the_model():
    call = asking()
    for digit in "4711":
        call.wait(300)
        call.key(digit)
    out = call.tick("keys")
    assert Result("keys typed: 4 7 1 1") in out
    assert [e for e in out if isinstance(e, Reply)]
    assert "keys" not in call.call.timers


def test_the_pause_counts_from_the_last_key():
    call = asking()
    call.key("4")
    call.wait(1500)
    call.key("7")
    assert call.call.timers["keys"] == call.at + 2000


def test_a_hash_ends_what_is_typed():
    call = asking()
    call.key("4")
    assert Result("keys typed: 4") in call.key("#")


def asking():
    call = Spoken(PROGRAM, can=AUDIO)
    call.tell(events.CallStarted("call_1", "phone"))
    call.ready()
    call.spoken("u1")
    return call


def test_typed_calls_have_no_keys():
    call = asked(PROGRAM, can=Can())
    call.key("1")
    assert runs(call) == []
    assert call.call.draft.question == QUESTION


def test_key_1_is_nothing_while_it_is_counted_whether_it_may_be_done():
    """Also on a line where a key counts as soon as statement and question are generated."""
    call = Spoken(desk("limits: at most 3 per day"), can=BLIND)
    given = {"ticket": "12345", "day": "2026-03-06"}
    call.tell(events.CallStarted("call_1", "phone", begin="order.agree", given=given, said=True))
    call.ready()
    call.spoken("u1")
    draft = call.call.draft
    assert draft.counting
    call.key("1")
    call.call.draft = replace(draft, phase="listening", statement_extent="full")
    call.key("1")
    assert runs(call) == []
    assert call.notes("consent") == []
