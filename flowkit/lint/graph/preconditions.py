"""Preconditions whose flow can end `resolved` without having made them hold.

Theory of operation. A precondition's flow runs because it does not hold. It holds afterwards only if something that its
`when` reads has changed meanwhile. So a way through the flow on which nothing of that is changed, and that ends
`resolved`, has not made it hold: the caller has done what was asked and is refused all the same. Whatever could change
it (a tool that returns or changes a record, an `ask` of a slot, another flow) stops the walk, and so does a guard that
may speak of it; what is reported is therefore certain.
"""

from collections.abc import Iterator, Mapping, Sequence

from flowkit.language.codes import PRECONDITION_NOT_MADE
from flowkit.language.diagnostic import Diagnostic, Related, problem
from flowkit.language.expressions.paths import children, names_in
from flowkit.language.expressions.syntax import And, Done, Expr, Is, Name
from flowkit.language.model import Precondition, Project
from flowkit.lint.graph.routes import as_path
from flowkit.lint.outline import NEXT, Move, Outline, Stop

Outlines = Mapping[str, Outline]


def check_preconditions(project: Project, outlines: Outlines) -> Iterator[Diagnostic]:
    """Errors about flows that end `resolved` without making their precondition hold."""
    for precondition in project.preconditions.values():
        outline = outlines.get(precondition.run)
        if outline is None or outline.requires:
            continue
        backwards = _turned_round(precondition, outline, project)
        if backwards:
            yield backwards
            continue
        wanted = _wanted(precondition, project)
        if wanted:
            yield from _unmade(precondition, outline, _Walk(wanted, project, outlines))


def _turned_round(precondition: Precondition, outline: Outline, project: Project) -> Diagnostic | None:
    """A precondition that wants a record not to be known, which is what its flow looks up."""
    expr = precondition.when.expr
    for part in expr.parts if isinstance(expr, And) else (expr,):
        if not (isinstance(part, Is) and part.what == "set" and part.negated and isinstance(part.of, Name)):
            continue
        record = part.of.name
        for stop in outline.stops.values():
            tools = (project.tools.get(name) for name in stop.names if stop.kind in ("use", "confirm", "talk"))
            if any(tool is not None and tool.output is not None and tool.output.record == record for tool in tools):
                message = f"'{precondition.name}' holds while '{record}' is not known, and '{outline.name}' looks it up"
                here = Related(stop.span, "it is looked up here")
                return problem(PRECONDITION_NOT_MADE, part.span, message, f"write: {record} is set", (here,))
    return None


def _wanted(precondition: Precondition, project: Project) -> frozenset[str]:
    """The records, slots and tools that decide whether it holds; none if something else does, such as the clock."""
    found: set[str] = set()
    waiting, seen = [precondition], {precondition.name}
    while waiting:
        expr = waiting.pop().when.expr
        if _asks_for_done(expr):
            return frozenset()
        for name in names_in(expr):
            if name in project.preconditions:
                if name not in seen:
                    seen.add(name)
                    waiting.append(project.preconditions[name])
            elif name in project.constants:
                continue
            elif name in project.records or name in project.slots:
                found.add(name)
            else:
                return frozenset()
    return frozenset(found)


def _asks_for_done(expr: Expr) -> bool:
    return isinstance(expr, Done) or any(_asks_for_done(part) for part in children(expr))


class _Walk:
    """What can change the wanted names."""

    def __init__(self, wanted: frozenset[str], project: Project, outlines: Outlines) -> None:
        self.wanted, self.project, self.outlines = wanted, project, outlines
        self._flows: dict[str, bool] = {}

    def may_change(self, stop: Stop) -> bool:
        """Whether a state, doing its job, can change what is wanted."""
        match stop.kind:
            case "ask":
                return not self.wanted.isdisjoint(stop.names)
            case "use" | "confirm" | "talk":
                return any(self._tool_changes(name) for name in stop.names)
            case "run" | "choose":
                return any(self.flow_may_change(name) for name in stop.names)
            case _:
                return False

    def flow_may_change(self, name: str) -> bool:
        """Whether something in a flow can."""
        if name not in self._flows:
            self._flows[name] = False
            outline = self.outlines.get(name)
            self._flows[name] = (
                outline is None
                or bool(outline.requires)
                or any(
                    self.may_change(stop) or any(not self.wanted.isdisjoint(move.clear) for move in stop.moves)
                    for stop in outline.stops.values()
                )
            )
        return self._flows[name]

    def _tool_changes(self, name: str) -> bool:
        tool = self.project.tools.get(name)
        if tool is None or tool.requires:
            return True
        touched = {source.path[0] for argument in tool.input.values() for source in argument.sources if source.path}
        touched.update(tool.changes)
        if tool.output is not None:
            shapes = [tool.output]
            while shapes:
                shape = shapes.pop()
                touched.add(shape.record)
                shapes.extend(shape.fields.values() if not shape.record else ())
        return not self.wanted.isdisjoint(touched)


def _unmade(precondition: Precondition, outline: Outline, walk: _Walk) -> Iterator[Diagnostic]:
    """The shortest way to `end: resolved` on which nothing changes."""
    asked = {name for stop in outline.stops.values() if stop.kind == "ask" for name in stop.names}
    came: dict[str, tuple[str, Move]] = {}
    waiting = [outline.start]
    for name in waiting:
        stop = outline.stops.get(name)
        if stop is None:
            continue  # a person, or the end of the call
        if stop.outcome == "resolved":
            yield _told(precondition, outline, _way(came, name, outline.start), walk)
            return
        for move in _moves(stop, walk, asked - walk.wanted):
            if move.target not in came and move.target != outline.start:
                came[move.target] = (name, move)
                waiting.append(move.target)


def _moves(stop: Stop, walk: _Walk, plain: set[str]) -> Iterator[Move]:
    """The ways on that are open while nothing has changed."""
    changes = walk.may_change(stop)
    if changes and stop.kind in ("talk", "run", "choose"):
        return
    closed: set[str] = set()
    for move in stop.moves:
        if (changes and move.outcome == NEXT) or move.outcome in closed:
            continue
        if move.when is not None and not names_in(move.when) <= plain | set(walk.project.constants):
            closed.add(move.outcome)
        elif walk.wanted.isdisjoint(move.clear):
            yield move


def _way(came: Mapping[str, tuple[str, Move]], name: str, start: str) -> list[tuple[str, Move | None]]:
    """The states from the start to one, each with the move that led there."""
    way: list[tuple[str, Move | None]] = []
    while name != start:
        before, move = came[name]
        way.append((name, move))
        name = before
    return [(start, None), *reversed(way)]


def _told(
    precondition: Precondition, outline: Outline, way: Sequence[tuple[str, Move | None]], walk: _Walk
) -> Diagnostic:
    place = way[-1][1].span if way[-1][1] is not None else outline.stops[way[-1][0]].span
    # Where the way leaves what could still have made it hold is where it went wrong.
    for name, move in way[:0:-1]:
        if move is not None and _could_change(name, outline, walk):
            break
        place = move.span if move is not None else place
    source = " ".join(precondition.when.source.split())
    path = as_path(name for name, _ in way)
    message = f"this flow is to make '{precondition.name}' hold, and can end `resolved` without it: {path}"
    help = f"on this way nothing makes `{source}` true; end it with another outcome, or look up what is missing"
    here = Related(precondition.span, f"'{precondition.name}' is defined here")
    return problem(PRECONDITION_NOT_MADE, place, message, help, (here,))


def _could_change(name: str, outline: Outline, walk: _Walk) -> bool:
    """Whether something behind a state, that state included, can change what is wanted."""
    waiting, seen = [name], set[str]()
    while waiting:
        stop = outline.stops.get(waiting.pop())
        if stop is None or stop.name in seen:
            continue
        seen.add(stop.name)
        if walk.may_change(stop):
            return True
        waiting += [move.target for move in stop.moves if move.outcome not in ("no_input", "no_match")]
    return False
