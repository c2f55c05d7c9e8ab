"""What a tool as a whole has to keep to: names of its outcomes, keys by its effect, a bound on money."""

from typing import Final

from flowkit.language import codes
from flowkit.language.building.outcomes import EVERY_TOOLS
from flowkit.language.building.report import related
from flowkit.language.building.world import CatalogSource, ToolSource, World
from flowkit.language.expressions.parser import parse
from flowkit.language.expressions.paths import names_in
from flowkit.language.model import Expression, Limit, Rule
from flowkit.language.shapes import Shape
from flowkit.language.tree import Scalar
from flowkit.language.wording import parse_words

FOR_WRITES: Final = (
    "read_back",
    "consent",
    "consent_because",
    "witnesses",
    "when_unknown",
    "changes",
    "idempotency",
    "done_words",
)


def check_unused_rules(catalog: CatalogSource, world: World) -> None:
    """Reports shared rules that no tool names, and what cannot be parsed in them; the others are read with tools."""
    used = {name for tool in world.tools.values() if tool.catalog is catalog for name in tool.rule_names}
    for name, fields in catalog.rules.items():
        when, because = fields.scalar("when"), fields.scalar("because")
        if name in used:
            continue
        problems = [
            *([] if when is None else parse(when.text, when.part)[1]),
            *([] if because is None else parse_words(because.text, because.part)[1]),
        ]
        world.report.take(problems)
        if not problems:
            help = f"name it where it holds: only_if: {name}; or take it out"
            world.report.add(codes.UNUSED_RULE, fields.place, f"no tool names the rule '{name}'", help)


def check_names(tool: ToolSource, world: World) -> None:
    """Outcomes, rules and named limits of a tool are outcomes: each needs a name of its own."""
    seen: dict[str, Scalar] = {}
    declared = [entry.key for entry in tool.fields.map("outcomes", "an outcome")]
    for scalar in (*declared, *tool.rule_places):
        name = scalar.text
        if name in EVERY_TOOLS:
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


def check_effect(tool: ToolSource, world: World) -> None:
    """Keys that are for writes or reads only, and what `consent` needs."""
    fields, report = tool.fields, world.report
    effect = fields.scalar("effect")
    here = related(effect, f"it is a {tool.effect} by this") if effect is not None else ()
    if not tool.writes:
        for key in FOR_WRITES:
            if key in fields.mapping:
                message = f"'{key}' is for writes; '{tool.name}' is a read"
                report.add(codes.KEY_NOT_HERE, fields.key(key), message, "", here)
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
        report.add(codes.MISSING_KEY, tool.key, message, help, here)
    if tool.effect == "money" and fields.whole("witnesses", 2) == 1:
        report.add(codes.BAD_VALUE, fields.key("witnesses"), "money always needs 2 witnesses", "leave 'witnesses' out")


def check_bounded(
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
