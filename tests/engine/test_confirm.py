"""A write happens once, and only after a yes to exactly what was read back."""

from dataclasses import replace

import pytest

from flowkit.engine import events
from flowkit.engine.call import DoneTool
from flowkit.engine.effects import AnswerCall, Configure, Note, Reply, Result, RunTool, Say, Seed, Transfer
from flowkit.engine.step import step
from tests.engine.conversation import FLOWS, Conversation, program_of, project_files
from tests.engine.test_traces import to_friday_at_ten

WRITE = "move_visit"


@pytest.fixture(scope="module")
def program():
    return program_of(project_files(FLOWS))


@pytest.fixture
def asked(program):
    """A call in which Friday at ten was read back and the question was heard."""
    talk = Conversation(program)
    to_friday_at_ten(talk)
    return talk


def writes(talk):
    return [e for _, out in talk.log for e in out if isinstance(e, RunTool) and e.tool == WRITE]


def test_a_plain_yes_makes_one_write(asked):
    asked.caller("yes")
    (run,) = writes(asked)
    assert run.arguments == {"start": "2026-03-06T10:00", "visit_id": "v1"}
    assert run.key.startswith("fk_")


@pytest.mark.parametrize(
    "words",
    [
        "yes, but Friday",
        "yes, but Saturday",
        "yes but make it half past two",
        "yeah, no",
        "go ahead and explain",
        "if it's free, yes",
        "yes, the 28th",
        "sí",
        "is that the dentist?",
        "yes?",
        "mm",
        "",
        "not yes",
        "I said yes yesterday",
        "okay, what does it cost",
    ],
)
def test_no_other_answer_makes_a_write(asked, words):
    asked.caller(words)
    assert writes(asked) == []
    assert asked.notes("consent") == []


def test_a_yes_before_the_question_is_no_consent(program):
    talk = Conversation(program)
    to_friday_at_ten(talk)
    talk.caller("is that the dentist?")
    talk.model("u6", "Yes, it is the dentist.")
    # The question is being said again but has not begun to sound.
    assert talk.call.draft.question_u == "u7"
    talk.caller("yes")
    assert writes(talk) == []
    talk.heard("u7")
    talk.caller("yes")
    assert len(writes(talk)) == 1


def test_a_yes_to_a_statement_that_was_cut_is_no_consent(program):
    talk = Conversation(program)
    talk.start("reschedule", customer={"id": "c1"})
    talk.ready()
    talk.tool("r1", result=[{"id": "v1", "title": "dentist", "start": "2026-03-03T09:00"}])
    talk.heard("u1")
    talk.model("u2", "What day suits you?")
    talk.caller("Friday at ten")
    talk.model("u3", c1=("record", '{"new_day": "2026-03-06", "new_time": "ten"}'))
    talk.tool("r2", result=[{"start": "2026-03-06T10:00"}])
    talk.tell(events.Generated("u4", "completed", talk.call.utterances["u4"].text))
    talk.tell(events.Audible("u4"))
    talk.tell(events.Played("u4", "cut"))
    assert talk.call.draft.phase == "stating"
    talk.caller("yes")
    assert writes(talk) == []


def test_the_model_cannot_agree_for_the_caller(asked):
    asked.caller("is that the dentist?")
    out = asked.model("u6", "Yes.", c9=("move_visit", '{"visit_id": "v1", "start": "2026-03-06T10:00"}'))
    (answer,) = [e for e in out if isinstance(e, AnswerCall)]
    assert answer.output == {
        "status": "refused",
        "because": "unknown function",
        "you_can": ["record", "choose", "request"],
    }
    assert writes(asked) == []


def test_a_changed_value_voids_what_was_agreed_to(asked):
    asked.caller("hm, is half past two free too?")
    asked.model("u6", c9=("record", '{"new_time": "2026-03-06T14:30"}'))
    say = [e for _, out in asked.log for e in out if isinstance(e, Say)][-1]
    assert "half past two" in say.text
    asked.heard(say.u)
    asked.heard(f"u{int(say.u[1:]) + 1}")
    asked.caller("yes")
    assert [run.arguments["start"] for run in writes(asked)] == ["2026-03-06T14:30"]


def test_another_value_that_the_model_did_not_record_is_not_agreed_away(asked):
    """The caller named another city, so to speak; the model says "okay" and records nothing."""
    asked.caller("no, make it the other dentist please")
    out = asked.model("u6", "Okay.")
    assert [e.text for e in out if isinstance(e, Say)] == ["What should I change?"]
    asked.caller("yes")
    assert writes(asked) == []


def test_the_words_are_taken_where_the_model_recorded_nothing(asked):
    asked.caller("no, make it half past two")
    out = asked.model("u6", "Okay.")
    assert [e.text for e in out if type(e).__name__ == "Result"] == ["kept: new_time half past two pm"]
    assert [e.text for e in out if isinstance(e, Say)] == [
        "I'll move your dentist to Friday, March sixth at half past two pm."
    ]


def test_our_own_value_said_again_is_read_back_whole(asked):
    asked.caller("yes, but Friday")
    out = asked.model("u6", "", c9=("record", '{"new_day": "2026-03-06"}'))
    assert [e.text for e in out if isinstance(e, Say)] == ["I'll move your dentist to Friday, March sixth at ten am."]


def test_a_second_no_ends_the_flow(asked):
    asked.caller("no")
    asked.heard("u6")
    out = asked.caller("no, leave it")
    assert isinstance(out[0], Say)
    assert asked.call.outcome == "cancelled"
    assert writes(asked) == []


def test_the_limit_on_moves_is_kept(asked):
    """Two moves of one visit are allowed in a call, not a third."""
    moved = DoneTool(WRITE, {"visit_id": "v1", "start": "2026-03-07T09:00"}, "ok", 1)
    asked.call = replace_done(asked.call, (moved, moved))
    asked.caller("yes")
    assert writes(asked) == []
    assert [note["rule"] for note in asked.notes("refusal")] == ["refused"]


def test_what_was_read_back_is_what_is_written(asked):
    """Even if a value changed without the draft being taken back, the yes is to what was read back alone."""
    frame = asked.call.top
    openings = frame.saved["openings"].value
    other = replace(frame.slots["new_time"], value=openings[1])
    twin = asked.call.copy()
    twin.frames = (*twin.frames[:-1], replace(frame, slots={**frame.slots, "new_time": other}))
    asked.call = twin
    out = asked.caller("yes")
    assert writes(asked) == []
    assert [e.text for e in out if isinstance(e, Say)] == [
        "I'll move your dentist to Friday, March sixth at half past two pm."
    ]


def replace_done(call, done):
    twin = call.copy()
    twin.done = done
    return twin


def killed_after_consent(asked):
    asked.caller("yes please")
    (run,) = writes(asked)
    out = asked.tell(events.Back("model", fresh=True, session=2))
    return run, out


def test_after_a_crash_nothing_is_run_again(asked):
    run, out = killed_after_consent(asked)
    assert out[0] == Configure("authenticated")
    assert isinstance(out[1], Seed)
    assert out[3] == Say("u6", "Sorry, I lost you for a moment.")
    assert asked.heard("u6") == []
    out = asked.tool(run.run, "unknown", reason="restarted")
    assert out == [RunTool("r4", "list_visits", {"customer_id": "c1"})]
    moved = [{"id": "v1", "title": "dentist", "start": "2026-03-06T10:00"}]
    assert asked.tool("r4", result=moved) == [Result("move_visit: ok"), Say("u7", "Done, it's moved.")]
    assert len(writes(asked)) == 1


def test_the_answer_of_a_write_that_comes_while_it_is_looked_after_counts_once(asked):
    asked.caller("yes please")
    (run,) = writes(asked)
    asked.tool(run.run, "timeout")
    assert [effect.text for effect in asked.tool(run.run) if isinstance(effect, Result)] == ["move_visit: ok"]
    moved = [{"id": "v1", "title": "dentist", "start": "2026-03-06T10:00"}]
    assert asked.tool("r4", result=moved) == []
    assert [entry.outcome for entry in asked.call.done if entry.tool == WRITE] == ["ok"]


@pytest.mark.parametrize(
    ("outcome", "result", "words", "note"),
    [
        ("ok", [{"id": "v1", "title": "dentist", "start": "2026-03-03T09:00"}], "that didn't work", "failed"),
        ("timeout", None, "I can't tell whether it went through", "unknown"),
    ],
)
def test_a_write_that_nobody_knows_of_goes_to_a_person(asked, outcome, result, words, note):
    run, _ = killed_after_consent(asked)
    asked.heard("u6")
    asked.tool(run.run, "unknown", reason="restarted")
    out = asked.tool("r4", outcome, result)
    assert out[0] == Result(f"move_visit: {note}")
    (said,) = [effect for effect in out if isinstance(effect, Say)]
    assert words in said.text
    assert said.yields == "never"
    (case,) = [effect for effect in out if isinstance(effect, RunTool)]
    assert case.tool == "record_case"
    assert asked.heard("u7") == []
    (transfer,) = [effect for effect in asked.tool(case.run, result={}) if isinstance(effect, Transfer)]
    assert transfer.target == "scheduling"
    assert transfer.summary["text"] == "Wants to move dentist to Friday, March sixth."
    assert transfer.summary["unknown"] == (["move_visit"] if note == "unknown" else [])
    assert len(writes(asked)) == 1


def test_a_killed_read_back_is_stated_again(asked):
    out = asked.tell(events.Back("model", fresh=True, session=2))
    assert out[-1] == Say("u6", "Sorry, I lost you for a moment.")
    (statement,) = asked.heard("u6")
    assert statement.text == "I'll move your dentist to Friday, March sixth at ten am."
    asked.caller("yes")
    assert writes(asked) == []


def test_the_same_event_twice_is_the_same_as_once(asked):
    before = asked.call
    event = events.TurnStarted("t9", at=asked.at, n=before.seq)
    assert step(asked.program, before, event) == (before, ())


def test_a_reply_that_was_taken_back_changes_nothing(asked):
    asked.caller("is that the dentist?")
    asked.tell(events.TurnStarted("t8"))
    out = asked.model("u6", c9=("record", '{"new_day": "2026-03-07"}'))
    assert AnswerCall("c9", {"status": "void"}) in out
    assert asked.call.top.slots["new_day"].value.isoformat() == "2026-03-06"


def test_consent_stands_on_record_before_the_write(asked):
    out = asked.caller("yes")
    kinds = [type(effect) for effect in out]
    assert kinds.index(Note) < kinds.index(RunTool)
    assert not any(isinstance(effect, Reply) for effect in out)


def test_a_person_who_is_asked_for_instead_of_an_answer_is_called_even_if_the_model_reports_nothing(asked):
    asked.caller("can I talk to a person please")
    asked.model("u6", "Of course.")
    assert asked.call.stage == "transfer"
    assert asked.call.draft is None
    assert writes(asked) == []


@pytest.mark.parametrize("ends_first", [True, False])
def test_a_yes_whose_turn_came_before_the_question_sounded_in_the_same_moment_is_no_answer(program, ends_first):
    talk = Conversation(program)
    to_friday_at_ten(talk)
    talk.caller("is that the dentist?")
    talk.model("u6", "Yes, it is the dentist.")
    talk.tell(events.Generated("u7", "completed", "Shall I do that?"))
    turn = [events.TurnStarted("t8"), events.TurnEnded("t8")]
    audible = events.Audible("u7")
    for event in (*turn, audible) if ends_first else (turn[0], audible, turn[1]):
        talk.tell(event)
    talk.tell(events.Words("t8", "yes"))
    assert writes(talk) == []
    assert talk.notes("consent") == []
