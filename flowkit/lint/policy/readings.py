"""What reads what in a flow: which values states use, where a changed one leads back to, what is forgotten with it."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flowkit.language.expressions.paths import names_in, paths_in
from flowkit.language.expressions.syntax import Expr
from flowkit.language.model import Tool
from flowkit.lint.outline import Held, Outline, Stop
from flowkit.lint.policy.dominators import Dominators

if TYPE_CHECKING:
    from flowkit.lint.policy.world import World

PERSON = "person"


class Readings:
    """What the states of one flow read."""

    def __init__(self, world: "World", outline: Outline, person: Stop) -> None:
        self.world, self.outline, self.name, self.person = world, outline, outline.name, person
        self.let = dict(outline.let)
        self._makes: dict[str, list[str]] | None = None
        self._dependents: dict[tuple[str, ...], frozenset[str]] = {}
        self._reading: dict[str, list[str]] | None = None
        self._reads: dict[str, frozenset[str]] = {}
        self._fields: dict[tuple[str, bool], tuple[str, ...]] = {}
        self._earliest: dict[str, list[str]] | None = None
        self._first: dict[str, list[str]] = {}
        self._tree: Dominators | None = None
        self._settled: dict[str, frozenset[str]] = {}
        self._unsettled: dict[str, frozenset[str]] = {}
        self._back: list[tuple[str, str, bool]] | None = None

    def stop(self, name: str) -> Stop:
        """A state; `person` is always there."""
        return self.outline.stops.get(name) or self.person

    def reads(self, stop: Stop) -> frozenset[str]:
        """The names that a state uses: what it asks for is no use of it."""
        found = self._reads.get(stop.name)
        if found is not None:
            return found
        names = set(stop.said)
        exprs = [expr for _, expr in stop.given] + self._whens(stop)
        exprs += [stop.until] if stop.until is not None else []
        if stop.kind == "ask":
            exprs += [slot.source for slot in self._asked(stop) if slot.source is not None]
        for expr in exprs:
            names |= names_in(expr)
        found = self._reads[stop.name] = self.through_let(names)
        return found

    def fields_read(self, stop: Stop, *, again: bool) -> tuple[str, ...]:
        """The records of which a state reads more than the key: on entry, or (`again`) to choose its way on."""
        found = self._fields.get((stop.name, again))
        if found is None:
            exprs = self._whens(stop) if again else self._on_entry(stop)
            records, todo, seen = self.world.project.records, list(exprs), set[str]()
            names: dict[str, None] = {}
            while todo:
                for path in paths_in(todo.pop()):
                    if path[0] == "records" and len(path) > 1:
                        names[path[1]] = None
                    elif path[0] in records and len(path) > 1 and path[1] not in records[path[0]].key:
                        names[path[0]] = None
                    elif path[0] not in seen and (meant := self._meaning(path[0])) is not None:
                        seen.add(path[0])
                        todo.append(meant)
            found = self._fields[stop.name, again] = tuple(names)
        return found

    def _meaning(self, name: str) -> Expr | None:
        precondition = self.world.project.preconditions.get(name)
        return self.let.get(name) or (precondition.when.expr if precondition is not None else None)

    @staticmethod
    def _whens(stop: Stop) -> list[Expr]:
        return [move.when for move in stop.moves if move.when is not None]

    def _on_entry(self, stop: Stop) -> list[Expr]:
        project = self.world.project
        exprs = [expr for _, expr in stop.given]
        if stop.until is not None:
            exprs.append(stop.until)
        if stop.kind == "ask":
            exprs += [slot.source for slot in self._asked(stop) if slot.source is not None]
        for name in stop.names if stop.kind in ("use", "confirm", "talk") else ():
            tool = project.tools[name]
            exprs += [project.preconditions[each].when.expr for each in tool.requires]
            exprs += [rule.when.expr for rule in tool.only_if if not speaks_of_result(tool, rule.when.expr)]
        for name in stop.names if stop.kind in ("choose", "run") else ():
            needed = self.world.outlines[name].requires if name in self.world.outlines else ()
            exprs += [project.preconditions[each].when.expr for each in needed]
        return exprs

    def _asked(self, stop: Stop) -> list[Held]:
        slots = (self.outline.slots.get(name) or self.world.slots.get(name) for name in stop.names)
        return [slot for slot in slots if slot is not None]

    def earliest(self) -> dict[str, list[str]]:
        """Slot → the states that can be the first on a way through the flow that uses it."""
        if self._earliest is None:
            reading: dict[str, list[str]] = {}
            for stop in self.outline.stops.values():
                for name in self.reads(stop):
                    if name in self.outline.slots or name in self.world.slots:
                        reading.setdefault(name, []).append(stop.name)
            self._earliest = {name: self.tree().topmost(stops) for name, stops in reading.items()}
        return self._earliest

    def tree(self) -> Dominators:
        """Which states every way to a state passes."""
        if self._tree is None:
            self._tree = Dominators(self.outline.start, self.targets())
        return self._tree

    def settled(self, stop: Stop) -> frozenset[str]:
        """The slots of the whole call that some state on every way to this one has used."""
        shared = self.world.slots.keys()
        if not shared:
            return frozenset()
        chain: list[str] = []
        name = self.tree().above(stop.name)
        while name and name not in self._settled:
            chain.append(name)
            name = self.tree().above(name)
        found = self._settled.get(name, frozenset())
        for each in reversed(chain):
            found = self._settled[each] = found | (self.reads(self.stop(each)) & shared)
        return found

    def targets(self) -> dict[str, tuple[str, ...]]:
        """The states that each state leads to, defaults included."""
        everywhere = [move.target for move in (*self.outline.moves, *self.world.moves)]
        everywhere += [PERSON]
        for slot in (*self.outline.slots.values(), *self.world.slots.values()):
            everywhere += [move.target for move in slot.moves]
        stops = self.outline.stops
        return {
            stop.name: tuple(t for t in dict.fromkeys((*(m.target for m in stop.moves), *everywhere)) if t in stops)
            for stop in stops.values()
        }

    def unsettled(self, stop: Stop) -> frozenset[str]:
        """Slots whose change leads nowhere in an `ask`: the state it would lead back to waits for what is asked."""
        found = self._unsettled.get(stop.name)
        if found is None:
            if self._reading is None:
                self._reading, self._first = {}, {}
                for each in self.outline.stops.values():
                    for name in self.reads(each):
                        self._reading.setdefault(name, []).append(each.name)
                for name, stops in self.earliest().items():
                    for one in stops:
                        self._first.setdefault(one, []).append(name)
            places = {stop.name, *(one for name in stop.names for one in self._reading.get(name, ()))}
            names = {name for place in places for name in self._first.get(place, ())}
            found = self._unsettled[stop.name] = frozenset(names - set(stop.names))
        return found

    def back_to(self) -> list[tuple[str, str, bool]]:
        """Where a changed value may lead back to: (state, slot, whether it is asked for there anew).

        `?slot`: any slot was changed, while that one was being asked, which was asked there before.
        """
        if self._back is None:
            stops, doubtful = self.outline.stops.values(), self._doubtful()
            asked = [(stop.name, name, name in doubtful) for stop in stops if stop.kind == "ask" for name in stop.names]
            used = [(stop, name, False) for name, all_of in self.earliest().items() for stop in all_of]
            counts = Counter(name for _, name, _ in asked)
            twice = [(stop, f"?{name}", False) for stop, name, _ in asked if counts[name] > 1]
            self._back = [*used, *(each for each in asked if each[2]), *dict.fromkeys(twice)]
        return self._back

    def _doubtful(self) -> frozenset[str]:
        """The slots that may be asked for anew though they are set.

        They have to be the caller's own words, are checked with the caller, or have rules about others.
        """
        slots = {**self.world.slots, **self.outline.slots}
        found = {name for name, slot in slots.items() if slot.checked}
        found |= {name for name in slots if self.world.has_rules(self.name if name in self.outline.slots else "", name)}
        for stop in self.outline.stops.values():
            given = dict(stop.given)
            for tool in stop.names if stop.kind in ("use", "confirm", "talk") else ():
                for argument in self.world.project.tools[tool].input.values():
                    if not any(source.kind == "caller" for source in argument.sources):
                        continue
                    if argument.name not in given:
                        return frozenset(slots)
                    found |= self.through_let(names_in(given[argument.name])) & slots.keys()
        return frozenset(found)

    def through_let(self, names: Iterable[str]) -> frozenset[str]:
        """Names, and those that the computed values among them read."""
        found, todo = set[str](), list(names)
        while todo:
            name = todo.pop()
            if name not in found:
                found.add(name)
                todo += names_in(self.let[name]) if name in self.let else ()
        return frozenset(found)

    def with_dependents(self, names: Iterable[str]) -> frozenset[str]:
        """Names, and all that was looked up, chosen or computed with the help of them."""
        wanted = tuple(names)
        found = self._dependents.get(wanted)
        if found is None:
            if self._makes is None:
                self._makes = {}
                for name, sources in self._what_is_made().items():
                    for source in sources:
                        self._makes.setdefault(source, []).append(name)
            gone, todo = set(wanted), list(wanted)
            while todo:
                new = [name for name in self._makes.get(todo.pop(), ()) if name not in gone]
                gone.update(new)
                todo += new
            found = self._dependents[wanted] = frozenset(gone)
        return found

    def _what_is_made(self) -> dict[str, frozenset[str]]:
        made: dict[str, frozenset[str]] = {
            name: self.through_let((*(names_in(slot.source) if slot.source is not None else ()), *slot.rules)) - {name}
            for name, slot in self.outline.slots.items()
        }
        everything = frozenset((*self.outline.slots, *self.world.slots))
        for stop in self.outline.stops.values():
            names = frozenset[str]().union(*(self.through_let(names_in(expr)) for _, expr in stop.given))
            results = {stop.save_as}
            for tool in stop.names if stop.kind in ("use", "confirm", "talk") else ():
                output = self.world.project.tools[tool].output if tool in self.world.project.tools else None
                results.add(output.record if output is not None else "")
            for result in results - {""}:
                made[result] = made.get(result, frozenset()) | (everything if stop.kind == "talk" else names)
        return made


def speaks_of_result(tool: Tool, rule: Expr) -> bool:
    """Whether a read's rule is about the record that it returns, so that it is judged after the read."""
    if tool.writes or tool.output is None or not tool.output.record:
        return False
    return tool.output.record in names_in(rule)
