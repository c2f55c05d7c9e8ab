"""Conversations played through: step by step, with the facts that are followed, to see whether they can happen."""

from collections.abc import Iterator
from typing import NamedTuple

from flowkit.lint.policy.facts import Known
from flowkit.lint.policy.values import Label, Value, Way
from flowkit.lint.policy.ways import Ways

_MOST_AT_ONCE = 64


class Back(NamedTuple):
    """A correction, as a step of a conversation: the flow that goes back, the slot, and where to."""

    flow: str
    slot: str
    asked: bool
    stop: str


Act = Label | Back


class Told(NamedTuple):
    """One step of a conversation that was played: where the call was, and what happened."""

    flow: str
    point: str
    act: Act
    way: Way | None


class Place(NamedTuple):
    """Where a conversation can be: the flows below (with what was known there), the flow on top, its point and ways."""

    below: tuple[tuple[str, str, Known, Way], ...]
    flow: str
    point: str
    ways: tuple[Way, ...]


def play(ways: Ways, root: str, begun: Value, acts: list[Act]) -> tuple[list[Told], set[int], bool]:
    """Plays a conversation: the steps that were possible, the facts that stopped it, and whether it came to its end."""
    blocked = ways.followed.blocked
    blocked.clear()
    places = [Place((), root, "", tuple(ways.of(root, "", *begun)))]
    told: list[Told] = []
    passed = _Passed()
    for act in acts:
        if not passed.may(act):
            return told, set(), False
        stopped = set(blocked)
        blocked.clear()
        first = places[0]
        chosen = next((way for way in first.ways if way.label == act), None)
        told.append(Told(first.flow, first.point, act, chosen))
        passed.note(first, act, chosen)
        new: dict[Place, None] = {}
        for place in places:
            for each in _played(ways, place, act):
                if isinstance(each, bool):
                    return told, set(), True
                new[each] = None
        if not new:
            return told, stopped | blocked, False
        places = list(new)[:_MOST_AT_ONCE]
    return told, set(), False


class _Passed:
    """The states that each open flow has passed: a correction leads back only to one of them."""

    def __init__(self) -> None:
        self._paths: list[tuple[str, list[str]]] = [("", [])]

    def may(self, act: Act) -> bool:
        """Whether a step can be made, as far as corrections go."""
        if not isinstance(act, Back):
            return True
        return any(flow == act.flow and act.stop in path for flow, path in self._paths)

    def note(self, place: "Place", act: Act, way: Way | None) -> None:
        """Remembers where a step leads."""
        if isinstance(act, Back):
            while self._paths[-1][0] != act.flow:
                self._paths.pop()
            path = self._paths[-1][1]
            del path[path.index(act.stop) + 1 :]
        elif way is not None and way.kind == "call":
            self._paths.append((way.target, []))
        elif way is not None and way.kind == "exit":
            self._paths.pop()
        elif way is not None and way.kind == "go":
            self._paths[-1][1].append(way.target.strip("?~"))


def _played(ways: Ways, place: Place, act: Act) -> Iterator[Place | bool]:
    if isinstance(act, Back):
        yield from _gone_back(ways, place, act)
        return
    for way in place.ways:
        if way.label != act:
            continue
        match way.kind:
            case "go":
                further = tuple(ways.of(place.flow, way.target, way.state, way.known))
                yield Place(place.below, place.flow, way.target, further)
            case "listen":
                yield place._replace(ways=(way,))
            case "call":
                yield from _begun(ways, place, way)
            case "exit":
                caller, point, before, call = place.below[-1]
                known = ways.returned(way.known, before, caller, place.flow)
                assert call.then is not None
                yield Place(place.below[:-1], caller, point, tuple(call.then(way.target, way.state, known)))
            case "end":
                if ways.owed_at_end(way.state, way.known):
                    yield True
            case _:
                yield True


def _begun(ways: Ways, place: Place, way: Way) -> Iterator[Place]:
    opened = {each[0] for each in place.below} | {place.flow}
    if way.label[0] == "turns to" and way.target in opened:
        fact = ways.followed.facts.find("open", way.target, "")
        ways.followed.blocked.update([fact.number] if fact is not None else [])
        return
    flow = ways.instead_of(way.target)
    begun = ways.passed(way.known, place.flow, flow)
    point = "" if flow[0] in "~-!" else "?"
    below = (*place.below, (place.flow, place.point, way.known, way))
    yield Place(below, flow, point, tuple(ways.of(flow, point, way.state, begun)))


def _gone_back(ways: Ways, place: Place, act: Back) -> Iterator[Place]:
    if not place.ways:
        return
    state, known = place.ways[0].state, place.ways[0].known
    below, flow = place.below, place.flow
    while flow != act.flow:
        if not below:
            return
        caller, _, before, _ = below[-1]
        known, below, flow = ways.returned(known, before, caller, flow), below[:-1], caller
    known = ways.corrected(flow, act.slot, known, asked=act.asked)
    yield Place(below, flow, act.stop, tuple(ways.of(flow, act.stop, state, known)))
