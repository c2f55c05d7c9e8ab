"""`confirm`: the read-back, the caller's own yes to these exact values, and one write.

Theory of operation. A *draft* holds the write as it would be made: its canonical arguments, the versions of the slots
they were made of, the statement (every value) and the question (none). Its phases:

    stating     the statement is to be said, and is not yet known to be heard to its end
    asking      the question is to be said, or is being said, and has not begun to sound
    listening   the question sounds or has sounded: an answer that begins now counts
    answering   the caller said something else: the model answers, then the question is asked again
    running     the caller agreed; the write is on its way

A yes counts only in a turn that began after the question began to sound, for the latest asking. A no, a change or a
question counts whenever it comes. Any change to a value voids the draft. When the caller has agreed, the rules are
judged once more; one consent makes one write, with one key, and the consent is on record before the write goes out.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from flowkit.engine.altering import altered
from flowkit.engine.authority import Allow, judge
from flowkit.engine.call import Draft, Turn
from flowkit.engine.dependents import void_draft
from flowkit.engine.scope import FlowScope, ToolScope, arguments_json, spoken, tuples
from flowkit.engine.use import refused, start_run
from flowkit.engine.work import Came, Work
from flowkit.language.answers import Answer, read_answer
from flowkit.language.expressions.paths import names_in
from flowkit.language.model import Confirm, ReadBack, Tool
from flowkit.language.phrases import phrases
from flowkit.language.speaking import SpokenValue
from flowkit.language.words import Words

STATEMENTS = 3
"""How often a statement is said before a person is called."""

UNCLEAR_ANSWERS = 2
"""How often "please say yes or no" is said before a person is called."""

_SILENT = ReadBack(Words("", ()), Words("", ()))


def enter(work: Work) -> Came | None:
    """Drafts the write; what the state came to, if a rule or limit refuses it."""
    does = work.state.does
    assert isinstance(does, Confirm)
    tool = work.program.project.tools[does.tool]
    verdict = judge(work, work.call.top, tool, does.arguments)
    if not isinstance(verdict, Allow):
        return refused(work, tool, verdict)
    work.call.draft = _draft(work, tool, does, verdict)
    work.set_floor(want_reply=False)
    return None


def _draft(work: Work, tool: Tool, does: Confirm, verdict: Allow) -> Draft:
    call = work.call
    call.drafts += 1
    read_back = does.read_back or tool.read_back or _SILENT
    scope: FlowScope = ToolScope(work, call.top, tool, verdict.arguments, stale=True)
    if does.read_back is not None:
        scope = FlowScope(work, call.top, verdict.arguments, stale=True)
    statement = spoken(read_back.statement, scope, work.locale)
    arguments = arguments_json(tool, verdict.arguments, work.locale.currency)
    return Draft(
        id=f"D{call.drafts}",
        tool=tool.name,
        arguments=arguments,
        digest=digest_of(tool.name, arguments),
        versions=_versions(work, does),
        statement=statement.text,
        question=spoken(read_back.question, scope, work.locale).text,
        values=tuples(statement),
    )


def _versions(work: Work, does: Confirm) -> dict[str, int]:
    names = dict.fromkeys(name for expression in does.arguments.values() for name in names_in(expression.expr))
    held = {name: work.call.top.slots.get(name) or work.call.slots.get(name) for name in sorted(names)}
    order = sorted((value.version, name) for name, value in held.items() if value is not None)
    return {name: version for version, name in order}


def digest_of(tool: str, arguments: Mapping[str, Any]) -> str:
    """The digest of a write: its tool and its canonical arguments, and nothing else."""
    text = json.dumps([tool, arguments], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def key_of(call: str, consent: int, tool: str, digest: str) -> str:
    """The idempotency key of a write: the same after a crash, another for every consent and every call."""
    text = f"{call}|{consent}|{tool}|{digest}"
    return "fk_" + base64.b32encode(hashlib.sha256(text.encode()).digest()).decode()[:26].lower()


# Speaking.


def next_words(work: Work) -> tuple[str, str, tuple[tuple[str, str, str], ...]] | None:
    """What the draft wants said now: (purpose, text, values), or nothing."""
    draft = work.call.draft
    if draft is None or _words_are_awaited(work):
        return None
    if draft.phase == "stating" and not draft.statement_u:
        return "statement", draft.statement, draft.values
    if draft.phase in ("stating", "asking") and not draft.question_u and _statement_is_out(work, draft):
        return "question", draft.question, ()
    return None


def _words_are_awaited(work: Work) -> bool:
    """Whether the caller said something whose words are not in yet: it may be a no."""
    turn = work.call.turns.get(work.last_turn)
    return turn is not None and turn.text is None


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
        work.call.draft = altered(draft, statement_u=u, statement_extent="", attempts=draft.attempts + 1)
    else:
        work.call.draft = altered(draft, question_u=u, asked_at=0, phase="asking")


def audible(work: Work, u: str) -> None:
    """An utterance began to sound: if it is the question, answers count from now on."""
    draft = work.call.draft
    if draft is not None and draft.question_u == u and draft.phase == "asking":
        work.call.draft = altered(draft, phase="listening", asked_at=max(work.at, 1))


def played(work: Work, u: str, extent: str) -> Came | None:
    """The statement came to its end for the caller; cut, it is said again."""
    draft = work.call.draft
    if draft is None or u not in (draft.statement_u, draft.question_u):
        return None
    if u == draft.statement_u:
        if extent == "full":
            work.call.draft = altered(draft, statement_extent="full")
            return None
        return _restate(work, draft)
    if extent == "none" and draft.phase == "asking":
        work.call.draft = altered(draft, question_u="")
    return None


def _restate(work: Work, draft: Draft) -> Came | None:
    if draft.attempts >= STATEMENTS:
        void_draft(work, "it could not be read back")
        return Came("failed")
    work.call.draft = altered(draft, phase="stating", statement_u="", statement_extent="", question_u="", asked_at=0)
    return None


# Answers.


def is_open(work: Work) -> bool:
    """Whether the caller is being asked to agree, or about to be."""
    draft = work.call.draft
    return draft is not None and draft.phase != "running"


def counts_as_answer(work: Work) -> bool:
    """Whether a turn that begins now can be the answer."""
    draft = work.call.draft
    return draft is not None and draft.phase == "listening"


def answered(work: Work, turn: str) -> Came | None:
    """The words of a turn are in while the caller is asked; what the state came to, if it is decided."""
    draft = work.call.draft
    assert draft is not None
    heard = work.call.turns[turn]
    answer = _read(work, draft, heard)
    work.note("state", {"draft": draft.id, "turn": turn, "reading": answer.reading, "why": answer.why})
    after_question = draft.phase == "listening" and bool(draft.asked_at) and heard.started >= draft.asked_at
    match answer.reading:
        case "no":
            void_draft(work, "the caller said no")
            return Came("declined")
        case "changed" | "other" as reading:
            changing = reading == "changed"
            work.call.draft = altered(draft, phase="answering", question_u="", asked_at=0, changing=changing)
            work.want_reply()
        case "yes" if after_question:
            return _agreed(work, draft, turn, answer)
        case _ if after_question:
            return _ask_again(work, draft)
    return None


def _read(work: Work, draft: Draft, turn: Turn) -> Answer:
    values = [SpokenValue(kind, canonical, words) for kind, canonical, words in draft.values]
    stated = f"{draft.statement} {draft.question}"
    return read_answer(turn.text or "", values, work.locale, stated=stated)


def _ask_again(work: Work, draft: Draft) -> Came | None:
    if draft.unclear >= UNCLEAR_ANSWERS:
        void_draft(work, "no clear answer")
        return Came("failed")
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
        ask_what_to_change(work)
        return None
    if draft.changing or draft.statement_extent != "full":
        return _restate(work, altered(draft, changing=False))
    work.call.draft = altered(draft, phase="asking")
    return None


def ask_what_to_change(work: Work) -> None:
    """The caller said no and the flow names no way on: asks what to change, and waits for a new value."""
    work.call.declined += 1
    work.due(phrases(work.call.language).what_to_change, "what_to_change")


def _agreed(work: Work, draft: Draft, turn: str, answer: Answer) -> Came | None:
    """Everything is judged once more; then the consent is put on record and the write goes out."""
    does = work.state.does
    assert isinstance(does, Confirm)
    tool = work.program.project.tools[draft.tool]
    verdict = judge(work, work.call.top, tool, does.arguments)
    if not isinstance(verdict, Allow):
        void_draft(work, "it is not allowed any more")
        return refused(work, tool, verdict)
    if digest_of(tool.name, arguments_json(tool, verdict.arguments, work.locale.currency)) != draft.digest:
        void_draft(work, "the values are not those that were read back")
        work.call.draft = _draft(work, tool, does, verdict)
        return None
    work.call.consents += 1
    key = key_of(f"{work.call.id}/{work.call.nonce}", work.call.consents, tool.name, draft.digest)
    work.note("consent", _consent(work, draft, turn, answer, key))
    work.call.draft = altered(draft, phase="running")
    start_run(
        work,
        tool,
        verdict.arguments,
        "write",
        consent=work.call.consents,
        key=key if tool.takes_key else "",
    )
    return None


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
