"""Circles: preconditions that need themselves, and values that are computed from themselves."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

from flowkit.language.building.report import Report
from flowkit.language.building.world import World
from flowkit.language.codes import BAD_VALUE, NEEDS_ITSELF, OFFERS_ITSELF
from flowkit.language.expressions.paths import names_in
from flowkit.language.model import Expression
from flowkit.language.tree import Scalar


def check_preconditions(world: World) -> None:
    """Reports each circle of preconditions once: no call could ever begin what they are for."""
    needs: dict[str, list[str]] = {}
    for name, fields in world.preconditions.items():
        flow = world.flows.get(fields.text("run"))
        if flow is not None:
            needs[name] = list(flow.fields.texts("requires"))
    for path in circles(needs):
        flow = world.flows[world.preconditions[path[-2]].text("run")]
        place = next(scalar for scalar in flow.fields.scalars("requires") if scalar.text == path[-1])
        message = f"the precondition '{path[0]}' needs itself: {' → '.join(path)}"
        world.report.add(NEEDS_ITSELF, place, message, "leave 'requires' out of the flow that makes it hold")


def check_runs(world: World) -> None:
    """Reports flows that run themselves, also by way of others or of what they require: they would never end."""
    runs: dict[str, dict[str, Scalar]] = {name: {} for name in world.flows}
    for name, flow in world.flows.items():
        for state in flow.states.values():
            scalar = state.scalar("run")
            if scalar is not None and scalar.text in world.flows:
                runs[name].setdefault(scalar.text, scalar)
    needs: dict[str, list[str]] = {}
    for name, flow in world.flows.items():
        required = (world.preconditions.get(scalar.text) for scalar in flow.fields.scalars("requires"))
        needs[name] = [*runs[name], *(fields.text("run") for fields in required if fields is not None)]
    for path in circles(needs):
        place = next((runs[one][other] for one, other in pairwise(path) if other in runs[one]), None)
        if place is not None:
            world.report.add(NEEDS_ITSELF, place, f"the flow '{path[0]}' runs itself: {' → '.join(path)}")


def check_choices(world: World) -> None:
    """Warns of flows that a caller may choose from inside themselves: they would begin once more, one in another."""
    offers: dict[str, dict[str, Scalar]] = {}
    leads: dict[str, dict[str, None]] = {}
    for name, flow in world.flows.items():
        offers[name], leads[name] = {}, {}
        for state in flow.states.values():
            if "choose" in state.mapping:
                for scalar in state.scalars("choose"):
                    offers[name].setdefault(scalar.text, scalar)
            elif "run" in state.mapping:
                leads[name][state.text("run")] = None
        leads[name].update(dict.fromkeys(offers[name]))
    told: set[str] = set()
    for path in circles(leads) if any(offers.values()) else []:
        one, other = next(((one, other) for one, other in pairwise(path) if other in offers[one]), ("", ""))
        if one and one not in told:
            told.add(one)
            way = f": {' → '.join(path)}" if len(path) > 2 else ""
            message = f"the flow '{other}' is open already where it is offered here{way}; it would begin inside itself"
            help = f"take '{other}' out here: when this flow ends, the call is back where it was chosen"
            world.report.add(OFFERS_ITSELF, offers[one][other], message, help)


def check_let(let: Mapping[str, Expression], report: Report) -> None:
    """Reports computed values that need themselves."""
    for path in circles({name: names_in(expression.expr) for name, expression in let.items()}):
        way = f": {' → '.join(path)}" if len(path) > 2 else ""
        report.add(BAD_VALUE, let[path[0]].span, f"'{path[0]}' is computed from itself{way}")


def circles(edges: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """The circles of a graph, each as its shortest path, whose last name is its first; one for each set of names."""
    found: dict[frozenset[str], list[str]] = {}
    for start in edges:
        waiting, seen = [[start]], {start}
        while waiting:
            path = waiting.pop(0)
            for name in sorted(edges.get(path[-1], ())):
                if name == start:
                    found.setdefault(frozenset(path), [*path, start])
                elif name not in seen:
                    seen.add(name)
                    waiting.append([*path, name])
    return list(found.values())
