"""`clear` that does nothing: of a slot that is never set before it, or that nothing asks for afterwards.

A slot is forgotten so that it can be asked again. Where no `ask` of it can come afterwards, what was meant is another
slot, or nothing. Slots of the project are cleared for the next flow; they are left alone, and so are slots from which
something else was looked up or chosen: that goes with them.
"""

from collections.abc import Iterator, Mapping

from flowkit.language.codes import CLEARED_IN_VAIN
from flowkit.language.diagnostic import Diagnostic, problem
from flowkit.language.model import Ask, Edge, Flow, Talk
from flowkit.lint.graph.reaching import leads_to
from flowkit.lint.slots.knowledge import EVERYTHING, Knowledge, ladders_of


def check_clears(known: Knowledge) -> Iterator[Diagnostic]:
    """Warnings about edges that forget a slot for nothing."""
    flow = known.flow
    if not known.cleared:
        return
    cleared = [name for name in flow.slots if name in known.cleared]
    if not cleared:
        return
    asking = {
        name: {s.name for s in flow.states.values() if type(s.does) is Ask and name in s.does.slots} for name in cleared
    }
    for source, edge in _edges(flow):
        for name in edge.clear:
            if name not in asking or known.at[source] == EVERYTHING or edge.go in asking[name]:
                continue
            yield from _in_vain(known, source, edge, name, asking[name])


def _edges(flow: Flow) -> Iterator[tuple[str, Edge]]:
    for state in flow.states.values():
        for way in (state.next, *state.outcomes.values()):
            for edge in way:
                if edge.clear:
                    yield state.name, edge


def _in_vain(known: Knowledge, source: str, edge: Edge, name: str, asking: set[str]) -> Iterator[Diagnostic]:
    flow = known.flow
    if not asking or any(isinstance(state.does, Talk) for state in flow.states.values()):
        return
    after = ways_on(known)
    if not asking & _reached(after, edge.go):
        if not _made_of(known, name):
            message = f"'{name}' is cleared here, and nothing that follows asks for it again"
            yield problem(CLEARED_IN_VAIN, edge.span, message, _help(known, edge, name, source))
    elif source not in {found for start in asking for found in _reached(after, start)}:
        message = f"'{name}' is cleared here, but it is never set on a way to '{source}'"
        yield problem(CLEARED_IN_VAIN, edge.span, message, f"clear what '{source}' has just asked for, or take it out")


def _made_of(known: Knowledge, name: str) -> bool:
    bit = known.bits[name]
    return known.whole(bit) != bit


def _help(known: Knowledge, edge: Edge, name: str, source: str) -> str:
    target = known.flow.states.get(edge.go)
    if target is not None and isinstance(target.does, Ask):
        slots = target.does.slots
        return f"did you mean to clear {' or '.join(repr(slot) for slot in slots)}, which '{target.name}' asks for?"
    return f"take 'clear: {name}' out, or go to a state that asks for it"


def ways_on(known: Knowledge) -> Mapping[str, set[str]]:
    """The states that each state may lead to, ladders and the way to a person included."""
    flow = known.flow
    everywhere = {
        rung.edge.go for ladder in ladders_of(flow, known.project) for rung in ladder if rung.edge is not None
    }
    everywhere.add("person")
    return {name: {*leads_to(state), *everywhere} & flow.states.keys() for name, state in flow.states.items()}


def _reached(after: Mapping[str, set[str]], start: str) -> set[str]:
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name not in reached and name in after:
            reached.add(name)
            waiting.extend(after[name])
    return reached
