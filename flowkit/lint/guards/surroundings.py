"""What names stand for where a guard stands: shapes, constants, computed values; and whether they are set."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Literal

from flowkit.language.expressions.paths import Path, names_in
from flowkit.language.expressions.syntax import Expr, Field, Item, ListOf, Name
from flowkit.language.expressions.syntax import Literal as Constant
from flowkit.language.expressions.types import DATE, DATETIME, PARTS
from flowkit.language.model import Ask, Confirm, Flow, Project, Rule, State, Tool, Use
from flowkit.language.shapes import Shape, Value

if TYPE_CHECKING:
    from flowkit.lint.slots.knowledge import Knowledge as KnownHere

CLOCK: Final = frozenset(("today", "now"))
_CLOCK_SHAPES: Final = {"today": DATE, "now": DATETIME}

Knowledge = Literal["sure", "open", "told elsewhere"]
"""Whether a value is set: it surely is; it may well not be; or it cannot be told from here."""


class Surroundings:
    """The names that all guards of a project may use. A name has one meaning wherever it stands."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._meanings: dict[str, Expr | None] = {}

    # What names stand for.

    def let(self, name: str) -> Expr | None:
        """The expression of a computed value of this place."""
        return None

    def shape_of_name(self, name: str) -> Shape | None:
        """The shape of a name; None if it cannot be told from here."""
        if name in _CLOCK_SHAPES:
            return _CLOCK_SHAPES[name]
        slot = self.project.slots.get(name)
        if slot is not None:
            return slot.shape
        record = self.project.records.get(name)
        return None if record is None else record.shape

    def shape_of(self, path: Path) -> Shape | None:
        """The shape of a path of fields."""
        shape = self.shape_of_name(path[0])
        for name in path[1:]:
            if shape is None or not shape.single:
                return None
            shape = shape.fields.get(name) or PARTS.get(shape.type, {}).get(name)
        return shape

    def meaning(self, expr: Expr) -> Expr:
        """What a name, or a field or item of one, is short for: the expression of a `let`, a constant's value."""
        if type(expr) is Name:
            found = self._meaning_of(expr.name)
            return expr if found is None else self.meaning(found)
        if type(expr) is Field:
            of = self.meaning(expr.of)
            if of is not expr.of:
                return _entry(of, expr.name) or Field(of, expr.name, expr.span)
        elif type(expr) is Item and len(expr.keys) == 1:
            of, key = self.meaning(expr.of), self.meaning(expr.keys[0])
            if isinstance(of, Constant) and isinstance(key, Constant):
                return _entry(of, str(key.value)) or expr
        return expr

    def _meaning_of(self, name: str) -> Expr | None:
        if name not in self._meanings:
            self._meanings[name] = None  # a circle is reported elsewhere
            computed = self.let(name)
            if computed is None and name in self.project.constants:
                computed = _constant(self.project.constants[name])
            if computed is None and name in self.project.preconditions:
                computed = self._precondition(name)
            self._meanings[name] = computed
        return self._meanings[name]

    def _precondition(self, name: str) -> Expr | None:
        """When a precondition holds, if that is the same from wherever it is asked: not by what one flow looked up."""
        when = self.project.preconditions[name].when.expr
        records = self.project.records
        return None if any(each in records and not records[each].single for each in names_in(when)) else when

    def path(self, expr: Expr) -> Path | None:
        """The path that a part is, without items of lists and without loops."""
        names: list[str] = []
        while type(expr) is Field:
            names.append(expr.name)
            expr = expr.of
        if type(expr) is not Name:
            return None
        if names and self._meaning_of(expr.name) is not None:
            return self._path_of_field(expr, names)
        return (expr.name, *names[::-1])

    def _path_of_field(self, name: Name, fields: list[str]) -> Path | None:
        meaning = self.meaning(name)
        before = None if meaning is name else self.path(meaning)
        return None if before is None else (*before, *fields[::-1])

    def roots(self, name: str) -> Iterator[str]:
        """The slots, records and results that a name is made of in the end."""
        meaning = self._meaning_of(name)
        if meaning is None:
            yield name
        else:
            for part in names_in(meaning):
                yield from self.roots(part)

    def rules_of(self, name: str) -> Sequence[Rule]:
        """The rules that keep the value of a slot within bounds."""
        slot = self.project.slots.get(name)
        return () if slot is None else slot.only_if

    # What is set.

    def root_is_set(self, name: str) -> Knowledge:
        """Whether a slot, record or result is set where the guard stands."""
        return "sure" if name in CLOCK or name in self.project.constants else "told elsewhere"

    def is_set(self, path: Path) -> Knowledge:
        """Whether the value at a path is set where the guard stands."""
        known = self.root_is_set(path[0])
        for length in range(2, len(path) + 1):
            shape = self.shape_of(path[:length])
            if shape is None:
                return "told elsewhere" if known == "sure" else known
            if shape.optional:
                return "open"
        return known


class OfFlow(Surroundings):
    """The names at one of a flow's ways on; `outcome` is the one it belongs to. Without a state: anywhere in the flow.

    `filled` is a slot that has just got a value.
    """

    def __init__(self, flow: Flow, project: Project, facts: "FlowFacts", filled: str = "") -> None:
        super().__init__(project)
        self.filled = filled
        self.flow = flow
        self.facts = facts
        self.state: State | None = None
        self.outcome = ""

    def at(self, state: State | None, outcome: str) -> "OfFlow":
        """The same names at another way on."""
        self.state, self.outcome = state, outcome
        return self

    def let(self, name: str) -> Expr | None:
        """The expression of a computed value of the flow."""
        computed = self.flow.let.get(name)
        return None if computed is None else computed.expr

    def rules_of(self, name: str) -> Sequence[Rule]:
        """The rules that keep the value of a slot within bounds."""
        slot = self.flow.slots.get(name)
        return super().rules_of(name) if slot is None else slot.only_if

    def shape_of_name(self, name: str) -> Shape | None:
        """The shape of a slot, result, record or clock."""
        slot = self.flow.slots.get(name)
        if slot is not None:
            return slot.shape
        return self.facts.results.get(name) or super().shape_of_name(name)

    def root_is_set(self, name: str) -> Knowledge:
        """Whether a slot, record or result is set at this way on."""
        known = "sure" if name == self.filled else super().root_is_set(name)
        return known if known == "sure" or self.state is None else self.facts.is_set(name, self.state, self.outcome)


class FlowFacts:
    """What is worked out once for a flow, when it is first asked for."""

    def __init__(self, flow: Flow, project: Project) -> None:
        self._flow = flow
        self._project = project
        self._results: dict[str, Shape] | None = None
        self._known: KnownHere | None = None
        self._asked: frozenset[str] = frozenset()

    @property
    def results(self) -> Mapping[str, Shape]:
        """The shapes of the results that tools leave under a name of the flow."""
        if self._results is None:
            self._results = {}
            for state in self._flow.states.values():
                if isinstance(state.does, Use | Confirm) and state.does.save_as:
                    tool = self._project.tools.get(state.does.tool)
                    if tool is not None and tool.output is not None:
                        self._results[state.does.save_as] = tool.output
        return self._results

    def is_set(self, name: str, state: State, outcome: str) -> Knowledge:
        """Whether a slot or result is set when a state is left by an outcome."""
        from flowkit.lint.slots.knowledge import Knowledge as KnownHere
        from flowkit.lint.slots.knowledge import asked

        if outcome == "next":
            does = state.does
            if isinstance(does, Ask) and name in does.slots and name in asked(does, self._flow, self._project):
                return "sure"
            if name in brought(state, self._project):
                return "sure"
        if self._known is None:
            self._known = KnownHere(self._flow, self._project)
            self._asked = frozenset(
                slot for each in self._flow.states.values() if isinstance(each.does, Ask) for slot in each.does.slots
            )
        bits = self._known.bits.get(name, 0)
        if bits and not bits & ~self._known.after(state.name, outcome == "next"):
            return "sure"
        # What nothing asks for here is filled from elsewhere, and what is known there is not known here.
        return "open" if name in self._asked else "told elsewhere"


class OfTool(Surroundings):
    """The names in the rules of a tool: its arguments, its computed values, and the records it is given keys of."""

    def __init__(self, tool: Tool, project: Project) -> None:
        super().__init__(project)
        self.tool = tool

    def let(self, name: str) -> Expr | None:
        """The expression of a computed value of the tool."""
        computed = self.tool.let.get(name)
        return None if computed is None else computed.expr

    def shape_of_name(self, name: str) -> Shape | None:
        """The shape of an argument, a record or the clock."""
        argument = self.tool.input.get(name)
        return super().shape_of_name(name) if argument is None else argument.shape

    def root_is_set(self, name: str) -> Knowledge:
        """Whether an argument or record is set when the rules are judged."""
        argument = self.tool.input.get(name)
        if argument is not None:
            return "open" if argument.shape.optional else "sure"
        if name in given_records(self.tool):
            return "sure"
        return super().root_is_set(name)


def given_records(tool: Tool) -> frozenset[str]:
    """The records that a required argument comes from: they are looked up before anything is judged."""
    return frozenset(
        argument.sources[0].path[0]
        for argument in tool.input.values()
        if len(argument.sources) == 1
        and argument.sources[0].kind in ("record", "field", "row")
        and not argument.shape.optional
    )


def brought(state: State, project: Project) -> tuple[str, ...]:
    """The names under which a state has kept what its tool returned, once it worked."""
    if not isinstance(state.does, Use | Confirm):
        return ()
    tool = project.tools.get(state.does.tool)
    if tool is None or tool.output is None:
        return ()
    record = tool.output.record if tool.output.single else ""
    return tuple(name for name in (state.does.save_as, record) if name)


def _constant(value: Value) -> Expr:
    """A constant as a literal; a list of plain values as a written list."""
    if isinstance(value, list | tuple) and not any(isinstance(each, list | tuple | Mapping) for each in value):
        return ListOf(tuple(Constant(each) for each in value))
    return Constant(value)


def _entry(of: Expr, name: str) -> Expr | None:
    """The entry of a constant table."""
    if isinstance(of, Constant) and isinstance(of.value, Mapping) and name in of.value:
        return _constant(of.value[name])
    return None
