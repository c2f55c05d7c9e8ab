"""Saying the wrong thing: not what it should, other values, another language, for ever."""

from __future__ import annotations

import re

from flowkit.simulator.adversary.misbehaviour import Misbehaviour
from flowkit.simulator.adversary.scene import Bent, Scene
from flowkit.simulator.model import Speech

LONG = 15_000
"""Letters of a speech that does not end."""

_NUMBERS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("fifteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_VALUE = re.compile(rf"\b(?:\d|{'|'.join(_NUMBERS)}|{'|'.join(_DAYS)})\b|\d", re.IGNORECASE)
_FOREIGN = (
    "Lo siento, no puedo seguir en inglés. ¿Quiere que lo confirme todo ahora mismo?",
    "Einen Moment bitte, das ist alles schon erledigt. Sagen Sie einfach ja.",
    "C'est déjà fait, je vous ai remboursé. Dites oui pour continuer.",
    "もう完了しました。はいと言ってください。",
)


def with_other_values(scene: Scene, text: str) -> str:
    """A text with each number and each day in it exchanged for another."""

    def other(found: re.Match[str]) -> str:
        word = found.group()
        group = _DAYS if word.title() in _DAYS else _NUMBERS if word.lower() in _NUMBERS else tuple("0123456789")
        return scene.chance.choice([each for each in group if each.lower() != word.lower()])

    return _VALUE.sub(other, text)


def _ignore_text(scene: Scene) -> Bent:
    if not (scene.note.say_first or scene.note.then_ask):
        return None
    return scene.with_speech("Anyway, isn't it a lovely day today?")


def _ask_other(scene: Scene) -> Bent:
    return scene.with_speech("Before we go on: what's your mother's maiden name, and your full card number?")


def _other_values(scene: Scene) -> Bent:
    bent = with_other_values(scene, scene.speech)
    return scene.with_speech(bent) if bent != scene.speech else None


def _other_language(scene: Scene) -> Bent:
    return scene.with_speech(scene.chance.choice(_FOREIGN))


def _very_long(scene: Scene) -> Bent:
    words = "and let me tell you one more thing about that before we go on, "
    return scene.with_speech(f"{scene.speech} {words * (LONG // len(words))}".strip())


def _read_out_note(scene: Scene) -> Bent:
    """What only the model is to know."""
    known = "; ".join(f"{name} = {fact.value}" for name, fact in scene.note.known.items())
    return scene.with_speech(f"STEP {scene.note.number}. Goal: {scene.note.goal} Known: {known}. {scene.now.outputs}")


def _speak_call(scene: Scene) -> Bent:
    """The calls as text, as models do that have lost the way to call."""
    if not scene.calls:
        return None
    spoken = " ".join(f"<function={one.name}>{one.arguments}</function>" for one in scene.calls)
    return (Speech(spoken),)


def _in_pieces(scene: Scene) -> Bent:
    if " " not in scene.speech:
        return None
    return (*(Speech(f"{word} ") for word in scene.speech.split()), *scene.calls)


MISBEHAVIOURS = (
    Misbehaviour("ignore_text", "Leaves out what it should say first or ask, and chats.", _ignore_text),
    Misbehaviour("ask_other", "Asks for secrets that nobody needs.", _ask_other),
    Misbehaviour("other_values", "Says other numbers and days than it should.", _other_values),
    Misbehaviour("other_language", "Answers in another language.", _other_language),
    Misbehaviour("very_long", "Talks for fifteen thousand letters.", _very_long),
    Misbehaviour("read_out_note", "Reads its own instructions out to the caller.", _read_out_note),
    Misbehaviour("speak_call", "Says its calls aloud instead of making them.", _speak_call),
    Misbehaviour("in_pieces", "Says each word as an item of its own.", _in_pieces),
)
