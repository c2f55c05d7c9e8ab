"""What the tests of a project leave out: told where they are meant to be whole, and not before."""

import pytest

from tests.lint.suites.library import found_in, told

DESK = "  the caller leaves:\n    steps: [caller: bye, agent: Goodbye]\n"
HOURS = "  the hours are told:\n    start: hours\n    steps: [agent: until six]\n"
STAFF = (
    "  a book is bought:\n    start: staff\n"
    "    results: {buy_book: {outcome: failed}}\n    steps: [agent: Which shelf]\n"
)
YES = """\
  a loan is renewed after a yes:
    start: longer
    steps:
      - caller: card 1234, Emma until March 10th
      - caller: "yes"
      - expect: {used: renew}
"""
NO = """\
  a caller who declines keeps the day:
    start: longer
    steps:
      - caller: card 1234, Emma until March 10th
      - caller: {words}
      - expect: {{not_used: renew}}
"""
FAILS = """\
  a renewal that fails is not said to be done:
    start: longer
    results: {renew: {outcome: failed}}
    steps:
      - caller: card 1234, Emma until March 10th
      - caller: "yes"
      - expect: {used: renew}
"""
NOT_DECLINED = (
    "FK619",
    "calls.yaml:16:24",
    "callers agree to 'renew' in the tests, and none ever declines it",
)
NOT_BROKEN = ("FK620", "calls.yaml:11:3", "no test of 'longer' lets 'list_loans', 'renew' or 'note_down' fail")


def test_nobody_declines_and_nothing_fails() -> None:
    assert told(found_in(DESK + HOURS + YES)) == [
        NOT_DECLINED,
        NOT_BROKEN,
    ]


def test_few_tests_are_no_habit() -> None:
    assert told(found_in(YES)) == []


@pytest.mark.parametrize("words", ["'no'", "No, leave it", "never mind", "I'd rather not", "forget it"])
def test_a_caller_who_declines(words: str) -> None:
    assert told(found_in(DESK + HOURS + YES + NO.format(words=words) + FAILS)) == []


@pytest.mark.parametrize("words", ["how long is that?", "until March 12th", "'yes'"])
def test_a_caller_who_says_something_else_declines_nothing(words: str) -> None:
    assert told(found_in(DESK + HOURS + YES + NO.format(words=words) + FAILS)) == [NOT_DECLINED]


def test_of_the_tools_of_a_flow_the_writes_have_to_fail_once() -> None:
    reads = FAILS.replace("renew: {outcome", "list_loans: {outcome").replace(
        "expect: {used: renew}", "agent: colleague"
    )
    found = told(found_in(DESK + HOURS + YES + NO.format(words="'no'") + reads))
    assert found == [("FK620", "calls.yaml:11:3", "no test of 'longer' lets 'renew' fail")]


def test_a_flow_without_a_test_among_many() -> None:
    more = "".join(
        HOURS.replace("told", f"told {n} times").replace("six]", f"six, agent: /{n}|six/]") for n in range(4)
    )
    found = told(found_in(DESK + HOURS + YES + NO.format(words="'no'") + FAILS + more))
    assert found == [("FK618", "staff.yaml:1:7", "no test comes to the flow 'staff'")]
    assert told(found_in(DESK + HOURS + YES + NO.format(words="'no'") + FAILS)) == []
    assert told(found_in(DESK + HOURS + YES + NO.format(words="'no'") + FAILS + more + STAFF)) == []
