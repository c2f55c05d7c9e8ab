"""Tool calls of the model that are refused: why, what is possible instead, and how long that may go on."""

import json
from typing import Any

from flowkit.engine.call import ToolCall
from flowkit.engine.speaking.briefs import open_question
from flowkit.engine.speech import Unread
from flowkit.engine.tools.functions import LONGEST_TOLD, SAID, Judged
from flowkit.engine.tools.tool_outputs import give
from flowkit.engine.walking import ladders, walk
from flowkit.engine.watch.watching import BROKEN
from flowkit.engine.work import Came, Work
from flowkit.language.model import Ask, Talk
from flowkit.language.phrases import phrases

MOST_MISREPORTED = 2
"""Reports in a row that were none, before the engine asks the question itself."""

MOST_REFUSALS = 3
"""Refused calls in one visit, before they count as turns that brought nothing."""


def refuse(work: Work, call: ToolCall, because: str, *, said: str = "") -> None:
    """Answers why not, and what is possible; `said` is what the caller is told. The model goes on, but not for ever."""
    output: dict[str, Any] = {"status": "refused", "because": because, "you_can": _possible(work)}
    give(work, call, output | {"note": SAID} if said else output)
    work.due(said, "because")
    count_refusal(work, f"{call.tool} {json.dumps(call.arguments, ensure_ascii=False)[:LONGEST_TOLD]}")


def count_refusal(work: Work, what: str) -> bool:
    """One more refused call: the model's turn again, or a turn that brought nothing; whether it was one too many."""
    work.call.refusals = (*work.call.refusals, what)
    if len(work.call.refusals) < MOST_REFUSALS:
        work.want_reply()
        return False
    if not work.call.floor.due:
        ask_again(work)
    work.set_floor(want_reply=False)
    if not _words_count(work):
        count_turn(work, work.last_turn)
    return True


def _words_count(work: Work) -> bool:
    """Whether the last turn counts by its words: they may say what the model did not report; without any it is none."""
    said = work.call.turns.get(work.last_turn)
    return said is not None and not said.text and isinstance(work.state.does, Ask)


def count_turn(work: Work, turn: str) -> None:
    """A turn to which the model only called what it must not, for the last time: it brought nothing."""
    work.call.missed_turn = turn
    edge = ladders.no_match(work)
    if edge is not None:
        walk.leave(work, (edge,), "no_match")


def ask_again(work: Work) -> None:
    """Says the state's own question, so that the caller has their turn; without one, that it is not possible."""
    question = open_question(work)
    if question.text:
        work.due(question.text, "question again", values=question.values)
    else:
        work.due(phrases(work.call.language).refused, "refusal")


def count_bad(work: Work, judged: Judged) -> Unread:
    """Counts calls of what is not there; empty if the model goes on.

    Else the caller has the turn now, because that went on for too long, and this is what the reply came to.
    """
    call = work.call
    call.misreported = call.misreported + 1 if judged.malformed and not judged.kept else 0
    for what in judged.bad:
        if count_refusal(work, what):
            return "uncounted" if _words_count(work) else "refused"
    if call.misreported < MOST_MISREPORTED:
        return ""
    call.misreported = 0
    ask_again(work)
    work.set_floor(want_reply=False)
    return "refused"


def _possible(work: Work) -> list[str]:
    does = work.state.does
    exits = list(does.exits.values()) if isinstance(does, Talk) else []
    return [*exits, "a person"]


def refused_by(work: Work, call: ToolCall, came: Came) -> None:
    """A rule or limit refuses: the way the flow names for it, or its reason to the caller and the model's turn."""
    if came.outcome in work.state.outcomes or came.outcome == BROKEN:
        give(work, call, {"status": "refused"})
        walk.outcome(work, came)
    else:
        because = came.because or phrases(work.call.language).refused
        refuse(work, call, because, said=because)
