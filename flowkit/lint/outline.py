"""The outline of a flow: what the rest of its project has to know of what it does.

Rules that look at several flows at once look at these instead of the flows. An outline is small and holds plain values
only, so that it can be kept beside the findings of its flow, and given from one process to another.
"""

from collections.abc import Iterator, Mapping
from typing import Literal

from flowkit.language.expressions.syntax import Expr
from flowkit.language.frozen import frozen
from flowkit.language.model import (
    Ask,
    Choose,
    Confirm,
    Does,
    Edge,
    End,
    Flow,
    Guarantee,
    Handoff,
    Ladder,
    Run,
    Speak,
    State,
    Talk,
    Use,
)
from flowkit.language.span import Span

NEXT = "next"

Kind = Literal["speak", "ask", "choose", "use", "confirm", "talk", "run", "handoff", "end"]


@frozen
class Move:
    """One way from a state to another, in the order in which ways are tried.

    `outcome` is the one it belongs to, `next` where the state did its job, or the ladder it ends (`no_input`,
    `no_match`).
    """

    outcome: str
    target: str
    span: Span
    when: Expr | None = None
    times: int | None = None
    clear: tuple[str, ...] = ()


@frozen
class Stop:
    """A state as the outside sees it: `names` are the slots that it asks for, or the tools or flows that it may run."""

    name: str
    kind: Kind
    span: Span
    names: tuple[str, ...] = ()
    outcome: str = ""
    place: str = ""
    moves: tuple[Move, ...] = ()


@frozen
class Outline:
    """A flow as the outside sees it."""

    name: str
    start: str
    span: Span
    requires: tuple[str, ...]
    guarantees: tuple[Guarantee, ...]
    stops: Mapping[str, Stop]


def outline(flow: Flow) -> Outline:
    """The outline of a flow."""
    stops = {name: _stop(state) for name, state in flow.states.items()}
    return Outline(flow.name, flow.start, flow.span, flow.requires, flow.guarantees, stops)


def _stop(state: State) -> Stop:
    kind, names = _does(state.does)
    outcome = state.does.outcome if isinstance(state.does, End) else ""
    place = state.does.place if isinstance(state.does, Handoff) else ""
    return Stop(state.name, kind, state.span, names, outcome, place, tuple(_moves(state)))


def _does(does: Does) -> tuple[Kind, tuple[str, ...]]:
    match does:
        case Speak():
            return "speak", ()
        case Ask(slots=names):
            return "ask", names
        case Choose(flows=names):
            return "choose", names
        case Use(tool=name):
            return "use", (name,)
        case Confirm(tool=name):
            return "confirm", (name,)
        case Talk(tools=names):
            return "talk", names
        case Run(flow=name):
            return "run", (name,)
        case Handoff():
            return "handoff", ()
        case End():
            return "end", ()


def _moves(state: State) -> Iterator[Move]:
    for outcome, way in ((NEXT, state.next), *state.outcomes.items()):
        yield from (_move(outcome, edge) for edge in way)
    for name, ladder in (("no_input", state.no_input), ("no_match", state.no_match)):
        yield from (_move(name, edge) for edge in _last_rungs(ladder))


def _last_rungs(ladder: Ladder | None) -> Iterator[Edge]:
    yield from (rung.edge for rung in ladder or () if rung.edge is not None)


def _move(outcome: str, edge: Edge) -> Move:
    when = edge.when.expr if edge.when is not None else None
    return Move(outcome, edge.go, edge.span, when, edge.times, edge.clear)
