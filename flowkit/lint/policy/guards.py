"""Guards as formulas over facts: what each name stands for where it is written, and which tests are understood.

A test of a path of fields against constants is understood; any other is a fact of its own, which is true, false or
unknown, and stays what it is until something changes that it reads. Computed values and preconditions are read as what
they stand for. In a tool's rules the arguments stand for what the state gives; what the model gives is not known.
"""

from collections.abc import Mapping
from typing import Any, Final

from flowkit.language.expressions.paths import children, names_in
from flowkit.language.expressions.syntax import (
    And,
    Compare,
    Done,
    Expr,
    Field,
    Is,
    ListOf,
    Literal,
    Name,
    Not,
    Or,
)
from flowkit.language.model import Project
from flowkit.language.shapes import Option, Shape
from flowkit.lint.outline import Outline
from flowkit.lint.policy.facts import ALWAYS, ANY, NEVER, Fact, Facts, Formula, Root, constants_fit

_TURNED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_PLAIN_TYPES: Final = ("name", "text", "email", "postcode", "phone", "digits")
_DEEPEST: Final = 24
NOW: Final[Root] = ("", "now")


class Scope:
    """What names mean in one place: in a flow, in the whole call (no flow), in a tool's rules (`given`)."""

    def __init__(
        self,
        project: Project,
        flow: Outline | None,
        given: Mapping[str, Expr | None] | None = None,
        hidden: frozenset[str] = frozenset(),
        let: Mapping[str, Expr] | None = None,
    ) -> None:
        self.project, self.flow, self.given, self.hidden = project, flow, given, hidden
        self.let = let if let is not None else dict(flow.let) if flow is not None else {}

    def outside(self) -> "Scope":
        """Where the arguments of a tool were written."""
        return Scope(self.project, self.flow)

    def root(self, name: str) -> Root | None:
        """What a name of a value stands for; None if it cannot be told."""
        project, flow = self.project, self.flow
        if self.given is None and flow is not None and name in flow.slots:
            return (flow.name, name)
        if name in project.slots:
            return ("", name)
        if name in project.records:
            if name in self.hidden:
                return None
            if project.records[name].single:
                return ("", name)
        if flow is None or name == "records" or (self.given is not None and name not in project.records):
            return None
        return (flow.name, name)


class Guards:
    """The formulas of expressions, each made once."""

    def __init__(self, project: Project, facts: Facts) -> None:
        self.project, self.facts = project, facts
        self._formulas: dict[Any, tuple[Formula, Expr]] = {}

    def formula(self, expr: Expr, scope: Scope, depth: int = 0) -> Formula:
        """The formula of a condition."""
        if scope.given is not None:
            return self._formula(expr, scope, depth)
        key = (id(expr), scope.flow.name if scope.flow is not None else "")
        found = self._formulas.get(key)
        if found is None:
            found = self._formulas[key] = (self._formula(expr, scope, depth), expr)
        return found[0]

    def _formula(self, expr: Expr, scope: Scope, depth: int = 0) -> Formula:
        if depth > _DEEPEST:
            return ANY
        match expr:
            case Literal(value=bool(value)):
                return ALWAYS if value else NEVER
            case And(parts=parts):
                return ("all", tuple(self.formula(part, scope, depth + 1) for part in parts))
            case Or(parts=parts):
                return ("some", tuple(self.formula(part, scope, depth + 1) for part in parts))
            case Not(of=of):
                return ("not", self.formula(of, scope, depth + 1))
            case Name(name=name):
                meant = self._meant(name, scope)
                if meant is not None:
                    return self.formula(meant[0], meant[1], depth + 1)
                if self._is_unknown(name, scope):
                    return ANY
                return self._term(expr, scope, "==", True)
            case Field():
                return self._term(expr, scope, "==", True)
            case Is(of=of, what="set", negated=negated):
                found = self._term(of, scope, "set", None)
                return ("not", found) if negated else found
            case Compare(operator=operator, left=left, right=right, by=by):
                return self._compared(expr, operator, left, right, by, scope)
            case Done(tool=tool, arguments=()):
                return ("test", self.ran(tool), "yes", None)
            case _:
                return self._opaque(expr, scope)

    def ran(self, tool: str) -> Fact:
        """The fact that a tool was carried out in this call."""
        return self.facts.fact("ran", tool, "", lambda: frozenset((("", f"ran {tool}"),)))

    def opened(self, flow: str) -> Fact:
        """The fact that a flow is open."""
        return self.facts.fact("open", flow, "", lambda: frozenset((("", f"open {flow}"),)))

    def path(self, expr: Expr, scope: Scope, depth: int = 0) -> tuple[Root, tuple[str, ...]] | None:
        """The value that a path of fields names, through computed values and arguments; None for all else."""
        if isinstance(expr, Field):
            before = self.path(expr.of, scope, depth + 1)
            return None if before is None else (before[0], (*before[1], expr.name))
        if not isinstance(expr, Name) or depth > _DEEPEST or self._is_unknown(expr.name, scope):
            return None
        meant = self._meant(expr.name, scope)
        if meant is not None:
            return None if expr.name in self.project.preconditions else self.path(meant[0], meant[1], depth + 1)
        root = scope.root(expr.name)
        return None if root is None else (root, (expr.name,))

    def roots(self, expr: Expr, scope: Scope, depth: int = 0) -> frozenset[Root]:
        """The names of values that an expression reads."""
        found: set[Root] = set()
        for name in names_in(expr):
            meant = self._meant(name, scope) if depth < _DEEPEST else None
            if meant is not None:
                found |= self.roots(meant[0], meant[1], depth + 1)
            elif name in ("today", "now"):
                found.add(NOW)
            elif name == "records":
                found |= {("", f"rows {record}") for record in self.project.records}
            elif (root := scope.root(name)) is not None:
                found.add(root)
        todo = [expr]
        while todo:
            part = todo.pop()
            if isinstance(part, Done):
                found.add(("", f"ran {part.tool}"))
            todo += children(part)
        return frozenset(found)

    # Tests.

    def _meant(self, name: str, scope: Scope) -> tuple[Expr, Scope] | None:
        """What a name is short for, and where that is written."""
        if scope.given is not None and name in scope.given:
            given = scope.given[name]
            return None if given is None else (given, scope.outside())
        if name in scope.let:
            return scope.let[name], scope
        if name in self.project.preconditions:
            return self.project.preconditions[name].when.expr, Scope(self.project, None)
        return None

    def _is_unknown(self, name: str, scope: Scope) -> bool:
        return scope.given is not None and name in scope.given and scope.given[name] is None

    def _term(self, expr: Expr, scope: Scope, operator: str, value: Any) -> Formula:
        found = self.path(expr, scope)
        if found is None:
            if isinstance(expr, Name) and self._is_unknown(expr.name, scope):
                return ANY
            whole: Expr = Is(expr, "set", False) if operator == "set" else expr
            return self._opaque(whole, scope)
        fact = self.value(*found, scope)
        for each in value if operator == "in" else (value,) if operator != "set" else ():
            if each not in fact.constants:
                if not constants_fit(fact.constants, each):
                    return ANY
                fact.constants[each] = None
        if operator in ("<", "<=", ">", ">="):
            fact.ordered = True
        return ("test", fact, operator, value)

    def value(self, root: Root, path: tuple[str, ...], scope: Scope) -> Fact:
        """The fact of a path of fields."""
        fact = self.facts.fact("term", path, root[0], lambda: frozenset((root,)))
        if not fact.path:
            fact.path, fact.shape = path, self._shape(root[0], path, scope)
        return fact

    def _shape(self, flow: str, path: tuple[str, ...], scope: Scope) -> Shape | None:
        """The shape of a term, where it has few values: an own slot's is told by its outline."""
        if flow and scope.flow is not None and scope.flow.name == flow and path[0] in scope.flow.slots:
            held = scope.flow.slots[path[0]]
            options = tuple(Option(each) for each in held.options)
            return Shape(held.type, options) if len(path) == 1 else None  # type: ignore[arg-type]
        project = self.project
        if path[0] in project.slots:
            shape: Shape | None = project.slots[path[0]].shape
        else:
            shape = project.records[path[0]].shape if path[0] in project.records else None
        for name in path[1:]:
            shape = shape.fields.get(name) if shape is not None and not shape.many and not shape.keyed else None
        return shape

    def _compared(self, expr: Expr, operator: str, left: Expr, right: Expr, by: Shape | None, scope: Scope) -> Formula:
        one, other = self._constant(left, scope), self._constant(right, scope)
        if one is not None and other is None and operator in _TURNED:
            left, other, operator = right, one, _TURNED[operator]
        elif other is None or one is not None:
            return self._opaque(expr, scope)
        if by is not None and by.type == "name":
            return self._opaque(expr, scope)
        if operator in ("in", "not in") and not isinstance(other[0], tuple):
            return self._opaque(expr, scope)
        positive = {"!=": "==", "not in": "in"}.get(operator, operator)
        found = self._term(left, scope, positive, other[0]) if self.path(left, scope) else self._opaque(expr, scope)
        if found[0] != "test" or found[1].kind != "term":
            return found if positive == operator or found[0] == "any" else self._opaque(expr, scope)
        return found if positive == operator else ("not", found)

    def _constant(self, expr: Expr, scope: Scope) -> tuple[Any] | None:
        """The constant that an expression is, in a tuple of its own."""
        match expr:
            case Literal(value=value):
                return (value,)
            case ListOf(items=items):
                values = [self._constant(each, scope) for each in items]
                return (tuple(each[0] for each in values if each),) if all(values) else None
            case Name(name=name) if name in self.project.constants:
                value = self.project.constants[name]
                return (value,) if not isinstance(value, dict | list) else None
        return None

    def _opaque(self, expr: Expr, scope: Scope) -> Formula:
        """A test that is a fact of its own."""
        given: tuple[Any, ...] = ()
        if scope.given is not None:
            named = sorted(names_in(expr) & scope.given.keys())
            if any(scope.given[name] is None for name in named) or names_in(expr) & scope.hidden:
                return ANY
            given = tuple((name, scope.given[name]) for name in named)
        flow = scope.flow.name if scope.flow is not None else ""
        fact = self.facts.fact("test", (expr, given), flow, lambda: self.roots(expr, scope))
        return ("test", fact, "yes", None)
