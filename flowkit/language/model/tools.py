"""Tools: what may be read and written, where arguments come from, and what is remembered."""

from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal
from typing import Literal

from flowkit.language.frozen import frozen
from flowkit.language.model.states import ReadBack
from flowkit.language.model.ways import Expression, Outcome, Rule
from flowkit.language.shapes import Shape
from flowkit.language.span import NOWHERE, Span
from flowkit.language.words import Words


@frozen
class Source:
    """Where an argument may come from.

    `record`: the key of a looked-up record (`path` is its name); `field`: a field of one, or of a read's result; `row`:
    a thing of a list there, field for field (`path` is that of the list).
    """

    kind: Literal["caller", "channel", "computed", "record", "field", "row"]
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
    statuses: Mapping[int, Outcome] = field(default_factory=dict)
    """HTTP statuses that mean one of the outcomes."""
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
    places: Mapping[str, Span] = field(default_factory=dict, compare=False, repr=False)
    """The place of the value of each of its keys."""

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
