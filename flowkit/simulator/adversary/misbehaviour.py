"""A misbehaviour: its name, one sentence, and how it bends an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flowkit.simulator.adversary.scene import Bent, Scene


@dataclass(frozen=True, slots=True)
class Misbehaviour:
    """One thing that a model can do wrong.

    Attributes:
        name: How scripts name it.
        about: What it does, in one sentence.
        bend: A pure function of the scene: the changed answer, or `None` where it does not fit.
        takes: What may stand behind the name in a script; empty: nothing may.
    """

    name: str
    about: str
    bend: Callable[[Scene], Bent]
    takes: str = ""
