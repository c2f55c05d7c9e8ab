"""Shares of the flows of a large project, each checked by a process of its own, one a core."""

import os
import pickle
import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from flowkit.language.model import Project
from flowkit.language.project import Opened
from flowkit.lint.shares import FlowsAsNeeded, Share, check_share, packed

WORTH_IT: Final = 20
"""So many flows take longer than a second process takes to begin (some 10 ms)."""

_MOST: Final = 8


def check_in_shares(opened: Opened, project: Project, flows: FlowsAsNeeded, names: Sequence[str]) -> Share | None:
    """What came of these flows; None if something keeps the project from being run, or a process came to nothing.

    Args:
        project: the one of `opened`, with `flows` for its flows.
    """
    number = min(_cores(), _MOST, 1 + len(names) // WORTH_IT)
    others = [_begun(opened, project, flows, names[place::number]) for place in range(1, number)]
    try:
        own = check_share(opened, project, flows, names[::number])
    finally:
        shares = [_ended(*other) for other in others]  # whatever happened here, nobody is left waiting
    shares.append(own)
    if any(share is None for share in shares):
        return None
    together = {name: checked for share in shares if share is not None for name, checked in share.items()}
    return {name: together[name] for name in names}


def _cores() -> int:
    """How many processes may work; one where a process cannot be copied, or where other threads of it are at work."""
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _begun(opened: Opened, project: Project, flows: FlowsAsNeeded, names: Sequence[str]) -> tuple[int, int]:
    """A process that checks these flows: its number, and where what it found can be read."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    try:
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(_sent(check_share(opened, project, flows, names)), pipe, pickle.HIGHEST_PROTOCOL)
    finally:
        os._exit(0)  # nothing of what the first process would do at its end is done by this one


def _sent(share: Share | None) -> Share | None:
    if share is None:
        return None
    return {name: replace(checked, outline=packed(checked.outline)) for name, checked in share.items()}


def _ended(child: int, reading: int) -> Share | None:
    with os.fdopen(reading, "rb") as pipe:
        data = pipe.read()
    os.waitpid(child, 0)
    share: Share | None = pickle.loads(data) if data else None
    return share
