"""Which questions the caller has heard, and in which turns they may have answered them.

Theory of operation. Most values count whenever they are said. A yes or no means nothing by itself: it is the answer to
the question before it. So each utterance remembers the slots that it asks for, and after which turn it began to sound;
a turn that began later is an answer to it, unless the caller was asked something else since.
"""

from collections.abc import Sequence

from flowkit.engine.altering import altered
from flowkit.engine.work import Work
from flowkit.language.model import Ask

STILL_THERE = "no_input"
"""The purpose of words said into silence; a yes to "are you still there?" answers that."""


def asks_too(work: Work, u: str, names: Sequence[str]) -> None:
    """An utterance asks for these slots, too."""
    utterance = work.call.utterances.get(u)
    if utterance is not None and names:
        work.change_utterance(u, asks=tuple(dict.fromkeys((*utterance.asks, *names))))


def began_to_sound(work: Work, u: str) -> None:
    """An utterance began to reach the caller: what they say from now on may answer it."""
    utterance = work.call.utterances.get(u)
    if utterance is not None and utterance.heard_after is None:
        work.change_utterance(u, heard_after=work.last_turn)


def was_put(work: Work, name: str, turn: str) -> bool:
    """Whether a turn came after the question for a slot; where the call asks for it now, after asking it here."""
    place, top, does = work.turn_number(turn), work.call.top, work.state.does
    here = isinstance(does, Ask) and name in does.slots
    heard = [
        each
        for each in work.call.utterances.values()
        if each.heard_after is not None and work.turn_number(each.heard_after) < place
    ]
    if heard and heard[-1].purpose == STILL_THERE and name not in heard[-1].asks:
        return False
    return any(name in each.asks and not (here and each.visit != top.visit) for each in heard)


def was_heard_before(work: Work, purpose: str, turn: str) -> bool:
    """Whether words of the engine's of that purpose began to sound in this visit before a turn began."""
    place, visit = work.turn_number(turn), work.call.top.visit
    return any(
        each.purpose == purpose and each.visit == visit and work.turn_number(each.heard_after) < place
        for each in work.call.utterances.values()
        if each.heard_after is not None
    )


def is_put_alone(work: Work, name: str, turn: str) -> bool:
    """Whether what the caller heard last before a turn was the question for this slot, and for no other."""
    place = work.turn_number(turn)
    heard = (
        each.asks
        for each in reversed(work.call.utterances.values())
        if each.heard_after is not None and work.turn_number(each.heard_after) < place
    )
    return next(heard, ()) == (name,)


def serve_whole(work: Work, turn: str) -> None:
    """All words of a turn have served: an answer to a read-back answers nothing else."""
    said = work.call.turns.get(turn)
    if said is not None and said.text:
        work.call.turns[turn] = altered(said, served=(*said.served, (0, len(said.text))))


def has_served(work: Work, turn: str) -> bool:
    """Whether all words of a turn have served."""
    said = work.call.turns.get(turn)
    return said is not None and bool(said.text) and (0, len(said.text or "")) in said.served
