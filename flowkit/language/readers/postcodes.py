"""Post codes by the project's country: `SW1A 1AA`, `s w one a one a a`, `ten double oh one`, `K1A 0B1`."""

from collections.abc import Iterator
from typing import Final

from flowkit.language import countries
from flowkit.language.countries import PostcodeForm
from flowkit.language.locale import Locale
from flowkit.language.readers.digit_doubts import OTHER, other_number
from flowkit.language.readers.digit_pieces import Piece
from flowkit.language.readers.digits import fitting, runs
from flowkit.language.readers.letters import Sign, sign_runs, spellings
from flowkit.language.readers.reading import Found
from flowkit.language.readers.utterance import Utterance
from flowkit.language.shapes import Shape

PART: Final = "more letters were said with it"
_LONGEST: Final = 14
_DROPPED: Final = 3
"""How many signs at either end of a run may be no part of the code (`a`, `I`)."""


def find_postcodes(u: Utterance, shape: Shape, locale: Locale) -> list[Found]:
    """Every post code of the country."""
    form = countries.postcode_form(locale.country)
    found: list[Found] = []
    if form.figures_only:
        for run in runs(u):
            if not _letters_touch(u, run) and not _house(u, run):
                found.extend(_kept(one, locale.country) for one in fitting(run, form.form))
        return [one._replace(doubt=one.doubt or OTHER) if other_number(u, one.i) else one for one in found]
    for sentences in (False, True):
        for signs in sign_runs(u, sentences):
            found.extend(_in_run(u, signs, form, locale.country))
        if found or "." not in u.words:
            break
    return found


def _in_run(u: Utterance, signs: list[Sign], form: PostcodeForm, country: str) -> list[Found]:
    """The code of a run; two when its first letter may be an article (`it's a W1A 0AX`)."""
    for part in _sentence(signs):
        one = _code(u, part, form, country)
        if one is None:
            continue
        article = u.words[part[0].i] in u.vocabulary.articles and not u.touches(part[0].j)
        shorter = _code(u, part[1:], form, country) if article else None
        return [one] if shorter is None else [one._replace(doubt=PART), shorter._replace(doubt=PART)]
    return []


def _letters_touch(u: Utterance, run: list[Piece]) -> bool:
    return u.touches(run[0].i) and u.words[run[0].i - 1].isalpha()


def _house(u: Utterance, run: list[Piece]) -> bool:
    """Whether the digits are the number of a house: `12345 Main Street`."""
    place = run[-1].j
    for word in u.words[place : place + 4]:
        if not word.isalpha():
            return False
        if word in u.vocabulary.street_words:
            return True
    return False


def _kept(one: Found, country: str) -> Found:
    return one._replace(value=countries.postcode(one.value, country))


def _sentence(signs: list[Sign]) -> Iterator[list[Sign]]:
    """The run, then what is left of it without signs at its ends, the longest first."""
    size = len(signs)
    for dropped in range(min(2 * _DROPPED, size - 1) + 1):
        for left in range(dropped + 1):
            right = dropped - left
            if left <= _DROPPED and right <= _DROPPED and left + right < size:
                yield signs[left : size - right]


def _code(u: Utterance, signs: list[Sign], form: PostcodeForm, country: str) -> Found | None:
    if not 1 <= len(signs) <= _LONGEST:
        return None
    for spelling in spellings(signs):
        value = countries.postcode(spelling, country)
        if value is not None:
            i, j = signs[0].i, signs[-1].j
            return Found(value, i, j, PART if _cut(u, i, j) else "")
    return None


def _cut(u: Utterance, i: int, j: int) -> bool:
    """Whether a letter or figure that is no article touches the code on either side, so that it may be a part only."""
    before, after = (u.words[i - 1] if i else ""), u.words[j]
    others = u.vocabulary.one_letter_words
    return any(len(word) == 1 and word.isalnum() and word not in others for word in (before, after))
