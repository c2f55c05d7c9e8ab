"""The file of a `fixture:` backend: what each tool answers, and when.

    get_order:
      - {with: {order_id: "12345"}, output: {order_id: "12345", status: shipped}}
      - {with: {order_id: "99999"}, outcome: not_found}
      - {after: 20 seconds}

Of the entries of a tool the first is taken whose `with` fits: each argument named there has that value. An entry
without `with` always fits. `after` lets the answer wait; without `output` and `outcome` the answer is empty.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flowkit.engine.events import Json
from flowkit.language import codes
from flowkit.language.building.data import plain_data
from flowkit.language.building.durations import read_duration
from flowkit.language.building.names import meant
from flowkit.language.building.report import Report
from flowkit.language.diagnostic import Severity
from flowkit.language.locale import Locale
from flowkit.language.model import Project, Tool
from flowkit.language.refusal import Refusal
from flowkit.language.text import read
from flowkit.language.tree import Mapping as Tree
from flowkit.language.tree import Node, Scalar, Sequence
from flowkit.language.values import accept, canonical

_KEYS: Final = ("with", "output", "outcome", "after")


@dataclass(frozen=True, slots=True)
class Answer:
    """One entry: it fits if each argument of `given` has that value, in canonical form."""

    given: Mapping[str, str]
    output: Json = None
    outcome: str = ""
    after_ms: int = 0


@dataclass(frozen=True, slots=True)
class Fixtures:
    """The answers by tool, and what is wrong with the file, each a sentence with its place."""

    answers: Mapping[str, tuple[Answer, ...]]
    problems: tuple[str, ...]


def read_fixtures(path: str, data: bytes, project: Project) -> Fixtures:
    """Reads a file of fixtures.

    Args:
        path: how messages name the file.
        data: its bytes.
        project: whose tools it is about.
    """
    root, _, found = read(path, data)
    report = Report()
    report.take(found)
    answers: dict[str, tuple[Answer, ...]] = {}
    if isinstance(root, Tree):
        for entry in root:
            tool = project.tools.get(entry.key.text)
            if tool is None:
                help = meant(entry.key.text, project.tools, "tools")
                report.add(codes.UNKNOWN_TOOL, entry.key, f"there is no tool '{entry.key.text}'", help)
            else:
                reader = _Reader(tool, project, report)
                answers[tool.name] = tuple(reader.answer(node) for node in reader.entries(entry.value))
    elif root is not None:
        report.add(codes.WRONG_TYPE, root, "a file of fixtures is a map of tools", "write: tool: [{output: …}]")
    wrong = [each for each in report.found if each.severity is Severity.ERROR]
    told = (f"{each.span}: {each.message}{f'; {each.help}' if each.help else ''}" for each in wrong)
    return Fixtures(answers, tuple(told))


class _Reader:
    """Reads the entries of one tool."""

    def __init__(self, tool: Tool, project: Project, report: Report) -> None:
        self._tool = tool
        # Only languages and the day of a call need a clock; canonical values need neither.
        self._locale = Locale(datetime(2000, 1, 1), country=project.country, currency=project.currency)
        self._report = report

    def entries(self, node: Node) -> list[Tree]:
        """The entries: one or several, as in all files."""
        nodes = list(node) if isinstance(node, Sequence) else [node]
        for each in nodes:
            if not isinstance(each, Tree):
                self._report.add(codes.WRONG_TYPE, each, f"an answer is a map of {', '.join(_KEYS)}")
        return [each for each in nodes if isinstance(each, Tree)]

    def answer(self, node: Tree) -> Answer:
        """One entry."""
        for entry in node:
            if entry.key.text not in _KEYS:
                help = meant(entry.key.text, _KEYS, "keys")
                self._report.add(codes.UNKNOWN_KEY, entry.key, f"an answer has no '{entry.key.text}'", help)
        if "output" in node and "outcome" in node:
            self._report.add(codes.SEVERAL_KINDS, node, "an answer has 'output' or 'outcome', not both")
        after = node.get("after")
        return Answer(
            self._given(node.get("with")),
            plain_data(node.get("output")),
            self._outcome(node.get("outcome")),
            read_duration(after, 0, self._report) if isinstance(after, Scalar) else 0,
        )

    def _outcome(self, node: Node | None) -> str:
        name = node.text if isinstance(node, Scalar) else ""
        if node is not None and name not in (*self._tool.outcomes, "failed"):
            help = meant(name, [*self._tool.outcomes, "failed"], "outcomes")
            self._report.add(codes.UNKNOWN_OUTCOME, node, f"'{self._tool.name}' has no outcome '{name}'", help)
        return name

    def _given(self, node: Node | None) -> dict[str, str]:
        if node is None:
            return {}
        if not isinstance(node, Tree):
            self._report.add(codes.WRONG_TYPE, node, "'with' is a map of arguments")
            return {}
        return {entry.key.text: value for entry in node if (value := self._value(entry.key, entry.value)) is not None}

    def _value(self, key: Scalar, node: Node) -> str | None:
        argument = self._tool.input.get(key.text)
        if argument is None:
            help = meant(key.text, self._tool.input, "arguments")
            self._report.add(codes.WRONG_ARGUMENTS, key, f"'{self._tool.name}' has no argument '{key.text}'", help)
            return None
        if not argument.send:
            message = f"'{key.text}' is only for the rules (send: false), so no answer can depend on it"
            self._report.add(codes.WRONG_ARGUMENTS, key, message)
            return None
        value = accept(argument.shape, plain_data(node), self._locale)
        if isinstance(value, Refusal):
            self._report.add(codes.BAD_VALUE, node, f"'{key.text}' cannot have this value: {value.reason}")
            return None
        return canonical(argument.shape, value, self._locale.currency)
