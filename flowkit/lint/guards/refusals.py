"""Refusals that must happen, because of the way that leads there, and outcomes for refusals that cannot."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from flowkit.language.codes import CANNOT_BE_REFUSED, MUST_BE_REFUSED
from flowkit.language.diagnostic import Diagnostic, Related, problem
from flowkit.language.expressions.paths import names_in, path_of
from flowkit.language.expressions.syntax import (
    And,
    Calculate,
    Call,
    Compare,
    Expr,
    Field,
    Is,
    ListOf,
    Literal,
    Minus,
    Name,
    Not,
    Or,
)
from flowkit.language.model import Ask, Confirm, Edge, Flow, Project, Record, Rule, Speak, State, Tool, Use, WayOn
from flowkit.lint.guards.lists import GuardList
from flowkit.lint.guards.parts import quoted
from flowkit.lint.guards.surroundings import OfFlow, brought
from flowkit.lint.guards.table import TooManyCases

REFUSED = "refused"


def cannot_be_refused(state: State, tool: Tool, project: Project) -> Iterator[Diagnostic]:
    """An outcome for a refusal, where nothing of the tool refuses."""
    way = state.outcomes.get(REFUSED)
    named = {*(rule.name for rule in tool.only_if), *(limit.rule for limit in tool.limits)}
    single = tool.output is not None and project.records.get(tool.output.record) is not None
    given = any(each.sources or each.shape.pattern for each in tool.input.values())
    if not way or tool.requires or tool.role or single or given or not named <= state.outcomes.keys():
        return
    why = "each of its rules has a way of its own here" if named else "it has no rule, no limit and no precondition"
    message = f"nothing of '{tool.name}' can refuse: {why}"
    yield problem(CANNOT_BE_REFUSED, way[0].span, message, "delete this outcome")


def must_be_refused(way: WayOn, flow: Flow, project: Project, around: OfFlow) -> Iterator[Diagnostic]:
    """Edges to a state whose tool refuses whatever such an edge is taken for, at once or some words and answers on."""
    before = around.state if around.outcome == "next" else None
    for place, edge in enumerate(way):
        if edge.when is None and not place:
            continue
        read = frozenset[str]().union(*(names_in(each.when.expr) for each in way[: place + 1] if each.when is not None))
        state = _led_to(edge, flow, {root for name in read for root in (name, *around.roots(name))})
        if state is None or not isinstance(state.does, Use | Confirm):
            continue
        tool = project.tools.get(state.does.tool)
        if tool is None:
            continue
        for rule in tool.only_if:
            wanted = _as_here(rule.when.expr, state.does, tool, project, before)
            found = () if wanted is None else tuple(_refused(way[: place + 1], wanted, rule, tool, around))
            if found:
                yield from found
                break  # one rule is reason enough


def takes_nothing(state: State, flow: Flow, project: Project, around: OfFlow) -> Iterator[Diagnostic]:
    """Rules of a state's tool that refuse every value which the rules of a slot let in."""
    does = state.does
    assert isinstance(does, Use | Confirm)
    tool = project.tools[does.tool]
    for rule in tool.only_if:
        wanted = _as_here(rule.when.expr, does, tool, project, None)
        slots = [slot for name in names_in(wanted) if (slot := flow.slots.get(name)) and slot.only_if] if wanted else []
        if wanted is None or not slots:
            continue
        try:
            found = GuardList([wanted], around)
        except TooManyCases:
            continue
        # Where the rules of the slot let nothing in, that is told there.
        let_in = found.possible & found.table.all_set()
        if let_in and found.true[0] & found.free and found.none_of(found.true[0]):
            slot = slots[0]
            given = next((each for each in does.arguments.values() if slot.name in names_in(each.expr)), None)
            message = f"'{tool.name}' refuses every '{slot.name}' that the rules of the slot let in"
            help = f"its rule asks for {quoted(rule.when.expr)}: change one of the two"
            here = (
                Related(rule.when.span, "this rule refuses"),
                Related(slot.only_if[0].when.span, "this one lets in"),
            )
            yield problem(MUST_BE_REFUSED, given.span if given is not None else state.does_span, message, help, here)


def _led_to(edge: Edge, flow: Flow, read: Collection[str]) -> State | None:
    """The state that an edge leads to in the end, past those that only speak, or ask for what was not read before."""
    seen: set[str] = set()
    while True:
        state = flow.states.get(edge.go)
        if state is None or state.name in seen:
            return None
        does = state.does
        asks = isinstance(does, Ask) and not any(slot in read for slot in does.slots)
        if not (isinstance(does, Speak) or asks) or len(state.next) != 1 or state.next[0].clear:
            return state
        seen.add(state.name)
        edge = state.next[0]


def _refused(way: WayOn, wanted: Expr, rule: Rule, tool: Tool, around: OfFlow) -> Iterator[Diagnostic]:
    *before, edge = way
    guards = [each.when.expr if each.when is not None else None for each in way]
    read = frozenset[str]().union(*(names_in(each) for each in guards if each is not None))
    if not any(root in read for name in names_in(wanted) for root in (name, *around.roots(name))):
        return
    try:
        found = GuardList([*guards, wanted], around)
        alone = GuardList([wanted], around)
    except TooManyCases:
        return
    cases = found.true[-2] & found.possible
    for each, true in zip(before, found.true, strict=False):
        if each.times is None:
            cases &= ~true
    if not found.none_of(cases) and found.none_of(cases & found.true[-1]) and not alone.none_of(alone.true[0]):
        yield _told(edge, cases, found, rule, tool)


def _told(edge: Edge, cases: int, guards: GuardList, rule: Rule, tool: Tool) -> Diagnostic:
    from flowkit.lint.guards.examples import example

    table = guards.table
    held = cases & table.all_set() or cases
    told = example(table, table.matters(table.case(held), table.all & ~guards.true[-1], table.possible))
    where = f", such as where {told}" if told else ""
    message = f"'{tool.name}' refuses whatever this edge is taken for{where}"
    help = f"its rule asks for {quoted(rule.when.expr)}: change this guard, or lead it elsewhere"
    span = edge.when.span if edge.when is not None else edge.span
    return problem(MUST_BE_REFUSED, span, message, help, (Related(rule.when.span, "this rule refuses"),))


# A rule in the words of the flow that uses the tool.


def _as_here(expr: Expr, does: Use | Confirm, tool: Tool, project: Project, before: State | None) -> Expr | None:
    """The rule with the arguments that a state gives; None where it speaks of what the flow cannot tell.

    A record of the rule is the flow's own if it is single, or if its key is given: `order.order_id`, or what the state
    before has just looked it up with.
    """
    given: dict[str, Expr] = {name: value.expr for name, value in does.arguments.items()}
    meaning = dict(given)
    for record in project.records.values():
        same = record.single or any(
            _is_key_of(tool, name, record.name)
            and (path_of(value) == (record.name, record.key[0]) or _looked_up(before, record, value, project))
            for name, value in given.items()
        )
        if not same:
            meaning[record.name] = _NOT_TOLD
    for name, value in tool.let.items():
        computed = _put(value.expr, meaning, {*tool.input, *tool.let})
        meaning[name] = _NOT_TOLD if computed is None else computed
    return _put(expr, meaning, set(tool.input) | set(tool.let))


def _looked_up(before: State | None, record: Record, key: Expr, project: Project) -> bool:
    """Whether a state has looked a record up by this key."""
    if before is None or not isinstance(before.does, Use) or record.name not in brought(before, project):
        return False
    given = before.does.arguments.get(record.key[0])
    return len(record.key) == 1 and given is not None and given.expr == key


_NOT_TOLD = Literal("")


def _is_key_of(tool: Tool, argument: str, record: str) -> bool:
    return any(each.kind == "record" and each.path == (record,) for each in tool.input[argument].sources)


def _put(expr: Expr, meaning: Mapping[str, Expr], own: set[str]) -> Expr | None:
    """An expression with names put for what they stand for; None where one of them cannot be told."""
    match expr:
        case Literal():
            return expr
        case Name(name=name):
            found = meaning.get(name)
            if found is _NOT_TOLD or (found is None and name in own):
                return None
            return expr if found is None else found
        case Field(of=of) | Is(of=of) | Not(of=of) | Minus(of=of):
            inner = _put(of, meaning, own)
            return None if inner is None else replace(expr, of=inner)
        case Compare(left=left, right=right) | Calculate(left=left, right=right):
            one, other = _put(left, meaning, own), _put(right, meaning, own)
            return None if one is None or other is None else replace(expr, left=one, right=other)
        case And(parts=parts) | Or(parts=parts):
            several = _several(parts, meaning, own)
            return None if several is None else replace(expr, parts=several)
        case ListOf(items=items):
            several = _several(items, meaning, own)
            return None if several is None else replace(expr, items=several)
        case Call(arguments=arguments):
            several = _several(arguments, meaning, own)
            return None if several is None else replace(expr, arguments=several)
    return None


def _several(parts: tuple[Expr, ...], meaning: Mapping[str, Expr], own: set[str]) -> tuple[Expr, ...] | None:
    found = [_put(part, meaning, own) for part in parts]
    return tuple(part for part in found if part is not None) if None not in found else None
