"""What a call holds of the world: values of slots, records that were looked up, and results that were kept."""

from collections.abc import Mapping
from typing import Any

from flowkit.language.frozen import frozen
from flowkit.language.shapes import Value

RecordKey = str | tuple[str, ...]
"""The key of a record: of one field, or of several."""


@frozen
class SlotValue:
    """What a slot holds, where it came from, and whether the caller was heard to say it.

    `source` is one of an argument's (`caller`, `channel`, `computed`), or `single` (the only option of its list), or
    `given`: it stands for what was said before a test began, and for what the channel brings. `unchecked`: the caller
    is still to be asked whether it is right. `doubted`: words that came late say another value, and the flow had moved
    on by then; the next read-back speaks it slowly.
    """

    value: Value
    source: str
    turn: str = ""
    version: int = 1
    heard: bool = True
    unchecked: bool = False
    doubted: bool = False


@frozen
class Waiting:
    """A value reported before it could be read: for a flow that is not open, or options not looked up yet.

    One that was there before the call began is for one `flow`, and has a `source` in place of a turn.
    """

    given: Any
    turn: str
    flow: str = ""
    source: str = ""


@frozen
class RecordValue:
    """A record that was looked up. `stale`: a write changed it since; only its key is still sure."""

    value: Mapping[str, Value]
    version: int = 1
    stale: bool = False


@frozen
class Saved:
    """The result of a tool or flow, kept under a name; `depends` are the slots its arguments were made of."""

    value: Value
    tool: str
    depends: frozenset[str] = frozenset()
