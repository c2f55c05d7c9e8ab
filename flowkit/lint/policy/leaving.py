"""Leaving a state: the edges of an outcome, ladders, what callers do anyway, and look-ups that nobody wrote down."""

from collections.abc import Iterable, Iterator

from flowkit.language.span import Span
from flowkit.lint.outline import Move, Stop
from flowkit.lint.policy.facts import NOT_TRUE, TRUE, YES, Known
from flowkit.lint.policy.readings import PERSON
from flowkit.lint.policy.rooms import HANG_UP, Room
from flowkit.lint.policy.sentences import ASKED
from flowkit.lint.policy.values import Label, Then, Value, Values, Way

OFF = "off"


class Leaving(Values):
    """The ways that lead away from a state."""

    def _leave(
        self, room: Room, stop: Stop, outcome: str, value: Value, label: Label = (), moves: Iterable[Move] | None = None
    ) -> Iterator[Way]:
        """The ways of an outcome, the first that fits; a person, if none does."""
        for one, broken in self._looked_up(room, stop, value, again=True) if stop.kind != "speak" else [(value, None)]:
            if broken is not None:
                yield broken
            else:
                way = room.ways(stop).get(outcome, ()) if moves is None else moves
                yield from self._edges(room, stop, outcome, one, label or (outcome,), way)

    def _edges(
        self, room: Room, stop: Stop, outcome: str, value: Value, label: Label, moves: Iterable[Move]
    ) -> Iterator[Way]:
        state, known = value
        rest: Known | None = known
        for place, move in enumerate(moves):
            if rest is None:
                return
            formula = self.world.guards.formula(move.when, room.scope) if move.when is not None else None
            taken = rest if formula is None else self.followed.refined(rest, formula, TRUE)
            count = self._counts.get((room.name, f"{stop.name}/{outcome}/{place}")) if move.times is not None else None
            used_up = count is not None and self.followed.bits(rest, count) == 1 << move.times  # type: ignore[operator]
            if used_up and count is not None:
                self.followed.blocked.add(count.number)
            if taken is not None and not used_up:
                if count is not None:
                    taken = self.followed.put(taken, count, self.followed.bits(taken, count) << 1)
                yield self._along(room, move, (state, taken), (*label, str(place)))
            if move.times is not None and (count is None or used_up):
                continue
            if count is not None:
                self.followed.blocked.add(count.number)
            rest = None if formula is None else self.followed.refined(rest, formula, NOT_TRUE)
        if rest is not None:
            yield Way((*label, "no way on"), "go", PERSON, state, rest, stop.span)

    def _along(self, room: Room, move: Move, value: Value, label: Label) -> Way:
        state, known = value
        if move.clear and self.followed.numbers:
            known = self._forgotten(room, move.clear, known)
            for name in move.clear:
                known = self.followed.unset(known, room.root(name))
        return self._to(room, move.target, (state, known), label, move.span)

    def _to(self, room: Room, target: str, value: Value, label: Label, span: Span | None) -> Way:
        if target == HANG_UP and HANG_UP not in room.outline.stops:
            return Way(label, "end", "flow", *value, span)
        known = target if target in room.outline.stops else PERSON
        return Way(label, "go", known, *value, span)

    def _default(self, room: Room, stop: Stop, outcome: str, value: Value, label: Label = ()) -> Iterator[Way]:
        """A named outcome, else a person."""
        if outcome in room.ways(stop):
            yield from self._leave(room, stop, outcome, value, label)
        else:
            yield Way((*(label or (outcome,)), "default"), "go", PERSON, *value, stop.span)

    def _end(self, room: Room, outcome: str, value: Value, label: Label, span: Span | None) -> Iterator[Way]:
        if outcome == "resolved":
            broken = self._broken(value, f"flow {room.name}", label, span)
            if broken is not None:
                yield broken
            else:
                yield Way(label, "exit", "resolved", *self.happened(value, f"flow {room.name}"), span)
            if room.outline.router:
                yield Way((*label, "not all resolved"), "exit", "unresolved", *value, span)
        else:
            yield Way(label, "exit", outcome, *value, span)

    @staticmethod
    def _call(flow: str, value: Value, label: Label, then: Then, span: Span | None, cost: int = 1) -> Way:
        return Way(label, "call", flow, *value, span, cost, then)

    def _waits(self, room: Room, stop: Stop, value: Value) -> Iterator[Way]:
        """The ways that callers have wherever the call waits, but for the answer that the state is about."""
        sentence = self.sentence
        if not sentence.lets_go(value[0]):
            return
        anytime = room.anytime(stop)
        instead = anytime.get("correct", "")
        fixed = instead == OFF or (bool(instead) and not self.may_be_open(value[1], instead))
        yield Way(("listen",), "listen", "fixed" if fixed else "", *value, stop.span, 0)
        if sentence.lets_ask(value[0]):
            yield Way(("person",), "go", PERSON, *self.happened(value, ASKED), stop.span, 2)
            if anytime.get("cancel") != OFF:
                yield from self._cancel(room, stop, value, ("cancel",))
        turned = frozenset(name for what, name in anytime.items() if what != "cancel" and name in self.world.outlines)
        turns = [name for name in turned if name != room.name]
        if sentence.escapes:
            turns += room.digress(stop)
        turns = self.worth_turning_to(turns, self.world.always_open(room.name) | {room.name})
        if turns:
            hub = f"~{' '.join(turns)}"
            yield self._call(hub, value, ("digress",), self._back(stop), stop.span, 2)

    def worth_turning_to(self, turns: Iterable[str], opened: frozenset[str]) -> list[str]:
        """The flows of which the sentence hears, or that lead to others which callers cannot turn to themselves."""
        names = frozenset(turns)
        if self.relevant is None or not names:
            return sorted(names)
        found = self._worth.get((names, opened))
        if found is None:
            far = {name for name in names if not names.issuperset({*self.world.all_turns(name)} - opened)}
            found = self._worth[names, opened] = sorted(names & self.relevant | far)
        return found

    @staticmethod
    def _back(stop: Stop) -> Then:
        def then(outcome: str, at: int, known: Known) -> list[Way]:
            return [Way(("back",), "go", f"?{stop.name}", at, known, None, 0)]

        return then

    def _cancel(self, room: Room, stop: Stop, value: Value, label: Label) -> Iterator[Way]:
        instead = room.anytime(stop).get("cancel", "")
        if instead in self.world.outlines and instead != room.name:

            def then(outcome: str, at: int, known: Known) -> list[Way]:
                if outcome == "cancelled":
                    return [Way(("cancelled",), "exit", "cancelled", at, known)]
                return [Way(("back",), "go", f"?{stop.name}", at, known, None, 0)]

            yield self._call(instead, value, (*label, instead), then, stop.span, 2)
            if not self.may_be_open(value[1], instead):
                self.followed.blocked.add(self.world.guards.opened(instead).number)
                return
        yield Way(label, "exit", "cancelled", *value, stop.span, 2)
        if stop.kind == "choose" and room.outline.router:
            yield from self._nothing(room, stop, value)

    def _nothing(self, room: Room, stop: Stop, value: Value) -> Iterator[Way]:
        if "nothing" in room.ways(stop):
            yield from self._leave(room, stop, "nothing", value)
        else:
            yield from self._end(room, "resolved", value, ("nothing", "default"), stop.span)

    def _ladder(self, room: Room, stop: Stop, which: str, value: Value) -> Iterator[Way]:
        """The last edges of a ladder; the built-in one ends with a person, or by hanging up."""
        moves, built_in = room.ladder(stop, which)
        for place, move in enumerate(moves):
            yield self._along(room, move, value, (which, str(place)))
        if built_in and self.sentence.lets_ask(value[0]):
            if which == "no_match":
                yield Way((which, "default"), "go", PERSON, *value, stop.span, 2)
            elif stop.kind != "confirm":
                yield Way((which, "default"), "end", "flow", *value, stop.span, 2)

    def _looked_up(
        self, room: Room, stop: Stop, value: Value, *, again: bool = False
    ) -> Iterator[tuple[Value, Way | None]]:
        """Values after the look-ups that the engine makes by itself: none, or one that the sentence hears of."""
        yield value, None
        for name in self.world.look_ups.of(room, stop, again=again):
            tool = self.world.project.tools[name]
            if not self.sentence.things.intersection((f"tool {name}",)):
                continue
            known = self.followed.refined(value[1], self.world.look_ups.requirements(tool), TRUE)
            if known is None:
                continue
            known = self.followed.refined(known, self.world.look_ups.wanted(room, stop, tool, again=again), TRUE)
            if known is None:
                continue
            broken = self._broken((value[0], known), f"tool {name}", ("looks up", name), stop.span)
            if broken is not None:
                yield value, broken
                continue
            known = self.followed.put(known, self.followed.facts.find("ran", name, ""), YES)
            known = self.followed.forget(known, self._record_roots, but_set=True)
            yield self.happened((value[0], known), f"tool {name}"), None
