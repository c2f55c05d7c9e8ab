"""Keys of the telephone: an answer to a read-back, or figures that the caller types.

Theory of operation. While the caller is asked to agree, key 1 agrees and key 2 refuses, at once: a key is pressed by a
hand, so that neither ear nor a moment is needed. A key 1 counts as a spoken yes does, after the question began to
sound; where nothing can prove what was heard, after the statement and the question were generated as they stand. A key
2 counts whenever it comes. Any other key there is no answer. Elsewhere keys are what the caller types: when they pause,
or end with `#`, the model is told what it was.
"""

from flowkit.engine.altering import altered
from flowkit.engine.call import Draft
from flowkit.engine.effects import Result
from flowkit.engine.events import Key
from flowkit.engine.read_back import consent
from flowkit.engine.read_back.spoken_answers import REFUSING, read
from flowkit.engine.work import Came, Work

YES, NO, END = "1", "2", "#"

PAUSE = 2_000
"""How long no key is pressed, before what was typed is at its end; milliseconds."""

MOST_KEYS = 40
"""Keys that are kept of what a caller types."""


def pressed(work: Work, event: Key) -> Came | None:
    """A key was pressed; what the state came to, if it was the answer to a read-back."""
    work.note("key", {"digit": event.digit})
    call, draft = work.call, work.call.draft
    if not call.can.keys or call.stage != "live":
        return None
    if draft is None or draft.phase == "running":
        _typed(work, event.digit)
        return None
    if event.digit == NO:
        return consent.declined(work, draft, "the caller pressed 2")
    if event.digit == YES and _is_contradicted(work, draft):
        return consent.ask_again(work, draft)
    if event.digit == YES and _counts(work, draft):
        return consent.agreed(work, altered(draft, pressed=event.digit))
    if draft.phase == "listening" and event.digit not in (YES, END):
        return consent.ask_again(work, draft)
    return None


def _is_contradicted(work: Work, draft: Draft) -> bool:
    """Whether the caller has said since the question that it is not what they want, and was not answered yet."""
    said = [turn for turn in draft.turns if turn in work.call.turns and work.call.turns[turn].text]
    return bool(said) and read(work, draft, tuple(said)).reading in REFUSING


def _counts(work: Work, draft: Draft) -> bool:
    """Whether a key agrees now: as a yes does; or, where hearing cannot be proved, once all is generated."""
    if draft.counting:
        return False
    if draft.phase in ("listening", "judging", "agreed") and draft.statement_extent == "full":
        return True
    said = (work.call.utterances.get(u) for u in (draft.statement_u, draft.question_u))
    asked = draft.phase in ("asking", "listening", "judging", "agreed")
    return draft.unproved and asked and all(u is not None and u.status == "completed" and not u.void for u in said)


# What the caller types.


def _typed(work: Work, digit: str) -> None:
    before, _ = work.call.typed
    if digit == END:
        told(work)
    else:
        work.call.typed = ((before + digit)[-MOST_KEYS:], work.at)


def paused(work: Work) -> None:
    """The caller has not pressed a key for a moment."""
    typed, at = work.call.typed
    if typed and work.at >= at + PAUSE:
        told(work)


def told(work: Work) -> None:
    """What was typed is at its end: the model is told, and answers."""
    typed, _ = work.call.typed
    work.call.typed = ("", 0)
    if not typed:
        return
    work.emit(Result(f"keys typed: {' '.join(typed)}"))
    if work.call.stage == "live" and not consent.is_asked(work):
        work.want_reply()
