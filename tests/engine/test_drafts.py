"""Drafts: a write in the words in which the caller is asked for it."""

from dataclasses import replace

import pytest

from flowkit.engine.read_back.drafts import draft_of
from flowkit.engine.tools.authority import Allow
from flowkit.engine.work import Work
from tests.engine.repair_desk import STATEMENT, asked, desk

SLOWLY = "I'll book one, two, three, four, five in for Friday, March sixth."


@pytest.mark.parametrize(("doubted", "statement"), [(False, STATEMENT), (True, SLOWLY)])
def test_a_value_that_late_words_contradict_is_read_back_slowly(doubted, statement):
    """Nobody asked which it is, because the flow had moved on: now the caller hears every figure by itself."""
    call = asked(desk())
    work = Work(call.program, call.call, call.at)
    frame = work.call.top
    ticket = replace(frame.slots["ticket"], doubted=doubted)
    work.set_frame(replace(frame, slots={**frame.slots, "ticket": ticket}))
    arguments = {name: held.value for name, held in work.call.top.slots.items()}
    draft = draft_of(work, work.program.project.tools["book"], Allow(arguments, frozenset(arguments)))
    assert draft.statement == statement
