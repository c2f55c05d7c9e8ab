"""Tools in a call, as values: runs that are under way, calls of the model, and how both ended."""

from collections.abc import Mapping
from typing import Any, Literal

from flowkit.engine.held import RecordKey
from flowkit.language.frozen import frozen


@frozen
class Run:
    """A tool that is running for a visit.

    `purpose`: the state's own run, the write of a draft or a look after it; a tool that the model called in a `talk`;
    the engine's own look at a record that has to be known before a tool can be judged; or the case of a handoff.
    `then`: what the state was about to do when the record had to be looked up again first. `counted`: limits across
    calls count it; while it is `reserving`, it waits for its share of them and has not begun. `look` is the run that
    looks whether this write was carried out, because its answer never came.
    """

    tool: str
    arguments: Mapping[str, Any]
    visit: int
    started: int
    purpose: Literal["use", "write", "look", "call", "record", "case"]
    depends: frozenset[str] = frozenset()
    consent: int = 0
    filler: int = 0
    key: str = ""
    counted: bool = False
    reserving: bool = False
    then: str = ""
    look: str = ""


@frozen
class ToolCall:
    """A tool that the model called in a `talk`, until it has come to its end.

    `arguments` are JSON, in canonical form. `run` is the run whose end the call waits for: its own, or one that must
    end before it can be `judged`. `again`: the same was called before. `answered`: the call has its output already, so
    that the end is told by a note.
    """

    id: str
    tool: str
    arguments: Mapping[str, Any]
    visit: int
    turn: str
    at: int = 0
    run: str = ""
    judged: bool = False
    again: bool = False
    answered: bool = False


@frozen
class ToolEnd:
    """How a tool call of the model ended since the caller's last turn: its output, and the rows it came from."""

    tool: str
    arguments: Mapping[str, Any]
    output: Mapping[str, Any]
    rows: tuple[tuple[str, RecordKey], ...] = ()


@frozen
class DoneTool:
    """A tool that was carried out, or of which nobody knows; `flows` were open then, the first of the call first."""

    tool: str
    arguments: Mapping[str, Any]
    outcome: str
    consent: int = 0
    flows: tuple[str, ...] = ()
