"""Transitions: the edges of a flow between its own states, and how an edge is written when something is added to it.

Only ways on that stand in the flow count: `next` and the outcomes that it names. Edges to states that every flow has
(`person`, `hang_up`) leave the flow, unless it has a state of that name itself.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from flowkit.language.frozen import frozen
from flowkit.language.mending import quoted
from flowkit.language.model import Edge, Flow
from flowkit.language.words import Words

NEXT: Final = "next"
_LONGEST: Final = 140
_PLAIN = re.compile(r"[A-Za-z_][\w .<>=+'-]*")


@frozen
class Transition:
    """One edge from a state; `outcome` is the one it belongs to, `next` where the state did its job."""

    source: str
    outcome: str
    edge: Edge

    @property
    def target(self) -> str:
        """The state it leads to."""
        return self.edge.go


def transitions(flow: Flow) -> Iterator[Transition]:
    """All edges between states of the flow, in the order of its states."""
    for state in flow.states.values():
        for outcome, way in ((NEXT, state.next), *state.outcomes.items()):
            for edge in way:
                if edge.go in flow.states:
                    yield Transition(state.name, outcome, edge)


def by_source(edges: Iterable[Transition]) -> dict[str, list[Transition]]:
    """The edges of each state that has some."""
    leaving: dict[str, list[Transition]] = {}
    for edge in edges:
        leaving.setdefault(edge.source, []).append(edge)
    return leaving


def way_between(leaving: Mapping[str, list[Transition]], start: str, goal: str) -> list[Transition]:
    """The fewest edges, one at least, that lead from a state to another or back to itself; empty if none do."""
    came: dict[str, Transition] = {}
    waiting = [start]
    for name in waiting:
        for edge in leaving.get(name, ()):
            if edge.target in came:
                continue
            came[edge.target] = edge
            if edge.target == goal:
                return _back(came, start, goal)
            waiting.append(edge.target)
    return []


def _back(came: Mapping[str, Transition], start: str, goal: str) -> list[Transition]:
    way = [came[goal]]
    while way[-1].source != start:
        way.append(came[way[-1].source])
    return way[::-1]


def written(edge: Edge, times: int | None = None, clear: tuple[str, ...] = ()) -> str:
    """`write: {…}` with the edge as it stands and what is added to it; "" where that would be too long to read."""
    entries = {
        "when": edge.when and _inline(edge.when.source),
        "times": times or edge.times,
        "say": edge.say and _spoken(edge.say),
        "clear": _several(tuple(dict.fromkeys((*edge.clear, *clear)))),
        "go": edge.go,
    }
    whole = ", ".join(f"{key}: {value}" for key, value in entries.items() if value)
    return f"write: {{{whole}}}" if len(whole) <= _LONGEST and "\n" not in whole else ""


def _inline(source: str) -> str:
    """An expression as it may stand inside `{…}`."""
    return source if _PLAIN.fullmatch(source) else quoted(source)


def _spoken(words: Words) -> str:
    return quoted(words.source.rstrip())


def _several(names: tuple[str, ...]) -> str:
    return f"[{', '.join(names)}]" if len(names) > 1 else "".join(names)
