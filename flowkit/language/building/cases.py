"""`case`: the write that opens or updates a case whenever a call is given to a person."""

from typing import Final

from flowkit.language.building.arguments import read_arguments
from flowkit.language.building.mappings import Fields, open_mapping
from flowkit.language.building.names import meant
from flowkit.language.building.report import related
from flowkit.language.building.scopes import Scope
from flowkit.language.building.table.kinds import KINDS
from flowkit.language.building.world import ToolSource, World
from flowkit.language.codes import UNKNOWN_TOOL, WRONG_EFFECT
from flowkit.language.model import Case
from flowkit.language.shapes import Shape
from flowkit.language.tree import Mapping, Scalar

_CASE = KINDS["case"]
SUMMARY: Final = "summary"
"""What the text that a person gets is called, inside this `with` only."""


def read_case(fields: Fields, world: World) -> Case | None:
    """The case of a project file, if it names one that can be written without the caller."""
    node = fields.node("case")
    if not isinstance(node, Mapping):
        return None
    opened = open_mapping(_CASE, node, fields.key("case"), world.report)
    scalar = opened.scalar("use")
    tool = None if scalar is None else _find(scalar, world)
    if tool is None:
        return None
    shapes = {name: argument.shape for name, argument in tool.arguments.items()}
    if len(shapes) < len(tool.fields.map("input")):
        return None
    scope = Scope({SUMMARY: Shape("text")}, world.flow_scope)  # the flow that hands over knows its records
    return Case(tool.name, read_arguments(opened, "use", shapes, scope, world))


def _find(scalar: Scalar, world: World) -> ToolSource | None:
    """The tool, if it is a write that nobody has to agree to; at a handoff nobody can be asked."""
    tool = world.tools.get(scalar.text)
    fitting = [name for name, other in world.tools.items() if other.writes and not other.needs_consent]
    if tool is None:
        help = meant(scalar.text, fitting, "tools")
        world.report.add(UNKNOWN_TOOL, scalar, f"there is no tool '{scalar.text}'", help)
        return None
    if tool.effect and (not tool.writes or tool.needs_consent):
        what = "needs the caller's consent" if tool.writes else "only reads"
        message = f"a case is written when the call is given away, and '{tool.name}' {what}"
        help = "name a write with 'consent: none'" + (f": {', '.join(fitting)}" if fitting else "")
        world.report.add(WRONG_EFFECT, scalar, message, help, related(tool.key, f"'{tool.name}' is defined here"))
        return None
    return tool
