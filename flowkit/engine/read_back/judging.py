"""A spoken answer to a read-back: two ears hear it, and a moment is left after it.

Theory of operation. A turn that began after the question began to sound is an answer. Its transcript is read by rules
(`spoken_answers`), and the model hears its sound once more, beside the conversation, and calls it yes, no or other
(`witness`). Both come in any order, or not in time:

    words \\ model   yes          no           other        nothing in time
    yes             agreed       ask again    ask again    ask again; one ear is enough for `witnesses: 1`: agreed
    no              not done     not done     not done     not done
    changed         the model answers, a new value is read back anew; nothing is done
    other           the model answers, the question is asked again; nothing is done
    unclear, none   ask again    not done     ask again    ask again

So either ear can veto, and neither alone can agree. What the caller adds before the write runs belongs to the answer:
the words of all these turns are read as one, and the last of them gets a witness. The write waits for the moment in
which they might go on (`SETTLE`). Typed answers need no second ear and no moment.

Everything is derived from the draft, again after every step: what is in, what is late, what follows.
"""

from flowkit.engine.altering import altered
from flowkit.engine.call import Draft
from flowkit.engine.effects import Witness
from flowkit.engine.events import Witnessed
from flowkit.engine.read_back import consent, spoken_answers
from flowkit.engine.read_back.confirm import awaited_until, is_after_question, no_proof, restate, unasked
from flowkit.engine.read_back.drafts import for_a_key, needs_person, proves
from flowkit.engine.work import Came, Work
from flowkit.language.answers import Answer

ANSWER_WAIT = 2_000
"""How long words and witness of an answer are awaited, from its end; milliseconds, as all times here."""

SETTLE = 700
"""How long the caller may go on after a yes, from its end, before the write goes out."""


TIMERS = ("answer_wait", "settle", "hear_wait")
"""Timers of an answer, which follow the turns that they count from."""


def is_answered(work: Work, draft: Draft) -> bool:
    """Whether the caller has answered since the question began to sound."""
    return any(not spoken_answers.is_no_answer(work, turn) for turn in draft.turns)


def caller_ended(work: Work, turn: str) -> None:
    """A turn of the caller ended: if it is an answer, or goes on with one, a witness is asked for."""
    draft = work.call.draft
    if draft is None or draft.phase != "listening" or not work.call.can.audio or not draft.asked_at:
        return
    if not is_after_question(work, draft, turn) or spoken_answers.is_no_answer(work, turn):
        if draft.turns:
            work.call.draft = altered(draft, answered_at=work.at)
        return
    turns = (*draft.turns, turn)
    work.call.draft = altered(draft, phase="judging", turns=turns, answered_at=work.at, hearing="")
    if not draft.keyed:
        ask_witness(work, draft, turns)


def ask_witness(work: Work, draft: Draft, turns: tuple[str, ...]) -> None:
    """Asks for the model's own hearing of an answer, given what it answers."""
    work.emit(Witness(turns[-1], tuple(dict.fromkeys((draft.statement_u, draft.question_u, *turns)))))


def witnessed(work: Work, event: Witnessed) -> None:
    """The model's own hearing of a turn is in."""
    draft = work.call.draft
    if draft is None or not draft.turns or draft.turns[-1] != event.turn or draft.hearing:
        work.note("ignored", {"event": "witnessed", "turn": event.turn})
        return
    work.call.draft = altered(draft, hearing=event.hearing)


def take_up(work: Work) -> Came | None:
    """Decides on the answer as soon as all that it takes is in; what the state came to, if it is decided."""
    draft = work.call.draft
    if draft is None or draft.phase == "running" or draft.counting or work.call.stage != "live":
        return None
    if not draft.unproved and not proves(work):
        draft = work.call.draft = for_a_key(work, unasked(draft, "stating") if draft.question_u else draft)
    if draft.keyed and needs_person(work, draft):
        return no_proof(work, "the caller's agreement cannot be proved on this line")
    if draft.phase == "listening" and draft.turns and not work.call.floor.open_turn:
        # What followed the answer was no more than a noise.
        draft = work.call.draft = altered(draft, phase="judging")
    if draft.phase == "judging":
        return _decide(work, draft)
    return _settled(work, draft) if draft.phase == "agreed" else None


def _decide(work: Work, draft: Draft) -> Came | None:
    audio = work.call.can.audio
    late = audio and work.at >= draft.answered_at + ANSWER_WAIT
    turns = tuple(turn for turn in draft.turns if not spoken_answers.is_no_answer(work, turn)) if audio else draft.turns
    if not turns:
        work.call.draft = altered(draft, phase="listening", turns=(), hearing="", answered_at=0)
        return None
    missing = any(turn in work.call.turns and work.call.turns[turn].text is None for turn in turns)
    if missing and not late:
        return None
    answer = spoken_answers.read(work, draft, turns)
    if answer.reading in spoken_answers.REFUSING:
        return _refused(work, draft, turns, answer)
    ear = draft.hearing or ("none" if late or draft.keyed or not audio else "")
    if not ear:
        return None
    says_yes = answer.reading == "yes" and not missing and not draft.keyed
    if says_yes and (ear == "yes" or not audio or (ear == "none" and _one_is_enough(work, draft))):
        return _agree(work, altered(draft, turns=turns), late=late)
    consent.note_reading(work, draft, turns, answer, {"witness": ear})
    if answer.reading == "unclear" and ear == "no" and not draft.own_words:
        return consent.declined(work, draft, "the model heard a no")
    return consent.ask_again(work, draft, () if missing else turns)


def _refused(work: Work, draft: Draft, turns: tuple[str, ...], answer: Answer) -> Came | None:
    if draft.own_words and answer.reading != "no":
        # The model took it for a yes: it is read back, word for word.
        return restate(work, draft)
    return consent.not_agreed(work, draft, turns, answer)


def _one_is_enough(work: Work, draft: Draft) -> bool:
    tool = work.program.project.tools[draft.tool]
    return tool.witnesses == 1 and tool.effect != "money"


def _agree(work: Work, draft: Draft, *, late: bool) -> Came | None:
    """Both ears heard a yes; it is one only to a statement that was heard to its end."""
    if draft.statement_extent != "full":
        return restate(work, draft) if late else None
    draft = work.call.draft = altered(draft, phase="agreed")
    return _settled(work, draft)


def _settled(work: Work, draft: Draft) -> Came | None:
    if work.call.floor.open_turn or (work.call.can.audio and work.at < draft.answered_at + SETTLE):
        return None
    return consent.agreed(work, draft)


def deadlines(work: Work) -> dict[str, int]:
    """The timers that a draft of a spoken call needs, by name."""
    draft = work.call.draft
    if draft is None or draft.counting or not work.call.can.audio:
        return {}
    match draft.phase:
        case "judging":
            return {"answer_wait": draft.answered_at + ANSWER_WAIT}
        case "agreed":
            return {"settle": draft.answered_at + SETTLE}
        case "stating" | "asking" if (until := awaited_until(work)) > work.at:
            return {"hear_wait": until}
    return {}
