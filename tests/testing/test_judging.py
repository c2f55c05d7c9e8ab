"""Every kind of expectation comes true and fails for the right reason."""

import pytest

from tests.testing.conftest import LONGER, PROJECT, Play, stage_of

ASKED = """
start: longer
steps:
  - caller: "1234"
  - caller: Emma until Friday
"""
AGREED = ASKED + '  - caller: "yes"\n'

HOLDS = [
    (ASKED, "expect: {state: longer.agree}"),
    (ASKED, "expect: {slots: {item: b1, day: 2026-03-06, card: '1234'}}"),
    (ASKED, "expect: {used: list_loans, not_used: [renew, note_down]}"),
    (ASKED, "expect: {said: [Emma, /Shall.*that/]}"),
    (ASKED, "agent: shall i   do that"),
    (ASKED, "agent: /Friday, March .*1 2 3 4/"),
    (AGREED, "expect: {used: {renew: {loan_id: b1, day: 2026-03-06}}}"),
    (AGREED, "expect: {used: [renew, note_down, list_loans]}"),
    (AGREED, "expect: {outcome: resolved}"),
    (AGREED, "expect: {slots: {item: b1, card: '1234'}}"),
]

FAILS = [
    (
        ASKED,
        "expect: {state: longer.which}",
        ("state", "the call is in 'longer.which'", "the call is in 'longer.agree'"),
    ),
    (
        AGREED,
        "expect: {state: longer.agree}",
        ("state", "the call is in 'longer.agree'", "the call is over, it ended 'resolved' in 'longer.done'"),
    ),
    (
        ASKED,
        "expect: {slots: {item: b2}}",
        ("slot", "the slot 'item' holds 'b2'", "it holds 'b1'"),
    ),
    (
        'start: longer\nsteps:\n  - caller: "1234"\n',
        "expect: {slots: {day: 2026-03-06}}",
        ("slot", "the slot 'day' holds '2026-03-06'", "it is not set"),
    ),
    (
        "start: desk\nsteps:\n  - agent: help\n",
        "expect: {slots: {day: 2026-03-06}}",
        ("slot", "the slot 'day' is set", "no flow that has it was entered"),
    ),
    (
        ASKED,
        "expect: {used: {renew: {loan_id: b1}}}",
        (
            "tool",
            "'renew' was carried out as renew(loan_id b1)",
            "it was not carried out: the caller is being asked for renew(card 1234, day 2026-03-06, loan_id b1)",
        ),
    ),
    (
        AGREED,
        "expect: {used: {renew: {day: 2026-03-07}}}",
        (
            "tool",
            "'renew' was carried out as renew(day 2026-03-07)",
            "it was carried out as renew(card 1234, day 2026-03-06, loan_id b1) → ok",
        ),
    ),
    (
        "start: longer\nsteps:\n  - agent: card\n",
        "expect: {used: list_loans}",
        ("tool", "'list_loans' was carried out", "it was not carried out; the call is in 'longer.which'"),
    ),
    (
        AGREED,
        "expect: {not_used: renew}",
        (
            "tool",
            "'renew' was not carried out",
            "it was carried out as renew(card 1234, day 2026-03-06, loan_id b1) → ok",
        ),
    ),
    (
        ASKED,
        "expect: {refused: in_spring}",
        ("refusal", "'in_spring' was refused in the last turn", "nothing was refused"),
    ),
    (
        ASKED,
        "agent: Dracula",
        (
            "speech",
            "the agent says 'Dracula'",
            "it said 'I'll lend you Emma until Friday, March sixth on card 1 2 3 4. Shall I do that?'",
        ),
    ),
    (
        ASKED,
        "expect: {said: /^yours/}",
        (
            "speech",
            "the agent says '/^yours/'",
            "it said 'I'll lend you Emma until Friday, March sixth on card 1 2 3 4. Shall I do that?'",
        ),
    ),
    (
        ASKED,
        "expect: {outcome: resolved}",
        ("outcome", "the call has ended 'resolved'", "the call is in 'longer.agree'"),
    ),
    (
        AGREED,
        "expect: {outcome: refused}",
        ("outcome", "the call has ended 'refused'", "the call is over, it ended 'resolved' in 'longer.done'"),
    ),
]


@pytest.mark.parametrize(("before", "step"), HOLDS, ids=[step for _, step in HOLDS])
def test_what_is_so_passes(play: Play, before: str, step: str):
    assert play(f"{before}  - {step}\n").failures == ()


@pytest.mark.parametrize(("before", "step", "told"), FAILS, ids=[step for _, step, _ in FAILS])
def test_what_is_not_so_fails_and_says_what_is(play: Play, before: str, step: str, told: tuple[str, str, str]):
    played = play(f"{before}  - {step}\n")
    assert [(each.kind, each.expected, each.instead) for each in played.failures] == [told]
    place = played.failures[0].span
    assert (place.path, place.line) == ("tests/library.yaml", 9 + before.strip("\n").count("\n") + 1)
    assert played.failures[0].help


def test_a_refusal_names_tool_and_rule(play: Play):
    late = 'start: longer\nsteps:\n  - caller: "1234"\n  - caller: Emma until July 1st\n'
    for name in ("renew", "in_spring"):
        assert play(f"{late}  - expect: {{refused: {name}, not_used: renew}}\n").passed
    (failure,) = play(f"{late}  - expect: {{refused: once}}\n").failures
    assert failure.instead == "refused were 'renew, in_spring'"
    (failure,) = play(f"{late}  - expect: {{used: renew}}\n").failures
    assert failure.instead == "it was refused: That is too long."


def test_what_to_do_about_a_tool_that_was_not_carried_out_fits_the_reason(play: Play):
    (failure,) = play(f"{ASKED}  - expect: {{used: renew}}\n").failures
    assert failure.help.startswith("a write needs the caller's yes")
    (failure,) = play(f"{ASKED}  - expect: {{used: note_down}}\n").failures
    assert failure.help == "check the states that lead there, and what the tool is given"
    late = 'start: longer\nsteps:\n  - caller: "1234"\n  - caller: Emma until July 1st\n'
    (failure,) = play(f"{late}  - expect: {{used: renew}}\n").failures
    assert failure.help == "give values that its rules allow, or mend the rule"


def test_a_tool_that_a_guarantee_refuses_is_told_with_the_sentence():
    sentence = "note_down before renew"
    stage, tests = stage_of(
        f"  the sentence is false:\n    {ASKED.strip().replace(chr(10), chr(10) + '    ')}\n"
        "      - expect: {used: renew}\n",
        longer=f"{LONGER}guarantees: {sentence}\n",
    )
    (failure,) = stage.play(tests["the sentence is false"]).failures
    assert failure.instead == f"it was refused by the guarantee '{sentence}'"
    assert "under 'guarantees'" in failure.help


def test_a_case_that_is_not_written_is_told_as_refused():
    stage, tests = stage_of(
        "  a person is called:\n    steps:\n      - caller: a person, please\n"
        "      - expect: {refused: note_down, not_used: note_down}\n      - expect: {used: note_down}\n",
        flowkit=f"{PROJECT}case: {{use: note_down, with: {{text: summary}}}}\nguarantees: renew before note_down\n",
    )
    (failure,) = stage.play(tests["a person is called"]).failures
    assert failure.instead == "it was refused: no case is written: the guarantee 'renew before note_down'"


def test_words_of_an_earlier_turn_do_not_count_and_it_says_so(play: Play):
    (failure,) = play(f"{ASKED}  - agent: Which one?\n").failures
    assert failure.help == "it was said in a turn before: put the step there"


def test_how_flows_have_ended(play: Play):
    assert play(f"{AGREED}ends: {{longer: resolved}}\n").passed
    (failure,) = play(f"{AGREED}ends: {{longer: refused}}\n").failures
    told = (failure.kind, failure.expected, failure.instead)
    assert told == ("outcome", "the flow 'longer' has ended 'refused'", "it has ended 'resolved'")
    (failure,) = play(f"{ASKED}ends: {{longer: resolved}}\n").failures
    assert failure.instead == "it has not ended; the call is in 'longer.agree'"
    (failure,) = play(f"{AGREED}ends: {{desk: resolved}}\n").failures
    assert failure.instead.startswith("it was never entered; the call is over")


def test_all_that_fails_of_one_moment_is_told_and_nothing_after_it(play: Play):
    played = play(
        f"{ASKED}  - agent: Dracula\n  - expect: {{state: longer.which, used: renew}}\n"
        "  - caller: never mind\n  - agent: unheard of\nends: {longer: resolved}\n"
    )
    assert [each.kind for each in played.failures] == ["speech", "state", "tool"]
    assert "never mind" not in [each.text for each in played.entries]
