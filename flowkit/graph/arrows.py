"""Arrows: every way on that a flow writes down, as a value with the words that stand at it.

Ways that the language adds by itself (a person on request, what happens with an outcome that nobody named) are no
arrows: drawn from every state they would hide the flow. `defaults` tells them once for the whole picture.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from flowkit.language.model import (
    Ask,
    Choose,
    Confirm,
    Edge,
    Flow,
    Ladder,
    Project,
    Run,
    State,
    Talk,
    Use,
    WayOn,
)

HANG_UP, PERSON = "hang_up", "person"


@dataclass(frozen=True, slots=True)
class Arrow:
    """A way from one state to another. `words` are lines; `ladder`: it is taken when the caller is not understood."""

    source: str
    target: str
    words: tuple[str, ...] = ()
    ladder: bool = False


def arrows(flow: Flow, project: Project) -> Iterator[Arrow]:
    """The arrows of a flow, states in their order, each way in the order in which it is tried."""
    for state in flow.states.values():
        yield from _ways(state, _done(state), state.next)
        for outcome, way in state.outcomes.items():
            yield from _ways(state, outcome, way)
        for which, ladder in _ladders(flow, project, state):
            yield from _rungs(state, which, ladder)


def _ways(state: State, outcome: str, way: WayOn) -> Iterator[Arrow]:
    for place, edge in enumerate(way):
        yield Arrow(state.name, edge.go, (*filter(None, [outcome]), *_conditions(edge, place > 0), *_on_the_way(edge)))


def _done(state: State) -> str:
    """What has to have happened for `next`, where its edges do not say it by themselves."""
    match state.does:
        case Talk(until=until, exits=exits):
            rest = [name for name in exits if name not in state.outcomes]
            held = [f"until {until.source}"] if until is not None else []
            return " or ".join([*held, *rest])
        case Confirm():
            return "carried out"
        case Run():
            return "resolved"
    return ""


def _conditions(edge: Edge, is_later: bool) -> Iterator[str]:
    if edge.when is not None:
        yield f"when {edge.when.source}"
    elif is_later:
        yield "else"
    if edge.times is not None:
        yield "once" if edge.times == 1 else f"up to {edge.times} times"


def _on_the_way(edge: Edge) -> Iterator[str]:
    if edge.say is not None:
        yield f"“{edge.say.source}”"
    if edge.clear:
        yield f"clears {', '.join(edge.clear)}"


# Ladders that the state or a slot it asks for has itself.


def _ladders(flow: Flow, project: Project, state: State) -> Iterator[tuple[Literal["no_input", "no_match"], Ladder]]:
    asked = state.does.slots if isinstance(state.does, Ask) else ()
    slots = [flow.slots.get(name) or project.slots.get(name) for name in asked]
    for place in (state, *slots):
        if place is not None and place.no_input:
            yield "no_input", place.no_input
        if place is not None and place.no_match:
            yield "no_match", place.no_match


def _rungs(state: State, which: str, ladder: Ladder) -> Iterator[Arrow]:
    for attempt, rung in enumerate(ladder, 1):
        if rung.edge is not None:
            yield Arrow(state.name, rung.edge.go, (f"{which} {attempt}", *_on_the_way(rung.edge)), ladder=True)


# What is not drawn.


def defaults(flow: Flow) -> list[str]:
    """The ways that this flow has without having written them, each a line."""
    lines = ["asks for a person → person"]
    kinds = {type(state.does) for state in flow.states.values()}
    if kinds & {Ask, Choose, Talk}:
        lines += ["not understood → asked again, then person", "silence → asked again, then hang_up"]
    if kinds & {Use, Confirm}:
        lines += ["failed → person", "a rule refuses → its because, then the flow ends refused"]
    if Confirm in kinds:
        lines += ["declined → asked what to change, or the flow ends cancelled", "unknown → person"]
    if Talk in kinds:
        lines.append("too long → person")
    if Run in kinds:
        lines.append("run: cancelled, refused, unresolved → this flow ends so")
    return lines
