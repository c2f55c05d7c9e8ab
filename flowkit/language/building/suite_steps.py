"""Steps of tests: what the caller does, what the agent says, what the model does instead."""

from flowkit.language import codes
from flowkit.language.building.data import plain_data
from flowkit.language.building.durations import read_duration
from flowkit.language.building.mappings import Fields, open_mapping
from flowkit.language.building.names import meant
from flowkit.language.building.suite_expecting import read_expect, read_wanted
from flowkit.language.building.suite_names import Setting, find_tool
from flowkit.language.building.table.kinds import KINDS
from flowkit.language.building.world import FlowSource
from flowkit.language.expressions.spelling import listed
from flowkit.language.model.suites import (
    Agent,
    BargeIn,
    Caller,
    Calls,
    Keys,
    Model,
    Nothing,
    Records,
    Says,
    Silence,
    Step,
)
from flowkit.language.tree import Entry, Mapping, Node, Scalar

_STEP, _MODEL, _EXPECT = KINDS["step"], KINDS["model step"], KINDS["expect"]


def read_step(node: Mapping, flow: FlowSource | None, setting: Setting) -> Step | None:
    """One step of a test that starts in `flow`; None if it cannot be told what happens."""
    fields = open_mapping(_STEP, node, _first_key(node), setting.world.report)
    kind = _only_one(fields, setting)
    scalar, inner = fields.scalar(kind), fields.node(kind)
    span = fields.place.span
    match kind:
        case "caller" | "barge_in" if scalar is not None:
            return Caller(scalar.text, span) if kind == "caller" else BargeIn(scalar.text, span)
        case "agent" if scalar is not None:
            wanted = read_wanted(scalar, setting)
            return None if wanted is None else Agent(wanted, span)
        case "silence" if scalar is not None:
            length = read_duration(scalar, 0, setting.world.report)
            return Silence(length, span) if length else None
        case "keys" if scalar is not None:
            return Keys(scalar.text, span)
        case "model" if isinstance(inner, Mapping):
            return _model(open_mapping(_MODEL, inner, fields.key(kind), setting.world.report), setting)
        case "expect" if isinstance(inner, Mapping):
            return read_expect(open_mapping(_EXPECT, inner, fields.key(kind), setting.world.report), flow, setting)
        case _:
            return None


def _first_key(node: Mapping) -> Node:
    return next((entry.key for entry in node), node)


def _only_one(fields: Fields, setting: Setting) -> str:
    """The one key that says what happens; empty if there is none, or if there are several."""
    kind = fields.kind
    present = [name for name in fields.mapping.index if name in kind.exclusive]
    if len(present) > 1:
        message = f"{kind.what} is one thing; here are {listed(present, 'and')}"
        help = "write each as a step of its own, in the order in which they happen"
        setting.world.report.add(codes.BAD_STEP, fields.key(present[1]), message, help)
    elif not present and not any(name not in kind.keys for name in fields.mapping.index):
        message = f"this does not say {'what happens' if kind is _STEP else 'what the model does'}"
        setting.world.report.add(codes.BAD_STEP, fields.place, message, f"write one of: {', '.join(kind.exclusive)}")
    return present[0] if len(present) == 1 else ""


def _model(fields: Fields, setting: Setting) -> Model | None:
    kind = _only_one(fields, setting)
    if "with" in fields.mapping and kind and kind != "use":
        message = f"'with' has the arguments of 'use'; here is '{kind}'"
        setting.world.report.add(codes.KEY_NOT_HERE, fields.key("with"), message)
    scalar, span = fields.scalar(kind), fields.place.span
    match kind:
        case "record":
            entries = fields.map("record")
            values = {entry.key.text: plain_data(entry.value) for entry in entries if _is_slot(entry.key, setting)}
            return Model(Records(values), span) if values else None
        case "use" if scalar is not None:
            return _calls(scalar, fields, setting)
        case "says" if scalar is not None:
            return Model(Says(scalar.text), span)
        case "nothing" if scalar is not None:
            if scalar.value is not True:
                help = "write: nothing: true, or what it does"
                setting.wrong(scalar, "'nothing: false' does not say what the model does", help)
            return Model(Nothing(), span)
        case _:
            return None


def _is_slot(key: Scalar, setting: Setting) -> bool:
    """Whether some flow, or the project, has a slot of that name; reports that none has."""
    world = setting.world
    if key.text in world.slots or any(key.text in flow.slots for flow in world.flows.values()):
        return True
    known = [*world.slots, *(name for flow in world.flows.values() for name in flow.slots)]
    setting.unknown(key, f"there is no slot '{key.text}'", meant(key.text, dict.fromkeys(known), "slots"))
    return False


def _calls(scalar: Scalar, fields: Fields, setting: Setting) -> Model | None:
    tool = find_tool(scalar, setting)
    if tool is None:
        return None
    given: dict[str, Entry] = {entry.key.text: entry for entry in fields.map("with")}
    for name, entry in given.items():
        if name not in tool.arguments and name not in setting.world.report.doubtful:
            help = meant(name, [other for other in tool.arguments if other not in given], "other arguments")
            setting.unknown(entry.key, f"'{tool.name}' has no argument '{name}'", help)
    arguments = {name: plain_data(entry.value) for name, entry in given.items() if name in tool.arguments}
    return Model(Calls(tool.name, arguments), fields.place.span)
