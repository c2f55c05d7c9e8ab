"""Ladders that lead round: a caller who says nothing, or nothing that helps, is asked the same for ever.

The last rung of a ladder leaves the state. Where it leads back to it, or to others whose ladders do, the ladder starts
over, and nothing ever stops it: rungs have no `times`. Each kind of ladder is followed by itself, as silence meets one
and words that do not help the other.
"""

from collections.abc import Iterator
from typing import Literal

from flowkit.language.codes import LADDER_COMES_BACK
from flowkit.language.diagnostic import Diagnostic, problem
from flowkit.language.model import Ask, Choose, Confirm, Edge, Flow, Ladder, Project, State, Talk
from flowkit.lint.graph.routes import Routes, as_path, at_once

Kind = Literal["no_input", "no_match"]
_WHO = {"no_input": "who says nothing", "no_match": "who is not understood"}


def check_ladders(routes: Routes) -> Iterator[Diagnostic]:
    """Errors about ladders whose last rungs lead round in a circle."""
    flow = routes.flow
    for kind in _WHO:
        if _has_own(flow, kind):
            yield from _circles(routes, kind)


def _has_own(flow: Flow, kind: str) -> bool:
    """Whether anything in the flow has a ladder of its own; those of the project lead out of every flow."""
    return (
        getattr(flow, kind) is not None
        or any(getattr(state, kind) is not None for state in flow.states.values())
        or any(getattr(slot, kind) is not None for slot in flow.slots.values())
    )


def _circles(routes: Routes, kind: str) -> Iterator[Diagnostic]:
    flow, project = routes.flow, routes.project
    leads: dict[str, tuple[str, Edge]] = {}
    for name in routes.reached:
        edge = _last_rung(flow.states[name], kind, flow, project)
        target = next((each for each in at_once(edge.go, flow) if _listens(each)), None) if edge is not None else None
        if edge is not None and target is not None:
            leads[name] = (target.name, edge)
    told: set[str] = set()
    for name in flow.states:
        path = [name]
        while path[-1] in leads and path.count(path[-1]) == 1:
            path.append(leads[path[-1]][0])
        if path.count(path[-1]) > 1 and not told.intersection(path):
            told.update(path)
            circle = path[path.index(path[-1]) :]
            edge = leads[circle[-2]][1]
            back = f"to '{circle[0]}' itself" if len(circle) == 2 else f"round: {as_path(circle)}"
            message = f"this ladder leads back {back}, so a caller {_WHO[kind]} is asked for ever"
            yield problem(LADDER_COMES_BACK, edge.span, message, "let the last rung leave: go: person, or go: hang_up")


def _listens(state: State) -> bool:
    return isinstance(state.does, Ask | Choose | Confirm | Talk)


def _last_rung(state: State, kind: str, flow: Flow, project: Project) -> Edge | None:
    """The edge that ends the ladder of a state: that of its slot, its own, that of its flow."""
    if not _listens(state):
        return None
    own: list[Ladder | None] = []
    if isinstance(state.does, Ask):
        own = [getattr(slot, kind) for name in state.does.slots if (slot := flow.slots.get(name)) is not None]
    ladder = next((each for each in (*own, getattr(state, kind), getattr(flow, kind)) if each), None)
    return ladder[-1].edge if ladder else None
