"""Loops without an end: ways around that no `times` and no `choose` ever stops.

Every loop needs an edge with `times`, unless it passes a `choose`. So edges with `times` and states that choose are
left out; whatever still leads in a circle has no end. One walk in depth finds the states where circles close, and a
flow without any is done in time proportional to its edges. Otherwise the shortest circle is reported at the edge that
closes it, the one back to the state a call comes to first; that edge is left out, and the rest is looked at again.
Loops that no call can come to are not reported: their states are, as unreachable.
"""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from typing import Final

from flowkit.language.codes import ENDLESS_LOOP
from flowkit.language.diagnostic import Diagnostic, problem
from flowkit.language.model import Ask, Choose, Flow, Project
from flowkit.lint.graph.reaching import leads_to
from flowkit.lint.graph.routes import Leaving, Routes, routes
from flowkit.lint.graph.transitions import Transition, by_source, way_between, written

_MOST_REPORTED: Final = 20  # of one flow
_MOST_HEADS: Final = 100  # states where circles close, tried for the shortest
_MOST_SHOWN: Final = 8  # states of a path


def check_loops(routes: Routes) -> Generator[Diagnostic, None, frozenset[str]]:
    """Errors about loops that have no end, the shortest of each first; at last the names of the states in them."""
    states: set[str] = set()
    for loop in _endless(routes):
        closing = loop[-1]
        states.update(edge.source for edge in loop)
        yield problem(
            ENDLESS_LOOP,
            closing.edge.span,
            f"this loop has no end: {_path(loop)}; give one of its edges `times`",
            _help(loop, routes.flow, routes.project),
        )
    return frozenset(states)


def endless_loops(flow: Flow, project: Project) -> Iterator[list[Transition]]:
    """Loops without an end, as edges from the state a call comes to first and back to it.

    Each has the fewest edges of all that are left when the last edges of those before it are mended; at most 20.
    """
    return _endless(routes(flow, project))


def _endless(routes: Routes) -> Iterator[list[Transition]]:
    flow, reached = routes.flow, routes.reached
    stopped = {state.name for state in flow.states.values() if isinstance(state.does, Choose)}
    if len(reached) < len(flow.states):
        stopped.update(name for name in flow.states if name not in reached)
    edges = [
        each
        for each in routes.edges
        if each.edge.times is None and each.source not in stopped and each.edge.go not in stopped
    ]
    order: dict[str, int] | None = None
    for _ in range(_MOST_REPORTED):
        leaving = by_source(edges)
        heads = list(dict.fromkeys(_closing_at(leaving)))[:_MOST_HEADS]
        if not heads:
            return
        order = order or _order(flow)
        found = [_from_first(way_between(leaving, head, head), order) for head in heads]
        loop = min(found, key=lambda each: (len(each), order[each[0].source]))
        yield loop
        edges = [each for each in edges if each is not loop[-1]]


def _closing_at(leaving: Leaving) -> Iterator[str]:
    """The states that a walk in depth comes back to while it is still below them; each circle holds one of them."""
    below: set[str] = set()
    done: set[str] = set()
    for start in leaving:
        if start in done:
            continue
        below.add(start)
        walk = [(start, iter(leaving[start]))]
        while walk:
            name, rest = walk[-1]
            edge = next(rest, None)
            if edge is None:
                walk.pop()
                below.discard(name)
                done.add(name)
            elif edge.target in below:
                yield edge.target
            elif edge.target not in done:
                below.add(edge.target)
                walk.append((edge.target, iter(leaving.get(edge.target, ()))))


def _order(flow: Flow) -> dict[str, int]:
    """How early a call can come to each state: by the number of edges from the start, then as they are written."""
    names = [flow.start]
    seen = {flow.start}
    for name in names:
        new = [target for target in leads_to(flow.states[name]) if target in flow.states and target not in seen]
        names += new
        seen.update(new)
    return {name: place for place, name in enumerate(dict.fromkeys((*names, *flow.states)))}


def _from_first(loop: Sequence[Transition], order: Mapping[str, int]) -> list[Transition]:
    first = min(range(len(loop)), key=lambda place: order[loop[place].source])
    return [*loop[first:], *loop[:first]]


def _not_cleared(loop: Sequence[Transition], flow: Flow, project: Project) -> tuple[str, ...]:
    """The slots of the `ask` that a loop leads back to, if no edge of it clears one of them: they are asked again."""
    from flowkit.lint.slots.knowledge import asked  # what is known is worked out elsewhere, and only to explain

    does = flow.states[loop[-1].target].does
    slots = asked(does, flow, project) if isinstance(does, Ask) else ()
    return () if any(name in edge.edge.clear for edge in loop for name in slots) else slots


def _path(loop: Iterable[Transition]) -> str:
    names = [f"'{edge.source}'" for edge in loop]
    shown = names if len(names) <= _MOST_SHOWN else [*names[: _MOST_SHOWN - 1], "…", names[-1]]
    return " → ".join((*shown, names[0]))


def _help(loop: Sequence[Transition], flow: Flow, project: Project) -> str:
    closing = loop[-1]
    slots = _not_cleared(loop, flow, project)
    cleared = f", clear: {slots[0]}" if len(slots) == 1 else f", clear: [{', '.join(slots)}]" if slots else ""
    what = written(closing.edge, times=2, clear=slots) or f"add to this edge: times: 2{cleared}"
    return f"{what}; after that the next edge that fits is taken, or a person takes over"
