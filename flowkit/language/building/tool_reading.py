"""Tools: arguments with their sources, rules, limits, read-back and consent."""

from typing import Literal, cast

from flowkit.language import codes
from flowkit.language.building.arguments import read_arguments
from flowkit.language.building.backend_reading import read_backend
from flowkit.language.building.cycles import check_let
from flowkit.language.building.durations import read_duration
from flowkit.language.building.expression_reading import read_expression, read_guard
from flowkit.language.building.flow_reading import read_requires
from flowkit.language.building.limits import read_limits
from flowkit.language.building.mappings import Fields, check_text, open_mapping
from flowkit.language.building.names import check_name, is_name, meant
from flowkit.language.building.read_backs import check_spoken, read_read_back
from flowkit.language.building.report import related
from flowkit.language.building.rules import read_rule
from flowkit.language.building.scopes import Pending, Scope
from flowkit.language.building.table.forms import Text
from flowkit.language.building.table.kinds import KINDS
from flowkit.language.building.tool_checks import check_bounded, check_effect, check_names
from flowkit.language.building.world import ToolSource, World
from flowkit.language.model import Expression, ReadBack, Rule, Tool, WhenUnknown
from flowkit.language.shapes import Shape
from flowkit.language.tree import Mapping, Scalar

_RULE, _WHEN_UNKNOWN = KINDS["rule"], KINDS["when unknown"]
_TOOL_OUTCOME, _OUTCOME_TEXT = KINDS["tool outcome"], Text()


def read_tool(tool: ToolSource, world: World) -> Tool | None:
    """The tool; its arguments and output are there already."""
    fields, report = tool.fields, world.report
    if not tool.effect:
        return None
    let: dict[str, Expression] = {}
    scope = _scope(tool, let, world)
    names = [entry.key.text for entry in fields.map("let")]
    for name in names:
        scope.shape_of(name)
    let = {name: let[name] for name in names if name in let}
    check_let(let, report)
    rules = _rules(tool, scope, world)
    numbers = {name: argument.shape for name, argument in tool.arguments.items()}
    counted = [*numbers, *(record.name for record in world.records.values() if record.single)]
    numbers |= {name: expression.shape for name, expression in let.items() if expression.shape is not None}
    limits = read_limits(fields, scope, numbers, counted, world)
    check_names(tool, world)
    check_effect(tool, world)
    outcomes, statuses = _outcomes(fields, world)
    if tool.effect == "money":
        check_bounded(tool, let, rules, limits, numbers, world)
    return Tool(
        tool.name,
        tool.catalog.name,
        fields.text("about"),
        cast(Literal["read", "write", "money"], tool.effect),
        read_backend(fields, world),
        requires=read_requires(fields, world) if "requires" in fields.mapping else read_shared_requires(tool, world),
        input=tool.arguments,
        output=tool.output,
        outcomes=outcomes,
        statuses=statuses,
        let=let,
        only_if=rules,
        limits=limits,
        read_back=_read_back(tool, scope, world),
        consent=cast(Literal["read_back", "heard", "key", "none"], fields.word("consent", "read_back")),
        consent_because=fields.text("consent_because"),
        witnesses=fields.whole("witnesses", 2),
        done_words=fields.texts("done_words"),
        timeout_ms=read_duration(fields.scalar("timeout"), 8000, report),
        retry=0 if tool.writes else fields.whole("retry", 1),
        when_unknown=_when_unknown(tool, world),
        changes=_changes(fields, world),
        takes_key=fields.word("idempotency", "key") == "key",
        role=fields.text("role"),
        span=tool.key.span,
        places={entry.key.text: entry.value.span for entry in fields.mapping},
    )


def read_shared_requires(tool: ToolSource, world: World) -> tuple[str, ...]:
    """The preconditions that the catalog names for all its tools; they are checked once, with the catalog."""
    return tuple(name for name in tool.catalog.fields.texts("requires") if name in world.preconditions)


def _scope(tool: ToolSource, let: dict[str, Expression], world: World) -> Scope:
    """Arguments, computed values, and the records that the arguments and the output pin down."""
    names: dict[str, Shape | Pending | None] = {}
    if tool.output is None and ("output" in tool.fields.mapping or "output" in tool.fields.misspelt):
        names |= dict.fromkeys(world.records)  # one of them was probably meant
    records = [source.path[0] for argument in tool.arguments.values() for source in argument.sources if source.path]
    if tool.output is not None and tool.output.record and tool.output.single:
        records.append(tool.output.record)
    names |= {name: world.records[name].shape for name in records if name in world.records}
    names |= {name: argument.shape for name, argument in tool.arguments.items()}
    scope = Scope(names, world.tool_scope)
    for entry in tool.fields.map("let", "a computed value"):
        if entry.key.text in scope:
            message = f"'{entry.key.text}' is already a name in this tool"
            world.report.add(codes.NAME_TAKEN, entry.key, message, "give the computed value another name")
            continue
        assert isinstance(entry.value, Scalar)
        name = entry.key.text
        scope.add({name: world.later(entry.key, _let_shape, name, entry.value, scope, let, world)})
    return scope


def _let_shape(name: str, scalar: Scalar, scope: Scope, let: dict[str, Expression], world: World) -> Shape | None:
    expression = read_expression(scalar, scope, world.report)
    if expression is None:
        return None
    let[name] = expression
    return expression.shape


def _rules(tool: ToolSource, scope: Scope, world: World) -> tuple[Rule, ...]:
    rules = []
    for node in tool.fields.items("only_if"):
        if isinstance(node, Scalar):
            shared = tool.catalog.rules.get(node.text)
            if shared is None:
                help = meant(node.text, tool.catalog.rules, "rules")
                if not is_name(node.text):
                    help = "a rule of the tool's own is a map: {rule: name, when: …, because: …}"
                world.report.add(
                    codes.UNKNOWN_NAME, node, f"there is no rule '{node.text}' under 'rules' of this catalog", help
                )
                continue
            rule = read_rule(shared, node.text, scope, world)
        else:
            assert isinstance(node, Mapping)
            fields = open_mapping(_RULE, node, tool.fields.key("only_if"), world.report)
            name = fields.scalar("rule")
            if "rule" not in fields.mapping:
                message = "a rule of a tool needs a name: it is an outcome that a flow can route"
                world.report.add(codes.MISSING_KEY, node, message, "add: rule: name")
            elif name is not None:
                check_name(name, "a rule", world.report)
            rule = read_rule(fields, "" if name is None else name.text, scope, world)
        if rule is not None:
            rules.append(rule)
    return tuple(rules)


def _outcomes(fields: Fields, world: World) -> tuple[dict[str, str], dict[int, str]]:
    """The outcomes with what they mean, and the HTTP statuses that mean one."""
    outcomes: dict[str, str] = {}
    statuses: dict[int, str] = {}
    places: dict[int, Scalar] = {}
    for entry in fields.map("outcomes"):
        if isinstance(entry.value, Scalar):
            check_text(_OUTCOME_TEXT, entry.value, entry.key.text, world.report)
            outcomes[entry.key.text] = entry.value.text
            continue
        assert isinstance(entry.value, Mapping)
        opened = open_mapping(_TOOL_OUTCOME, entry.value, entry.key, world.report)
        outcomes[entry.key.text] = opened.text("about")
        scalar, status = opened.scalar("status"), opened.whole("status", 0)
        if scalar is None or not status:
            continue
        if status in statuses:
            message = f"the status {status} means '{statuses[status]}' already"
            here = related(places[status], "it stands here first")
            world.report.add(codes.BAD_VALUE, scalar, message, "give each outcome a status of its own", here)
        statuses.setdefault(status, entry.key.text)
        places.setdefault(status, scalar)
    return outcomes, statuses


def _read_back(tool: ToolSource, scope: Scope, world: World) -> ReadBack | None:
    scalar = tool.fields.scalar("read_back")
    if scalar is None or not tool.writes:
        return None
    read_back = read_read_back(scalar, scope, world)
    if read_back is not None:
        check_spoken(scalar, read_back.statement, tool.arguments, {}, world)
    return read_back


def _when_unknown(tool: ToolSource, world: World) -> WhenUnknown | None:
    node = tool.fields.node("when_unknown")
    if not isinstance(node, Mapping):
        return None
    fields = open_mapping(_WHEN_UNKNOWN, node, tool.fields.key("when_unknown"), world.report)
    use, done_if = fields.scalar("use"), fields.scalar("done_if")
    if use is None:
        return None
    read = world.tools.get(use.text)
    if read is None or read.writes:
        message = f"there is no read '{use.text}'" if read is None else f"'{use.text}' is a write; only a read can look"
        reads = [name for name, other in world.tools.items() if not other.writes]
        kind = codes.UNKNOWN_TOOL if read is None else codes.WRONG_EFFECT
        world.report.add(kind, use, message, meant(use.text, reads, "reads"))
        fields.map("with", "an argument")  # reports what is no expression, whatever is meant to be used
        return None
    shapes = {name: argument.shape for name, argument in tool.arguments.items()}
    scope = Scope(shapes, world.tool_scope)
    wanted = {name: argument.shape for name, argument in read.arguments.items()}
    arguments = read_arguments(fields, "use", wanted, scope, world)
    result = Scope({"result": read.output}, scope)
    guard = None if done_if is None else read_guard(done_if, result, world.report)
    return None if guard is None else WhenUnknown(read.name, arguments, guard)


def _changes(fields: Fields, world: World) -> tuple[str, ...]:
    changed = []
    for scalar in fields.scalars("changes"):
        if scalar.text in world.records:
            changed.append(scalar.text)
        else:
            help = meant(scalar.text, world.records, "records")
            world.report.add(codes.UNKNOWN_NAME, scalar, f"there is no record '{scalar.text}'", help)
    return tuple(changed)
