"""Exact words that were spoken otherwise: they are stopped, and said again.

Theory of operation. Speech is generated faster than it sounds, so its transcript is there seconds before its end, and
mostly before what is wrong in it. The words that bind are compared with it (`exact_words`): the disclosure, read-backs,
results of writes, and the words of the flow. A third time they are a clip, where the channel can play one. Without one
a read-back goes to a key or a person (`confirm`); a disclosure or a result that cannot be said goes to a person; other
words stand as they were spoken, on record.
"""

from flowkit.engine.altering import altered
from flowkit.engine.call import Due, SpokenValues, Utterance
from flowkit.engine.effects import Cancel
from flowkit.engine.events import Generated
from flowkit.engine.handover import handoff
from flowkit.engine.read_back import confirm, spoken_answers
from flowkit.engine.speaking.exact_words import said_exactly
from flowkit.engine.walking import walk
from flowkit.engine.work import Work
from flowkit.language.phrases import phrases

BINDING = ("disclosure", "statement", "result", "last", "handoff", "edge", "because")
"""Purposes of words that must be spoken as they stand; of a question, only what it says."""


def spoken_otherwise(work: Work, event: Generated, utterance: Utterance) -> bool:
    """Whether exact words were spoken otherwise; then they are taken back, and what follows is under way."""
    call = work.call
    if not call.can.audio or utterance.void or utterance.purpose not in (*BINDING, "question"):
        return False
    if utterance.clip:
        return False
    wrong = _what_is_wrong(work, event.text, utterance)
    if not wrong:
        return False
    work.note("trouble", {"kind": "unfaithful", "u": event.u, "said": event.text, "detail": wrong})
    if _stands(work, utterance):
        return False
    work.change_utterance(event.u, void=True)
    if not utterance.extent:
        work.emit(Cancel(event.u))
    _again(work, event.u, utterance)
    return True


def _what_is_wrong(work: Work, transcript: str, utterance: Utterance) -> str:
    draft = work.call.draft
    values: SpokenValues = utterance.values
    others = spoken_answers.other_options(work, draft) if draft is not None and utterance.purpose == "statement" else []
    strict = utterance.purpose != "question"
    return said_exactly(utterance.text, transcript, values, work.locale, others, strict=strict)


def _stands(work: Work, utterance: Utterance) -> bool:
    """Whether words were said often enough: nothing better is left, and nothing hangs on them."""
    tried = utterance.unfaithful >= confirm.UNFAITHFUL and not work.call.can.plays_clips
    return tried and utterance.purpose not in ("disclosure", "statement", "question", "result")


def _again(work: Work, u: str, utterance: Utterance) -> None:
    if utterance.purpose == "statement":
        walk.came(work, confirm.spoken_otherwise(work, u))
        if work.call.draft is not None:
            _sorry(work)
    elif utterance.purpose == "question":
        walk.came(work, confirm.not_generated(work, u))
    elif utterance.unfaithful >= confirm.UNFAITHFUL and not work.call.can.plays_clips:
        if utterance.purpose == "disclosure":
            handoff.give_up(work, "the disclosure could not be said")
        else:
            walk.to_person(work, "the result could not be told")
    else:
        due = Due(utterance.text, utterance.purpose, utterance.yields, utterance.values, utterance.repeats)
        due = altered(due, unfaithful=utterance.unfaithful + 1)
        work.set_floor(due=(due, *work.call.floor.due))
        if utterance.sounds and utterance.purpose != "disclosure":
            _sorry(work)


def _sorry(work: Work) -> None:
    """Goes before everything that is to be said."""
    due = Due(phrases(work.call.language).say_again, "say_again")
    work.set_floor(due=(due, *work.call.floor.due))
