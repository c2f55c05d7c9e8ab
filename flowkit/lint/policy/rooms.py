"""One flow and what stands around its states: ways on, ladders, habits, and what tools need there."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from flowkit.language.expressions.syntax import Expr
from flowkit.language.model import Tool
from flowkit.lint.outline import Move, Outline, Stop
from flowkit.lint.policy.facts import ALWAYS, Formula, Root, both
from flowkit.lint.policy.guards import Scope
from flowkit.lint.policy.readings import PERSON, Readings, speaks_of_result

if TYPE_CHECKING:
    from flowkit.lint.policy.world import World

HANG_UP = "hang_up"
LISTENING = ("ask", "choose", "confirm", "talk")


class Room(Readings):
    """One flow and what stands around its states."""

    def __init__(self, world: "World", outline: Outline) -> None:
        default = world.project.default_place
        place = default.name if default is not None else ""
        super().__init__(
            world, outline, outline.stops.get(PERSON) or Stop(PERSON, "handoff", outline.span, place=place)
        )
        self.scope = Scope(world.project, outline)
        self._gates: dict[tuple[str, str], tuple[Formula, tuple[tuple[Root, tuple[str, ...]], ...]]] = {}
        self._ways: dict[str, dict[str, list[Move]]] = {}
        self._digress: dict[tuple[str, ...] | None, tuple[str, ...]] = {}
        self.needs = both(
            world.guards.formula(world.project.preconditions[name].when.expr, Scope(world.project, None))
            for name in outline.requires
            if name in world.project.preconditions
        )

    def ways(self, stop: Stop) -> dict[str, list[Move]]:
        """The ways on of a state by outcome, its ladders left out."""
        found = self._ways.get(stop.name)
        if found is None:
            found = self._ways[stop.name] = {}
            for move in stop.moves:
                found.setdefault(move.outcome, []).append(move)
        return found

    def counted(self) -> Iterator[tuple[str, int, Move]]:
        """The edges with `times`: (state/outcome, its place among the edges of the outcome, the edge)."""
        for stop in self.outline.stops.values():
            for outcome, moves in self.ways(stop).items():
                yield from ((f"{stop.name}/{outcome}", n, move) for n, move in enumerate(moves) if move.times)

    def ladder(self, stop: Stop, which: str) -> tuple[list[Move], bool]:
        """The last edges of the ladders that can be the nearest in a state, and whether the built-in one can be."""
        found: list[Move] = []
        asked = [self.outline.slots.get(name) or self.world.slots.get(name) for name in stop.names]
        own = [self._of(slot.moves, which) for slot in asked if slot is not None] if stop.kind == "ask" else []
        found += [move for moves in own for move in moves]
        if own and all(own):
            return found, False
        for moves in (stop.moves, self.outline.moves, self.world.moves):
            nearest = self._of(moves, which)
            if nearest:
                return found + nearest, False
        return found, True

    @staticmethod
    def _of(moves: Iterable[Move], which: str) -> list[Move]:
        return [move for move in moves if move.outcome == which]

    def anytime(self, stop: Stop) -> Mapping[str, str]:
        """What runs in place of what is built in; the nearest one wins whole."""
        for each in (stop.anytime, self.outline.anytime):
            if each is not None:
                return dict(each)
        return self.world.project.anytime or {}

    def digress(self, stop: Stop) -> tuple[str, ...]:
        """The flows that callers may turn to in a state, and that are not surely open."""
        found = self._digress.get(stop.digress)
        if found is None:
            nearest = self.world.nearest(stop.digress, self.outline.digress, self.world.project.digress)
            opened = self.world.always_open(self.name) | {self.name}
            found = tuple(name for name in nearest if name in self.world.outlines and name not in opened)
            self._digress[stop.digress] = found
        return found

    def root(self, name: str) -> Root:
        """What the name of a slot, record or result stands for in this flow."""
        return self.scope.root(name) or (self.name, name)

    # Tools.

    def gate(self, stop: Stop, tool: Tool) -> tuple[Formula, tuple[tuple[Root, tuple[str, ...]], ...]]:
        """What is sure where a tool of a state is let run: a formula, and the values that are set."""
        found = self._gates.get((stop.name, tool.name))
        if found is None:
            found = self._gates[stop.name, tool.name] = self._gate(stop, tool)
        return found

    def rule_scope(self, stop: Stop, tool: Tool) -> Scope:
        """What names mean in the rules of a tool that a state uses."""
        own = dict(stop.given) if stop.kind != "talk" else {}
        given: dict[str, Expr | None] = {name: own.get(name) for name in tool.input}
        records = self.world.project.records
        hidden = frozenset(
            source.path[0]
            for argument in tool.input.values()
            for source in argument.sources
            if source.kind == "record" and source.path[0] in records and not records[source.path[0]].single
        )
        return Scope(self.world.project, self.outline, given, hidden, {n: each.expr for n, each in tool.let.items()})

    def _gate(self, stop: Stop, tool: Tool) -> tuple[Formula, tuple[tuple[Root, tuple[str, ...]], ...]]:
        project, guards = self.world.project, self.world.guards
        whole = Scope(project, None)
        parts = [guards.formula(project.preconditions[name].when.expr, whole) for name in tool.requires]
        scope = self.rule_scope(stop, tool)
        parts += [
            guards.formula(rule.when.expr, scope) for rule in tool.only_if if not speaks_of_result(tool, rule.when.expr)
        ]
        given = dict(stop.given)
        sure = []
        for name, argument in tool.input.items():
            if argument.shape.optional:
                continue
            parts.append(self._come_from(argument.sources))
            path = guards.path(given[name], self.scope) if name in given else None
            if path is not None:
                sure.append(path)
        return both(part for part in parts if part is not ALWAYS), tuple(sure)

    def _come_from(self, sources: Iterable[object]) -> Formula:
        """What was carried out before, where an argument has to come from what it returned."""
        project, guards = self.world.project, self.world.guards
        brought: list[str] = []
        for source in sources:
            kind, path = source.kind, source.path  # type: ignore[attr-defined]
            if kind not in ("record", "field", "row"):
                return ALWAYS
            brought += self.world.look_ups.bringing.get(path[0], []) if path[0] in project.records else [path[0]]
        tools = [name for name in dict.fromkeys(brought) if name in project.tools]
        return ("some", tuple(("test", guards.ran(name), "yes", None) for name in tools)) if tools else ALWAYS
