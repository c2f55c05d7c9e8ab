"""The adversary itself: a model beside the honest one, which bends what that answers."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from flowkit.simulator.adversary.catalogue import MISBEHAVIOURS
from flowkit.simulator.adversary.scene import Bent, Scene, scene
from flowkit.simulator.adversary.script import Plan, Wanted
from flowkit.simulator.delivery import Delivered
from flowkit.simulator.model import Model, Output, Seen


@dataclass(frozen=True, slots=True)
class Strike:
    """A misbehaviour that was carried out.

    Attributes:
        response: The number of the response, from 1, over all sessions of the server.
        name: What it was.
        detail: What the script added to it.
    """

    response: int
    name: str
    detail: str = ""


class Adversary:
    """What makes a server's model misbehave; one for one server.

    Args:
        plan: When it does what.
        functions: Functions that it knows of besides those that it is shown, in the shape of a session's tools.
    """

    def __init__(self, plan: Plan, functions: Sequence[Mapping[str, Any]] = ()) -> None:
        self.plan = plan
        self.functions = tuple(functions)
        self.strikes: list[Strike] = []
        self._responses = 0
        self._struck: frozenset[int] = frozenset()

    def beside(self, honest: Model, session: int) -> Model:
        """The model for one session of the server."""
        return _Bending(self, honest, session)

    def bend(self, seen: Seen, honest: Sequence[Output], before: Sequence[tuple[Output, ...]], session: int) -> Bent:
        """The answer to give instead of the honest one; `None`: that one."""
        self._responses += 1
        # By session, so that calls beside each other do not change what each of them gets.
        chance = Random(f"{self.plan.seed}:{session}:{len(before)}")
        view: Scene | None = None
        for wanted in self.plan.wanted(self._responses, chance, self._struck):
            view = view or scene(seen, honest, known=self.functions, before=before, chance=chance)
            bent = MISBEHAVIOURS[wanted.name].bend(replace(view, detail=wanted.detail))
            if bent is not None:
                self._note(wanted)
                return bent
        return None

    def _note(self, wanted: Wanted) -> None:
        self._struck |= {wanted.line}
        self.strikes.append(Strike(self._responses, wanted.name, wanted.detail))


class _Bending:
    """A model for one session; it remembers what it answered."""

    def __init__(self, adversary: Adversary, honest: Model, session: int) -> None:
        self._adversary = adversary
        self._honest = honest
        self._session = session
        self._before: list[tuple[Output, ...]] = []

    async def __call__(self, seen: Seen) -> Sequence[Output] | Delivered:
        answer = self._honest(seen)
        honest = await answer if inspect.isawaitable(answer) else answer
        if isinstance(honest, Delivered):
            return honest
        bent = self._adversary.bend(seen, honest, self._before, self._session)
        given = honest if bent is None else bent
        self._before.append(tuple(given.outputs if isinstance(given, Delivered) else given))
        return given
