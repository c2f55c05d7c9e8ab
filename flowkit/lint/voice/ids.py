"""Ids that are spoken as if they were words: `K7QX33` has to be spelt to be heard."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from flowkit.language.codes import ID_NOT_SPELT
from flowkit.language.diagnostic import Diagnostic, Edit, Fix, problem
from flowkit.language.expressions.syntax import Expr, Field, Name
from flowkit.language.expressions.unparse import quoted
from flowkit.language.shapes import Shape
from flowkit.language.tree import Stretch
from flowkit.language.words import Printed
from flowkit.lint.voice.texts import Said

MOST_SIGNS: Final = 6
"""Up to here a voice gets over an id somehow, and the caller with it."""
_ID: Final = re.compile(
    r"(?:^|_)(?:id|ids|uid|uuid|code|ref|reference|number|no|serial|sku|imei|iban|vin|token|tracking|tracking_number|"
    r"confirmation|locator|pnr)$"
)
_PIECE: Final = re.compile(r"(\[[^\]]+\]|\\.|[^\\\[\](){}*+?|.^$])(\{(\d+)(?:,(\d*))?\}|[?*+])?|[\^$]")


def check_ids(texts: Sequence[Said]) -> Iterator[Diagnostic]:
    """Warnings about ids of more than six characters that are printed without `spell`."""
    for said in texts:
        for part in said.words.parts if "{" in said.words.source else ():
            if isinstance(part, Printed) and not part.filters and part.shapes:
                shape = part.shapes[0]
                if shape is not None and shape.type == "text" and _is_id(part.alternatives[0], shape):
                    yield _unspelt(part)


def _is_id(expr: Expr, shape: Shape) -> bool:
    if shape.speak_as or shape.stands_for is not None or shape.label is not None or not shape.single or shape.options:
        return False
    name = expr.name if isinstance(expr, Name | Field) else ""
    if _ID.search(name) is None:
        return False
    longest = longest_of(shape.pattern) if shape.pattern else None
    return longest is None or longest > MOST_SIGNS


def longest_of(pattern: str) -> int | None:
    """The most characters that a simple pattern takes; None if it has no end, or is not simple."""
    at = count = 0
    while at < len(pattern):
        found = _PIECE.match(pattern, at)
        if found is None:
            return None
        at = found.end()
        if found[1] is None:
            continue
        if found[2] in ("*", "+") or found[4] == "":
            return None
        count += int(found[4] or found[3] or 1)
    return count


def _unspelt(part: Printed) -> Diagnostic:
    expr = part.alternatives[0]
    message = (
        f"{quoted(expr)} is an id, and is spoken like a word; from {MOST_SIGNS + 1} signs on nobody can follow that"
    )
    span = expr.span
    fixes: tuple[Fix, ...] = ()
    if len(part.alternatives) == 1 and isinstance(span, Stretch):
        document, _, end = span._offsets
        fixes = (Fix("spell it", (Edit(document.span(end, end), " | spell"),), safe=False),)
    from flowkit.language.expressions.unparse import text_of

    help = f"write: {{{{ {text_of(expr)} | spell }}}}, or give its slot or field speak_as: letters"
    return problem(ID_NOT_SPELT, span, message, help, (), fixes)
