"""An utterance as words: lower case, contractions opened, fillers left out, each with its place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SUFFIX = re.compile(r"['’](s|d|ll|ve|re|m)$")
_NUMBER_AND_LETTERS = re.compile(r"(\d{1,2})(am|pm|st|nd|rd|th)")
_AFFIRMING = re.compile(r"\b(?:uh|mm|mhm|um)[\s-]*$", re.IGNORECASE)
_WRITTEN_WITHOUT = {
    "wheres": "where",
    "whats": "what",
    "whens": "when",
    "hows": "how",
    "thats": "that",
    "theres": "there",
    "its": "it",
    "im": "i",
    "ive": "i",
    "lets": "let",
    "cannot": "cant",
}
FILLERS = frozenset({"uh", "um", "er", "erm", "uhm", "hm", "hmm", "mm", "please", "well", "ah", "eh", "kindly"})
"""Words that carry nothing and are skipped."""


def listed(text: str) -> tuple[str, ...]:
    """The words of a table that is written as one text."""
    return tuple(text.split())


@dataclass(frozen=True, slots=True)
class Word:
    """One word: `norm` is what is compared, `text[start:end]` of the utterance is what was said."""

    norm: str
    start: int
    end: int
    written: str
    gap: str

    @property
    def is_digits(self) -> bool:
        """Whether it is written in digits."""
        return self.norm.isascii() and self.norm.isdigit()


@dataclass(frozen=True, slots=True)
class Span:
    """Words `first` to `last` of an utterance, both included."""

    first: int
    last: int

    def overlaps(self, other: Span) -> bool:
        """Whether a word stands in both."""
        return self.first <= other.last and other.first <= self.last

    @property
    def length(self) -> int:
        """How many words it has."""
        return self.last - self.first + 1


class Utterance:
    """What a caller said, in words.

    Args:
        text: The text as it was written or transcribed.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: tuple[Word, ...] = tuple(_words(text))

    @cached_property
    def plain(self) -> str:
        """The compared words with single spaces between them."""
        return " ".join(word.norm for word in self.words)

    @cached_property
    def norms(self) -> tuple[str, ...]:
        """The compared words."""
        return tuple(word.norm for word in self.words)

    @property
    def is_question(self) -> bool:
        """Whether it is asked: by its mark, or by the word that it or a part of it begins with."""
        asked = any(word.norm in _ASKING and set(word.gap) & set(",.;!") for word in self.words)
        return "?" in self.text or asked or bool(_QUESTION.match(self.plain))

    def has(self, pattern: str) -> bool:
        """Whether the whole-word pattern stands somewhere in the plain words."""
        return re.search(rf"\b(?:{pattern})\b", self.plain) is not None

    def spans(self, pattern: str) -> Iterator[tuple[Span, re.Match[str]]]:
        """Every place where the whole-word pattern stands."""
        for match in re.finditer(rf"\b(?:{pattern})\b", self.plain):
            if match.group():
                yield self._span(match.start(), match.end()), match

    def said(self, span: Span) -> str:
        """The words of a span as they were written."""
        return self.text[self.words[span.first].start : self.words[span.last].end]

    def span_of(self, start: int, end: int) -> Span | None:
        """The words that stand between two characters of the text."""
        inside = [index for index, word in enumerate(self.words) if word.end > start and word.start < end]
        return Span(inside[0], inside[-1]) if inside else None

    def _span(self, start: int, end: int) -> Span:
        before = self.plain[:start].count(" ")
        return Span(before, before + self.plain[start:end].strip().count(" "))


_ASKING = frozenset({"what", "when", "where", "who", "why", "how", "which"})
_QUESTION = re.compile(
    r"(?:and |but |so |okay |ok )?"
    r"(?:what|when|where|who|why|how|which|is|are|am|do|does|did|can|could|will|would|have|has|should|was|were)\b"
)


def _words(text: str) -> Iterator[Word]:
    behind = 0
    for match in _WORD.finditer(text):
        gap, behind = text[behind : match.start()], match.end()
        for norm, start, end in _split(match.group(), match.start()):
            # "uh-huh" is a yes; "huh" alone asks for it again.
            norm = "yeah" if norm == "huh" and _AFFIRMING.search(text, 0, start) else norm
            if norm not in FILLERS:
                yield Word(norm, start, end, text[start:end], gap)
            gap = ""


def _split(written: str, start: int) -> Iterator[tuple[str, int, int]]:
    """One written word, or two: "10am" is "10" and "am", "5th" stays."""
    end = start + len(written)
    lower = _SUFFIX.sub("", written.lower()).replace("'", "").replace("’", "")
    match = _NUMBER_AND_LETTERS.fullmatch(lower)
    if match and match.group(2) in ("am", "pm"):
        middle = start + len(match.group(1))
        yield match.group(1), start, middle
        yield match.group(2), middle, end
    else:
        yield _WRITTEN_WITHOUT.get(lower, lower), start, end
