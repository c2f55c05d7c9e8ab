"""Questions and denials."""

import pytest

from flowkit.language.readers import has_question, negates

QUESTIONS = [
    "is Friday free?",
    "well is Friday free",
    "please can I have Friday",
    "is Friday free",
    "Friday?",
    "what about ten",
    "how about Friday",
    "can I have Friday",
    "do you have ten",
    "Friday, is that okay",
    "Friday and are you open",
    "um, which day",
    "could it be Friday",
    "well, when is that",
    "isn't there anything else",
    "why not Friday",
    "would you call me",
    "may I ask something",
    "what's free",
]
STATEMENTS = [
    "Friday",
    "Friday please",
    "I don't know what day",
    "do it on Friday",
    "May the third",
    "I have ten",
    "the day is Friday",
    "half past two",
    "yes it is",
    "have it sent",
    "I wonder",
    "will do",
    "I can do Friday",
    "my order is 12345",
]
DENIALS = [
    "not Friday",
    "no",
    "nope, Saturday",
    "I can't do Friday",
    "Friday doesn't work",
    "anything but Friday",
    "never",
    "no, Friday",
    "without the extension",
    "instead of Friday",
    "I don't want that",
]
NO_DENIALS = [
    "Friday",
    "no problem, Friday",
    "Thursday, no wait, Friday",
    "no sorry, Friday",
    "why not Friday",
    "not a problem",
    "Friday but late",
    "later than ten",
    "I don't mind",
    "no worries",
    "Saturday instead",
]


@pytest.mark.parametrize("text", QUESTIONS)
def test_questions(text):
    assert has_question(text)


@pytest.mark.parametrize("text", STATEMENTS)
def test_statements_are_no_questions(text):
    assert not has_question(text)


@pytest.mark.parametrize("text", DENIALS)
def test_denials(text):
    assert negates(text)


@pytest.mark.parametrize("text", NO_DENIALS)
def test_what_only_sounds_like_a_denial(text):
    assert not negates(text)
