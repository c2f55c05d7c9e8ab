"""The tables themselves: written as the grammar expects them, and at odds with each other nowhere."""

from dataclasses import fields

import pytest

from flowkit.language.answers.heard import heard
from flowkit.language.answers.patterns import automaton, phrases
from flowkit.language.answers.phrasebook import kinds, told
from flowkit.language.answers.tables import LANGUAGES, Tables, tables_of

NAMES = [field.name for field in fields(Tables) if field.type == tuple[str, ...]]
VETOES = kinds("conditions", "contrasts", "hedges", "negations", "vetoes")


@pytest.fixture(params=sorted(LANGUAGES))
def tables(request: pytest.FixtureRequest) -> Tables:
    found = tables_of(request.param)
    assert found is not None
    return found


@pytest.mark.parametrize("name", NAMES)
def test_patterns_are_written_as_words_are_heard(tables: Tables, name: str) -> None:
    """A capital, an apostrophe or a doubled blank in a pattern would match nothing, ever."""
    for pattern in getattr(tables, name):
        for slot in pattern.split():
            for alternative in slot.removesuffix("?").split("|"):
                words = tuple(alternative.split("_"))
                assert all(words), pattern
                assert heard(" ".join(words), tables).words == words or set("🙏👍🙂😊") & set(alternative), pattern


@pytest.mark.parametrize(
    "name", ["assent", "choosing", "praise", "truth", "confirmations", "nods", "side_topics", "leads", "wishes"]
)
def test_no_phrase_of_a_yes_holds_a_veto(tables: Tables, name: str) -> None:
    for pattern in getattr(tables, name):
        for words in phrases(pattern)[:2000]:
            assert not told(" ".join(words), tables).kinds & VETOES, (pattern, words)


def test_no_assent_is_a_refusal(tables: Tables) -> None:
    refusals = {words for pattern in tables.refusals for words in phrases(pattern)}
    assert refusals.isdisjoint(words for pattern in tables.assent for words in phrases(pattern))


def test_a_pattern_stands_for_its_phrases() -> None:
    assert set(phrases("a|b_c d? e")) == {("a", "d", "e"), ("a", "e"), ("b", "c", "d", "e"), ("b", "c", "e")}
    state = automaton({1: ["a|b_c d? e"], 2: ["a e f"]})
    for words, found in ((("a", "e"), 1), (("b", "c", "e"), 1), (("a", "e", "f"), 2), (("a", "d"), 0)):
        at = state
        for word in words:
            behind = at.after(word)
            assert behind is not None
            at = behind
        assert at.kinds == found
    assert state.after("c") is None
    assert automaton({1: ["a? b?"]}).kinds == 0
