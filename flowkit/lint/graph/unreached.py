"""States that no call can reach."""

from collections.abc import Iterator

from flowkit.language.codes import UNREACHABLE_STATE
from flowkit.language.diagnostic import Diagnostic, Related, problem
from flowkit.language.expressions.spelling import listed
from flowkit.language.model import Edge
from flowkit.lint.graph.routes import Routes, ways


def check_unreached(routes: Routes) -> Iterator[Diagnostic]:
    """Warnings about states that nothing leads to from the start; those that are lost with another are told with it."""
    flow = routes.flow
    if len(routes.reached) == len(flow.states):
        return
    lost = [name for name in flow.states if name not in routes.reached]
    first: list[str] = []
    seen: set[str] = set()
    for name in lost:
        if name not in seen:
            first.append(name)
            _lost_with(name, routes, seen)
    # From one that came late nothing leads to those before it, but perhaps the other way round.
    told: set[str] = set()
    for name in reversed(first):
        if name not in told:
            with_it = _lost_with(name, routes, told)
            yield _unreached(name, [other for other in lost if other in with_it and other != name], routes)


def _unreached(name: str, with_it: list[str], routes: Routes) -> Diagnostic:
    state = routes.flow.states[name]
    sources = {edge.source for edge in routes.edges if edge.edge.go == name}
    others = sorted(sources - {name})
    if others:
        message = f"only {listed(others, 'and')} lead{'s' * (len(others) == 1)} to the state '{name}', "
        message += "and no call comes there"
    else:
        message = f"nothing leads to the state '{name}'" + (" but itself" if sources else "")
    help = f"go to it from another state, or take it out; the flow starts with '{routes.flow.start}'"
    if with_it:
        help += f"; without it no call comes to {listed(with_it, 'and')}"
    return problem(UNREACHABLE_STATE, state.span, message, help, () if others else _suspects(name, routes))


def _lost_with(name: str, routes: Routes, seen: set[str]) -> set[str]:
    """The states that no call comes to and that a lost state leads to, that one included, but those seen before."""
    found, waiting = {name}, [name]
    seen.add(name)
    while waiting:
        for edge in routes.leaving.get(waiting.pop(), ()):
            goal = edge.edge.go
            if goal in routes.flow.states and goal not in routes.reached and goal not in seen:
                seen.add(goal)
                found.add(goal)
                waiting.append(goal)
    return found


def _suspects(name: str, routes: Routes) -> tuple[Related, ...]:
    """Edges that may have been meant to lead to a lost state: the only one that leads past it, or two alike."""
    behind = _behind(name, routes)
    past = [edge for edge in routes.edges if edge.source in routes.reached and edge.edge.go in behind]
    if len(past) == 1:
        return (Related(past[0].edge.span, "this leads past it"),)
    alike: list[list[Edge]] = []
    for state in routes.flow.states.values():
        edges = [edge for _, way in ways(state) for edge in way] if state.name in routes.reached else []
        same = [edge for edge in edges if sum(other.go == edge.go for other in edges) > 1]
        if len(same) > 1:
            alike.append(same)
    if len(alike) != 1 or len(alike[0]) != 2:
        return ()
    one, other = alike[0]
    return (Related(one.span, "is this meant to lead there?"), Related(other.span, "or this, which leads to the same?"))


def _behind(name: str, routes: Routes) -> set[str]:
    """The states in reach of calls that a lost state leads to, by way of others that are lost."""
    found: set[str] = set()
    waiting, seen = [name], {name}
    while waiting:
        for edge in routes.leaving.get(waiting.pop(), ()):
            if edge.edge.go in routes.reached:
                found.add(edge.edge.go)
            elif edge.edge.go not in seen:
                seen.add(edge.edge.go)
                waiting.append(edge.edge.go)
    return found
