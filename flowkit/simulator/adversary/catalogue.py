"""All misbehaviours, by name."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from flowkit.simulator.adversary import (
    broken,
    calling,
    claiming,
    deciding,
    delivering,
    obeying,
    recording,
    silence,
    speaking,
)
from flowkit.simulator.adversary.misbehaviour import Misbehaviour

MISBEHAVIOURS: Mapping[str, Misbehaviour] = {
    one.name: one
    for module in (silence, recording, broken, calling, deciding, claiming, speaking, obeying, delivering)
    for one in module.MISBEHAVIOURS
}

SLOW = frozenset({"late", "never_done", "deaf"})
"""Those that take real time."""


def nearest(name: str) -> str:
    """The known name that is closest to a misspelt one; empty if none is close."""
    plain = name.strip().lower().replace("-", "_").replace(" ", "_")
    return next(iter(difflib.get_close_matches(plain, MISBEHAVIOURS, n=1, cutoff=0.75)), "")


def listing() -> str:
    """One line for each: its name, what may stand behind it, and what it does."""
    heads = {one.name: f"{one.name} [{one.takes}]" if one.takes else one.name for one in MISBEHAVIOURS.values()}
    width = max(map(len, heads.values()))
    return "\n".join(f"{heads[one.name]:<{width}}  {one.about}" for one in MISBEHAVIOURS.values())
