"""Digits said one by one, in groups or as numbers: `double four`, `triple oh seven`, `12-345`, `forty seven eleven`.

Theory of operation. The words are cut into runs: pieces of digits with nothing between them but blanks, hyphens and
what callers put between digits (`dash`, `and then`, a comma). A slot with a pattern takes a whole run that has its form
or, failing that, part of one between two such breaks. Without a pattern a run with breaks is one value, in doubt.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from flowkit.language.frozen import frozen
from flowkit.language.locale import Locale
from flowkit.language.readers.doubts import MORE, PIECES
from flowkit.language.readers.number_words import cardinal, counts_nothing, is_figure
from flowkit.language.readers.reading import Found
from flowkit.language.readers.utterance import Utterance
from flowkit.language.shapes import Shape

LETTERS: Final = "letters were said with it"
SPLIT: Final = "could be said digit by digit"
_WHOLE_VALUE: Final = 4
"""So many digits at least are a value by themselves when another of the same length follows."""
_JOINTS: Final = frozenset("-‑–()/#*·")
_BREAKS: Final = frozenset(",;")


@frozen
class Piece:
    """Digits said in one breath, from part `i` to `j`; `split` when `twenty one` is 20, 1; `apart` after a break."""

    digits: str
    i: int
    j: int
    split: str
    apart: bool


def digit_piece(u: Utterance, i: int) -> tuple[str, str, int] | None:
    """The digits at part `i`, the same when tens and units are taken apart, and the part behind them."""
    v, words = u.vocabulary, u.words
    word = words[i]
    times = v.repeats.get(word)
    if times is not None:
        one = _single_digit(u, i + 1)
        return None if one is None else (one * times, one * times, i + 2)
    if word in v.zeros:
        return "0", "0", i + 1
    if is_figure(word):
        return _figure(u, i)
    if word in v.articles and words[i + 1] not in v.hundreds and words[i + 1] not in v.scales:
        return None
    if counts_nothing(u, i):
        return None
    whole = cardinal(u, i)
    if whole is None:
        return None
    digits, j = _cut_short(u, i, *whole)
    split = f"{v.tens[word]}{digits[-1]}" if word in v.tens and j == i + 2 else digits
    return digits, split, j


def _cut_short(u: Utterance, i: int, value: int, j: int) -> tuple[str, int]:
    """`nine hundred one two three` is 900, 1, 2, 3: a last digit goes with the digits behind it."""
    v, words = u.vocabulary, u.words
    digit_follows = v.small.get(words[j], 10) < 10 or words[j] in v.zeros
    last = value % 10
    round_before = words[j - 2] in v.hundreds or words[j - 2] in v.scales
    if digit_follows and last and round_before and j - 2 > i and v.small.get(words[j - 1]) == last:
        return str(value - last), j - 1
    return str(value), j


def _single_digit(u: Utterance, i: int) -> str | None:
    word = u.words[i]
    if word in u.vocabulary.zeros:
        return "0"
    if is_figure(word):
        return word if len(word) == 1 else None
    digit = u.vocabulary.small.get(word, 10)
    return str(digit) if digit < 10 else None


def _figure(u: Utterance, i: int) -> tuple[str, str, int] | None:
    """A figure, with its marks for thousands taken out: `1,250` is 1250. No piece of a time or an ordinal."""
    words, j = u.words, i + 1
    if u.touches(i) and words[i - 1] in (":", "$", "£", "€"):
        return None
    if u.touches(j) and (words[j] == ":" or words[j] in u.vocabulary.ordinal_endings or words[j] in "%€£°"):
        return None
    if words[j] in u.vocabulary.hundreds or words[j] in u.vocabulary.scales:
        whole = cardinal(u, i)
        return None if whole is None else (str(whole[0]), str(whole[0]), whole[1])
    return words[i], words[i], j


def joint(u: Utterance, j: int) -> tuple[int, bool] | None:
    """Where digits may go on behind part `j`, and whether a break lies between; `None` at the end of what was said."""
    v, words, apart = u.vocabulary, u.words, False
    start = j
    while j < u.size:
        word = words[j]
        if word in _JOINTS or (word == "." and u.touches(j) and u.touches(j + 1)):
            j += 1
        elif word in _BREAKS or word in v.digit_gaps:
            apart = True
            j += 1
        else:
            return (j, apart) if j - start <= 4 else None
    return None


def runs(u: Utterance) -> Iterator[list[Piece]]:
    """Every run of digits."""
    v, words, i = u.vocabulary, u.words, 0
    while i < u.size:
        word = words[i]
        if not (is_figure(word) or word in v.small or word in v.tens or word in v.zeros or word in v.repeats) and (
            word not in v.articles
        ):
            i += 1
            continue
        run = _run(u, i)
        i = run[-1].j if run else i + 1
        while run and run[-1].apart and _counted(u, run[-1:]):
            run.pop()
        if run and not _counted(u, run):
            yield run


def _run(u: Utterance, i: int) -> list[Piece]:
    run: list[Piece] = []
    apart = False
    while True:
        one = digit_piece(u, i)
        if one is None:
            return run
        run.append(Piece(one[0], i, one[2], one[1], apart))
        on = joint(u, one[2])
        if on is None:
            return run
        i, apart = on


def _counted(u: Utterance, run: list[Piece]) -> bool:
    """Whether the run is a number of something: `two weeks`, `50 dollars`, `10am`, `March 3`; or part of a code."""
    v, words, end = u.vocabulary, u.words, run[-1].j
    if u.touches(end) and words[end].isalpha():
        return True
    first = words[run[0].i - 1] if run[0].i else ""
    if len(run) == 1 and first in v.months and len(run[0].digits) < 3:
        return True
    return len(run) < 3 and words[end] in v.counted


def find_digits(u: Utterance, shape: Shape, locale: Locale) -> list[Found]:
    """Every value of digits; with a pattern only those that have its form."""
    found: list[Found] = []
    form = re.compile(shape.pattern) if shape.pattern else None
    for run in runs(u):
        doubt = LETTERS if _letter_before(u, run[0].i) or _letter_behind(u, run[-1].j) else ""
        if form is None:
            found.extend(_whole(part, doubt) for part in _listed(u, run))
        else:
            found.extend(one._replace(doubt=one.doubt or doubt) for one in fitting(run, form))
    return found


def _letter_before(u: Utterance, i: int) -> bool:
    """`W 12345`, `W12345`: a letter that belongs to the number."""
    before = u.words[i - 1] if i else ""
    if before in ("-", "/") and i > 1 and u.touches(i):
        before = u.words[i - 2]
    if len(before) == 1 and before.isalpha():
        return before not in u.vocabulary.one_letter_words
    return u.touches(i) and before.isalpha()


def _letter_behind(u: Utterance, j: int) -> bool:
    """`12345-A`."""
    return u.words[j] == "-" and u.touches(j) and u.touches(j + 1) and u.words[j + 1].isalpha()


def _listed(u: Utterance, run: list[Piece]) -> list[list[Piece]]:
    """The parts of a run when `and` stands between whole values of one length: `12345 and 12346`."""
    joins = u.vocabulary.joins
    cuts = [
        place for place in range(1, len(run)) if u.words[run[place - 1].j : run[place].i] in {(word,) for word in joins}
    ]
    edges = [0, *cuts, len(run)]
    parts = [run[start:end] for start, end in pairwise(edges)]
    lengths = {sum(len(piece.digits) for piece in part) for part in parts}
    return parts if len(lengths) == 1 and min(lengths) >= _WHOLE_VALUE else [run]


def _whole(run: list[Piece], doubt: str) -> Found:
    broken = any(piece.apart for piece in run[1:])
    return Found("".join(piece.digits for piece in run), run[0].i, run[-1].j, doubt or (PIECES if broken else ""))


def fitting(run: list[Piece], form: re.Pattern[str]) -> list[Found]:
    """The values of this form in a run: the whole of it, or else parts of it between breaks."""
    for split in (False, True):
        digits = "".join(piece.split if split else piece.digits for piece in run)
        if form.fullmatch(digits):
            return [Found(digits, run[0].i, run[-1].j, SPLIT if split else "")]
    starts = [place for place, piece in enumerate(run) if piece.apart or not place]
    ends = [*starts[1:], len(run)]
    found = []
    for start in starts:
        for end in ends:
            part = "".join(piece.digits for piece in run[start:end])
            if end > start and form.fullmatch(part):
                found.append(Found(part, run[start].i, run[end - 1].j, MORE))
    return found
