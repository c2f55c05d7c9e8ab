"""What the model is told, and translations."""

import pytest

from tests.lint.voice.desk import PROJECT, findings, told


def talk(goal: str, about: str = "The caller wants something explained.") -> str:
    """A flow with a talk whose goal begins at 7:12."""
    return (
        f"flow: desk\ntitle: Desk help\nabout: {about}\nstart: help\nstates:\n  help:\n    talk: {goal}\n"
        "    exits: {done: The caller is happy.}\n    next: bye\n  bye: {end: resolved}\n"
    )


@pytest.mark.parametrize(
    ("goal", "piece", "slug"),
    [
        ("Explain the bill, one line after the other.", "", ""),
        ("Explain it, and ask for confirmation.", "ask for confirmation", "prompt-enforces"),
        ("Read it back and go on.", "Read it back", "prompt-enforces"),
        ("Help; if that fails, transfer the caller.", "transfer the caller", "prompt-enforces"),
        ("Say goodbye and hang up.", "hang up", "prompt-enforces"),
        ("Verify the caller first.", "Verify the caller", "prompt-enforces"),
        ("Use cancel_order when it is late.", "cancel_order", "tool-not-offered"),
        ("If red, say A. If green, say B. Otherwise say C.", "If", "prompt-branches"),
        ("Never guess. Don't argue. Do not apologise.", "Never", "prompt-forbids"),
    ],
)
def test_goals_leave_to_the_flow_what_the_flow_does(goal, piece, slug):
    source = talk(goal)
    found = [(str(each.span), each.kind.slug) for each in findings(source)]
    assert found == ([(f"desk.yaml:7:{11 + goal.index(piece)}", slug)] if slug else [])


def test_long_texts_for_the_model():
    assert told(talk("Explain it well. " * 40))[0].endswith(
        "long-prompt: this goal has 120 words; beyond 100 models lose parts of it"
    )
    persona = PROJECT + "persona: " + "Kind and calm. " * 30 + "\n"
    assert told(talk("Explain it."), persona) == [
        "flowkit.yaml:7:10 long-prompt: the persona has 90 words; beyond 80 models lose parts of it"
    ]


@pytest.mark.parametrize(
    ("about", "message"),
    [
        (
            "Desk help.",
            "desk.yaml:3:8 thin-about: 'about' repeats the title; by these words the agent decides "
            "whether a caller wants 'desk'",
        ),
        (
            "Bills.",
            "desk.yaml:3:8 thin-about: 'about' is hardly a sentence; by these words the agent decides "
            "whether a caller wants 'desk'",
        ),
        (
            "The caller has a bill. Not for refunds.",
            "desk.yaml:3:8 prompt-forbids: 'Not for' says when this flow is not meant; what is named "
            "at all comes to mind",
        ),
    ],
)
def test_abouts_say_when_a_caller_wants_it(about, message):
    assert told(talk("Explain it.", about)) == [message]
    assert told(talk("Explain it.", "The device does not connect.")) == []


def test_translations():
    project = PROJECT + "languages: [en, es]\n"
    flow = """\
flow: desk
title: Desk
slots: {ready: {type: yes_no, ask: "Are you ready?"}}
start: a
states:
  a: {ask: ready, next: b}
  b: {say: "We will see to that right now.", next: c}
  c: {say: "Good.", end: resolved}
"""
    spanish = f"""\
words: es
texts:
  "Are you ready?": Listo.
  "We will see to that right now.": We will see to that right now.
  "Good.": "{"Muy bien y muchas gracias por todo. " * 8}"
"""
    assert [each for each in told(flow, project, words__es=spanish) if "es.yaml" in each] == [
        "words/es.yaml:3:21 question-lost: the original asks, and this translation does not",
        "words/es.yaml:4:37 same-in-both: this text is the same in 'es' as in the original",
        "words/es.yaml:5:13 long-translation: this takes about 19 seconds to say in 'es', much "
        "longer than the original",
    ]
    good = (
        spanish.replace("Listo.", "¿Está listo?")
        .replace(": We will see", ": Lo vemos ahora. #")
        .replace("Muy bien y muchas gracias por todo. " * 8, "Bien.")
    )
    assert [each for each in told(flow, project, words__es=good) if "es.yaml" in each] == []
