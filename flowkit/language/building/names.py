"""Names: what a name may look like, which are taken by the language, and which one was probably meant."""

import re
from collections.abc import Iterable
from typing import Final

from flowkit.language.building.report import Report
from flowkit.language.codes import BAD_NAME, RESERVED_NAME
from flowkit.language.expressions.spelling import did_you_mean
from flowkit.language.tree import Scalar

ACTIONS: Final = frozenset(("record", "choose", "request", "wait", "answer", "person", "hang_up"))
VALUES: Final = frozenset(("today", "now", "result", "records", "question", "summary"))
GRAMMAR: Final = frozenset(("and", "or", "not", "in", "is", "for", "if", "true", "false"))
RESERVED: Final = ACTIONS | VALUES | GRAMMAR
"""Names that have a meaning everywhere, or could not be read in an expression."""

RESERVED_FOR_STATES: Final = frozenset(("hang_up",))
"""States may have any name but the one that always ends the call."""

NAME_PATTERN: Final = "[a-z][a-z0-9_]*"
_NAME = re.compile(NAME_PATTERN)
_MOST_SHOWN = 12
_MOST_SEARCHED = 2000
_MOST_COMPARED = 200
"""With more names than these only those that begin or end alike are compared: a file may be full of mistakes."""


def check_name(scalar: Scalar, what: str, report: Report, reserved: frozenset[str] = RESERVED) -> bool:
    """Whether a scalar can name something; reports why not. `what` is what it would name, such as `a slot`."""
    text = scalar.text
    if not _NAME.fullmatch(text):
        fixed = snake_case(text)
        help = f"write: {fixed}" if fixed and fixed not in reserved else ""
        report.doubtful.update((text, fixed))
        report.add(BAD_NAME, scalar, f"'{text}' cannot name {what}; names are lower_snake_case", help)
        return False
    if text in reserved:
        report.doubtful.add(text)
        report.add(RESERVED_NAME, scalar, f"'{text}' is a word of the language; give {what} another name")
        return False
    return True


def is_name(text: str) -> bool:
    """Whether a text is a name: lower_snake_case."""
    return _NAME.fullmatch(text) is not None


def snake_case(text: str) -> str:
    """The text as a name: `New Day` → `new_day`; empty if nothing of it can stand in a name."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", text)
    return re.sub(r"[^a-z0-9]+", "_", parted.lower()).strip("_").lstrip("0123456789_")


def meant(name: str, known: Iterable[str], plural: str) -> str:
    """The help of a message about an unknown name: the probable one, or the list of what there is."""
    known = list(dict.fromkeys(known))
    if len(known) > _MOST_SEARCHED:
        return ""
    if found := did_you_mean(name, known if len(known) <= _MOST_COMPARED else _alike(name, known)):
        return found
    if not known:
        return f"there are no {plural} here"
    shown = ", ".join(sorted(known)[:_MOST_SHOWN] if len(known) <= _MOST_COMPARED else known[:_MOST_SHOWN])
    return f"{plural} here: {shown}" + (f", and {len(known) - _MOST_SHOWN} more" if len(known) > _MOST_SHOWN else "")


def _alike(name: str, known: list[str]) -> list[str]:
    first, last = name[:2], name[-3:]
    return [other for other in known if other.startswith(first) or other.endswith(last)][:_MOST_COMPARED]
