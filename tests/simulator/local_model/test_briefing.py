"""STEP notes and instructions as values."""

from __future__ import annotations

from datetime import date

from flowkit.simulator.local_model.briefing import Answer, Fact, Flow, Option, answers, flows, step_note

NOTE = """STEP 14 (replaces all earlier STEP notes)
Goal: Move an appointment.
Known: today Monday 2026-03-02; visit v1 (on Tuesday, March third; at nine am); new_day 2026-03-06 (March sixth).
Missing: hour, seat.
Options: hour: 2026-03-06T10:00 (ten am), 2026-03-06T14:30 (half past two pm); seat: a1 (window), a2; bye (Stop.), no
Facts: We are open from nine to six, Monday to Saturday. Devices are under warranty for two years.
Say first: "Thanks, Ana." "It's on its way."
Repeat: 1 2 3 4 5.
Then ask: "What time?"
You may use: record, choose(cannot_say), request, wait.
Must not: say that it is done.
If you cannot make it out, say: "Sorry? What time?"
"""


def test_every_line_is_read() -> None:
    note = step_note(NOTE)
    assert note is not None
    assert (note.number, note.goal, note.today) == (14, "Move an appointment.", date(2026, 3, 2))
    assert note.known == {
        "visit": Fact("v1", "on Tuesday, March third; at nine am"),
        "new_day": Fact("2026-03-06", "March sixth"),
    }
    assert note.missing == ("hour", "seat")
    assert note.options == {
        "hour": (Option("2026-03-06T10:00", "ten am"), Option("2026-03-06T14:30", "half past two pm")),
        "seat": (Option("a1", "window"), Option("a2")),
    }
    assert [option.key for option in note.choices] == ["bye", "no", "cannot_say"]
    assert note.facts == (
        "We are open from nine to six, Monday to Saturday.",
        "Devices are under warranty for two years.",
    )
    assert note.say_first == ("Thanks, Ana.", "It's on its way.")
    assert (note.repeat, note.then_ask, note.otherwise) == ("1 2 3 4 5.", "What time?", "Sorry? What time?")
    assert note.may_use == ("record", "choose", "request", "wait")


def test_some_of_what_is_missing_may_be_enough() -> None:
    note = step_note("STEP 2\nMissing: any 2 of email, phone, postcode.\nYou may use: choose(cannot_say_email).")
    assert note is not None
    assert note.missing == ("email", "phone", "postcode")
    assert [option.key for option in note.choices] == ["cannot_say_email"]


def test_a_note_may_have_few_lines() -> None:
    note = step_note("STEP 1 (replaces all earlier STEP notes)\nGoal: Wait.")
    assert note is not None
    assert (note.goal, note.missing, note.may_use, note.then_ask) == ("Wait.", (), (), "")


def test_a_line_may_go_on_below() -> None:
    note = step_note("STEP 2\nGoal: Answer the question.\nFacts: We open at nine.\nDogs are welcome.\nMissing: a.")
    assert note is not None
    assert note.facts == ("We open at nine.", "Dogs are welcome.")
    assert note.missing == ("a",)


def test_other_system_items_are_no_notes() -> None:
    assert step_note("RESULT get_order: ok") is None
    assert step_note("The next STEP is yours.") is None


def test_quoted_words_inside_a_question_stay() -> None:
    note = step_note('STEP 1\nThen ask: "Please say "yes" or "no"."')
    assert note is not None
    assert note.then_ask == 'Please say "yes" or "no".'


def test_flows_and_answers_of_the_instructions() -> None:
    instructions = (
        'If asked whether you are a person: "No."\nIf asked about data: "Kept for a day."\nWhat callers want:\n'
        "- refund, Money back: The caller wants: money.\n- faq, Questions: Opening hours."
    )
    assert flows(instructions) == (
        Flow("refund", "Money back", "The caller wants: money."),
        Flow("faq", "Questions", "Opening hours."),
    )
    assert answers(instructions) == (Answer("you are a person", "No."), Answer("data", "Kept for a day."))
