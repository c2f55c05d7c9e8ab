"""What a state does, kind by kind."""

from collections.abc import Mapping as MappingOf

from flowkit.language.building.arguments import read_arguments
from flowkit.language.building.expression_reading import read_guard, read_words
from flowkit.language.building.mappings import Fields
from flowkit.language.building.names import is_name, meant
from flowkit.language.building.options import plain
from flowkit.language.building.outcomes import ENGINES_EXITS, check_end
from flowkit.language.building.read_backs import read_confirm_read_back
from flowkit.language.building.report import related
from flowkit.language.building.ways import Ways, check_offered
from flowkit.language.building.world import FlowSource, ToolSource, World
from flowkit.language.codes import (
    BAD_SOURCE,
    BAD_VALUE,
    MISSING_KEY,
    RESERVED_NAME,
    UNKNOWN_NAME,
    UNKNOWN_TOOL,
    WRONG_EFFECT,
)
from flowkit.language.expressions.paths import path_of
from flowkit.language.mending import mended, named
from flowkit.language.model import Ask, Choose, Confirm, Does, End, Expression, Handoff, Run, Source, Speak, Talk, Use
from flowkit.language.tree import Mapping, Scalar


def read_does(kind: str, fields: Fields, flow: FlowSource, ways: Ways, world: World) -> Does | None:
    """What the state does; None if that cannot be told."""
    match kind:
        case "":
            return Speak()
        case "ask":
            return _ask(fields, flow, ways, world)
        case "choose":
            flows = tuple(scalar.text for scalar in fields.scalars("choose") if check_offered(scalar, world))
            _check_told_apart(flows, world)
            return Choose(flows, read_words(fields.scalar("question"), ways.scope, world.report))
        case "use" | "confirm":
            return _tool_state(kind, fields, flow, ways, world)
        case "talk":
            return _talk(fields, ways, world)
        case "run":
            return _run(fields, ways, world)
        case "handoff":
            return _handoff(fields, ways, world)
        case _:
            return _end(fields, world)


def _check_told_apart(flows: tuple[str, ...], world: World) -> None:
    """Reports an example of two flows that are offered together: nobody could tell which of them was meant."""
    said: dict[str, tuple[str, Scalar]] = {}
    for name in flows:
        for scalar in world.flows[name].fields.scalars("examples"):
            other, place = said.setdefault(plain(scalar.text), (name, scalar))
            if other != name:
                message = f"{named(scalar.text)} is an example of the flow '{other}' as well, and both are offered"
                help = "leave it out here or there, or say it so that one flow is meant"
                world.report.add(BAD_VALUE, scalar, message, help, related(place, "it stands here too"))


def _ask(fields: Fields, flow: FlowSource, ways: Ways, world: World) -> Ask:
    asked = []
    question = read_words(fields.scalar("question"), ways.scope, world.report)
    named = fields.scalars("ask")
    for scalar in named:
        name = scalar.text
        slot = flow.slots.get(name) or world.slots.get(name)
        if slot is None:
            _unknown_slot(scalar, ways, world)
            continue
        asked.append(name)
        alone = "question" not in fields.mapping or "enough" in fields.mapping
        unasked = "ask" not in slot.mapping and "ask" not in slot.misspelt
        if alone and unasked and slot.place not in world.unasked:
            world.unasked.append(slot.place)
            how = "without a question" if "question" not in fields.mapping else "by itself if others are missing"
            world.report.add(
                MISSING_KEY,
                slot.place,
                f"the slot '{name}' is asked for {how}, so it needs 'ask'",
                'add: ask: "…?"',
                related(scalar, "it is asked for here"),
            )
    return Ask(tuple(asked), question, _enough(fields, len({scalar.text for scalar in named})))


def _enough(fields: Fields, number: int) -> int:
    """How many of a number of slots are enough; 0: all of them."""
    count, scalar = fields.whole("enough", 0), fields.scalar("enough")
    if count == 0 or scalar is None:
        return 0
    if count >= number > 0:
        what = "this state asks for one slot" if number == 1 else f"this state asks for {number} slots"
        message = f"{what}, so 'enough: {count}' leaves no choice"
        fields.report.add(BAD_VALUE, scalar, message, "name fewer than there are, or leave 'enough' out")
        return 0
    if "question" not in fields.mapping:
        message = "'enough' needs 'question': what is asked first, for all of the slots together"
        fields.report.add(MISSING_KEY, fields.key("enough"), message, f'add: question: "Can you give me {count} of …?"')
    return count


def _unknown_slot(scalar: Scalar, ways: Ways, world: World) -> None:
    name = scalar.text
    parts = [part.strip() for part in name.split(",")]
    if len(parts) > 1 and all(map(is_name, parts)):
        help = mended(scalar.document, scalar.start, scalar.end, f"[{', '.join(parts)}]")
    elif name in ways.scope:
        help = f"'{name}' is no slot; only what is declared under 'slots' can be asked for"
    elif not is_name(name.strip("$<>{}[]();,'\"")) and (" " in name or name.endswith("?")):
        help = "'ask' names slots; the words of the question stand under 'question', or under 'ask' of the slot"
    else:
        help = meant(name, ways.slots, "slots")
    world.report.add(UNKNOWN_NAME, scalar, f"there is no slot '{name}'", help)


def find_tool(scalar: Scalar, world: World) -> ToolSource | None:
    """The tool of that name; reports that there is none."""
    tool = world.tools.get(scalar.text)
    if tool is None:
        if scalar.text in world.flows:
            help = f"'{scalar.text}' is a flow; write: run: {scalar.text}"
        else:
            help = meant(scalar.text, world.tools, "tools")
        world.report.add(UNKNOWN_TOOL, scalar, f"there is no tool '{scalar.text}'", help)
    return tool


def _tool_state(kind: str, fields: Fields, flow: FlowSource, ways: Ways, world: World) -> Use | Confirm | None:
    scalar = fields.scalar(kind)
    tool = None if scalar is None else find_tool(scalar, world)
    if tool is None or scalar is None:
        return None
    _check_effect(kind, scalar, tool, world)
    shapes = {name: argument.shape for name, argument in tool.arguments.items()}
    declared = tool.fields.mapping.get("input")
    known = len(shapes) == (len(declared) if isinstance(declared, Mapping) else 0)
    known = known and "input" not in tool.fields.misspelt and (declared is None or "input" in tool.fields)
    arguments = read_arguments(fields, kind, shapes, ways.scope, world) if known else {}
    _check_heard(arguments, tool, flow, world)
    save_as = fields.text("save_as")
    if kind == "use":
        return Use(tool.name, arguments, save_as)
    return Confirm(tool.name, arguments, save_as, read_confirm_read_back(fields, tool, arguments, ways.scope, world))


def _check_effect(kind: str, scalar: Scalar, tool: ToolSource, world: World) -> None:
    if not tool.effect:
        return
    here = related(tool.key, f"'{tool.name}' is defined here")
    if kind == "use" and tool.needs_consent:
        world.report.add(
            WRONG_EFFECT, scalar, "a write needs consent: use confirm", f"write: confirm: {tool.name}", here
        )
    elif kind == "confirm" and not tool.needs_consent:
        what = "writes without consent ('consent: none')" if tool.writes else "only reads"
        message = f"'{tool.name}' {what}, so there is nothing to confirm"
        world.report.add(WRONG_EFFECT, scalar, message, f"write: use: {tool.name}", here)


def _check_heard(arguments: MappingOf[str, Expression], tool: ToolSource, flow: FlowSource, world: World) -> None:
    """Reports arguments that must be heard from the caller, but come from a slot that may be taken without asking."""
    for name, expression in arguments.items():
        taken = (path_of(expression.expr) or ("",))[0]
        slot = flow.slots.get(taken) or world.slots.get(taken)
        if slot is None or not slot.flag("take_single") or slot.scalar("options") is None:
            continue
        if tool.arguments[name].sources == (Source("caller"),):
            world.report.add(
                BAD_SOURCE,
                expression.span,
                f"a single option of '{taken}' is taken, not heard; '{name}' must come from the caller",
                "leave out 'take_single', or let 'from' of the argument name the list",
                related(slot.key("take_single"), "it is taken without asking here"),
            )


def _talk(fields: Fields, ways: Ways, world: World) -> Talk | None:
    report = world.report
    goal = read_words(fields.scalar("talk"), ways.scope, report)
    tools = tuple(scalar.text for scalar in fields.scalars("tools") if find_tool(scalar, world) is not None)
    facts = []
    for scalar in fields.scalars("facts"):
        facts.append(scalar.text)
        if scalar.text not in world.facts:
            help = meant(scalar.text, world.facts, "facts")
            report.add(UNKNOWN_NAME, scalar, f"the project has no fact '{scalar.text}'", help)
    until = fields.scalar("until")
    guard = None if until is None else read_guard(until, ways.scope, report)
    for entry in fields.map("exits"):
        if entry.key.text in ENGINES_EXITS:
            report.add(
                RESERVED_NAME,
                entry.key,
                f"'{entry.key.text}' is an outcome that every talk has; give the exit another name",
            )
    exits = {
        entry.key.text: entry.value.text for entry in fields.map("exits", "an exit") if isinstance(entry.value, Scalar)
    }
    if not {"until", "exits"}.intersection((*fields.mapping.index, *fields.misspelt)):
        report.add(
            MISSING_KEY,
            fields.key("talk"),
            "a talk needs 'until' or 'exits', or it would never end",
            "add: exits: {answered: …}",
        )
    if goal is None:
        return None
    return Talk(goal, tools, tuple(facts), guard, exits, fields.whole("max_turns", 12))


def _run(fields: Fields, ways: Ways, world: World) -> Run | None:
    scalar = fields.scalar("run")
    if scalar is None:
        return None
    flow = world.flows.get(scalar.text)
    if flow is None:
        tool = world.tools.get(scalar.text)
        if tool is not None:
            help = f"'{tool.name}' is a tool; write: {'confirm' if tool.needs_consent else 'use'}: {tool.name}"
        else:
            help = meant(scalar.text, world.flows, "flows")
        world.report.add(UNKNOWN_NAME, scalar, f"there is no flow '{scalar.text}'", help)
        return None
    shapes = {name: shape for name in flow.slots if (shape := flow.scope.shape_of(name)) is not None}
    world.report.doubtful.update(name for name in flow.slots if name not in shapes)
    arguments = read_arguments(fields, "run", shapes, ways.scope, world, exactly=False)
    return Run(flow.name, arguments, fields.text("save_as"))


def _handoff(fields: Fields, ways: Ways, world: World) -> Handoff | None:
    scalar = fields.scalar("handoff")
    summary = read_words(fields.scalar("summary"), ways.scope, world.report)
    if scalar is None:
        return None
    if scalar.text not in world.places and world.project is not None:
        help = meant(scalar.text, world.places, "handoffs")
        world.report.add(UNKNOWN_NAME, scalar, f"the project has no handoff '{scalar.text}'", help)
    return Handoff(scalar.text, summary)


def _end(fields: Fields, world: World) -> End | None:
    scalar = fields.scalar("end")
    if scalar is None:
        return None
    check_end(scalar, world)
    return End(scalar.text)
