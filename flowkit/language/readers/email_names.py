"""What stands before the `at` of an e-mail address, read from right to left.

Theory of operation. The stretch is cut into bits (`email_bits.py`). Where two plain words follow each other nobody can
tell where the address begins, and there are several readings.
"""

from itertools import pairwise
from typing import Final, NamedTuple

from flowkit.language.readers.doubts import O_OR_ZERO
from flowkit.language.readers.email_bits import (
    TYPED,
    Bit,
    bit_before,
    code_words,
    letters_by_name,
    without_capital,
    without_marks,
    word_before,
)
from flowkit.language.readers.email_hosts import HYPHENS, MARKS, RUN_TOGETHER, SPELT_APART
from flowkit.language.readers.utterance import Utterance

LETTERS_BEFORE: Final = "letters were said before it"
APOSTROPHE: Final = "an apostrophe may be part of it"
_WORDS: Final = 3
"""How many plain words in a row may be one name before the `at`."""
_BACK: Final = 8
"""How far before an address something may be said about its letters."""


class Name(NamedTuple):
    """A name from part `i`; `other` is what it may be as well."""

    text: str
    i: int
    doubt: str = ""
    other: str = ""


def names_before(u: Utterance, at: int, floor: int) -> list[Name]:
    """What stands before the `at`, not before `floor`; several when nobody can tell where it begins."""
    bits, doubt, joined = _bits(u, at, floor)
    if not bits:
        return []
    bits = letters_by_name(u, code_words(u, bits))
    written = u.words[at] == "@" and u.touches(at)
    bits, marks = without_marks(u, bits, written)
    repeated = _said_and_spelt(u, bits)
    if repeated is not None:
        return [repeated]
    bits, capital = without_capital(u, bits)
    start = bits[0].i
    doubt = doubt or (RUN_TOGETHER if capital else "") or _before(u, start, floor) or (HYPHENS if marks else "")
    if any("'" in bit.text and bit.plain for bit in bits):
        doubt, marks = doubt or APOSTROPHE, marks or "".join(bit.text for bit in bits)
    if not bits[-1].text.isalnum() and not bits[-1].plain and not written:
        doubt = doubt or HYPHENS  # nothing stands behind the sign
    if not written and all(bit.text.isdigit() for bit in bits):
        doubt = doubt or LETTERS_BEFORE
    if not doubt and any(_o_or_zero(u, bits, place) for place in range(len(bits))):
        doubt = O_OR_ZERO
    loose = [place for place in range(1, len(bits)) if _loose(u, bits[place - 1], bits[place])]
    if joined and len(loose) == 1:
        loose = []
    if loose or any(_beside(u, one, other) for one, other in pairwise(bits)):
        doubt = doubt or RUN_TOGETHER
    return [Name(_text(bits[place:]), bits[place].i, doubt, marks) for place in (0, *loose)]


def said_aside(u: Utterance, j: int) -> bool:
    """Whether `all one word` stands behind the address that ends at part `j`."""
    while u.words[j] in MARKS:
        j += 1
    aside = u.meaning(j, u.vocabulary.mail_asides)
    return aside is not None and aside[0]


def _text(bits: list[Bit]) -> str:
    return "".join(bit.text.replace("'", "") if bit.plain else bit.text for bit in bits)


def _bits(u: Utterance, at: int, floor: int) -> tuple[list[Bit], str, bool]:
    """The parts of the name, a doubt, and whether its words were said to be one."""
    v, words = u.vocabulary, u.words
    bits: list[Bit] = []
    doubt, joined, words_left = "", False, _WORDS
    j = _before_marks(u, at, floor)
    while j > floor:
        passed = _passed(u, j, bits)
        aside = None if passed < j else _aside_before(u, j, floor)
        if aside is not None:
            joined, passed = joined or aside[0], _before_marks(u, aside[1], floor)
        if passed < j:
            j = passed
            continue
        bit = bit_before(u, j)
        if bit is None:
            break
        said_of = next((bit.i - n for n in (2, 1) if bit.i > n and u.at(bit.i - n, v.letter_tails) == bit.i), 0)
        if bit.spelt and not bits and said_of:
            j, doubt = said_of, SPELT_APART  # `kat with a k`
            continue
        if bit.plain:
            stop = _ends_name(u, words[bit.i]) and not _tied_by_sign(u, bit, bits)
            if stop or (not u.touches(j) and bits and bits[0].plain and words_left == 0):
                break
            counts = bits and bits[0].plain and words[bit.i] not in v.alphabet
            words_left = words_left - 1 if counts else words_left if bits and bits[0].plain else _WORDS
        bits.insert(0, bit)
        j = bit.i
    while bits and bits[0].text in ("-", ".", "+", "'"):
        bits.pop(0)
    aside = _aside_before(u, _before_marks(u, j, floor), floor)
    return bits, doubt, joined or (aside is not None and aside[0])


def _before_marks(u: Utterance, j: int, floor: int) -> int:
    while j > floor and u.words[j - 1] in MARKS:
        j -= 1
    return j


def _passed(u: Utterance, j: int, bits: list[Bit]) -> int:
    """The part before what is no part of an address: `uh`, marks between letters that are spelt or beside signs."""
    v, words, word = u.vocabulary, u.words, u.words[j - 1]
    if word in v.hesitations:
        return j - 1
    if word in MARKS and bits and j > 1:
        beside = words[j - 2] in v.signs or (not bits[0].plain and words[bits[0].i] in v.signs)
        return j - 1 if beside or (bits[0].spelt and _spelt_before(u, j - 1)) else j
    letter_stop = word == "." and u.touches(j - 1) and not u.touches(j) and len(words[j - 2]) == 1
    return j - 1 if letter_stop and words[j - 2].isalpha() and (not bits or bits[0].spelt) else j


def _spelt_before(u: Utterance, j: int) -> bool:
    before = bit_before(u, j) if j else None
    return before is not None and before.spelt


def _aside_before(u: Utterance, j: int, floor: int) -> tuple[bool, int] | None:
    """`all one word`, `all lowercase` before part `j`: whether it joins words, and where it begins."""
    for i in range(max(floor, j - 5), j):
        aside = u.meaning(i, u.vocabulary.mail_asides)
        if aside is not None and aside[1] == j:
            return aside[0], i
    return None


def _ends_name(u: Utterance, word: str) -> bool:
    """Whether an address cannot reach over this word to the left."""
    v = u.vocabulary
    tables = (v.mail_stops, v.at_words, v.ors, v.negators, v.noes, v.politeness)
    return any(word in table for table in tables)


def _tied_by_sign(u: Utterance, bit: Bit, bits: list[Bit]) -> bool:
    """Whether a stop word is part of the address after all: a sign stands beside it (`it dot support`, `dot me`)."""
    before = u.words[bit.i - 1] if bit.i else ""
    behind = bool(bits) and bits[0].text in "._-+" and not bits[0].plain
    return behind or before in u.vocabulary.signs or (before in TYPED and u.touches(bit.i))


def _before(u: Utterance, i: int, floor: int) -> str:
    """A doubt when what stands before part `i` may be about the address too: `the third`, `M as in Mike, bob`."""
    v, before, earlier = u.vocabulary, u.words[i - 1] if i else "", u.words[i - 2] if i > 1 else ""
    if before in v.at_words:
        return RUN_TOGETHER if earlier.isalpha() and not _ends_name(u, earlier) else ""
    if before in v.the_words or before in v.articles or before in v.joins:
        return RUN_TOGETHER
    j = i
    while j > floor and (u.words[j - 1] in MARKS or u.words[j - 1] == "."):
        j -= 1
    initial = u.words[j] == "." and u.touches(j)
    if floor < j < i and _spelt_before(u, j) and (initial or u.words[j - 1] not in v.one_letter_words):
        return LETTERS_BEFORE
    about = (*v.partial_words, *v.letter_words)
    return LETTERS_BEFORE if any(word in about for word in u.words[max(floor, i - _BACK) : i]) else ""


def _loose(u: Utterance, one: Bit, other: Bit) -> bool:
    """Whether the address may begin between the two: a plain word behind a word or figures."""
    return other.plain and (one.plain or one.text.isdigit()) and not u.touches(other.i)


def _beside(u: Utterance, one: Bit, other: Bit) -> bool:
    """Whether a letter and a word stand side by side: `j smith` may be `jsmith` and `j.smith`."""
    return ((one.spelt and other.plain) or (one.plain and other.spelt)) and not u.touches(other.i)


def _o_or_zero(u: Utterance, bits: list[Bit], place: int) -> bool:
    """Whether an `o` beside figures may be a zero, or an `oh` between letters an `o`."""
    bit = bits[place]
    beside = [one for one in (*bits[max(0, place - 1) : place], *bits[place + 1 : place + 2]) if one.text.isalnum()]
    if bit.spelt and set(bit.text) == {"o"}:
        return any(one.text.isdigit() for one in beside)
    said = u.words[bit.j - 1] in u.vocabulary.letter_zeros
    return said and set(bit.text) == {"0"} and not any(one.text.isdigit() for one in beside)


def _said_and_spelt(u: Utterance, bits: list[Bit]) -> Name | None:
    """`Ana, a n a`, `Meyer, that's m e y e r`: a word and then its letters are one."""
    letters = [bit for bit in bits if bit.spelt]
    word = bits[0] if bits[0].plain else _word_ahead(u, bits[0].i)
    if word is None or len(letters) < 2 or len(letters) < len(bits) - 1:
        return None
    spelt = "".join(bit.text for bit in letters)
    alike = spelt == word.text or (len(spelt) > 2 and spelt[0] == word.text[0] and len(spelt) == len(word.text))
    return Name(spelt, word.i) if alike else None


def _word_ahead(u: Utterance, i: int) -> Bit | None:
    """The plain word before letters that begin at `i`, past a comma and `that's spelled`."""
    j = i
    while j > 0 and (u.words[j - 1] in (",", "-") or u.words[j - 1] in u.vocabulary.spelling_words):
        j -= 1
    return word_before(u, j) if 0 < j < i else None
