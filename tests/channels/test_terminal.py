"""What a refusal looks like in the terminal: the tool, and a reason that somebody can act on."""

import pytest

from flowkit.channels.masks import Masks
from flowkit.channels.story import Story
from flowkit.channels.terminal import Printer
from tests.engine.ferry import begun, ferry_program, record, settle


@pytest.fixture(scope="module")
def program():
    return ferry_program()


def refusals(talk):
    """The lines of the refusals of a call."""
    story = Story(talk.program, Masks(talk.program, b"key"))
    entries = [entry for event, out in talk.log for entry in story.tell(event, out, talk.call)]
    return [line.strip() for entry in entries if entry["type"] == "refused" for line in Printer().lines(entry)]


def test_a_value_that_is_not_known_is_named(program):
    assert refusals(begun(program, "gift.agree")) == ["refused send_gift: gift: nothing is known"]


def travelling(program, words):
    talk = begun(program, "passage")
    record(talk, "Friday, back on Saturday", '{"out_day": "2026-03-06", "back_day": "2026-03-07"}')
    talk.tool("r1", result=[{"name": "Morning Star"}])
    settle(talk)
    record(talk, words, '{"travellers": 2, "total_bags": 3, "payment": "voucher"}')
    return talk


def test_a_value_that_the_caller_did_not_say_is_named(program):
    talk = travelling(program, "two people, a heap of bags, voucher")
    assert refusals(talk) == ["refused book: total_bags was not said by the caller"]


def test_a_rule_has_its_name_and_its_reason(program):
    talk = travelling(program, "two people, three bags, voucher")
    assert refusals(talk) == ["refused book by covered: A voucher doesn't cover it."]
