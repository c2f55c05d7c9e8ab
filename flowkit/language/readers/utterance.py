"""What the caller said, divided into words, figures and marks, each with its place in the text.

Theory of operation. A word is a run of letters (with apostrophes inside), a figure a run of digits, everything else a
mark of one character; whether two of them touch tells `10am` from `10 am` and `12.50` from the end of a sentence. The
`'s` of `it's` and `Friday's` stands alone, so that `it's` reads as `it is`. Words are in lower case and padded with
empty ones, so that a reader may look ahead and behind without asking where the text ends.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, TypeVar

from flowkit.language.frozen import frozen
from flowkit.language.readers.vocabulary import NO_WORDS, Phrase, Phrases, Vocabulary

Of = TypeVar("Of")

MAX_CHARACTERS: Final = 4000
"""What stands behind this in one utterance is not read."""
_AHEAD: Final = ("",) * 8
_PART: Final = re.compile(r"[^\W\d_]+(?:['’](?![sS]\b)[^\W\d_]+)*|['’][sS]\b|[0-9]+|\S")


@frozen
class Utterance:
    """A text in parts: `words[i]` stands from `starts[i]` to `ends[i]`; there are `size` of them."""

    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    size: int
    vocabulary: Vocabulary

    def touches(self, i: int) -> bool:
        """Whether part `i` follows the one before it without a blank."""
        return 0 < i < self.size and self.starts[i] == self.ends[i - 1]

    def written(self, i: int, j: int) -> str:
        """The text from part `i` up to part `j`, as it stands there."""
        return self.text[self.starts[i] : self.ends[j - 1]] if i < j else ""

    def at(self, i: int, phrases: Phrases) -> int:
        """Where the longest of the phrases that stands at part `i` ends; 0 when none does."""
        words = self.words
        for phrase in phrases.get(words[i], ()):
            end = i + len(phrase)
            if words[i:end] == phrase:
                return end
        return 0

    def meaning(self, i: int, phrases: Mapping[str, tuple[tuple[Phrase, Of], ...]]) -> tuple[Of, int] | None:
        """What the longest of the phrases that stands at part `i` means, and where it ends."""
        words = self.words
        for phrase, value in phrases.get(words[i], ()):
            end = i + len(phrase)
            if words[i:end] == phrase:
                return value, end
        return None


@lru_cache(maxsize=8)
def utterance(text: str, vocabulary: Vocabulary = NO_WORDS) -> Utterance:
    """The text in parts. Places count in its composed form (Unicode NFC), which nearly every text is in already.

    The few last ones are kept, because several readers look at one utterance.
    """
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    words, starts, ends = [], [], []
    for part in _PART.finditer(text, 0, MAX_CHARACTERS):
        words.append(part[0].lower())
        start, end = part.span()
        starts.append(start)
        ends.append(end)
    if "’" in text:
        words = [word.replace("’", "'") for word in words]
    return Utterance(text, (*words, *_AHEAD), tuple(starts), tuple(ends), len(words), vocabulary)
