"""What becomes of the agent's words when the caller begins to speak, where there is sound."""

import pytest

from flowkit.engine.altering import altered
from flowkit.engine.call import Due
from flowkit.engine.effects import AnswerCall, RunTool
from flowkit.engine.events import Can, Generated, LineReady, Played, Tick, Witnessed
from tests.engine.barber import barber
from tests.engine.spoken_calls import Spoken, cancels, replies, texts

PROGRAM = barber()


@pytest.fixture
def talk():
    talk = Spoken(PROGRAM)
    talk.begun()
    return talk


def asked_which(talk: Spoken) -> str:
    """Until the model asks for the branch; that reply is being generated."""
    talk.speaks("what are your hours")
    (u,) = replies(talk.generated(talk.generating, c1=("choose", '{"option": "hours"}')))
    return u


def told(talk: Spoken) -> str:
    """Until the engine tells the hours; that is being generated."""
    talk.spoken(asked_which(talk), "Which branch?")
    talk.speaks("south")
    out = talk.generated(talk.generating, c2=("record", '{"branch": "south"}'))
    assert texts(out) == ["The south branch is open from nine to six."]
    return talk.generating


def test_the_disclosure_goes_on_and_the_turn_is_answered_after_it():
    talk = Spoken(PROGRAM)
    talk.start()
    talk.tell(LineReady(Can(audio=True)))
    talk.generated("u1")
    talk.audible("u1")
    assert cancels(talk.speaks("hello, my hair")) == []
    assert talk.generating == ""
    (u,) = replies(talk.played("u1"))
    assert talk.call.utterances[u].upto_turn == "t1"
    assert talk.call.turns["t1"].before_disclosure


def test_the_disclosure_goes_on_even_if_it_does_not_sound_yet():
    talk = Spoken(PROGRAM)
    talk.start()
    talk.tell(LineReady(Can(audio=True)))
    assert cancels(talk.begins()) == []
    assert talk.generating == "u1"


def test_what_is_due_and_lapses_is_not_said_after_a_caller_who_speaks(talk):
    dues = (Due("One moment.", "filler"), Due("It's booked.", "result"))
    talk.call.floor = altered(talk.call.floor, due=dues)
    talk.begins()
    assert [due.purpose for due in talk.call.floor.due] == ["result"]


def test_what_queues_behind_another_has_the_time_of_both(talk):
    u = told(talk)
    talk.generated(u)
    follow = talk.generating
    talk.generated(follow, "How can I help?")
    length = len(talk.call.utterances[u].text) + len("How can I help?")
    assert talk.call.timers[f"play {follow}"] == talk.at + 3000 + 80 * length


def test_a_reply_that_is_being_generated_is_taken_back_and_wanted_again(talk):
    u = asked_which(talk)
    assert cancels(talk.begins()) == [u]
    out = talk.tell(_cancelled(u))
    assert replies(out) == []
    (again,) = replies(talk.ends())
    assert talk.call.utterances[again].must == talk.call.utterances[u].must


def test_a_reply_that_waits_behind_another_is_taken_back_and_its_words_are_not_lost(talk):
    u = told(talk)
    talk.generated(u)
    talk.audible(u)
    # The question that follows is generated while the hours are still told, and judged.
    follow = talk.generating
    assert talk.call.utterances[follow].must
    talk.generated(follow, "How can I help?")
    assert talk.call.asked[1] == "How can I help?"
    assert cancels(talk.begins()) == [follow]
    assert talk.call.floor.playing == (u,)
    talk.ends(200)
    (again,) = replies(talk.words(""))
    assert [text for text, _ in talk.call.utterances[again].must] == ["How can I help?"]


def test_a_reply_that_sounds_stops_and_its_calls_count_once_it_was_done(talk):
    u = asked_which(talk)
    talk.generated(u, "Which branch would you like to visit?")
    talk.audible(u)
    assert cancels(talk.begins()) == [u]
    talk.played(u, "cut")
    assert replies(talk.ends())
    talk.words("south")


def test_a_reply_that_sounds_and_is_not_done_does_not_count_even_if_it_is_completed_all_the_same(talk):
    talk.speaks("what are your hours")
    u = talk.generating
    talk.audible(u)
    assert cancels(talk.begins()) == [u]
    out = talk.generated(u, "Sure.", c1=("choose", '{"option": "hours"}'))
    assert AnswerCall("c1", {"status": "void"}) in out
    assert talk.call.top.flow == "front"
    assert talk.call.floor.playing == (u,)
    talk.played(u, "cut")
    assert replies(talk.ends())


def test_an_audible_that_crossed_the_cancel_counts_for_nothing(talk):
    u = asked_which(talk)
    talk.begins()
    talk.audible(u)
    assert not talk.call.utterances[u].sounds


def test_words_that_bind_are_said_again_and_that_is_no_attempt(talk):
    u = told(talk)
    assert cancels(talk.begins()) == [u]
    talk.tell(_cancelled(u))
    out = talk.ends()
    assert texts(out) == ["The south branch is open from nine to six."]
    again = talk.call.utterances[talk.generating]
    assert (again.repeats, again.yields, again.values) == (0, "to_words", talk.call.utterances[u].values)


def test_words_with_a_value_go_on_for_a_cough_and_stop_for_a_turn_that_goes_on(talk):
    u = told(talk)
    talk.generated(u)
    talk.audible(u)
    assert u not in cancels(talk.begins())
    assert talk.call.timers["yield"] == talk.at + 500 + 500
    assert u in cancels(talk.tick("yield"))
    assert "yield" not in talk.call.timers


def test_they_stop_for_a_no(talk):
    u = told(talk)
    talk.generated(u)
    talk.audible(u)
    assert u not in cancels(talk.speaks("south"))
    assert u in cancels(talk.speaks("no"))


def test_a_result_that_was_cut_is_said_once_more(talk):
    talk.speaks("a haircut")
    talk.generated(talk.generating, c1=("choose", '{"option": "cut"}'))
    talk.spoken(talk.generating, "Which day?")
    talk.speaks("on Friday")
    out = talk.generated(talk.generating, c2=("record", '{"day": "2026-03-06"}'))
    assert [effect.tool for effect in out if isinstance(effect, RunTool)] == ["look"]
    out = talk.tool("r1")
    for _ in range(9):
        if any(isinstance(effect, RunTool) for effect in out):
            break
        out = _agree(talk)
    out = talk.tool("r2")
    assert texts(out) == ["It's booked for Friday, March sixth."]
    u = talk.generating
    assert talk.call.utterances[u].yields == "to_words"
    talk.generated(u)
    talk.audible(u)
    talk.begins()
    assert u in cancels(talk.tick("yield"))
    talk.played(u, "cut")
    assert texts(talk.ends()) == []
    talk.words("thanks a lot for that")
    again = [due.repeats for due in talk.call.floor.due if due.text == talk.call.utterances[u].text]
    again += [each.repeats for each in talk.call.utterances.values() if each.purpose == "result"]
    assert 1 in again


def _agree(talk):
    """One step towards the caller's consent."""
    draft = talk.call.draft
    if talk.generating:
        return talk.spoken(talk.generating)
    if draft.phase == "listening":
        talk.speaks("yes")
        return talk.tell(Witnessed(f"t{talk.turns}", "yes"))
    return talk.tick("settle")


def test_fillers_lapse_when_the_caller_speaks(talk):
    talk.speaks("a haircut")
    talk.generated(talk.generating, c1=("choose", '{"option": "cut"}'))
    talk.spoken(talk.generating, "Which day?")
    talk.speaks("on Friday")
    talk.generated(talk.generating, c2=("record", '{"day": "2026-03-06"}'))
    out = talk.tick("progress r1")
    assert texts(out) == ["I'm looking."]
    filler = talk.generating
    assert cancels(talk.begins()) == [filler]
    talk.tell(_cancelled(filler))
    out = talk.ends()
    assert texts(out) == []
    assert replies(out)
    assert talk.call.floor.due == ()


def test_nothing_begins_while_a_caller_speaks_however_much_is_due(talk):
    talk.speaks("hello, my hair")
    u = talk.generating
    talk.begins()
    out = talk.tell(_cancelled(u))
    assert (replies(out), texts(out), talk.generating) == ([], [], "")
    assert talk.call.floor.want_reply
    assert talk.call.timers["stuck"] == talk.at + 15_000


def test_what_queued_behind_something_that_stopped_is_said_again(talk):
    u = told(talk)
    talk.generated(u)
    talk.played(u, "none")
    assert talk.call.floor.due[0].text == "The south branch is open from nine to six."
    assert talk.call.floor.due[0].repeats == 1


def test_how_much_of_it_was_heard_is_on_record(talk):
    u = told(talk)
    talk.generated(u)
    talk.audible(u)
    talk.tell(Played(u, "cut", 2400, 4000))
    length = len(talk.call.utterances[u].text)
    assert {"cut": u, "heard": length // 2, "characters": length} in talk.notes("state")


def test_a_reply_that_sounds_when_the_ladder_leaves_is_cut(talk):
    asked_which(talk)
    for number in range(3):
        talk.spoken(talk.generating, "Which branch?")
        talk.begins()
        talk.ends()
        u = talk.generating
        if number == 2:
            talk.audible(u)
            out = talk.generated(u, "Sorry, which branch?")
            out += talk.words("banana")
            assert u in cancels(out)
            assert talk.call.floor.playing[0] == u, "its end is awaited"
        else:
            talk.words("banana")
    assert talk.call.stage == "transfer"


def test_a_line_that_cannot_queue_waits_until_it_is_quiet():
    talk = Spoken(PROGRAM)
    talk.begun(can=Can(audio=True, queues_speech=False))
    u = told(talk)
    out = talk.generated(u)
    assert replies(out) == []
    assert replies(talk.audible(u)) == []
    assert replies(talk.played(u))


def test_typed_words_cut_nothing_but_a_reply():
    talk = Spoken(PROGRAM)
    talk.begun(can=Can())
    u = told(talk)
    assert cancels(talk.begins()) == []
    talk.ends()
    assert talk.call.floor.generating == u


def _cancelled(u):
    return Generated(u, "cancelled")


@pytest.mark.parametrize("event", [Played("u0", "full"), None], ids=["it is played", "nobody tells how it ended"])
def test_words_that_are_too_old_to_be_remembered_do_not_keep_the_floor(talk, event):
    talk.call = talk.call.copy()
    talk.call.floor = altered(talk.call.floor, playing=("u0",))
    talk.call.timers["play u0"] = talk.at
    talk.tell(event or Tick("play u0", talk.at))
    assert talk.call.floor.playing == ()
    assert "play u0" not in talk.call.timers
