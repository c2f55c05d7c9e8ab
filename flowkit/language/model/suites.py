"""Conversation tests: what the caller says, what the tools return, and what must come of it.

Everything is typed and found: a test names flows, states, slots and tools that exist, and its values are those that a
call would have. What a suite says for all its tests is in each of them already.
"""

import re
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Any

from flowkit.language.frozen import frozen
from flowkit.language.model.ways import Outcome
from flowkit.language.shapes import Value
from flowkit.language.span import NOWHERE, Span

Json = Any
"""What a model sends: texts, numbers, true and false, lists and maps; nothing of it has been judged."""


@frozen
class Position:
    """A state of a flow. Without a `state` it is the flow's start; without a `flow`, whichever flow is on top."""

    flow: str = ""
    state: str = ""


@frozen
class Returned:
    """The tool worked, and returned this; a tool without `output` returns an empty map."""

    output: Value


@frozen
class Ended:
    """The tool ended otherwise: one of its own outcomes, `failed`, or for a write `unknown`."""

    outcome: Outcome


Result = Returned | Ended


@frozen
class Given:
    """What is known when a test starts.

    A slot that picks from a list in the data has the whole thing where the test gives that list too, else the thing
    with its key alone. `records` has the records of each name in the order in which they were looked up, `results`
    what a state kept with `save_as`.
    """

    slots: Mapping[str, Value] = field(default_factory=dict)
    records: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    results: Mapping[str, Value] = field(default_factory=dict)


@frozen
class Wanted:
    """Words that must be in what was said: as they are written, or as a regular expression (`/…/`)."""

    text: str
    regex: bool = False

    def fits(self, said: str) -> bool:
        """Whether they are in what was said; case and the length of blanks count in a regular expression only."""
        if self.regex:
            return re.search(self.text, said) is not None
        return " ".join(self.text.split()).casefold() in " ".join(said.split()).casefold()


@frozen
class Caller:
    """The caller says this."""

    words: str
    span: Span = field(default=NOWHERE, compare=False)


@frozen
class Agent:
    """The agent's reply must hold this."""

    wanted: Wanted
    span: Span = field(default=NOWHERE, compare=False)


@frozen
class Silence:
    """Nobody says anything for so many milliseconds."""

    ms: int
    span: Span = field(default=NOWHERE, compare=False)


@frozen
class Keys:
    """The caller presses these keys: digits, `*` and `#`."""

    keys: str
    span: Span = field(default=NOWHERE, compare=False)


@frozen
class BargeIn:
    """The caller says this while the agent speaks."""

    words: str
    span: Span = field(default=NOWHERE, compare=False)


@frozen
class Records:
    """The model reports values of slots."""

    values: Mapping[str, Json]


@frozen
class Calls:
    """The model calls a tool."""

    tool: str
    arguments: Mapping[str, Json] = field(default_factory=dict)


@frozen
class Says:
    """The model says this."""

    words: str


@frozen
class Nothing:
    """The model does nothing."""


@frozen
class Model:
    """What the model does instead of what it would do by itself; where no reply is due, it does it unasked."""

    does: Records | Calls | Says | Nothing
    span: Span = field(default=NOWHERE, compare=False)


@frozen
class Expect:
    """What must be so now.

    A slot that picks from a list is expected as the thing with its key alone. `used` has the arguments that matter;
    none: any. `refused` names tools and rules of the last turn, `said` is about the last turn too, the rest about
    everything since the test began. `outcome` is that of the call.
    """

    state: Position | None = None
    slots: Mapping[str, Value] = field(default_factory=dict)
    used: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    not_used: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    said: tuple[Wanted, ...] = ()
    outcome: Outcome = ""
    span: Span = field(default=NOWHERE, compare=False)
    places: Mapping[str, Span] = field(default_factory=dict, compare=False, repr=False)
    """The places of what it expects: `state`, `outcome`, `used.get_order`, `slots.day`, `refused.once`."""


Step = Caller | Agent | Silence | Keys | BargeIn | Model | Expect


@frozen
class Test:
    """One conversation. `now` is naive, in the project's time zone; None: the clock of the day it is run on.

    `results` has, for each tool, what its calls return in turn; the last one stands for all calls after it.
    """

    name: str
    start: Position
    steps: tuple[Step, ...]
    language: str = "en"
    now: datetime | None = None
    given: Given = field(default_factory=Given)
    results: Mapping[str, tuple[Result, ...]] = field(default_factory=dict)
    ends: Mapping[str, Outcome] = field(default_factory=dict)
    span: Span = field(default=NOWHERE, compare=False)
    places: Mapping[str, Span] = field(default_factory=dict, compare=False, repr=False)
    """The places of what stands under its own `results` and `ends`: `results.get_order`, `ends.refund`."""


@frozen
class Suite:
    """Tests that belong together, by their sentences."""

    name: str
    tests: Mapping[str, Test]
    span: Span = field(default=NOWHERE, compare=False)
    places: Mapping[str, Span] = field(default_factory=dict, compare=False, repr=False)
    """The places of what stands under its own `results`, as in a test."""
