"""A project checked in shares: some of its flows here, others in another process or another time.

Theory of operation. Whoever checks a share has opened the files of the project, reads the flows of the share, and lets
the rules of flows look at them; what came of that is a value that can be sent or kept. The rules of projects then look
at the outlines of all flows together. That is only done where nothing keeps the project from being run: otherwise all
of it is read again in one piece, as what one mistake explains of another can only be told where both are known.
"""

import pickle
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from flowkit.language.diagnostic import Diagnostic
from flowkit.language.frozen import frozen
from flowkit.language.model import Flow, Project
from flowkit.language.project import Opened, collector_at_rest
from flowkit.lint.check import check_flow
from flowkit.lint.outline import Outline, Stop, outline


@frozen
class CheckedFlow:
    """What was found in one flow, in reading and by the rules of flows, and its outline."""

    found: tuple[Diagnostic, ...]
    outline: Outline


Share = Mapping[str, CheckedFlow]


class PackedStops(Mapping[str, Stop]):
    """The states of an outline as they are sent or kept: unpacked when a rule looks at them, which few need to."""

    __slots__ = ("_packed", "_stops")

    def __init__(self, packed: bytes) -> None:
        self._packed = packed
        self._stops: Mapping[str, Stop] | None = None

    def _unpacked(self) -> Mapping[str, Stop]:
        if self._stops is None:
            self._stops = pickle.loads(self._packed)
        return self._stops or {}

    def __getitem__(self, name: str) -> Stop:
        """A state by its name."""
        return self._unpacked()[name]

    def __iter__(self) -> Iterator[str]:
        """The names of the states."""
        return iter(self._unpacked())

    def __len__(self) -> int:
        """How many there are."""
        return len(self._unpacked())

    def __reduce__(self) -> tuple[type["PackedStops"], tuple[bytes]]:
        return PackedStops, (self._packed,)


class FlowsAsNeeded(Mapping[str, Flow]):
    """The flows of an opened project, each read when it is first asked for."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._names = dict.fromkeys(opened.flows)
        self._read: dict[str, tuple[Flow, tuple[Diagnostic, ...]]] = {}

    def __getitem__(self, name: str) -> Flow:
        """A flow by its name."""
        return self.with_findings(name)[0]

    def with_findings(self, name: str) -> tuple[Flow, tuple[Diagnostic, ...]]:
        """A flow by its name, and what was found in reading it."""
        if name not in self._read:
            if name not in self._names:
                raise KeyError(name)
            self._read[name] = self._opened.flow_alone(name)
        return self._read[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        """The names of all flows, in the order of the project."""
        return iter(self._names)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._names)


def check_share(opened: Opened, project: Project, flows: FlowsAsNeeded, names: Iterable[str]) -> Share | None:
    """Reads and checks some flows; None if something keeps the project from being run.

    Args:
        project: the one of `opened`, with `flows` for its flows.
    """
    with collector_at_rest():
        read = {name: flows.with_findings(name) for name in names}
        if opened.broken:
            return None
        return {name: _checked(flow, found, project) for name, (flow, found) in read.items()}


def _checked(flow: Flow, found: tuple[Diagnostic, ...], project: Project) -> CheckedFlow:
    return CheckedFlow((*found, *check_flow(flow, project)), outline(flow, project.constants))


def packed(whole: Outline) -> Outline:
    """An outline as it is sent or kept."""
    if isinstance(whole.stops, PackedStops):
        return whole
    return replace(whole, stops=PackedStops(pickle.dumps(whole.stops, pickle.HIGHEST_PROTOCOL)))
