"""Ladders of a flow's own: every rung reaches the caller in its turn, and what is no attempt climbs none."""

import pytest

from flowkit.engine.effects import Brief, Say
from flowkit.engine.events import Tick
from tests.engine.conversation import Conversation, program_of
from tests.engine.test_ask import PROJECT

FLOW = """\
flow: find
title: Your order
slots:
  number: {type: digits, pattern: "[0-9]{4}", ask: "What's the number?", check_back: none}
start: which
no_match:
  - "Sorry? {{ question }}"
  - "It stands on the letter. {{ question }}"
  - "Four figures, please."
  - "Last try. {{ question }}"
  - {say: "I can't help you with that.", go: sorry}
states:
  which: {ask: number, next: done}
  done: {say: "Thank you.", end: resolved}
  sorry: {say: "Bye for now.", end: unresolved}
"""
RUNGS = [
    "Sorry? What's the number?",
    "It stands on the letter. What's the number?",
    "Four figures, please.",
    "Last try. What's the number?",
]
LAST = ["I can't help you with that."]


def begun(flow: str = FLOW) -> Conversation:
    files = {"flowkit.yaml": PROJECT, "find.yaml": flow}
    talk = Conversation(program_of({path: text.encode() for path, text in files.items()}), restore=True)
    talk.start()
    talk.ready()
    talk.heard("u1")
    return talk


def says(out) -> list[str]:
    return [effect.text for effect in out if isinstance(effect, Say)]


def last_brief(talk: Conversation) -> str:
    return [effect.text for _, out in talk.log for effect in out if isinstance(effect, Brief)][-1]


def told(talk: Conversation) -> str:
    """What the model is told to say to words that it cannot make out."""
    (line,) = [line for line in last_brief(talk).splitlines() if line.startswith("If you cannot")]
    return line.removeprefix("If you cannot make it out, say: ").strip('"')


@pytest.mark.parametrize("choose", [False, True], ids=["ask", "choose"])
def test_every_rung_is_in_the_next_brief_and_the_last_leaves_with_its_words(choose):
    flow = FLOW
    if choose:
        choosing = 'which: {choose: [other], question: "What\'s the number?", next: done}'
        flow = flow.replace("which: {ask: number, next: done}", choosing)
    talk = _choosing(flow) if choose else begun(flow)
    for rung in RUNGS:
        talk.caller("the blurb")
        assert told(talk) == rung
        assert says(talk.model(talk.call.floor.generating, rung)) == []
    talk.caller("the blurb")
    assert says(talk.model(talk.call.floor.generating, "Hm."))[0] == LAST[0]
    assert "sorry" in [note.get("state") for note in talk.notes("state")]


def _choosing(flow: str) -> Conversation:
    other = "flow: other\ntitle: Something else\nabout: Other.\nstart: a\nstates:\n  a: {say: Hello., end: resolved}\n"
    files = {"flowkit.yaml": PROJECT, "find.yaml": flow, "other.yaml": other}
    talk = Conversation(program_of({path: text.encode() for path, text in files.items()}), restore=True)
    talk.start()
    talk.ready()
    talk.heard("u1")
    return talk


@pytest.mark.parametrize("words", ["hello", "thank you", "okay", "I'm fine, and you?"])
def test_a_courtesy_climbs_no_rung(words):
    talk = begun()
    talk.caller(words)
    talk.model(talk.call.floor.generating, "Hello! What's the number?")
    assert talk.call.no_match == 0


def test_three_questions_on_the_side_climb_no_rung_and_the_fourth_does():
    talk = begun()
    for _ in range(3):
        talk.caller("are you open on Sundays?")
        talk.model(talk.call.floor.generating, "We are. What's the number?")
    assert talk.call.no_match == 0
    talk.caller("are you open on Sundays?")
    talk.model(talk.call.floor.generating, "We are. What's the number?")
    assert talk.call.no_match == 1


def test_a_question_that_got_no_more_than_the_words_before_the_last_rung_is_no_silence():
    """ "One moment." is what the model says where the ladder leaves: a question it could not make out leaves, too."""
    talk = begun(FLOW[: FLOW.index("no_match:")] + FLOW[FLOW.index("states:") :].replace("  sorry:", "  person:"))
    for words in ("blue", "well blue"):
        talk.caller(words)
        talk.model(talk.call.floor.generating, "Sorry?")
    talk.caller("what numbers do you have?")
    assert told(talk) == "One moment."
    talk.model(talk.call.floor.generating, "One moment.")
    assert talk.call.top.state == "person"


def test_a_value_starts_the_ladder_over_and_so_does_a_state():
    flow = FLOW.replace("ask: number,", "ask: [number, day],").replace(
        "slots:\n", 'slots:\n  day: {type: date, ask: "What day?"}\n'
    )
    talk = begun(flow)
    talk.caller("the blurb")
    talk.model(talk.call.floor.generating, "Sorry?")
    assert talk.call.no_match == 1
    talk.caller("4711")
    talk.model(talk.call.floor.generating, "And what day?", c1=("record", '{"number": "4711"}'))
    assert talk.call.no_match == 0
    talk.caller("the blurb")
    assert told(talk) == "Sorry? What day?"


def test_a_report_of_nothing_without_a_word_is_an_attempt_and_leaves_no_silence():
    talk = begun()
    talk.caller("the blurb")
    talk.model(talk.call.floor.generating, "", c1=("record", "{}"))
    assert talk.call.no_match == 1
    assert talk.call.floor.generating


def test_the_built_in_one_ends_at_a_person():
    talk = begun(FLOW[: FLOW.index("no_match:")] + FLOW[FLOW.index("states:") :].replace("  sorry:", "  person:"))
    for number, words in enumerate(("blue", "well blue", "blue I said"), 1):
        talk.caller(words)
        talk.model(talk.call.floor.generating, "Sorry?")
        assert (talk.call.top.state == "person") == (number == 3)


def silent(talk: Conversation) -> list[str]:
    """The caller says nothing until the ladder of silence climbs; what is said then."""
    out = talk.tell(Tick("no_input", talk.call.timers["no_input"]))
    for effect in out:
        if isinstance(effect, Say):
            talk.heard(effect.u)
    return says(out)


def test_the_last_rung_of_silence_has_its_words_before_it_hangs_up():
    ladder = 'no_input: ["Hello?", {say: "I\'ll end the call now. {{ question }}", go: hang_up}]\nno_match:'
    talk = begun(FLOW.replace("no_match:", ladder))
    assert silent(talk) == ["Hello?"]
    assert silent(talk) == ["I'll end the call now. What's the number?"]
    assert (talk.call.outcome, talk.call.over) == ("abandoned", True)
