"""All ways through a flow, looked at for one value: where it may be missing, and the shortest way there.

Theory of operation. A walk is at a state with a store of facts (`conditions`), one of which is whether the value is
set. It starts where the flow starts, with the value unset (one of the project: set), and takes every move: `next`,
named outcomes, the edges of ladders, the way to a state `person`. A move is possible if its guard may be true and those
before it may not be. States change facts: an `ask` sets its slots, a tool that worked its results, `clear` forgets a
slot and what was made of it. Of facts that do not concern the value only those are kept that two guards speak of. The
walk goes in breadth, so the first way that is found is a shortest one. A flow with more than `MOST` places in this
sense is given up: nothing is said about it.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from flowkit.language.expressions.paths import Path, names_in, path_of
from flowkit.language.expressions.syntax import Done, Expr
from flowkit.language.frozen import frozen
from flowkit.language.model import Ask, Choose, Confirm, Edge, Ladder, Run, State, Talk, Use
from flowkit.language.shapes import UNSET
from flowkit.lint.slots.conditions import IS_SET, IS_UNSET, Conditions, Fact, Key, Store, fact_of, roots_of
from flowkit.lint.slots.knowledge import Knowledge, results_of

MOST: Final = 3000
NEXT: Final = "next"
_LISTEN = (Ask, Choose, Confirm, Talk)


@frozen
class Step:
    """A move that a walk took: the state it left, by which outcome, and the edge, if one is written."""

    state: str
    outcome: str
    edge: Edge | None


@frozen
class Place:
    """A state, with what is known there; `came` is how, with the place before."""

    state: str
    store: Store
    came: "tuple[Place, Step] | None"

    def way(self) -> tuple[Step, ...]:
        """The steps from the start."""
        steps, place = [], self
        while place.came is not None:
            place, step = place.came
            steps.append(step)
        return tuple(reversed(steps))


class GivenUp(Exception):
    """There are too many ways to look at."""


class Walk:
    """All places of one flow, with regard to the value at `path`."""

    def __init__(self, known: Knowledge, path: Path) -> None:
        self.known, self.path = known, path
        self.flow, self.project = known.flow, known.project
        self.conditions = Conditions(
            {
                **self.flow.let,
                **{name: each.when for name, each in self.project.preconditions.items()},
            }
        )
        self.told = _told_twice(known) | {path}
        self.made = _made_of(known)
        self.places: dict[str, list[Place]] = {}
        self._walk()

    def _walk(self) -> None:
        waiting: list[Place] = []
        seen: set[tuple[str, frozenset[tuple[Key, object]]]] = set()

        def come(state: str, store: Store, came: tuple[Place, Step] | None) -> None:
            if state not in self.flow.states:
                return
            facts = frozenset(store.items())
            if (state, facts) in seen:
                return
            if len(seen) >= MOST:
                raise GivenUp
            seen.add((state, facts))
            place = Place(state, store, came)
            self.places.setdefault(state, []).append(place)
            waiting.append(place)

        shared = self.path[0] in self.project.slots
        come(self.flow.start, {self.path: IS_SET if shared else IS_UNSET}, None)
        for place in waiting:
            for step, target, store in self.moves(place):
                come(target, store, (place, step))

    # Moves.

    def moves(self, place: Place) -> Iterator[tuple[Step, str, Store]]:
        """The moves from a place, with what is known when they are taken."""
        state = self.flow.states[place.state]
        for outcome, way in ((NEXT, state.next), *state.outcomes.items()):
            for store in self.left(place, outcome):
                for edge, taken in self.edges(way, store):
                    yield Step(state.name, outcome, edge), edge.go, self.cleared(edge, taken)
        if isinstance(state.does, _LISTEN):
            for name, ladder in self._ladders(state):
                for rung in ladder:
                    if rung.edge is not None:
                        yield Step(state.name, name, rung.edge), rung.edge.go, self.cleared(rung.edge, place.store)
        if isinstance(state.does, (*_LISTEN, Use)):
            yield Step(state.name, "person", None), "person", place.store

    def edges(self, way: tuple[Edge, ...], store: Store) -> Iterator[tuple[Edge, Store]]:
        """The edges of a way that may be taken, each with what is known before it clears anything."""
        stores = [store]
        for edge in way:
            if edge.when is None:
                yield from ((edge, each) for each in stores)
                if edge.times is None:
                    return
                continue
            when = edge.when.expr
            yield from ((edge, self._kept(each)) for store in stores for each in self.conditions.taken(when, store))
            if edge.times is None:
                stores = [self._kept(each) for store in stores for each in self.conditions.passed(when, store)]

    def _ladders(self, state: State) -> Iterator[tuple[str, Ladder]]:
        for name in ("no_input", "no_match"):
            own: list[Ladder | None] = [getattr(state, name)]
            if own[0] is None and isinstance(state.does, Ask):
                slots = (self.flow.slots.get(each) or self.project.slots.get(each) for each in state.does.slots)
                own = [getattr(slot, name) for slot in slots if slot is not None]
            around = getattr(self.flow, name) or getattr(self.project, name)
            for ladder in own or [None]:
                yield name, ladder or around or ()

    def _kept(self, store: Store) -> Store:
        return {key: fact for key, fact in store.items() if key in self.told or key == self.path}

    # What states do.

    def left(self, place: Place, outcome: str) -> Iterator[Store]:
        """What may be known when a state is left by an outcome; nothing if it cannot be."""
        does, store, did = self.flow.states[place.state].does, place.store, outcome == NEXT
        match does:
            case Ask():
                yield from self._asked(does, store, did)
            case Use(tool=tool, arguments=given) | Confirm(tool=tool, arguments=given):
                shapes = self.project.tools[tool].input
                ran = did or outcome in self.project.tools[tool].outcomes
                if ran and any(
                    name in shapes and not shapes[name].shape.optional and self.conditions.lacks(each.expr, store)
                    for name, each in given.items()
                ):
                    return
                yield from self._found(does, store, did)
            case Run() | Choose():
                shared = {*self.project.slots, *(n for n, r in self.project.records.items() if r.single)}
                yield from self._found(does, self._dropped(store, shared - {self.path[0]}, shared), did)
            case Talk(until=until, exits=exits):
                names = {*self.flow.slots, *self.project.slots, *(name for name, _ in results_of(does, self.project))}
                store = self._dropped(store, names - {self.path[0]}, names)
                for each in (store, {**store, self.path: IS_SET}) if self.path[0] in names else (store,):
                    if did and until is not None and set(exits) <= set(self.flow.states[place.state].outcomes):
                        yield from map(self._kept, self.conditions.taken(until.expr, each))
                    else:
                        yield each
            case _:
                yield store

    def _asked(self, does: Ask, store: Store, did: bool) -> Iterator[Store]:
        """Slots that were not set may be now, also those that were not asked for; those that were stay what they are.

        That the value itself was said of the caller's own accord is not taken for a way on which it is set.
        """
        may_be_said = {*self.flow.slots, *self.project.slots}
        may = {key: fact for key, fact in store.items() if not self._about(key, may_be_said) or _stays(key, fact)}
        unset = store.get(self.path) == IS_UNSET
        if did and not does.enough:
            may |= {(name,): self._set_now(may, name) for name in does.slots if self._is_told(name)}
        if unset:
            may[self.path] = IS_UNSET
        if not unset or self.path[0] not in does.slots:
            yield may
            return
        slot = self.flow.slots.get(self.path[0]) or self.project.slots.get(self.path[0])
        sure = did and not does.enough and slot is not None and not slot.shape.optional
        if not sure or len(self.path) > 1:
            yield may
        yield {**may, self.path: IS_SET}

    def _is_told(self, name: str) -> bool:
        """Whether guards speak of a slot that an `ask` does not do without."""
        slot = self.flow.slots.get(name) or self.project.slots.get(name)
        return (name,) in self.told and slot is not None and not slot.shape.optional

    def _set_now(self, store: Store, name: str) -> Fact:
        before = store.get((name,))
        return IS_SET if before is None else before.both(IS_SET) or IS_SET

    def _found(self, does: Use | Confirm | Run | Choose, store: Store, did: bool) -> Iterator[Store]:
        results = dict(results_of(does, self.project))
        for name, sure in looked_up(does, self.project):
            results.setdefault(name, sure)
        if not did:
            yield store
            return
        kept = self._dropped(store, set(results) - {self.path[0]}, set(results))
        if self.path[0] not in results:
            yield kept
            return
        if not results[self.path[0]] or len(self.path) > 1:
            yield {**kept, self.path: IS_UNSET} if len(self.path) > 1 else kept
        yield {**kept, self.path: IS_SET}

    def _about(self, key: Key, names: set[str]) -> bool:
        return not names.isdisjoint(roots_of(key)) or any(
            name in self.conditions.meaning and not names.isdisjoint(names_in(self.conditions.meaning[name].expr))
            for name in roots_of(key)
        )

    def _dropped(self, store: Store, names: set[str], more: set[str]) -> Store:
        """The facts that outlive a change of these names; `more` counts for facts other than the value's own."""
        return {key: fact for key, fact in store.items() if not self._about(key, names if key == self.path else more)}

    def cleared(self, edge: Edge, store: Store) -> Store:
        """What is known after an edge forgot its slots, and what was made of them."""
        if not edge.clear:
            return store
        gone = set(edge.clear)
        before = 0
        while len(gone) != before:
            before = len(gone)
            gone |= {name for name, sources in self.made if name not in gone and not gone.isdisjoint(sources)}
        found = dict(self._dropped(store, gone - {self.path[0]}, gone))
        if self.path[0] in gone:
            found[self.path] = IS_UNSET
        return found | {(name,): IS_UNSET for name in edge.clear if (name,) in self.told}


def _stays(key: Key, fact: Fact) -> bool:
    """Whether a fact is about a slot that is set: the caller's words fill only what is not."""
    return isinstance(key, tuple) and not fact.allows(UNSET)


def looked_up(does: object, project: object) -> Iterator[tuple[str, bool]]:
    """Records that the engine looks up by itself before a tool is run."""
    if isinstance(does, (Use, Confirm)):
        tool = project.tools.get(does.tool)  # type: ignore[attr-defined]
        for argument in tool.input.values() if tool is not None else ():
            for source in argument.sources:
                if source.kind == "record":
                    yield source.path[0], False


def _told_twice(known: Knowledge) -> frozenset[Key]:
    """What two guards of the flow speak of, or one of a slot that states fill and edges forget.

    Preconditions, and what was done, can change anywhere and do not count.
    """
    counted: Counter[Key] = Counter()
    for state in known.flow.states.values():
        edges = (edge for way in (state.next, *state.outcomes.values()) for edge in way)
        for edge in edges:
            if edge.when is not None:
                counted.update(set(_keys(edge.when.expr, known)))
    return frozenset(key for key, times in counted.items() if times > 1 or (isinstance(key, tuple) and len(key) == 1))


def _keys(expr: Expr, known: Knowledge) -> Iterator[Key]:
    from flowkit.language.expressions.paths import children
    from flowkit.language.expressions.syntax import And, Is, Not, Or

    match expr:
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from _keys(part, known)
        case Not(of=of):
            yield from _keys(of, known)
        case Is(of=of, what="set"):
            path = path_of(of)
            if path is not None:
                yield path
        case Done() | Is():
            return
        case _:
            told = fact_of(expr)
            if told is not None:
                yield told[0]
            elif not any(isinstance(part, Done) for part in children(expr)):
                yield expr


def _made_of(known: Knowledge) -> list[tuple[str, frozenset[str]]]:
    """What results and choices are made of, directly; names that are computed stand for their parts."""
    flow, project = known.flow, known.project

    def names(expr: Expr) -> frozenset[str]:
        found: set[str] = set()
        todo = list(names_in(expr))
        while todo:
            name = todo.pop()
            if name not in found:
                found.add(name)
                todo += names_in(flow.let[name].expr) if name in flow.let else ()
        return frozenset(found)

    made: list[tuple[str, frozenset[str]]] = []
    for name, slot in flow.slots.items():
        if slot.shape.options_from is not None:
            made.append((name, names(slot.shape.options_from)))
    for state in flow.states.values():
        if isinstance(state.does, (Use, Confirm)):
            sources = frozenset[str]().union(*(names(each.expr) for each in state.does.arguments.values()))
            made += [(name, sources) for name, _ in results_of(state.does, project)]
    return made
