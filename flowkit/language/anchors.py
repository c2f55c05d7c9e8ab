"""Anchors and tags: the signs `&`, `*` and `!`, by which YAML copies values and names types. Flows have neither.

An anchor is told once, with the places that copy it; nothing is ever copied, so no file can grow by it.
"""

import re
from dataclasses import dataclass
from typing import Any, Final

from yaml.events import ScalarEvent

from flowkit.language.codes import ANCHOR, TAG
from flowkit.language.diagnostic import Diagnostic, Related, problem
from flowkit.language.mending import in_quotes, mended, named
from flowkit.language.tree import Document

MAX_TOLD: Final = 100
MAX_USES: Final = 5
_TAG = re.compile(r"![^\s,\[\]{}]*")
_SIGNS = re.compile(r"(?:[&!]\S*\s+)+")
_IF_TEXT = "if it is part of a text, put the text in quotes"


@dataclass(slots=True, eq=False, repr=False)
class _Anchor:
    """An anchor `&name` at an offset, the places that copy it, and the help where there are none."""

    name: str
    start: int
    uses: list[Related]
    help: str


class Anchors:
    """The anchors and tags of one file; after a hundred of them no more are noted."""

    def __init__(self, document: Document, clean: str) -> None:
        self.document = document
        self.clean = clean
        self.anchors: list[_Anchor] = []
        self.by_name: dict[str, _Anchor] = {}
        self.tags = 0

    def properties(self, event: Any) -> list[Diagnostic]:
        """The anchor or tag before a value: an anchor is kept for later, a tag is a problem at once."""
        start, end = event.start_mark.index, event.end_mark.index
        if len(self.anchors) + self.tags >= MAX_TOLD:
            return []
        is_text = type(event) is ScalarEvent and not event.style and "\n" not in self.clean[start:end]
        help = (in_quotes(self.document, start, end) if is_text else "") or _IF_TEXT
        if event.anchor:
            at = self.clean.find(f"&{event.anchor}", start, end + len(event.anchor) + 1)
            anchor = _Anchor(event.anchor, at if at >= 0 else start, [], help)
            self.anchors.append(anchor)
            self.by_name[event.anchor] = anchor
        if not event.tag:
            return []
        self.tags += 1
        return [self._tag(start, help)]

    def behind(self, event: Any) -> int:
        """The offset of the value itself, behind its anchor and tag."""
        start: int = event.start_mark.index
        last: int = event.end_mark.index
        if type(event) is not ScalarEvent:
            return last - 1 if event.flow_style else last  # just behind the bracket, or where the block begins
        match = _SIGNS.match(self.clean, start)
        return min(match.end(), last) if match else last

    def _tag(self, start: int, help: str) -> Diagnostic:
        match = _TAG.search(self.clean, start)
        first, last = match.span() if match else (start, start + 1)
        written = self.clean[first:last]
        if written.startswith(("!!", "!<")):
            help = mended(self.document, first, last + 1, "")
        return problem(
            TAG, self.document.span(first, last), f"{named(written)} is a YAML tag, which flows do not have", help
        )

    def alias(self, event: Any) -> list[Diagnostic]:
        """A `*name`: noted at its anchor; a problem of its own if there is none."""
        span = self.document.span(event.start_mark.index, event.end_mark.index)
        anchor = self.by_name.get(event.anchor)
        if anchor is None:
            message = (
                f"{named('*' + event.anchor)} asks YAML to copy what is named so elsewhere, which flows do not have"
            )
            return [problem(ANCHOR, span, message, _IF_TEXT)]
        if len(anchor.uses) < MAX_USES:
            anchor.uses.append(Related(span, "copied here"))
        return []

    def forget(self, line: int) -> None:
        """Leave out the anchors of a line (from 1): they were a part of its text."""
        self.anchors = [anchor for anchor in self.anchors if self.document.line_of(anchor.start) + 1 != line]

    def problems(self) -> list[Diagnostic]:
        """One problem for each anchor, with the places that copy it."""
        found = []
        for anchor in self.anchors:
            message = f"{named('&' + anchor.name)} is a YAML anchor, which flows do not have"
            message += "; write the value out in each place" if anchor.uses else ""
            span = self.document.span(anchor.start, anchor.start + len(anchor.name) + 1)
            found.append(problem(ANCHOR, span, message, "" if anchor.uses else anchor.help, tuple(anchor.uses)))
        return found
