"""What the steps of a test do, and what a test starts from."""

import pytest

from tests.testing.conftest import Play, stage_of


def told(played, *kinds: str) -> list[str]:
    """The entries of these kinds."""
    return [each.text for each in played.entries if each.kind in kinds]


# The model.


def test_the_model_records_what_the_test_says_in_place_of_what_it_would_do(play: Play):
    known = 'start: longer\nsteps:\n  - caller: "1234"\n  - caller: Emma until Friday\n'
    assert told(play(f"{known}  - agent: Shall I\n"), "slot") == ["card = 1234", "item = b1", "day = 2026-03-06"]
    played = play(f"{known}  - model: {{record: {{item: b1}}}}\n  - agent: Until when?\n")
    assert played.failures == ()
    assert told(played, "slot") == ["card = 1234", "item = b1"]


def test_what_the_model_makes_up_is_not_believed(play: Play):
    played = play(
        'start: longer\nsteps:\n  - caller: "1234"\n  - model: {record: {card: "5678"}}\n'
        "  - expect: {not_used: list_loans}\n"
    )
    assert played.failures == ()


def test_the_model_says_what_the_test_says(play: Play):
    played = play(
        "start: longer\nsteps:\n  - caller: well\n  - model: {says: Take your time.}\n  - agent: Take your time\n"
    )
    assert played.passed
    assert told(played, "slot") == []


def test_the_model_that_does_nothing_is_asked_again_and_then_is_itself(play: Play):
    played = play('start: longer\nsteps:\n  - caller: "1234"\n  - model: {nothing: true}\n  - agent: Which one?\n')
    assert played.passed
    assert told(played, "slot") == ["card = 1234"]


def test_several_things_that_the_model_does_take_its_next_replies(play: Play):
    played = play(
        "start: longer\nsteps:\n  - caller: hm\n  - model: {nothing: true}\n  - model: {says: 'Yes?'}\n"
        "  - agent: Yes?\n"
    )
    assert played.passed


def test_a_tool_that_is_not_offered_is_refused_whether_asked_or_not(play: Play):
    call = 'model: {use: renew, with: {loan_id: b1, day: "2026-03-06", card: "1234"}}'
    for before in ("", "  - caller: hello\n"):
        assert play(
            f"start: longer\nsteps:\n{before}  - {call}\n  - expect: {{refused: renew, not_used: renew}}\n"
        ).passed


# The caller.


def test_silence_lets_time_pass_and_no_more(play: Play):
    assert play("steps:\n  - silence: 3 minutes\n  - agent: still there\n").passed
    (failure,) = play("steps:\n  - silence: 179 seconds\n  - agent: still there\n").failures
    assert failure.instead == "it said nothing"
    assert play("steps:\n  - silence: 100 seconds\n  - silence: 100 seconds\n  - agent: still there\n").passed
    assert play("steps:\n  - silence: 20 minutes\n  - expect: {outcome: abandoned}\n").passed


def test_words_over_a_reply_take_it_back(play: Play):
    played = play('start: longer\nsteps:\n  - caller: "1234"\n  - barge_in: "5678"\n  - agent: Which one?\n')
    assert played.passed
    assert told(played, "caller", "slot")[:2] == ["1234", "5678"]
    assert sum("Which one?" in each for each in told(played, "agent")) == 1


def test_words_over_what_was_said_already_come_behind_it(play: Play):
    played = play(
        'start: longer\nsteps:\n  - agent: card number\n  - barge_in: "1234"\n  - expect: {slots: {card: "1234"}}\n'
    )
    assert played.passed


def test_the_model_behind_a_barge_in_answers_that(play: Play):
    played = play(
        'start: longer\nsteps:\n  - caller: "1234"\n  - model: {says: Never heard.}\n  - barge_in: hello\n'
        "  - model: {says: Good morning.}\n  - agent: Good morning\n"
    )
    assert played.passed
    assert "Never heard." not in told(played, "agent")


def test_keys_are_pressed_one_by_one(play: Play):
    played = play('start: longer\nsteps:\n  - keys: "12#"\n  - expect: {state: longer.which}\n')
    assert played.passed
    assert told(played, "keys") == ["12#"]


def test_a_key_that_agrees_is_told_as_the_key(play: Play):
    played = play(
        'start: longer\nsteps:\n  - caller: "1234"\n  - caller: Emma until Friday\n  - keys: "1"\n'
        "  - expect: {used: renew}\n"
    )
    assert played.failures == ()
    assert told(played, "consent") == ["renew: key 1"]


def test_after_the_end_nobody_can_speak(play: Play):
    (failure,) = play("steps:\n  - silence: 20 minutes\n  - caller: hello\n  - agent: hello\n").failures
    assert (failure.kind, failure.instead) == ("call", "it is over, it ended 'abandoned'")
    assert failure.span.line == 11


# The last turn.


def test_what_was_refused_in_an_earlier_turn_does_not_count(play: Play):
    steps = "start: desk\nsteps:\n  - caller: renew a book\n  - caller: '1234'\n  - caller: Emma until July 1st\n"
    assert play(f"{steps}  - expect: {{refused: in_spring}}\n").passed
    (failure,) = play(f"{steps}  - caller: hello\n  - expect: {{refused: in_spring}}\n").failures
    assert (failure.kind, failure.instead) == ("refusal", "nothing was refused")


def test_a_call_that_never_comes_to_rest_is_told(play: Play, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("flowkit.testing.conversation.MOST_AT_ONCE", 3)
    (failure,) = play("start: longer\nsteps:\n  - caller: '1234'\n  - agent: Which one?\n").failures
    assert (failure.kind, failure.instead) == ("call", "one thing led to another without end")


# Tools.


def test_results_come_in_turn_and_the_last_one_stays(play: Play):
    played = play(
        """
start: longer
results:
  list_loans: {in_turn: [{outcome: no_card}, [{id: b9, title: Ivanhoe, due: 2026-03-05}]]}
steps:
  - caller: "1111"
  - agent: I don't know that card
  - caller: "2222"
  - agent: Ivanhoe
"""
    )
    assert played.failures == ()


def test_a_result_of_the_test_stands_in_place_of_the_suites(play: Play):
    played = play(
        "start: longer\nresults: {list_loans: {outcome: failed}}\nsteps:\n  - caller: '1234'\n  - agent: colleague\n"
    )
    assert played.passed
    assert told(played, "tool") == ["list_loans(card 1234) → failed"]


@pytest.mark.parametrize("outcome", ["failed", "unknown"])
def test_a_write_that_did_not_work_goes_to_a_person_who_is_there(play: Play, outcome: str):
    played = play(
        f"start: longer\nresults: {{renew: {{outcome: {outcome}}}}}\nsteps:\n  - caller: '1234'\n"
        "  - caller: Emma until Friday\n  - caller: 'yes'\n  - expect: {used: renew, not_used: note_down}\n"
        "ends: {longer: handed_off}\n"
    )
    assert played.failures == ()
    assert told(played, "transfer") == ["counter"]


def test_a_tool_without_a_result_is_told():
    suite = "  it is told:\n    start: longer\n    steps:\n      - caller: '1234'\n      - agent: Which one?\n"
    stage, tests = stage_of(suite)
    test = tests["it is told"]
    bare = type(test)(test.name, test.start, test.steps, test.language, test.now, span=test.span)
    failures = stage.play(bare).failures
    assert failures[-1].expected == "the test says what 'list_loans' returns"
    assert failures[-1].help.startswith("add under 'results': list_loans:")


def test_limits_that_reach_across_calls_are_counted_from_nothing(play: Play):
    twice = """
start: desk
steps:
  - caller: renew a book
  - caller: "1234"
  - caller: Emma until Friday
  - caller: "yes"
  - expect: {used: {renew: {loan_id: b1}}}
  - caller: renew a book
  - caller: Dracula until Friday
  - expect: {refused: once}
  - agent: Come back tomorrow
"""
    assert play(twice).failures == ()


# Where it starts.


def test_a_test_may_start_behind_what_was_kept_and_chosen(play: Play):
    played = play(
        """
start: longer.agree
given:
  card: "1234"
  loans: [{id: b1, title: Emma, due: 2026-03-05}]
  item: b1
  day: 2026-03-06
steps:
  - agent: I'll lend you Emma until Friday
  - caller: "yes"
  - expect: {used: {renew: {loan_id: b1}}, not_used: list_loans}
ends: {longer: resolved}
"""
    )
    assert played.failures == ()


def test_of_several_records_of_one_name_the_last_is_the_one_that_was_looked_up_last(play: Play):
    loans = "[{id: b2, title: Dracula, due: 2026-03-05}, {id: b1, title: Emma, due: 2026-03-05}]"
    played = play(f"start: longer.told\ngiven: {{loan: {loans}}}\nsteps:\n  - agent: You have Emma\n")
    assert played.failures == ()


def test_the_clock_is_that_of_the_test(play: Play):
    for now, day in (("2026-03-02T10:00", "2026-03-06"), ("2026-04-01T10:00", "2026-04-03")):
        played = play(
            f"now: {now}\nstart: longer\nsteps:\n  - caller: '1234'\n  - caller: Emma until Friday\n"
            f"  - expect: {{slots: {{day: {day}}}}}\n"
        )
        assert played.failures == ()


def test_the_same_test_goes_the_same_way():
    stage, tests = stage_of(
        "  it is told:\n    start: longer\n    steps:\n      - caller: '1234'\n      - agent: Which one?\n"
    )
    first, second = (stage.play(tests["it is told"]) for _ in range(2))
    other, _ = stage_of(
        "  it is told:\n    start: longer\n    steps:\n      - caller: '1234'\n      - agent: Which one?\n"
    )
    assert first == second == other.play(tests["it is told"])
