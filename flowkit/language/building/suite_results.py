"""What tools return in tests: an output, another outcome, or several of these in turn."""

from flowkit.language import codes
from flowkit.language.building.mappings import Fields
from flowkit.language.building.names import meant
from flowkit.language.building.suite_names import Setting, find_tool
from flowkit.language.building.suite_values import Typing
from flowkit.language.building.world import ToolSource
from flowkit.language.model.suites import Ended, Result, Returned
from flowkit.language.shapes import UNSET
from flowkit.language.tree import Mapping, Node, Scalar, Sequence

_SUCCESS = ("ok", "success", "done", "resolved")


def read_results(fields: Fields, setting: Setting) -> dict[str, tuple[Result, ...]]:
    """`results` of a suite or a test: for each tool what its calls return in turn."""
    results: dict[str, tuple[Result, ...]] = {}
    for entry in fields.map("results"):
        tool = find_tool(entry.key, setting)
        if tool is not None:
            nodes = _in_turn(entry.value, tool, setting)
            read = [_result(node, entry.key if node is entry.value else node, tool, setting) for node in nodes]
            known = tuple(result for result in read if result is not None)
            results |= {tool.name: known} if known else {}
    return results


def _in_turn(node: Node, tool: ToolSource, setting: Setting) -> list[Node]:
    turns = _alone("in_turn", node, tool)
    if turns is None:
        return [node]
    if isinstance(turns, Sequence) and turns.items:
        return list(turns)
    help = "write: {in_turn: [first, second]}"
    setting.world.report.add(codes.BAD_RESULT, turns, "'in_turn' is a list of what the calls return, one by one", help)
    return []


def _alone(key: str, node: Node, tool: ToolSource) -> Node | None:
    """What stands under a key of ours; a tool may have a field of that name, and then the key is the tool's."""
    if not isinstance(node, Mapping) or list(node.index) != [key]:
        return None
    return None if tool.output is not None and key in tool.output.fields else node.get(key)


def _result(node: Node, place: Node, tool: ToolSource, setting: Setting) -> Result | None:
    outcome = _alone("outcome", node, tool)
    if outcome is not None:
        return _ended(outcome, tool, setting)
    return read_output(node, place, tool, setting)


def read_output(node: Node, place: Node, tool: ToolSource, setting: Setting) -> Returned | None:
    """What a tool returns; None if it cannot return that, which is reported. `place`: where its key stands."""
    if tool.output is None:
        if "output" in tool.fields.mapping:
            return None
        if not isinstance(node, Mapping) or node.index:
            message = f"'{tool.name}' has no 'output', so it returns nothing"
            setting.world.report.add(codes.BAD_RESULT, node, message, f"write: {tool.name}: {{}}")
            return None
        return Returned({})
    value = Typing(codes.BAD_RESULT, setting).value(node, tool.output, tool.name, place)
    return None if value is UNSET else Returned(value)


def ends_of_tool(tool: ToolSource) -> list[str]:
    """How a tool can end, other than with success."""
    outcomes = [entry.key.text for entry in tool.fields.map("outcomes")]
    return [*outcomes, "failed", *(["unknown"] if tool.writes else [])]


def _ended(node: Node, tool: ToolSource, setting: Setting) -> Ended | None:
    ends = ends_of_tool(tool)
    if isinstance(node, Scalar) and node.text in ends:
        return Ended(node.text)
    text = node.text if isinstance(node, Scalar) else ""
    help = "for success write what it returns" if text in _SUCCESS else meant(text, ends, "its outcomes")
    message = f"'{tool.name}' cannot end as '{text}'" if text else "an outcome is a name"
    setting.world.report.add(codes.IMPOSSIBLE_OUTCOME, node, message, help)
    return None
