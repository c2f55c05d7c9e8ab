"""The caller's answer to a read-back: what it is, what comes of it, and the consent that is put on record.

A yes counts only in a turn that began after the question began to sound, for the latest asking. A no, a change or a
question counts whenever it comes. When the caller has agreed, the rules are judged once more; one consent makes one
write, with one key, and the consent is on record before the write goes out.
"""

import re
from dataclasses import replace
from typing import Any

from flowkit.engine.altering import altered
from flowkit.engine.arguments import MadeUp, decoded, judge_given
from flowkit.engine.askings import serve_whole
from flowkit.engine.authority import Allow, Refuse, Verdict, judge
from flowkit.engine.call import Draft, SlotValue, Turn
from flowkit.engine.confirm import GIVEN_UP, as_call, ask_what_to_change, draft_of, enter, given_up, restate, told
from flowkit.engine.dependents import void_draft
from flowkit.engine.facts import candidates
from flowkit.engine.hearing import alike, unserved_readings
from flowkit.engine.keys import digest_of, key_of
from flowkit.engine.limits import give_back
from flowkit.engine.lookups import LookUpFirst
from flowkit.engine.scope import arguments_json
from flowkit.engine.use import not_allowed, start_run
from flowkit.engine.work import Came, Work
from flowkit.language.answers import Answer, asks_to_wait, gives_up, is_question, read_answer
from flowkit.language.model import Confirm, Tool
from flowkit.language.phrases import phrases
from flowkit.language.readers import negates
from flowkit.language.speaking import SpokenValue
from flowkit.language.values import canonical

TELLING = 4
"""Letters of a word that is told apart in an answer."""

UNCLEAR_ANSWERS = 2
"""How often "please say yes or no" is said before a person is called."""


def answered(work: Work, turn: str) -> Came | None:
    """The words of a turn are in while the caller is asked; what the state came to, if it is decided."""
    draft = work.call.draft
    assert draft is not None
    heard = work.call.turns[turn]
    answer = _read(work, draft, heard)
    if answer.reading in ("no", "other") and _changes_a_list(work, draft, turn):
        answer = replace(answer, reading="changed", why="it changes what a list holds")
    elif answer.reading == "other" and _names_another(work, draft, turn):
        answer = replace(answer, reading="changed", why="it names another value")
    work.note("state", {"draft": draft.id, "turn": turn, "reading": answer.reading, "why": answer.why})
    if answer.reading in ("yes", "no"):
        serve_whole(work, turn)
    if _drops_it(work, draft, turn, answer):
        void_draft(work, "the caller drops it", "declined")
        return GIVEN_UP
    if answer.reading == "other" and asks_to_wait(heard.text or "", work.locale):
        _wait(work, draft)
        return None
    after_question = draft.phase == "listening" and bool(draft.asked_at) and heard.started >= draft.asked_at
    match answer.reading:
        case "no":
            void_draft(work, "the caller said no", "declined")
            return told(work) if draft.called else Came("declined")
        case "changed" | "other" as reading:
            changing = reading == "changed"
            draft = _not_reserved(work, draft)
            draft = altered(draft, phase="answering", question_u="", asked_at=0, changing=changing)
            if not changing and _refuses_in_part(work, turn):
                # What they refuse was not understood: agreed to is only what was heard whole after it.
                draft = altered(draft, statement_extent="refused")
            work.call.draft = draft
            work.want_reply()
        case "yes" if after_question:
            return _agreed(work, draft, turn, answer)
        case _ if after_question:
            return _ask_again(work, draft)
    return None


def _read(work: Work, draft: Draft, turn: Turn) -> Answer:
    values = [SpokenValue(kind, canonical, words) for kind, canonical, words in draft.values]
    stated = f"{draft.statement} {draft.question}"
    return read_answer(turn.text or "", values, work.locale, _other_options(work, draft), stated=stated)


def _other_options(work: Work, draft: Draft) -> list[str]:
    """How the other things are spoken of that could have been chosen: whoever names one wants a change."""
    texts: list[str] = []
    frame = work.call.top
    for name in draft.versions:
        slot, held = work.program.slot(frame.flow, name), _held(work, name)
        if slot is None or held is None:
            continue
        one = replace(slot.shape, many=False)
        chosen = {canonical(one, each) for each in (held.value if slot.shape.many else [held.value])}
        for option in candidates(work, frame, slot) or ():
            if canonical(one, option.value) not in chosen:
                texts += [option.label, *option.also]
    return texts


def _changes_a_list(work: Work, draft: Draft, turn: str) -> bool:
    """Whether words take something out of a list that is read back, or put something in: `not the lamp`."""
    for name in draft.versions:
        slot, held = work.program.slot(work.call.top.flow, name), _held(work, name)
        if slot is None or held is None or not slot.shape.many or slot.shape.type != "choice":
            continue
        options = candidates(work, work.call.top, slot) or ()
        readings = unserved_readings(work, turn, slot.shape, options, held)
        if any(not alike(slot.shape, reading.value, held.value) for reading in readings):
            return True
    return False


def _names_another(work: Work, draft: Draft, turn: str) -> bool:
    """Whether words name another value of a slot that is read back, as the slot itself reads them: `no, DEF456`."""
    if is_question(work.call.turns[turn].text or "", work.locale):
        return False
    for name in draft.versions:
        slot, held = work.program.slot(work.call.top.flow, name), _held(work, name)
        if slot is None or held is None or slot.shape.type not in ("choice", "text") or slot.shape.many:
            continue
        readings = unserved_readings(work, turn, slot.shape, candidates(work, work.call.top, slot) or (), held)
        if any(not reading.doubt and not alike(slot.shape, reading.value, held.value) for reading in readings):
            return True
    return False


def _refuses_in_part(work: Work, turn: str) -> bool:
    text = work.call.turns[turn].text or ""
    return negates(text) and not is_question(text, work.locale)


def _drops_it(work: Work, draft: Draft, turn: str, answer: Answer) -> bool:
    """Whether the caller drops the whole matter: `forget it`. Not with words of the read-back: `drop the booking`."""
    text = work.call.turns[turn].text or ""
    if answer.reading == "yes" or not gives_up(text, work.locale):
        return False
    return answer.reading == "no" or not (_telling(text) & _telling(draft.statement))


def _telling(text: str) -> set[str]:
    """Words of a text that are long enough to mean something."""
    return {word for word in re.findall(r"\w+", text.casefold()) if len(word) >= TELLING}


def _wait(work: Work, draft: Draft) -> None:
    """Waits in silence for a caller who asks for time; an asking that sounded stands, any other comes after it."""
    call = work.call
    if call.held != call.top.visit:
        call.hold = call.held = call.top.visit
    work.set_floor(want_reply=False)
    if draft.phase in ("answering", "reserving"):
        call.draft = altered(_not_reserved(work, draft), phase="asking", question_u="", asked_at=0)


def _held(work: Work, name: str) -> SlotValue | None:
    return work.call.top.slots.get(name) or work.call.slots.get(name)


def _not_reserved(work: Work, draft: Draft) -> Draft:
    """The draft without the run that waits for its share; the share is given back."""
    give_back(work, draft.run)
    return altered(draft, run="")


def _ask_again(work: Work, draft: Draft) -> Came | None:
    if draft.unclear >= UNCLEAR_ANSWERS:
        return given_up(work, draft, "no clear answer")
    work.due(phrases(work.call.language).say_yes_or_no, "ask_again")
    work.call.draft = altered(draft, phase="asking", question_u="", asked_at=0, unclear=draft.unclear + 1)
    return None


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


def _agreed(work: Work, draft: Draft, turn: str, answer: Answer) -> Came | None:
    """Everything is judged once more; then the consent is put on record and the write goes out."""
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
    work.call.consents += 1
    key = key_of(f"{work.call.id}/{work.call.nonce}", work.call.consents, tool.name, draft.digest)
    work.note("consent", _consent(work, draft, turn, answer, key))
    run = start_run(
        work,
        tool,
        verdict.arguments,
        "write",
        consent=work.call.consents,
        key=key if tool.takes_key else "",
    )
    reserving = work.call.runs[run].reserving
    work.call.draft = altered(draft, phase="reserving" if reserving else "running", run=run if reserving else "")
    return None


def _judged(work: Work, tool: Tool, draft: Draft) -> Verdict:
    does = work.state.does
    if isinstance(does, Confirm):
        return judge(work, work.call.top, tool, does.arguments)
    verdict = judge_given(work, work.call.top, tool, decoded(work, tool, draft.arguments))
    return Refuse("refused", "", verdict.reason) if isinstance(verdict, MadeUp) else verdict


def _consent(work: Work, draft: Draft, turn: str, answer: Answer, key: str) -> dict[str, Any]:
    question = work.call.utterances[draft.question_u]
    return {
        "consent": work.call.consents,
        "tool": draft.tool,
        "arguments": draft.arguments,
        "digest": draft.digest,
        "versions": draft.versions,
        "statement": {"u": draft.statement_u, "text": draft.statement, "extent": draft.statement_extent},
        "question": {"u": draft.question_u, "text": question.text},
        "answer": {"turn": turn, "words": work.call.turns[turn].text, "reading": answer.reading},
        "witness": "text",
        "key": key,
    }
