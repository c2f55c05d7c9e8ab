"""What can never come true in tests, and what makes no difference: each at its place, and only then."""

import pytest

from flowkit.engine.timers import NO_INPUT_TEXT
from flowkit.lint.suites.clocks import NOTICED_MS
from tests.lint.suites.library import SUITE, found_in, plays, told

NEVER = {
    "a step after the end that is expected": (
        """\
  the caller leaves:
    steps:
      - caller: no, nothing, bye
      - expect: {outcome: abandoned}
      - caller: wait
""",
        ("FK609", "calls.yaml:10:9", "the call is over here: it is expected to have ended 'abandoned' before"),
    ),
    "a step after a flow that listens to nobody": (
        """\
  the hours are told:
    start: hours
    steps:
      - agent: until six
      - caller: thank you
""",
        ("FK609", "calls.yaml:10:9", "the call is over here: 'hours' ends without listening to the caller"),
    ),
    "used, and then not used": (
        """\
  the loans are listed:
    start: longer
    steps:
      - caller: card 1234
      - expect: {used: list_loans}
      - caller: Emma
      - expect: {not_used: [renew, list_loans]}
""",
        ("FK610", "calls.yaml:12:36", "'list_loans' is expected not to have been used, and before to have been"),
    ),
    "two ends": (
        """\
  the hours are told:
    start: hours
    steps:
      - expect: {outcome: resolved}
      - expect: {outcome: cancelled}
""",
        (
            "FK610",
            "calls.yaml:10:27",
            "the call cannot end 'cancelled': it is expected to have ended 'resolved' before",
        ),
    ),
    "an end and a state": (
        """\
  the caller leaves:
    steps:
      - caller: nothing, bye
      - expect: {outcome: resolved, state: desk.help}
""",
        ("FK610", "calls.yaml:9:44", "a call that has ended 'resolved' is in no state"),
    ),
    "another end below": (
        """\
  the hours are told:
    start: hours
    steps:
      - expect: {outcome: resolved}
    ends: {hours: unresolved}
""",
        ("FK610", "calls.yaml:10:12", "'hours' cannot end 'unresolved': the call, which starts in it, ends 'resolved'"),
    ),
    "a flow that nothing leads to": (
        """\
  a book is bought:
    steps:
      - caller: I want to buy a book
    ends: {staff: resolved}
""",
        ("FK611", "calls.yaml:9:12", "no call that starts in 'desk' comes to the flow 'staff'"),
    ),
    "a state of such a flow": (
        """\
  a book is bought:
    steps:
      - caller: I want to buy a book
      - expect: {state: staff.where}
""",
        ("FK611", "calls.yaml:9:25", "no call that starts in 'desk' comes to the flow 'staff'"),
    ),
    "a slot of such a flow": (
        """\
  a book is bought:
    steps:
      - caller: I want to buy a book
      - expect: {slots: {shelf: top}}
""",
        ("FK611", "calls.yaml:9:26", "no flow that a call from 'desk' comes to has the slot 'shelf'"),
    ),
    "a tool of such a flow": (
        """\
  a book is bought:
    steps:
      - caller: I want to buy a book
      - expect: {used: buy_book}
""",
        (
            "FK611",
            "calls.yaml:9:24",
            "'buy_book' cannot be used here: no flow that a call from 'desk' comes to uses it",
        ),
    ),
    "a tool of an offered flow, where nobody speaks": (
        """\
  the loans are listed:
    steps:
      - expect: {used: list_loans}
""",
        (
            "FK611",
            "calls.yaml:8:24",
            "'list_loans' cannot be used here: no flow that a call from 'desk' comes to uses it",
        ),
    ),
    "a refusal of a tool that is not there": (
        """\
  no book is bought:
    steps:
      - caller: I want to buy a book
      - expect: {refused: [buy_book]}
""",
        (
            "FK611",
            "calls.yaml:9:28",
            "'buy_book' cannot be refused here: no flow that a call from 'desk' comes to uses it",
        ),
    ),
    "a state that is an end": (
        """\
  the caller leaves:
    steps:
      - caller: nothing, bye
      - expect: {state: desk.bye}
""",
        ("FK611", "calls.yaml:9:25", "no call is ever found in 'bye', which ends the flow 'desk'"),
    ),
    "a write before anybody has spoken": (
        """\
  Emma is lent for longer:
    start: longer.agree
    given: {card: "1234", loan: {id: b1, title: Emma, due: "2026-03-05"}, item: b1, day: "2026-03-10",
      loans: [{id: b1, title: Emma, due: "2026-03-05"}]}
    steps:
      - agent: Shall I do that?
      - expect: {used: {renew: {loan_id: b1}}}
      - caller: "yes"
""",
        ("FK613", "calls.yaml:12:25", "'renew' needs the caller's yes, and nobody has said anything yet"),
    ),
}


@pytest.mark.parametrize("name", NEVER)
def test_what_never_comes_true_is_an_error_at_its_place(name: str) -> None:
    tests, expected = NEVER[name]
    (found,) = (each for each in found_in(tests) if each.kind.code != "FK614")
    assert told([found]) == [expected]
    assert found.severity.value == "error"
    assert found.help


@pytest.mark.parametrize("name", NEVER)
def test_what_is_said_never_to_come_true_does_not(name: str) -> None:
    tests, _ = NEVER[name]
    assert list(plays(tests).values()) == [False]


def test_a_tool_without_a_result_cannot_be_expected() -> None:
    tests = """\
  the loans are listed:
    start: longer
    steps:
      - caller: card 1234
      - expect: {used: {list_loans: {card: "1234"}}}
      - expect: {used: list_loans}
"""
    head = SUITE.replace("results:\n", "").replace(SUITE.splitlines(keepends=True)[3], "")
    assert told(found_in(tests, head)) == [
        ("FK612", "calls.yaml:8:25", "'list_loans' is expected to be used, and the test does not say what it returns")
    ]
    (found,) = found_in(tests, head)
    assert "list_loans: [{id: …, title: …, due: …}]" in found.help


MATTERS_NOT = {
    "a result that nothing asks for": (
        """\
  a loan is renewed:
    results:
      list_loans: []
      buy_book: {}
    steps:
      - caller: renew a book
      - agent: card number
""",
        ("FK614", "calls.yaml:9:7", "nothing in this test uses 'buy_book', so what it returns makes no difference"),
    ),
    "a tool that could not be used": (
        """\
  no book is bought:
    steps:
      - caller: hello
      - expect: {not_used: [renew, buy_book]}
""",
        ("FK614", "calls.yaml:9:36", "nothing in this test could use 'buy_book', so this can never fail"),
    ),
    "the same test twice": (
        """\
  the hours are told:
    start: hours
    steps:
      - agent: until six
  the hours are told again:
    start: hours
    steps: [agent: until six]
""",
        ("FK615", "calls.yaml:10:3", "this test is the same as 'the hours are told'"),
    ),
    "silence that nobody notices": (
        """\
  silence is asked after:
    steps:
      - silence: 8 seconds
      - expect: {state: desk.help}
      - caller: hello
""",
        (
            "FK616",
            "calls.yaml:8:9",
            "8 seconds of silence pass unnoticed: a test is a typed call, where that takes three minutes",
        ),
    ),
}


@pytest.mark.parametrize("name", MATTERS_NOT)
def test_what_makes_no_difference_is_a_warning_at_its_place(name: str) -> None:
    tests, expected = MATTERS_NOT[name]
    head = SUITE if "list_loans" in tests or "renew" in tests else "suite: calls\n\n\n\ntests:\n"
    (found,) = found_in(tests, head)
    assert told([found]) == [expected]
    assert found.severity.value == "warning"


def test_the_results_of_a_suite_that_no_test_comes_to() -> None:
    tests = "  the hours are told: {start: hours, steps: [agent: until six]}\n"
    assert told(found_in(tests)) == [
        ("FK614", "calls.yaml:4:3", "no test of this suite uses 'list_loans', so what it returns makes no difference")
    ]


def test_a_day_that_the_callers_words_mean_needs_a_clock() -> None:
    tests = """\
  the day is understood:
    start: longer
    steps:
      - caller: card 1234
      - caller: {words}
      - expect: {{slots: {{day: "2026-03-06"}}}}
"""
    head = SUITE.replace('now: "2026-03-02T10:00"\n', "")
    message = "this test expects a day that the caller's words mean, and has no clock: tomorrow it is another"
    assert told(found_in(tests.format(words="on Friday"), head)) == [("FK617", "calls.yaml:5:3", message)]
    assert found_in(tests.format(words="on Friday"), SUITE) == []
    assert found_in(tests.format(words="on March 6th 2026"), head) == []
    assert (
        found_in(tests.format(words="on Friday").replace("2026-03-06", "2026-03-05"), head) == []
    )  # it is in the data


FINE = {
    "a model that calls what is not there": """\
  the model cannot buy:
    steps:
      - caller: hello
      - model: {use: buy_book, with: {shelf: top}}
      - expect: {refused: buy_book, not_used: buy_book}
""",
    "not used, and then used": """\
  the loans are listed:
    start: longer
    steps:
      - expect: {not_used: list_loans}
      - caller: card 1234
      - expect: {used: list_loans}
    ends: {longer: cancelled}
""",
    "words over the last ones": """\
  the caller comes back:
    start: hours
    steps:
      - barge_in: wait
      - expect: {state: hours.told}
      - caller: renew a book
""",
    "silence that adds up": """\
  silence is asked after:
    steps:
      - silence: 2 minutes
      - expect: {state: desk.help}
      - silence: 2 minutes
""",
    "the end of the time of a call": """\
  a call ends after a quarter of an hour:
    steps:
      - silence: 2 minutes
      - caller: hello
      - silence: 14 minutes
""",
}


@pytest.mark.parametrize("name", FINE)
def test_what_may_come_true_is_left_alone(name: str) -> None:
    head = SUITE if "list_loans" in FINE[name] else "suite: calls\ntests:\n"
    assert told(found_in(FINE[name] + "      - agent: /./\n" * ("ends" not in FINE[name]), head)) == []


def test_a_flow_that_is_run_or_turned_to_is_within_reach() -> None:
    tests = "  a book is bought:\n    steps: [caller: I want to buy a book]\n    ends: {staff: resolved}\n"
    head = "suite: calls\ntests:\n"
    assert [each.kind.code for each in found_in(tests, head)] == ["FK611"]
    head_of_desk = "flow: desk\ntitle: Desk\nstart: help\nstates:\n"
    desk = head_of_desk + '  help: {choose: [longer, hours], question: "How can I help?", next: other}\n'
    run = desk + "  other: {run: staff, next: help}\n"
    turned = desk.replace("choose:", "digress: staff, choose:") + "  other: {say: Well., next: help}\n"
    for text in (run, turned):
        assert found_in(tests, head, desk=text) == []


def test_the_silence_of_a_typed_call_is_that_of_the_engine() -> None:
    assert NOTICED_MS == NO_INPUT_TEXT
