"""Looking before acting: arguments that have to come from something that was looked up, on ways on which it was not.

An argument with `from: order` must be the key of an order that was looked up in this call; with `from:
list_times.start` it must stand in what that read returned. A value that was looked up itself (a field of the record, a
slot that is picked from its list) brings that with it. A value that the caller says does not: the read has to come
first, on every way. Where one read can tell the record from the key, the engine makes it by itself.
"""

from collections.abc import Iterator

from flowkit.language.codes import SOURCE_NOT_LOOKED_UP
from flowkit.language.diagnostic import Diagnostic, Related, problem
from flowkit.language.expressions.paths import names_in, path_of
from flowkit.language.model import Argument, Ask, Choose, Confirm, Expression, Project, Run, State, Talk, Use
from flowkit.lint.slots.conditions import IS_SET, IS_UNSET, Store
from flowkit.lint.slots.knowledge import EVERYTHING, Knowledge
from flowkit.lint.slots.walks import NEXT, GivenUp, Place, Walk

_LOOKED = ("record", "field", "row")


def check_lookups(known: Knowledge) -> Iterator[Diagnostic]:
    """Errors about arguments whose source was not looked up on some way."""
    for state in known.flow.states.values():
        does = state.does
        if (type(does) is not Use and type(does) is not Confirm) or known.at[state.name] == EVERYTHING:
            continue
        wanted = known.project.tools[does.tool].input
        for name, given in does.arguments.items():
            argument = wanted.get(name)
            if argument is not None and argument.sources and argument.sources[0].kind in _LOOKED:
                yield from _not_looked_up(known, state, argument, given)


def _not_looked_up(known: Knowledge, state: State, argument: Argument, given: Expression) -> Iterator[Diagnostic]:
    sources = {source.path[0] for source in argument.sources if source.kind in _LOOKED}
    if any(source.kind not in _LOOKED for source in argument.sources) or not _is_said(known, given):
        return
    for source in argument.sources:
        if source.kind == "record" and read_by_key(source.path[0], known.project):
            return
    if sources & _from_start(known):
        return
    place = _first(known, state, sources)
    if place is not None:
        yield _told(known, state, argument, given, sources, place)


def _is_said(known: Knowledge, given: Expression) -> bool:
    """Whether a value is one that the caller says, in a slot that this flow asks for."""
    path = path_of(given.expr)
    slot = None if path is None else known.flow.slots.get(path[0]) or known.project.slots.get(path[0])
    if slot is None or path is None or slot.shape.options_from is not None:
        return False
    return any(isinstance(each.does, Ask) and path[0] in each.does.slots for each in known.flow.states.values())


def read_by_key(record: str, project: Project) -> bool:
    """Whether the engine can look a record up by itself: one read alone returns it from its key."""
    key = project.records[record].key
    found = 0
    for tool in project.tools.values():
        output = tool.output
        if output is None or output.record != record or tool.writes or not output.single:
            continue
        needed = [argument.name for argument in tool.input.values() if not argument.shape.optional]
        fit = all(any(name in (part, f"{record}_{part}") for name in needed) for part in key)
        found += fit and len(needed) == len(key)
    return found == 1


def _from_start(known: Knowledge) -> set[str]:
    """What the preconditions of the flow speak of: it was looked up before the flow began."""
    preconditions = known.project.preconditions
    names = [name for name in known.flow.requires if name in preconditions]
    found: set[str] = set()
    while names:
        for name in names_in(preconditions[names.pop()].when.expr):
            if name not in found:
                found.add(name)
                names += [name] if name in preconditions else []
    return found


class LookWalk(Walk):
    """All ways of a flow, with whether one of some records or reads was looked up."""

    def __init__(self, known: Knowledge, sources: set[str]) -> None:
        self.sources = sources
        super().__init__(known, (f"looked up {sorted(sources)}",))

    def left(self, place: Place, outcome: str) -> Iterator[Store]:
        """What may be known when a state is left."""
        does = self.flow.states[place.state].does
        for store in super().left(place, outcome):
            match does:
                case Use(tool=tool) | Confirm(tool=tool) if outcome == NEXT and self._brings(tool):
                    yield {**store, self.path: IS_SET}
                case Talk(tools=tools) if any(self._brings(tool) for tool in tools):
                    yield {**store, self.path: IS_SET}
                case Run() | Choose():
                    yield {**store, self.path: IS_SET}
                case _:
                    yield store

    def _brings(self, name: str) -> bool:
        tool = self.project.tools[name]
        return name in self.sources or (tool.output is not None and tool.output.record in self.sources)


def _first(known: Knowledge, state: State, sources: set[str]) -> Place | None:
    try:
        walk = LookWalk(known, sources)
    except GivenUp:
        return None
    places = walk.places.get(state.name, ())
    return next((place for place in places if place.store.get(walk.path) == IS_UNSET), None)


def _told(
    known: Knowledge, state: State, argument: Argument, given: Expression, sources: set[str], place: Place
) -> Diagnostic:
    from flowkit.lint.slots.told_ways import passed, told

    tool = getattr(state.does, "tool", "")
    what = " or ".join(f"'{source}'" for source in sorted(sources))
    message = f"'{argument.name}' must come from {what}, which is not looked up on every way here"
    way = place.way()
    shortest = f"the shortest way here: {told(way, state.name)}" if way else f"the flow starts with '{state.name}'"
    help = f"'{tool}' would be refused; use a read that returns it first; {shortest}"
    related = (Related(known.project.tools[tool].span, f"'{tool}' says so"), *passed(way, known.flow))
    return problem(SOURCE_NOT_LOOKED_UP, given.span, message, help, related)
