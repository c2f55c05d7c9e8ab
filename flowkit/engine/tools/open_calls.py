"""Calls of tools that have no output yet: every function that the model calls gets exactly one, and soon.

What comes after the output of a call is told by a note. A state is never left with a call open.
"""

from collections.abc import Callable, Mapping
from typing import Any

from flowkit.engine.altering import altered
from flowkit.engine.call import ToolCall
from flowkit.engine.effects import AnswerCall
from flowkit.engine.work import Work


def is_waiting(work: Work) -> bool:
    """Whether a call of the model is to be answered within moments: the next reply waits for it."""
    calls = work.call.tool_calls
    return bool(calls) and not all(call.answered for call in calls)


def answer_open(work: Work, output: Mapping[str, Any], which: Callable[[ToolCall], bool] = lambda _: True) -> None:
    """Gives the calls that have no output yet this one."""
    answered = []
    for call in work.call.tool_calls:
        if not call.answered and which(call):
            work.emit(AnswerCall(call.id, output))
            call = altered(call, answered=True)
        answered.append(call)
    work.call.tool_calls = tuple(answered)


def running(work: Work, which: Callable[[ToolCall], bool] = lambda _: True) -> None:
    """Tells the model of its open calls that they take their time; their ends are told by notes."""
    answer_open(work, {"status": "running"}, which)


def close(work: Work) -> None:
    """The state is left: its calls are over. What its reads return is remembered, and moves nothing."""
    answer_open(work, {"status": "over"})
    work.call.tool_calls = ()


def forget(work: Work) -> None:
    """The session that made the calls is gone; what comes of them is told by notes."""
    work.call.tool_calls = tuple(altered(call, answered=True) for call in work.call.tool_calls)
