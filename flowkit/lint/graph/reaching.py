"""Which states of a flow a call can reach.

A state can be reached from the start of its flow along the ways on: `next`, named outcomes, and edges of ladders, whose
defaults of the flow and the project count wherever a state has none of its own. `person` is always there: a state of
that name can be reached from every state.
"""

from collections.abc import Iterable, Iterator

from flowkit.language.model import Flow, Ladder, Project, State


def reachable(flow: Flow, project: Project) -> frozenset[str]:
    """The names of the states of a flow that a call can reach, the start included."""
    everywhere = {"person", *_rungs(flow.no_input or project.no_input), *_rungs(flow.no_match or project.no_match)}
    for slots in (flow.slots, project.slots):
        for slot in slots.values():
            everywhere.update((*_rungs(slot.no_input), *_rungs(slot.no_match)))
    waiting = [flow.start, *everywhere]
    reached: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in reached or name not in flow.states:
            continue
        reached.add(name)
        waiting.extend(leads_to(flow.states[name]))
    return frozenset(reached)


def leads_to(state: State) -> Iterable[str]:
    """The states that a state's own ways on lead to, each once."""
    edges = [*state.next, *(edge for way in state.outcomes.values() for edge in way)]
    return dict.fromkeys((*(edge.go for edge in edges), *_rungs(state.no_input), *_rungs(state.no_match)))


def _rungs(ladder: Ladder | None) -> Iterator[str]:
    for rung in ladder or ():
        if rung.edge is not None:
            yield rung.edge.go
