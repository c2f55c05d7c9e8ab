"""Tools: arguments with their sources, rules, limits, read-back and consent."""

import re
from dataclasses import replace
from typing import Final, Literal, cast

from flowkit.language import codes
from flowkit.language.building.arguments import read_arguments
from flowkit.language.building.cycles import check_let
from flowkit.language.building.durations import read_duration
from flowkit.language.building.expression_reading import read_expression, read_guard
from flowkit.language.building.flow_reading import read_requires
from flowkit.language.building.limits import read_limits
from flowkit.language.building.mappings import Fields, open_mapping
from flowkit.language.building.names import check_name, meant
from flowkit.language.building.read_backs import check_spoken, read_read_back
from flowkit.language.building.report import related
from flowkit.language.building.rules import read_rule
from flowkit.language.building.scopes import Pending, Scope
from flowkit.language.building.shape_reading import read_shape, shape_of_fields
from flowkit.language.building.sources import read_source
from flowkit.language.building.table.kinds import KINDS
from flowkit.language.building.world import CatalogSource, ToolSource, World, later
from flowkit.language.expressions.parser import parse
from flowkit.language.expressions.paths import names_in
from flowkit.language.model import Argument, Expression, Limit, ReadBack, Rule, Source, Tool, WhenUnknown
from flowkit.language.shapes import Shape
from flowkit.language.tree import Mapping, Scalar
from flowkit.language.wording import parse_words

_ARGUMENT, _RULE, _WHEN_UNKNOWN = KINDS["argument"], KINDS["rule"], KINDS["when unknown"]
_TOOL_OUTCOME = KINDS["tool outcome"]
_ENGINES: Final = frozenset(("refused", "failed", "declined", "unknown", "too_long"))
_BACKEND: Final = re.compile(r"python:[A-Za-z_]\w*(\.[A-Za-z_]\w*)*:[A-Za-z_]\w*|http:\S+|mcp:[^\s/]+/\S+|fixture:\S.*")
_FOR_WRITES = (
    "read_back",
    "consent",
    "consent_because",
    "witnesses",
    "when_unknown",
    "changes",
    "idempotency",
    "done_words",
)


def read_output(tool: ToolSource, world: World) -> None:
    """What the tool returns; the outputs of all tools are read before any argument that may come from one."""
    node = tool.fields.node("output")
    if node is not None:
        tool.output = read_shape(node, world)
        if tool.output is None:
            world.report.doubtful.add(tool.name)


def read_input(tool: ToolSource, world: World) -> None:
    """The arguments of the tool."""
    report = world.report
    for entry in tool.fields.map("input", "an argument"):
        name = entry.key.text
        if name in world.records or name in world.constants:
            what, place = world.taken[name]
            report.add(
                codes.NAME_TAKEN,
                entry.key,
                f"'{name}' is already the name of {what}",
                f"give the argument another name, such as '{name}_id'",
                related(place, f"'{name}' is {what} here"),
            )
            continue
        if isinstance(entry.value, Scalar):
            shape = read_shape(entry.value, world)
            argument = None if shape is None else Argument(name, shape)
        else:
            assert isinstance(entry.value, Mapping)
            argument = _read_argument(name, open_mapping(_ARGUMENT, entry.value, entry.key, report), world)
        if argument is None:
            report.doubtful.add(name)
        else:
            tool.arguments[name] = argument


def _read_argument(name: str, fields: Fields, world: World) -> Argument | None:
    if isinstance(fields.node("options"), Scalar):
        message = "an argument cannot pick from a list in the data; a slot can"
        world.report.add(codes.KEY_NOT_HERE, fields.key("options"), message, "name the field it comes from with 'from'")
        return None
    shape = shape_of_fields(fields, world)
    if shape is None:
        return None
    sources: list[Source] = []
    for scalar in fields.scalars("from"):
        source, stands_for = read_source(scalar, name, shape, world)
        if source is not None:
            sources.append(source)
        if stands_for is not None and shape.stands_for is None:
            shape = replace(shape, stands_for=stands_for)
    return Argument(name, shape, tuple(sources), fields.flag("send", True))


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
    _check_names(tool, world)
    _check_effect(tool, world)
    if tool.effect == "money":
        _check_bounded(tool, let, rules, limits, numbers, world)
    return Tool(
        tool.name,
        tool.catalog.name,
        fields.text("about"),
        cast(Literal["read", "write", "money"], tool.effect),
        _backend(fields, world),
        requires=read_requires(fields, world) if "requires" in fields.mapping else read_shared_requires(tool, world),
        input=tool.arguments,
        output=tool.output,
        outcomes=_outcomes(fields, world),
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
    )


def read_shared_requires(tool: ToolSource, world: World) -> tuple[str, ...]:
    """The preconditions that the catalog names for all its tools; they are checked once, with the catalog."""
    return tuple(name for name in tool.catalog.fields.texts("requires") if name in world.preconditions)


def _scope(tool: ToolSource, let: dict[str, Expression], world: World) -> Scope:
    """Arguments, computed values, and the records that the arguments and the output pin down."""
    names: dict[str, Shape | Pending | None] = {}
    records = [source.path[0] for argument in tool.arguments.values() for source in argument.sources if source.path]
    if tool.output is not None and tool.output.record and tool.output.single:
        records.append(tool.output.record)
    names |= {name: world.records[name].shape for name in records if name in world.records}
    names |= {name: argument.shape for name, argument in tool.arguments.items()}
    scope = Scope(names, world.tool_scope)
    for entry in tool.fields.map("let", "a computed value"):
        if entry.key.text in scope:
            world.report.add(codes.NAME_TAKEN, entry.key, f"'{entry.key.text}' is already a name in this tool")
            continue
        assert isinstance(entry.value, Scalar)
        scope.add({entry.key.text: later(_let_shape, entry.key.text, entry.value, scope, let, world)})
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


def check_unused_rules(catalog: CatalogSource, world: World) -> None:
    """Reports what cannot be parsed in shared rules that no tool names; the others are read with their tools."""
    used = {name for tool in world.tools.values() if tool.catalog is catalog for name in tool.rule_names}
    for name, fields in catalog.rules.items():
        when, because = fields.scalar("when"), fields.scalar("because")
        if name not in used:
            for found in (
                [] if when is None else parse(when.text, when.part)[1],
                [] if because is None else parse_words(because.text, because.part)[1],
            ):
                world.report.take(found)


def _check_names(tool: ToolSource, world: World) -> None:
    """Outcomes, rules and named limits of a tool are outcomes: each needs a name of its own."""
    seen: dict[str, Scalar] = {}
    declared = [entry.key for entry in tool.fields.map("outcomes", "an outcome")]
    for scalar in (*declared, *tool.rule_places):
        name = scalar.text
        if name in _ENGINES:
            message = f"'{name}' is an outcome that every tool has; give this one another name"
            world.report.add(codes.RESERVED_NAME, scalar, message)
        elif name in seen:
            world.report.add(
                codes.NAME_TAKEN,
                scalar,
                f"'{tool.name}' has two outcomes named '{name}'",
                "give one of them another name",
                related(seen[name], f"'{name}' stands here first"),
            )
        seen.setdefault(name, scalar)


def _outcomes(fields: Fields, world: World) -> dict[str, str]:
    outcomes = {}
    for entry in fields.map("outcomes"):
        if isinstance(entry.value, Mapping):
            outcomes[entry.key.text] = open_mapping(_TOOL_OUTCOME, entry.value, entry.key, world.report).text("about")
        elif isinstance(entry.value, Scalar):
            outcomes[entry.key.text] = entry.value.text
    return outcomes


def _check_effect(tool: ToolSource, world: World) -> None:
    """Keys that are for writes or reads only, and what `consent` needs."""
    fields, report = tool.fields, world.report
    if not tool.writes:
        for key in _FOR_WRITES:
            if key in fields.mapping:
                report.add(codes.KEY_NOT_HERE, fields.key(key), f"'{key}' is for writes; '{tool.name}' is a read")
        return
    if "retry" in fields.mapping:
        message = f"'retry' is for reads; '{tool.name}' is a write, which is never tried again"
        report.add(codes.KEY_NOT_HERE, fields.key("retry"), message, "use 'when_unknown' to look whether it was done")
    consent = fields.text("consent", "read_back")
    if consent == "none" and "consent_because" not in fields.mapping:
        message = "a write without consent needs 'consent_because'"
        report.add(codes.MISSING_KEY, fields.key("consent"), message, "add: consent_because: why nobody has to agree")
    elif consent != "none" and "consent_because" in fields.mapping:
        message = "'consent_because' is for 'consent: none'"
        report.add(codes.KEY_NOT_HERE, fields.key("consent_because"), message)
    if consent != "none" and "read_back" not in fields.mapping:
        message = f"'{tool.name}' is a write, so it needs 'read_back'"
        help = 'add: read_back: "I\'ll … Shall I do that?"'
        report.add(codes.MISSING_KEY, tool.key, message, help)
    if tool.effect == "money" and fields.whole("witnesses", 2) == 1:
        report.add(codes.BAD_VALUE, fields.key("witnesses"), "money always needs 2 witnesses", "leave 'witnesses' out")


def _check_bounded(
    tool: ToolSource,
    let: dict[str, Expression],
    rules: tuple[Rule, ...],
    limits: tuple[Limit, ...],
    numbers: dict[str, Shape],
    world: World,
) -> None:
    """A tool that moves money needs a limit or a rule on its amount."""
    amounts = {name for name, shape in numbers.items() if shape.type == "money"}
    if any(limit.amount in amounts for limit in limits) or (not amounts and (limits or rules)):
        return
    judged = set[str]().union(*(names_in(rule.when.expr) for rule in rules))
    for _ in let:
        judged |= set[str]().union(*(names_in(let[name].expr) for name in judged if name in let))
    if amounts & judged or len(rules) < len(tool.rule_places) or ("limits" in tool.fields and not limits):
        return
    name = min(amounts, default="")
    message = f"'{tool.name}' moves money, and nothing bounds the amount"
    help = f"add: limits: {name} at most 200" if name else "add: limits: at most 1 per call"
    world.report.add(codes.BAD_LIMIT, tool.key, message, help)


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


def _backend(fields: Fields, world: World) -> str:
    scalar = fields.scalar("backend")
    if scalar is None:
        return ""
    if not _BACKEND.fullmatch(scalar.text):
        world.report.add(
            codes.BAD_BACKEND,
            scalar,
            f"'{scalar.text}' is no backend",
            "write it like: python:backend.shop:get_order, http:getOrder, mcp:server/tool, fixture:fixtures/shop.yaml",
        )
    return scalar.text
