"""What the caller's words say to a read-back, by rules: yes, no, a change, something else, or nothing clear.

The words are read as a whole (`flowkit.language.answers`). What the read-back's own slots make of them counts as well:
whoever names another value of one, or changes what a list holds, wants a change.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from flowkit.engine.asking.hearing import alike, unserved_readings
from flowkit.engine.asking.options import candidates
from flowkit.engine.call import Draft, SlotValue
from flowkit.engine.speaking.faithful import plain
from flowkit.engine.work import Work
from flowkit.language.answers import Answer, gives_up, is_question, read_answer
from flowkit.language.readers import negates
from flowkit.language.speaking import SpokenValue
from flowkit.language.values import canonical

TELLING = 4
"""Letters of a word that is told apart in an answer."""

REFUSING = ("no", "changed", "other")
"""Readings that count whenever they come."""

VOICED_MS = 150
"""A sound that is shorter is no answer; milliseconds."""

ECHO_WORDS = 3
"""So many words of the agent's own, heard while they sounded, are its echo."""


def read(work: Work, draft: Draft, turns: Sequence[str]) -> Answer:
    """What the words of these turns say to what was read back; those that are not in say nothing."""
    text = joined(work, turns)
    values = [SpokenValue(kind, canonical, words) for kind, canonical, words in draft.values]
    stated = f"{draft.statement} {draft.question}"
    answer = read_answer(text, values, work.locale, other_options(work, draft), stated=stated)
    if answer.reading in ("no", "other") and any(_changes_a_list(work, draft, turn) for turn in turns):
        return replace(answer, reading="changed", why="it changes what a list holds")
    if answer.reading == "other" and any(_names_another(work, draft, turn) for turn in turns):
        return replace(answer, reading="changed", why="it names another value")
    return answer


def joined(work: Work, turns: Sequence[str]) -> str:
    """The words of turns, one behind the other."""
    heard = (work.call.turns.get(turn) for turn in turns)
    return " ".join(turn.text for turn in heard if turn is not None and turn.text)


def is_no_answer(work: Work, turn: str) -> bool:
    """Whether a turn is a noise, or the echo of what the agent was saying when it began."""
    heard = work.call.turns.get(turn)
    if heard is None or heard.voiced_ms < VOICED_MS or (heard.noise and heard.short):
        return True
    over = work.call.utterances.get(heard.over)
    words = plain(heard.text or "")
    return over is not None and len(words.split()) >= ECHO_WORDS and words in plain(over.text)


def other_options(work: Work, draft: Draft) -> list[str]:
    """How the other things are spoken of that could have been chosen: whoever names one wants a change."""
    texts: list[str] = []
    frame = work.call.top
    for name in draft.versions:
        slot, held = work.program.slot(frame.flow, name), _held(work, name)
        if slot is None or held is None:
            continue
        one = replace(slot.shape, many=False)
        chosen = {canonical(one, each) for each in (held.value if slot.shape.many else [held.value])}
        for option in candidates(work, frame, slot) or ():
            if canonical(one, option.value) not in chosen:
                texts += [option.label, *option.also]
    return texts


def _changes_a_list(work: Work, draft: Draft, turn: str) -> bool:
    """Whether words take something out of a list that is read back, or put something in: `not the lamp`."""
    for name in draft.versions:
        slot, held = work.program.slot(work.call.top.flow, name), _held(work, name)
        if slot is None or held is None or not slot.shape.many or slot.shape.type != "choice":
            continue
        options = candidates(work, work.call.top, slot) or ()
        readings = unserved_readings(work, turn, slot.shape, options, held)
        if any(not alike(slot.shape, reading.value, held.value) for reading in readings):
            return True
    return False


def _names_another(work: Work, draft: Draft, turn: str) -> bool:
    """Whether words name another value of a slot that is read back, as the slot itself reads them: `no, DEF456`."""
    if is_question(work.call.turns[turn].text or "", work.locale):
        return False
    for name in draft.versions:
        slot, held = work.program.slot(work.call.top.flow, name), _held(work, name)
        if slot is None or held is None or slot.shape.type not in ("choice", "text") or slot.shape.many:
            continue
        readings = unserved_readings(work, turn, slot.shape, candidates(work, work.call.top, slot) or (), held)
        if any(not reading.doubt and not alike(slot.shape, reading.value, held.value) for reading in readings):
            return True
    return False


def refuses_in_part(work: Work, text: str) -> bool:
    """Whether words refuse something, and ask nothing: what, was not understood."""
    return negates(text) and not is_question(text, work.locale)


def drops_it(draft: Draft, text: str, answer: Answer, work: Work) -> bool:
    """Whether the caller drops the whole matter: `forget it`. Not with words of the read-back: `drop the booking`."""
    if answer.reading == "yes" or not gives_up(text, work.locale):
        return False
    return answer.reading == "no" or not (_telling(text) & _telling(draft.statement))


def _telling(text: str) -> set[str]:
    """Words of a text that are long enough to mean something."""
    return {word for word in re.findall(r"\w+", text.casefold()) if len(word) >= TELLING}


def _held(work: Work, name: str) -> SlotValue | None:
    return work.call.top.slots.get(name) or work.call.slots.get(name)
