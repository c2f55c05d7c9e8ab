"""Kinds of lines: what a carrier needs to know of one, whichever protocol it speaks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from flowkit.engine import effects, events
from flowkit.engine.events import Can, Json
from flowkit.lines.traffic import Frame, Outgoing, Signal
from flowkit.lines.utterances import Past

Input = Frame | effects.Effect | Signal
"""What a line takes in: a frame of the server, an effect of the engine, a signal of the carrier."""

On = Callable[[Any, Input], tuple[Any, tuple[Outgoing, ...], tuple[events.Event, ...]]]
"""Takes in one input: the line after it, what goes out, and what the engine has to be told."""


class Line(Protocol):
    """A line between two inputs."""

    @property
    def ready(self) -> bool:
        """Whether the model has ever been there on this call."""
        ...

    @property
    def waiting(self) -> bool:
        """Whether the server owes us something: nothing else will happen here until it comes."""
        ...

    @property
    def quiet(self) -> bool:
        """Whether nothing at all is under way."""
        ...


class New(Protocol):
    """Makes a line that has no socket yet."""

    def __call__(
        self,
        sessions: Mapping[str, Mapping[str, Json]],
        extras: Mapping[str, Json] | None = None,
        *,
        can: Can | None = None,
        past: Past | None = None,
    ) -> Line:
        """See the line's own."""
        ...


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of line. `ages`: its sessions end some day and have to be exchanged for new ones before."""

    new: New
    on: On
    ages: bool
