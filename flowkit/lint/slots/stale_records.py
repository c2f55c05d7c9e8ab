"""Records that are read after a write has changed them, and that cannot be looked up again.

After a write the records that it took arguments from, and those under `changes`, are known by key only. The engine
looks them up again where one read returns them from the key; a write that returns the record brings it up to date. Of
what is left, no field but the key is known: a guard about one is never true, an argument is refused. Words may still
speak of it, and lists may still be picked from.
"""

from collections.abc import Iterator

from flowkit.language.codes import STALE_RECORD_READ
from flowkit.language.diagnostic import Diagnostic, Related, problem
from flowkit.language.expressions.paths import children, path_of
from flowkit.language.expressions.syntax import Expr, Field, Item, Name
from flowkit.language.model import Confirm, Expression, State, Talk, Tool, Use
from flowkit.lint.slots.conditions import IS_SET, IS_UNSET, Store
from flowkit.lint.slots.knowledge import Knowledge
from flowkit.lint.slots.lookups import read_by_key
from flowkit.lint.slots.walks import NEXT, GivenUp, Place, Walk


def check_stale(known: Knowledge) -> Iterator[Diagnostic]:
    """Errors about reads of what a write has changed."""
    records: set[str] = set()
    for state in known.flow.states.values():
        does = state.does
        if type(does) is Confirm or type(does) is Use:
            tool = known.project.tools[does.tool]
            if tool.effect != "read":
                records |= made_stale(tool, known)
    for record in sorted(records):
        if not read_by_key(record, known.project):
            yield from _stale(known, record)


def made_stale(tool: Tool, known: Knowledge) -> set[str]:
    """The records that a write leaves known by key only."""
    found = set(tool.changes)
    for argument in tool.input.values():
        found.update(source.path[0] for source in argument.sources if source.path)
    returned = tool.output.record if tool.output is not None else ""
    return {name for name in found if name in known.project.records and name != returned}


class StaleWalk(Walk):
    """All ways of a flow, with whether a record was changed since it was looked up."""

    def __init__(self, known: Knowledge, record: str) -> None:
        self.record = record
        super().__init__(known, (f"stale {record}",))

    def left(self, place: Place, outcome: str) -> Iterator[Store]:
        """What may be known when a state is left."""
        does = self.flow.states[place.state].does
        for store in super().left(place, outcome):
            match does:
                case Use(tool=name) | Confirm(tool=name):
                    tool = self.project.tools[name]
                    if outcome == NEXT and tool.output is not None and tool.output.record == self.record:
                        yield {**store, self.path: IS_UNSET}
                    elif tool.writes and outcome in (NEXT, "unknown") and self.record in made_stale(tool, self.known):
                        yield {**store, self.path: IS_SET}
                    else:
                        yield store
                case _:
                    yield store


def _stale(known: Knowledge, record: str) -> Iterator[Diagnostic]:
    try:
        walk = StaleWalk(known, record)
    except GivenUp:
        return
    key = known.project.records[record].key
    for state in known.flow.states.values():
        for outcome, expression in _read(state):
            expr = _field(expression.expr, record, key)
            if expr is None:
                continue
            place = _first(walk, state, outcome)
            if place is not None:
                yield _told(known, record, expr, place, state)
                break


def _read(state: State) -> Iterator[tuple[str, Expression]]:
    """The expressions that a state reads: on entry (""), and by which outcome it was left."""
    does = state.does
    if isinstance(does, (Use, Confirm)):
        yield from (("", each) for each in does.arguments.values())
    if isinstance(does, Talk) and does.until is not None:
        yield "", does.until
    for outcome, way in ((NEXT, state.next), *state.outcomes.items()):
        yield from ((outcome, edge.when) for edge in way if edge.when is not None)


def _field(expr: Expr, record: str, key: tuple[str, ...]) -> Expr | None:
    """The part of an expression that reads more of a record than its key."""
    waiting = [expr]
    for part in waiting:
        if isinstance(part, (Field, Item, Name)):
            path = path_of(part)
            if path is not None and path[0] == record and len(path) > 1 and path[1] not in key:
                return part
        waiting.extend(children(part))
    return None


def _first(walk: StaleWalk, state: State, outcome: str) -> Place | None:
    for place in walk.places.get(state.name, ()):
        stores = walk.left(place, outcome) if outcome else (place.store,)
        if any(store.get(walk.path) == IS_SET for store in stores):
            return place
    return None


def _told(known: Knowledge, record: str, expr: Expr, place: Place, state: State) -> Diagnostic:
    from flowkit.lint.slots.told_ways import told

    way = place.way()
    writes = [step.state for step in way] + [state.name]
    tools = known.project.tools
    changing = next(
        known.flow.states[name]
        for name in reversed(writes)
        if isinstance(does := known.flow.states[name].does, (Use, Confirm))
        and tools[does.tool].writes
        and record in made_stale(tools[does.tool], known)
    )
    tool = getattr(changing.does, "tool", "")
    message = f"'{record}' is read here after '{tool}' has changed it, so only its key is known"
    help = f"look it up again, or let '{tool}' return it (output: {record}); the shortest way: {told(way, state.name)}"
    return problem(STALE_RECORD_READ, expr.span, message, help, (Related(changing.span, "it is changed here"),))
