"""Choices from a list that a read has just returned, where an empty one is thought of, and asked about all the same.

A question about a list with nothing in it has no answer: nothing is offered, and whatever the caller says fits nothing.
Told only where a guard of the same way asks whether the list is empty: many lists never are.
"""

from collections.abc import Iterator

from flowkit.language.codes import MAY_BE_NOTHING
from flowkit.language.diagnostic import Diagnostic, Related, problem
from flowkit.language.model import Ask, Edge, Flow, Slot, Speak, State, Use
from flowkit.language.span import Span
from flowkit.lint.guards.surroundings import Surroundings


def check_nothing(state: State, slots: tuple[Slot, ...], around: Surroundings, flow: Flow) -> Iterator[Diagnostic]:
    """Edges behind a read that keeps a list, to an `ask` whose options may be none.

    Args:
        state: a `use` that keeps the list.
        slots: those that are picked from it.
    """
    assert isinstance(state.does, Use)
    kept = state.does.save_as
    asking = [(edge, slot) for edge in state.next for slot in slots if _asked(edge, slot, flow)]
    if not asking:
        return
    empty = _left_empty(state, kept, around)
    for edge, slot in asking:
        if empty.get(edge.span):
            message = f"'{slot.name}' is picked from '{kept}', which may be empty here: there is nothing to choose then"
            help = f"put an edge before this one: {{when: {kept} is empty, go: …}}"
            if any(each.times is not None for each in state.next):
                help += "; one with `times` holds for a while only"
            yield problem(MAY_BE_NOTHING, edge.span, message, help, (Related(slot.span, "its options are here"),))


def _asked(edge: Edge, slot: Slot, flow: Flow) -> bool:
    """Whether an edge leads to the question for a slot, at once or past some words."""
    state = flow.states.get(edge.go)
    for _ in range(4):
        if state is None or not isinstance(state.does, Speak) or len(state.next) != 1:
            break
        state = flow.states.get(state.next[0].go)
    does = state.does if state is not None else None
    if state is None or not isinstance(does, Ask) or slot.name not in does.slots:
        return False
    return "cannot_say" not in state.outcomes and not does.enough


def _left_empty(state: State, kept: str, around: Surroundings) -> dict[Span, bool]:
    """For each edge, whether an empty list may be left for it by those before it."""
    from flowkit.lint.guards.lists import GuardList
    from flowkit.lint.guards.table import TooManyCases

    try:
        guards = GuardList([edge.when.expr if edge.when else None for edge in state.next], around)
    except TooManyCases:
        return {}
    table = guards.table
    listed = table.variables.get(kept)
    if listed is None or listed.kind != "list" or 0 not in listed.cells:
        return {}
    empty = table.cell(listed, listed.cells.index(0))
    left, found = guards.possible, dict[Span, bool]()
    for edge, true in zip(state.next, guards.true, strict=True):
        reached = left & true
        found[edge.span] = bool(reached & empty) and bool(reached & ~empty)  # always empty is another finding
        if edge.times is None:
            left &= ~true
    return found
