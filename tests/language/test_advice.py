"""Helps that know what to write."""

import pickle

import pytest

from flowkit.language.advice import Advice, fixes_of, write
from flowkit.language.codes import UNKNOWN_STATE
from flowkit.language.diagnostic import problem
from flowkit.language.expressions.spelling import did_you_mean
from flowkit.language.span import Span
from flowkit.language.tree import Document

DOCUMENT = Document("a.yaml", "go: 'tel' and tell_me, tel-me\nx = y\n")


def replaced(help: str, start: int, end: int) -> list[tuple[str, str]]:
    fixes = fixes_of(help, DOCUMENT.span(start, end))
    return [(str(edit.span), edit.text) for fix in fixes for edit in fix.edits]


def test_a_word_is_changed_where_it_stands_once_in_the_place_of_the_problem() -> None:
    help = Advice("did you mean 'tell'?", "tell", "tel")
    assert replaced(help, 5, 8) == replaced(help, 4, 9) == replaced(help, 0, 21) == [("a.yaml:1:6", "tell")]
    assert replaced(help, 12, 21) == []
    twice = Document("a.yaml", "tel tel")
    assert fixes_of(help, twice.span(0, 7)) == ()
    assert fixes_of(help, Span("a.yaml", 1, 6, 1, 9)) == ()


def test_a_sign_is_changed_only_where_it_is_all_of_the_place() -> None:
    assert replaced(write("==", "="), 32, 33) == [("a.yaml:2:3", "==")]
    assert replaced(write("==", "="), 30, 35) == []


def test_a_problem_gets_the_fix_and_keeps_the_help_as_a_plain_text() -> None:
    found = problem(UNKNOWN_STATE, DOCUMENT.span(5, 8), "m", Advice("did you mean 'tell'?", "tell", "tel", safe=True))
    assert (type(found.help), found.help) == (str, "did you mean 'tell'?")
    [fix] = found.fixes
    assert (fix.label, fix.safe) == ("write 'tell'", True)
    assert problem(UNKNOWN_STATE, DOCUMENT.span(5, 8), "m", "did you mean 'tell'?").fixes == ()


def test_put_together_with_other_words_it_changes_nothing() -> None:
    help = Advice("did you mean 'tell'?", "tell", "tel")
    assert fixes_of(f"{help} or not", DOCUMENT.span(5, 8)) == ()
    assert replaced(help.told_as("other words"), 5, 8) == [("a.yaml:1:6", "tell")]
    assert type(pickle.loads(pickle.dumps(help))) is str


@pytest.mark.parametrize(
    ("word", "known", "text", "safe"),
    [
        ("agre", ["agree", "pick"], "agree", True),
        ("agere", ["agree", "pick"], "agree", True),
        ("Agree", ["agree", "pick"], "agree", True),
        ("a-gree", ["a_gree"], "a_gree", True),
        ("agee1", ["agee2"], "agee2", False),
        ("agre", ["agree", "agred"], "", False),
        ("aggreed", ["agree", "pick"], "agree", False),
        ("tel", ["tell"], "tell", False),
        ("agre", ["agree", "acres"], "agree", True),
        ("other", ["agree", "pick"], "", False),
    ],
)
def test_a_name_is_mended_where_one_only_is_near(word: str, known: list[str], text: str, safe: bool) -> None:
    help = did_you_mean(word, known)
    if not text:
        assert not isinstance(help, Advice)
        return
    assert isinstance(help, Advice)
    assert (help.text, help.word, help.safe) == (text, word, safe)
