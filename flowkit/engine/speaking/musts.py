"""What a reply has to bring: the words of the state, whose values are checked in what the model said.

A value that is missing, another one of its kind in the same sentence, or a negation that the words do not have: the
engine says the words itself.
"""

import re

from flowkit.engine.asking.ask import missing
from flowkit.engine.asking.options import candidates
from flowkit.engine.call import SpokenValues, Utterance
from flowkit.engine.speaking.exact_words import affirmed, is_negated, tokens
from flowkit.engine.speaking.faithful import brings, plain
from flowkit.engine.work import Work
from flowkit.language.locale import Locale
from flowkit.language.readers import read
from flowkit.language.shapes import Shape
from flowkit.language.values import canonical

_SENTENCES = re.compile(r"(?<=[.!?])\s+")

READ = ("date", "time", "datetime", "money", "integer", "number", "digits", "duration")
"""Types of which another value is seen in any words."""


def check(work: Work, text: str, reply: Utterance) -> None:
    """Says what a reply did not bring, or contradicted."""
    if not any(values for _, values in reply.must):
        return
    known = " ".join((*(must for must, _ in reply.must), *(each.text for each in work.call.repeat)))
    own = _without_options(work, text)
    for must, values in reply.must:
        if not values:
            continue
        if not all(_says(text, value, work.locale) for value in values) or _contradicts(
            own, must, values, known, work.locale
        ):
            work.due(must, "repair", values=values)


def _without_options(work: Work, text: str) -> str:
    """The text without the options it lists in their own words: what they say is said of them, and of nothing else."""
    frame = work.call.top
    slots = [work.program.slot(frame.flow, name) for name in missing(work)]
    choices = (slot for slot in slots if slot is not None and slot.shape.type == "choice")
    offered = [candidates(work, frame, slot) or () for slot in choices]
    labels = sorted((one.label for each in offered for one in each if one.label), key=len, reverse=True)
    if not labels:
        return text
    listed = "|".join(map(re.escape, labels))
    return re.sub(rf"(?<!\w)(?:{listed})(?!\w)", "", text, flags=re.IGNORECASE)


def _contradicts(text: str, must: str, values: SpokenValues, known: str, locale: Locale) -> bool:
    """Whether the sentences that bring the values say something else as well."""
    if plain(text).strip() in plain(known):
        return False
    about = [one for one in _bringing(text, values, locale) if plain(one).strip() not in plain(known)]
    wanted = any(is_negated(one, locale) for one in _bringing(must, values, locale))
    if about and any(is_negated(one, locale) for one in about) != wanted:
        return True
    kinds = dict.fromkeys(kind for kind, _, _ in values if kind in READ)
    allowed = {exact for _, exact, _ in values}
    return any(
        _readings(one, kind, locale) - allowed - _readings(known, kind, locale) for one in about for kind in kinds
    )


def _says(text: str, value: tuple[str, str, str], locale: Locale) -> bool:
    """Whether a text says a value, in whatever spelling, also where it denies something of it."""
    if brings(text, value, locale):
        return True
    _, _, words = value
    return f" {' '.join(tokens(words, locale))} " in f" {' '.join(tokens(text, locale))} "


def _bringing(text: str, values: SpokenValues, locale: Locale) -> list[str]:
    """The sentences of a text that bring one of the values."""
    return [one for one in _SENTENCES.split(text) if any(_says(one, value, locale) for value in values)]


def _readings(text: str, kind: str, locale: Locale) -> set[str]:
    """The values of a type in a text. What is denied is no value to a reader of callers' words, but it was said."""
    shape = Shape(kind)  # type: ignore[arg-type]
    texts = (text, affirmed(text, locale)) if kind == "date" else (text,)
    return {canonical(shape, reading.value) for each in texts for reading in read(shape, each, locale)}
