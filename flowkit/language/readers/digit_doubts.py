"""What makes digits doubtful: the words around them say that they are a part, or another number, or not all of it."""

import re
from typing import Final

from flowkit.language.readers.digit_pieces import Piece
from flowkit.language.readers.doubts import ABOUT, WHICH_MARK
from flowkit.language.readers.rough_numbers import rough
from flowkit.language.readers.utterance import Utterance

PART: Final = "only a part was said"
UNCLEAR: Final = "a part was not said"
FRACTION: Final = "may be a day or a fraction"
OTHER: Final = "was called another number"
YEAR: Final = "may be a year"
_REACH: Final = 6
"""How many words before and behind digits may say what they are."""
_YEAR: Final = re.compile("(?:19|20)[0-9]{2}")
_BREAKS: Final = frozenset(",;…")
_TIES: Final = frozenset("-‑–()/#*·:")


def doubt_around(u: Utterance, run: list[Piece]) -> str:
    """Why the words around digits make them doubtful: a part only, a digit that is missing, a decimal."""
    v, words, start, end = u.vocabulary, u.words, run[0].i, run[-1].j
    for i in range(start - 1, max(-1, start - _REACH), -1):
        if words[i] in ".;?!":
            break
        if words[i] in v.partial_words or (words[i] in v.end_words and words[i + 1] in v.small):
            return PART
    if unclear(u, start, end):
        return UNCLEAR
    if rough(u, start, run[-1].j):
        return ABOUT
    before = words[start - 1] if start else ""
    if len(run) == 1 and _YEAR.fullmatch(run[0].digits) and (before in v.in_words or before in v.before_after):
        return YEAR
    if before in v.minus or before in v.repeats or words[run[-1].j] in v.repeats or _sounds_alike(u, run):
        return UNCLEAR
    tied = words[run[0].j] if len(run) == 2 and run[1].i == run[0].j + 1 and u.touches(run[1].i) else ""
    if tied == "/" and max(len(run[0].digits), len(run[1].digits)) < 3:
        return FRACTION
    return WHICH_MARK if tied == "." else ""


def unclear(u: Utterance, start: int, end: int) -> bool:
    """Whether it is said before part `start` or from `end` on that something is missing: `AB 1 something`."""
    v, words = u.vocabulary, u.words
    while words[end] in v.digit_gaps or words[end] in v.ors or words[end] in _BREAKS:
        end += 1
    if words[end] in v.unclear_words or not v.unclear_words.isdisjoint(words[max(0, start - 2) : start]):
        return True
    phrases = v.unclear_phrases
    return any(words[i] in phrases and u.at(i, phrases) for i in range(end, min(end + _REACH, u.size)))


def _sounds_alike(u: Utterance, run: list[Piece]) -> bool:
    """Whether a word beside digits that were said in words may be a digit too: `won two three`."""
    v, words, first, last = u.vocabulary, u.words, run[0], run[-1]
    if len(run) < 2 or words[first.i] not in v.small:
        return False
    before = words[first.i - 1] if first.i else ""
    return before in v.like_digits or before in v.like_first_digits or words[last.j] in v.like_digits


def other_number(u: Utterance, i: int) -> bool:
    """Whether it is said before part `i` that the number is one of something else: `my order is`."""
    v = u.vocabulary
    for place in range(i - 1, max(-1, i - _REACH), -1):
        word = u.words[place]
        if word in v.other_numbers:
            return True
        if not (word in v.sign_nouns or word in v.text_links or word in _TIES):
            return False
    return False
