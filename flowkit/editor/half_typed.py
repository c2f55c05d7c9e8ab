"""Completion inside an expression, of which a part is typed already."""

import re
from collections.abc import Iterator
from typing import Final

from flowkit.editor import offers
from flowkit.editor.offers import Loops, Offer
from flowkit.editor.spots import Spot
from flowkit.language.expressions.parser import parse
from flowkit.language.span import NOWHERE

_COMPARED: Final = re.compile(r"([\w.\[\]]+)\s*(?:==|!=|(?:not\s+)?in\s*\[[^\]]*?)\s*(['\"]?)\w*$")
FIELD: Final = re.compile(r"([A-Za-z_]\w*(?:\.\w+|\[[^\]]*\])*)\.\w*$")
_LOOP: Final = re.compile(r"\bfor (\w+) in ([\w.\[\]]+)")
_DONE: Final = re.compile(r"\bdone\(\s*\w*$")


def in_expression(spot: Spot, typed: str) -> Iterator[Offer]:
    """What may go on an expression of which `typed` stands already."""
    book, scope, loops = spot.book, spot.scope, _loops(spot.line)
    if _DONE.search(typed):
        yield from offers.things(book, [("tool", "")])
    elif compared := _COMPARED.search(typed):
        found = [*offers.options(book, compared[1], scope, bool(compared[2]), loops)]
        yield from found
        if not compared[2]:
            yield from offers.names(book, spot.values, scope, loops)
    elif path := FIELD.search(typed):
        yield from offers.fields(book, path[1], scope, loops)
    elif not _in_quotes(typed):
        yield from offers.names(book, spot.values, scope, loops)


def _loops(line: str) -> Loops:
    """The loops of a line: what each runs over."""
    found = []
    for loop in _LOOP.finditer(line):
        source, _ = parse(loop[2], lambda start, end: NOWHERE)
        if source is not None:
            found.append((loop[1], source))
    return found


def _in_quotes(typed: str) -> bool:
    return typed.count("'") % 2 == 1
