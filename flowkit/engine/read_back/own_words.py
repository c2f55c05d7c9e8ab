"""`consent: heard`: in a `talk` the model's own words may stand for the read-back.

Theory of operation. They do if the caller heard every value, to the end of an utterance of this visit, and the last
thing that they heard asks, brings one of the values and no other. Then the turn after it is the answer, judged as one
to a read-back is: the turn that led to the call, or, if it is the calling reply itself that asks, the turn after that.
Whatever is not as it should be leads to the read-back after all; so does every answer but a plain yes or no.
"""

from flowkit.engine.altering import altered
from flowkit.engine.call import Draft, Utterance
from flowkit.engine.read_back import judging, spoken_answers
from flowkit.engine.read_back.confirm import unasked
from flowkit.engine.speaking.faithful import brings
from flowkit.engine.work import Work
from flowkit.language.answers import is_question, mentions_other_value
from flowkit.language.speaking import SpokenValue

HEARD = {"status": "needs_consent", "note": "The caller's answer to what you said is judged. Say nothing about it."}


def stand_for_read_back(work: Work, turn: str) -> bool:
    """Whether a write that a reply to this turn called is asked for by the model's own words; then it is."""
    draft = work.call.draft
    if draft is None or draft.keyed or not draft.values:
        return False
    said = _said_here(work)
    calling = next((u for u, each in reversed(said.items()) if each.kind == "reply" and not each.extent), "")
    if calling and said[calling].upto_turn == turn and is_question(said[calling].text, work.locale):
        if not _says_it(work, draft, said, calling):
            return False
        work.call.draft = altered(
            unasked(draft, "asking"), own_words=True, statement_u=calling, question_u=calling, statement_extent=""
        )
        return True
    return _was_answered(work, draft, said, turn)


def _said_here(work: Work) -> dict[str, Utterance]:
    """What was said in this visit, the calling reply with it."""
    here = work.call.top.visit
    each = work.call.utterances.items()
    return {u: one for u, one in each if one.visit == here and one.text and one.status == "completed" and not one.void}


def _says_it(work: Work, draft: Draft, said: dict[str, Utterance], question: str) -> bool:
    """Whether the caller heard every value, and is asked about them and about nothing else."""
    heard = [one for u, one in said.items() if one.extent == "full" or u == question]
    if not all(any(brings(one.text, value, work.locale) for one in heard) for value in draft.values):
        return False
    asked = said[question].text
    if not any(brings(asked, value, work.locale) for value in draft.values):
        return False
    values = [SpokenValue(*value) for value in draft.values]
    return not mentions_other_value(asked, values, work.locale, spoken_answers.other_options(work, draft))


def _was_answered(work: Work, draft: Draft, said: dict[str, Utterance], turn: str) -> bool:
    heard = work.call.turns.get(turn)
    if heard is None or heard.ended is None or turn != work.last_turn:
        return False
    number = work.turn_number(turn)
    before = {
        u: one
        for u, one in work.call.utterances.items()
        if one.heard_after is not None and work.turn_number(one.heard_after) < number
    }
    question = next(reversed(before), "")
    if question not in said or said[question].extent != "full" or not is_question(said[question].text, work.locale):
        return False
    if not _says_it(work, draft, {u: one for u, one in said.items() if u in before}, question):
        return False
    draft = altered(unasked(draft, "judging"), own_words=True, statement_u=question, question_u=question)
    draft = altered(draft, statement_extent="full", asked_at=heard.started, turns=(turn,), answered_at=work.at)
    work.call.draft = draft
    if work.call.can.audio:
        judging.ask_witness(work, draft, (turn,))
    return True
