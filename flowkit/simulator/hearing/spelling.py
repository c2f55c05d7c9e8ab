"""Codes said sign by sign: "one two double three", "K 7 Q X", "12-345", "twenty three forty five"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flowkit.simulator.hearing.numbers import TENS, UNITS, cardinal_at
from flowkit.simulator.hearing.words import Span, Utterance, listed

_OTHER_DIGITS = {"oh": "0", "o": "0", "nought": "0", "nil": "0"}
_TIMES = {"double": 2, "triple": 3, "treble": 3}
_SEPARATORS = frozenset({"dash", "hyphen", "minus", "slash"})
_LONGEST_RUN = 24
_ANCHORS = re.compile(r"^\^|(?<!\\)\$$")
# What a pattern's marks are when its classes are left out: "#", "-", and those behind a backslash.
_CLASSES = re.compile(r"\[(?:\\.|[^\]])*\]|\\[A-Za-z]|\{[^}]*\}|\(\?[:=!P<]")
_MARK = re.compile(r"\\[^\w\s]|[-#/_:&@]")
_MOST_MARKS = 2
# A longer text that is in capitals throughout is shouted; a short one is a code.
_SHORT_ANSWER = 3
# "ab 123" is one code: so many letters may stand before the digits as a word of their own.
_LONGEST_PREFIX = 3
_NEVER_A_PREFIX = frozenset(
    listed("a i is it to at on my no so me we us he be do go or of by in the and for was its are our not but you yes")
)

# A number with a noun behind it, or with one of these before it, is no code of its own.
_BEHIND_A_CODE = frozenset(
    listed("and or to is was for too instead as at on in from with by when has have it i thanks")
)
_NO_CODE_BEHIND = frozenset(listed("in since year until till about around over under dollars euros pounds"))


@dataclass(frozen=True, slots=True)
class Piece:
    """Signs that one or a few words stand for.

    Attributes:
        signs: Digits and upper-case letters; empty for a separator.
        span: The words.
        plain: Whether it is an ordinary word, which is a code only for a pattern that takes it.
        broken: Whether a comma or a stop stands before it.
    """

    signs: str
    span: Span
    plain: bool
    broken: bool


@dataclass(frozen=True, slots=True)
class Code:
    """A run of pieces read as one code."""

    signs: str
    span: Span
    plain: bool


def runs(utterance: Utterance) -> list[list[Piece]]:
    """All words in order as pieces, cut where a word is no part of any code ("is", "my", a word with accents)."""
    found: list[list[Piece]] = [[]]
    index = 0
    while index < len(utterance.words):
        piece = _piece_at(utterance, index)
        if piece is None:
            found.append([])
            index += 1
        else:
            found[-1].append(piece)
            index = piece.span.last + 1
    return [run for run in found if any(piece.signs for piece in run)]


def find_codes(utterance: Utterance, pattern: str) -> Iterator[Code]:
    """Codes that match a pattern as a whole: as they are written, then sign by sign, the longest at each place."""
    shape = re.compile(pattern)
    written = list(_written(utterance, pattern))
    yield from written
    for run in runs(utterance):
        if any(piece.span.overlaps(code.span) for piece in run for code in written):
            continue
        start = 0
        while start < len(run):
            code = _longest(run, start, shape)
            if code is None:
                start += 1
                continue
            yield code
            start = next(index for index, piece in enumerate(run) if piece.span.last == code.span.last) + 1


def _written(utterance: Utterance, pattern: str) -> Iterator[Code]:
    """Codes with marks in them that stand in the text as they are, but for their capitals: `#W3113816`, `in-204`."""
    bare = re.compile(rf"(?<!\w)(?:{_ANCHORS.sub('', pattern)})(?!\w)")
    for text in (utterance.text, utterance.text.upper()):
        found = [(match, utterance.span_of(*match.span())) for match in bare.finditer(text)]
        codes = [Code(m.group(), span, False) for m, span in found if span is not None and not m.group().isalnum()]
        if codes:
            yield from codes
            return


def _with_marks(signs: str, shape: re.Pattern[str]) -> str:
    """The signs with the marks that the pattern has and nobody says: `W3113816` is `#W3113816`; "" where none fit."""
    marks = [part[-1] for part in _MARK.findall(_CLASSES.sub("", shape.pattern))]
    made = {signs}
    for mark in marks[:_MOST_MARKS]:
        made = {f"{one[:place]}{mark}{one[place:]}" for one in made for place in range(len(one) + 1)}
    fits = [one for one in made if shape.fullmatch(one)] if marks else []
    return fits[0] if len(fits) == 1 else ""


def stands_alone(utterance: Utterance, span: Span) -> bool:
    """Whether a code is no part of something longer: a house number, an amount, a year, a phone number."""
    norms, words = utterance.norms, utterance.words
    before = norms[span.first - 1] if span.first else ""
    behind = norms[span.last + 1] if span.last + 1 < len(norms) else ""
    ends = not behind or bool(set(words[span.last + 1].gap) & set(",.;?!")) or behind in _BEHIND_A_CODE
    return ends and not any(sign.isdigit() for sign in before) and before not in _NO_CODE_BEHIND


def find_digits(utterance: Utterance) -> Iterator[Code]:
    """Runs of digits of any length; a comma between groups of several digits ends a run."""
    for run in runs(utterance):
        group: list[Piece] = []
        for piece in run:
            if piece.signs and not piece.signs.isdigit():
                yield from _as_code(group)
                group = []
            elif piece.broken and group and (len(piece.signs) > 1 or len(group[-1].signs) > 1):
                yield from _as_code(group)
                group = [piece]
            else:
                group.append(piece)
        yield from _as_code(group)


def _as_code(group: Sequence[Piece]) -> Iterator[Code]:
    signs = "".join(piece.signs for piece in group)
    if signs:
        kept = [piece for piece in group if piece.signs]
        yield Code(signs, Span(kept[0].span.first, kept[-1].span.last), False)


def _longest(run: Sequence[Piece], start: int, shape: re.Pattern[str]) -> Code | None:
    if not run[start].signs:
        return None
    best: Code | None = None
    signs, plain = "", True
    for piece in run[start : start + _LONGEST_RUN]:
        # Ordinary words do not run together into a code: "is on" is not ISON.
        if piece.plain and signs:
            break
        signs += piece.signs
        plain = plain and piece.plain
        mixed = any(sign.isdigit() for sign in run[start].signs)
        made = _matching(signs, shape, mixed) if piece.signs else ""
        if made:
            best = Code(made, Span(run[start].span.first, piece.span.last), plain)
        if piece.plain and len(piece.signs) > _LONGEST_PREFIX:
            break
    return best


def _matching(signs: str, shape: re.Pattern[str], mixed: bool) -> str:
    """The signs as the pattern takes them: as they are, in lower case, or without the letters of "W12345" (`mixed`)."""
    bare = signs.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") if mixed else ""
    made = next((made for made in (signs, signs.lower(), bare) if made and shape.fullmatch(made)), "")
    return made or (_with_marks(signs, shape) if any(sign.isdigit() for sign in signs) else "")


def _piece_at(utterance: Utterance, index: int) -> Piece | None:
    words, norms = utterance.words, utterance.norms
    word = words[index]
    broken = any(mark in word.gap for mark in ",;.") and index > 0
    if word.norm == "double" and norms[index + 1 : index + 2] in (("u",), ("you",)):
        return Piece("W", Span(index, index + 1), False, broken)
    if word.norm in _TIMES and index + 1 < len(words):
        repeated = _sign(norms[index + 1])
        if repeated:
            return Piece(repeated * _TIMES[word.norm], Span(index, index + 1), False, broken)
    if word.norm in _SEPARATORS:
        return Piece("", Span(index, index), False, broken)
    spoken = _spoken_number(norms, index)
    if spoken:
        return Piece(spoken[0], Span(index, spoken[1] - 1), False, broken)
    sign = _sign(word.norm)
    if sign and _says_how_many(utterance, index):
        return None
    if sign:
        # "I" and "a" are words more often than letters.
        return Piece(sign, Span(index, index), word.norm in ("i", "a") and not _beside_sign(norms, index), broken)
    if not word.norm.isascii():
        return None
    has_digit = any(sign.isdigit() for sign in word.norm)
    shouted = utterance.text.isupper() and len(words) > _SHORT_ANSWER
    spelled = word.written.isupper() and not shouted
    if word.norm in _NEVER_A_PREFIX and not spelled:
        return None
    return Piece(word.norm.upper(), Span(index, index), not (has_digit or spelled), broken)


def _says_how_many(utterance: Utterance, index: int) -> bool:
    """Whether the "four" of "the last four 4242" says how many digits follow, written in one or said one by one."""
    norms, count = utterance.norms, UNITS.get(utterance.norms[index], 0)
    if not count or norms[index - 1 : index] not in (("last",), ("first",)):
        return False
    behind = norms[index + 1 : index + 2 + count]
    digits = next((place for place, norm in enumerate(behind) if not _sign(norm).isdigit()), len(behind))
    return digits == count or bool(behind and behind[0].isdigit() and len(behind[0]) == count)


def _beside_sign(norms: Sequence[str], index: int) -> bool:
    return any(0 <= place < len(norms) and _sign(norms[place]) for place in (index - 1, index + 1))


def _sign(norm: str) -> str:
    if norm in UNITS and UNITS[norm] < 10:
        return str(UNITS[norm])
    if norm in _OTHER_DIGITS:
        return _OTHER_DIGITS[norm]
    return norm.upper() if len(norm) == 1 and norm.isascii() and norm.isalnum() else ""


def _spoken_number(norms: Sequence[str], index: int) -> tuple[str, int] | None:
    """ "twelve", "forty five" and "twelve thousand three hundred" as the digits they stand for."""
    word = norms[index]
    if word not in TENS and word not in UNITS:
        return None
    found = cardinal_at(norms, index)
    if found is None or (word in UNITS and UNITS[word] < 10 and found[1] == index + 1):
        return None
    return str(found[0]), found[1]
