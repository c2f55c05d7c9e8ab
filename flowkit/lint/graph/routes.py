"""The routes of a flow: its edges by state, and which states a call can come to, worked out once for all rules.

Beside its edges a state has ways out that lead to no state of the flow: the flow ends there, or a person takes over.
"""

from collections.abc import Iterable, Iterator, Mapping

from flowkit.language.frozen import frozen
from flowkit.language.model import Edge, Flow, Project, Speak, State
from flowkit.lint.graph.reaching import reachable
from flowkit.lint.graph.transitions import Transition, by_source, transitions

Leaving = Mapping[str, list[Transition]]


@frozen
class Routes:
    """A flow with its edges by the state they leave, and the names of the states that a call can come to."""

    flow: Flow
    project: Project
    edges: tuple[Transition, ...]
    leaving: Leaving
    reached: frozenset[str]


def routes(flow: Flow, project: Project) -> Routes:
    """The routes of a flow."""
    edges = tuple(transitions(flow))
    return Routes(flow, project, edges, by_source(edges), reachable(flow, project))


def ways(state: State) -> Iterator[tuple[str, tuple[Edge, ...]]]:
    """The ways on of a state by outcome, `next` first."""
    if state.next:
        yield "next", state.next
    yield from state.outcomes.items()


def at_once(name: str, flow: Flow, *, guarded: bool = False) -> list[State]:
    """The states that a call comes to without a word of the caller, from a state on, that one first.

    States without a kind are gone through, along the edges that always fit (with `guarded`: along all of them); the
    others stand in the list, and nothing behind them does.
    """
    found: dict[str, State] = {}
    waiting = [name]
    while waiting:
        state = flow.states.get(waiting.pop())
        if state is None or state.name in found:
            continue
        found[state.name] = state
        if isinstance(state.does, Speak):
            only = [edge for edge in state.next if guarded or (edge.when is None and edge.times is None)]
            waiting += [edge.go for edge in (only if guarded or len(state.next) == 1 else ())]
    return list(found.values())


def as_path(names: Iterable[str], most: int = 8) -> str:
    """`'a' → 'b' → 'c'`; a long one without its middle."""
    shown = [f"'{name}'" for name in names]
    return " → ".join(shown if len(shown) <= most else [*shown[: most - 2], "…", shown[-1]])
