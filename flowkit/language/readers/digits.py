"""Digits said one by one, in groups or as numbers: `double four`, `triple oh seven`, `12-345`, `forty seven eleven`.

Theory of operation. The words are cut into runs: pieces of digits (`digit_pieces.py`) with nothing between them but
blanks, hyphens and what callers put between digits (`dash`, `and then`, a comma). A slot with a pattern takes a whole
run that has its form or, failing that, part of one between two such breaks. Without a pattern a run with breaks is one
value, in doubt.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from flowkit.language.acceptance import compiled
from flowkit.language.locale import Locale
from flowkit.language.readers.digit_doubts import doubt_around
from flowkit.language.readers.digit_pieces import Piece, digit_piece
from flowkit.language.readers.doubts import MORE, PIECES
from flowkit.language.readers.number_words import is_figure
from flowkit.language.readers.reading import Found
from flowkit.language.readers.utterance import Utterance
from flowkit.language.readers.vocabulary import NONE, Words
from flowkit.language.shapes import Shape

LETTERS: Final = "letters were said with it"
SPLIT: Final = "could be said digit by digit"
_WHOLE_VALUE: Final = 4
"""So many digits at least are a value by themselves when another of the same length follows."""
_SHORTEST_NOUN: Final = 4
_SLOW: Final = 4
"""The longest piece that may be a sentence of its own."""
_CLOSE: Final = frozenset(".,-")
_JOINTS: Final = frozenset("-‑–()/#*·")
_BREAKS: Final = frozenset(",;…")


def joint(u: Utterance, j: int, gaps: Words = NONE) -> tuple[int, bool] | None:
    """Where digits may go on behind part `j`, and whether a break lies between; `None` at the end of what was said.

    `gaps` are more words that may stand between; with a full stop among them, sentences are run together.
    """
    v, words, apart = u.vocabulary, u.words, False
    start = j
    while j < u.size:
        word = words[j]
        if word == "." and words[j + 1] == "." and u.touches(j + 1):
            while words[j] == ".":
                j += 1
            start, apart = j - 1, True
        elif word in _JOINTS or (word == "." and u.touches(j) and u.touches(j + 1)):
            j += 1
        elif word in _BREAKS or word in v.digit_gaps or word in gaps:
            apart = True
            j += 1
        else:
            return (j, apart) if j - start <= 4 else None
    return None


def runs(u: Utterance) -> Iterator[list[Piece]]:
    """Every run of digits."""
    v, words, i = u.vocabulary, u.words, 0
    digit_words = v.digit_words
    while i < u.size:
        word = words[i]
        if word not in digit_words and not is_figure(word):
            i += 1
            continue
        run = _run(u, i)
        i = run[-1].j if run else i + 1
        run = run[1:] if _says_how_many(u, run) else run
        while run and run[-1].apart and (_counted(u, run[-1:]) or _exclaimed(u, run[-1])):
            run.pop()
        if run and not _counted(u, run) and not (len(run) == 1 and words[run[0].i] in v.letter_zeros):
            yield run


def _says_how_many(u: Utterance, run: list[Piece]) -> bool:
    """Whether the `four` of `the last four 4242` says how many follow."""
    v, words, first = u.vocabulary, u.words, run[0].i if run else 0
    if len(run) < 2 or not first or words[first - 1] not in v.end_words or run[0].j != first + 1:
        return False
    return sum(len(piece.digits) for piece in run[1:]) == v.small.get(words[first])


def _exclaimed(u: Utterance, last: Piece) -> bool:
    """Whether the `oh` of `4711, oh wait` is no zero."""
    return u.words[last.i] in u.vocabulary.letter_zeros and u.words[last.j].isalpha()


def _run(u: Utterance, i: int) -> list[Piece]:
    run: list[Piece] = []
    apart = False
    while True:
        one = digit_piece(u, i)
        if one is None:
            return run
        run.append(Piece(one[0], i, one[2], one[1], apart))
        on = _next_sentence(u, run[-1]) or joint(u, one[2])
        if on is None:
            return run
        i, apart = on


def _next_sentence(u: Utterance, piece: Piece) -> tuple[int, bool] | None:
    """`Seven. Three. Five.` is said slowly: short pieces that are sentences of their own."""
    i = j = piece.j + 1
    if u.words[piece.j] != "." or len(piece.digits) > _SLOW:
        return None
    said = 0
    while True:
        one = digit_piece(u, j)
        said += len(one[0]) if one is not None else 0
        if one is None or said > _SLOW:
            return None
        j = one[2]
        if u.words[j] in _CLOSE or j >= u.size:
            return i, True


def _counted(u: Utterance, run: list[Piece]) -> bool:
    """Whether the run is a number of something: `two weeks`, `50 dollars`, `10am`, `March 3`; or part of a code."""
    v, words, end = u.vocabulary, u.words, run[-1].j
    if u.touches(end) and words[end].isalpha():
        return True
    first = words[run[0].i - 1] if run[0].i else ""
    if len(run) == 1 and first in v.months and len(run[0].digits) < 3:
        return True
    if len(run) < 3 and words[end] in v.counted:
        return True
    if len(run) == 1 and len(run[0].digits) < 3 and words[end] in v.day_ties:
        other = digit_piece(u, end + 1)
        if other is not None and _counted(u, [Piece(other[0], end + 1, other[2], other[1], False)]):
            return True  # `four or five digits`
    return len(run) == 1 and len(run[0].digits) < 3 and _plural(u, end)


def _plural(u: Utterance, j: int) -> bool:
    """Whether a noun that is counted stands at part `j`: `two lamps`, `four digits`."""
    v, word = u.vocabulary, u.words[j]
    if not v.plural_ending or not word.endswith(v.plural_ending) or len(word) < _SHORTEST_NOUN:
        return False
    return word not in v.politeness and word not in v.fillers and word not in v.never_counted


def find_digits(u: Utterance, shape: Shape, locale: Locale) -> list[Found]:
    """Every value of digits; with a pattern only those that have its form."""
    found: list[Found] = []
    form = compiled(shape.pattern) if shape.pattern else None
    for run in runs(u):
        doubt = LETTERS if _letter_before(u, run[0].i) or _letter_behind(u, run[-1].j) else doubt_around(u, run)
        if form is None:
            found.extend(_whole(part, doubt) for part in _listed(u, run))
        else:
            values = fitting(run, form)
            found += [one if one.doubt else one._replace(doubt=doubt) for one in values] if doubt else values
    return found


def _letter_before(u: Utterance, i: int) -> bool:
    """`W 12345`, `W12345`: a letter that belongs to the number."""
    before = u.words[i - 1] if i else ""
    if before in u.vocabulary.alphabet or _example_before(u, i - 1 - (before == ",")):
        return True
    if before == "," and i > 1:
        return (
            len(u.words[i - 2]) == 1
            and u.words[i - 2].isalpha()
            and u.words[i - 2] not in u.vocabulary.one_letter_words
        )
    if before in ("-", "/") and i > 1 and u.touches(i):
        before = u.words[i - 2]
    if len(before) == 1 and before.isalpha():
        return before not in u.vocabulary.one_letter_words
    return u.touches(i) and before.isalpha()


def _example_before(u: Utterance, p: int) -> bool:
    """Whether part `p` is the example of a letter: `C as in Charlie`."""
    likes, words = u.vocabulary.letter_like, u.words
    return any(q > 0 and words[q] in likes and len(words[q - 1]) == 1 and u.at(q, likes) == p for q in (p - 1, p - 2))


def _letter_behind(u: Utterance, j: int) -> bool:
    """`12345-A`, `12345 dash A`, `12345 B`."""
    v, words = u.vocabulary, u.words
    if words[j] == "-" and u.touches(j) and u.touches(j + 1) and words[j + 1].isalpha():
        return True
    said = v.signs.get(words[j]) == "-"
    one = words[j + said]
    return len(one) == 1 and one.isalpha() and (said or one not in v.one_letter_words)


def _listed(u: Utterance, run: list[Piece]) -> list[list[Piece]]:
    """The parts of a run when `and` stands between whole values of one length: `12345 and 12346`."""
    if len(run) == 1:
        return [run]
    joins, words = u.vocabulary.joins, u.words
    cuts = [
        place
        for place in range(1, len(run))
        if run[place].i - run[place - 1].j == 1 and words[run[place - 1].j] in joins
    ]
    edges = [0, *cuts, len(run)]
    parts = [run[start:end] for start, end in pairwise(edges)]
    lengths = {sum(len(piece.digits) for piece in part) for part in parts}
    return parts if len(lengths) == 1 and min(lengths) >= _WHOLE_VALUE else [run]


def _whole(run: list[Piece], doubt: str) -> Found:
    broken = any(piece.apart for piece in run[1:])
    for place, piece in enumerate(run):
        one = "".join(part.digits for part in run[:place])
        if piece.apart and len(one) >= _WHOLE_VALUE and one == "".join(part.digits for part in run[place:]):
            return Found(one, run[0].i, run[place - 1].j, doubt or PIECES, (one + one,))  # said twice
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
