"""Where a slot's value can go: the tools that get it as an argument, through computed values and flows that are run.

Theory of operation. A name is *marked* in a flow if its value is made of the slot's: the slot itself, computed values
that read it, slots of other flows that a `with` fills from marked names, and results that bring such slots back under
`gives`. Marks spread until nothing is added. A tool that is not allowed and gets a marked name as an argument breaks
the sentence, if the call can come there. What the model gives the tools of a `talk`, and what the engine looks up by
itself, is not written down: where such a tool takes a value of the slot's type, the sentence is unproved.
"""

from collections.abc import Iterator
from typing import NamedTuple

from flowkit.language.expressions.paths import names_in
from flowkit.language.expressions.syntax import Expr
from flowkit.language.model import Guarantee
from flowkit.lint.outline import Stop
from flowkit.lint.policy.sentences import HANDOFF, Sentence
from flowkit.lint.policy.world import World


class Leak(NamedTuple):
    """A state whose tool gets the value; `through` is the state by whose `with` it came into the flow, if it did."""

    flow: str
    stop: str
    tool: str
    argument: str
    through: str = ""
    sure: bool = True


def leaks(world: World, guarantee: Guarantee, owner: str) -> Iterator[Leak]:
    """The places where the value of a slot can go to a tool that it must not go to."""
    holder = owner if owner and guarantee.subject in world.outlines[owner].slots else ""
    marks = _Marks(world, guarantee.subject, holder)
    for flow, names in marks.names.items():
        for stop in world.outlines[flow].stops.values():
            yield from _at(world, guarantee, flow, stop, names, marks.through)
    held = world.outlines[holder].slots[guarantee.subject] if holder else world.slots[guarantee.subject]
    for flow, outline in world.outlines.items():
        for stop in outline.stops.values():
            if stop.kind == "talk":
                yield from _of_model(world, guarantee, flow, stop, held.type)
    case = world.project.case
    if case is not None and not holder and case.tool not in guarantee.names:
        for argument, expression in case.arguments.items():
            if guarantee.subject in names_in(expression.expr):
                yield Leak("", HANDOFF, case.tool, argument)


def reaching(leak: Leak, owner: str, world: World) -> Sentence:
    """The sentence that a call never comes to a leak, which its shortest conversation breaks."""
    thing = HANDOFF if leak.stop == HANDOFF and not leak.flow else f"state {leak.flow}.{leak.stop}"
    sentence = Sentence("", "never_after" if leak.through else "only_if", owner)
    sentence.forbid = frozenset((thing,))
    if leak.through:
        sentence.object, sentence.broken_in = (f"state {leak.through}",), 1
    if owner:
        sentence.open = ("test", world.guards.opened(owner), "yes", None)
    return sentence


class _Marks:
    """The marked names of each flow, and by which state marks came into it."""

    def __init__(self, world: World, slot: str, holder: str) -> None:
        self.world = world
        flows = [holder] if holder else list(world.outlines)
        self.names: dict[str, set[str]] = {flow: {slot} for flow in flows}
        self.through: dict[tuple[str, str], str] = {}
        todo = list(self.names)
        while todo:
            todo += self._spread(todo.pop())

    def _spread(self, flow: str) -> Iterator[str]:
        """Spreads the marks of one flow; the flows that have new ones."""
        outline, names = self.world.outlines[flow], self.names[flow]
        for name, expr in outline.let * 2:
            if self._reads(flow, expr) and name not in names:
                names.add(name)
        for stop in outline.stops.values():
            if stop.kind != "run" or stop.names[0] not in self.world.outlines:
                continue
            other = stop.names[0]
            for name, expr in stop.given:
                if self._reads(flow, expr) and name not in self.names.setdefault(other, set()):
                    self.names[other].add(name)
                    self.through[other, name] = f"{flow}.{stop.name}"
                    yield other
        yield from self._given_back(flow)

    def _given_back(self, flow: str) -> Iterator[str]:
        """Marked slots under `gives` mark the results of those who run the flow."""
        if self.names[flow].isdisjoint(self.world.outlines[flow].gives):
            return
        for other, outline in self.world.outlines.items():
            for stop in outline.stops.values():
                known = self.names.setdefault(other, set()) if stop.save_as and stop.names == (flow,) else None
                if known is not None and stop.kind == "run" and stop.save_as not in known:
                    known.add(stop.save_as)
                    yield other

    def _reads(self, flow: str, expr: Expr) -> bool:
        return not self.world.room(flow).through_let(names_in(expr)).isdisjoint(self.names[flow])


def _at(
    world: World,
    guarantee: Guarantee,
    flow: str,
    stop: Stop,
    names: set[str],
    through: dict[tuple[str, str], str],
) -> Iterator[Leak]:
    """What a state that uses a tool passes on, and what the engine passes on for it."""
    if stop.kind not in ("use", "confirm"):
        return
    tool, room = world.project.tools[stop.names[0]], world.room(flow)
    for argument, expr in stop.given:
        marked = room.through_let(names_in(expr)) & names
        if not marked:
            continue
        way = (
            "" if guarantee.subject in marked else next((through[flow, n] for n in marked if (flow, n) in through), "")
        )
        if tool.name not in guarantee.names:
            yield Leak(flow, stop.name, tool.name, argument, way)
        look = tool.when_unknown
        if look is not None and look.use not in guarantee.names:
            for name, each in look.arguments.items():
                if argument in names_in(each.expr):
                    yield Leak(flow, stop.name, look.use, name, way)
        for source in tool.input[argument].sources:
            reader = world.look_ups.reader(source.path[0]) if source.kind == "record" else ""
            if reader and reader not in guarantee.names:
                yield Leak(flow, stop.name, reader, argument, way, sure=False)


def _of_model(world: World, guarantee: Guarantee, flow: str, stop: Stop, type: str) -> Iterator[Leak]:
    """What the model could pass on in a `talk`."""
    for name in stop.names:
        if name in guarantee.names:
            continue
        for argument in world.project.tools[name].input.values():
            kinds = {source.kind for source in argument.sources}
            if argument.shape.type == type and (not kinds or kinds & {"caller", "channel", "computed"}):
                yield Leak(flow, stop.name, name, argument.name, sure=False)
                break
