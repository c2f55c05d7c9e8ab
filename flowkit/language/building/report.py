"""The problems found while a project is built, and what follows from files that could not be read."""

from collections.abc import Iterable

from flowkit.language.codes import (
    BAD_GUARANTEE,
    BAD_SOURCE,
    UNKNOWN_IN_GUARD,
    UNKNOWN_NAME,
    UNKNOWN_OUTCOME,
    UNKNOWN_STATE,
    UNKNOWN_TOOL,
)
from flowkit.language.diagnostic import Code, Diagnostic, Related, problem
from flowkit.language.span import Span
from flowkit.language.tree import Node

_ABOUT_NAMES = frozenset(
    (UNKNOWN_NAME, UNKNOWN_IN_GUARD, UNKNOWN_TOOL, UNKNOWN_OUTCOME, UNKNOWN_STATE, BAD_SOURCE, BAD_GUARANTEE)
)


class Report:
    """Collects diagnostics. A place is a node, or a span where only a part of one is meant."""

    __slots__ = ("doubtful", "found", "incomplete")

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []
        self.doubtful: set[str] = set()
        """Names that are known but could not be read: it is not told as well that they are unknown."""
        self.incomplete = False
        """Whether some file could not be read: then a name that nobody defines may be one of that file's."""

    def add(
        self, kind: Code, place: Node | Span, message: str, help: str = "", related: tuple[Related, ...] = ()
    ) -> None:
        """Adds one problem at its place, with the usual severity of its kind."""
        if not self._follows(kind, message):
            span = place if isinstance(place, Span) else place.span
            self.found.append(problem(kind, span, message, help, related))

    def take(self, found: Iterable[Diagnostic]) -> None:
        """Adds problems that were found by a parser or checker, but for those that follow from others."""
        for diagnostic in found:
            if not self._follows(diagnostic.kind, diagnostic.message):
                self.found.append(diagnostic)

    def _follows(self, kind: Code, message: str) -> bool:
        """Whether a problem is that of an unknown name, and follows from what was reported before."""
        if kind not in _ABOUT_NAMES:
            return False
        return self.incomplete or any(f"'{name}'" in message for name in self.doubtful)


def related(place: Node | Span, message: str) -> tuple[Related, ...]:
    """One other place, for `Report.add`."""
    return (Related(place if isinstance(place, Span) else place.span, message),)
