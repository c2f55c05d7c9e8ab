"""Courtesies and requests that are recognised apart from any read-back: greetings, goodbyes, "say that again"."""

from typing import Final

from flowkit.language.answers.heard import BREAK
from flowkit.language.answers.phrasebook import Told, kinds

_COURTESY: Final = kinds("greetings", "replies", "polite")
_AROUND: Final = kinds("polite", "fillers", "address", "joiners")
_CALL: Final = kinds("person_calls")
_PERSON: Final = kinds("persons")
_NEGATION: Final = kinds("negations")


def is_courtesy(said: Told) -> bool:
    """Whether it is a greeting, thanks, "okay" or an answer to our greeting, with nothing else in it."""
    return said.made_of(_COURTESY, _AROUND)


def is_goodbye(said: Told) -> bool:
    """Whether it is a goodbye, with nothing but closing words around it."""
    return not said.question and said.made_of(kinds("farewells"), _AROUND | kinds("closings"))


def asks_to_wait(said: Told) -> bool:
    """Whether it asks for time, with nothing else in it but courtesy."""
    return said.made_of(kinds("waits"), _AROUND | _COURTESY)


def asks_to_repeat(said: Told) -> bool:
    """Whether it asks to hear the last words again, with nothing else in it but politeness."""
    return said.made_of(kinds("repeats", "repeats_alone"), _AROUND)


def gives_up(said: Told) -> bool:
    """Whether it drops what the call is about, with nothing else in it but politeness and a "no"."""
    return not said.question and said.made_of(kinds("giving_up"), _AROUND | kinds("closings", "refusal_tails"))


def leaves_out(said: Told) -> bool:
    """Whether it passes over a question, with nothing else in it but politeness."""
    return not said.question and said.made_of(kinds("leaving_out"), _AROUND)


def asks_for_person(said: Told) -> bool:
    """Whether it asks to speak to a person: a request with a person in it, or a person and nothing else."""
    if not said.kinds & _PERSON:
        return False
    if not said.question and said.made_of(_PERSON, _AROUND | _COURTESY | kinds("person_asides")):
        return True
    return any(
        phrase.kinds & _CALL and _person_at(said, phrase.end) and not _denied(said, start)
        for start, phrases in enumerate(said.phrases)
        for phrase in phrases
    )


def _person_at(said: Told, place: int) -> bool:
    return place < len(said.words) and any(phrase.kinds & _PERSON for phrase in said.phrases[place])


def _denied(said: Told, place: int) -> bool:
    """Whether a negation stands before a place in its clause: "I don't want to speak to a person"."""
    while place and said.words[place - 1] != BREAK:
        place -= 1
        if any(phrase.kinds & _NEGATION for phrase in said.phrases[place]):
            return True
    return False
