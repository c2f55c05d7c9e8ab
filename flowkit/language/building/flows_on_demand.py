"""Flows of which only the names are known, until somebody asks for more."""

from collections.abc import Callable, Iterator, MutableMapping

from flowkit.language.building.world import FlowSource


class FlowsOnDemand(MutableMapping[str, FlowSource]):
    """The flows of a project by name; some are opened when they are first asked for.

    Args:
        names: all of them, in the order of the project.
        open_flow: opens one that is not there yet, and puts it in here.
    """

    def __init__(self, names: list[str], open_flow: Callable[[str], None]) -> None:
        self._names = dict.fromkeys(names)
        self._open = open_flow
        self._opened: dict[str, FlowSource] = {}

    def __getitem__(self, name: str) -> FlowSource:
        """A flow; opened now, if it was not yet."""
        if name not in self._opened:
            if name not in self._names:
                raise KeyError(name)
            self._open(name)
        return self._opened[name]

    def __setitem__(self, name: str, flow: FlowSource) -> None:
        """Puts in a flow that was opened."""
        self._names[name] = None
        self._opened[name] = flow

    def __delitem__(self, name: str) -> None:
        """Takes a flow out."""
        del self._names[name]
        self._opened.pop(name, None)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        """The names of all flows, opened or not."""
        return iter(self._names)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._names)
