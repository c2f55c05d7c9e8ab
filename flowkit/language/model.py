"""The model: what the files of a project say, typed, with every name resolved and every place kept.

It is what everything else works on: the linter, the compiler, the graph, the engine. All of it is frozen; a project
does not change while calls run on it. Sections and defaults are those of the language page. Where a key was left out,
the value here is the default of the language if that is a constant, and empty or `None` if it depends on where it is
looked up (ladders, `anytime`, `digress`, patience).
"""

from collections.abc import Callable, Mapping
from dataclasses import field
from decimal import Decimal
from typing import Literal

from flowkit.language.expressions.syntax import Expr
from flowkit.language.frozen import frozen
from flowkit.language.shapes import Shape, Value
from flowkit.language.span import NOWHERE, Span
from flowkit.language.words import Words

Outcome = str


@frozen
class Expression:
    """A checked expression: as written, its tree, its shape (`None` if it cannot be told) and its evaluator."""

    source: str
    expr: Expr
    shape: Shape | None
    evaluate: Callable[..., Value] = field(compare=False, repr=False)
    span: Span = field(default=NOWHERE, compare=False)


@frozen
class Rule:
    """Something that must be true, and the sentence that says why it is not."""

    name: str
    when: Expression
    because: Words
    span: Span = field(default=NOWHERE, compare=False)


# Ways on.


@frozen
class Edge:
    """One way on; taken if `when` is true and it was taken fewer than `times` in this run of the flow."""

    go: str
    when: Expression | None = None
    times: int | None = None
    say: Words | None = None
    clear: tuple[str, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)


WayOn = tuple[Edge, ...]
"""Edges in the order in which they are tried; empty: there is none."""


@frozen
class Rung:
    """One attempt of a ladder: words, or the edge that leaves."""

    say: Words | None = None
    edge: Edge | None = None


Ladder = tuple[Rung, ...]


# What a state does.


@frozen
class Speak:
    """No kind: speaks and branches at once."""


@frozen
class Ask:
    """Fills slots."""

    slots: tuple[str, ...]
    question: Words | None = None


@frozen
class Choose:
    """Finds out what the caller wants and runs that flow."""

    flows: tuple[str, ...]
    question: Words | None = None


@frozen
class Use:
    """The engine runs a read, or a write that needs no consent."""

    tool: str
    arguments: Mapping[str, Expression]
    save_as: str = ""


@frozen
class ReadBack:
    """The statement that holds every value, and the question that holds none."""

    statement: Words
    question: Words


@frozen
class Confirm:
    """Read-back, consent, then the write."""

    tool: str
    arguments: Mapping[str, Expression]
    save_as: str = ""
    read_back: ReadBack | None = None


@frozen
class Talk:
    """Free conversation with some tools, until something holds or an exit is reported."""

    goal: Words
    tools: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    until: Expression | None = None
    exits: Mapping[str, str] = field(default_factory=dict)
    max_turns: int = 12


@frozen
class Run:
    """Another flow, then back."""

    flow: str
    arguments: Mapping[str, Expression] = field(default_factory=dict)
    save_as: str = ""


@frozen
class Handoff:
    """Gives the call to a person."""

    place: str
    summary: Words | None = None


@frozen
class End:
    """Ends the flow."""

    outcome: Outcome


Does = Speak | Ask | Choose | Use | Confirm | Talk | Run | Handoff | End
Patience = Literal["short", "normal", "long"]
Anytime = Mapping[str, str]
"""`repeat`, `wait`, `correct`, `cancel` → a flow, or `off`."""


@frozen
class State:
    """A state of a flow. `outcomes` are the named exceptions; `next` is the way on when it did its job."""

    name: str
    does: Does
    say: Words | None = None
    exact: bool = False
    next: WayOn = ()
    outcomes: Mapping[Outcome, WayOn] = field(default_factory=dict)
    patience: Patience | None = None
    no_input: Ladder | None = None
    no_match: Ladder | None = None
    anytime: Anytime | None = None
    digress: tuple[str, ...] | None = None
    span: Span = field(default=NOWHERE, compare=False)


@frozen
class Slot:
    """A value that the caller gives, or that stands for the call."""

    name: str
    shape: Shape
    ask: Words | None = None
    only_if: tuple[Rule, ...] = ()
    take_single: bool = False
    check_back: Literal["none", "implicit", "explicit"] = "none"
    no_input: Ladder | None = None
    no_match: Ladder | None = None
    span: Span = field(default=NOWHERE, compare=False)


@frozen
class Guarantee:
    """A sentence of the closed set, as written and taken apart: `words` are its tokens by role."""

    sentence: str
    form: Literal["before", "never_after", "only_if", "leads_to", "goes_only_to", "ends_within", "person_reachable"]
    subject: str = ""
    object: str = ""
    names: tuple[str, ...] = ()
    when: Expression | None = None
    number: int = 0
    unit: Literal["", "turns", "minutes"] = ""
    span: Span = field(default=NOWHERE, compare=False)


@frozen
class Flow:
    """One flow: what a caller can have done, as a graph of states."""

    name: str
    title: str
    start: str
    states: Mapping[str, State]
    about: str = ""
    examples: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    slots: Mapping[str, Slot] = field(default_factory=dict)
    let: Mapping[str, Expression] = field(default_factory=dict)
    gives: tuple[str, ...] = ()
    guarantees: tuple[Guarantee, ...] = ()
    anytime: Anytime | None = None
    digress: tuple[str, ...] | None = None
    no_input: Ladder | None = None
    no_match: Ladder | None = None
    span: Span = field(default=NOWHERE, compare=False)

    @property
    def router(self) -> bool:
        """Whether its only listening states are `choose`: it then ends as the flows did that it ran."""
        listening = [state for state in self.states.values() if isinstance(state.does, Ask | Choose | Confirm | Talk)]
        return bool(listening) and all(isinstance(state.does, Choose) for state in listening)


# Tools.


@frozen
class Source:
    """Where an argument may come from.

    `record`: the key of a looked-up record (`path` is its name); `field`: a field of one, or of a read's result.
    """

    kind: Literal["caller", "channel", "computed", "record", "field"]
    path: tuple[str, ...] = ()


@frozen
class Argument:
    """One argument of a tool. No `sources`: any."""

    name: str
    shape: Shape
    sources: tuple[Source, ...] = ()
    send: bool = True


@frozen
class Limit:
    """At most `at_most` calls, or of the sum of `amount`, per value of `per`, in `window`.

    `per` is an argument or a `single` record; empty: over the whole call. `rule` is its outcome's name (empty: the
    outcome is `refused`).
    """

    sentence: str
    at_most: Decimal
    amount: str = ""
    per: str = ""
    window: Literal["call", "day", "week", "month"] = "call"
    rule: str = ""
    because: Words | None = None
    span: Span = field(default=NOWHERE, compare=False)


@frozen
class WhenUnknown:
    """How to look whether a write whose answer never came was carried out."""

    use: str
    arguments: Mapping[str, Expression]
    done_if: Expression


@frozen
class Tool:
    """A tool of a catalog. Times in milliseconds. `requires` has the catalog's where the tool has none of its own."""

    name: str
    catalog: str
    about: str
    effect: Literal["read", "write", "money"]
    backend: str
    requires: tuple[str, ...] = ()
    input: Mapping[str, Argument] = field(default_factory=dict)
    output: Shape | None = None
    outcomes: Mapping[Outcome, str] = field(default_factory=dict)
    let: Mapping[str, Expression] = field(default_factory=dict)
    only_if: tuple[Rule, ...] = ()
    limits: tuple[Limit, ...] = ()
    read_back: ReadBack | None = None
    consent: Literal["read_back", "heard", "key", "none"] = "read_back"
    consent_because: str = ""
    witnesses: int = 2
    done_words: tuple[str, ...] = ()
    timeout_ms: int = 8000
    retry: int = 1
    when_unknown: WhenUnknown | None = None
    changes: tuple[str, ...] = ()
    takes_key: bool = True
    role: str = ""
    span: Span = field(default=NOWHERE, compare=False)

    @property
    def writes(self) -> bool:
        """Whether it changes a real system."""
        return self.effect != "read"


@frozen
class Record:
    """What read tools return and the call remembers, under its key."""

    name: str
    key: tuple[str, ...]
    shape: Shape
    single: bool = False
    catalog: str = ""
    span: Span = field(default=NOWHERE, compare=False)


# The project.


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


@frozen
class AboutUs:
    """Answers to what callers ask of the agent itself."""

    automated: str
    recording: str
    data: str


@frozen
class Project:
    """Everything one project says. `flows`, `tools` and `records` are by name, in the order of files and places."""

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
    span: Span = field(default=NOWHERE, compare=False)

    @property
    def default_place(self) -> Place | None:
        """The handoff that is used when none is named."""
        return next((place for place in self.places.values() if place.default), None)
