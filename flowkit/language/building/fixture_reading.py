"""Files of fixtures in the project's folder: told from files of the language, and checked like the results of tests.

    get_order:
      - {with: {order_id: "12345"}, output: {order_id: "12345", status: shipped}}
      - {outcome: not_found}

Such a file is data of a backend, `fixture:file`, which reads it on its own when the project runs. Here it is only
looked at: that its tools exist, and that what they answer fits.
"""

import posixpath
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from flowkit.language import codes
from flowkit.language.building.durations import read_duration
from flowkit.language.building.names import meant
from flowkit.language.building.suite_names import Setting
from flowkit.language.building.suite_results import ends_of_tool, read_output
from flowkit.language.building.suite_values import Typing
from flowkit.language.building.world import ToolSource, World
from flowkit.language.locale import Locale
from flowkit.language.model import Project
from flowkit.language.tree import Mapping as Tree
from flowkit.language.tree import Node, Scalar, Sequence

_NAMED: Final = re.compile(r"\bfixture:[ \t]*([^\r\n\"'#{}\[\],]+)")
_KEYS: Final = ("with", "output", "outcome", "after")


def fixture_paths(sources: Mapping[str, str]) -> frozenset[str]:
    """The paths of all files that some backend names, as `files` of the project are called.

    It looks at the texts, so that a file that cannot be read does not turn its fixtures into mistakes too.

    Args:
        sources: path → text of every file.
    """
    folder = _project_folder(sources)
    names = {match[1].strip() for text in sources.values() for match in _NAMED.finditer(text)}
    return frozenset(in_place(posixpath.join(folder, name)) for name in names)


def _project_folder(sources: Mapping[str, str]) -> str:
    """The folder that paths of backends begin at: that of the project file."""
    for path, text in sources.items():
        if re.search(r"(?m)^flowkit\s*:", text):
            return posixpath.dirname(path.replace("\\", "/"))
    return ""


def in_place(path: str) -> str:
    """A path in the one form in which paths are compared."""
    return posixpath.normpath(path.replace("\\", "/"))


def check_fixtures(roots: Iterable[Node], world: World, project: Project) -> None:
    """Reports what the entries of files of fixtures say that cannot be."""
    # Values need country and currency, and no clock.
    locale = Locale(datetime(2000, 1, 1), project.languages[0], project.country, project.currency)
    setting = Setting(world, project, locale)
    for root in roots:
        if not isinstance(root, Tree):
            message, help = "a file of fixtures is a map of tools", "write: tool: [{output: …}]"
            world.report.add(codes.WRONG_TYPE, root, message, help)
            continue
        for entry in root:
            tool = world.tools.get(entry.key.text)
            if tool is not None:
                _check_tool(entry.value, tool, setting)
                continue
            help = meant(entry.key.text, world.tools, "tools")
            world.report.add(codes.UNKNOWN_TOOL, entry.key, f"there is no tool '{entry.key.text}'", help)


def _check_tool(node: Node, tool: ToolSource, setting: Setting) -> None:
    for answer in node if isinstance(node, Sequence) else [node]:
        if isinstance(answer, Tree):
            _check_answer(answer, tool, setting)
        else:
            help = f"write: {tool.name}: [{{output: …}}]"
            message = f"an answer is a map of {', '.join(_KEYS)}"
            setting.world.report.add(codes.WRONG_TYPE, answer, message, help)


def _check_answer(answer: Tree, tool: ToolSource, setting: Setting) -> None:
    report = setting.world.report
    for entry in answer:
        if entry.key.text not in _KEYS:
            help = meant(entry.key.text, _KEYS, "keys")
            report.add(codes.UNKNOWN_KEY, entry.key, f"an answer has no '{entry.key.text}'", help)
    output, outcome, after = answer.get("output"), answer.get("outcome"), answer.get("after")
    if output is not None and outcome is not None:
        report.add(codes.SEVERAL_KINDS, answer, "an answer has 'output' or 'outcome', not both", "keep one of them")
    elif output is not None:
        read_output(output, answer.index["output"].key, tool, setting)
    if outcome is not None:
        _check_outcome(outcome, tool, setting)
    if isinstance(after, Scalar):
        read_duration(after, 0, report)
    _check_arguments(answer.get("with"), tool, setting)


def _check_outcome(node: Node, tool: ToolSource, setting: Setting) -> None:
    name = node.text if isinstance(node, Scalar) else ""
    ends = [end for end in ends_of_tool(tool) if end != "unknown"]
    if name not in ends:
        message = f"'{tool.name}' has no outcome '{name}'"
        setting.world.report.add(codes.UNKNOWN_OUTCOME, node, message, meant(name, ends, "outcomes"))


def _check_arguments(node: Node | None, tool: ToolSource, setting: Setting) -> None:
    if node is None:
        return
    report = setting.world.report
    if not isinstance(node, Tree):
        report.add(codes.WRONG_TYPE, node, "'with' is a map of arguments", "write: with: {argument: value}")
        return
    for entry in node:
        name, argument = entry.key.text, tool.arguments.get(entry.key.text)
        if argument is None:
            if "input" not in tool.fields or name not in report.doubtful:
                help = meant(name, tool.arguments, "arguments")
                report.add(codes.WRONG_ARGUMENTS, entry.key, f"'{tool.name}' has no argument '{name}'", help)
        elif not argument.send:
            message = f"'{name}' is only for the rules (send: false), so no answer can depend on it"
            report.add(codes.WRONG_ARGUMENTS, entry.key, message, "leave it out")
        else:
            Typing(codes.BAD_RESULT, setting).value(entry.value, argument.shape, name, entry.key)
