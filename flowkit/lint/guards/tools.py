"""The rules of tools: whether they can all hold, whether each can refuse, and what is said already by other means."""

from collections.abc import Iterator, Sequence

from flowkit.language.codes import ALREADY_ENSURED, SAME_RULE
from flowkit.language.diagnostic import Diagnostic, Related, problem
from flowkit.language.expressions.paths import names_in, path_of
from flowkit.language.expressions.syntax import And, Compare, Expr, Is, Literal, Loop, Name
from flowkit.language.model import Argument, Precondition, Project, Rule, Slot, Source, Tool
from flowkit.lint.guards.lists import GuardList
from flowkit.lint.guards.parts import quoted
from flowkit.lint.guards.single import check_precondition, check_rules
from flowkit.lint.guards.surroundings import OfTool, Surroundings, given_records
from flowkit.lint.guards.table import TooManyCases


def check_rules_of_tools(
    tools: Sequence[Tool], slots: Sequence[Slot], preconditions: Sequence[Precondition], project: Project
) -> Iterator[Diagnostic]:
    """What is wrong with the rules of tools and slots, and with preconditions."""
    for tool in tools:
        yield from _of_tool(tool, project)
    for precondition in preconditions:
        yield from check_precondition(precondition, Surroundings(project))
    for slot in slots:
        yield from check_rules(slot.only_if, Surroundings(project), f"no value of '{slot.name}' is ever taken")
    yield from _twice(tools)


def _of_tool(tool: Tool, project: Project) -> Iterator[Diagnostic]:
    around = OfTool(tool, project)
    ensured = {rule.when.expr: told for rule in tool.only_if if (told := _ensured(rule, tool, around)) is not None}
    yield from ensured.values()
    amounts = ((_at_most(limit.amount, limit.at_most, around), limit.span) for limit in tool.limits)
    limits = [(asked, span) for asked, span in amounts if asked is not None]
    rules = [rule for rule in tool.only_if if rule.when.expr not in ensured]
    yield from check_rules(rules, around, f"'{tool.name}' refuses every use", limits)


def _at_most(amount: str, most: object, around: OfTool) -> Expr | None:
    """What a limit asks of the amount of a single use."""
    shape = around.shape_of_name(amount) if amount else None
    return None if shape is None else Compare("<=", Name(amount), Literal(most), shape)  # type: ignore[arg-type]


# What holds anyway.


def _ensured(rule: Rule, tool: Tool, around: OfTool) -> Diagnostic | None:
    expr = rule.when.expr
    for argument in tool.input.values():
        if len(argument.sources) == 1 and _repeats(expr, argument, argument.sources[0], tool, around):
            origin = ".".join(argument.sources[0].path)
            return _needless(expr, f"'{argument.name}' comes from '{origin}'", "")
    for name in tool.requires:
        precondition = around.project.preconditions.get(name)
        if precondition is None or not names_in(expr) & names_in(precondition.when.expr):
            continue
        if _follows(expr, precondition.when.expr, around):
            related = (Related(precondition.when.span, f"'{name}' holds when this is true"),)
            return _needless(expr, f"the tool requires '{name}'", "", related)
    return None


def _needless(expr: Expr, why: str, help: str, related: tuple[Related, ...] = ()) -> Diagnostic:
    message = f"{quoted(expr)} is true in any case: {why}"
    return problem(ALREADY_ENSURED, expr.span, message, help or "delete this rule", related)


def _follows(expr: Expr, known: Expr, around: OfTool) -> bool:
    """Whether one guard is true wherever another is, and not everywhere."""
    try:
        guards = GuardList([known, expr], around)
    except TooManyCases:
        return False
    return not guards.possible & guards.true[0] & ~guards.true[1] and bool(guards.possible & ~guards.true[1])


def _repeats(expr: Expr, argument: Argument, source: Source, tool: Tool, around: OfTool) -> bool:
    """Whether a rule says of an argument that it is what its source makes it."""
    if argument.shape.optional:
        return False
    match expr:
        case Is(of=Name(name=name), what="set", negated=False):
            return source.kind in ("record", "field", "row") and name == source.path[0] and name in given_records(tool)
        case Compare(operator="==", left=left, right=right):
            return _are({path_of(left), path_of(right)}, argument, source, around)
        case Loop(function="any", item=Compare(operator="==", left=left, right=right), name=name, condition=None):
            bound = {name: path_of(expr.source)}
            return source.kind == "field" and {path_of(left, bound), path_of(right, bound)} == {
                (argument.name,),
                source.path,
            }
        case And(parts=parts):
            return all(_repeats(part, argument, source, tool, around) for part in parts)
    return False


def _are(paths: set[tuple[str, ...] | None], argument: Argument, source: Source, around: OfTool) -> bool:
    """Whether two paths are an argument and the key that it is of the record it comes from."""
    if source.kind != "record":
        return False
    record = around.project.records.get(source.path[0])
    return record is not None and len(record.key) == 1 and paths == {(argument.name,), (record.name, record.key[0])}


# The same rule in several places.


def _twice(tools: Sequence[Tool]) -> Iterator[Diagnostic]:
    first: dict[tuple[str, Expr], tuple[Rule, Tool]] = {}
    for tool in tools:
        for rule in tool.only_if:
            before = first.setdefault((tool.catalog, rule.when.expr), (rule, tool))
            if before[1] is not tool and before[0].when.span != rule.when.span:
                message = f"'{before[1].name}' has the same rule"
                help = "name it under 'rules' of the catalog, and name it in 'only_if' of both"
                related = (Related(before[0].when.span, "it stands here, too"),)
                yield problem(SAME_RULE, rule.when.span, message, help, related)
