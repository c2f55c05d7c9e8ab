"""The bits of an e-mail address before the `at`: letters, figures, signs and plain words, and what is spelling.

Transcripts put marks between letters that were spelt (`A-N-A`, `A. N. A.`); those are taken out, while a `dash` or
`dot` that was said stays.
"""

from typing import Final, NamedTuple

from flowkit.language.readers.letters import letter
from flowkit.language.readers.number_words import cardinal, counts_nothing, is_figure
from flowkit.language.readers.utterance import Utterance
from flowkit.language.values import folded

TYPED: Final = frozenset("._-+%&'@")
_SPELT: Final = 3
"""So many letters in a row are spelling, whatever stands between them."""


class Bit(NamedTuple):
    """A stretch of a name: `plain` is a word that is said whole, `spelt` a single letter, `typed` a mark as written."""

    text: str
    i: int
    j: int
    plain: bool = False
    spelt: bool = False
    typed: bool = False


def bit_before(u: Utterance, j: int) -> Bit | None:
    """The stretch that ends at part `j`."""
    v, words = u.vocabulary, u.words
    word = words[j - 1]
    if word in v.signs or word in TYPED:
        closing = word in ".'" and not u.touches(j)
        return None if word == "@" or closing else Bit(v.signs.get(word, word), j - 1, j, typed=word in TYPED)
    if j > 1 and words[j - 2] in v.repeats:
        return _repeated(u, j)
    for back in (5, 4, 3, 2, 1):
        single = letter(u, j - back) if j >= back else None
        if single is not None and single[1] == j:
            return Bit(single[0], j - back, j, spelt=True)
    if is_figure(word):
        return Bit(word, j - 1, j)
    return _number_before(u, j) or word_before(u, j)


def _repeated(u: Utterance, j: int) -> Bit | None:
    times = u.vocabulary.repeats[u.words[j - 2]]
    one = letter(u, j - 1)
    text = one[0] if one is not None else _digit(u, j - 1)
    return Bit(text * times, j - 2, j, spelt=one is not None) if text else None


def _digit(u: Utterance, i: int) -> str:
    v, word = u.vocabulary, u.words[i]
    if word in v.zeros:
        return "0"
    if is_figure(word) and len(word) == 1:
        return word
    return str(v.small[word]) if v.small.get(word, 10) < 10 else ""


def _number_before(u: Utterance, j: int) -> Bit | None:
    v, words = u.vocabulary, u.words
    if words[j - 1] in v.zeros:
        return Bit("0", j - 1, j)
    for back in (4, 3, 2, 1):
        i = j - back
        if i >= 0 and (words[i] in v.small or words[i] in v.tens) and not counts_nothing(u, i):
            number = cardinal(u, i)
            if number is not None and number[1] == j:
                return Bit(str(number[0]), i, j)
    return None


def word_before(u: Utterance, j: int) -> Bit | None:
    word = u.words[j - 1]
    return Bit(folded(word), j - 1, j, plain=True) if word.isalpha() or "'" in word[1:] else None


def code_words(u: Utterance, bits: list[Bit]) -> list[Bit]:
    """`alpha november alpha` is `ana`: three letters and more, two of them words of the spelling alphabet."""
    alphabet = u.vocabulary.alphabet
    result, place = list(bits), 0
    while place < len(bits):
        end = place
        while end < len(bits) and (bits[end].spelt or bits[end].text in alphabet):
            end += 1
        named = [at for at in range(place, end) if bits[at].plain]
        if end - place >= _SPELT and len(named) > 1:
            for at in named:
                result[at] = bits[at]._replace(text=alphabet[bits[at].text], plain=False, spelt=True)
        place = max(end, place + 1)
    return result


def letters_by_name(u: Utterance, bits: list[Bit]) -> list[Bit]:
    """`jay`, `kay`: letters among letters, else the word itself."""
    names, result = u.vocabulary.letter_names, []
    for place, bit in enumerate(bits):
        named = bit.spelt and bit.j - bit.i == 1 and u.words[bit.i] in names
        if named and not any(one.spelt for one in (*bits[max(0, place - 1) : place], *bits[place + 1 : place + 2])):
            bit = bit._replace(text=u.words[bit.i], plain=True, spelt=False)
        result.append(bit)
    return result


def without_marks(u: Utterance, bits: list[Bit], written: bool) -> tuple[list[Bit], str]:
    """The bits without written hyphens and dots between spelt letters, and the name with them when it may be meant.

    `written`: the address stands there as one writes it, so that its dots belong to it.
    """
    kept: list[Bit] = []
    doubtful, place = False, 0
    while place < len(bits):
        end = _chain(u, bits, place)
        letters = (end - place + 1) // 2
        mark = bits[place + 1].text if letters > 1 else ""
        if letters < 2 or (mark == "." and written):
            kept.extend(bits[place:end])
        else:
            kept.extend(bits[place:end:2])
            doubtful = doubtful or mark == "." or letters < _SPELT
        place = end
    return kept, "".join(bit.text for bit in bits) if doubtful else ""


def _chain(u: Utterance, bits: list[Bit], place: int) -> int:
    """Where the single letters and figures end that begin at `place` and have one kind of written mark between."""
    end = place + 1
    if not _unit(bits[place]):
        return end
    while (
        end + 1 < len(bits)
        and bits[end].typed
        and bits[end].text in ("-", ".")
        and bits[end].text == bits[place + 1].text
        and u.touches(bits[end].i)
        and u.touches(bits[end].j)
        and _unit(bits[end + 1])
    ):
        end += 2
    return end


def _unit(bit: Bit) -> bool:
    return bit.spelt or (len(bit.text) == 1 and bit.text.isdigit())


def without_capital(u: Utterance, bits: list[Bit]) -> tuple[list[Bit], bool]:
    """`capital S, sam`: the letter is that of the word."""
    if len(bits) < 2 or not bits[0].spelt or not bits[1].plain:
        return bits, False
    marked = u.words[bits[0].i] in u.vocabulary.letter_marks and bits[1].text.startswith(bits[0].text)
    return (bits[1:], True) if marked else (bits, False)
