"""How a response reaches the client when it does not as it should: late, cut, twice, never."""

from __future__ import annotations

from dataclasses import dataclass

from flowkit.simulator.model import Output


@dataclass(frozen=True, slots=True)
class Delivery:
    """What goes wrong on the way; by default nothing.

    Attributes:
        late_s: Seconds before anything of it is sent.
        incomplete: The reason for which it ends as `incomplete`, halfway: `max_output_tokens` or `content_filter`.
        failed: The code with which it ends as `failed`, without having said anything.
        hangs: It is never done, unless it is cancelled.
        deaf: It is never done, and hears no cancel.
        twice: Each of its events is sent twice, with the same id.
        unasked: What a second response says that nobody asked for, right behind this one.
    """

    late_s: float = 0.0
    incomplete: str = ""
    failed: str = ""
    hangs: bool = False
    deaf: bool = False
    twice: bool = False
    unasked: tuple[Output, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a model answers together with how that is delivered."""

    outputs: tuple[Output, ...]
    delivery: Delivery
