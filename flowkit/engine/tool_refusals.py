"""Tool calls of the model that are refused: why, what is possible instead, and how long that may go on."""

import json
from typing import Any

from flowkit.engine import ladders, walk
from flowkit.engine.call import ToolCall
from flowkit.engine.functions import SAID
from flowkit.engine.tool_outputs import give
from flowkit.engine.work import Came, Work
from flowkit.language.model import Talk
from flowkit.language.phrases import phrases

LONGEST_TOLD = 200
"""Characters of the arguments of a refused call that the model is told not to call again."""

MOST_REFUSALS = 3
"""Refused calls in one visit, before they count as turns that brought nothing."""


def refuse(work: Work, call: ToolCall, because: str, *, said: str = "") -> None:
    """Answers why not, and what is possible; `said` is what the caller is told. The model goes on, but not for ever."""
    output: dict[str, Any] = {"status": "refused", "because": because, "you_can": _possible(work)}
    give(work, call, output | {"note": SAID} if said else output)
    work.due(said, "because")
    count_refusal(work, f"{call.tool} {json.dumps(call.arguments, ensure_ascii=False)[:LONGEST_TOLD]}")


def count_refusal(work: Work, what: str) -> None:
    """One more refused call: the model's turn again, or a turn that brought nothing."""
    work.call.refusals = (*work.call.refusals, what)
    if len(work.call.refusals) < MOST_REFUSALS:
        work.want_reply()
        return
    if not work.call.floor.due:
        work.due(phrases(work.call.language).refused, "refusal")
    work.set_floor(want_reply=False)
    edge = ladders.no_match(work)
    if edge is not None:
        walk.leave(work, (edge,), "no_match")


def _possible(work: Work) -> list[str]:
    does = work.state.does
    exits = list(does.exits.values()) if isinstance(does, Talk) else []
    return [*exits, "a person"]


def refused_by(work: Work, call: ToolCall, came: Came) -> None:
    """A rule or limit refuses: the way the flow names for it, or its reason to the caller and the model's turn."""
    if came.outcome in work.state.outcomes:
        give(work, call, {"status": "refused"})
        walk.outcome(work, came)
    else:
        because = came.because or phrases(work.call.language).refused
        refuse(work, call, because, said=because)
