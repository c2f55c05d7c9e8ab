"""Names in tests and fixtures: flows, states, slots, tools and their arguments."""

from collections.abc import Iterator
from typing import Final

from flowkit.editor.mentions import ANY, START, Mention, Role
from flowkit.editor.sentences import RULE_ANYWHERE, part, position
from flowkit.language.tree import Mapping, Node, Scalar, Sequence

_TOOL: Final[tuple[Role, ...]] = (("tool", ""),)


def test(node: Mapping) -> Iterator[Mention]:
    """The names in one test."""
    start, flow = node.get("start"), START
    if isinstance(start, Scalar) and start.text:
        flow = start.text.partition(".")[0]
        yield from position(start, (("flow", ""),))
    yield from tool_keys(node.get("results"))
    yield from _keys(node.get("given"), (("record", ""), ("slot", flow), ("result", flow), ("slot", "")))
    yield from _keys(node.get("ends"), (("flow", ""),))
    ends = node.get("ends")
    for entry in ends if isinstance(ends, Mapping) else ():
        if isinstance(entry.value, Scalar):
            yield part(entry.value, 0, len(entry.value.text), (("end", entry.key.text),))
    for step in _items(node.get("steps")):
        if isinstance(step, Mapping):
            yield from _step(step, flow)


def _step(step: Mapping, flow: str) -> Iterator[Mention]:
    expect, model = step.get("expect"), step.get("model")
    if isinstance(expect, Mapping):
        yield from _expect(expect, flow)
    if isinstance(model, Mapping):
        yield from _keys(model.get("record"), (("slot", flow), ("slot", ""), ("slot", ANY)))
        use = model.get("use")
        if isinstance(use, Scalar):
            yield part(use, 0, len(use.text), _TOOL)
            yield from _keys(model.get("with"), (("argument", use.text),))


def _expect(node: Mapping, flow: str) -> Iterator[Mention]:
    state = node.get("state")
    expected = flow
    if isinstance(state, Scalar) and state.text:
        if "." in state.text:
            expected = state.text.partition(".")[0]
        yield from position(state, (("state", ANY),))
    roles: tuple[Role, ...] = (("slot", expected), ("slot", flow), ("slot", ""), ("slot", ANY))
    yield from _keys(node.get("slots"), roles)
    used = node.get("used")
    if isinstance(used, Mapping):
        yield from tool_keys(used)
        for entry in used:
            yield from _keys(entry.value, (("argument", entry.key.text),))
    else:
        yield from _scalars(used, _TOOL)
    yield from _scalars(node.get("not_used"), _TOOL)
    yield from _scalars(node.get("refused"), (*_TOOL, *RULE_ANYWHERE))


def fixtures(root: Mapping) -> Iterator[Mention]:
    """The names in a file of fixtures; where they are no tools they mean nothing."""
    yield from tool_keys(root)
    for entry in root:
        for answer in _items(entry.value):
            if isinstance(answer, Mapping):
                yield from _keys(answer.get("with"), (("argument", entry.key.text),))


def tool_keys(node: Node | None) -> Iterator[Mention]:
    """The keys of a map from tools to something."""
    yield from _keys(node, _TOOL)


def _keys(node: Node | None, roles: tuple[Role, ...]) -> Iterator[Mention]:
    for entry in node if isinstance(node, Mapping) else ():
        yield part(entry.key, 0, len(entry.key.text), roles)


def _scalars(node: Node | None, roles: tuple[Role, ...]) -> Iterator[Mention]:
    for item in _items(node):
        if isinstance(item, Scalar) and item.text:
            yield part(item, 0, len(item.text), roles)


def _items(node: Node | None) -> list[Node]:
    if node is None:
        return []
    return node.items if isinstance(node, Sequence) else [node]
