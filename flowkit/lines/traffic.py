"""What passes through a line: what the carrier tells it, and what it wants sent.

A line takes three kinds of input: frames of the server (plain dicts), effects of the engine, and the values here. It
gives back events for the engine and three kinds of outgoing things, in the order in which they go out: frames for the
server (plain dicts), text for the caller, and wishes to the carrier.
"""

from dataclasses import dataclass
from typing import Any, Literal

Frame = dict[str, Any]
"""One event of the Realtime protocol, as a JSON object."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A socket to the model is up, and the server has let us in. `session` counts the sockets of a call from 1.

    It may come while another socket is up: then this one takes its place.
    """

    session: int = 1


@dataclass(frozen=True, slots=True)
class Dropped:
    """The socket to the model is gone."""

    why: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """The caller typed a message."""

    text: str


@dataclass(frozen=True, slots=True)
class Judged:
    """The engine has seen `generated` of utterance `u`, and all that it wanted done about it has been done."""

    u: str


@dataclass(frozen=True, slots=True)
class Woken:
    """The time of a `Wake` has come; `token` is the one it had."""

    token: str


Signal = Opened | Dropped | Message | Judged | Woken
"""What the carrier tells a line."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Text for the caller: utterance `u` whole, the engine's own words or the model's."""

    u: str
    text: str
    by: Literal["say", "reply"]


@dataclass(frozen=True, slots=True)
class Wake:
    """Asks for a `Woken` with this token, `after` milliseconds from now."""

    token: str
    after: int


@dataclass(frozen=True, slots=True)
class Forsake:
    """Asks for the socket to be given up: the server does not answer any more."""


Outgoing = Frame | Delivery | Wake | Forsake
"""What a line wants sent."""
