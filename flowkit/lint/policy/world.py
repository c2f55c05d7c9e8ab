"""The project as a proof sees it: what stands around each state, worked out once and only where it is asked for."""

from collections.abc import Iterator, Mapping

from flowkit.language.expressions.syntax import Is, Name
from flowkit.language.model import Project
from flowkit.lint.outline import Held, Outline, Stop, held, ladder_moves
from flowkit.lint.policy.guards import Guards
from flowkit.lint.policy.lookups import LookUps
from flowkit.lint.policy.rooms import Room

MOST_TIMES = 8
"""`times` up to this are counted, where it matters."""


class World:
    """A project, the outlines of its flows, and what follows from them."""

    def __init__(self, project: Project, outlines: Mapping[str, Outline], guards: Guards) -> None:
        self.project, self.outlines, self.guards = project, outlines, guards
        self.offered = tuple(
            dict.fromkeys(
                name
                for flow in outlines.values()
                for stop in flow.stops.values()
                if stop.kind == "choose"
                for name in stop.names
                if name in outlines
            )
        )
        self.slots: dict[str, Held] = {name: held(slot) for name, slot in project.slots.items()}
        self.moves = ladder_moves(project.no_input, project.no_match)
        self.keys = {name: record.key for name, record in project.records.items()}
        self.look_ups = LookUps(project, guards)
        self._met = False
        self._rooms: dict[str, Room] = {}
        self._happenings: dict[str, frozenset[str]] = {}
        self._touched: dict[tuple[str, str], frozenset[str]] = {}
        self._of_tools: dict[str, frozenset[str]] = {}
        self._turns: dict[str, tuple[str, ...]] = {}
        self._always_open: dict[str, frozenset[str]] | None = None

    def room(self, flow: str) -> Room:
        """What stands around the states of a flow."""
        found = self._rooms.get(flow)
        if found is None:
            found = self._rooms[flow] = Room(self, self.outlines[flow])
        return found

    def meet_facts(self) -> None:
        """Makes the formulas of all guards, so that all facts and all constants of the project are known."""
        if self._met:
            return
        self._met = True
        facts = self.guards.facts
        for name, outline in self.outlines.items():
            room = self.room(name)
            self.guards.opened(name)
            for stop in outline.stops.values():
                self._meet(room, stop)
            for outcome_of, place, move in room.counted():
                if move.times is not None and move.times <= MOST_TIMES:
                    facts.fact("count", (f"{outcome_of}/{place}", move.times), name, frozenset)
        for tool in self.project.tools.values():
            self.guards.ran(tool.name)

    def _meet(self, room: Room, stop: Stop) -> None:
        for move in stop.moves:
            if move.when is not None:
                self.guards.formula(move.when, room.scope)
        if stop.until is not None:
            self.guards.formula(stop.until, room.scope)
        for name in stop.names if stop.kind == "ask" else ():
            self.guards.formula(Is(Name(name), "set", False), room.scope)
        if stop.kind in ("use", "confirm", "talk"):
            for name in stop.names:
                for root, path in room.gate(stop, self.project.tools[name])[1]:
                    self.guards.value(root, path, room.scope)

    def slot(self, flow: str, name: str) -> Held:
        """A slot of a flow, or of the whole call."""
        return self.outlines[flow].slots[name] if flow else self.slots[name]

    def has_rules(self, flow: str, name: str) -> bool:
        """Whether a slot may be forgotten because another one has changed."""
        slot = self.slot(flow, name)
        let = self.room(flow).through_let(slot.rules) if flow else frozenset(slot.rules)
        return any(
            each != name and (each in self.slots or (flow and each in self.outlines[flow].slots)) for each in let
        )

    def runs(self, flow: str) -> Iterator[str]:
        """The flows that a flow may have on top of it, digressions apart."""
        outline, project = self.outlines[flow], self.project
        for name in outline.requires:
            if name in project.preconditions:
                yield project.preconditions[name].run
        yield from (project.anytime or {}).values()
        yield from (name for _, name in outline.anytime or ())
        for stop in outline.stops.values():
            if stop.kind in ("choose", "run"):
                yield from stop.names
            yield from (name for _, name in stop.anytime or ())
        yield from (place.callback for place in project.places.values() if place.callback)

    def turns(self, flow: str) -> Iterator[str]:
        """The flows that callers may turn to in a flow."""
        outline = self.outlines[flow]
        for stop in outline.stops.values():
            if stop.digress is not None:
                yield from stop.digress
        yield from self.nearest(outline.digress, self.project.digress)

    def all_turns(self, flow: str) -> tuple[str, ...]:
        """The flows that callers may turn to in a flow or what it runs, and that are not surely open; sorted."""
        found = self._turns.get(flow)
        if found is None:
            names, todo = {flow}, [flow]
            while todo:
                new = [name for name in self.runs(todo.pop()) if name in self.outlines and name not in names]
                names.update(new)
                todo += new
            opened = self.always_open(flow) | {flow}
            turns = {turn for name in names for turn in self.turns(name)}
            found = self._turns[flow] = tuple(sorted(turns & self.outlines.keys() - opened))
        return found

    def happenings(self, flow: str) -> frozenset[str]:
        """The names of what may happen in a flow itself, look-ups by the engine included."""
        found = self._happenings.get(flow)
        if found is None:
            names, room = {f"flow {flow}", f"start {flow}", *self._asked_for(flow)}, self.room(flow)
            for stop in self.outlines[flow].stops.values():
                names.add(f"state {flow}.{stop.name}")
                for tool in stop.names if stop.kind in ("use", "confirm", "talk") else ():
                    names.update((f"tool {tool}", f"unknown {tool}"))
                    if stop.kind != "use":
                        names.add("consent")
                read = [*room.fields_read(stop, again=False), *room.fields_read(stop, again=True)]
                for record in (*(self.look_ups.keyed(stop) if stop.kind in ("use", "confirm", "talk") else ()), *read):
                    names.add(f"tool {self.look_ups.reader(record)}")
            found = self._happenings[flow] = frozenset(names)
        return found

    def _asked_for(self, flow: str) -> Iterator[str]:
        """The slots of the whole call that a flow forgets or asks for."""
        for stop in self.outlines[flow].stops.values():
            yield from (f"clear {name}" for move in stop.moves for name in move.clear)
            if stop.kind == "ask":
                yield from (f"slot {name}" for name in stop.names)

    def touched(self, below: str, flow: str) -> frozenset[str]:
        """The records that may be looked up or changed while another flow is on top of one, in whatever it leads to."""
        found = self._touched.get((below, flow))
        if found is None:
            opened = self.always_open(below) | {below}
            todo = flow[1:].split() if flow[0] in "~-" else [flow]
            names, records = set(todo), set[str]()
            while todo:
                name = todo.pop()
                records |= self._touched_in(name)
                new = {*self.runs(name), *self.turns(name)} & self.outlines.keys() - opened - names
                names |= new
                todo += new
            found = self._touched[below, flow] = frozenset(records)
        return found

    def _touched_in(self, flow: str) -> frozenset[str]:
        found = self._of_tools.get(flow)
        if found is None:
            used = {name[5:] for name in self.happenings(flow) if name.startswith("tool ")} & self.project.tools.keys()
            records = self.project.records
            found = self._of_tools[flow] = frozenset(
                record
                for record in records
                if used & {*self.look_ups.bringing.get(record, ()), *self.look_ups.changing(record)}
            )
        return found

    def can_keep_a_wish(self, flow: str) -> bool:
        """Whether a call can end with this flow though another wish was kept, as it came while a write was under way.

        A wish is turned to as soon as the call waits again. So the way from the write to the end must not wait.
        """
        stops = self.outlines[flow].stops
        before: dict[str, list[Stop]] = {}
        for stop in stops.values():
            for move in stop.moves:
                before.setdefault(move.target, []).append(stop)
        todo = [stop.name for stop in stops.values() if stop.kind == "end"]
        seen = set(todo)
        while todo:
            for stop in before.get(todo.pop(), ()):
                writes = stop.kind in ("use", "confirm", "talk") and any(
                    self.project.tools[n].writes for n in stop.names
                )
                if writes or stop.kind in ("run", "choose"):
                    return True
                if stop.kind == "speak" and stop.name not in seen:
                    seen.add(stop.name)
                    todo.append(stop.name)
        return False

    def outcomes(self, flow: str) -> tuple[str, ...]:
        """The outcomes with which a flow may end."""
        own = (stop.outcome for stop in self.outlines[flow].stops.values() if stop.kind == "end")
        return tuple(dict.fromkeys((*own, "resolved", "cancelled", "refused", "unresolved")))

    def nearest(self, *places: tuple[str, ...] | None) -> tuple[str, ...]:
        """The flows that the nearest `digress` names."""
        return next((each for each in places if each is not None), self.offered)

    def always_open(self, flow: str) -> frozenset[str]:
        """The flows that are open whenever this one begins."""
        if self._always_open is None:
            self._always_open = self._below()
        return self._always_open.get(flow, frozenset())

    def _below(self) -> dict[str, frozenset[str]]:
        below: dict[str, frozenset[str]] = {name: frozenset() for name in self.roots()}
        waiting = list(below)
        while waiting:
            name = waiting.pop()
            here = below[name] | {name}
            for other in dict.fromkeys((*self.runs(name), *self.turns(name))):
                if other not in self.outlines or other in here:
                    continue
                new = here if other not in below else below[other] & here
                if below.get(other) != new:
                    below[other] = new
                    waiting.append(other)
        return below

    def roots(self) -> tuple[str, ...]:
        """The flows that a call can begin with: the project's, and those that nothing leads to."""
        found = [self.project.start] if self.project.start in self.outlines else []
        seen = set(found)
        for root in (*found, *self.outlines):
            if root in seen and root not in found:
                continue
            if root not in seen:
                found.append(root)
                seen.add(root)
            waiting = [root]
            while waiting:
                name = waiting.pop()
                for other in (*self.runs(name), *self.turns(name)):
                    if other in self.outlines and other not in seen:
                        seen.add(other)
                        waiting.append(other)
        return tuple(found)
