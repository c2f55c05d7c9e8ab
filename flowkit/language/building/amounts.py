"""Numbers among the constants that are written as a person would: with a sign of money, or in quotes."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from flowkit.language.building.report import Report
from flowkit.language.codes import BAD_VALUE
from flowkit.language.mending import mended, named
from flowkit.language.tree import Mapping, Node, Scalar

_DIGITS: Final = r"(?P<{}>[-+]?\d[\d,]*(?:\.\d+)?)"
_UNIT: Final = r"[$€£¥]|USD|EUR|GBP|dollars?|euros?|pounds?"
_AMOUNT: Final = re.compile(
    rf"(?:{_UNIT}) ?{_DIGITS.format('behind')}|{_DIGITS.format('before')} ?(?:{_UNIT}|%)|{_DIGITS.format('alone')}"
)


def check_amounts(node: Node, report: Report) -> bool:
    """Whether the numbers of a constant are written as numbers; reports those that are texts by the way they stand."""
    found = list(_texts(node))
    for scalar, number in found:
        sign = next(iter(re.sub(r"[-+.\d\s]", "", scalar.text)), "") if number != scalar.text else ""
        without = f"'{sign}'" if sign and not sign.isalpha() else "a unit" if sign else "quotes"
        message = f"{named(scalar.text)} is a text; a number is written without {without}"
        report.add(BAD_VALUE, scalar, message, mended(scalar.document, scalar.start, scalar.end, number))
    return not found


def _texts(node: Node, among_numbers: bool = False) -> Iterator[tuple[Scalar, str]]:
    """Each text that is meant as a number, with that number. In quotes only what stands among numbers is one."""
    if isinstance(node, Scalar):
        match = _AMOUNT.fullmatch(node.text) if isinstance(node.value, str) else None
        alone = "" if match is None else match["alone"] or ""
        if match is not None and (among_numbers or (node.plain and (not alone or "," in alone))):
            yield node, (match["behind"] or match["before"] or match["alone"]).replace(",", "")
        return
    inside = [entry.value for entry in node] if isinstance(node, Mapping) else list(node)
    like = any(_is_number(each) for each in inside)
    for each in inside:
        yield from _texts(each, like)


def _is_number(node: Node) -> bool:
    return isinstance(node, Scalar) and isinstance(node.value, int | Decimal) and not isinstance(node.value, bool)
