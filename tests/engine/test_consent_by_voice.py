"""Two ears hear a spoken answer: every pair of what they hear, in any order, and every race."""

from dataclasses import replace

import pytest

from flowkit.engine import effects, events
from flowkit.engine.effects import Cancel, Reply, Say, Transfer, Witness
from tests.engine.repair_desk import QUESTION, STATEMENT, asked, begun, desk
from tests.engine.spoken_calls import AUDIO, texts, without_keys

PROGRAM = desk()
ONE_EAR = desk("witnesses: 1")
MONEY = desk("let: {price: 12}\nlimits: price at most 100 per call", effect="money")

AGAIN = "Please say yes or no, or press 1 for yes."
WORDS = {"yes": "yes", "no": "no", "changed": "yes, but Saturday", "other": "what does it cost?", "unclear": "mm"}
NOTHING = "All right, I've booked nothing."


def runs(call):
    return call.runs("book")


def answered(call, words, hearing, order):
    """One answer, with its two hearings in an order; then all timers of it fire."""
    call.wait(300)
    call.begins()
    call.wait(800)
    call.ends()
    steps = {"words": lambda: call.words(words), "witnessed": lambda: call.ear(hearing)}
    out = []
    for step in order:
        if step == "witnessed" and not hearing:
            continue
        out += steps[step]()
    for timer in ("answer_wait", "settle"):
        if timer in call.call.timers:
            out += call.tick(timer)
    return out


TABLE = [
    ("yes", "yes", "run"),
    ("yes", "no", "again"),
    ("yes", "other", "again"),
    ("yes", "none", "again"),
    ("yes", "", "again"),
    *(("no", hearing, "declined") for hearing in ("yes", "no", "other", "none", "")),
    *(("changed", hearing, "reply") for hearing in ("yes", "no", "other", "none", "")),
    *(("other", hearing, "reply") for hearing in ("yes", "no", "other", "none", "")),
    ("unclear", "yes", "again"),
    ("unclear", "no", "declined"),
    ("unclear", "other", "again"),
    ("unclear", "none", "again"),
    ("unclear", "", "again"),
]


@pytest.mark.parametrize("order", [("words", "witnessed"), ("witnessed", "words")])
@pytest.mark.parametrize(("reading", "hearing", "comes"), TABLE)
def test_the_table(reading, hearing, comes, order):
    call = asked(PROGRAM)
    out = answered(call, WORDS[reading], hearing, order)
    said = texts(out)
    assert bool(runs(call)) == (comes == "run")
    assert bool(call.notes("consent")) == (comes == "run")
    assert (AGAIN in said) == (comes == "again")
    assert (NOTHING in said) == (comes == "declined")
    assert any(isinstance(e, Reply) for e in out) == (comes == "reply")


@pytest.mark.parametrize("hearing", ["none", ""])
def test_one_ear_is_enough_where_the_tool_allows_it(hearing):
    call = asked(ONE_EAR)
    answered(call, "yes", hearing, ("words", "witnessed"))
    assert len(runs(call)) == 1
    assert call.notes("consent")[0]["witness"] == "one"


@pytest.mark.parametrize("hearing", ["no", "other"])
def test_the_second_ear_can_veto_where_one_is_enough(hearing):
    call = asked(ONE_EAR)
    answered(call, "yes", hearing, ("words", "witnessed"))
    assert runs(call) == []


def test_money_always_takes_two():
    call = asked(MONEY)
    answered(call, "yes", "", ("words",))
    assert runs(call) == []


def test_money_takes_two_even_if_its_tool_is_content_with_one():
    """No file can say so; the engine does not rely on that."""
    tools = MONEY.project.tools | {"book": replace(MONEY.project.tools["book"], witnesses=1)}
    call = asked(replace(MONEY, project=replace(MONEY.project, tools=tools)))
    answered(call, "yes", "none", ("words", "witnessed"))
    assert runs(call) == []


def test_the_consent_says_what_it_rests_on():
    call = asked(PROGRAM)
    out = answered(call, "yes please", "yes", ("words", "witnessed"))
    (note,) = call.notes("consent")
    assert note["statement"] == {"u": "u2", "text": STATEMENT, "extent": "full"}
    assert note["question"] == {"u": "u3", "text": QUESTION}
    assert note["answer"] == {"turn": "t1", "words": "yes please", "reading": "yes"}
    assert (note["witness"], note["heard"]) == ("yes", "proved")
    kinds = [type(effect).__name__ for effect in out]
    assert kinds.index("Note") < kinds.index("RunTool")


def test_no_reply_is_made_while_an_answer_is_judged():
    call = asked(PROGRAM)
    out = call.says("yes")
    assert out == [Witness("t1", ("u2", "u3", "t1"))]
    assert "answer_wait" in call.call.timers
    assert call.call.timers["answer_wait"] == call.at + 2000


def test_the_write_waits_for_a_moment():
    call = asked(PROGRAM)
    call.answers("yes", "yes")
    assert runs(call) == []
    assert call.call.timers["settle"] == call.at + 700
    call.tick("settle")
    assert len(runs(call)) == 1


def test_the_moment_counts_from_the_end_of_the_answer():
    call = asked(PROGRAM)
    call.begins()
    call.ends()
    ended = call.at
    call.wait(300)
    call.words("yes")
    call.wait(200)
    call.ear("yes")
    assert call.call.timers["settle"] == ended + 700


def test_a_turn_that_began_before_the_question_sounded_is_no_answer_when_it_ends():
    call = begun(PROGRAM)
    call.audible("u2")
    call.begins()
    call.generated("u2")
    call.played("u2")
    out = call.tick("stuck")
    assert texts(out) == [QUESTION]
    call.spoken(say(out))
    call.ends()
    call.words("yes")
    call.ear("yes")
    for timer in ("settle", "answer_wait"):
        assert timer not in call.call.timers
    assert runs(call) == []


def test_the_moment_is_over_when_the_words_are_late():
    call = asked(PROGRAM)
    call.begins()
    call.ends()
    call.wait(900)
    call.words("yes")
    call.ear("yes")
    assert len(runs(call)) == 1


# Missing words.


@pytest.mark.parametrize("problem", ["failed", "empty"])
def test_a_transcription_that_failed_is_unclear(problem):
    call = asked(PROGRAM)
    call.begins()
    call.ends()
    call.words("", problem=problem)
    assert runs(call) == []
    assert AGAIN in texts(call.ear("yes"))
    assert runs(call) == []


def test_words_that_never_come_are_unclear_and_the_witness_alone_agrees_to_nothing():
    call = asked(PROGRAM)
    call.begins()
    call.ends()
    call.ear("yes")
    assert AGAIN in texts(call.tick("answer_wait"))
    call.words("yes")
    assert runs(call) == []


def test_asked_twice_in_vain_a_person_asks():
    call = asked(PROGRAM)
    for _ in range(2):
        out = call.answers("mm", "other")
        assert texts(out) == [AGAIN]
        out = call.spoken(say(out))
        assert texts(out) == [QUESTION]
        call.spoken(say(out))
    out = call.answers("mm", "other")
    assert call.call.stage == "transfer"
    assert [e for e in call.spoken(say(out)) if isinstance(e, Transfer)]
    assert runs(call) == []


def test_asked_twice_in_vain_where_nobody_is_there_nothing_is_done():
    call = asked(PROGRAM, can=without_transfer())
    for _ in range(2):
        call.spoken(say(call.spoken(say(call.answers("mm", "other")))))
    assert NOTHING in texts(call.answers("mm", "other"))


def test_without_keys_no_key_is_offered():
    call = asked(PROGRAM, can=without_keys())
    assert texts(call.answers("mm", "other")) == ["Please say yes or no."]


# Races.


def test_a_yes_in_the_middle_of_the_statement():
    """Speech goes on; it is no consent; the question follows and is to be answered."""
    call = begun(PROGRAM)
    call.audible("u2")
    call.begins()
    call.wait(300)
    out = call.ends()
    assert not [e for e in out if isinstance(e, Cancel) and e.u == "u2"]
    call.generated("u2")
    out = call.words("yes")
    assert texts(out) == [QUESTION]
    call.generated("u3")
    call.played("u2")
    assert runs(call) == []
    call.audible("u3")
    call.played("u3")
    answered(call, "yes", "yes", ("words", "witnessed"))
    assert len(runs(call)) == 1


def test_a_no_in_the_middle_of_the_statement():
    call = begun(PROGRAM)
    call.audible("u2")
    call.begins()
    call.ends()
    out = call.words("no")
    assert Cancel("u2") in out
    call.generated("u2")
    out = call.played("u2", "cut")
    said = [e.text for _, each in call.log for e in each if isinstance(e, Say)]
    assert NOTHING in said
    assert QUESTION not in said
    assert runs(call) == []


def test_a_yes_between_statement_and_question():
    """On a line that does not queue there is a gap; the question is asked all the same."""
    call = begun(PROGRAM, can=without_queue())
    call.generated("u2")
    call.audible("u2")
    call.begins()
    call.played("u2")
    call.ends()
    out = call.words("yes")
    assert texts(out) == [QUESTION]
    assert runs(call) == []


def test_a_yes_over_the_question_counts():
    call = begun(PROGRAM)
    call.generated("u2")
    call.audible("u2")
    call.generated("u3")
    call.played("u2")
    call.audible("u3")
    call.wait(200)
    assert Cancel("u3") in call.begins()
    call.played("u3", "cut")
    call.wait(400)
    assert [e for e in call.ends() if isinstance(e, Witness)]
    call.agrees()
    assert len(runs(call)) == 1


def test_the_turn_comes_before_the_question_sounds():
    """The question is void, its sound is ignored, and it is asked again after the turn."""
    call = begun(PROGRAM)
    call.generated("u2")
    call.audible("u2")
    call.generated("u3")
    call.played("u2")
    assert Cancel("u3") in call.begins()
    call.audible("u3")
    call.played("u3", "none")
    call.ends()
    out = call.words("yes")
    assert texts(out) == [QUESTION]
    assert runs(call) == []
    call.spoken(say(out))
    answered(call, "yes", "yes", ("words", "witnessed"))
    assert len(runs(call)) == 1


def test_yes_and_then_but_friday_is_a_change():
    call = asked(PROGRAM)
    call.answers("yes", "yes")
    call.wait(300)
    call.begins()
    assert "settle" not in call.call.timers
    call.wait(700)
    out = call.ends()
    assert out == [Witness("t2", ("u2", "u3", "t1", "t2"))]
    out = call.words("but Saturday")
    assert [e for e in out if isinstance(e, Reply)]
    assert runs(call) == []


def test_yes_and_then_please_is_one_answer_and_its_last_turn_has_the_witness():
    call = asked(PROGRAM)
    call.answers("yes", "yes")
    call.wait(300)
    call.begins()
    call.wait(300)
    call.ends()
    call.words("please")
    call.ear("yes", "t1")
    assert "settle" not in call.call.timers
    assert runs(call) == []
    call.ear("yes", "t2")
    call.tick("settle")
    assert len(runs(call)) == 1
    answer = call.notes("consent")[0]["answer"]
    assert answer == {"turn": "t2", "words": "yes please", "reading": "yes", "turns": ["t1", "t2"]}


def test_a_cough_after_the_yes_is_no_part_of_it():
    call = asked(PROGRAM)
    call.answers("yes", "yes")
    call.wait(200)
    call.begins()
    call.wait(300)
    call.ends(voiced_ms=80)
    call.words("", problem="empty")
    call.tick("settle")
    assert len(runs(call)) == 1


def test_a_turn_without_end_after_the_yes_is_no_part_of_it():
    call = asked(PROGRAM)
    call.answers("yes", "yes")
    call.wait(200)
    call.begins()
    call.tick("stuck")
    assert len(runs(call)) == 1


def test_an_early_no_whose_words_are_late_withdraws_the_asking():
    call = begun(PROGRAM)
    call.generated("u2")
    call.audible("u2")
    call.begins()
    call.tell(events.Generated("u3", "cancelled"))
    call.ends()
    call.played("u2")
    out = call.tick("hear_wait")
    assert texts(out) == [QUESTION]
    call.spoken(say(out))
    call.answers("yes", "yes")
    out = call.words("no", "t1")
    assert texts(out) == [QUESTION]
    assert "settle" not in call.call.timers
    assert runs(call) == []
    call.spoken(say(out))
    answered(call, "yes", "yes", ("words", "witnessed"))
    assert len(runs(call)) == 1


def test_the_first_late_no_with_no_later_turn_declines():
    call = begun(PROGRAM)
    call.generated("u2")
    call.audible("u2")
    call.begins()
    call.tell(events.Generated("u3", "cancelled"))
    call.ends()
    call.played("u2")
    call.spoken(say(call.tick("hear_wait")))
    call.wait(200)
    assert NOTHING in texts(call.words("no", "t1"))


def test_an_early_question_whose_words_are_late_is_answered():
    call = begun(PROGRAM)
    call.generated("u2")
    call.audible("u2")
    call.begins()
    call.tell(events.Generated("u3", "cancelled"))
    call.ends()
    call.played("u2")
    question = say(call.tick("hear_wait"))
    call.generated(question)
    out = call.words("what does it cost?", "t1")
    assert Cancel(question) in out
    assert [e for e in out if isinstance(e, Reply)]


def test_the_caller_hangs_up_after_the_yes():
    call = asked(PROGRAM)
    call.answers("yes", "yes")
    call.tell(events.Lost("caller"))
    assert "settle" not in call.call.timers
    assert runs(call) == []


def test_the_caller_hangs_up_after_the_write_went_out():
    call = asked(PROGRAM)
    answered(call, "yes", "yes", ("words", "witnessed"))
    call.tell(events.Lost("caller"))
    call.tool("r1")
    assert [entry.outcome for entry in call.call.done] == ["ok"]


@pytest.mark.parametrize("after", ["stating", "listening", "judging", "agreed"])
def test_a_reconnect_states_it_again(after):
    call = begun(PROGRAM)
    if after != "stating":
        call.spoken("u2")
        call.spoken("u3")
    if after == "judging":
        call.says("yes")
    if after == "agreed":
        call.answers("yes", "yes")
    call.tell(events.Lost("model"))
    call.tell(events.Back("model", True, 2))
    assert call.call.draft.phase == "stating"
    if after in ("judging", "agreed"):
        call.ear("yes")
        call.wait(3000)
    assert runs(call) == []
    assert not {"settle", "answer_wait"} & set(call.call.timers)


def test_a_yes_to_an_asking_that_was_replaced_does_not_count():
    call = asked(PROGRAM)
    call.begins()
    call.ends()
    call.tick("answer_wait")
    call.words("yes", "t1")
    call.ear("yes", "t1")
    assert runs(call) == []


def test_a_value_that_changes_meanwhile_voids_the_answer():
    call = asked(PROGRAM)
    call.answers("yes", "yes")
    twin = call.call.copy()
    slots = {**twin.top.slots, "day": replace(twin.top.slots["day"], value=twin.top.slots["day"].value.replace(day=7))}
    twin.frames = (*twin.frames[:-1], replace(twin.top, slots=slots))
    call.call = twin
    out = call.tick("settle")
    assert runs(call) == []
    assert texts(out) == ["I'll book 1 2 3 4 5 in for Saturday, March seventh."]


@pytest.mark.parametrize("voiced", [0, 149])
def test_a_sound_that_is_too_short_is_no_answer(voiced):
    call = asked(PROGRAM)
    call.begins()
    out = call.ends(voiced)
    assert not [e for e in out if isinstance(e, Witness)]
    call.words("yes")
    call.ear("yes")
    for timer in ("settle", "answer_wait"):
        assert timer not in call.call.timers
    assert runs(call) == []


def test_a_curt_yes_is_an_answer():
    call = asked(PROGRAM)
    call.begins()
    assert [e for e in call.ends(150) if isinstance(e, Witness)]
    call.tick("short_turn")
    call.agrees()
    assert len(runs(call)) == 1


def test_the_echo_of_our_own_words_is_no_turn():
    call = begun(PROGRAM)
    call.spoken("u2")
    call.generated("u3")
    call.audible("u3")
    call.begins()
    call.played("u3", "cut")
    call.ends()
    call.words("shall I do that")
    call.ear("yes")
    assert runs(call) == []
    assert not [e for _, out in call.log for e in out if isinstance(e, Reply)]


def test_the_same_words_in_silence_are_a_question_of_the_callers():
    call = asked(PROGRAM)
    out = call.says("shall I do that")
    assert [e for e in out if isinstance(e, Reply)]


def test_a_statement_that_was_cut_is_said_again():
    call = begun(PROGRAM)
    call.audible("u2")
    call.begins()
    call.tick("yield")
    call.generated("u2")
    call.played("u2", "cut")
    call.ends()
    out = call.words("yes")
    assert texts(out) == [STATEMENT]
    assert runs(call) == []


def test_a_statement_that_the_caller_overtakes_is_no_attempt():
    call = begun(PROGRAM)
    for turn in range(5):
        u = call.call.draft.statement_u
        assert Cancel(u) in call.begins()
        call.tell(events.Generated(u, "cancelled"))
        call.played(u, "none")
        call.ends()
        assert texts(call.words("so", f"t{turn + 1}")) == [STATEMENT]
    assert call.call.stage == "live"


@pytest.mark.parametrize("proof", ["played s", "audible q", "words", "witness"])
def test_without_any_one_proof_nothing_is_done(proof):
    call = begun(PROGRAM)
    call.generated("u2")
    call.audible("u2")
    call.generated("u3")
    if proof != "played s":
        call.played("u2")
    if proof != "audible q":
        call.audible("u3")
        call.played("u3")
    call.begins()
    call.ends()
    if proof != "words":
        call.words("yes")
    if proof != "witness":
        call.ear("yes")
    for timer in ("settle", "answer_wait"):
        if timer in call.call.timers:
            call.tick(timer)
    assert runs(call) == []


def test_a_question_that_nobody_answers():
    call = asked(PROGRAM)
    out = call.tick("no_input")
    assert texts(out) == [QUESTION]
    call.spoken(say(out))
    out = call.tick("no_input")
    assert texts(out) == [STATEMENT]
    out = call.spoken(say(out))
    assert texts(out) == [QUESTION]
    call.spoken(say(out))
    out = call.tick("no_input")
    assert NOTHING in texts(out)
    assert runs(call) == []
    assert [note["void"] for note in call.notes("state") if "void" in note] == ["the caller is silent"]


def test_silence_to_what_should_i_change_drops_the_matter():
    call = asked(desk(outcomes="{}"))
    for _ in range(2):
        out = call.tick("no_input")
        while out and texts(out):
            out = call.spoken(say(out))
    out = call.tick("no_input")
    assert texts(out) == ["What should I change?"]
    call.spoken(say(out))
    out = call.tick("no_input")
    assert texts(out) == ["What should I change?"]
    call.spoken(say(out))
    assert texts(call.tick("no_input")) == ["All right, I've stopped that."]
    assert call.call.outcome == "cancelled"


def test_a_ladder_of_the_state_goes_first():
    own = desk(outcomes='{declined: nothing}\n    no_input: ["Hello?", {say: "Bye.", go: hang_up}]')
    call = asked(own)
    assert texts(call.tick("no_input")) == ["Hello?"]


def test_the_write_that_waits_for_its_share_is_given_back_when_the_caller_goes_on():
    call = begun(desk("limits: at most 2 per ticket per day"))
    call.spoken(say(call.spoken("u2")))
    call.answers("yes", "yes")
    out = call.tick("settle")
    assert [e for e in out if isinstance(e, effects.Reserve)]
    call.begins()
    assert effects.Release("r1") in call.everything()
    call.wait(400)
    call.ends()
    call.words("no wait, not that")
    call.tell(events.Reserved("r1", "ok"))
    assert runs(call) == []


def say(out):
    return [e.u for e in out if isinstance(e, Say)][-1]


def without_transfer():
    return replace(AUDIO, transfer=False)


def without_queue():
    return replace(AUDIO, queues_speech=False)
