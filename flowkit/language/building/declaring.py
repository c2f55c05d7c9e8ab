"""The first pass over all files: which files there are, and what they define by name."""

import re
from collections.abc import Sequence as SequenceOf

from flowkit.language import codes
from flowkit.language.building.amounts import check_amounts
from flowkit.language.building.data import data_of, shape_of_data
from flowkit.language.building.mappings import Fields, open_mapping
from flowkit.language.building.names import RESERVED_FOR_STATES, check_name
from flowkit.language.building.report import related
from flowkit.language.building.table.forms import node_is
from flowkit.language.building.table.kinds import FILE_KINDS, KINDS
from flowkit.language.building.world import CatalogSource, Constant, FlowSource, ToolSource, World
from flowkit.language.expressions.spelling import did_you_mean
from flowkit.language.tree import Entry, Mapping, Node, Scalar

_STATE, _SLOT, _TOOL, _RECORD = KINDS["state"], KINDS["slot"], KINDS["tool"], KINDS["record"]
_NAMED_RULE, _PRECONDITION, _PLACE = KINDS["named rule"], KINDS["precondition"], KINDS["place"]
_FIRST_KEYS = "begin it with 'flowkit: 1', 'flow: name', 'catalog: name', 'suite: name' or 'words: language'"
_FIXTURES = "a file of fixtures is named by a backend: fixture:file, with its path from the project's folder"


def kind_of(root: Node) -> str:
    """The kind of a file by its first key; empty if it has none."""
    first = next(iter(root.index), "") if isinstance(root, Mapping) else ""
    return first if first in FILE_KINDS else ""


def report_stranger(root: Node, world: World) -> None:
    """Reports a file without a kind."""
    if not isinstance(root, Mapping) or not root.index:
        world.report.add(codes.UNKNOWN_FILE_KIND, root, f"this file is {node_is(root)}, not a map of keys", _FIRST_KEYS)
        return
    first = next(iter(root.index))
    key = root.index[first].key
    later = [name for name in root.index if name in FILE_KINDS]
    help = f"put '{later[0]}' first" if later else did_you_mean(first, FILE_KINDS) or f"{_FIRST_KEYS}; {_FIXTURES}"
    message = f"'{first}' is no first key of a file; the first key says what the file is"
    world.report.add(codes.UNKNOWN_FILE_KIND, key, message, help)


def declare(roots: SequenceOf[tuple[str, Mapping]], world: World) -> None:
    """Opens the files (kind and root each) and takes in what they define, project first, then catalogs, then flows."""
    for wanted in ("flowkit", "catalog", "flow", "suite", "words"):
        for kind, root in roots:
            if kind != wanted:
                continue
            key = root.index[kind].key
            fields = open_mapping(FILE_KINDS[kind], root, key, world.report)
            match kind:
                case "flowkit":
                    _declare_project(fields, world)
                case "catalog":
                    _declare_catalog(fields, world)
                case "flow":
                    _declare_flow(fields, world)
                case "suite":
                    world.suites.append(fields)
                case "words":
                    world.words.append(fields)


def _declare_project(fields: Fields, world: World) -> None:
    if world.project is not None:
        world.report.add(
            codes.NAME_TAKEN,
            fields.place,
            "there are two project files",
            "keep one of them; what differs between places stands under 'environments'",
            related(world.project.place, "the other one is here"),
        )
        return
    world.project = fields
    fields.whole("flowkit", 1)
    for entry in fields.map("preconditions"):
        if world.define(entry.key, "a precondition"):
            world.preconditions[entry.key.text] = _open(_PRECONDITION, entry, world)
    for entry in fields.map("constants"):
        if world.define(entry.key, "a constant"):
            value = data_of(entry.value)
            shape = shape_of_data(value)
            if not check_amounts(entry.value, world.report):
                shape = None
                world.report.doubtful.add(entry.key.text)
            elif shape is None:
                message = f"guards cannot read '{entry.key.text}': its entries differ in type, or are lists themselves"
                world.report.add(codes.BAD_VALUE, entry.value, message, "a list or table has entries of one type")
                world.report.doubtful.add(entry.key.text)
            world.constants[entry.key.text] = Constant(entry.key, value, shape)
    for entry in fields.map("slots"):
        if world.define(entry.key, "a slot of the project"):
            world.slots[entry.key.text] = _open(_SLOT, entry, world)
    for entry in fields.map("facts", "a fact"):
        assert isinstance(entry.value, Scalar)
        world.facts[entry.key.text] = entry.value.text
    for entry in fields.map("handoffs", "a handoff"):
        world.places[entry.key.text] = _open(_PLACE, entry, world)


def _open(kind: object, entry: Entry, world: World) -> Fields:
    assert isinstance(entry.value, Mapping)
    return open_mapping(kind, entry.value, entry.key, world.report)  # type: ignore[arg-type]


def _declare_catalog(fields: Fields, world: World) -> None:
    scalar = fields.scalar("catalog")
    name = "" if scalar is None else scalar.text
    if scalar is not None and check_name(scalar, "a catalog", world.report):
        before = world.catalogs.get(name)
        if before is not None:
            world.report.add(
                codes.NAME_TAKEN,
                scalar,
                f"there is another catalog '{name}'",
                "give one of them another name",
                related(before.key, "it is here"),
            )
    key = scalar if scalar is not None else fields.place
    assert isinstance(key, Scalar)
    catalog = CatalogSource(name, key, fields)
    world.catalogs.setdefault(name, catalog)
    for entry in fields.map("records"):
        if world.define(entry.key, "a record"):
            world.record_sources[entry.key.text] = (_open(_RECORD, entry, world), name)
    for entry in fields.map("rules", "a rule"):
        catalog.rules[entry.key.text] = _open(_NAMED_RULE, entry, world)
    for entry in fields.map("tools"):
        if world.define(entry.key, "a tool"):
            opened = _open(_TOOL, entry, world)
            world.tools[entry.key.text] = ToolSource(
                entry.key.text,
                entry.key,
                catalog,
                opened,
                opened.word("effect"),
                rule_places=_rule_places(opened),
            )


def _rule_places(fields: Fields) -> tuple[Scalar, ...]:
    """Where the names of a tool's rules and limits stand."""
    places: list[Scalar] = []
    for key in ("only_if", "limits"):
        node = fields.node(key)
        for item in () if node is None else [node] if not hasattr(node, "items") else node.items:
            name = item.get("rule") if isinstance(item, Mapping) else item if key == "only_if" else None
            if isinstance(name, Scalar):
                places.append(name)
    return tuple(places)


def _declare_flow(fields: Fields, world: World) -> None:
    scalar = fields.scalar("flow")
    if scalar is None or not world.define(scalar, "a flow"):
        return
    flow = FlowSource(scalar.text, scalar, fields)
    world.flows[flow.name] = flow
    for entry in fields.map("slots", "a slot"):
        flow.slots[entry.key.text] = _open(_SLOT, entry, world)
    for entry in fields.map("let", "a computed value"):
        flow.let[entry.key.text] = entry
    for entry in fields.map("states"):
        if check_name(entry.key, "a state", world.report, RESERVED_FOR_STATES):
            flow.states[entry.key.text] = _open(_STATE, entry, world)
    if "states" in fields and not flow.states and not len(fields.map("states")):
        world.report.add(codes.MISSING_KEY, fields.key("states"), "a flow needs at least one state")


_FIRST_LINE = r"(?m)^\s*(flowkit|flow|catalog|suite|words)\s*:\s*[\"']?([\w-]+)"


def kind_of_unreadable(text: str) -> tuple[str, str]:
    """The probable kind and name of a file that could not be read, so that references to it are not errors too."""
    match = re.search(_FIRST_LINE, text)
    return ("", "") if match is None else (match[1], match[2])
