"""Greetings, goodbyes and requests, each with what only looks like one."""

from collections.abc import Callable

import pytest

from flowkit.language import answers
from flowkit.language.locale import Locale

Tells = Callable[[str, Locale], bool]

YES: dict[str, tuple[str, ...]] = {
    "is_courtesy": (
        "hello",
        "Hi there!",
        "hey",
        "good morning",
        "thanks",
        "Thank you so much, that's very kind of you.",
        "okay",
        "Fine, and you?",
        "I'm good, thanks. How are you?",
        "I'm doing well, thank you, and yourself?",
        "hi, how are you today?",
        "nice to meet you",
        "thanks, you too!",
        "oh great, thank you",
        "Got it, thanks.",
        "no problem",
    ),
    "is_goodbye": (
        "bye",
        "Goodbye!",
        "No thanks, that's all, goodbye.",
        "have a good day",
        "Okay, thank you, bye bye.",
        "that's everything, have a nice weekend",
        "Thanks for your help. Take care.",
        "see you later",
        "nope, I'm all set, have a great day",
    ),
    "asks_for_person": (
        "agent",
        "Representative!",
        "a human please",
        "I want to speak to a person.",
        "can I talk to someone",
        "could you please put me through to a real person?",
        "transfer me to an agent",
        "get me a supervisor",
        "I'd like to speak with your manager",
        "let me talk to a human being",
        "give me a human now",
        "customer service please",
        "okay, operator",
    ),
    "asks_to_repeat": (
        "what?",
        "Sorry?",
        "pardon me",
        "say that again please",
        "Can you repeat that?",
        "I didn't catch that, sorry.",
        "what was that",
        "come again?",
        "one more time please",
        "could you please say that again",
        "huh",
    ),
    "asks_to_wait": (
        "hold on",
        "One moment, please.",
        "just a second",
        "wait a minute",
        "give me a sec",
        "okay, let me check",
        "hang on a moment",
        "bear with me",
        "wait",
    ),
    "gives_up": (
        "forget it",
        "Never mind.",
        "no, forget about it",
        "drop it",
        "oh never mind, thanks",
        "actually, never mind",
        "I give up",
    ),
    "is_question": (
        "how much is it",
        "is that the dentist?",
        "what does it cost",
        "okay, what about Friday",
        "yes, but when is it",
        "Yes?",
        "do you have Friday",
        "well, can I pay by card",
        "Yes. Will it hurt",
    ),
}

NO: dict[str, tuple[str, ...]] = {
    "is_courtesy": (
        "yes",
        "hello, where is my order",
        "thanks but no",
        "okay do it",
        "fine, cancel it",
        "",
        "morning at ten",
    ),
    "is_goodbye": (
        "no thanks",
        "that's all",
        "bye the way I need help",
        "thanks",
        "don't say goodbye",
        "is it goodbye?",
        "bye?",
        "have a good look at my order",
        "okay",
        "",
    ),
    "asks_for_person": (
        "are you a real person?",
        "my agent told me",
        "I don't want to speak to a person",
        "the person at the door",
        "is this a robot?",
        "a person left it at my door",
        "no, please don't transfer me to an agent",
        "",
    ),
    "asks_to_repeat": (
        "what time is it",
        "sorry, I mean Friday",
        "repeat my order",
        "say yes",
        "that again was wrong",
        "",
        "what about Friday?",
    ),
    "asks_to_wait": (
        "I can't wait to see it",
        "I waited a minute",
        "the second one",
        "hold on to my order",
        "don't wait",
        "",
        "give me a refund",
    ),
    "gives_up": (
        "I forgot it",
        "don't forget it",
        "I never mind paying",
        "forget the kettle, refund the toaster",
        "",
        "leave it at the door",
        "never mind?",
    ),
    "is_question": ("yes", "do it", "that is what I want", "whatever", "I have it", "", "do that"),
}


def _cases(table: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(name, text) for name, texts in table.items() for text in texts]


def _tells(name: str) -> Tells:
    found: Tells = getattr(answers, name)
    return found


@pytest.mark.parametrize(("name", "text"), _cases(YES))
def test_it_is_one(name: str, text: str, locale: Locale) -> None:
    assert _tells(name)(text, locale)


@pytest.mark.parametrize(("name", "text"), _cases(NO))
def test_it_is_none(name: str, text: str, locale: Locale) -> None:
    assert not _tells(name)(text, locale)


@pytest.mark.parametrize("name", sorted(YES))
def test_without_words_for_the_language_nothing_is_told(name: str, locale: Locale) -> None:
    other = Locale(now=locale.now, language="tlh")
    assert not any(_tells(name)(text.replace("?", ""), other) for text in YES[name])
