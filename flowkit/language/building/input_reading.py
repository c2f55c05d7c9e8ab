"""What goes into a tool and what comes out: arguments with their sources, and the output."""

from dataclasses import replace

from flowkit.language import codes
from flowkit.language.building.mappings import Fields, open_mapping
from flowkit.language.building.report import related
from flowkit.language.building.shape_reading import read_shape, shape_of_fields
from flowkit.language.building.sources import read_source, row_label
from flowkit.language.building.table.kinds import KINDS
from flowkit.language.building.world import ToolSource, World
from flowkit.language.model import Argument, Source
from flowkit.language.tree import Mapping, Scalar

_ARGUMENT = KINDS["argument"]


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
        if source is not None and source.kind == "row" and shape.label is None:
            shape = row_label(source, shape, world)
    return Argument(name, shape, tuple(sources), fields.flag("send", True))
