"""Second tries that are none: edges that count what happens once at most.

An edge with `times` is meant to go back. Where no way leads round to the state it leaves, it is taken once at most,
whatever `times` says: it leads elsewhere than was meant, or the count is a leftover.
"""

from collections.abc import Iterator

from flowkit.language.codes import COUNTED_FOR_NOTHING
from flowkit.language.diagnostic import Diagnostic, problem
from flowkit.lint.graph.routes import Routes


def check_tries(routes: Routes) -> Iterator[Diagnostic]:
    """Warnings about edges with `times` that no way leads back from."""
    for edge in routes.edges:
        if edge.edge.times is None or edge.source not in routes.reached or _leads(edge.edge.go, edge.source, routes):
            continue
        if any(_leads(other.edge.go, edge.source, routes) for other in routes.leaving[edge.source]):
            continue
        message = f"no way leads from '{edge.edge.go}' back to '{edge.source}', so `times` counts nothing"
        help = "go back to the state that asks again, or leave 'times' out"
        yield problem(COUNTED_FOR_NOTHING, edge.edge.span, message, help)


def _leads(start: str, goal: str, routes: Routes) -> bool:
    """Whether a call can come from one state to another."""
    found = {start}
    waiting = [start]
    for name in waiting:
        if name == goal:
            return True
        for edge in routes.leaving.get(name, ()):
            if edge.edge.go not in found:
                found.add(edge.edge.go)
                waiting.append(edge.edge.go)
    return False
