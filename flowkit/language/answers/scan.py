"""What is recognised anywhere in an answer: questions, changes, other values.

Nothing here can make a yes. It says which of the other readings an answer has.
"""

from collections.abc import Sequence
from typing import Final

from flowkit.language.answers.heard import BREAK
from flowkit.language.answers.items import Item
from flowkit.language.answers.number_words import NumberWords
from flowkit.language.answers.phrasebook import Told, kinds
from flowkit.language.answers.readback import ReadBack

_QUESTION: Final = kinds("questions")
_BEFORE_QUESTION: Final = kinds("assent", "polite", "fillers", "address", "nods", "joiners", "contrasts")
_WITH_NUMBERS: Final = kinds("assent", "nods", "waits", "cues", "pointers", "side_topics", "leads")
"""Phrases in which a word for a number or a month is none: "one moment", "you may"."""


def asks(said: Told) -> bool:
    """Whether it is a question, by its mark or by how a clause of it opens."""
    if said.question:
        return True
    if not said.kinds & _QUESTION:
        return False
    opens = bytearray(len(said.words) + 1)
    opens[0] = 1
    for place, word in enumerate(said.words):
        if word == BREAK:
            opens[place + 1] = 1
        elif opens[place]:
            for phrase in said.phrases[place]:
                if phrase.kinds & _QUESTION:
                    return True
                if phrase.kinds & _BEFORE_QUESTION:
                    opens[phrase.end] = 1
    return False


def other_value(said: Told, back: ReadBack) -> str:
    """The words of a value other than those of the read-back; empty if none is there.

    Days, times, numbers and addresses are told by their form; names of things by the labels of the other options.
    """
    items = said.items
    held = said.held(_WITH_NUMBERS)
    at = 0
    while at < len(items):
        item = items[at]
        repeated = max((end for end, _ in back.repeated(items, at)), default=0) if back.may_begin(item) else 0
        if repeated:
            at = repeated
        elif not held[item.start] and (item.text in back.others or _is_value(said, at)):
            return _stretch(said, at)
        else:
            at += 1
    return ""


def _is_value(said: Told, at: int) -> bool:
    numbers, items, item = said.tables.numbers, said.items, said.items[at]
    if "@" in item.text and len(item.text) > 1:
        return True
    if _fraction(items, at, numbers):
        return True
    if not item.counts or item.text in numbers.clock or numbers.days.get(item.text, 0) < 0:
        return False
    if item.end - item.start > 1 or said.words[item.start] not in numbers.unsure:
        return True
    return any(items[place].counts for place in (at - 1, at + 1) if 0 <= place < len(items))


def _fraction(items: Sequence[Item], at: int, numbers: NumberWords) -> bool:
    """Whether "half past", "quarter to" begins here."""
    behind = items[at + 1].text if at + 1 < len(items) else ""
    return items[at].text in numbers.fractions and (behind in numbers.past or behind in numbers.before)


def _stretch(said: Told, at: int) -> str:
    numbers, items = said.tables.numbers, said.items
    end = at + (3 if _fraction(items, at, numbers) else 1)
    while end < len(items) and items[end].counts:
        end += 1
    words = said.words[items[at].start : items[min(end, len(items)) - 1].end]
    return " ".join(word for word in words if word != BREAK)[:40]
