"""`confirm`: the read-back, the caller's own yes to these exact values, and one write.

Theory of operation. A *draft* holds the write as it would be made: its canonical arguments, the versions of the slots
they were made of, the statement (every value) and the question (none). Its phases:

    stating     the statement is to be said, and is not yet known to be heard to its end
    asking      the question is to be said, or is being said, and has not begun to sound
    listening   the question sounds or has sounded: an answer that begins now counts
    answering   the caller said something else: the model answers, then the question is asked again
    reserving   the caller agreed; the write waits for its share of limits that reach across calls
    running     the caller agreed; the write is on its way

A yes counts only in a turn that began after the question began to sound, for the latest asking. A no, a change or a
question counts whenever it comes. Any change to a value voids the draft. When the caller has agreed, the rules are
judged once more; one consent makes one write, with one key, and the consent is on record before the write goes out.
"""

from flowkit.engine.altering import altered
from flowkit.engine.authority import Allow, judge
from flowkit.engine.call import Draft, ToolCall
from flowkit.engine.dependents import void_draft
from flowkit.engine.effects import Count
from flowkit.engine.keys import digest_of
from flowkit.engine.limits import counters
from flowkit.engine.scope import FlowScope, ToolScope, arguments_json, spoken, tuples
from flowkit.engine.use import not_allowed
from flowkit.engine.work import Came, Work
from flowkit.language.expressions.paths import names_in
from flowkit.language.model import Confirm, ReadBack, Tool
from flowkit.language.phrases import phrases
from flowkit.language.shapes import UNSET
from flowkit.language.words import Words

STATEMENTS = 3
"""How often a statement is said before a person is called."""

NOT_AGREED = Came("not agreed")
"""A write of a `talk` that the caller could not be asked for; no exit has such a name."""

GIVEN_UP = Came("given_up")
"""The caller drops what the flow is about, instead of agreeing or refusing; no exit has such a name."""

_SILENT = ReadBack(Words("", ()), Words("", ()))


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


def enter_called(work: Work, tool: Tool, verdict: Allow) -> None:
    """Drafts a write that the model called in a `talk`: it is asked for and carried out as one of a `confirm` is."""
    work.call.draft = draft_of(work, tool, verdict)
    work.set_floor(want_reply=False)


def draft_of(work: Work, tool: Tool, verdict: Allow) -> Draft:
    call = work.call
    call.drafts += 1
    does = work.state.does
    own = does.read_back if isinstance(does, Confirm) else None
    read_back = own or tool.read_back or _SILENT
    scope: FlowScope = ToolScope(work, call.top, tool, verdict.arguments, stale=True)
    if own is not None:
        scope = FlowScope(work, call.top, {**dict.fromkeys(tool.input, UNSET), **verdict.arguments}, stale=True)
    statement = spoken(read_back.statement, scope, work.locale)
    arguments = arguments_json(tool, verdict.arguments, work.locale.currency)
    asked = counters(work, call.top, tool, verdict.arguments)
    if asked:
        work.emit(Count(f"D{call.drafts}", asked))
    return Draft(
        id=f"D{call.drafts}",
        tool=tool.name,
        arguments=arguments,
        digest=digest_of(tool.name, arguments),
        versions=_versions(work, _slots_behind(work, verdict.depends)),
        statement=statement.text,
        question=spoken(read_back.question, scope, work.locale).text,
        values=tuples(statement),
        called=not isinstance(does, Confirm),
        counting=bool(asked),
    )


def _slots_behind(work: Work, depends: frozenset[str]) -> frozenset[str]:
    """The slots that a write is made of, and those that the lists were looked up with from which they were chosen."""
    frame = work.call.top
    names: set[str] = set()
    todo = list(depends)
    while todo:
        name = todo.pop()
        if name in names:
            continue
        names.add(name)
        slot = work.program.slot(frame.flow, name)
        for source in names_in(slot.shape.options_from) if slot is not None and slot.shape.options_from else ():
            saved = frame.saved.get(source)
            todo += saved.depends if saved is not None else frame.latest_depends.get(source, ())
    return frozenset(names)


def _versions(work: Work, names: frozenset[str]) -> dict[str, int]:
    held = {name: work.call.top.slots.get(name) or work.call.slots.get(name) for name in sorted(names)}
    order = sorted((value.version, name) for name, value in held.items() if value is not None)
    return {name: version for version, name in order}


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
        return restate(work, draft)
    if extent == "none" and draft.phase == "asking":
        work.call.draft = altered(draft, question_u="")
    return None


def restate(work: Work, draft: Draft) -> Came | None:
    if draft.attempts >= STATEMENTS:
        return given_up(work, draft, "it could not be read back")
    work.call.draft = altered(draft, phase="stating", statement_u="", statement_extent="", question_u="", asked_at=0)
    return None


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
    if came is not None and came.outcome in work.state.outcomes:
        return came
    if came is not None and came.because:
        work.due(came.because, "because")
    work.want_reply()
    return None


def given_up(work: Work, draft: Draft, why: str) -> Came:
    void_draft(work, why, "failed")
    return NOT_AGREED if draft.called else Came("failed")
