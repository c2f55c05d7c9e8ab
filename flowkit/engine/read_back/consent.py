"""The caller's answer to a read-back: what it is, what comes of it, and the consent that is put on record.

A yes counts only in a turn that began after the question began to sound, for the latest asking. A no, a change or a
question counts whenever it comes. When the caller has agreed, the rules are judged once more; one consent makes one
write, with one key, and the consent is on record before the write goes out.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flowkit.engine.altering import altered
from flowkit.engine.asking.askings import serve_whole
from flowkit.engine.asking.dependents import void_draft
from flowkit.engine.call import Draft
from flowkit.engine.handover.handoff import is_closed
from flowkit.engine.masking import masked
from flowkit.engine.read_back.confirm import (
    GIVEN_UP,
    STATEMENTS,
    as_call,
    ask_what_to_change,
    enter,
    is_after_question,
    is_open,
    no_proof,
    restate,
    told,
    unasked,
)
from flowkit.engine.read_back.consent_notes import consent_note
from flowkit.engine.read_back.drafts import draft_of
from flowkit.engine.read_back.keys import digest_of, key_of
from flowkit.engine.read_back.spoken_answers import (
    REFUSING,
    drops_it,
    is_no_answer,
    joined,
    read,
    refuses_in_part,
)
from flowkit.engine.scope import arguments_json
from flowkit.engine.speaking.taken_back import take_back
from flowkit.engine.tools.arguments import MadeUp, decoded, judge_given
from flowkit.engine.tools.authority import Allow, Refuse, Verdict, judge
from flowkit.engine.tools.limits import give_back
from flowkit.engine.tools.lookups import LookUpFirst
from flowkit.engine.tools.use import not_allowed, start_run
from flowkit.engine.walking import anytime
from flowkit.engine.watch import watching
from flowkit.engine.watch.guarantees import CONSENT
from flowkit.engine.work import Came, Work
from flowkit.language.answers import Answer, asks_to_repeat, asks_to_wait
from flowkit.language.model import Confirm, Tool
from flowkit.language.phrases import phrases

_NOTHING: Mapping[str, Any] = {}

UNCLEAR_ANSWERS = 2
"""How often "please say yes or no" is said before a person is called."""


def answered(work: Work, turn: str) -> Came | None:
    """The words of a turn are in while the caller is asked; what the state came to, if it is decided.

    By voice the words of an answer are half of it: those are judged in `judging`, together with what the model heard.
    """
    draft = work.call.draft
    assert draft is not None
    if turn in draft.turns:
        return None
    answer = read(work, draft, (turn,))
    if work.call.can.audio:
        if is_no_answer(work, turn):
            return _overheard(work, draft, answer)
        if answer.reading in REFUSING:
            return not_agreed(work, draft, (turn,), answer)
        _answer_on(work, draft)
        return None
    if answer.reading in REFUSING:
        return not_agreed(work, draft, (turn,), answer)
    note_reading(work, draft, (turn,), answer)
    if draft.phase != "listening" or not is_after_question(work, draft, turn):
        if answer.reading == "yes":
            serve_whole(work, turn)
        return None
    if answer.reading == "yes" and draft.statement_extent != "full":
        # Nothing proves that they saw it to its end.
        return restate(work, draft)
    if answer.reading == "yes" and not draft.keyed:
        serve_whole(work, turn)
        return agreed(work, altered(draft, turns=(turn,)))
    return ask_again(work, draft, (turn,))


def _answer_on(work: Work, draft: Draft) -> None:
    """What cut the model's answer was no more than "yes" or "mm": it answers all the same."""
    generating = work.call.utterances.get(work.call.floor.generating)
    if draft.phase == "answering" and (generating is None or generating.void):
        work.want_reply()


def is_asked(work: Work) -> bool:
    """Whether the caller is being asked to agree, or what to change."""
    return is_open(work) or bool(work.call.declined)


def _overheard(work: Work, draft: Draft, answer: Answer) -> Came | None:
    """A sound too short for an answer is none; but words that are no yes are asked about, once the question was put."""
    if draft.question_u and answer.reading in REFUSING:
        return ask_again(work, draft)
    return None


def note_reading(
    work: Work, draft: Draft, turns: Sequence[str], answer: Answer, more: Mapping[str, Any] = _NOTHING
) -> None:
    """Puts on record how an answer was read."""
    said = {"turn": turns[-1], "reading": answer.reading, "why": masked(work, answer.why)}
    work.note("state", {"draft": draft.id, **said, **more})


def not_agreed(work: Work, draft: Draft, turns: Sequence[str], answer: Answer) -> Came | None:
    """A no, a change, or something else: what the state came to. It counts whenever it comes."""
    note_reading(work, draft, turns, answer)
    text = joined(work, turns)
    if not _sounded(work, draft.question_u) or not asks_to_wait(text, work.locale):
        take_back(work, draft.question_u)
    if answer.reading == "no":
        for turn in turns:
            serve_whole(work, turn)
    if drops_it(draft, text, answer, work):
        take_back(work, draft.statement_u)
        void_draft(work, "the caller drops it", "declined")
        return GIVEN_UP
    if answer.reading == "other" and asks_to_wait(text, work.locale) and not anytime.is_off(work, "wait"):
        return _wait(work, draft)
    if answer.reading == "no":
        if work.call.can.audio and turns[-1] != work.last_turn:
            # They have spoken since: what they want now is asked once more.
            work.call.draft = unasked(_not_reserved(work, draft), "asking")
            return None
        return declined(work, draft, "the caller said no")
    draft = unasked(_not_reserved(work, draft), "answering")
    draft = altered(draft, changing=draft.changing or answer.reading == "changed")
    if not draft.changing and refuses_in_part(work, text):
        # What they refuse was not understood: agreed to is only what was heard whole after it.
        draft = altered(draft, statement_extent="refused")
    work.call.draft = draft
    work.want_reply()
    return None


def _sounded(work: Work, u: str) -> bool:
    utterance = work.call.utterances.get(u)
    return utterance is not None and utterance.sounds


def declined(work: Work, draft: Draft, why: str) -> Came | None:
    """The caller does not want it: what sounds of it stops, and nothing is done."""
    take_back(work, draft.statement_u)
    take_back(work, draft.question_u)
    void_draft(work, why, "declined")
    return told(work) if draft.called else Came("declined")


def _wait(work: Work, draft: Draft) -> Came | None:
    """Waits in silence for a caller who asks for time; an asking that sounded stands, any other comes after it.

    A flow that runs instead comes first; what was read back is read back anew after it.
    """
    call = work.call
    instead = anytime.flow_for(work, "wait")
    if instead:
        if draft.called:
            work.set_frame(altered(call.top, asked_for=as_call(work, draft)))
        void_draft(work, "the caller asks for time")
        return Came(anytime.INSTEAD, instead)
    if call.held != call.top.visit:
        call.hold = call.held = call.top.visit
    work.set_floor(want_reply=False)
    question = call.utterances.get(draft.question_u)
    if draft.phase in ("answering", "reserving") or (question is not None and question.void):
        call.draft = unasked(_not_reserved(work, draft), "asking")
    elif draft.phase in ("judging", "agreed"):
        call.draft = altered(draft, phase="listening", turns=(), hearing="", answered_at=0)
    return None


def _not_reserved(work: Work, draft: Draft) -> Draft:
    """The draft without the run that waits for its share; the share is given back."""
    give_back(work, draft.run)
    return altered(draft, run="")


def ask_again(work: Work, draft: Draft, turns: Sequence[str] = ()) -> Came | None:
    """The answer was neither yes nor no, or not both ears heard a yes: asks once more, and at last gives up.

    Whoever asks to hear it again hears the statement again, as often as it may be said.
    """
    take_back(work, draft.question_u)
    if draft.own_words or (draft.attempts < STATEMENTS and asks_to_repeat(joined(work, turns), work.locale)):
        return restate(work, draft)
    if draft.unclear >= UNCLEAR_ANSWERS:
        return _no_clear_answer(work, draft)
    words = phrases(work.call.language)
    if not draft.keyed:
        work.due(words.yes_no_or_key if work.call.can.keys else words.say_yes_or_no, "ask_again")
    work.call.draft = altered(unasked(draft, "asking"), unclear=draft.unclear + 1)
    return None


def _no_clear_answer(work: Work, draft: Draft) -> Came | None:
    """A person asks; where none can, nothing is done."""
    default = work.program.project.default_place
    if not work.call.can.transfer or (default is not None and is_closed(work, default)):
        return declined(work, draft, "no clear answer, and nobody is there")
    return no_proof(work, "no clear answer")


def reply_done(work: Work, *, kept: bool) -> Came | None:
    """The model answered what the caller said instead of yes or no, and no value changed.

    After a question the asking goes on. After "make it Saturday" it must not: what was agreed to next would be the old
    values. If the model took a value, and it was ours, everything is read back again; if it took none, the caller is
    asked what to change.
    """
    draft = work.call.draft
    if draft is None or draft.phase != "answering":
        return None
    if draft.changing and not kept:
        void_draft(work, "the caller named another value, and none was understood")
        if not draft.called:
            ask_what_to_change(work)
        return None
    if kept and _is_other_now(work, draft):
        void_draft(work, "what was said belongs to it, too")
        return enter(work)
    if draft.changing or draft.statement_extent != "full":
        return restate(work, altered(draft, changing=False))
    work.call.draft = altered(draft, phase="asking")
    return None


def _is_other_now(work: Work, draft: Draft) -> bool:
    """Whether the write would have other arguments now: one that was not known came to be known."""
    if draft.called:
        return False
    tool = work.program.project.tools[draft.tool]
    verdict = _judged(work, tool, draft)
    if not isinstance(verdict, Allow):
        return False
    return digest_of(tool.name, arguments_json(tool, verdict.arguments, work.locale.currency)) != draft.digest


def agreed(work: Work, draft: Draft) -> Came | None:
    """Everything is judged once more; then the consent is put on record and the write goes out.

    `draft` tells what the caller agreed with: the turns of the answer, or a key.
    """
    tool = work.program.project.tools[draft.tool]
    verdict = _judged(work, tool, draft)
    if not isinstance(verdict, Allow):
        void_draft(work, "it is not allowed any more", "refused")
        came = not_allowed(work, tool, verdict)
        if draft.called and isinstance(verdict, LookUpFirst) and came is None:
            waiting = altered(as_call(work, draft), run=next(reversed(work.call.runs)))
            work.call.tool_calls = (*work.call.tool_calls, waiting)
            return None
        return told(work, came) if draft.called else came
    if digest_of(tool.name, arguments_json(tool, verdict.arguments, work.locale.currency)) != draft.digest:
        void_draft(work, "the values are not those that were read back")
        work.call.draft = draft_of(work, tool, verdict)
        return None
    take_back(work, draft.question_u)
    work.call.consents += 1
    key = key_of(f"{work.call.id}/{work.call.nonce}", work.call.consents, tool.name, draft.digest)
    work.note("consent", consent_note(work, draft, key, verdict.depends))
    watching.happened(work, CONSENT)
    run = start_run(
        work,
        tool,
        verdict.arguments,
        "write",
        consent=work.call.consents,
        key=key if tool.takes_key else "",
    )
    reserving = work.call.runs[run].reserving
    phase = "reserving" if reserving else "running"
    work.call.draft = altered(draft, phase=phase, run=run if reserving else "")
    return None


def _judged(work: Work, tool: Tool, draft: Draft) -> Verdict:
    does = work.state.does
    if isinstance(does, Confirm):
        return judge(work, work.call.top, tool, does.arguments)
    verdict = judge_given(work, work.call.top, tool, decoded(work, tool, draft.arguments))
    return Refuse("refused", "", verdict.reason) if isinstance(verdict, MadeUp) else verdict
