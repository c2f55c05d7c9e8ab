"""The problems found while a project is built, and what follows from files that could not be read."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from flowkit.language.codes import (
    BAD_GUARANTEE,
    BAD_SOURCE,
    IMPOSSIBLE_OUTCOME,
    UNKNOWN_IN_GUARD,
    UNKNOWN_IN_TEST,
    UNKNOWN_NAME,
    UNKNOWN_OUTCOME,
    UNKNOWN_STATE,
    UNKNOWN_TOOL,
)
from flowkit.language.diagnostic import Code, Diagnostic, Related, problem
from flowkit.language.mending import in_one_line
from flowkit.language.span import Span
from flowkit.language.tree import Node

_ABOUT_NAMES = frozenset(
    (
        UNKNOWN_NAME,
        UNKNOWN_IN_GUARD,
        UNKNOWN_TOOL,
        UNKNOWN_OUTCOME,
        UNKNOWN_STATE,
        BAD_SOURCE,
        BAD_GUARANTEE,
        UNKNOWN_IN_TEST,
        IMPOSSIBLE_OUTCOME,
    )
)


_NAMED: Final = re.compile(r"(?<!\w)'([^']{1,200})'")
_WORD: Final = re.compile(r"[A-Za-z_]\w*")


MOST_FOUND: Final = 500


class Report:
    """Collects diagnostics. A place is a node, or a span where only a part of one is meant."""

    __slots__ = ("doubtful", "found", "incomplete", "lost")

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []
        self.doubtful: set[str] = set()
        """Names that are known but could not be read: it is not told as well that they are unknown."""
        self.incomplete = False
        """Whether nothing at all is known of some file: then a name that nobody defines may be one of that file's."""
        self.lost: set[str] = set()
        """The kinds of files that could not be read."""

    @property
    def full(self) -> bool:
        """Whether so much is wrong that no more of it needs to be looked for."""
        return len(self.found) >= MOST_FOUND

    def lose(self, kind: str, text: str) -> None:
        """Notes a file that could not be read: every word in it may be a name that it defines."""
        self.lost.add(kind)
        self.incomplete |= not text
        self.doubtful.update(_WORD.findall(text))

    def add(
        self, kind: Code, place: Node | Span, message: str, help: str = "", related: tuple[Related, ...] = ()
    ) -> None:
        """Adds one problem at its place, with the usual severity of its kind."""
        if not self._follows(kind, message):
            span = place if isinstance(place, Span) else place.span
            self.found.append(problem(kind, span, in_one_line(message), help, related))

    def take(self, found: Iterable[Diagnostic]) -> None:
        """Adds problems that were found by a parser or checker, but for those that follow from others."""
        for diagnostic in found:
            if not self._follows(diagnostic.kind, diagnostic.message):
                self.found.append(replace(diagnostic, message=in_one_line(diagnostic.message)))

    def _follows(self, kind: Code, message: str) -> bool:
        """Whether a problem is that of an unknown name, and follows from what was reported before."""
        if kind not in _ABOUT_NAMES:
            return False
        if self.incomplete:
            return True
        if not self.doubtful:
            return False
        names = _NAMED.findall(message)
        return any(name in self.doubtful or name.partition(".")[0] in self.doubtful for name in names)


def related(place: Node | Span, message: str) -> tuple[Related, ...]:
    """One other place, for `Report.add`."""
    return (Related(place if isinstance(place, Span) else place.span, message),)
