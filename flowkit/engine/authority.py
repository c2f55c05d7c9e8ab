"""The verdict on a tool call: whether it may be made, now, with these values.

Theory of operation. Arguments are worked out from the flow's own expressions; each is checked for where it came from,
then the tool's preconditions, rules and limits are judged, in this order, and the first that does not hold refuses. A
rule or guard that is unknown does not hold. The same judgement is made when a write is drafted and once more right
before it runs. Rules of a read that speak of the record it returns can only be judged afterwards: `judge_record`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from flowkit.engine.call import Frame
from flowkit.engine.limits import countable, within
from flowkit.engine.scope import FlowScope, ToolScope, spoken
from flowkit.engine.work import Work
from flowkit.language.expressions.paths import names_in, path_of
from flowkit.language.expressions.syntax import Expr, Name
from flowkit.language.model import Argument, Expression, Rule, Slot, Tool
from flowkit.language.shapes import UNSET, Shape, Value
from flowkit.language.values import Refusal, accept


@dataclass(frozen=True, slots=True)
class Allow:
    """It may be made, with these values; `depends` are the slots they were made of."""

    arguments: Mapping[str, Value]
    depends: frozenset[str]


@dataclass(frozen=True, slots=True)
class Refuse:
    """It may not: which rule (its name is an outcome), and why, in the caller's terms."""

    rule: str
    because: str


@dataclass(frozen=True, slots=True)
class Unheard:
    """It may not be made yet: the caller must have said these slots' values, and was not heard to."""

    slots: tuple[str, ...]


NOT_KNOWN = Refusal("nothing is known")

Verdict = Allow | Refuse | Unheard


def judge(work: Work, frame: Frame, tool: Tool, given: Mapping[str, Expression]) -> Verdict:
    """The verdict on a tool that a state uses, with the arguments that the state writes down."""
    scope = FlowScope(work, frame)
    arguments: dict[str, Value] = {}
    for name, expression in given.items():
        wanted = tool.input[name].shape
        value = key_of(wanted, expression.shape, expression.evaluate(scope))
        accepted = NOT_KNOWN if value is UNSET else accept(wanted, value, work.locale)
        if isinstance(accepted, Refusal):
            reason = accepted.reason
            work.note("trouble", {"kind": "argument", "detail": f"{tool.name}.{name}: {reason}"})
            return Refuse("refused", "")
        value = accepted
        arguments[name] = value
        if not _came_from(work, frame, tool.input[name], expression.expr, value):
            claimed = _claimed(work, frame, expression.expr)
            return Unheard(claimed) if claimed else Refuse("refused", "")
    depends = frozenset(_slots_behind(work, frame, given))
    return _judge_values(work, frame, tool, arguments) or Allow(arguments, depends)


def _judge_values(work: Work, frame: Frame, tool: Tool, arguments: Mapping[str, Value]) -> Refuse | None:
    whole_call = FlowScope(work, None)
    for name in tool.requires:
        if work.program.project.preconditions[name].when.evaluate(whole_call) is not True:
            return Refuse("refused", "")
    scope = ToolScope(work, frame, tool, arguments)
    for rule in tool.only_if:
        if speaks_of_result(tool, rule):
            continue
        if rule.when.evaluate(scope) is not True:
            return _refusal(work, scope, rule)
    for limit in tool.limits:
        if not countable(limit):
            return Refuse("failed", "")
        if not within(work, frame, tool, limit, arguments):
            return Refuse(limit.rule or "refused", spoken(limit.because, scope, work.locale).text)
    return None


def _refusal(work: Work, scope: FlowScope, rule: Rule) -> Refuse:
    return Refuse(rule.name or "refused", spoken(rule.because, scope, work.locale).text)


def speaks_of_result(tool: Tool, rule: Rule) -> bool:
    """Whether a read's rule speaks of the record that it returns, so that it is judged after the read."""
    if tool.writes or tool.output is None or not tool.output.record:
        return False
    return tool.output.record in names_in(rule.when.expr)


def judge_record(work: Work, frame: Frame, tool: Tool, row: Value) -> Refuse | None:
    """The verdict on a record that a read returned, before anyone sees it."""
    if tool.output is None or not tool.output.record:
        return None
    rows = row if isinstance(row, list) else [row]
    for rule in tool.only_if:
        if not speaks_of_result(tool, rule):
            continue
        for one in rows:
            scope = ToolScope(work, frame, tool, {}, {tool.output.record: one})
            if rule.when.evaluate(scope) is not True:
                return _refusal(work, scope, rule)
    return None


# Where values come from.


def key_of(wanted: Shape, given: Shape | None, value: Value) -> Value:
    """A thing stands for its key where a single value is wanted."""
    if isinstance(value, dict) and wanted.type != "object" and given is not None and given.key:
        return value.get(given.key, UNSET)
    return value


def _came_from(work: Work, frame: Frame, argument: Argument, expr: Expr, value: Value) -> bool:
    if not argument.sources:
        return True
    origins = origins_of(work, frame, expr)
    return any(_fits(work, source.kind, source.path, origins, value) for source in argument.sources)


def _claimed(work: Work, frame: Frame, expr: Expr) -> tuple[str, ...]:
    """The slots in an expression that the model reported and the caller's words do not bear out."""
    held = {name: frame.slots.get(name) or work.call.slots.get(name) for name in sorted(names_in(expr))}
    return tuple(name for name, value in held.items() if value is not None and not value.heard)


def _fits(work: Work, kind: str, path: tuple[str, ...], origins: frozenset[str], value: Value) -> bool:
    match kind:
        case "record":
            return value in work.call.records.get(path[0], {})
        case "field":
            return ".".join(path) in origins
        case _:
            return kind in origins


def origins_of(work: Work, frame: Frame, expr: Expr) -> frozenset[str]:
    """Where the value of an expression came from.

    A plain path has the source of the value it names: `caller`, `channel`, or a field of a record or result, written
    `order.items.price` or `find_openings.start`. Everything else is `computed` and has the sources of its parts too.
    """
    path = path_of(expr)
    if path is None:
        parts = [origins_of(work, frame, Name(name)) for name in names_in(expr)]
        return frozenset({"computed"}).union(*parts)
    return frozenset(_origins_of_path(work, frame, path))


def _origins_of_path(work: Work, frame: Frame, path: tuple[str, ...]) -> set[str]:
    name, rest = path[0], path[1:]
    held = frame.slots.get(name) or work.call.slots.get(name)
    if held is not None:
        slot = work.program.slot(frame.flow, name)
        behind = _list_behind(work, frame, slot)
        if behind and rest:
            return {".".join((*base, *rest)) for base in behind}
        return {held.source, *(".".join(base) for base in behind)} if held.heard else {"claimed"}
    saved = frame.saved.get(name)
    if saved is not None:
        return {".".join((base, *rest)) for base in (saved.tool, name)}
    if name in work.program.project.records:
        return {".".join(path)}
    computed = work.program.flow(frame.flow).let.get(name)
    return set(origins_of(work, frame, computed.expr)) if computed is not None else {"computed"}


def _list_behind(work: Work, frame: Frame, slot: Slot | None) -> list[tuple[str, ...]]:
    """The paths of the list a choice was made from: by its record, and by the tool that returned it."""
    if slot is None or slot.shape.options_from is None:
        return []
    path = path_of(slot.shape.options_from)
    if path is None:
        return []
    saved = frame.saved.get(path[0])
    found = [path] if saved is None else [(saved.tool, *path[1:])]
    if saved is not None and slot.shape.record:
        found.append((slot.shape.record,))
    return found


def _slots_behind(work: Work, frame: Frame, given: Mapping[str, Expression]) -> set[str]:
    """The slots that arguments were made of, through computed values and the lists that choices came from."""
    names: set[str] = set()
    todo = [name for expression in given.values() for name in names_in(expression.expr)]
    flow = work.program.flow(frame.flow)
    while todo:
        name = todo.pop()
        if name in names:
            continue
        names.add(name)
        computed = flow.let.get(name)
        if computed is not None:
            todo.extend(names_in(computed.expr))
        names.update(_behind_results(frame, name))
    return {name for name in names if work.program.slot(frame.flow, name) is not None}


def _behind_results(frame: Frame, name: str) -> frozenset[str]:
    saved = frame.saved.get(name)
    return saved.depends if saved is not None else frame.latest_depends.get(name, frozenset())
