"""What has a name in the files of a project, before anything that refers to it is read.

The world holds the opened mappings by name, and works out on request what expressions need to know of them: shapes of
records, slots, arguments and outputs.
"""

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Final

from flowkit.language.building.mappings import Fields
from flowkit.language.building.names import check_name
from flowkit.language.building.report import Report, related
from flowkit.language.building.scopes import Pending, Scope
from flowkit.language.codes import NAME_TAKEN, TOO_DEEP
from flowkit.language.model import Argument, Expression, Record
from flowkit.language.shapes import Shape, Value
from flowkit.language.tree import Entry, Node, Scalar

MAX_DEPTH: Final = 20


@dataclass(slots=True, eq=False, repr=False)
class FlowSource:
    """A flow as opened: its slots and states are opened too."""

    name: str
    key: Scalar
    fields: Fields
    slots: dict[str, Fields] = field(default_factory=dict)
    let: dict[str, Entry] = field(default_factory=dict)
    states: dict[str, Fields] = field(default_factory=dict)
    scope: Scope = field(default_factory=lambda: Scope({}))
    saved: dict[str, list[tuple[Scalar, Fields]]] = field(default_factory=dict)
    """Names under which states keep results (`save_as`), with those states."""
    computed: dict[str, Expression] = field(default_factory=dict)
    """The expressions under `let`, as they are read."""


@dataclass(slots=True, eq=False, repr=False)
class CatalogSource:
    """A catalog as opened, with its shared rules."""

    name: str
    key: Scalar
    fields: Fields
    rules: dict[str, Fields] = field(default_factory=dict)


@dataclass(slots=True, eq=False, repr=False)
class ToolSource:
    """A tool as opened. `arguments` and `output` are there once all records are."""

    name: str
    key: Scalar
    catalog: CatalogSource
    fields: Fields
    effect: str = "read"
    arguments: dict[str, Argument] = field(default_factory=dict)
    output: Shape | None = None

    rule_places: tuple[Scalar, ...] = ()
    """The names of its rules and limits, where they stand: each is an outcome."""

    @property
    def rule_names(self) -> tuple[str, ...]:
        """The names of its rules and limits."""
        return tuple(scalar.text for scalar in self.rule_places)

    @property
    def writes(self) -> bool:
        """Whether it changes a real system."""
        return self.effect != "read"

    @property
    def needs_consent(self) -> bool:
        """Whether only `confirm` may carry it out."""
        return self.writes and self.fields.text("consent") != "none"


@dataclass(slots=True, eq=False, repr=False)
class Constant:
    """A constant of the project."""

    key: Scalar
    value: Value
    shape: Shape | None


@dataclass(slots=True, eq=False, repr=False)
class World:
    """Everything that has a name in the project."""

    report: Report
    project: Fields | None = None
    catalogs: dict[str, CatalogSource] = field(default_factory=dict)
    flows: MutableMapping[str, FlowSource] = field(default_factory=dict)
    tools: dict[str, ToolSource] = field(default_factory=dict)
    record_sources: dict[str, tuple[Fields, str]] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    reading: set[str] = field(default_factory=set)
    """Records that are being read just now."""
    preconditions: dict[str, Fields] = field(default_factory=dict)
    slots: dict[str, Fields] = field(default_factory=dict)
    constants: dict[str, Constant] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    places: dict[str, Fields] = field(default_factory=dict)
    suites: list[Fields] = field(default_factory=list)
    words: list[Fields] = field(default_factory=list)
    """Translations."""
    fixtures: list[Node] = field(default_factory=list)
    """What stands in files that a backend names as its fixtures."""
    lost_words: set[str] = field(default_factory=set)
    """Languages of translations that could not be read."""
    scope: Scope = field(default_factory=lambda: Scope({}))
    """Names that are known in the whole project."""
    tool_scope: Scope = field(default_factory=lambda: Scope({}))
    """Names that every tool knows: constants, and records of which there is one."""
    flow_scope: Scope = field(default_factory=lambda: Scope({}))
    """The same, with every record: what every flow knows."""
    undescribed: set[str] = field(default_factory=set)
    """Flows without `about` that are offered, and have been reported."""
    unasked: list[Node] = field(default_factory=list)
    """Slots without a question that were asked for, and have been reported."""
    depth: int = 0
    """How many shapes are being worked out just now, each for the one before."""
    taken: dict[str, tuple[str, Scalar]] = field(default_factory=dict)
    """The shared namespace: what each name stands for, and where it was defined."""

    def define(self, key: Scalar, what: str) -> bool:
        """Takes a name of the shared namespace; reports why it cannot be taken."""
        return check_name(key, what, self.report) and self.take(key, what, self.taken)

    def take(self, key: Scalar, what: str, taken: dict[str, tuple[str, Scalar]]) -> bool:
        """Takes a name among `taken`, if neither that nor the shared namespace has it yet."""
        name = key.text
        before = taken.get(name) or self.taken.get(name)
        if before is None:
            taken[name] = (what, key)
            return True
        other, place = before
        self.report.doubtful.add(name)
        self.report.add(
            NAME_TAKEN,
            key,
            f"'{name}' is already the name of {other}",
            f"give {what} another name; a name has one meaning wherever it stands",
            related(place, f"'{name}' is {other} here"),
        )
        return False

    def deeper(self, place: Node, function: Callable[..., Shape | None], *arguments: object) -> Shape | None:
        """Works out a shape, one level deeper; None if definitions lean on each other so far that it is a mistake."""
        if self.depth == MAX_DEPTH:
            message = f"this is the end of {MAX_DEPTH} definitions that each lean on the next"
            self.report.add(TOO_DEEP, place, message, "define one of them by something simpler")
            return None
        self.depth += 1
        try:
            return function(*arguments)
        finally:
            self.depth -= 1

    def later(self, place: Node, function: Callable[..., Shape | None], *arguments: object) -> Pending:
        """A shape that is worked out when it is first asked for. `place` is where its name is defined."""
        return lambda: self.deeper(place, function, *arguments)


def argument_shapes(tools: Mapping[str, ToolSource], tool: str) -> Mapping[str, Shape] | None:
    """The arguments of a tool with their shapes, or None if there is no such tool."""
    source = tools.get(tool)
    return None if source is None else {name: argument.shape for name, argument in source.arguments.items()}
