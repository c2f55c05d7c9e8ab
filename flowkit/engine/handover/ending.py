"""Ending: the last words, over which the caller may still speak.

What is said over them that is no goodbye takes the end back, twice at most: the state that spoke them is entered again
without speaking, and where that state ends the flow, the turn is judged by the nearest `choose` on the way that the
call has come; if there is none, the caller is given to a person.
"""

from flowkit.engine.altering import altered
from flowkit.engine.call import Frame
from flowkit.engine.walking import walk
from flowkit.engine.work import Work
from flowkit.language.answers import is_courtesy, is_goodbye
from flowkit.language.model import Choose, End, Handoff

WITHDRAWN = 2
"""How often the end of a call is taken back."""


def words(work: Work, turn: str) -> None:
    """The caller spoke over the last words: the call goes on, unless they took their leave as well."""
    call = work.call
    text = call.turns[turn].text or ""
    leaves = is_goodbye(text, work.locale) or is_courtesy(text, work.locale)
    if not text or leaves or call.withdrawn >= WITHDRAWN or not call.frames:
        return
    call.withdrawn += 1
    call.ended, call.outcome, call.ended_by = call.ended[: -len(call.frames)], "", ""
    call.stage = "live"
    work.set_floor(due=tuple(due for due in call.floor.due if due.purpose != "last"))
    work.note("state", {"end": "withdrawn", "turn": turn})
    _enter_again(work)
    work.want_reply()


def _enter_again(work: Work) -> None:
    """Goes to where the turn is judged; words that were said are not said again."""
    call = work.call
    before = call.top.since
    if not isinstance(work.state.does, End | Handoff):
        walk.enter(work, call.top.state, "the caller speaks", speak=False)
    elif (found := _nearest_choose(work)) is not None:
        depth, state = found
        call.frames = call.frames[: depth + 1]
        before = call.top.since
        walk.enter(work, state, "the caller speaks", speak=False)
    else:
        walk.to_person(work, "the caller speaks over the last words")
        return
    # What was said over the last words is an answer here.
    work.set_frame(altered(call.top, since=before))


def _nearest_choose(work: Work) -> tuple[int, str] | None:
    """The last `choose` on the way of the innermost flow that has one: its frame and its name."""
    for depth in reversed(range(len(work.call.frames))):
        state = _choose_of(work, work.call.frames[depth])
        if state:
            return depth, state
    return None


def _choose_of(work: Work, frame: Frame) -> str:
    states = work.program.flow(frame.flow).states
    visited = (name for name, _ in reversed(frame.path) if name in states)
    return next((name for name in visited if isinstance(states[name].does, Choose)), "")
