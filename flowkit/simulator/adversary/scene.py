"""The scene of one response: what the model sees, what it would honestly answer, and what of that can be bent."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from flowkit.simulator.delivery import Delivered
from flowkit.simulator.local_model.briefing import StepNote, flows
from flowkit.simulator.local_model.parameters import Parameter, parameters
from flowkit.simulator.local_model.situation import Situation, situation
from flowkit.simulator.model import Call, Output, Seen, Speech

Bent = Sequence[Output] | Delivered | None
"""A changed answer, or `None` where a misbehaviour does not fit the scene."""

CONTROL = ("record", "choose", "request", "wait")
"""Functions that only report; all others do something."""

Functions = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Scene:
    """What a misbehaviour goes by.

    Attributes:
        seen: What the model sees.
        honest: What it would answer.
        now: Where the conversation stands.
        shown: The functions that the model is shown, by name.
        known: Those, and the ones that it knows of besides.
        detail: What the script adds to the name: a slot, a function, a number of seconds, words.
        before: What was answered before in this session, oldest first.
        chance: Where choices come from; the same for the same seed.
    """

    seen: Seen
    honest: tuple[Output, ...]
    now: Situation
    shown: Functions
    known: Functions
    detail: str = ""
    before: tuple[tuple[Output, ...], ...] = ()
    chance: Random = field(default_factory=lambda: Random(0))

    @property
    def note(self) -> StepNote:
        """The latest STEP note."""
        return self.now.note

    @property
    def calls(self) -> tuple[Call, ...]:
        """The calls of the honest answer."""
        return calls_in(self.honest)

    @property
    def speech(self) -> str:
        """The words of the honest answer."""
        return " ".join(output.text for output in self.honest if isinstance(output, Speech))

    @property
    def recordable(self) -> tuple[Parameter, ...]:
        """What `record` takes."""
        return parameters(self.shown.get("record", {}))

    @property
    def tools(self) -> Functions:
        """The functions it knows of that do something, or look something up."""
        return {name: one for name, one in self.known.items() if name not in CONTROL}

    def with_speech(self, text: str) -> tuple[Output, ...]:
        """The honest answer with other words."""
        return (Speech(text), *self.calls)

    def beside(self, *calls: Call) -> tuple[Output, ...]:
        """The honest answer and these calls, too."""
        return (*self.honest, *calls)


def scene(
    seen: Seen,
    honest: Sequence[Output],
    *,
    detail: str = "",
    known: Sequence[Mapping[str, Any]] = (),
    before: Sequence[tuple[Output, ...]] = (),
    chance: Random | None = None,
) -> Scene:
    """The scene of a response.

    Args:
        seen: What the model sees.
        honest: What it would answer.
        detail: What the script adds to a name.
        known: Functions that are known besides those that are shown, in the same shape.
        before: The answers before, in this session.
        chance: Where choices come from.
    """
    shown = {str(tool["name"]): tool for tool in seen.tools}
    besides = {str(tool["name"]): tool for tool in known}
    return Scene(
        seen,
        tuple(honest),
        situation(seen.items, flows(seen.instructions)),
        shown,
        {**besides, **shown},
        detail,
        tuple(before),
        chance or Random(0),
    )


def call(function: str, arguments: Mapping[str, Any]) -> Call:
    """A call with well-formed arguments."""
    return Call(function, json.dumps(dict(arguments), ensure_ascii=False))


def calls_in(outputs: Sequence[Output]) -> tuple[Call, ...]:
    """The calls among outputs."""
    return tuple(output for output in outputs if isinstance(output, Call))


def given(one: Call) -> dict[str, Any]:
    """The arguments of a call; empty when they are no JSON object."""
    try:
        values = json.loads(one.arguments)
    except (ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}


def recorded(outputs: Sequence[Output]) -> Iterator[tuple[str, Any]]:
    """Slots and values that outputs record."""
    for one in calls_in(outputs):
        if one.name == "record":
            yield from given(one).items()
