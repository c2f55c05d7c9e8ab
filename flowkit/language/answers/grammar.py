"""What an answer to a read-back is: yes, no, changed, other or unclear. Denies by default."""

from typing import Final, Literal, TypeAlias

from flowkit.language.answers.courtesies import asks_to_repeat, asks_to_wait, is_courtesy
from flowkit.language.answers.cover import says_no, says_nothing_else, says_yes
from flowkit.language.answers.heard import BREAK
from flowkit.language.answers.phrasebook import Told, kinds
from flowkit.language.answers.readback import ReadBack
from flowkit.language.answers.scan import asks, other_value
from flowkit.language.frozen import frozen

Reading: TypeAlias = Literal["yes", "no", "changed", "other", "unclear"]

LONGEST: Final = 40
"""An answer of more words than this is a talk: it is neither yes nor no."""

_CONDITION: Final = kinds("conditions")
_CONTRAST: Final = kinds("contrasts")
_HEDGE: Final = kinds("hedges")
_NEGATION: Final = kinds("negations")
_VETO: Final = _CONDITION | _CONTRAST | _HEDGE | _NEGATION | kinds("vetoes")
_ASSENT: Final = kinds("assent")
_REFUSAL: Final = kinds("refusals", "refusal_leads")
_POINTER: Final = kinds("pointers")
_CUE: Final = kinds("cues") | _CONTRAST | _POINTER
_EMPTY: Final = (
    _VETO | _CUE | _ASSENT | _REFUSAL | kinds("polite", "fillers", "address", "nods", "joiners", "confirmations")
)
"""Phrases that say nothing of what is wanted instead."""


@frozen
class Answer:
    """How an answer reads.

    Attributes:
        reading: `yes` and `no` only if the whole answer is one; `changed` if it names something else; `unclear` if
            nothing can be made of it; `other` for everything else.
        courtesy: whether it is a greeting, thanks, "okay" or the like and nothing else.
        why: the reason, short, for the record. It may hold words of the caller.
    """

    reading: Reading
    courtesy: bool
    why: str


def judged(said: Told, back: ReadBack) -> Answer:
    """Reads an answer against a read-back."""
    reading, why = _reading(said, back)
    return Answer(reading, is_courtesy(said), why)


def _reading(said: Told, back: ReadBack) -> tuple[Reading, str]:
    if not any(word != BREAK for word in said.words):
        return "unclear", "no words"
    if len(said.words) > LONGEST:
        return "other", "a longer talk"
    vetoed = said.question or said.cut_off or said.kinds & _VETO
    if not vetoed and says_yes(said, back):
        return "yes", "only assent"
    if said.kinds & _REFUSAL and not said.question and says_no(said, back):
        return "no", "only refusal"
    return _neither(said, back)


def _neither(said: Told, back: ReadBack) -> tuple[Reading, str]:
    if asks_to_repeat(said):
        return "unclear", "asks to hear it again"
    if asks_to_wait(said):
        return "other", "asks to wait"
    asking = asks(said)
    other = other_value(said, back)
    if other and (said.kinds & _CUE or not (asking or said.kinds & _CONDITION)):
        return "changed", f"another value: {other}"
    if asking:
        return "other", "a question"
    if said.kinds & _CONDITION:
        return "other", f"a condition: {said.first(_CONDITION)}"
    return _rest(said, back)


def _rest(said: Told, back: ReadBack) -> tuple[Reading, str]:
    free = _free(said)
    if not said.cut_off and (said.kinds & _POINTER or (said.kinds & _CUE and free)):
        return "changed", f"a change: {said.first(_POINTER) or said.first(_CUE)}"
    if said.kinds & _HEDGE and not free:
        return "unclear", f"a hedge: {said.first(_HEDGE)}"
    if said.kinds & _ASSENT and said.kinds & (_REFUSAL | _NEGATION):
        return "other", "assent and refusal in one answer"
    if said.kinds & _VETO:
        return "other", f"not only assent: {said.first(_VETO)}"
    if says_nothing_else(said, back):
        return "unclear", "cut off" if said.cut_off else "no assent and no refusal"
    return "other", f"more than an answer: {free}" if free else "more than an answer"


def _free(said: Told) -> str:
    """The words that say something of their own."""
    held = said.held(_EMPTY)
    free = [word for place, word in enumerate(said.words) if not held[place] and word != BREAK]
    return " ".join(free)[:40]
