"""The project: everything that its files say, in one value."""

from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal
from typing import TYPE_CHECKING

from flowkit.language.frozen import frozen
from flowkit.language.model.flows import Flow, Guarantee, Slot
from flowkit.language.model.states import Anytime
from flowkit.language.model.tools import Record, Tool
from flowkit.language.model.ways import Expression, Ladder
from flowkit.language.shapes import Value
from flowkit.language.span import NOWHERE, Span
from flowkit.language.words import Words

if TYPE_CHECKING:
    # Few starts need the classes of tests and translations; each class takes its time to be made.
    from flowkit.language.model.suites import Suite
    from flowkit.language.model.translations import Translation


@frozen
class Precondition:
    """When it holds, and the flow that makes it hold."""

    name: str
    when: Expression
    run: str
    span: Span = field(default=NOWHERE, compare=False)


@frozen
class Place:
    """A place that a call can be given to."""

    name: str
    to: str
    default: bool = False
    hours: str = ""
    callback: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@frozen
class Case:
    """The write that opens or updates a case with every handoff. In `arguments`, `summary` is what the person gets."""

    tool: str
    arguments: Mapping[str, Expression]


@frozen
class Environment:
    """What may differ between places where the same project runs."""

    name: str
    model: str = ""
    voice: str = ""
    backends: Mapping[str, Value] = field(default_factory=dict)
    handoffs: Mapping[str, str] = field(default_factory=dict)
    roles: tuple[str, ...] = ()
    operations: Mapping[str, Value] = field(default_factory=dict)
    span: Span = field(default=NOWHERE, compare=False)


@frozen
class AboutUs:
    """Answers to what callers ask of the agent itself."""

    automated: str
    recording: str
    data: str


@frozen
class Project:
    """Everything one project says. `flows`, `tools` and `records` are by name, in the order of files and places.

    `translations` are by language, `suites` by name.
    """

    title: str
    start: str
    greeting: Words
    about_us: AboutUs
    flows: Mapping[str, Flow]
    tools: Mapping[str, Tool] = field(default_factory=dict)
    records: Mapping[str, Record] = field(default_factory=dict)
    persona: str = ""
    languages: tuple[str, ...] = ("en",)
    timezone: str = "UTC"
    currency: str = "USD"
    country: str = "US"
    preconditions: Mapping[str, Precondition] = field(default_factory=dict)
    slots: Mapping[str, Slot] = field(default_factory=dict)
    constants: Mapping[str, Value] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    case: Case | None = None
    max_turns: int = 60
    max_minutes: int = 15
    clips: str = ""
    budget: Decimal | None = None
    roles: tuple[str, ...] = ()
    guarantees: tuple[Guarantee, ...] = ()
    anytime: Anytime | None = None
    digress: tuple[str, ...] | None = None
    no_input: Ladder | None = None
    no_match: Ladder | None = None
    environments: Mapping[str, Environment] = field(default_factory=dict)
    lint: Mapping[str, Value] = field(default_factory=dict)
    operations: Mapping[str, Value] = field(default_factory=dict)
    translations: Mapping[str, "Translation"] = field(default_factory=dict)
    suites: Mapping[str, "Suite"] = field(default_factory=dict)
    fact_places: Mapping[str, Span] = field(default_factory=dict, compare=False, repr=False)
    constant_places: Mapping[str, Span] = field(default_factory=dict, compare=False, repr=False)
    span: Span = field(default=NOWHERE, compare=False)

    @property
    def default_place(self) -> Place | None:
        """The handoff that is used when none is named."""
        return next((place for place in self.places.values() if place.default), None)
