"""How long is spoken in one go, what is asked in it, and who listens."""

import pytest

from flowkit.language.words import Words
from flowkit.lint.voice.duration import seconds, signs_of
from tests.lint.voice.desk import PROJECT, findings, saying, told

LONG = "We are very glad that you call us today, and we want you to know that everything will be looked after. "
SLOTS = 'slots: {ready: {type: yes_no, ask: "Are you ready?"}, day: {type: date, ask: "Which day?"}}\n'


def flow(states: str, slots: str = SLOTS) -> str:
    """A flow with these states, the first of which is on line 6."""
    return f"flow: desk\ntitle: Desk\n{slots}start: first\nstates:\n{states}"


def test_a_minute_of_english_has_155_words():
    average = "spoke " * 154 + "now."  # five letters and a blank are an English word, more or less
    assert 58 <= seconds(signs_of(Words(average, (average,)))) <= 62


def test_a_long_text_is_told_with_its_time():
    (found,) = findings(saying(LONG * 3))
    assert found.kind.slug == "long-speech"
    assert found.message == "this takes about 21 seconds to say; callers listen to about 15"
    assert told(saying(LONG * 2)) == []


def test_a_greeting_has_less_time():
    project = PROJECT.replace("Hello, this is a machine.", f'"{LONG * 2}"')
    assert told(saying("Hello."), project) == [
        "flowkit.yaml:4:11 long-speech: the greeting takes about 14 seconds to say; callers listen to about 12"
    ]


def test_texts_that_follow_each_other_are_one_speech():
    states = f"""\
  first: {{say: "{LONG}", next: second}}
  second: {{say: "So. {LONG}", next: {{say: "Yes. {LONG}", go: third}}}}
  third: {{ask: ready, next: bye}}
  bye: {{say: "Goodbye.", end: resolved}}
"""
    (found,) = findings(flow(states))
    assert found.message == "4 texts are said here in one go, about 22 seconds; callers listen to about 15"
    assert {each.span.line for each in found.related} <= {3, 6, 7}
    listening = states.replace("next: second}", "ask: day, next: second}")
    assert told(flow(listening)) == []


def test_a_loop_of_speech_ends():
    states = """\
  first: {say: "One.", next: [{times: 2, go: second}, {go: bye}]}
  second: {say: "Two.", next: first}
  bye: {say: "Goodbye.", end: resolved}
"""
    assert told(flow(states, "")) == []


def test_thousands_of_states_are_walked_without_recursion():
    chain = "".join(f'  s{n}: {{say: "Step {n}.", next: s{n + 1}}}\n' for n in range(3000))
    found = told(flow(f"  first: {{next: s0}}\n{chain}  s3000: {{end: resolved}}\n", ""))
    assert len(found) == 1
    assert "texts are said here in one go" in found[0]


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (
            '  first: {say: "Anything else?", next: bye}\n  bye: {say: Bye., end: resolved}\n',
            ["desk.yaml:6:16 nobody-listens: this asks but nobody listens; use ask or choose"],
        ),
        (
            '  first: {say: "Is it red?", ask: ready, next: bye}\n  bye: {end: resolved}\n',
            [
                "desk.yaml:6:16 several-questions: this asks, and then 'first' asks at once; callers "
                "answer the last question"
            ],
        ),
        (
            '  first: {ask: day, next: {say: "Is that fine?", go: second}}\n  second: {ask: ready, next: bye}\n'
            "  bye: {end: resolved}\n",
            [
                "desk.yaml:6:33 several-questions: this asks, and then 'second' asks at once; callers "
                "answer the last question"
            ],
        ),
        (
            '  first: {ask: ready, question: "Is it red? Or is it green?", next: bye}\n  bye: {end: resolved}\n',
            ["desk.yaml:6:45 several-questions: 2 questions in one go; callers answer the last one, or none"],
        ),
        (
            '  first: {say: "One moment.", next: {say: "One moment", go: bye}}\n  bye: {end: resolved}\n',
            ["desk.yaml:6:43 said-twice: the same words are said twice in a row"],
        ),
        (
            '  first: {say: "Thanks.", next: bye}\n  bye: {say: "Thanks.", end: resolved}\n',
            ["desk.yaml:6:16 said-twice: the same words are said twice in a row"],
        ),
        (
            '  first: {ask: ready, question: "Is it A, B, C, D, E or F?", next: bye}\n  bye: {end: resolved}\n',
            [
                "desk.yaml:6:34 long-list: this reads out 6 options; nobody keeps more than 5 in mind while listening",
            ],
        ),
        (
            f'  first: {{ask: ready, question: "{"so " * 24}is it?", next: bye}}\n  bye: {{end: resolved}}\n',
            ["desk.yaml:6:33 long-question: this question has 26 words; after 25 nobody knows any more what was asked"],
        ),
    ],
)
def test_questions(states, expected):
    assert told(flow(states)) == expected


@pytest.mark.parametrize(
    "states",
    [
        '  first: {talk: Help., say: "Shall I?", exits: {done: The caller is done.}, next: bye}\n  '
        "bye: {end: resolved}\n",
        '  first: {ask: ready, no_match: ["Sorry? {{ question }}", {go: person}], next: bye}\n  bye: {end: resolved}\n',
        '  first: {ask: ready, question: "Sorry? Are you there?", next: bye}\n  bye: {end: resolved}\n',
        '  first: {say: "Here we go.", ask: ready, next: {say: "Fine.", go: bye}}\n  bye: {say: Bye., end: resolved}\n',
        f'  first: {{ask: ready, question: "{"so " * 23}is it?", next: bye}}\n  bye: {{end: resolved}}\n',
    ],
)
def test_what_is_asked_well(states):
    assert told(flow(states)) == []


def test_a_slots_question_asks_for_the_slot():
    slots = 'slots: {name: {type: name, ask: "What\'s your name and your date of birth?"}}\n'
    states = "  first: {ask: name, next: bye}\n  bye: {end: resolved}\n"
    assert told(flow(states, slots)) == [
        "desk.yaml:3:33 two-things-asked: this question asks for two things, and only 'name' is taken from the answer"
    ]
    assert told(flow(states, slots.replace("your name and your date of birth", "the street and number"))) == []


FRONT = """\
flow: front
title: Front
start: help
states:
  help: {choose: [desk, other], question: "How can I help?", next: more}
  more: {choose: [desk, other], question: "Anything else?", next: more, outcomes: {nothing: bye}}
  bye: {say: Goodbye., end: resolved}
"""
OTHER = "flow: other\ntitle: Other\nabout: The caller wants a bill.\nstart: a\nstates: {a: {end: resolved}}\n"


def test_a_question_at_the_end_is_asked_again_by_the_router():
    about = (
        'about: The caller wants to know the hours.\nstart: first\nstates:\n  first: {say: "At '
        'nine. Anything else?", end: resolved}\n'
    )
    project = PROJECT.replace("start: desk", "start: front")
    (found,) = findings(f"flow: desk\ntitle: Desk\n{about}", project, front=FRONT, other=OTHER)
    assert str(found.span) == "desk.yaml:6:16"
    assert found.help == "leave it out: 'front.more' asks this again"
    assert [str(each.span) for each in found.related] == ["front.yaml:6:3"]
    (alone,) = findings(flow('  first: {say: "Anything else?", end: resolved}\n', ""))
    assert alone.help == "leave it out, or ask it by a state before the end"


def test_the_greeting_does_not_ask_what_the_first_state_asks():
    project = PROJECT.replace("start: desk", "start: front").replace(
        "Hello, this is a machine.", '"Hello. How can I help?"'
    )
    desk = (
        "flow: desk\ntitle: Desk\nabout: The caller wants to know the hours.\nstart: a\nstates: {a: {end: resolved}}\n"
    )
    assert told(desk, project, front=FRONT, other=OTHER) == [
        "flowkit.yaml:4:11 several-questions: the greeting asks, and then 'front.help' asks at once"
    ]
