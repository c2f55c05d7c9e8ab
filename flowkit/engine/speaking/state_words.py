"""The words of a state: exact ones are the engine's, all others are part of the next reply."""

from flowkit.engine.call import Pending
from flowkit.engine.scope import FlowScope, spoken, tuples
from flowkit.engine.work import Work
from flowkit.language.model import End, State


def speak_words(work: Work, state: State) -> None:
    """A state's words: exact ones are the engine's, all others are part of the next reply."""
    words = spoken(state.say, FlowScope(work, work.call.top, stale=True), work.locale)
    if state.exact or work.call.after_write:
        work.call.after_write = False
        work.due(words.text, "last" if ends_call(work, state) else "result", values=tuples(words))
    else:
        work.call.pending = (*work.call.pending, Pending(words.text, tuples(words)))


def ends_call(work: Work, state: State) -> bool:
    """Whether the call ends with this state."""
    return isinstance(state.does, End) and len(work.call.frames) == 1
