"""What is found of values that may not be set where they are read, each with the shortest way on which it is not."""

from collections.abc import Iterator, Sequence

from flowkit.language.codes import ARGUMENT_UNSET, READ_BEFORE_ASKED, READ_TOO_EARLY, SPOKEN_UNSET
from flowkit.language.diagnostic import Code, Diagnostic, problem
from flowkit.language.expressions.paths import Path, children, path_of, paths_in
from flowkit.language.expressions.syntax import Expr, Field, Is, Item, Name
from flowkit.language.frozen import frozen
from flowkit.language.model import Ask, Choose, Confirm, Edge, Run, Talk
from flowkit.lint.slots.conditions import Store
from flowkit.lint.slots.knowledge import Knowledge
from flowkit.lint.slots.told_ways import passed, told
from flowkit.lint.slots.unset_values import Doubt, from_outside, optional_part, shape_of
from flowkit.lint.slots.walks import GivenUp, Place, Walk
from flowkit.lint.slots.words_unset import gap


@frozen
class Missing:
    """A read while its value is not set: where it stands, and the place it was met at. `ever`: it may be set there."""

    path: Path
    expr: Expr
    place: Place
    ever: bool


class Finder:
    """Looks at the doubts of one flow; the walks are kept, as several reads are of one value."""

    def __init__(self, known: Knowledge) -> None:
        self.known = known
        self.walks: dict[Path, Walk | None] = {}
        self.outside = from_outside(known)

    def walk(self, path: Path) -> Walk | None:
        if path not in self.walks:
            try:
                self.walks[path] = Walk(self.known, path)
            except GivenUp:
                self.walks[path] = None
        return self.walks[path]

    def missing(self, doubt: Doubt) -> Iterator[Missing]:
        for path in self._paths(doubt):
            walk = self.walk(path)
            if walk is None:
                continue
            first: tuple[Place, Expr] | None = None
            ever = False
            for place, store in self._stores(walk, doubt):
                expr = self._read(walk, doubt, store, path)
                if expr is None:
                    ever = ever or not walk.conditions.unset(path, store)
                elif first is None:
                    first = place, expr
            if first is not None and (doubt.guard is None or not ever):
                yield Missing(path, first[1], first[0], ever)

    def _paths(self, doubt: Doubt) -> Iterator[Path]:
        """The values that a doubt is about: those that are not from outside, and optional parts of any."""
        found: dict[Path, None] = {}
        for expr in _exprs(doubt):
            for path in _through(expr, self.known):
                bit = self.known.bits.get(path[0], 0)
                if bit & ~self.outside & ~self.known.computed and path[0] not in self._some_of():
                    found[path[:1]] = None
                part = optional_part(path, shape_of(path[0], self.known)) if bit else None
                if part is not None and doubt.guard is None:
                    found[part] = None
        yield from found

    def _some_of(self) -> set[str]:
        """Slots some of which are enough: which of them are set, guards about the others may tell."""
        asks = (state.does for state in self.known.flow.states.values() if isinstance(state.does, Ask))
        return {name for does in asks if does.enough for name in does.slots}

    def _stores(self, walk: Walk, doubt: Doubt) -> Iterator[tuple[Place, Store]]:
        """The places where a read happens, with what is known then."""
        state = doubt.state
        for place in walk.places.get(state.name, ()):
            if doubt.edge is None:
                yield place, place.store
                continue
            way = state.next if doubt.outcome == "next" else state.outcomes[doubt.outcome]
            for store in walk.left(place, doubt.outcome):
                yield from ((place, each) for each in self._at_edge(walk, way, doubt, store))

    def _at_edge(self, walk: Walk, way: tuple[Edge, ...], doubt: Doubt, store: Store) -> Iterator[Store]:
        if doubt.guard is None:
            yield from (taken for edge, taken in walk.edges(way, store) if edge is doubt.edge)
            return
        stores = [store]
        for edge in way:
            if edge is doubt.edge:
                yield from stores
                return
            if edge.when is not None and edge.times is None:
                stores = [each for one in stores for each in walk.conditions.passed(edge.when.expr, one)]

    def _read(self, walk: Walk, doubt: Doubt, store: Store, path: Path) -> Expr | None:
        """The part that is read and not set; None if all that is read may be set."""
        if not walk.conditions.unset(path, store):
            return None
        if doubt.words is not None:
            part = gap(doubt.words, walk.conditions, store)
            return None if part is None or part.expr is None else _named(part.expr, path)
        expr = doubt.guard.expr if doubt.guard is not None else doubt.argument[1].expr if doubt.argument else None
        if expr is None:
            return None
        if doubt.guard is not None:
            if path[0] in self.known.flow.slots and not _compared(expr, path):
                return None  # it asks whether the caller has said it already
            return _named(expr, path) if not walk.conditions.taken(expr, store) else None
        return _named(expr, path) if walk.conditions.lacks(expr, store) else None


def _exprs(doubt: Doubt) -> Iterator[Expr]:
    if doubt.words is not None:
        yield from (part.expr for part in doubt.words.parts if not isinstance(part, str) and part.expr is not None)
    elif doubt.guard is not None:
        yield doubt.guard.expr
    elif doubt.argument is not None:
        yield doubt.argument[1].expr


def _through(expr: Expr, known: Knowledge) -> Iterator[Path]:
    """The paths that are read, through what is computed."""
    todo, seen = list(paths_in(expr)), set[str]()
    while todo:
        path = todo.pop(0)
        computed = known.flow.let.get(path[0])
        if computed is None:
            yield path
        elif path[0] not in seen:
            seen.add(path[0])
            todo += paths_in(computed.expr)


def _compared(expr: Expr, path: Path) -> bool:
    """Whether an expression reads a path otherwise than to ask whether it is set."""
    if isinstance(expr, Is):
        return False
    if isinstance(expr, (Name, Field, Item)) and (path_of(expr) or ())[: len(path)] == path:
        return True
    return any(_compared(part, path) for part in children(expr))


def _named(expr: Expr, path: Path) -> Expr:
    """The part of an expression that reads a path, for its place; the whole where a computed value reads it."""
    waiting = [expr]
    for part in waiting:
        if isinstance(part, (Name, Field, Item)) and (path_of(part) or ())[: len(path)] == path:
            return part
        waiting.extend(children(part))
    return expr


def findings(known: Knowledge, found: Sequence[Doubt]) -> Iterator[Diagnostic]:
    """The diagnostics; of several arguments or guards of a state that lack the same value the first stands for all."""
    finder = Finder(known)
    seen: set[tuple[str, str, Path]] = set()
    for doubt in found:
        for missing in finder.missing(doubt):
            place = (doubt.state.name, doubt.outcome, missing.path)
            if doubt.words is not None or place not in seen:
                yield _told(known, doubt, missing)
            if doubt.words is None:
                seen.add(place)
            break


def _told(known: Knowledge, doubt: Doubt, missing: Missing) -> Diagnostic:
    name, state = ".".join(missing.path), doubt.state.name
    way = missing.place.way()
    if len(missing.path) > 1:
        what = f"'{name}' is optional, and nothing makes sure here that it is there"
    elif missing.ever:
        what = f"'{name}' is not set on every way here"
    else:
        what = f"'{name}' is read here, and nothing before '{state}' sets it"
    code = _code(known, doubt, missing)
    shortest = f"the shortest way here: {told(way, state)}" if way else f"the flow starts with '{state}'"
    return problem(
        code, missing.expr.span, what, f"{_mend(known, doubt, missing)}; {shortest}", passed(way, known.flow)
    )


def _code(known: Knowledge, doubt: Doubt, missing: Missing) -> Code:
    if not missing.ever and len(missing.path) == 1:
        heard = any(
            isinstance(known.flow.states[step.state].does, (Ask, Choose, Talk, Confirm, Run))
            for step in missing.place.way()
        )
        slot = known.flow.slots.get(missing.path[0])
        volunteered = slot is not None and slot.shape.type != "yes_no" and slot.shape.options_from is None
        return READ_BEFORE_ASKED if doubt.guard is not None and volunteered and heard else READ_TOO_EARLY
    return SPOKEN_UNSET if doubt.words is not None else ARGUMENT_UNSET


def _mend(known: Knowledge, doubt: Doubt, missing: Missing) -> str:
    name = missing.path[0]
    where = ".".join(path_of(missing.expr) or missing.path)
    if doubt.words is not None:
        first = f"a gap would be spoken; write {{{{ {where} or '…' }}}}, or {{% if {where} is set %}}"
        return first if len(missing.path) > 1 else f"{first}, or {_set_it(known, name)} first"
    if doubt.guard is not None:
        return f"the guard cannot be true; {_set_it(known, name)} before"
    what = f"'{doubt.argument[0]}' must be given, so the tool would be refused" if doubt.argument else ""
    if len(missing.path) > 1:
        return f"{what}; let the edge that leads here ask for it: when: {where} is set"
    return f"{what}; {_set_it(known, name)} on every way here"


def _set_it(known: Knowledge, name: str) -> str:
    if name in known.flow.slots or name in known.project.slots:
        return f"ask for '{name}'"
    return f"look '{name}' up" if name in known.project.records else f"fill '{name}'"
