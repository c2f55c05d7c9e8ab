"""Silence and noise: turns that have no words, and what they cut."""

import pytest

from flowkit.engine.events import Generated, Tick
from tests.engine.barber import barber
from tests.engine.spoken_calls import Spoken, briefs, cancels, replies, texts

PROGRAM = barber()


@pytest.fixture
def talk():
    talk = Spoken(PROGRAM)
    talk.begun()
    return talk


def sounding_reply(talk: Spoken) -> str:
    """A reply that was generated, and sounds."""
    talk.speaks("what are your hours")
    (u,) = replies(talk.generated(talk.generating, c1=("choose", '{"option": "hours"}')))
    talk.generated(u, "Which branch would you like to visit, south or north?")
    talk.audible(u)
    return u


def coughs(talk: Spoken) -> list:
    return talk.speaks("", 120)


def test_a_short_turn_is_answered_once_its_words_are_in(talk):
    out = [*talk.begins(), *talk.ends(200)]
    assert replies(out) == []
    assert talk.call.timers["short_turn"] == talk.at + 600
    assert replies(talk.words("hours"))
    assert "short_turn" not in talk.call.timers


def test_words_that_were_there_before_the_turn_ended_do(talk):
    talk.begins()
    talk.words("hours")
    assert replies(talk.ends(200))


def test_without_words_it_is_a_noise_and_the_silence_goes_on_where_it_was(talk):
    until = talk.call.timers["no_input"]
    talk.wait(3000)
    assert replies(coughs(talk)) == []
    assert talk.call.timers["no_input"] == until
    assert talk.call.turns["t1"].noise


def test_a_long_turn_without_words_is_one_too_and_the_silence_begins_anew(talk):
    talk.wait(3000)
    talk.speaks("", 900)
    assert talk.call.noises == 1
    talk.spoken(talk.generating, "Pardon?")
    assert talk.call.timers["no_input"] == talk.at + 7000


def test_words_that_do_not_come_in_time_are_none_and_count_when_they_come_all_the_same(talk):
    talk.begins()
    talk.ends(200)
    assert replies(talk.tick("short_turn")) == []
    assert talk.call.noises == 1
    assert replies(talk.words("hours"))
    assert talk.call.noises == 0


def test_an_echo_of_what_sounded_is_a_noise(talk):
    sounding_reply(talk)
    out = talk.speaks("south or north", 200)
    assert talk.call.turns["t2"].noise
    assert replies(out)  # It had cut the reply.


def test_the_same_words_are_none_when_nothing_sounded(talk):
    u = sounding_reply(talk)
    talk.played(u)
    talk.speaks("south", 200)
    assert not talk.call.turns["t2"].noise
    assert replies(talk.log[-1][1])


def test_a_longer_turn_is_no_echo_whatever_it_repeats(talk):
    sounding_reply(talk)
    talk.speaks("south or north", 900)
    assert not talk.call.turns["t2"].noise


def test_a_no_is_never_an_echo(talk):
    u = told_no(talk)
    talk.speaks("no", 200)
    assert not talk.call.turns["t2"].noise
    assert u in talk.call.utterances


def told_no(talk: Spoken) -> str:
    talk.speaks("what are your hours")
    (u,) = replies(talk.generated(talk.generating, c1=("choose", '{"option": "hours"}')))
    talk.generated(u, "There is no fee. Which branch?")
    talk.audible(u)
    return u


def test_three_noises_in_a_row_count_as_one_silence(talk):
    assert [texts(coughs(talk)) for _ in range(3)] == [[], [], ["Are you still there?"]]
    assert talk.call.no_input == 1
    talk.spoken(talk.generating)
    coughs(talk)
    coughs(talk)
    talk.speaks("hours")
    assert talk.call.noises == 0


def test_a_noise_that_cut_a_reply_makes_the_model_finish_in_a_sentence(talk):
    u = sounding_reply(talk)
    assert cancels(talk.begins()) == [u]
    talk.played(u, "cut")
    talk.ends(120)
    out = talk.words("")
    (again,) = replies(out)
    assert "You were cut off by a noise: finish in one sentence." in briefs(out)
    talk.spoken(again, "South or north?")
    out = talk.speaks("the one in the south of town")
    assert "You were cut off" not in briefs(out)
    assert briefs(out), "the model is told that it does not hold any more"


def test_a_noise_that_cut_words_of_the_engine_has_them_said_again_and_then_as_to_words(talk):
    rung = "Are you still there?"
    assert texts(talk.tick("no_input")) == [rung]
    for yields, cut in (("at_once", True), ("at_once", True), ("to_words", False)):
        u = talk.generating
        utterance = talk.call.utterances[u]
        assert (utterance.text, utterance.yields) == (rung, yields)
        talk.generated(u)
        talk.audible(u)
        out = talk.begins()
        assert (cancels(out) == [u]) is cut
        if cut:
            talk.played(u, "cut")
        talk.ends(120)
        talk.words("")
        talk.call.noises = 0
    assert talk.generating == ""


def test_a_caller_who_speaks_again_already_is_heard_first(talk):
    talk.tick("no_input")
    u = talk.generating
    talk.begins()
    talk.tell(Generated(u, "cancelled"))
    talk.ends(120)
    talk.begins()
    assert texts(talk.words("", "t1")) == []
    talk.ends()
    talk.words("hours")
    assert talk.call.floor.due == talk.call.cut == ()


def test_words_that_lapsed_for_a_noise_are_said_all_the_same(talk):
    talk.tick("no_input")
    u = talk.generating
    assert cancels(talk.begins()) == [u]
    talk.tell(Generated(u, "cancelled"))
    talk.ends(120)
    assert texts(talk.words("")) == ["Are you still there?"]


def test_a_turn_without_an_end_gives_the_floor_back(talk):
    talk.begins()
    assert talk.call.timers["stuck"] == talk.at + 15_000
    talk.tick("stuck")
    assert talk.call.floor.open_turn == ""
    assert talk.call.turns["t1"].noise
    assert "no_input" in talk.call.timers
    assert replies([*talk.ends(), *talk.words("hours")]), "its end may still come"


def test_each_turn_has_its_own_time(talk):
    talk.begins()
    talk.wait(14_000)
    talk.begins()
    assert talk.call.timers["stuck"] == talk.at + 15_000


def test_every_turn_counts_in_the_budget_of_turns_noises_too():
    talk = Spoken(barber(max_turns=4))
    talk.begun()
    for _ in range(4):
        assert talk.call.stage == "live"
        coughs(talk)
        if talk.generating:
            talk.spoken(talk.generating)
    assert "I'll put you through to a colleague." in texts(coughs(talk))
    assert talk.call.stage == "transfer"


def test_a_turn_that_never_ends_counts_as_well():
    talk = Spoken(barber(max_turns=1))
    talk.begun()
    coughs(talk)
    talk.begins()
    assert texts(talk.tick("stuck"))
    assert talk.call.stage == "transfer"


def test_an_old_tick_is_nothing(talk):
    talk.begins()
    talk.ends(200)
    assert talk.tell(Tick("short_turn", 1)) == talk.tell(Tick("short_turn", 1))
    assert talk.call.awaited == "t1"


def test_a_cough_over_the_question_of_a_read_back_has_it_asked_again(talk):
    talk.speaks("a haircut")
    talk.generated(talk.generating, c1=("choose", '{"option": "cut"}'))
    talk.spoken(talk.generating, "Which day?")
    talk.speaks("on Friday")
    talk.generated(talk.generating, c2=("record", '{"day": "2026-03-06"}'))
    talk.tool("r1")
    while talk.call.draft is None or not talk.call.draft.question_u:
        talk.spoken(talk.generating)
    u = talk.generating
    talk.generated(u)
    talk.audible(u)
    assert cancels(talk.begins()) == [u]
    talk.played(u, "cut")
    talk.ends(120)
    assert texts(talk.words("")) == ["Shall I do that?"]
    assert talk.notes("consent") == []
