"""Short answers and asides, and what words are about."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from flowkit.simulator.hearing import answers
from flowkit.simulator.hearing.likeness import Topic, best, stem
from flowkit.simulator.hearing.words import Utterance

READINGS: list[tuple[Callable[[Utterance], bool], list[str], list[str]]] = [
    (answers.is_yes, ["yes", "yeah sure", "go ahead", "that's right", "of course"], ["no", "yes, but at two", "maybe"]),
    (answers.is_no, ["no", "nope", "not really", "no, make it Friday"], ["yes", "now", "not sure about Friday though"]),
    (answers.is_thanks, ["thanks", "thank you very much", "okay great"], ["thanks, and the postcode?", "order 12345"]),
    (
        answers.is_greeting,
        ["hello", "good evening", "hi there", "how are you?"],
        ["hello, where is it", "there it is not"],
    ),
    (
        answers.is_done,
        ["no thanks", "that's all", "bye", "I'm good", "no that's it, thank you"],
        ["no, my order", "good question"],
    ),
    (
        answers.is_wait,
        ["hold on", "just a second please", "I'm looking, hold on"],
        ["no wait, Friday", "wait for the order"],
    ),
    (
        answers.is_dont_know,
        ["I don't know", "no idea", "I don't have it", "can't find it", "I'd rather not"],
        ["I know", "I have it"],
    ),
]


@pytest.mark.parametrize(
    ("reading", "words", "expected"),
    [(test, words, True) for test, good, _ in READINGS for words in good]
    + [(test, words, False) for test, _, bad in READINGS for words in bad],
)
def test_reading(reading: Callable[[Utterance], bool], words: str, expected: bool) -> None:
    assert reading(Utterance(words)) is expected


def test_where_a_correction_is_marked() -> None:
    assert answers.correction_place(Utterance("Friday, no wait, I meant Saturday")) == 4
    assert answers.correction_place(Utterance("Friday")) is None


@pytest.mark.parametrize(
    "forms", ["deliver delivers delivered delivery", "move moved moving", "charge charged charges"]
)
def test_stems_bring_forms_together(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


TOPICS = (Topic("a", "Where is my order"), Topic("b", "Send an order back", "Money for an order."), Topic("c", "Hours"))


def test_the_telling_word_decides() -> None:
    fit = best({stem("order"), stem("money")}, TOPICS)
    assert fit is not None
    assert fit.name == "b"


def test_a_word_that_several_have_decides_nothing() -> None:
    assert best({stem("order")}, TOPICS) is None
    assert best({stem("sofa")}, TOPICS) is None


def test_words_keep_their_place_in_the_text() -> None:
    heard = Utterance("Um, it's half past two, please.")
    (span, _), *_ = heard.spans("half past two")
    assert heard.said(span) == "half past two"
    assert heard.norms == ("it", "half", "past", "two")
