"""Preconditions and flows that need themselves: a call could never begin, or never end, what they ask for."""

from collections.abc import Mapping

from flowkit.language.building.world import World
from flowkit.language.codes import NEEDS_ITSELF
from flowkit.language.tree import Scalar


def check_cycles(world: World) -> None:
    """Reports each circle of preconditions once, and each circle of flows that run each other at once."""
    needs: dict[str, list[tuple[str, Scalar]]] = {}
    for name, fields in world.preconditions.items():
        run = fields.scalar("run")
        flow = None if run is None else world.flows.get(run.text)
        if flow is not None:
            needs[name] = [(scalar.text, scalar) for scalar in flow.fields.scalars("requires")]
    for path in _circles(needs):
        place = next(scalar for other, scalar in needs[path[-2]] if other == path[-1])
        message = f"the precondition '{path[0]}' needs itself: {' → '.join(path)}"
        world.report.add(NEEDS_ITSELF, place, message, "leave 'requires' out of the flow that makes it hold")


def _circles(edges: Mapping[str, list[tuple[str, Scalar]]]) -> list[list[str]]:
    """The circles of a graph, each as a path whose last name is its first; one for each set of names."""
    found: dict[frozenset[str], list[str]] = {}
    for start in edges:
        waiting = [[start]]
        seen = {start}
        while waiting:
            path = waiting.pop(0)
            for name, _ in edges.get(path[-1], ()):
                if name == start:
                    found.setdefault(frozenset(path), [*path, start])
                elif name not in seen:
                    seen.add(name)
                    waiting.append([*path, name])
    return list(found.values())
