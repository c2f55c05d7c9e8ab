"""Outcomes: how a state can end otherwise than by `next`, and which of these must be named."""

from flowkit.language.building.mappings import Fields
from flowkit.language.building.names import check_name, is_name, meant
from flowkit.language.building.table.flow import KIND_KEYS
from flowkit.language.building.ways import ALWAYS_THERE, Ways, read_way_on
from flowkit.language.building.world import FlowSource, ToolSource, World
from flowkit.language.codes import BAD_VALUE, OUTCOME_NOT_NAMED, RESERVED_NAME, UNKNOWN_OUTCOME
from flowkit.language.expressions.spelling import listed, nearest
from flowkit.language.frozen import frozen
from flowkit.language.model import Outcome, WayOn
from flowkit.language.tree import Scalar

PASSED_ON = ("cancelled", "refused", "unresolved")
"""Ends of a flow that `run` passes on where they are not named."""

ENGINES_OWN = ("handed_off", "abandoned")
"""Ends of a flow that only the engine gives."""

ENGINES_EXITS = ("too_long", "unknown", "refused")
"""Outcomes of a talk that are not its exits."""

EVERY_TOOLS = ("refused", "failed", "declined", "unknown", "too_long")
"""Outcomes that every tool has, here or there: none can be declared."""

_KINDS = frozenset(KIND_KEYS)
_WITH_OUTCOMES_TO_NAME = ("use", "confirm", "run")
_FIXED = {"ask": ("cannot_say",), "choose": ("nothing", "other"), "handoff": ("failed",)}
_OTHER_WORDS = {
    "yes": "the caller's yes leads to 'next'",
    "no": "a no is 'declined'",
    "ok": "success leads to 'next'",
    "success": "success leads to 'next'",
    "done": "success leads to 'next'",
    "resolved": "it leads to 'next'",
    "timeout": "a read that takes too long has 'failed', a write is 'unknown'",
    "error": "an error is 'failed'",
    "changed": "a change is a correction, and needs nothing written",
    "corrected": "a correction needs nothing written",
    "no_input": "silence has a ladder: 'no_input' on the state",
    "no_match": "not being understood has a ladder: 'no_match' on the state",
}


@frozen
class Possible:
    """The outcomes that a state can name, and those of them that it must."""

    may: tuple[Outcome, ...] = ()
    must: tuple[Outcome, ...] = ()


def possible_outcomes(kind: str, fields: Fields, world: World) -> Possible | None:
    """The outcomes of a state of this kind; None if its tool or flow is the wrong one, which is reported elsewhere."""
    match kind:
        case "ask" | "choose" | "handoff":
            return Possible(_FIXED[kind])
        case "use" | "confirm":
            tool = world.tools.get(fields.text(kind))
            if tool is None or not tool.effect or tool.needs_consent != (kind == "confirm"):
                return None
            return _of_tool(tool, kind)
        case "talk":
            return _of_talk(fields, world)
        case "run":
            flow = world.flows.get(fields.text("run"))
            return None if flow is None else _of_run(flow, world)
        case _:
            return Possible()


def _of_tool(tool: ToolSource, kind: str) -> Possible | None:
    if "outcomes" in tool.fields.mapping and "outcomes" not in tool.fields:
        return None
    names = [entry.key.text for entry in tool.fields.map("outcomes")]
    declared = tuple(name for name in names if name not in (*EVERY_TOOLS, *tool.rule_names) and is_name(name))
    engines = ["refused", "failed"]
    if kind == "confirm":
        engines.append("declined")
    if tool.writes:
        engines.append("unknown")
    return Possible(tuple(dict.fromkeys((*declared, *tool.rule_names, *engines))), declared)


def _of_talk(fields: Fields, world: World) -> Possible | None:
    if "exits" in fields.misspelt or ("exits" in fields.mapping and "exits" not in fields):
        return None
    exits = [entry.key.text for entry in fields.map("exits")]
    names = fields.texts("tools")
    tools = [tool for name in names if (tool := world.tools.get(name)) is not None]
    if len(tools) < len(names) or "tools" in fields.misspelt or not all(tool.effect for tool in tools):
        return None
    rules = [rule for tool in tools for rule in tool.rule_names]
    engines = ["too_long"]
    if any(tool.writes for tool in tools):
        engines.append("unknown")
    if any(tool.rule_names for tool in tools):
        engines.append("refused")
    return Possible(tuple(dict.fromkeys((*exits, *rules, *engines))))


def _of_run(flow: FlowSource, world: World) -> Possible:
    own = tuple(end for end in ends_of(flow, world) if end not in ("resolved", *PASSED_ON))
    return Possible((*own, *PASSED_ON), own)


def ends_of(flow: FlowSource, world: World) -> dict[Outcome, None]:
    """The outcomes that a flow's own states give it, in the order of its file; a router has those of its flows."""
    ends: dict[Outcome, None] = {}
    seen, waiting = {flow.name}, [flow]
    while waiting:
        states = waiting.pop(0).states.values()
        ends |= {state.text("end"): None for state in states if "end" in state}
        if any(key in state for state in states for key in ("ask", "confirm", "talk")):
            continue
        for name in (name for state in states if "choose" in state for name in state.texts("choose")):
            if name in world.flows and name not in seen:
                seen.add(name)
                waiting.append(world.flows[name])
    return ends


def read_outcomes(kind: str, fields: Fields, ways: Ways, world: World) -> dict[Outcome, WayOn]:
    """The named outcomes of a state with their ways on. `kind` is its kind key, empty if it has none."""
    if "outcomes" not in fields.mapping and kind not in _WITH_OUTCOMES_TO_NAME:
        return {}
    possible = possible_outcomes(kind, fields, world)
    named: dict[Outcome, WayOn] = {}
    for entry in fields.map("outcomes"):
        name = entry.key.text
        if possible is not None and possible.may and name not in possible.may:
            _unknown(entry.key, kind, fields, possible, world)
        named[name] = read_way_on(entry.value, name, ways, world)
    if (possible is not None and "outcomes" in fields.entries) or "outcomes" not in fields.mapping:
        _check_named(kind, fields, possible, named, world)
    return named


def _unknown(key: Scalar, kind: str, fields: Fields, possible: Possible, world: World) -> None:
    help = _OTHER_WORDS.get(key.text, "")
    if help and possible.may:
        help += "; outcomes here: " + ", ".join(possible.may)
    what = f"'{kind}: {fields.text(kind)}'" if kind in ("use", "confirm", "run") else f"'{kind}'"
    help = help or meant(key.text, possible.may, "outcomes")
    world.report.add(UNKNOWN_OUTCOME, key, f"{what} cannot end as '{key.text}'", help)


def _check_named(
    kind: str, fields: Fields, possible: Possible | None, named: dict[Outcome, WayOn], world: World
) -> None:
    meant_by = {nearest(name, possible.may) for name in named if name not in possible.may} if possible else set()
    missing = [name for name in possible.must if name not in named and name not in meant_by] if possible else []
    if missing:
        world.report.add(
            OUTCOME_NOT_NAMED,
            fields.key(kind),
            f"'{fields.text(kind)}' can also end as {listed(missing, 'and')}; say where the flow goes then",
            "write: outcomes: {" + ", ".join(f"{name}: person" for name in missing) + "}",
        )


def kinds_in(fields: Fields) -> list[str]:
    """The kind keys that stand in a state."""
    return [key for key in fields.mapping.index if key in _KINDS]


def check_end(scalar: Scalar, world: World) -> None:
    """Reports an end that only the engine gives, or that is no name."""
    if scalar.text in ALWAYS_THERE:
        message = f"'{scalar.text}' is where the call goes, not how the flow ends"
        world.report.add(RESERVED_NAME, scalar, message, f"write: next: {scalar.text}")
    elif not check_name(scalar, "an outcome", world.report):
        return
    elif scalar.text in ENGINES_OWN:
        world.report.add(
            BAD_VALUE,
            scalar,
            f"'{scalar.text}' is given by the engine alone",
            "write: end: resolved, cancelled, refused, unresolved, or a name of your own",
        )
