"""The ways on from each point of a flow: what callers, tools and the model can bring about there, step by step.

Theory of operation. A *point* is a state that is entered (`look`), the inside of a `talk` that goes on (`look~`), or
the moment at which a flow may begin or go on, once what it requires holds (`?`, `?look`). A *value* is the state of the
sentence with what is known of facts. From a point and a value lead *ways*: to another point, out of the flow with an
outcome, to the end of the call, or into another flow (`call`), from which `then` leads on. A way on which the sentence
is broken leads nowhere (`broken`). Every way on that the engine has is here, also those that no flow writes down:
defaults of outcomes, ladders, "forget it", a person, another wish, flows under `anytime`, preconditions, look-ups that
the engine makes by itself, and that nobody picks up. What a guard says is taken into account as far as facts are
followed; otherwise each way may be taken.
"""

from collections.abc import Iterator

from flowkit.lint.outline import NEXT, Stop
from flowkit.lint.policy.facts import NOT_TRUE, TRUE, UNSET, Known, Root
from flowkit.lint.policy.readings import PERSON
from flowkit.lint.policy.rooms import Room
from flowkit.lint.policy.sentences import HANDOFF
from flowkit.lint.policy.tool_ways import ToolWays
from flowkit.lint.policy.values import Then, Value, Way


class Ways(ToolWays):
    """The ways on in all flows."""

    def at(self, flow: str, point: str, state: int, known: Known) -> list[Way]:
        """The ways on from a point of a flow."""
        room, value = self.world.room(flow), (state, known)
        if point.startswith("?"):
            return list(self._begin(room, point[1:], value))
        if point.endswith("~"):
            return list(self._talk(room, room.stop(point[:-1]), value))
        return list(self._enter(room, room.stop(point), value))

    def _begin(self, room: Room, state: str, value: Value) -> Iterator[Way]:
        """What a flow requires is made to hold; then it starts, or goes on in a state."""
        project, outline = self.world.project, room.outline
        at, rest = value
        target = state or outline.start
        ready = self.followed.refined(rest, room.needs, TRUE)
        if ready is not None:
            broken = None if state else self._broken((at, ready), f"start {room.name}", ("start",), outline.span)
            yield broken or Way(("start", state), "go", target, at, ready, None, 0)
        for name, formula in zip(outline.requires, room.needs[1], strict=True):
            fails = self.followed.refined(rest, formula, NOT_TRUE)
            if fails is not None:
                run = project.preconditions[name].run
                then = self._required(room, name, state)
                yield self._call(run, (at, fails), ("requires", name, run), then, None)
            holds = self.followed.refined(rest, formula, TRUE)
            if holds is None:
                return
            rest = holds

    def _required(self, room: Room, name: str, state: str) -> Then:
        formula = room.needs[1][room.outline.requires.index(name)]

        def then(outcome: str, at: int, known: Known) -> list[Way]:
            ways = []
            holds = self.followed.refined(known, formula, TRUE)
            if holds is not None:
                ways.append(Way(("holds", name), "go", f"?{state}", at, holds, None, 0))
            fails = self.followed.refined(known, formula, NOT_TRUE)
            if fails is not None:
                ways.append(Way(("refused", name), "exit", "refused", at, fails))
            return ways

        return then

    def _enter(self, room: Room, stop: Stop, value: Value) -> Iterator[Way]:
        thing = f"state {room.name}.{stop.name}"
        if stop.name != PERSON and stop.kind != "handoff":
            broken = self._broken(value, thing, (), stop.span)
            if broken is not None:
                yield broken
                return
        value = self.happened(value, thing)
        for one, broken in self._looked_up(room, stop, value):
            if broken is not None:
                yield broken
            else:
                yield from self._do(room, stop, one)

    def _do(self, room: Room, stop: Stop, value: Value) -> Iterator[Way]:
        match stop.kind:
            case "speak":
                yield from self._leave(room, stop, NEXT, value)
            case "ask":
                yield from self._ask(room, stop, value)
            case "choose":
                yield from self._choose(room, stop, value)
            case "use":
                yield from self._use(room, stop, value)
            case "confirm":
                yield from self._confirm(room, stop, value)
            case "talk":
                yield from self._talk(room, stop, value)
            case "run":
                yield from self._run(room, stop, value)
            case "handoff":
                yield from self._handoff(room, stop, value)
            case _:
                yield from self._end(room, stop.outcome, value, ("end", stop.outcome), stop.span)

    def _ask(self, room: Room, stop: Stop, value: Value) -> Iterator[Way]:
        roots = [] if stop.enough else [room.root(name) for name in stop.names if not self._is_optional(room, name)]
        for state, known in self.rested(room, stop, *value):
            known = self._unsettled(room, stop, known)
            filled: Known | None = known
            for root in roots:
                filled = self.followed.set(filled, root) if filled is not None else None
            if filled is not None:
                yield from self._leave(room, stop, NEXT, (state, filled))
            if roots and self._are_set(known, roots):
                continue
            if len(roots) == 1 and roots[0] not in self._checked:
                known = self.followed.unset(known, roots[0])
            one = (state, known)
            if "cannot_say" in room.ways(stop):
                yield from self._leave(room, stop, "cannot_say", one)
            yield from self._ladder(room, stop, "no_input", one)
            yield from self._ladder(room, stop, "no_match", one)
            yield from self._waits(room, stop, one)

    def _are_set(self, known: Known, roots: list[Root]) -> bool:
        """Whether an `ask` has nothing to ask, so that it does not wait."""
        facts = [self.followed.facts.find("term", (name,), flow) for flow, name in roots]
        followed = [fact for fact in facts if fact is not None and fact.number in self.followed.numbers]
        if len(followed) < len(roots) or any(self.followed.bits(known, fact) & UNSET for fact in followed):
            return False
        self.followed.blocked.update(fact.number for fact in followed)
        return True

    @staticmethod
    def _is_optional(room: Room, name: str) -> bool:
        slot = room.outline.slots.get(name) or room.world.slots.get(name)
        return slot is None or slot.optional

    def _unsettled(self, room: Room, stop: Stop, known: Known) -> Known:
        """In an `ask` that has to be filled first, values may change on which states depend that read its slots too."""
        if not known:
            return known
        names = room.unsettled(stop)
        return self.followed.forget(known, [room.root(name) for name in names], but_set=True) if names else known

    def _choose(self, room: Room, stop: Stop, value: Value) -> Iterator[Way]:
        def then(outcome: str, at: int, known: Known) -> list[Way]:
            return list(self._leave(room, stop, NEXT, (at, known)))

        for one in self.rested(room, stop, *value):
            for name in stop.names:
                yield self._call(name, one, ("choose", name), then, stop.span)
            yield from self._nothing(room, stop, one)
            if "other" in room.ways(stop):
                yield from self._leave(room, stop, "other", one)
            yield from self._ladder(room, stop, "no_input", one)
            yield from self._ladder(room, stop, "no_match", one)
            yield from self._waits(room, stop, one)

    def _run(self, room: Room, stop: Stop, value: Value) -> Iterator[Way]:
        def then(outcome: str, at: int, known: Known) -> list[Way]:
            if outcome == "resolved":
                return list(self._leave(room, stop, NEXT, (at, self._kept(room, stop, known))))
            if outcome in room.ways(stop):
                return list(self._leave(room, stop, outcome, (at, self._kept(room, stop, known))))
            if outcome in ("cancelled", "refused", "unresolved"):
                return list(self._end(room, outcome, (at, known), (outcome, "default"), stop.span))
            return [Way((outcome, "default"), "go", PERSON, at, known, stop.span)]

        for name in stop.names:
            yield self._call(name, value, ("run", name), then, stop.span)

    def _handoff(self, room: Room, stop: Stop, value: Value) -> Iterator[Way]:
        broken = self._broken(value, HANDOFF, (), stop.span)
        if broken is not None:
            yield broken
            return
        for one, against in self._case(stop, self.happened(value, HANDOFF)):
            if against is not None:
                yield against
                continue
            yield Way(("connected",), "end", "handoff", *one, stop.span)
            place = self.world.project.places.get(stop.place) or self.world.project.default_place
            if place is not None and place.callback in self.world.outlines and place.callback != room.name:
                then = self._called_back(room, stop)
                yield self._call(place.callback, one, ("callback", place.callback), then, stop.span)
            if "failed" in room.ways(stop):
                yield from self._leave(room, stop, "failed", one)

    def _called_back(self, room: Room, stop: Stop) -> Then:
        def then(outcome: str, at: int, known: Known) -> list[Way]:
            ways = [Way(("called back",), "end", "handoff", at, known, stop.span)]
            if outcome != "resolved" and "failed" in room.ways(stop):
                ways += self._leave(room, stop, "failed", (at, known))
            return ways

        return then

    def _case(self, stop: Stop, value: Value) -> Iterator[tuple[Value, Way | None]]:
        """The case that is written when the call goes to a person, or is not."""
        yield value, None
        case = self.world.project.case
        if case is None or not self.sentence.things.intersection((f"tool {case.tool}", f"unknown {case.tool}")):
            return
        tool = self.world.project.tools[case.tool]
        known = self.followed.refined(value[1], self.world.look_ups.requirements(tool), TRUE)
        if known is None:
            return
        broken = self._broken((value[0], known), f"tool {tool.name}", ("case", tool.name), stop.span)
        if broken is not None:
            yield value, broken
            return
        yield self.happened((value[0], known), f"tool {tool.name}"), None
        yield self.happened((value[0], known), f"unknown {tool.name}"), None

    # What stands for several flows, or for a whole call.

    def of(self, flow: str, point: str, state: int, known: Known) -> list[Way]:
        """The ways on from a point of a flow, or of what stands for several."""
        match flow[0]:
            case "~":
                return [self._call(name, (state, known), ("turns to", name), _over, None) for name in flow[1:].split()]
            case "-":
                return list(self._unheard(flow[1:], (state, known)))
            case "!":
                return list(self._whole(flow[1:], point, (state, known)))
        return self.at(flow, point, state, known)

    def instead_of(self, flow: str) -> str:
        """What is explored for a flow: itself, unless the sentence hears nothing of it."""
        if self.relevant is None or flow[0] in "~-!" or flow in self.relevant:
            return flow
        return f"-{flow}"

    def _unheard(self, flow: str, value: Value) -> Iterator[Way]:
        """A flow that changes nothing: callers may turn to others in it, and it ends anyhow."""
        at, before = value
        before = self.waited("", before)
        for outcome in self.world.outcomes(flow):
            yield Way(("ends", outcome), "exit", outcome, at, before)
        for state, known in self.sentence.rested(at, before, self.followed):
            yield Way(("listen",), "listen", "", state, known, None, 0)
            turns = self.worth_turning_to(self.world.all_turns(flow), self.world.always_open(flow) | {flow})
            if turns:
                yield self._call(f"~{' '.join(turns)}", (state, known), ("digress",), _again, None, 2)

    def _whole(self, flow: str, point: str, value: Value) -> Iterator[Way]:
        """A whole call: its first flow, and another one if a wish was kept for later."""
        if not point:
            yield self._call(flow, value, ("starts", flow), _over_whole, None)
            return
        turns = self.worth_turning_to(self.world.all_turns(flow), frozenset((flow,)))
        if turns and self.world.can_keep_a_wish(flow):
            yield self._call(f"~{' '.join(turns)}", value, ("kept",), _over_whole, None, 2)


def _over(outcome: str, at: int, known: Known) -> list[Way]:
    return [Way(("over",), "exit", "", at, known, None, 0)]


def _again(outcome: str, at: int, known: Known) -> list[Way]:
    return [Way(("back",), "go", "again", at, known, None, 0)]


def _over_whole(outcome: str, at: int, known: Known) -> list[Way]:
    return [Way(("ends", outcome), "end", "flow", at, known), Way(("wish",), "go", "wish", at, known)]
