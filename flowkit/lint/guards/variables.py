"""Values that guards test, and what is known of them."""

from decimal import Decimal
from typing import Any, Literal

from flowkit.language.expressions.paths import Path
from flowkit.language.expressions.syntax import Expr
from flowkit.language.shapes import Shape

Kind = Literal["number", "words", "truth", "thing", "list", "form", "opaque"]


class Variable:
    """A value that guards test: a slot, a field, a sum of several (`form`), or what is not taken apart (`opaque`).

    It is filled while guards are read. `constants` are what it is compared with, in the form that is compared, and as
    they are written; `narrow` is the narrowest type that is known of it, which tells how close two of its values can
    be. `terms` are those of a form; `source` is the list that an opaque loop runs over; `depends` are the paths that it
    is made of; an `obscure` one has no place of its own in the data.
    """

    __slots__ = (
        "can_be_unset",
        "cells",
        "constants",
        "depends",
        "expr",
        "key",
        "kind",
        "lowest",
        "narrow",
        "obscure",
        "options",
        "path",
        "shape",
        "source",
        "stride",
        "terms",
        "type",
        "when_empty",
        "whole",
    )

    def __init__(self, key: str, kind: Kind, type: str = "") -> None:
        self.key = key
        self.kind: Kind = kind
        self.type = type
        self.path: Path = ()
        self.expr: Expr | None = None
        self.shape: Shape | None = None
        self.narrow = ""
        self.constants: dict[Any, Any] = {}
        self.options: tuple[str, ...] = ()
        self.terms: tuple[tuple[str, Decimal], ...] = ()
        self.whole = True
        self.depends: frozenset[Path] = frozenset()
        self.source: Path = ()
        self.when_empty = False
        self.obscure = False
        self.can_be_unset = kind != "form"
        self.lowest: Decimal | None = None
        self.cells: list[Any] = []
        self.stride = 1
