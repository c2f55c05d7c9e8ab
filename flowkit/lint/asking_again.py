"""Asking again: edges back to an `ask` that has nothing left to ask.

An `ask` never asks for a slot that is set; it is passed. An edge that leads back to one, while all its slots are sure
to be set (or enough of them, where it is content with some), brings the call straight back to where it was. Said only
where it is sure: the edge lies on a way around, on every way to it the `ask` did its job, and nothing after that forgot
one of its slots.
"""

from collections.abc import Iterator

from flowkit.language.codes import NOTHING_LEFT_TO_ASK
from flowkit.language.diagnostic import Diagnostic, Related, problem
from flowkit.language.expressions.paths import children
from flowkit.language.expressions.spelling import listed
from flowkit.language.expressions.syntax import Expr, Is, Name
from flowkit.language.model import Ask, Flow, Project
from flowkit.lint.graph import reachable
from flowkit.lint.known_slots import known_slots, nothing_to_ask
from flowkit.lint.loops import endless_loops
from flowkit.lint.transitions import Transition, by_source, transitions, way_between, written


def check_asking_again(flow: Flow, project: Project) -> Iterator[Diagnostic]:
    """Errors about edges back to an `ask` whose slots nothing cleared."""
    for transition, slots in back_in_vain(flow, project):
        target = flow.states[transition.target]
        which = "it" if len(slots) == 1 else "one of them"
        yield problem(
            NOTHING_LEFT_TO_ASK,
            transition.edge.span,
            f"nothing left to ask in '{target.name}': the call would come straight back",
            _help(transition, slots, flow, project),
            (Related(target.span, f"this asks for {listed(slots, 'and')}, and nothing on the way clears {which}"),),
        )


def back_in_vain(flow: Flow, project: Project) -> Iterator[tuple[Transition, tuple[str, ...]]]:
    """The edges back to an `ask` that would ask nothing, with the slots that are set there."""
    edges = list(transitions(flow))
    to_asks = [edge for edge in edges if isinstance(flow.states[edge.target].does, Ask)]
    if not to_asks:
        return
    known, reached, leaving = known_slots(flow, project), reachable(flow, project), by_source(edges)
    for edge in to_asks:
        does = flow.states[edge.target].does
        slots = nothing_to_ask(does, known.after(edge), flow, project) if isinstance(does, Ask) else ()
        if not slots or edge.source not in reached:
            continue
        if _leads_back(edge, leaving) and not _only_if_unset(edge, slots):
            yield edge, slots


def _leads_back(edge: Transition, leaving: dict[str, list[Transition]]) -> bool:
    return edge.source == edge.target or bool(way_between(leaving, edge.target, edge.source))


def _only_if_unset(edge: Transition, slots: tuple[str, ...]) -> bool:
    """Whether the guard itself asks if one of the slots is set: then its author has thought of it."""
    return edge.edge.when is not None and any(
        isinstance(part, Is) and isinstance(part.of, Name) and part.of.name in slots
        for part in _parts(edge.edge.when.expr)
    )


def _parts(expr: Expr) -> Iterator[Expr]:
    waiting = [expr]
    while waiting:
        part = waiting.pop()
        yield part
        waiting.extend(children(part))


def _help(transition: Transition, slots: tuple[str, ...], flow: Flow, project: Project) -> str:
    cleared = slots[0] if len(slots) == 1 else f"[{', '.join(slots)}]"
    # What mends the one has to mend the other as well.
    endless = transition.edge.times is None and any(loop[-1] == transition for loop in endless_loops(flow, project))
    times = 2 if endless else None
    return written(transition.edge, times=times, clear=slots) or f"add to this edge: clear: {cleared}"
