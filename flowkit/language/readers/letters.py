"""Letters and figures said one by one: codes, post codes, spelt names and addresses.

`K 7 Q X`, `capital k seven queue x`, `B for Bravo`, `double l`, `K7QX`. A letter O may be a zero: what the form of the
value says decides.
"""

from collections.abc import Iterator
from functools import lru_cache

from flowkit.language.frozen import frozen
from flowkit.language.readers.digits import joint
from flowkit.language.readers.number_words import cardinal, counts_nothing, is_figure
from flowkit.language.readers.utterance import Utterance
from flowkit.language.readers.vocabulary import Vocabulary

_LONGEST_ACRONYM = 8
_STOP = frozenset(".")


@frozen
class Sign:
    """Letters or figures said in one breath, in lower case, from part `i` to part `j`.

    `other` is what they may be as well (`0` for `o`), the same when nothing else; `apart` after a break; `word` when it
    is a word that may stand for a letter (`november`).
    """

    text: str
    i: int
    j: int
    other: str
    apart: bool = False
    word: bool = False


def letter(u: Utterance, i: int) -> tuple[str, int] | None:
    """The single letter said at part `i` and the part behind it, with its example (`b as in bravo`)."""
    v, words = u.vocabulary, u.words
    while words[i] in v.letter_marks:
        i += 1
    word = words[i]
    if word in v.double_letters:
        double = u.meaning(i, v.double_letters)
        if double is not None:
            return double
    if len(word) == 1 and word.isalpha():
        return word, _example(u, i + 1, word)
    if word in v.letter_names:
        return v.letter_names[word], i + 1
    return None


def _example(u: Utterance, j: int, said: str) -> int:
    end = u.at(j, u.vocabulary.letter_like)
    return end + 1 if end and u.words[end].startswith(said) and len(u.words[end]) > 1 else j


def tail(u: Utterance, j: int) -> bool:
    """Whether it is said at part `j` how a word is written: `with a y`, `with double n`, `with two n's`."""
    v, words = u.vocabulary, u.words
    end = u.at(j, v.letter_tails)
    while end and words[end] in v.repeats:
        end += 1
    return bool(end) and len(words[end]) == 1 and words[end].isalpha()


def sign(u: Utterance, i: int) -> Sign | None:
    """The letters or figures at part `i`."""
    v, words = u.vocabulary, u.words
    word = words[i]
    if word in v.repeats:
        one = sign(u, i + 1) if words[i + 1] not in v.repeats and not u.meaning(i, v.double_letters) else None
        if one is not None and len(one.text) == 1:
            return Sign(one.text * v.repeats[word], i, one.j, one.other * v.repeats[word])
    single = letter(u, i)
    if single is not None:
        plain = single[0] == "o" and single[1] == i + 1  # with `capital` or an example it is a letter
        return Sign(single[0], i, single[1], "0" if plain else single[0])
    if word in v.zeros:
        return Sign("0", i, i + 1, "o" if word in v.letter_zeros else "0")
    if word in v.alphabet:
        return Sign(v.alphabet[word], i, i + 1, v.alphabet[word], word=True)
    if word in v.letter_sounds:
        return Sign(v.letter_sounds[word], i, i + 1, v.letter_sounds[word], word=True)
    return _mixed(u, i)


def _mixed(u: Utterance, i: int) -> Sign | None:
    """`K7QX`, `KQX` in capitals, a figure, a number in words."""
    words, j = u.words, i + 1
    if words[i].isalnum() and (words[i].isalpha() is False or (u.touches(j) and is_figure(words[j]))):
        while u.touches(j) and words[j].isalnum():
            j += 1
        text = "".join(words[i:j])
        if text.isascii():
            return Sign(text, i, j, text.replace("o", "0"))
        return None
    if words[i].isalpha() and words[i].isascii() and len(words[i]) <= _LONGEST_ACRONYM and u.written(i, j).isupper():
        return None if u.text.isupper() and len(words[i]) > 3 else Sign(words[i], i, j, words[i])
    number = None if counts_nothing(u, i) or words[i] in u.vocabulary.articles else cardinal(u, i)
    return None if number is None else Sign(str(number[0]), i, number[1], str(number[0]))


@lru_cache(maxsize=8)
def _starts(v: Vocabulary) -> frozenset[str]:
    """The words of more than one letter that may be letters or figures."""
    tables = (v.repeats, v.letter_names, v.letter_sounds, v.alphabet, v.double_letters, v.small, v.tens)
    return frozenset().union(*tables, v.letter_marks, v.zeros, v.articles)


def _mixes(u: Utterance, i: int) -> bool:
    return is_figure(u.words[i]) or (u.touches(i + 1) and is_figure(u.words[i + 1]))


def sign_runs(u: Utterance, sentences: bool = False) -> Iterator[list[Sign]]:
    """Every run of letters and figures; with `sentences` it may go on behind a full stop."""
    i, starts, words = 0, _starts(u.vocabulary), u.words
    gaps = u.vocabulary.sign_nouns | _STOP if sentences else u.vocabulary.sign_nouns
    while i < u.size:
        word = words[i]
        if len(word) > 1 and word not in starts and not u.text[u.starts[i]].isupper() and not _mixes(u, i):
            i += 1
            continue
        run: list[Sign] = []
        apart, place = False, i
        while True:
            one = sign(u, place)
            if one is None:
                break
            run.append(one if not apart else Sign(one.text, one.i, one.j, one.other, True, one.word))
            on = joint(u, one.j, gaps)
            if on is None:
                break
            place, apart = on
        i = run[-1].j if run else i + 1
        if run:
            yield run


def spellings(run: list[Sign]) -> Iterator[str]:
    """What the run may spell: as said first, then with O for zero and zero for O, at most sixteen ways."""
    open_places = [place for place, one in enumerate(run) if one.other != one.text][:4]
    for chosen in range(2 ** len(open_places)):
        turned = {place for bit, place in enumerate(open_places) if chosen >> bit & 1}
        yield "".join(one.other if place in turned else one.text for place, one in enumerate(run))
