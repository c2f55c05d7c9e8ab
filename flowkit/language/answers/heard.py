"""What was heard: a caller's text as words, and the marks that say it was asked, cut off, or no speech at all.

A comma, a full stop and their like become the word `BREAK`. Contractions are written out ("don't" is "do not"), so
that a negation is a word of its own whatever it hangs on.
"""

import re
import unicodedata
from typing import Final

from flowkit.language.answers.tables import Tables
from flowkit.language.frozen import frozen

BREAK: Final = ","
"""The word that stands for a comma, a full stop, a dash."""

_QUESTION: Final = re.compile(r"[?¿؟‽⁇]")
_CUT: Final = re.compile(r"(?:\.\.+|[-,:;–—])\s*$")
_HALF_DAY: Final = re.compile(r"(?<![^\W\d_])([ap])\.\s?m\b\.?")
_WORD: Final = re.compile(
    r"""(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)
    | (?P<day>\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}(?:/\d{2,4})?|\d{1,2}:\d\d(?:\s?[ap]m\b)?)
    | (?P<money>[$€£₹¥]\s?(?=\d))
    | (?P<number>\d+(?:,\d{3})*(?:\.\d+)?(?:(?:st|nd|rd|th|am|pm)\b|(?![^\W_])))
    | (?P<word>[^\W_]+(?:'[^\W_]+)*)
    | (?P<join>(?<=\w)-(?=\w)|\#(?=\d))
    | (?P<stop>[.,;:!?¿؟‽⁇–—-]+)
    | (?P<odd>[^\s])""",
    re.VERBOSE,
)
_HALF_JOINED: Final = re.compile(r"(\d[\d:]*)\s?([ap]m)")


@frozen
class Heard:
    """A text as words.

    Attributes:
        words: lower case, breaks included, none at the start or end.
        question: it has a question mark.
        cut_off: it ends in a mark that says more was to come.
    """

    words: tuple[str, ...]
    question: bool
    cut_off: bool


def heard(text: str, tables: Tables) -> Heard:
    """Takes a text apart."""
    plain = _plain(text)
    words: list[str] = []
    for match in _WORD.finditer(plain):
        kind, found = match.lastgroup, match.group()
        if kind == "word":
            words += written_out(found, tables)
        elif kind == "stop":
            if words and words[-1] != BREAK:
                words.append(BREAK)
        elif kind == "money":
            words.append(found.strip())
        elif kind == "number" or kind == "day":
            words += _figures(found)
        elif kind != "join":
            words.append(found)
    if words and words[-1] == BREAK:
        words.pop()
    return Heard(tuple(words), _QUESTION.search(plain) is not None, _CUT.search(plain) is not None)


def _plain(text: str) -> str:
    plain = text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return _HALF_DAY.sub(r"\1m", plain) if "m" in plain and "." in plain else plain


def written_out(word: str, tables: Tables) -> tuple[str, ...]:
    """The word, or the words that it is short for."""
    whole = tables.contractions.get(word)
    if whole is not None:
        return tuple(whole.split())
    if "'" in word:
        for ending, full in tables.endings:
            if word.endswith(ending) and len(word) > len(ending):
                return word[: -len(ending)], full
    return (word,)


def _figures(found: str) -> tuple[str, ...]:
    joined = _HALF_JOINED.fullmatch(found)
    if joined is not None:
        return joined.group(1), joined.group(2)
    return (found.replace(",", ""),)
