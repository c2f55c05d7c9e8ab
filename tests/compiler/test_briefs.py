"""The fixed lines of briefs, state by state, and that the places in them are the ones that are filled."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from flowkit.compiler import Compiled, compile_project
from flowkit.language.model import Ask, Choose, Confirm, Project, Talk, Use

WHOLE_LINES = {"{known}", "{missing}", "{options}", "{say}", "{repeat}", "{must_not}"}
WITHIN = {"{ask}", "{goal}", "{asked}"}


def _line(brief: str, start: str) -> str:
    return next(line for line in brief.split("\n") if line.startswith(start))


def test_there_is_one_for_every_state_in_which_the_model_can_speak(project: Project, compiled: Compiled) -> None:
    speaking = Ask | Choose | Confirm | Talk | Use
    wanted = {
        f"{flow.name}.{state.name}"
        for flow in project.flows.values()
        for state in flow.states.values()
        if isinstance(state.does, speaking)
    }
    assert set(compiled.briefs) == wanted


def test_places_stand_where_they_can_be_filled(compiled: Compiled) -> None:
    for brief in compiled.briefs.values():
        for line in brief.split("\n"):
            places = set(re.findall(r"\{\w*\}", line))
            assert places <= WITHIN or (line in WHOLE_LINES), line


def test_ask(compiled: Compiled) -> None:
    assert compiled.briefs["repair.what"].split("\n") == [
        "Goal: Have a bike repaired.",
        "{known}",
        "{missing}",
        "{options}",
        "{say}",
        "{repeat}",
        "Then ask: {ask}",
        "You may use: record, choose(cannot_say), request, wait.",
        "{must_not}",
        'If you cannot make it out, say: "Sorry, I didn\'t catch that. {ask}"',
    ]


def test_where_some_are_enough_it_can_be_said_of_which_one_the_caller_cannot_say_it(reads: Any) -> None:
    some = '[colour, size], enough: 1, question: "Which colour or size?"'
    flow = ONE_ASK % {"slot": "", "flow": "", "asks": some}
    brief = compile_project(reads({"apart.yaml": flow})).briefs["apart.only"]
    usable = "record, choose(cannot_say, cannot_say_colour, cannot_say_size), request, wait"
    assert _line(brief, "You may use:") == f"You may use: {usable}."


def test_a_title_that_ends_a_sentence_gets_no_second_mark(compiled: Compiled) -> None:
    assert _line(compiled.briefs["sign_in.who"], "Goal:") == "Goal: Who is riding?"


def test_choose_lists_what_can_be_reported(compiled: Compiled) -> None:
    brief = compiled.briefs["front.wish"]
    assert _line(brief, "Goal:") == "Goal: Find out what the caller wants."
    assert _line(brief, "Options:") == (
        "Options: repair (Have a bike repaired), rent (Rent a bike), talk_bikes (Questions), "
        "nothing (the caller wants nothing else), other (it is none of these)"
    )
    assert "Then ask: {ask}" in brief.split("\n")


def test_talk_with_values_in_its_goal(compiled: Compiled) -> None:
    brief = compiled.briefs["talk_bikes.answer"]
    assert brief.split("\n") == [
        "Goal: {goal}",
        "{known}",
        "Options: answered (The question is answered)",
        "Facts: We are open from ten to six. Parking is behind the shop.",
        "{say}",
        "{repeat}",
        "You may use: find_bike, list_bikes, choose, record, request, wait.",
        "{must_not}",
        'If you cannot make it out, say: "Sorry, I didn\'t catch that."',
    ]


def test_talk_without_exits_has_nothing_to_choose(compiled: Compiled) -> None:
    brief = compiled.briefs["talk_bikes.hint"]
    assert "Options" not in brief
    assert _line(brief, "You may use:") == "You may use: record, request, wait."


def test_a_text_over_several_lines_with_braces_makes_no_lines_and_no_places(compiled: Compiled) -> None:
    assert _line(compiled.briefs["talk_bikes.hint"], "Goal:") == "Goal: Find out what ( words ) means."


def test_confirm_tells_what_was_asked_and_that_nothing_is_done(compiled: Compiled) -> None:
    assert _line(compiled.briefs["repair.agree"], "Goal:") == (
        "Goal: The caller is asked: {asked} Answer in one sentence, or record what changes. Nothing is done yet."
    )
    assert "{must_not}" in compiled.briefs["repair.agree"].split("\n")


def test_use_promises_nothing(compiled: Compiled) -> None:
    looked_up = "It is being looked up; no result yet, promise none."
    assert _line(compiled.briefs["sign_in.find"], "Goal:") == f"Goal: Finds a rider. {looked_up}"
    carried_out = "It is being carried out; no result yet, promise none."
    assert _line(compiled.briefs["repair.seen"], "Goal:") == f"Goal: Puts a tag on a bike. {carried_out}"


# What to say when it was not understood.

ONE_ASK = """
flow: apart
title: Never offered
slots:
  colour: {type: text, ask: "Which colour?"%(slot)s}
  size: {type: text, ask: "Which size?"}
start: only
%(flow)s
states:
  only: {ask: %(asks)s, next: done}
  done: {end: resolved}
"""


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({}, "Sorry, I didn't catch that. {ask}"),
        ({"slot": ', no_match: ["Red or blue?", {go: person}]'}, "Red or blue?"),
        ({"flow": 'no_match: ["Hm? {{ question }} Say it again.", {go: person}]'}, "Hm? {ask} Say it again."),
        ({"flow": 'no_match: ["You said {{ colour }}?", {go: person}]'}, "Sorry, I didn't catch that. {ask}"),
        ({"flow": 'no_match: ["{{ question }}", {go: person}]'}, "Sorry, I didn't catch that. {ask}"),
        ({"flow": "no_match: [{go: person}]"}, "Sorry, I didn't catch that. {ask}"),
        (
            {"slot": ', no_match: ["Red?", {go: person}]', "flow": 'no_match: ["Hm?", {go: person}]'},
            "Red?",
        ),
        # Asked together, no slot's own ladder is nearer than that of the flow.
        (
            {
                "slot": ', no_match: ["Red?", {go: person}]',
                "flow": 'no_match: ["Hm?", {go: person}]',
                "asks": "[colour, size]",
            },
            "Hm?",
        ),
    ],
)
def test_the_nearest_first_rung(parts: Mapping[str, str], words: str, reads: Any) -> None:
    flow = ONE_ASK % {"slot": "", "flow": "", "asks": "colour", **parts}
    brief = compile_project(reads({"apart.yaml": flow})).briefs["apart.only"]
    assert _line(brief, "If you cannot") == f'If you cannot make it out, say: "{words}"'


def test_the_ladder_of_a_state(compiled: Compiled) -> None:
    assert compiled.briefs["front.wish"].endswith('say: "Pardon me? {ask}"')
    assert compiled.briefs["talk_bikes.hint"].endswith('say: "What was that?"')
