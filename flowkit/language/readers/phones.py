"""Phone numbers: digits in any grouping, with the country's own prefix or a `plus`; and the number that calls."""

from typing import Final

from flowkit.language import countries
from flowkit.language.locale import Locale
from flowkit.language.readers.digit_doubts import OTHER, other_number
from flowkit.language.readers.digit_pieces import Piece
from flowkit.language.readers.digits import runs
from flowkit.language.readers.doubts import MORE
from flowkit.language.readers.reading import GIVEN, Found
from flowkit.language.readers.utterance import Utterance
from flowkit.language.shapes import Shape

EXTENSION: Final = "without the extension"
_LONGEST: Final = 20


def find_phones(u: Utterance, shape: Shape, locale: Locale) -> list[Found]:
    """Every phone number as E.164, and `GIVEN` for `the number I'm calling from`."""
    found = _given(u)
    for run in runs(u):
        plus = _plus(u, run[0].i)
        one = _number(run, 0, len(run), plus, locale.country)
        if one is None:
            found.extend(_inside(run, plus, locale.country))
            continue
        if u.words[run[-1].j] in u.vocabulary.extension or (
            u.words[run[-1].j] == "," and u.words[run[-1].j + 1] in u.vocabulary.extension
        ):
            one = one._replace(doubt=EXTENSION)
        if other_number(u, one.i):
            one = one._replace(doubt=one.doubt or OTHER)
        found.append(one)
    return sorted(found, key=lambda one: one.i)


def _plus(u: Utterance, i: int) -> int:
    """Where the `+` before part `i` begins; `i` when there is none."""
    before = u.words[i - 1] if i else ""
    return i - 1 if before == "+" or u.vocabulary.signs.get(before) == "+" else i


def _number(run: list[Piece], start: int, end: int, plus: int, country: str) -> Found | None:
    digits = "".join(piece.digits for piece in run[start:end])
    if len(digits) > _LONGEST:
        return None
    led = not start and plus < run[0].i
    value = countries.e164(f"+{digits}" if led else digits, country)
    return Found(value, plus if led else run[start].i, run[end - 1].j) if value else None


def _inside(run: list[Piece], plus: int, country: str) -> list[Found]:
    """A number between two breaks of a longer run."""
    starts = [place for place, piece in enumerate(run) if piece.apart or not place]
    ends = [*starts[1:], len(run)]
    found = []
    for start in starts:
        for end in ends:
            one = _number(run, start, end, plus, country) if end > start else None
            if one is not None:
                found.append(one._replace(doubt=MORE))
    return found


def _given(u: Utterance) -> list[Found]:
    found: list[Found] = []
    i = 0
    while i < u.size:
        end = u.at(i, u.vocabulary.calling_number)
        if end:
            found.append(Found(GIVEN, i, end))
        i = end or i + 1
    return found
