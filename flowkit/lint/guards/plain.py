"""The cheap look: lists of guards that nothing can be wrong with, which is almost all of them.

Such a list ends with an edge that always fits, and each value is tested once in it. Tests of different values have
nothing to do with each other, so each guard can be true, and false, whatever the others are. A list for which that
cannot be seen at a glance is looked through.
"""

from collections.abc import Sequence
from typing import Final

from flowkit.language.expressions.syntax import (
    And,
    Calculate,
    Call,
    Compare,
    Expr,
    Field,
    Is,
    ListOf,
    Literal,
    Loop,
    Name,
    Not,
    Or,
)
from flowkit.language.model import Edge, Flow, Project
from flowkit.language.shapes import Shape
from flowkit.lint.guards.surroundings import CLOCK

_ORDERED: Final = frozenset(("integer", "number", "money", "date", "datetime", "duration"))
_TEXTS: Final = frozenset(("text", "name", "digits", "phone", "email", "postcode"))


class Plain:
    """Judges guards of one flow, or of what stands in none, at a glance."""

    def __init__(self, flow: Flow | None, project: Project) -> None:
        self._slots = {**project.slots, **(flow.slots if flow is not None else {})}
        self._project = project
        self._short = {**(flow.let if flow is not None else {}), **project.constants, **project.preconditions}
        self._seen: set[str] = set()
        self._ruled = ""

    def list(self, way: Sequence[Edge]) -> bool:
        """Whether nothing can be wrong with the guards of a way on."""
        last = way[-1]
        if last.when is not None:
            return False
        self._seen = set()
        for edge in way:
            if edge.when is None:
                if edge is not last:
                    return False
            elif not self._fine(edge.when.expr):
                return False
        return True

    def alone(self, expr: Expr, rule_of: str = "") -> bool:
        """Whether nothing can be wrong with a guard that stands alone, or is the only rule of a slot."""
        self._seen = set()
        self._ruled = rule_of
        fine = self._fine(expr)
        self._ruled = ""
        return fine

    def known(self, expr: Expr) -> bool:
        """Whether a guard that stands alone asks whether a record is there, or is fine at a glance."""
        return (type(expr) is Is and type(expr.of) is Name and expr.of.name in self._project.records) or self.alone(
            expr
        )

    def _fine(self, expr: Expr) -> bool:
        kind = type(expr)
        if kind is Compare:
            return self._comparison(expr)  # type: ignore[arg-type]
        if kind is And or kind is Or:
            return all(self._fine(part) for part in expr.parts)  # type: ignore[union-attr]
        if kind is Name or kind is Field:
            return self._is_new(expr)
        if kind is Not:
            return (type(expr.of) is Not or self._sure(expr.of)) and self._fine(expr.of)  # type: ignore[union-attr]
        if kind is Is:
            return self._known(expr)  # type: ignore[arg-type]
        return self._loop(expr) if kind is Loop else False  # type: ignore[arg-type]

    def _is_new(self, expr: Expr) -> bool:
        """Whether a part is a path that was not tested before, nor a thing that it is a field of."""
        names: list[str] = []
        while type(expr) is Field:
            names.append(expr.name)
            expr = expr.of
        if type(expr) is not Name or expr.name in self._short or f"{expr.name} is" in self._seen:
            return False
        key = f"{expr.name} {' '.join(names)}"
        if key in self._seen:
            return False
        self._seen.add(key)
        self._seen.add(expr.name)
        return True

    def _known(self, expr: Is) -> bool:
        """`found is empty`, `x.field is set`, of what nothing else in the list reads."""
        if expr.what == "set" and type(expr.of) is Field:
            return self._optional(expr.of) and self._is_new(expr.of)
        if type(expr.of) is not Name or expr.of.name in self._seen or expr.of.name in self._short:
            return False
        if expr.of.name in self._slots or expr.what == "set":
            return False
        self._seen.update((expr.of.name, f"{expr.of.name} is"))
        return True

    def _loop(self, expr: Loop) -> bool:
        """`any(x.field > 5 for x in list)`, also behind `list is empty`: nothing is found where nothing is."""
        source, item = expr.source, expr.item
        if expr.function != "any" or expr.condition is not None or type(source) is not Name:
            return False
        name = source.name
        if (
            name in self._short
            or f"{name} any" in self._seen
            or (name in self._seen and f"{name} is" not in self._seen)
        ):
            return False
        if type(item) is not Compare or type(item.left) is not Field or type(item.right) is not Literal:
            return False
        self._seen.update((name, f"{name} any", f"{name} is"))
        return True

    def _sure(self, expr: Expr) -> bool:
        """Whether what is denied is set, as far as its shape tells: nothing has to be said of its being unset."""
        while type(expr) is Compare:
            expr = expr.left
        return type(expr) is not Name and self._required(expr)

    def _required(self, expr: Expr) -> bool:
        """Whether a path is a required field of a record."""
        field = self._field(expr)
        return field is not None and not field.optional

    def _optional(self, expr: Expr) -> bool:
        """Whether a path is an optional field of a record, and has no fields itself."""
        field = self._field(expr)
        return field is not None and field.optional and not field.fields

    def _field(self, expr: Expr) -> Shape | None:
        """The shape of a field of a record; None for anything else."""
        if type(expr) is not Field or type(expr.of) is not Name:
            return None
        record = self._project.records.get(expr.of.name)
        return None if record is None else record.shape.fields.get(expr.name)

    def _comparison(self, expr: Compare) -> bool:
        by, operator, right = expr.by, expr.operator, expr.right
        if by is None or not by.single or by.pattern:
            return False
        if (operator == "!=" or operator == "not in") and not self._required(expr.left):
            return False
        if by.type in _ORDERED:
            return operator not in ("in", "not in") and self._has_new(expr.left, right)
        if by.type not in _TEXTS and by.type != "choice":
            return False
        if type(right) is ListOf:
            if not all(type(item) is Literal for item in right.items) or not right.items:
                return False
            named = len(right.items)
        elif type(right) is Literal:
            named = 1
        else:
            return False
        return (not by.options or named < len(by.options)) and self._is_bound_free(expr.left)

    def _is_bound_free(self, expr: Expr) -> bool:
        """Whether a path is new, and no rule of a slot says what it can be."""
        root = expr
        while type(root) is Field:
            root = root.of
        if type(root) is not Name:
            return False
        slot = self._slots.get(root.name)
        return (slot is None or not slot.only_if or root.name == self._ruled) and self._is_new(expr)

    def _has_new(self, *sides: Expr) -> bool:
        """Whether the sides of a comparison have a value that is new, and none that is not."""
        found = False
        for side in sides:
            kind = type(side)
            if kind is Literal or (kind is Name and side.name in CLOCK):  # type: ignore[union-attr]
                continue
            if kind is Calculate:
                left, right = side.left, side.right  # type: ignore[union-attr]
                if side.operator == "*" and (type(right) is not Literal or not right.value):  # type: ignore[union-attr]
                    return False
                inner = [part for part in (left, right) if not _is_constant(part)]
                if inner and not self._has_new(*inner):
                    return False
                found = found or bool(inner)
            elif _is_constant(side):
                continue
            elif not self._is_bound_free(side):
                return False
            else:
                found = True
        return found


def _is_constant(expr: Expr) -> bool:
    """A literal, a length of time that is written down, or the clock."""
    kind = type(expr)
    if kind is Call:
        return expr.function in ("days", "hours", "minutes") and type(expr.arguments[0]) is Literal  # type: ignore[union-attr]
    return kind is Literal or (kind is Name and expr.name in CLOCK)  # type: ignore[union-attr]
