"""Sensitive values in what people and systems get to read: as they are kept, as they are spoken, as they were said."""

import pytest

from flowkit.engine.asking.facts import Kept
from flowkit.engine.asking.reports import take
from flowkit.engine.call import Call, Frame, Turn
from flowkit.engine.masking import masked, masked_arguments
from flowkit.engine.work import Work
from tests.engine.conversation import MONDAY
from tests.engine.test_authority import PROGRAM, TOOLS


def told_code(said):
    """A call in which the caller told their code word."""
    call = Call(frames=(Frame("serve", "start", "which", 1),), stage="live")
    call.turns = {"t1": Turn(MONDAY, MONDAY, said)}
    work = Work(PROGRAM, call, MONDAY)
    assert take(work, "code", "4711", "t1") == Kept("code")
    return work


@pytest.mark.parametrize("said", ["it's 4711", "four seven one one", "double-u, I mean four seven double one"])
@pytest.mark.parametrize("form", ["4711", "4 7 1 1", ""])
def test_a_value_is_masked_in_every_form(said, form):
    work = told_code(said)
    text = f"They said {form}!" if form else said
    hidden = masked(work, text)
    assert "‹code›" in hidden
    assert not any(word in hidden for word in ("4711", "4 7 1 1", "seven"))


def test_a_sensitive_argument_is_masked_wherever_its_value_came_from():
    work = Work(PROGRAM, Call(), MONDAY)
    assert masked_arguments(work, TOOLS["unlock"], {"code": "0815"}) == {"code": "‹code›"}
    assert masked_arguments(work, TOOLS["mark"], {"number": "111"}) == {"number": "111"}
