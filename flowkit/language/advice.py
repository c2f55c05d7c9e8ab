"""Advice: a help that says what to write, and knows the change of the text that does so.

Theory of operation. It is a text like every other help, so whatever gives or passes on helps need not know of it; a
help that is put together from several says less exactly what to change, and is a plain text again. When a problem is
made of it (`problem`), its change becomes a fix: of given stretches, or of a word, where that stands exactly once in
the place of the problem. What is not found there is not mended.
"""

import re

from flowkit.language.diagnostic import Edit, Fix
from flowkit.language.span import Span
from flowkit.language.tree import Stretch


class Advice(str):
    """A help with a change.

    `word` is what is wrong in the place of the problem, and `text` what to write for it; or `edits` are the changes.
    `safe`: nothing else can be meant.
    """

    __slots__ = ("edits", "safe", "text", "word")

    def __new__(
        cls, help: str, text: str, word: str = "", safe: bool = False, edits: tuple[Edit, ...] = ()
    ) -> "Advice":
        """A help; see the class."""
        made = super().__new__(cls, help)
        made.text, made.word, made.safe, made.edits = text, word, safe, edits
        return made

    def told_as(self, help: str) -> "Advice":
        """The same change with another help."""
        return Advice(help, self.text, self.word, self.safe, self.edits)

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        """Elsewhere it is a plain text."""
        return str, (str(self),)

    text: str
    word: str
    safe: bool
    edits: tuple[Edit, ...]


def write(text: str, word: str, safe: bool = True) -> Advice:
    """`write: …` instead of a word that is wrong in the place of the problem."""
    return Advice(f"write: {text}", text, word, safe)


def fixes_of(help: str, span: Span) -> tuple[Fix, ...]:
    """The fix that a help brings to a problem at a place; none if it is a plain text."""
    if not isinstance(help, Advice):
        return ()
    edits = help.edits or _of_word(help, span)
    return (Fix(f"write {_short(help.text)}", edits, help.safe),) if edits else ()


def _of_word(advice: Advice, span: Span) -> tuple[Edit, ...]:
    if not isinstance(span, Stretch) or not advice.word:
        return ()
    document, start, end = span.offsets
    source = document.text[start:end]
    if source == advice.word:
        return (Edit(span, advice.text),)
    places = [*re.finditer(rf"(?<![\w-]){re.escape(advice.word)}(?![\w-])", source)]
    if len(places) != 1 or not re.search(r"\w", advice.word):
        return ()
    return (Edit(document.span(start + places[0].start(), start + places[0].end()), advice.text),)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return f"'{text}'" if len(text) <= 60 else f"'{text[:59]}…'"
