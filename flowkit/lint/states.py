"""States by themselves: one that does nothing, and an end whose name is nearly one of the language's."""

from collections.abc import Iterator
from typing import Final

from flowkit.language.codes import IDLE_STATE, ODD_OUTCOME
from flowkit.language.diagnostic import Diagnostic, problem
from flowkit.language.expressions.spelling import nearest
from flowkit.language.model import End, Flow, Project, Speak, State

_OUTCOMES: Final = ("resolved", "cancelled", "refused", "unresolved")


def check_states(flow: Flow, project: Project) -> Iterator[Diagnostic]:
    """Warnings about states that neither speak nor branch, and about ends that look misspelt."""
    for state in flow.states.values():
        if _idle(state):
            yield problem(
                IDLE_STATE,
                state.span,
                f"the state '{state.name}' does nothing: it neither speaks nor branches",
                f"add what it is for, such as 'ask', 'use' or 'say', or go straight to '{state.next[0].go}' instead",
            )
    yield from _odd_ends(flow)


def _idle(state: State) -> bool:
    """Whether a state without a kind just leads on. What its edge forgets or counts is something."""
    if not isinstance(state.does, Speak) or state.say is not None or len(state.next) != 1:
        return False
    edge = state.next[0]
    return edge.when is None and edge.times is None and edge.say is None and not edge.clear


def _odd_ends(flow: Flow) -> Iterator[Diagnostic]:
    """Ends of one's own have any name, so a slip in one of the language's makes a new outcome without a word."""
    for state in flow.states.values():
        does = state.does
        if not isinstance(does, End) or does.outcome in _OUTCOMES:
            continue
        meant = nearest(does.outcome, _OUTCOMES)
        if meant:
            yield problem(
                ODD_OUTCOME,
                state.span,
                f"'{does.outcome}' is an outcome of your own, and does not count as '{meant}'",
                f"did you mean '{meant}'? if not, a name that is less like it is easier to tell apart",
            )
