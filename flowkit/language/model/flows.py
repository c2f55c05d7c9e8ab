"""Flows, the slots that they fill and the sentences that they guarantee."""

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from flowkit.language.frozen import frozen
from flowkit.language.model.states import Anytime, Ask, Choose, Confirm, State, Talk
from flowkit.language.model.ways import Expression, Ladder, Rule
from flowkit.language.shapes import Shape
from flowkit.language.span import NOWHERE, Span
from flowkit.language.words import Words


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
