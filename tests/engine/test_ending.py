"""The end of a call, over whose last words the caller may still speak."""

import pytest

from flowkit.engine.effects import HangUp
from flowkit.engine.events import Generated, Tick
from tests.engine.barber import FILES, barber
from tests.engine.conversation import program_of
from tests.engine.spoken_calls import Spoken, cancels, replies, texts

PROGRAM = barber()


def hung_up(talk: Spoken) -> bool:
    return any(isinstance(effect, HangUp) for _, out in talk.log for effect in out)


def saying_goodbye(talk: Spoken) -> str:
    """Until the last words sound."""
    talk.speaks("nothing, it was a mistake")
    out = talk.generated(talk.generating, **{f"n{talk.turns}": ("choose", '{"option": "nothing"}')})
    assert texts(out) == ["Goodbye."]
    assert talk.call.stage == "ending"
    u = talk.generating
    talk.generated(u)
    talk.audible(u)
    return u


@pytest.fixture
def talk():
    talk = Spoken(PROGRAM)
    talk.begun()
    return talk


def test_when_the_last_words_were_heard_the_call_is_hung_up(talk):
    u = saying_goodbye(talk)
    assert talk.call.timers[f"play {u}"] == talk.at + 3000 + 80 * len("Goodbye.")
    talk.played(u)
    assert hung_up(talk)
    assert talk.call.over


def test_words_that_are_no_goodbye_take_the_end_back_and_are_judged_by_the_choose(talk):
    u = saying_goodbye(talk)
    assert cancels(talk.begins()) == [u]
    talk.played(u, "cut")
    assert replies(talk.ends()) == []
    assert talk.call.timers["short_turn"] == talk.at + 1500
    assert not hung_up(talk)
    (reply,) = replies(talk.words("oh wait, when do you open?"))
    assert (talk.call.stage, talk.call.top.state, talk.call.ended, talk.call.outcome) == ("live", "help", (), "")
    assert talk.call.utterances[reply].upto_turn == "t2"
    talk.generated(reply, c2=("choose", '{"option": "hours"}'))
    assert talk.call.top.flow == "hours"


@pytest.mark.parametrize("words", ["bye", "thank you, goodbye", "thanks", ""])
def test_a_goodbye_or_a_noise_lets_it_end(talk, words):
    u = saying_goodbye(talk)
    talk.begins()
    talk.played(u, "cut")
    talk.ends()
    talk.words(words)
    assert hung_up(talk)
    assert talk.call.outcome == "unresolved"


def test_words_that_do_not_come_let_it_end(talk):
    u = saying_goodbye(talk)
    talk.begins()
    talk.played(u, "cut")
    talk.ends()
    talk.tick("short_turn")
    assert hung_up(talk)


def test_it_does_not_end_while_the_caller_speaks(talk):
    u = saying_goodbye(talk)
    talk.begins()
    talk.played(u, "cut")
    assert not talk.call.over
    talk.tick("stuck")
    assert hung_up(talk)


def test_it_is_taken_back_twice_at_most(talk):
    for number in range(3):
        u = saying_goodbye(talk)
        talk.begins()
        talk.played(u, "cut")
        talk.ends()
        talk.words("and my invoice?")
        assert talk.call.over is (number == 2)
        if number < 2:
            talk.spoken(talk.generating, "Your invoice?")


def test_a_caller_who_speaks_over_the_goodbye_of_a_silence_is_where_they_were(talk):
    talk.speaks("what are your hours")
    talk.generated(talk.generating, c1=("choose", '{"option": "hours"}'))
    talk.spoken(talk.generating, "Which branch?")
    for _ in range(3):
        talk.tick("no_input")
        u = talk.generating
        if talk.call.stage == "live":
            talk.spoken(u)
    talk.generated(u)
    talk.audible(u)
    talk.begins()
    talk.played(u, "cut")
    talk.ends()
    (reply,) = replies(talk.words("south"))
    assert (talk.call.stage, talk.call.top.state, talk.call.ended) == ("live", "where", ())
    # What they said is an answer here, whatever the model makes of it.
    assert texts(talk.generated(reply, "Pardon?")) == ["The south branch is open from nine to six."]


def test_without_a_choose_on_the_way_a_person_is_called():
    files = FILES | {"hours.yaml": FILES["hours.yaml"].replace("done: {end:", "done: {say: Bye., exact: true, end:")}
    talk = Spoken(program_of({path: text.encode() for path, text in files.items()}))
    talk.begun("hours")
    if talk.generating:
        talk.spoken(talk.generating, "Which branch?")
    talk.speaks("south")
    talk.generated(talk.generating, c1=("record", '{"branch": "south"}'))
    talk.spoken(talk.generating)
    u = talk.generating
    assert talk.call.stage == "ending"
    talk.generated(u)
    talk.audible(u)
    talk.begins()
    talk.played(u, "cut")
    talk.ends()
    assert texts(talk.words("and how do I get there?")) == ["I'll put you through to a colleague."]
    assert talk.call.stage == "transfer"


def test_last_words_that_cannot_be_said_end_the_call_all_the_same(talk):
    talk.speaks("nothing, it was a mistake")
    talk.generated(talk.generating, c1=("choose", '{"option": "nothing"}'))
    for _ in range(2):
        talk.tell(Generated(talk.generating, "failed", error="server_error"))
        if "again" in talk.call.timers:
            talk.tell(Tick("again", talk.call.timers["again"]))
            talk.wait(300)
            if "again" in talk.call.timers:
                talk.tick("again")
    assert hung_up(talk)
