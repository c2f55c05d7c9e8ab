"""What a call is carried with: the program, and everything of the outside world that it touches."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from flowkit.carrier.clock import Clock
from flowkit.carrier.link import Connect
from flowkit.engine.call import Call
from flowkit.engine.effects import Count, Effect, Release, Reserve, RunTool, Transfer
from flowkit.engine.events import Can, Counted, Event, Json, Reserved, ToolDone
from flowkit.engine.program import Program
from flowkit.engine.step import step
from flowkit.journal.rows import Row
from flowkit.lines.kinds import Kind
from flowkit.lines.realtime import REALTIME
from flowkit.lines.traffic import Delivery

Observer = Callable[[Event, tuple[Effect, ...], Call], None]
"""Is shown every event with what the engine made of it, after that was recorded and before anything is done."""

Desk = Callable[[Transfer], Awaitable[str]]
"""Puts a call through to a person: connected, failed or no_answer."""

Step = Callable[[Program, Call, Event], tuple[Call, tuple[Effect, ...]]]


class Tools(Protocol):
    """Runs tools."""

    async def run(self, effect: RunTool) -> ToolDone:
        """Runs one and tells how it ended; raises nothing."""
        ...


class Journal(Protocol):
    """Keeps what happened."""

    def append(self, call_id: str, rows: Sequence[Row]) -> None:
        """Adds rows, all or none; they are safe when it returns."""
        ...


class Limits(Protocol):
    """Counts what was used up of limits that reach across calls; asked twice for the same run it counts once."""

    async def count(self, effect: Count) -> Counted:
        """How much is used."""
        ...

    async def reserve(self, effect: Reserve) -> Reserved:
        """Takes a share."""
        ...

    async def release(self, effect: Release) -> None:
        """Gives a share back."""
        ...


async def put_through(transfer: Transfer) -> str:
    """The desk of a call that is typed: there is always somebody."""
    return "connected"


def to_nobody(delivery: Delivery) -> None:
    """The text goes nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment:
    """What a call is carried with.

    Args:
        program: what the engine runs.
        sessions: group → compiled session.
        connect: opens a socket to the model, such as `Endpoint(…).connect`.
        line: the kind of line that the socket speaks.
        tools: runs tools.
        journal: keeps what happened.
        clock: the time.
        extras: what channel and environment add to every session; `model` names the model.
        can: what line and channel can do.
        deliver: is given what the caller is to read, in order.
        observers: are shown every step.
        desk: puts the call through to a person.
        limits: keeps count across calls; without it every such limit is unavailable.
        no_input: whether the caller's silence is timed; a person at a terminal may take all the time there is.
        renew: seconds after which a session is exchanged at a quiet moment, and after which at any.
        step: the engine.
    """

    program: Program
    sessions: Mapping[str, Mapping[str, Json]]
    connect: Connect
    tools: Tools
    journal: Journal
    clock: Clock
    line: Kind = REALTIME
    extras: Mapping[str, Json] = field(default_factory=dict)
    can: Can = field(default_factory=Can)
    deliver: Callable[[Delivery], None] = to_nobody
    observers: tuple[Observer, ...] = ()
    desk: Desk = put_through
    limits: Limits | None = None
    no_input: bool = True
    renew: tuple[float, float] = (3000.0, 3420.0)
    step: Step = step
