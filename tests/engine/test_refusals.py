"""Calls of what is not there: refused, told once more under what the model must not do, and not for ever."""

import json

import pytest

from flowkit.engine.effects import AnswerCall, Brief, Reply, RunTool, Say
from tests.engine.conversation import Conversation, program_of
from tests.engine.ferry import begun, ferry_program, settle
from tests.engine.talks import FILES, OFFLINE, fixing, serving, talks_program


@pytest.fixture(scope="module")
def program():
    return ferry_program()


def says(out) -> list[str]:
    return [effect.text for effect in out if isinstance(effect, Say)]


def replies(out) -> list[str]:
    return [effect.u for effect in out if isinstance(effect, Reply)]


def outputs(out) -> dict:
    return {effect.id: dict(effect.output) for effect in out if isinstance(effect, AnswerCall)}


def brief(out) -> str:
    return [effect.text for effect in out if isinstance(effect, Brief)][-1]


UNKNOWN = ("open_safe", "{}")
WRONG = ("choose", '{"option": "auth"}')


@pytest.mark.parametrize("call", [UNKNOWN, WRONG, ("request", '{"kind": "dance"}'), ("choose", "no json")])
def test_the_third_refused_call_in_a_visit_gives_the_caller_the_turn(program, call):
    talk = begun(program, "front")
    talk.caller("let me in")
    for number in (1, 2):
        out = talk.model(talk.call.floor.generating, "", **{f"c{number}": call})
        assert outputs(out)[f"c{number}"]["status"] == "refused"
        assert len(replies(out)) == 1
    assert "Must not: call" in brief(out)
    out = talk.model(talk.call.floor.generating, "", c3=call)
    assert replies(out) == []
    assert says(out) == ["How can I help?"]
    assert talk.call.no_match == 1


def test_refused_calls_climb_the_ladder_to_its_end(program):
    talk = begun(program, "front")
    for turn in range(6):
        talk.caller("let me in")
        u = talk.call.floor.generating
        if talk.call.top.state == "person":
            break
        while u and talk.call.utterances[u].kind == "reply":
            talk.model(u, "", **{f"c{turn}_{u}": UNKNOWN})
            u = talk.call.floor.generating
        settle(talk)
    assert talk.call.top.state == "person"


def test_what_is_only_one_too_many_counts_for_no_refusal(program):
    talk = begun(program, "front")
    talk.caller("bags")
    talk.model(
        talk.call.floor.generating,
        "",
        c1=("choose", '{"option": "gift"}'),
        c2=("choose", '{"option": "bags"}'),
        c3=("choose", '{"option": "passage"}'),
    )
    assert talk.call.refusals == ()


@pytest.mark.parametrize("arguments", ["no json", "[1]", '{"shoe_size": "44"}'])
def test_the_second_report_in_a_row_that_is_none_has_the_engine_ask(program, arguments):
    talk = begun(program, "passage")
    settle(talk)
    talk.caller("whenever")
    out = talk.model(talk.call.floor.generating, "", c1=("record", arguments))
    assert len(replies(out)) == 1
    out = talk.model(talk.call.floor.generating, "", c2=("record", arguments))
    assert replies(out) == []
    assert says(out) == ["When do you leave?"]


def test_a_report_between_them_that_is_one_starts_the_count_over(program):
    talk = begun(program, "passage")
    settle(talk)
    talk.caller("Friday")
    talk.model(talk.call.floor.generating, "", c1=("record", "no json"))
    talk.model(talk.call.floor.generating, "", c2=("record", '{"out_day": "2026-03-06"}'))
    settle(talk)
    talk.caller("the blurb")
    out = talk.model(talk.call.floor.generating, "", c3=("record", "no json"))
    assert len(replies(out)) == 1


def test_a_known_slot_beside_an_unknown_one_is_kept_and_no_misreport(program):
    talk = begun(program, "passage")
    settle(talk)
    talk.caller("Friday")
    out = talk.model(talk.call.floor.generating, "", c1=("record", '{"out_day": "2026-03-06", "shoe_size": "44"}'))
    assert outputs(out)["c1"]["kept"] == ["out_day"]
    assert talk.call.misreported == 0


# Tools of a talk.


def test_a_talk_names_only_the_tools_whose_own_preconditions_hold():
    files = dict(FILES)
    tools = "    tools: [get_order, list_plans]\n    exits:"
    files["questions.yaml"] = files["questions.yaml"].replace("    exits:", tools, 1)
    program = program_of({path: text.encode() for path, text in files.items()})
    talk = Conversation(program)
    talk.start("questions")
    talk.ready()
    talk.heard("u1")
    usable = _usable(talk)
    assert "list_plans" in usable
    assert "get_order" not in usable
    talk = Conversation(program)
    serving(talk, "questions")
    assert {"list_plans", "get_order"} <= set(_usable(talk))


def _usable(talk: Conversation) -> list[str]:
    text = [effect.text for _, out in talk.log for effect in out if isinstance(effect, Brief)][-1]
    (line,) = [line for line in text.splitlines() if line.startswith("You may use: ")]
    return line.removeprefix("You may use: ").rstrip(".").split(", ")


def test_the_same_write_in_a_later_turn_is_asked_and_keyed_anew_and_its_limit_counts():
    talk = Conversation(talks_program())
    fixing(talk)
    call = ("reset_device", '{"serial": "K7QX"}')
    keys = []
    for number in (1, 2):
        settle(talk, "Shall I restart it?")
        talk.caller("yes, restart it")
        out = talk.model(talk.call.floor.generating, "", **{f"w{number}": call})
        assert outputs(out)[f"w{number}"]["status"] == "needs_consent"
        settle(talk)
        (run,) = [effect for effect in talk.caller("yes") if isinstance(effect, RunTool)]
        keys.append(run.key)
        out = talk.tool(run.run, result={})
        # In the same breath it is the same write.
        out = talk.model(talk.call.floor.generating, "", **{f"again{number}": call})
        assert outputs(out)[f"again{number}"] == {"status": "duplicate", "result": {"status": "ok"}}
    assert len(set(keys)) == 2
    assert [note["consent"] for note in talk.notes("consent")] == [1, 2]
    settle(talk, "Once more?")
    talk.caller("yes, once more")
    out = talk.model(talk.call.floor.generating, "", w3=call)
    # The device's record is stale since the write, so it is looked up before the limit is judged.
    for run in list(talk.call.runs):
        out += talk.tool(run, result=OFFLINE)
    assert outputs(out)["w3"]["status"] == "refused"


# A free text that a tool wants from the caller.

NOTES = """
flow: questions
title: Questions
about: Something to note.
start: answer
states:
  answer:
    talk: Take down what the caller says.
    tools: [note]
    exits: {noted: It is noted.}
    next: done
  done: {end: resolved}
"""
NOTE = """
  note:
    about: Takes down the caller's words.
    effect: write
    input: {text: {type: text, from: caller}}
    consent: none
    consent_because: It is only a note.
    backend: python:backend:note
"""


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("the brakes squeak, and the light is broken", True),
        ("The brakes squeak and the light is broken.", True),
        ("the brakes squeak", True),
        ("the caller's brakes are squeaking", False),
        ("brakes light", False),
    ],
)
def test_a_text_that_the_caller_must_have_said_is_their_words_and_no_others(text, runs):
    files = dict(FILES)
    files["questions.yaml"] = NOTES
    files["tools/shop.yaml"] += NOTE
    talk = Conversation(program_of({path: each.encode() for path, each in files.items()}))
    talk.start("questions")
    talk.ready()
    talk.heard("u1")
    settle(talk, "What shall I note?")
    talk.caller("Well: the brakes squeak, and the light is broken.")
    out = talk.model(talk.call.floor.generating, "", c1=("note", json.dumps({"text": text})))
    assert bool([effect for effect in out if isinstance(effect, RunTool)]) is runs
    if not runs:
        assert outputs(out)["c1"]["because"] == "text: the caller did not say it and it was not looked up"
