"""Another wish in the middle: nested, out of a read-back, with what it requires, and back to where the call was."""

from dataclasses import replace

import pytest

from flowkit.engine.walking import digressions, walk
from flowkit.engine.work import Work
from tests.engine.workshop import (
    at_read_back,
    begun,
    flows,
    reply,
    results,
    runs,
    says,
    says_and_calls,
    settle,
    where,
)

ANA = {"id": "c1", "name": "Ana"}


def switch(talk, flow, text=""):
    return says_and_calls(talk, f"something else: {flow}", "request", f'{{"kind": "switch", "flow": "{flow}"}}', text)


def test_back_without_the_words_and_with_the_question():
    talk = begun()
    switch(talk, "ask")
    settle(talk)
    says_and_calls(talk, "the hours", "record", '{"topic": "the hours"}')
    assert where(talk) == "bring.when"
    brief = [effect.text for effect in talk.log[-1][1] if type(effect).__name__ == "Brief"][-1]
    assert "We open at nine." in brief
    assert "Let us find a day." not in brief
    assert 'Then ask: "Which day?"' in brief


def test_one_inside_the_other():
    talk = begun()
    switch(talk, "tell")
    assert flows(talk) == ["bring", "tell", "sign_in"]
    settle(talk)
    switch(talk, "ask")
    assert flows(talk) == ["bring", "tell", "sign_in", "ask"]
    settle(talk)
    says_and_calls(talk, "the hours", "record", '{"topic": "the hours"}')
    assert where(talk) == "sign_in.who"
    settle(talk)
    says_and_calls(talk, "4711", "record", '{"number": "4711"}')
    talk.tool("r1", "ok", ANA)
    assert where(talk) == "tell.which"
    settle(talk)
    says_and_calls(talk, "12", "record", '{"ticket": "12"}')
    assert where(talk) == "bring.when"


def test_a_digression_that_is_dropped_comes_back_too():
    talk = begun()
    switch(talk, "ask")
    settle(talk)
    out = says_and_calls(talk, "forget it", "request", '{"kind": "cancel"}')
    assert says(out) == ["All right, I've stopped that."]
    assert where(talk) == "bring.when"
    assert [(end.flow, end.outcome) for end in talk.call.ended] == [("ask", "cancelled")]


def test_out_of_a_read_back_it_is_read_back_anew():
    talk = at_read_back()
    talk.caller("what about the hours?")
    talk.model(reply(talk), c9=("request", '{"kind": "switch", "flow": "ask"}'))
    assert (where(talk), talk.call.draft) == ("ask.what", None)
    settle(talk)
    says_and_calls(talk, "the hours", "record", '{"topic": "the hours"}')
    assert where(talk) == "bring.agree"
    out = settle(talk)
    assert "Shall I do that?" in says(out)
    assert talk.call.draft.phase == "listening"
    assert runs(talk.caller("yes")) == [("book", {"day": "2026-03-06"})]


def test_only_what_is_listed_and_not_open_already():
    talk = begun(FLOW_KEYS="digress: [ask]")
    out = switch(talk, "tell")
    assert flows(talk) == ["bring"]
    assert [effect.output["because"] for effect in out if hasattr(effect, "output")] == ["not one of the flows"]
    talk = begun(FLOW_KEYS="digress: []")
    switch(talk, "ask")
    assert flows(talk) == ["bring"]


def test_a_wish_that_comes_while_a_write_is_on_its_way_is_kept_until_it_is_done():
    talk = begun("jotter", PROJECT_KEYS="digress: [ask]")
    says_and_calls(talk, "Friday", "record", '{"day": "Friday"}')
    assert [each.tool for each in talk.call.runs.values()] == ["jot"]
    work = Work(talk.program, talk.call.copy(), talk.at)
    digressions.digress(work, "ask")
    assert work.call.wish == "ask"
    assert [frame.flow for frame in work.call.frames] == ["jotter"]
    talk.call = work.call
    out = talk.tool("r1", "ok")
    assert runs(out) == []
    assert where(talk) == "ask.what"


def test_a_kept_wish_is_not_lost_when_the_first_flow_ends_at_once():
    talk = begun("tell", PROJECT_KEYS="digress: [tell, ask]")
    talk.call.wish = "ask"
    talk.call.frames = talk.call.frames[:1]
    talk.call.records["customer"] = {}
    work = Work(talk.program, talk.call.copy(), talk.at)
    walk.end_flow(work, "resolved")
    assert [frame.flow for frame in work.call.frames] == ["ask"]
    assert (work.call.stage, work.call.wish) == ("live", "")
    assert [(end.flow, end.outcome) for end in work.call.ended] == [("tell", "resolved")]


def test_what_a_flow_requires_is_looked_at_again_when_the_call_comes_back_to_it():
    talk = begun("tell", PROJECT_KEYS="digress: [ask]")
    says_and_calls(talk, "4711", "record", '{"number": "4711"}')
    talk.tool("r1", "ok", ANA)
    assert where(talk) == "tell.which"
    settle(talk)
    switch(talk, "ask")
    settle(talk)
    del talk.call.records["customer"]
    says_and_calls(talk, "the hours", "record", '{"topic": "the hours"}')
    assert flows(talk) == ["tell", "sign_in"]
    settle(talk)
    says_and_calls(talk, "4711", "record", '{"number": "4711"}')
    talk.tool("r2", "ok", ANA)
    assert where(talk) == "tell.which"
    assert len([entry for entry in talk.notes("state") if entry.get("cause") == "back"]) == 1


def test_it_is_refused_if_that_does_not_come_to_hold():
    talk = begun("tell", PROJECT_KEYS="digress: [ask]")
    says_and_calls(talk, "4711", "record", '{"number": "4711"}')
    talk.tool("r1", "ok", ANA)
    settle(talk)
    switch(talk, "ask")
    settle(talk)
    del talk.call.records["customer"]
    says_and_calls(talk, "the hours", "record", '{"topic": "the hours"}')
    settle(talk)
    says_and_calls(talk, "4712", "record", '{"number": "4712"}')
    talk.tool("r2", "not_found")
    assert [(end.flow, end.outcome) for end in talk.call.ended][-2:] == [("sign_in", "refused"), ("tell", "refused")]


@pytest.mark.parametrize("purpose", ["use", "call"])
def test_the_end_of_a_write_that_was_left_is_told_and_moves_nothing(purpose):
    talk = begun("jotter", PROJECT_KEYS="digress: [ask]")
    says_and_calls(talk, "Friday", "record", '{"day": "Friday"}')
    talk.call.runs["r1"] = replace(talk.call.runs["r1"], visit=0, purpose=purpose)
    before = where(talk)
    out = talk.tool("r1", "ok")
    assert results(out) == ["jot: ok"]
    assert where(talk) == before
    assert [(entry.tool, entry.outcome) for entry in talk.call.done] == [("jot", "ok")]
