"""When the line is lost and comes back: nothing is run again, what was not heard is said again."""

from typing import Literal

from flowkit.engine import floor, handoff, open_calls, use
from flowkit.engine.altering import altered
from flowkit.engine.briefs import fill, open_question
from flowkit.engine.call import Utterance
from flowkit.engine.effects import Brief, Seed
from flowkit.engine.events import Back, Lost, Trouble
from flowkit.engine.tool_outputs import known_results
from flowkit.engine.work import Work
from flowkit.language.model import Confirm, Talk
from flowkit.language.phrases import phrases

SEEDED_TURNS = 6
"""How many of the last turns a new session is told."""


def lost(work: Work, event: Lost) -> None:
    """Caller, model or media went away."""
    match event.what:
        case "caller":
            if work.call.stage == "draining":
                return
            if work.call.stage != "ending":
                handoff.end_all_flows(work, "abandoned")
            work.call.draft = None
            use.abandon_reads(work)
            work.call.ended_by = "caller"
            work.call.stage = "draining"
            work.set_floor(due=(), want_reply=False, generating="", playing=())
        case _:
            work.note("trouble", {"kind": "line", "detail": f"{event.what} lost"})
            if event.what == "model":
                open_calls.forget(work)
            for u in (work.call.floor.generating, *work.call.floor.playing):
                work.change_utterance(u, void=True, status="cancelled")
            work.set_floor(generating="", playing=())


def back(work: Work, event: Back) -> None:
    """Model or media came back: a new session is told what it must know; what was asked is asked anew."""
    call = work.call
    call.session = event.session
    unheard = [each for each in call.utterances.values() if each.kind == "say" and not each.extent and not each.void]
    for u in (call.floor.generating, *call.floor.playing):
        work.change_utterance(u, void=True, status="cancelled")
    work.set_floor(generating="", playing=(), open_turn="", due=call.floor.due)
    floor.configure(work, floor.group_of(work), call.patience)
    if event.fresh:
        work.emit(Seed(tuple(_seed(work))))
    call.brief = altered(call.brief, digest="", words=())
    if call.stage in ("new", "starting"):
        return
    filled = fill(work, open_question(work))
    call.brief = altered(call.brief, number=call.brief.number + 1, digest=filled.digest, words=filled.words, age=0)
    work.emit(Brief(f"STEP {call.brief.number} (replaces all earlier STEP notes)\n{filled.text}", filled.digest))
    _say_again(work, unheard)


def _say_again(work: Work, unheard: list[Utterance]) -> None:
    """What binds and was not proved heard is said again; a read-back starts anew; else the open question."""
    call = work.call
    draft = call.draft
    if draft is not None and draft.phase != "running":
        call.draft = altered(draft, phase="stating", statement_u="", statement_extent="", question_u="", asked_at=0)
    first = phrases(call.language).lost
    again = [each for each in unheard if each.purpose not in ("statement", "question", "ask_again")]
    if again:
        for number, each in enumerate(again):
            lead = f"{first} " if number == 0 and each.purpose != "disclosure" else ""
            yields = "never" if each.purpose in ("disclosure", "handoff") else "at_once"
            work.due(lead + each.text, each.purpose, yields=yields)
        return
    if isinstance(work.state.does, Confirm) or not call.disclosed:
        work.due(first, "lost")
        return
    if isinstance(work.state.does, Talk):
        work.due(first, "lost")
        if draft is None and call.stage == "live":
            work.want_reply()
        return
    question = open_question(work)
    work.due(f"{first} {question.text}".strip(), "question again", values=question.values)
    call.asked = (call.top.visit, question.text)
    work.set_floor(want_reply=False)


def _seed(work: Work) -> list[tuple[Literal["system", "user", "assistant"], str]]:
    call = work.call
    said: list[tuple[int, Literal["user", "assistant"], str]] = []
    said += [(turn.started, "user", turn.text) for turn in call.turns.values() if turn.text]
    said += [(each.at, "assistant", each.text) for each in call.utterances.values() if each.extent == "full"]
    said = sorted(said, key=lambda entry: entry[0])[-SEEDED_TURNS:]
    facts = "; ".join(f"{entry.tool}: {entry.outcome}" for entry in call.done)
    first = f"The call goes on after an interruption. Done so far: {facts or 'nothing'}."
    known = " ".join((first, *known_results(work)))
    return [("system", known), *((role, text) for _, role, text in said)]


def trouble(work: Work, event: Trouble) -> None:
    """Something is wrong with the line; if it cannot go on, the call is given to a person."""
    work.note("trouble", {"kind": event.kind, "detail": event.detail})
    if event.kind == "fatal" and work.call.stage == "live":
        handoff.give_up(work, event.detail)
