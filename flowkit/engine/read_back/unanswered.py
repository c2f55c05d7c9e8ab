"""A caller who says nothing to a read-back: the question again, then all of it, then nothing is done.

A ladder of the state itself goes before this one. Where the caller was silent to "what should I change?" as well, the
matter is dropped.
"""

from flowkit.engine.altering import altered
from flowkit.engine.asking.dependents import void_draft
from flowkit.engine.call import Draft
from flowkit.engine.read_back.confirm import GIVEN_UP, told, unasked
from flowkit.engine.speaking.taken_back import take_back
from flowkit.engine.walking import walk
from flowkit.engine.work import Came, Work
from flowkit.language.model import Confirm
from flowkit.language.phrases import phrases

SILENCES = 3
"""The silence with which a read-back is at its end."""

CHANGE_SILENCES = 2
"""The silence to "what should I change?" with which the matter is dropped."""


def unanswered(work: Work) -> bool:
    """One more silence, if the caller is being asked to agree or what to change; whether that was so."""
    draft = work.call.draft
    if not work.call.frames or work.state.no_input:
        return False
    if draft is not None and draft.phase not in ("reserving", "running"):
        walk.came(work, _silent(work, draft))
        return True
    if draft is None and isinstance(work.state.does, Confirm) and work.call.declined:
        work.call.no_input += 1
        if work.call.no_input >= CHANGE_SILENCES:
            walk.came(work, GIVEN_UP)
        else:
            work.due(phrases(work.call.language).what_to_change, "what_to_change")
        return True
    return False


def _silent(work: Work, draft: Draft) -> Came | None:
    silent = draft.silent + 1
    take_back(work, draft.question_u)
    if silent >= SILENCES:
        work.call.no_input = 0
        void_draft(work, "the caller is silent", "declined")
        return told(work) if draft.called else Came("declined", "silent")
    if silent == 1 and draft.statement_extent == "full":
        work.call.draft = altered(unasked(draft, "asking"), silent=silent)
    else:
        again = unasked(draft, "stating")
        work.call.draft = altered(again, silent=silent, statement_u="", statement_extent="", own_words=False)
    return None
