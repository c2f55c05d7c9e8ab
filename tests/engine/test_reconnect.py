"""The line is lost and comes back: what was cut, what is void, and what the caller hears."""

import pytest

from flowkit.engine.effects import Abandon, Brief, Configure, Note, RunTool, Seed
from flowkit.engine.events import Back, Can, Generated, Lost, Played, ToolDone
from tests.engine.barber import barber
from tests.engine.spoken_calls import Spoken, replies, texts

PROGRAM = barber()
LOST = "Sorry, I lost you for a moment."


@pytest.fixture
def talk():
    """A call in which the caller was asked for the branch, and it is their turn."""
    talk = Spoken(PROGRAM)
    talk.begun()
    talk.speaks("what are your hours")
    talk.generated(talk.generating, c1=("choose", '{"option": "hours"}'))
    talk.spoken(talk.generating, "Which branch?")
    return talk


def back(talk: Spoken, *, fresh: bool = True) -> list:
    return talk.tell(Back("model", fresh=fresh, session=talk.call.session + 1))


def test_a_moment_in_which_nothing_was_said_passes_unnoticed(talk):
    talk.tell(Lost("model"))
    talk.wait(1500)
    out = back(talk)
    assert [type(effect) for effect in out] == [Configure, Seed, Brief]
    assert talk.call.lost == ""
    assert "no_input" in talk.call.timers


def test_a_longer_one_is_told_with_the_question(talk):
    talk.tell(Lost("model"))
    talk.wait(2500)
    assert texts(back(talk)) == [f"{LOST} Which branch?"]


def test_the_same_session_is_told_nothing_that_it_knows(talk):
    talk.tell(Lost("model"))
    assert not [effect for effect in back(talk, fresh=False) if isinstance(effect, Seed)]


def test_a_session_that_is_exchanged_at_a_quiet_moment_is_not_noticed(talk):
    talk.wait(3_000_000)
    assert texts(back(talk)) == []


def test_a_reply_that_was_cut_is_told_however_short_it_was(talk):
    talk.speaks("the one with the parking")
    u = talk.generating
    talk.tell(Lost("model"))
    assert talk.tell(Generated(u, "failed", error="connection_lost"))[0].kind == "ignored"
    assert texts(back(talk)) == [f"{LOST} Which branch?"]


def test_words_that_bind_are_said_again(talk):
    talk.speaks("south")
    talk.generated(talk.generating, c2=("record", '{"branch": "south"}'))
    hours = "The south branch is open from nine to six."
    u = talk.generating
    talk.generated(u)
    talk.audible(u)
    talk.tell(Lost("model"))
    assert talk.generating == ""
    talk.tell(Played(u, "cut"))
    assert texts(back(talk)) == [LOST]
    talk.spoken(talk.generating)
    assert talk.call.utterances[talk.generating].text == hours
    talk.spoken(talk.generating)
    assert talk.call.utterances[talk.generating].kind == "reply"


def test_a_disclosure_that_was_cut_is_said_again_without_a_word_before_it():
    talk = Spoken(PROGRAM)
    talk.start()
    talk.tell(_ready())
    talk.generated("u1")
    talk.tell(Lost("model"))
    out = back(talk)
    assert texts(out) == [talk.call.utterances["u1"].text]
    assert out[-1].yields == "never"


def _asked(talk):
    """Until the caller is asked to agree."""
    talk.call.frames = talk.call.frames[:1]
    talk = Spoken(PROGRAM)
    talk.begun("cut")
    if talk.generating:
        talk.spoken(talk.generating, "Which day?")
    talk.speaks("on Friday")
    talk.generated(talk.generating, c2=("record", '{"day": "2026-03-06"}'))
    talk.tool("r1")
    while talk.call.draft.phase != "listening":
        talk.spoken(talk.generating)
    return talk


def test_a_read_back_is_void_and_made_anew(talk):
    talk = _asked(talk)
    draft = talk.call.draft
    talk.tell(Lost("model"))
    talk.wait(3000)
    out = back(talk)
    assert talk.call.draft.id != draft.id
    assert talk.call.draft.phase == "stating"
    assert {"draft": draft.id, "tool": "book", "void": "the line was lost"} in talk.notes("state")
    assert texts(out) == [LOST]
    assert texts(talk.spoken(talk.generating)) == ["I'll book Friday, March sixth."]
    talk.speaks("yes")
    assert talk.notes("consent") == []


def test_it_is_void_even_when_nobody_noticed(talk):
    talk = _asked(talk)
    draft = talk.call.draft
    talk.tell(Lost("model"))
    assert texts(back(talk)) == [draft.statement]
    assert talk.call.draft.id != draft.id


def test_words_that_were_on_their_way_are_waited_for_no_longer(talk):
    talk.begins()
    talk.ends(200)
    assert talk.call.awaited
    talk.tell(Lost("model"))
    back(talk)
    assert talk.call.awaited == ""
    assert talk.call.turns["t2"].text == ""


def test_media_that_do_not_come_back_are_a_caller_who_is_gone(talk):
    talk.tell(Lost("media"))
    assert talk.call.timers["lost"] == talk.at + 20_000
    talk.tick("lost")
    assert talk.call.over
    assert talk.notes("closed") == [{"outcome": "abandoned", "by": "caller", "unknown": []}]


def test_media_that_come_back_need_no_new_session(talk):
    talk.tell(Lost("media"))
    session = talk.call.session
    out = talk.tell(Back("media"))
    assert not [effect for effect in out if isinstance(effect, Configure | Seed)]
    assert talk.call.session == session


# The caller is gone.


def _looking():
    talk = Spoken(PROGRAM)
    talk.begun("cut")
    if talk.generating:
        talk.spoken(talk.generating, "Which day?")
    talk.speaks("on Friday")
    talk.generated(talk.generating, c2=("record", '{"day": "2026-03-06"}'))
    return talk


def test_reads_are_abandoned_and_nothing_is_said_any_more():
    talk = _looking()
    out = talk.tell(Lost("caller"))
    assert Abandon("r1") in out
    assert texts(out) == replies(out) == []
    assert talk.call.over


def test_the_note_of_the_end_is_the_last_thing_on_record():
    talk = _looking()
    talk.tell(Lost("caller"))
    last = talk.log[-1][1][-1]
    assert isinstance(last, Note)
    assert last.kind == "closed"


def test_a_yes_after_that_makes_no_write(talk):
    talk = _asked(talk)
    talk.begins()
    talk.tell(Lost("caller"))
    assert talk.call.over
    assert not [effect for _, out in talk.log for effect in out if isinstance(effect, RunTool) and effect.write]


def _writing():
    """A caller who is gone while the write runs."""
    talk = Spoken(PROGRAM)
    talk.begun("cut", Can())
    if talk.generating:
        talk.spoken(talk.generating, "Which day?")
    talk.speaks("on Friday")
    talk.generated(talk.generating, c2=("record", '{"day": "2026-03-06"}'))
    talk.tool("r1")
    while talk.call.draft.phase != "listening":
        talk.spoken(talk.generating)
    talk.speaks("yes")
    assert talk.call.draft.phase == "running"
    talk.tell(Lost("caller"))
    return talk


def test_a_write_is_awaited_and_its_end_is_on_record():
    talk = _writing()
    assert talk.call.stage == "draining"
    assert talk.call.timers["drain"] == talk.at + 60_000
    out = [*talk.begins(), *talk.ends(), *talk.words("hello?")]
    assert texts(out) == replies(out) == []
    talk.tell(ToolDone("r2", "ok"))
    assert talk.call.over
    assert talk.call.done[-1].outcome == "ok"


def test_one_that_does_not_end_is_unknown_and_somebody_has_to_look():
    talk = _writing()
    talk.tick("drain")
    assert talk.call.over
    assert talk.notes("closed") == [{"outcome": "abandoned", "by": "caller", "unknown": ["book"]}]
    (note,) = talk.notes("follow_up")
    assert (note["run"], note["tool"]) == ("r2", "book")
    assert [effect.kind for effect in talk.log[-1][1] if isinstance(effect, Note)][-2:] == ["follow_up", "closed"]


def _ready():
    from flowkit.engine.events import LineReady

    return LineReady(Can(audio=True))
