"""What callers may ask for anytime: a person, the last words again, a moment, another value, or to stop.

The model reports it (`request`, `wait`); where it reported nothing, the caller's own words decide. What a project, a
flow or a state has in place of the built-in runs as a flow on top: the call comes back to where it was, asks its
question again, and what was being read back is read back anew.
"""

from flowkit.engine.altering import altered
from flowkit.engine.asking import words_alone
from flowkit.engine.asking.dependents import void_draft
from flowkit.engine.tools import use
from flowkit.engine.walking import anytime, digressions, outcomes, walk
from flowkit.engine.work import Work
from flowkit.language.answers import asks_for_person, asks_to_repeat, asks_to_wait, gives_up, leaves_out
from flowkit.language.phrases import phrases


def repeat(work: Work) -> None:
    """The agent's last words again, or what the flow has instead."""
    instead = anytime.flow_for(work, "repeat")
    if instead:
        digressions.digress(work, instead)
        return
    said = [
        each.text for each in work.call.utterances.values() if each.text and not each.void and each.extent == "full"
    ]
    if said:
        work.due(said[-1], "repeat")


def waits(work: Work, turn: str) -> None:
    """Sound that is not meant for the agent, or a caller who asks for time: silence, or what the flow has instead."""
    call = work.call
    instead = anytime.flow_for(work, "wait")
    if instead and asks_to_wait(_text(work, turn), work.locale):
        digressions.digress(work, instead)
    elif not anytime.is_off(work, "wait") and call.held != call.top.visit:
        call.hold = call.held = call.top.visit


def corrects(work: Work) -> bool:
    """The caller wants to change a value where they cannot: whether another flow runs instead."""
    wanted, work.call.correcting = work.call.correcting, ""
    instead = anytime.flow_for(work, "correct") if wanted else ""
    if instead:
        digressions.digress(work, instead)
        return True
    draft = work.call.draft
    if wanted and draft is not None and draft.changing:
        # Nothing is to be changed, so that what was read back still stands.
        work.call.draft = altered(draft, changing=False)
    return False


def during_write(work: Work, turn: str) -> None:
    """The caller speaks while a write is on its way: a person takes over when it is done; nothing stops it."""
    text = _text(work, turn)
    if asks_for_person(text, work.locale):
        walk.to_person(work, "the caller wants a person")
    elif text:
        work.due(phrases(work.call.language).already_sent, "filler")


def wants_person(work: Work, turn: str) -> bool:
    """Whether the words of a turn ask for a person; the call goes to one then."""
    if not _is_new(work, turn) or not asks_for_person(_text(work, turn), work.locale):
        return False
    _let_go(work, "the caller wants a person")
    walk.to_person(work, "the caller wants a person")
    return True


def heard(work: Work, turn: str, *, spoke: bool) -> bool:
    """Whether the words of a turn ask for something that the model did not report; it is done then.

    `spoke`: the model has said something to them.
    """
    text, locale = _text(work, turn), work.locale
    if not text or not _is_new(work, turn):
        return False
    if wants_person(work, turn):
        return True
    if gives_up(text, locale) and not leaves_out(text, locale):
        return _drops(work, turn)
    if asks_to_wait(text, locale) and not anytime.is_off(work, "wait"):
        waits(work, turn)
        return True
    instead = anytime.own(work, "repeat")
    if not asks_to_repeat(text, locale) or instead == anytime.OFF or (spoke and not instead):
        return False
    repeat(work)
    return True


def _drops(work: Work, turn: str) -> bool:
    if anytime.is_off(work, "cancel") or words_alone.optional_asked(work, turn):
        return False
    _let_go(work, "the caller stops it")
    outcomes.cancel(work)
    return True


def _let_go(work: Work, why: str) -> None:
    void_draft(work, why)
    use.abandon_reads(work)


def _text(work: Work, turn: str) -> str:
    said = work.call.turns.get(turn)
    return said.text or "" if said is not None else ""


def _is_new(work: Work, turn: str) -> bool:
    """Whether a turn was said in this visit and has not been counted as one that brought nothing."""
    call = work.call
    return turn != call.missed_turn and work.turn_number(turn) > work.turn_number(call.top.since)
