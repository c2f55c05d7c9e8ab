"""States: what each kind does."""

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from flowkit.language.frozen import frozen
from flowkit.language.model.ways import Expression, Ladder, Outcome, WayOn
from flowkit.language.span import NOWHERE, Span
from flowkit.language.words import Words


@frozen
class ReadBack:
    """The statement that holds every value, and the question that holds none."""

    statement: Words
    question: Words


@frozen
class Speak:
    """No kind: speaks and branches at once."""


@frozen
class Ask:
    """Fills slots: all of them, or any `enough` of them where that is not 0."""

    slots: tuple[str, ...]
    question: Words | None = None
    enough: int = 0


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
    does_span: Span = field(default=NOWHERE, compare=False)
    """The value of its kind key: what it asks, uses, runs, or how it ends. That of the state where it has none."""
