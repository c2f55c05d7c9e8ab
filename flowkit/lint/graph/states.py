"""States by themselves: one that does nothing, a misspelt end, and a `person` that leads to nobody."""

from collections.abc import Iterator
from typing import Final

from flowkit.language.codes import IDLE_STATE, ODD_OUTCOME, PERSON_WITHOUT_HANDOFF
from flowkit.language.diagnostic import Diagnostic, Edit, Fix, problem
from flowkit.language.expressions.spelling import nearest
from flowkit.language.model import End, Flow, Handoff, Speak, State
from flowkit.lint.graph.routes import Routes

_OUTCOMES: Final = ("resolved", "cancelled", "refused", "unresolved")


def check_states(routes: Routes) -> Iterator[Diagnostic]:
    """Warnings about idle states and odd ends, and an error about a `person` without a handoff."""
    flow = routes.flow
    for state in flow.states.values():
        does = state.does
        if isinstance(does, Speak):
            if _idle(state):
                yield problem(
                    IDLE_STATE,
                    state.span,
                    f"the state '{state.name}' does nothing: it neither speaks nor branches",
                    "add what it is for, such as 'ask', 'use' or 'say', or go straight to "
                    f"'{state.next[0].go}' instead",
                )
        elif isinstance(does, End) and does.outcome not in _OUTCOMES:
            yield from _odd_end(state, does.outcome)
    if "person" in flow.states and not _leads_to_handoff("person", routes):
        yield _nobody(flow)


def _leads_to_handoff(name: str, routes: Routes) -> bool:
    waiting, seen = [name], set[str]()
    while waiting:
        each = waiting.pop()
        if each in seen:
            continue
        seen.add(each)
        if isinstance(routes.flow.states[each].does, Handoff):
            return True
        waiting += [edge.edge.go for edge in routes.leaving.get(each, ())]
    return False


def _nobody(flow: Flow) -> Diagnostic:
    message = "callers who ask for a person come to this state, and it leads to no handoff"
    help = "write: handoff: … in it, or give it another name: every flow has a state 'person' of itself"
    return problem(PERSON_WITHOUT_HANDOFF, flow.states["person"].span, message, help)


def _idle(state: State) -> bool:
    """Whether a state without a kind just leads on. What its edge forgets or counts is something."""
    if state.say is not None or len(state.next) != 1:
        return False
    edge = state.next[0]
    return edge.when is None and edge.times is None and edge.say is None and not edge.clear


def _odd_end(state: State, outcome: str) -> Iterator[Diagnostic]:
    """An end of one's own has any name, so a slip in one of the language's makes a new outcome without a word."""
    meant = nearest(outcome, _OUTCOMES)
    if meant:
        message = f"'{outcome}' is an outcome of your own, and does not count as '{meant}'"
        help = f"did you mean '{meant}'? if not, a name that is less like it is easier to tell apart"
        fix = Fix(f"write '{meant}'", (Edit(state.does_span, meant),), safe=False)
        yield problem(ODD_OUTCOME, state.does_span, message, help, fixes=(fix,))
