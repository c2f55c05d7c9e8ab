"""Records that a write has changed since they were looked up, wherever an expression is about to read them.

Theory of operation. Of a stale record only the key is sure. An expression that reads another field of one would be
unknown, and `is not set` would even be true of what is only not known any more. So before arguments, rules, guards,
options or computed values are evaluated, what they read is followed (through computed values and preconditions) to the
records, and the first that is stale and can be read again from its key is looked up first. Which fields are read is
taken from the expression as it is written, not from how far its evaluation would come.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flowkit.engine.scope import FlowScope, ToolScope
from flowkit.engine.tools.lookups import LookUpFirst, read_again
from flowkit.engine.work import Work
from flowkit.language.expressions.paths import Path, paths_in
from flowkit.language.expressions.syntax import Expr
from flowkit.language.model import Ask, Expression, Run, Talk, Tool, WayOn
from flowkit.language.shapes import Value


def stale_read(work: Work, scope: FlowScope, exprs: Iterable[Expr]) -> LookUpFirst | None:
    """The look-up that has to come before expressions are evaluated in a scope, if there is one that can be made."""
    if not _any_stale(work):
        return None
    for path in _paths(work, scope, exprs):
        for record, row in _rows_at(scope, path):
            looking = read_again(work, record, row)
            if looking is not None:
                return looking
    return None


def stale_source(work: Work, tool: Tool, arguments: Mapping[str, Value]) -> LookUpFirst | None:
    """The look-up of a stale record whose fields arguments have to come from."""
    if not _any_stale(work):
        return None
    for name in arguments:
        for source in tool.input[name].sources:
            if source.kind not in ("field", "row"):
                continue
            for held in work.call.records.get(source.path[0], {}).values():
                looking = read_again(work, source.path[0], held.value) if held.stale else None
                if looking is not None:
                    return looking
    return None


def _any_stale(work: Work) -> bool:
    records = work.call.records
    return bool(records) and any(held.stale for rows in records.values() for held in rows.values())


def _paths(work: Work, scope: FlowScope, exprs: Iterable[Expr]) -> Iterator[Path]:
    """The paths that expressions read, through what the names in them are computed from."""
    todo = [path for expr in exprs for path in paths_in(expr)]
    followed: set[str] = set()
    while todo:
        path = todo.pop(0)
        yield path
        behind = None if path[0] in followed else _computed(work, scope, path[0])
        followed.add(path[0])
        if behind is not None:
            todo += paths_in(behind.expr)


def _computed(work: Work, scope: FlowScope, name: str) -> Expression | None:
    if isinstance(scope, ToolScope):
        computed = scope.tool.let.get(name)
    else:
        computed = work.program.flow(scope.frame.flow).let.get(name) if scope.frame is not None else None
    precondition = work.program.project.preconditions.get(name)
    return computed or (precondition.when if precondition is not None else None)


def _rows_at(scope: FlowScope, path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The stale records of whose fields a path reads more than the key."""
    records, project = scope.work.call.records, scope.work.program.project
    if path[0] == "records" and len(path) > 1:
        held = list(records.get(path[1], {}).values())
        # Which of them a key in brackets picks is not told by the path; nor is what a loop does with each.
        yield from ((path[1], each.value) for each in held if each.stale)
        return
    record = project.records.get(path[0])
    if record is None or path[0] in scope.added or len(path) < 2 or path[1] in record.key:
        return
    key = scope.key_of(path[0])
    one = records.get(path[0], {}).get(key) if key is not None else None
    if one is not None and one.stale:
        yield path[0], one.value


# What is read where.


def before_state(work: Work) -> LookUpFirst | None:
    """The look-up that has to come before the state the call is in does what its kind does."""
    if not _any_stale(work):
        return None
    return stale_read(work, FlowScope(work, work.call.top), list(_read_on_entry(work)))


def _read_on_entry(work: Work) -> Iterator[Expr]:
    match work.state.does:
        case Ask(slots=names):
            held = {**work.call.slots, **work.call.top.slots}
            for name in names:
                slot = work.program.slot(work.call.top.flow, name)
                if slot is not None and slot.shape.options_from is not None and name not in held:
                    yield slot.shape.options_from
                for rule in slot.only_if if slot is not None else ():
                    yield rule.when.expr
        case Run(arguments=arguments):
            yield from (expression.expr for expression in arguments.values())
        case Talk(until=until) if until is not None:
            yield until.expr


def before_flow(work: Work, flow: str) -> LookUpFirst | None:
    """The look-up that has to come before it is judged whether a flow's preconditions hold."""
    if not _any_stale(work):
        return None
    named = (work.program.project.preconditions[name] for name in work.program.flow(flow).requires)
    return stale_read(work, FlowScope(work, None), [each.when.expr for each in named])


def before_way(work: Work, way: WayOn) -> LookUpFirst | None:
    """The look-up that has to come before one of these edges is chosen by its guard."""
    if not _any_stale(work):
        return None
    return stale_read(work, FlowScope(work, work.call.top), [edge.when.expr for edge in way if edge.when is not None])
