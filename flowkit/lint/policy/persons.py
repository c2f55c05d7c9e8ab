"""A person is reachable from every state, and every call ends: both hang on the ways to a person.

Theory of operation. A caller may ask for a person wherever the call waits, and a call that has used up its turns or its
time asks for one as well. Both enter `person`, which gives the call away, unless the flow has a state of that name that
does something else. From there every way has to lead to a handoff, before the flow or the call ends some other way, and
without going round. Where no flow has such a state, there is nothing to prove.
"""

from collections.abc import Iterator
from typing import NamedTuple

from flowkit.lint.policy.exploring import Exploration, Run, TooMany
from flowkit.lint.policy.followed import Followed
from flowkit.lint.policy.proving import Proof, begun, prove
from flowkit.lint.policy.reach import knots
from flowkit.lint.policy.readings import PERSON
from flowkit.lint.policy.rooms import LISTENING
from flowkit.lint.policy.sentences import ASKED, HANDOFF, Sentence
from flowkit.lint.policy.ways import Ways
from flowkit.lint.policy.world import World

REACHABLE = "a person is reachable from every state"
_MOST_NODES = 100_000


def own_persons(world: World) -> list[str]:
    """The flows whose own state `person` is no handoff."""
    found = []
    for name, outline in world.outlines.items():
        stop = outline.stops.get(PERSON)
        if stop is not None and stop.kind != "handoff":
            found.append(name)
    return found


def hands_over(world: World, flow: str) -> bool:
    """Whether some way from the state `person` of a flow leads to a handoff in it."""
    stops = world.outlines[flow].stops
    todo, seen = [PERSON], {PERSON}
    while todo:
        stop = stops[todo.pop()]
        if stop.kind == "handoff":
            return True
        new = {move.target for move in stop.moves if move.target in stops} - seen
        seen |= new
        todo += new
    return False


def sentence_of_persons() -> Sentence:
    """The sentence that whoever asks for a person is given to one."""
    sentence = Sentence(REACHABLE, "person")
    sentence.subject, sentence.object = (ASKED,), (HANDOFF,)
    return sentence


def prove_persons(world: World) -> Proof:
    """Whether all ways to a person lead to one."""
    return prove(world, sentence_of_persons(), world.roots())


class Round(NamedTuple):
    """States of a flow that a call can go round in, though it is to be given to a person."""

    flow: str
    stops: tuple[str, ...]


def rounds(world: World) -> Iterator[Round]:
    """Where calls that are to be given to a person go round, listening to the caller again and again."""
    sentence = sentence_of_persons()
    followed = Followed(world.guards.facts, frozenset(), world.keys)
    ways = Ways(world, sentence, followed, None)
    exploration = Exploration(ways, world.roots(), [begun(world, sentence, followed)], _MOST_NODES)
    try:
        exploration.explore()
    except TooMany:
        return
    own, seen = own_persons(world), set[tuple[str, tuple[str, ...]]]()
    for run in exploration.runs.values():
        if run.flow in own:
            for stops in _round(world, run):
                if (run.flow, stops) not in seen:
                    seen.add((run.flow, stops))
                    yield Round(run.flow, stops)


def _round(world: World, run: Run) -> Iterator[tuple[str, ...]]:
    room = world.room(run.flow)
    nodes = [node for node in run.far if node[1] == 1 and node[0][0] != "?"]
    numbers = {node: place for place, node in enumerate(nodes)}
    counted = {(*key.split("/")[:2], str(place)) for key, place, _ in room.counted()}
    targets: list[list[int]] = []
    for node in nodes:
        steps = run.follow.get(node, {})
        targets.append(
            [
                numbers[target]
                for target, step in steps.items()
                if target in numbers and step.label[0] != "calls" and (node[0], *step.label[:2]) not in counted
            ]
        )
    for knot in knots(targets):
        if len(knot) < 2 and knot[0] not in targets[knot[0]]:
            continue
        stops = tuple(sorted({nodes[one][0].rstrip("~") for one in knot}))
        if any(room.stop(name).kind in LISTENING for name in stops):
            yield stops
