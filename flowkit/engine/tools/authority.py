"""The verdict on a tool: whether it may be run, now, with these values.

Theory of operation. Arguments are worked out from the flow's own expressions; each is checked for where it came from,
then the tool's preconditions, rules and limits are judged, in this order, and the first that does not hold refuses. A
rule or guard that is unknown does not hold. The same judgement is made when a write is drafted and once more right
before it runs. Rules of a read that speak of the record it returns can only be judged afterwards: `judge_record`. Where
a record is missing that a rule needs, and one read can tell it from its key, the verdict is to look it up first.
"""

from collections.abc import Mapping
from dataclasses import replace

from flowkit.engine.altering import altered
from flowkit.engine.call import Frame
from flowkit.engine.scope import FlowScope, ToolScope, spoken
from flowkit.engine.tools.limits import across_calls, counter, within
from flowkit.engine.tools.lookups import LookUpFirst, record_to_look_up
from flowkit.engine.tools.rows import from_rows
from flowkit.engine.tools.stale import stale_read
from flowkit.engine.watch import watching
from flowkit.engine.work import Work
from flowkit.language.expressions.paths import names_in, path_of
from flowkit.language.expressions.syntax import Expr, Name
from flowkit.language.frozen import frozen
from flowkit.language.model import Argument, Expression, Limit, Rule, Slot, Source, Tool
from flowkit.language.shapes import UNSET, Shape, Value
from flowkit.language.values import Refusal, accept


@frozen
class Allow:
    """It may be made, with these values; `depends` are the slots they were made of."""

    arguments: Mapping[str, Value]
    depends: frozenset[str]


@frozen
class Refuse:
    """It may not: which rule (its name is an outcome), and why, in the caller's terms.

    `detail` is for the record: what it was that the language itself refuses.
    """

    rule: str
    because: str
    detail: str = ""


@frozen
class Unheard:
    """It may not be made yet: the caller must have said these slots' values, and was not heard to."""

    slots: tuple[str, ...]


NOT_KNOWN = Refusal("nothing is known")
_NONE: Mapping[str, Value] = {}

Verdict = Allow | Refuse | Unheard | LookUpFirst


def judge(
    work: Work, frame: Frame, tool: Tool, given: Mapping[str, Expression], added: Mapping[str, Value] = _NONE
) -> Verdict:
    """The verdict on a tool that a state uses, with the arguments that the state writes down (and names `added`).

    An optional argument whose value is not known is left out, and nothing is asked of it.
    """
    scope = FlowScope(work, frame, added)
    looking = stale_read(work, scope, (expression.expr for expression in given.values()))
    if looking is not None:
        return looking
    arguments: dict[str, Value] = {}
    for name, expression in given.items():
        wanted = tool.input[name].shape
        value = key_of(wanted, expression.shape, expression.evaluate(scope))
        if value is UNSET and wanted.optional:
            continue
        accepted = NOT_KNOWN if value is UNSET else accept(wanted, value, work.locale)
        if isinstance(accepted, Refusal):
            reason = accepted.reason
            work.note("trouble", {"kind": "argument", "detail": f"{tool.name}.{name}: {reason}"})
            return Refuse("refused", "", f"{name}: {reason}")
        value = accepted
        arguments[name] = value
        if not _came_from(work, frame, tool.input[name], expression.expr, value):
            return _not_from_there(work, frame, tool.input[name], expression, value)
    against = judge_values(work, frame, tool, arguments)
    if against is not None:
        return against
    leak = watching.leaks(work, tool, given)
    if leak:
        return Refuse(watching.BROKEN, "", leak)
    return Allow(arguments, frozenset(_slots_behind(work, frame, given)))


def _not_from_there(
    work: Work, frame: Frame, argument: Argument, expression: Expression, value: Value
) -> LookUpFirst | Unheard | Refuse:
    """The verdict on a value that does not come from where it has to."""
    looking = record_to_look_up(
        work, argument, value, lambda read: _came_from(work, frame, read, expression.expr, value)
    )
    if looking is not None:
        return altered(looking, depends=frozenset(_slots_behind(work, frame, {argument.name: expression})))
    claimed = _claimed(work, frame, expression.expr)
    return Unheard(claimed) if claimed else Refuse("refused", "", _not_its_source(argument))


def _not_its_source(argument: Argument) -> str:
    """What is wrong with a value that comes from somewhere else than it has to."""
    if all(source.kind == "caller" for source in argument.sources):
        return f"{argument.name} was not said by the caller"
    places = (".".join(source.path) or source.kind for source in argument.sources)
    return f"{argument.name} does not come from {' or '.join(dict.fromkeys(places))}"


def judge_values(work: Work, frame: Frame, tool: Tool, arguments: Mapping[str, Value]) -> Refuse | LookUpFirst | None:
    """Judges preconditions, rules and limits; nothing if all of them hold."""
    scope = ToolScope(work, frame, tool, arguments)
    looking = _read_of_rules(work, tool, scope)
    if looking is not None:
        return looking
    whole_call = FlowScope(work, None)
    for name in tool.requires:
        if work.program.project.preconditions[name].when.evaluate(whole_call) is not True:
            return Refuse("refused", "", f"the precondition '{name}' does not hold")
    for rule in tool.only_if:
        if not speaks_of_result(tool, rule) and rule.when.evaluate(scope) is not True:
            return _refusal(work, scope, rule)
    for limit in tool.limits:
        if not across_calls(limit):
            if not within(work, frame, tool, limit, arguments):
                return _over(work, scope, limit)
        elif counter(work, frame, tool, limit, arguments) is None:
            return Refuse("failed", "", f"what '{limit.sentence}' counts is not known")
    return _judge_sentences(work, tool)


def _judge_sentences(work: Work, tool: Tool) -> Refuse | LookUpFirst | None:
    """Judges the guarantees that speak of a tool which would be run otherwise."""
    looking = watching.stale_tool(work, tool)
    if looking is not None:
        return looking
    against = watching.forbidden_tool(work, tool)
    return Refuse(watching.BROKEN, "", against) if against else None


def leaks(work: Work, tool: Tool, arguments: Mapping[str, Value]) -> Refuse | None:
    """Judges the guarantees of slots that may go to some tools only, by the values that a tool would get."""
    against = watching.leaks_values(work, tool, arguments)
    return Refuse(watching.BROKEN, "", against) if against else None


def _read_of_rules(work: Work, tool: Tool, scope: ToolScope) -> LookUpFirst | None:
    """The look-up of a stale record that preconditions or rules of a tool read."""
    preconditions = (work.program.project.preconditions[name].when.expr for name in tool.requires)
    rules = (rule.when.expr for rule in tool.only_if if not speaks_of_result(tool, rule))
    return stale_read(work, FlowScope(work, None), preconditions) or stale_read(work, scope, rules)


def over_limit(work: Work, frame: Frame, tool: Tool, arguments: Mapping[str, Value], sentence: str) -> Refuse:
    """The refusal of a tool that would be over a limit across calls; `sentence` is the limit as written."""
    scope = ToolScope(work, frame, tool, arguments)
    limit = next((limit for limit in tool.limits if limit.sentence == sentence), None)
    return Refuse("refused", "") if limit is None else _over(work, scope, limit)


def _over(work: Work, scope: FlowScope, limit: Limit) -> Refuse:
    because = spoken(limit.because, scope, work.locale).text
    return Refuse(limit.rule or "refused", because, "" if because else f"over the limit '{limit.sentence}'")


def _refusal(work: Work, scope: FlowScope, rule: Rule) -> Refuse:
    return Refuse(rule.name or "refused", spoken(rule.because, scope, work.locale).text)


def speaks_of_result(tool: Tool, rule: Rule) -> bool:
    """Whether a read's rule speaks of the record that it returns, so that it is judged after the read."""
    if tool.writes or tool.output is None or not tool.output.record:
        return False
    return tool.output.record in names_in(rule.when.expr)


def judge_record(work: Work, frame: Frame, tool: Tool, row: Value, arguments: Mapping[str, Value]) -> Refuse | None:
    """The verdict on a record that a read returned for these arguments, before anyone sees it."""
    if tool.output is None or not tool.output.record:
        return None
    rows = row if isinstance(row, list) else [row]
    for rule in tool.only_if:
        if not speaks_of_result(tool, rule):
            continue
        for one in rows:
            scope = ToolScope(work, frame, tool, arguments, {tool.output.record: one})
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
    return any(_fits(work, frame, source, argument.shape, origins, value) for source in argument.sources)


def _claimed(work: Work, frame: Frame, expr: Expr) -> tuple[str, ...]:
    """The slots in an expression that the model reported and the caller's words do not bear out."""
    held = {name: frame.slots.get(name) or work.call.slots.get(name) for name in sorted(names_in(expr))}
    return tuple(name for name, value in held.items() if value is not None and not value.heard)


def _fits(work: Work, frame: Frame, source: Source, shape: Shape, origins: frozenset[str], value: Value) -> bool:
    match source.kind:
        case "record":
            known = work.call.records.get(source.path[0], {})
            return all(one in known for one in (value if isinstance(value, list) else [value]))
        case "field":
            return ".".join(source.path) in origins
        case "row":
            return from_rows(work, frame, source, replace(shape, many=False), value)
        case kind:
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
        own = {"caller", "channel"} if held.source == "given" else {held.source}
        return own.union(".".join(base) for base in behind) if held.heard else {"claimed"}
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
