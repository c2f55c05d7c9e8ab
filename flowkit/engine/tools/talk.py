"""`talk`: free conversation until something holds, an exit is reported, or it has taken too many turns.

The model leads the conversation; what it calls is judged in `tool_calls`. Here is what holds whatever it does: the
guard that ends the state as soon as it is true, and the number of turns.
"""

from flowkit.engine.altering import altered
from flowkit.engine.scope import FlowScope
from flowkit.engine.work import NEXT, Came, Work
from flowkit.language.model import Talk

TOO_LONG = Came("too_long")


def enter(work: Work) -> Came | None:
    """The model's turn, unless there is nothing left to talk about."""
    if holds(work):
        return NEXT
    work.want_reply()
    return None


def holds(work: Work) -> bool:
    """Whether the guard that ends this state is true."""
    does = work.state.does
    if not isinstance(does, Talk) or does.until is None:
        return False
    return does.until.evaluate(FlowScope(work, work.call.top)) is True


def is_over(work: Work) -> bool:
    """Whether the engine moves on from this state now, whatever the model does; a write that was sent is awaited."""
    call = work.call
    if call.stage not in ("starting", "live") or not call.frames or not holds(work):
        return False
    return not any(running.purpose in ("write", "look") for running in call.runs.values())


def count_turn(work: Work) -> Came | None:
    """One more turn of the caller in this state; an answer to a read-back is none of the conversation."""
    does = work.state.does
    if not isinstance(does, Talk):
        return None
    frame = work.call.top
    work.set_frame(altered(frame, talked=frame.talked + 1))
    return TOO_LONG if frame.talked >= does.max_turns else None
