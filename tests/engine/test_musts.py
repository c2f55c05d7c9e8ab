"""What a reply has to bring: missing or contradicted, the engine says it itself."""

import pytest

from tests.engine.barber import FILES
from tests.engine.conversation import program_of
from tests.engine.spoken_calls import Spoken, texts

CUT = (
    FILES["cut.yaml"]
    .replace(
        """  free: {use: look, with: {day: day}, say: "I'm looking.", next: agree}
""",
        """  free: {say: "{{ day }} is not possible before ten.", next: again}
  again: {ask: hour, next: agree}
""",
    )
    .replace('ask: "Which day?"}', 'ask: "Which day?"}\n  hour: {type: integer, ask: "At what hour?"}')
)
PROGRAM = program_of({path: text.encode() for path, text in (FILES | {"cut.yaml": CUT}).items()})
MUST = "Friday, March sixth is not possible before ten."


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        (f"{MUST} At what hour?", False),
        ("On Friday, March sixth we can't take you before ten. At what hour?", False),
        ("Friday, March 6th isn't possible before ten, I'm sorry. At what hour would suit you?", False),
        ("At what hour?", True),
        ("Saturday, March seventh is not possible before ten. At what hour?", True),
        ("Friday, March sixth or Saturday, March seventh is not possible before ten. At what hour?", True),
        ("Friday, March sixth is not possible before ten. Or was that March eighth?", False),
    ],
)
def test_a_value_is_there_and_no_other_of_its_kind_beside_it(text, repaired):
    talk, u = _told()
    out = talk.generated(u, text)
    assert (texts(out) == [MUST]) is repaired


def test_words_that_deny_what_was_to_be_said_are_corrected():
    cut = CUT.replace("is not possible before ten", "is possible")
    program = program_of({path: text.encode() for path, text in (FILES | {"cut.yaml": cut}).items()})
    talk, u = _told(program)
    assert texts(talk.generated(u, "Friday, March sixth isn't possible. At what hour?")) == [
        "Friday, March sixth is possible."
    ]


def test_what_is_said_in_place_of_it_does_not_stop_for_a_cough():
    talk, u = _told()
    talk.generated(u, "At what hour?")
    repair = talk.call.utterances[talk.generating]
    assert (repair.purpose, repair.yields) == ("repair", "to_words")


def _told(program=PROGRAM):
    talk = Spoken(program)
    talk.begun("cut")
    if talk.generating:
        talk.spoken(talk.generating, "Which day?")
    talk.speaks("on Friday")
    talk.generated(talk.generating, c1=("record", '{"day": "2026-03-06"}'))
    u = talk.generating
    assert talk.call.utterances[u].must[0][1]
    return talk, u


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        (f"{MUST} Friday, March sixth at noon; Saturday, March seventh at noon. Which of them?", False),
        (f"{MUST} That's Saturday, March seventh at noon. Which of them?", False),
        ("Friday, March sixth is Saturday, March seventh. Which of them?", True),
    ],
)
def test_options_that_are_listed_in_their_own_words_contradict_nothing(text, repaired):
    options = '["Friday, March sixth at noon", "Saturday, March seventh at noon"]'
    slot = f'hour: {{type: choice, options: {options}, ask: "Which of them?"}}'
    cut = CUT.replace('hour: {type: integer, ask: "At what hour?"}', slot)
    assert slot in cut
    program = program_of({path: text.encode() for path, text in (FILES | {"cut.yaml": cut}).items()})
    talk, u = _told(program)
    assert (texts(talk.generated(u, text)) == [MUST]) is repaired
