"""`confirm`: the read-back, the caller's own yes to these exact values, and one write.

Theory of operation. A *draft* holds the write as it would be made: its canonical arguments, the versions of the slots
they were made of, the statement (every value) and the question (none). Its phases:

    stating     the statement is to be said, and is not yet known to be heard to its end
    asking      the question is to be said, or is being said, and has not begun to sound
    listening   the question sounds or has sounded: an answer that begins now counts
    judging     the caller answered by voice: their words and the model's own hearing of them are awaited (`judging`)
    agreed      both are a yes; a moment is left for "but Friday"
    answering   the caller said something else: the model answers, then the question is asked again
    reserving   the caller agreed; the write waits for its share of limits that reach across calls
    running     the caller agreed; the write is on its way

A yes counts only in a turn that began after the question began to sound, for the latest asking. A no, a change or a
question counts whenever it comes. Any change to a value voids the draft. When the caller has agreed, the rules are
judged once more; one consent makes one write, with one key, and the consent is on record before the write goes out.

By voice the question yields to the caller: one that has not begun to sound when they speak is taken back and asked
after it. Where nothing can prove that the statement was heard, only a key agrees (`pressed`), and for money only a
person will do.
"""

from flowkit.engine.altering import altered
from flowkit.engine.asking.dependents import void_draft
from flowkit.engine.call import Draft, ToolCall
from flowkit.engine.read_back.drafts import draft_of, for_a_key, needs_person, slowly
from flowkit.engine.speaking.taken_back import take_back
from flowkit.engine.tools.authority import Allow, judge
from flowkit.engine.tools.limits import give_back
from flowkit.engine.tools.use import not_allowed
from flowkit.engine.watch.watching import BROKEN
from flowkit.engine.work import Came, Work
from flowkit.language.model import Confirm, Tool
from flowkit.language.phrases import phrases

STATEMENTS = 3
"""How often a statement is said before a person is called."""

UNFAITHFUL = 2
"""Statements that were spoken otherwise, before it is a clip, or a key is asked for."""

HEAR_WAIT = 1_500
"""How long the words of a turn are awaited that began before the question sounded; milliseconds, as all times here."""

NOT_AGREED = Came("not agreed")
"""A write of a `talk` that the caller could not be asked for; no exit has such a name."""

NO_PROOF = Came("no proof")
"""The caller's agreement cannot be proved on this line; no exit has such a name."""

GIVEN_UP = Came("given_up")
"""The caller drops what the flow is about, instead of agreeing or refusing; no exit has such a name."""


def enter(work: Work) -> Came | None:
    """Drafts the write; what the state came to, if a rule or limit refuses it."""
    does = work.state.does
    assert isinstance(does, Confirm)
    tool = work.program.project.tools[does.tool]
    verdict = judge(work, work.call.top, tool, does.arguments)
    if not isinstance(verdict, Allow):
        return not_allowed(work, tool, verdict)
    work.call.draft = draft_of(work, tool, verdict)
    work.set_floor(want_reply=False)
    return None


def no_proof(work: Work, why: str) -> Came:
    """Takes the draft back; a person is called."""
    void_draft(work, why, "failed")
    return NO_PROOF


def enter_called(work: Work, tool: Tool, verdict: Allow) -> None:
    """Drafts a write that the model called in a `talk`: it is asked for and carried out as one of a `confirm` is."""
    work.call.draft = draft_of(work, tool, verdict)
    work.set_floor(want_reply=False)


# Speaking.


def next_words(work: Work) -> tuple[str, str, tuple[tuple[str, str, str], ...]] | None:
    """What the draft wants said now: (purpose, text, values), or nothing."""
    call, draft = work.call, work.call.draft
    if draft is None or draft.counting or _words_are_awaited(work) or call.hold == call.top.visit:
        return None
    if draft.phase == "stating" and not draft.statement_u:
        return "statement", draft.statement, draft.values
    if draft.phase in ("stating", "asking") and not draft.question_u and _statement_is_out(work, draft):
        return "question", draft.question, ()
    return None


def _words_are_awaited(work: Work) -> bool:
    """Whether the caller said something whose words are not in yet: it may be a no."""
    if work.call.can.audio:
        return work.at < awaited_until(work)
    turn = work.call.turns.get(work.last_turn)
    return turn is not None and turn.text is None


def awaited_until(work: Work) -> int:
    """Until when the words of turns are awaited that have ended; 0 if all are in."""
    turns = work.call.turns.values()
    return max((turn.ended + HEAR_WAIT for turn in turns if turn.text is None and turn.ended is not None), default=0)


def _statement_is_out(work: Work, draft: Draft) -> bool:
    if draft.statement_extent:
        return draft.statement_extent == "full"
    statement = work.call.utterances.get(draft.statement_u)
    return statement is not None and statement.status == "completed" and work.call.can.queues_speech


def said(work: Work, purpose: str, u: str) -> None:
    """The statement or the question went out as utterance `u`."""
    draft = work.call.draft
    assert draft is not None
    if purpose == "statement":
        more = {"statement_u": u, "statement_extent": "", "attempts": draft.attempts + 1, "own_words": False}
        work.call.draft = altered(unasked(draft, "stating"), **more)
    else:
        work.call.draft = altered(unasked(draft, "asking"), question_u=u)


def unasked(draft: Draft, phase: str) -> Draft:
    """The draft without its asking: no answer counts any more that was given so far."""
    draft = altered(draft, phase=phase, question_u="", asked_at=0, turns=(), answered_at=0, hearing="", pressed="")
    if draft.own_words:
        # The model's words do not ask a second time: it is read back.
        phase = "answering" if phase == "answering" else "stating"
        return altered(draft, phase=phase, own_words=False, statement_u="", statement_extent="")
    return draft


def audible(work: Work, u: str) -> None:
    """An utterance began to sound: if it is the question, answers count from now on."""
    draft = work.call.draft
    if draft is None or draft.question_u != u or draft.phase != "asking":
        return
    if work.call.floor.open_turn:
        # The caller was first: the question is asked again after their turn.
        work.call.draft = altered(draft, question_u="")
    else:
        work.call.draft = altered(draft, phase="listening", asked_at=max(work.at, 1))


def is_after_question(work: Work, draft: Draft, turn: str) -> bool:
    """Whether a turn began after the latest asking began to sound, by the clock and by the order in which both came."""
    heard, question = work.call.turns[turn], work.call.utterances.get(draft.question_u)
    if not draft.asked_at or heard.started < draft.asked_at:
        return False
    if question is None or question.heard_after is None:
        return True
    return work.turn_number(turn) > work.turn_number(question.heard_after)


def played(work: Work, u: str, extent: str) -> Came | None:
    """The statement came to its end for the caller; cut, it is said again."""
    draft = work.call.draft
    if draft is None or u not in (draft.statement_u, draft.question_u):
        return None
    if u == draft.statement_u:
        return _statement_played(work, draft, extent)
    if extent == "none" and draft.phase == "asking":
        work.call.draft = altered(draft, question_u="")
    return None


def _statement_played(work: Work, draft: Draft, extent: str) -> Came | None:
    if extent == "full":
        work.call.draft = altered(draft, statement_extent="full")
        return None
    if draft.phase == "answering":
        # What the caller said over it is answered first; then it is said again.
        work.call.draft = altered(draft, statement_extent=extent)
        return None
    return restate(work, draft)


def spoken_otherwise(work: Work, u: str) -> Came | None:
    """A statement was spoken otherwise than it stands: it is said once more, slowly, then by a clip or for a key."""
    draft = work.call.draft
    if draft is None or u != draft.statement_u:
        return None
    times = draft.unfaithful + 1
    draft = slowly(work, altered(draft, unfaithful=times))
    if times > UNFAITHFUL:
        return no_proof(work, "it was never read back as it stands")
    if times == UNFAITHFUL and not work.call.can.plays_clips:
        draft = for_a_key(work, draft)
        if needs_person(work, draft):
            return no_proof(work, "it was not read back as it stands")
    return restate(work, draft)


def not_generated(work: Work, u: str) -> Came | None:
    """A statement or question could not be generated: it is said anew, as long as it is wanted."""
    draft = work.call.draft
    if draft is not None and u == draft.statement_u:
        return restate(work, draft)
    if draft is not None and u == draft.question_u:
        return ask_anew(work, draft)
    return None


def ask_anew(work: Work, draft: Draft, *, attempt: bool = True) -> Came | None:
    """The question was not asked as it should have been; asked too often in vain, it is a person's.

    `attempt`: it counts; what a noise cut does not.
    """
    if attempt and draft.attempts >= STATEMENTS:
        return given_up(work, draft, "it could not be asked")
    work.call.draft = altered(unasked(draft, "asking"), attempts=draft.attempts + attempt)
    return None


def restate(work: Work, draft: Draft) -> Came | None:
    """Says the statement once more, and asks after it."""
    take_back(work, draft.question_u)
    if draft.attempts >= STATEMENTS + (draft.unfaithful > 0):
        return given_up(work, draft, "it could not be read back")
    work.call.draft = altered(unasked(draft, "stating"), statement_u="", statement_extent="", own_words=False)
    return None


def caller_begins(work: Work) -> None:
    """The caller begins to speak: what does not sound yet is taken back, what they agreed to waits for more words."""
    draft = work.call.draft
    if draft is None or not work.call.can.audio:
        return
    match draft.phase:
        case "stating" | "asking":
            _take_back_unheard(work, draft)
        case "judging" | "agreed":
            work.call.draft = altered(draft, phase="listening")
        case "reserving":
            give_back(work, draft.run)
            work.note("state", {"draft": draft.id, "consent": "withdrawn", "why": "the caller goes on speaking"})
            work.call.draft = altered(draft, phase="listening", run="")


def _take_back_unheard(work: Work, draft: Draft) -> None:
    statement, question = (work.call.utterances.get(u) for u in (draft.statement_u, draft.question_u))
    if question is not None and not question.sounds:
        take_back(work, draft.question_u)
        work.call.draft = draft = altered(unasked(draft, "asking"))
    if statement is not None and not statement.sounds and not statement.extent:
        take_back(work, draft.statement_u)
        attempts = draft.attempts - 1
        work.call.draft = altered(unasked(draft, "stating"), statement_u="", statement_extent="", attempts=attempts)


def is_open(work: Work) -> bool:
    """Whether the caller is being asked to agree, or about to be."""
    draft = work.call.draft
    return draft is not None and draft.phase != "running"


def ask_what_to_change(work: Work) -> None:
    """The caller said no and the flow names no way on: asks what to change, and waits for a new value."""
    work.call.declined += 1
    work.due(phrases(work.call.language).what_to_change, "what_to_change")


# What the model called in a `talk` ends as a note to it, and its own turn.


def as_call(work: Work, draft: Draft) -> ToolCall:
    """The call that a draft came from, to be judged anew."""
    return ToolCall("", draft.tool, draft.arguments, work.call.top.visit, work.last_turn, work.at, answered=True)


def not_possible(work: Work, draft: Draft, why: str, came: Came) -> Came | None:
    """The write cannot be made after all: what the state came to, or the model's turn if it called the tool."""
    void_draft(work, why, "refused" if came.outcome != "failed" else "failed")
    if not draft.called:
        return came
    return NOT_AGREED if came.outcome == "failed" else told(work, came)


def told(work: Work, came: Came | None = None) -> Came | None:
    """The model goes on, unless the flow names a way on for the rule that refused."""
    if came is not None and (came.outcome in work.state.outcomes or came.outcome == BROKEN):
        return came
    if came is not None and came.because:
        work.due(came.because, "because")
    work.want_reply()
    return None


def given_up(work: Work, draft: Draft, why: str) -> Came:
    """The caller could not be asked, or gave no answer that can be used."""
    void_draft(work, why, "failed")
    return NOT_AGREED if draft.called else Came("failed")
