"""Names in texts that have a grammar of their own: guarantees, limits, sources, and `flow.state`."""

import re
from collections.abc import Iterator
from typing import Final

from flowkit.editor.mentions import ANY, Mention, Role
from flowkit.editor.offsets import where
from flowkit.editor.printed import Here, in_expression, stretch
from flowkit.language.expressions.syntax import Expr, Field, Name
from flowkit.language.shapes import TYPE_NAMES
from flowkit.language.tree import Scalar

_RELATION: Final = re.compile(r" (before|after|only if|leads to|goes only to) ")
_EVERY: Final = re.compile(r"every (?:read|write|money)(?: of (\w+))?")
_NAME: Final = re.compile(r"[a-z]\w*")
_WHOLE: Final = ("a person is reachable", "every call ends within")
_LIMIT: Final = re.compile(r"(?:([a-z]\w*) )?at most [\d.]+|per (\w+)")
_WINDOWS: Final = ("call", "day", "week", "month")
_PLAIN_SOURCES: Final = ("caller", "channel", "computed")


def part(scalar: Scalar, start: int, end: int, may_be: tuple[Role, ...], defines: Role | None = None) -> Mention:
    """A name that is a part of a scalar."""
    first, last, exact = stretch(scalar, start, end, where(scalar))
    return Mention(scalar.text[start:end], first, last, may_be, defines, exact)


def position(scalar: Scalar, alone: tuple[Role, ...], start: int = 0, end: int | None = None) -> Iterator[Mention]:
    """`flow.state`, or one name, which may be any of `alone`."""
    end = len(scalar.text) if end is None else end
    text = scalar.text[start:end]
    flow, dot, _ = text.partition(".")
    if not dot:
        yield part(scalar, start, end, alone)
        return
    yield part(scalar, start, start + len(flow), (("flow", ""),))
    yield part(scalar, start + len(flow) + 1, end, (("state", flow),))


def guarantee(scalar: Scalar, flow: str, here: Here) -> Iterator[Mention]:
    """The names in a sentence under `guarantees`."""
    text = scalar.text
    relation = _RELATION.search(text)
    if relation is None or text.startswith(_WHOLE):
        return
    left = 6 if text.startswith("never ") else 0
    yield from _thing(scalar, left, relation.start(), flow, relation[1] == "goes only to")
    match relation[1]:
        case "only if":
            yield from in_expression(scalar, here, relation.end())
        case "goes only to":
            for name in _NAME.finditer(text, relation.end()):
                yield part(scalar, *name.span(), (("tool", ""),))
        case _:
            end = len(text.rstrip().removesuffix("."))
            yield from _thing(scalar, relation.end(), end, flow, False)


def _thing(scalar: Scalar, start: int, end: int, flow: str, is_slot: bool) -> Iterator[Mention]:
    """What a sentence speaks of: a slot, every tool of a catalog, or something that is done or holds."""
    text = scalar.text[start:end]
    if is_slot:
        yield part(scalar, start, end, (("slot", flow), ("slot", "")))
    elif every := _EVERY.fullmatch(text):
        if every[1]:
            yield part(scalar, start + every.start(1), start + every.end(1), (("catalog", ""),))
    elif text not in ("handoff", "consent"):
        own: tuple[Role, ...] = (("state", flow),) if flow else ()
        things: tuple[Role, ...] = (("tool", ""), ("flow", ""), *own, ("precondition", ""))
        yield from position(scalar, things, start, end)


def limit(scalar: Scalar, tool: str) -> Iterator[Mention]:
    """The names in a limit: what is summed up, and for each of what."""
    for found in _LIMIT.finditer(scalar.text):
        for group in (1, 2):
            name = found[group]
            if name and name not in _WINDOWS:
                yield part(scalar, *found.span(group), (("argument", tool), ("let", tool), ("record", "")))


def source(scalar: Scalar) -> Iterator[Mention]:
    """`from`: a record, or a field of one or of a read's result."""
    first, *rest = scalar.text.split(".")
    if first in _PLAIN_SOURCES and not rest:
        return
    at = len(first)
    yield part(scalar, 0, at, (("record", ""), ("tool", "")))
    expr: Expr = Name(first)
    for name in rest:
        start, end, exact = stretch(scalar, at + 1, at + 1 + len(name))
        yield Mention(name, start, end, (), None, exact, expr, ("source", ""))
        expr = Field(expr, name)
        at += 1 + len(name)


def type_name(scalar: Scalar) -> Iterator[Mention]:
    """The record that a type names."""
    if scalar.text not in TYPE_NAMES:
        yield part(scalar, 0, len(scalar.text), (("record", ""),))


RULE_ANYWHERE: Final[tuple[Role, ...]] = (("rule", ANY),)
