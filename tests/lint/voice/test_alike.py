"""Options, flows and exits that callers or the model cannot tell apart."""

from datetime import datetime

import pytest

from flowkit.language.locale import Locale
from flowkit.language.readers.choices import find_choices
from flowkit.language.readers.languages import vocabulary
from flowkit.language.readers.reading import Candidate
from flowkit.language.readers.utterance import utterance
from flowkit.language.shapes import Shape
from tests.lint.voice.desk import PROJECT, findings, told


def options(text: str) -> str:
    """A flow with a choice of these options."""
    return (
        "flow: desk\ntitle: Desk\nslots:\n  kind: {type: choice, ask: Which one?, options: " + text + "}\n"
        "start: a\nstates:\n  a: {ask: kind, next: b}\n  b: {end: resolved}\n"
    ).replace("Which one?", '"Which one?"')


@pytest.mark.parametrize(
    ("text", "slug", "message"),
    [
        (
            "[e_mail, email]",
            "same-sound",
            "'email' and 'e mail' sound the same, and stand for two options: 'e_mail' and 'email'",
        ),
        (
            "[refund, refunds]",
            "same-sound",
            "'refunds' and 'refund' sound the same, and stand for two options: 'refund' and 'refunds'",
        ),
        ("[small, smell]", "sounds-alike", "'small' and 'smell' sound alike on the telephone"),
        ("[phone, fone]", "sounds-alike", "'phone' and 'fone' sound alike on the telephone"),
        (
            "{red: {examples: [green]}, green: {about: Green.}}",
            "same-sound",
            "'green' stands for two options: 'red' and 'green'",
        ),
        (
            "{red: {examples: [the top one]}, green: {examples: [one top]}}",
            "sounds-alike",
            "'the top one' and 'one top' say the same of two options: the order of words tells nothing",
        ),
        (
            "[move, cancel]",
            "sounds-like-command",
            "callers also say 'cancel' to stop, at any time; it may not be taken for this option",
        ),
    ],
)
def test_options_that_are_not_told_apart(text, slug, message):
    (found,) = findings(options(text))
    assert (found.kind.slug, found.message) == (slug, message)
    assert found.span.line == 4
    assert found.span.column > 50


@pytest.mark.parametrize(
    "text",
    [
        "[red, green]",
        "[blue, dark_blue]",
        "[cancel_order, move_order]",
        "[a1, a2]",
        "[one_way, round_trip]",
        "[day, pay, way]",
    ],
)
def test_options_that_are(text):
    assert told(options(text)) == []


def test_what_is_the_same_here_is_the_same_to_the_reader():
    locale = Locale(datetime(2026, 3, 2), "en", "US")
    candidates = [Candidate("refund", "refund", "refund"), Candidate("refunds", "refunds", "refunds")]
    found = find_choices(utterance("a refund please", vocabulary("en")), Shape("choice"), locale, candidates)
    assert {one.value for one in found} == {"refund", "refunds"}


FRONT = """\
flow: front
title: Front
start: help
states:
  help: {choose: [desk, other], question: "How can I help?", next: help, outcomes: {nothing: bye}}
  bye: {say: Goodbye., end: resolved}
"""


def offered(**other: str) -> list[str]:
    """What is found where two flows are offered, the second with these keys."""
    keys = {"title": "Bills", "about": "The caller asks what has to be paid.", "examples": "[my bill]"} | other
    second = "flow: other\n" + "".join(f"{key}: {text}\n" for key, text in keys.items())
    desk = (
        "flow: desk\ntitle: Hours\nabout: The caller wants to know the opening hours of a "
        "shop.\nexamples: [when are you open]\n"
    )
    states = "start: a\nstates: {a: {end: resolved}}\n"
    return told(desk + states, PROJECT.replace("start: desk", "start: front"), front=FRONT, other=second + states)


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        (
            {"title": "Hours"},
            "other.yaml:2:8 same-sound: the flows 'desk' and 'other' have the same 'title', and are offered together",
        ),
        (
            {"about": "The caller wants to know the opening hours of the shop."},
            "other.yaml:3:8 sounds-alike: the flows 'desk' and 'other' are described in nearly the "
            "same words, and are offered together",
        ),
        (
            {"examples": "[are you open when]"},
            "other.yaml:4:12 sounds-alike: the flows 'desk' and 'other' have examples that say the same: "
            "'when are you open' and 'are you open when', and are offered together",
        ),
        (
            {"title": "Hour"},
            "other.yaml:2:8 same-sound: the flows 'desk' and 'other' have the same 'title', and are offered together",
        ),
    ],
)
def test_flows_that_are_not_told_apart(keys, message):
    assert message in offered(**keys)


def test_flows_that_are():
    assert offered() == []


def test_exits_say_different_things():
    flow = """\
flow: desk
title: Desk
start: help
states:
  help:
    talk: Answer the question.
    exits:
      done: The caller is happy.
      over: The caller is happy.
    next: bye
  bye: {end: resolved}
"""
    assert told(flow) == [
        "desk.yaml:9:13 same-sound: the exits 'done' and 'over' say the same; the agent cannot tell which one it is"
    ]
    assert told(flow.replace("over: The caller is happy", "over: The caller is angry")) == []
