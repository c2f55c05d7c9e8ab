"""E-mail addresses, said or spelt: `ana underscore b at mail dot co dot uk`, `a n a at mail dot com`.

Theory of operation. Everything starts at an `at`. To its right, labels are joined by `dot` until one has no `dot` after
it. To its left, single letters, digits and signs belong to the address, and so does the word beside them; where two
plain words follow each other nobody can tell where the address begins, and there are several readings.
"""

from typing import Final, NamedTuple

from flowkit.language.locale import Locale
from flowkit.language.readers.letters import letter
from flowkit.language.readers.number_words import cardinal, counts_nothing, is_figure
from flowkit.language.readers.reading import Found
from flowkit.language.readers.utterance import Utterance
from flowkit.language.shapes import Shape
from flowkit.language.single_values import email
from flowkit.language.values import folded

RUN_TOGETHER: Final = "words were run together"
HOST: Final = "the end of the address is unusual or was not said"
_WORDS: Final = 3
"""How many plain words in a row may be one name before the `at`."""
_TYPED: Final = frozenset("._-+%&'@")


class _Bit(NamedTuple):
    """A stretch of an address: `plain` is a word that is said whole, `spelt` a single letter."""

    text: str
    i: int
    j: int
    plain: bool = False
    spelt: bool = False
    doubt: str = ""


def find_emails(u: Utterance, shape: Shape, locale: Locale) -> list[Found]:
    """Every e-mail address, in lower case."""
    v = u.vocabulary
    found: list[Found] = []
    if v.at_words.isdisjoint(u.words) and "@" not in u.words:
        return found
    for at in range(1, u.size - 1):
        if u.words[at] != "@" and u.words[at] not in v.at_words:
            continue
        after = at + 2 if u.words[at + 1] in v.at_behind else at + 1
        host = _host(u, after)
        if host is None:
            continue
        for name, i, doubt in _names(u, at, found[-1].j if found else 0):
            value = email(f"{name}@{host.text}")
            if value is not None:
                found.append(Found(value, i, host.j, doubt or host.doubt))
    return found


def _host(u: Utterance, i: int) -> _Bit | None:
    """The domain from part `i`, in doubt when its end is unusual or went without saying, or words were run together."""
    v, words = u.vocabulary, u.words
    labels: list[str] = []
    j = i
    while True:
        label, end = _label(u, j, first=not labels)
        if not label:
            break
        labels.append(label)
        j = end
        dot = words[j] in v.dot_words and (words[j] != "." or u.touches(j + 1) or len(labels) == 1)
        if dot:
            j += 1
        elif not (len(labels) > 1 and label == "co" and words[j] in v.domain_ends):
            break
    if len(labels) > 1:
        usual = labels[-1] in v.domain_ends or any(u.touches(place) for place in range(i + 1, j))
        parts = sum(len(label.split("-")) for label in labels)
        joined = labels[0] not in v.mail_hosts and labels[0] not in words[i:j] and _plain_words(u, i, j) > parts
        return _Bit(".".join(labels), i, j, doubt=RUN_TOGETHER if joined else "" if usual else HOST)
    whole = v.mail_hosts.get(labels[0]) if labels else None
    return _Bit(whole, i, j, doubt=HOST) if whole else None


def _plain_words(u: Utterance, i: int, j: int) -> int:
    """How many words of more than one letter stand there that are no sign."""
    signs = u.vocabulary.dot_words | u.vocabulary.signs.keys()
    return sum(len(word) > 1 and word.isalpha() and word not in signs for word in u.words[i:j])


def _label(u: Utterance, i: int, first: bool) -> tuple[str, int]:
    """One part of the domain: a word, spelt letters, or (the first) words up to the next `dot`."""
    v, words = u.vocabulary, u.words
    text, j, spelt = "", i, False
    while j < u.size:
        word = words[j]
        if word in v.hesitations:
            j += 1
            continue
        single = letter(u, j)
        touching = j > i and u.touches(j)
        if single is not None and (first or spelt or not text or touching or _dot_soon(u, j)):
            text, j, spelt = text + single[0], single[1], True
        elif word == "-" or v.signs.get(word) == "-":
            text, j = text + "-", j + 1
        elif is_figure(word) and (first or touching or _dot_soon(u, j)):
            text, j = text + word, j + 1
        elif (
            word.isalpha()
            and word not in v.dot_words
            and not (text and word in v.at_words)
            and (not text or touching or text[-1] == "-" or (first and _dot_soon(u, j)))
        ):
            text, j, spelt = text + folded(word), j + 1, False
        else:
            break
    return text.strip("-"), j


def _dot_soon(u: Utterance, j: int) -> bool:
    """Whether a `dot` follows within two words, so that the label goes on (`hot mail dot com`)."""
    v = u.vocabulary
    return any(
        word in v.dot_words and (word != "." or u.touches(j + 1 + place))
        for place, word in enumerate(u.words[j + 1 : j + 4])
    )


def _names(u: Utterance, at: int, floor: int) -> list[tuple[str, int, str]]:
    """What stands before the `at`: the text, its first part, a doubt. Several when nobody can tell where it begins."""
    bits = _bits(u, at, floor)
    if not bits:
        return []
    repeated = _said_and_spelt(u, bits)
    if repeated is not None:
        return [repeated]
    loose = [place for place in range(1, len(bits)) if _loose(u, bits[place - 1], bits[place])]
    doubt = RUN_TOGETHER if loose or (bits[0].plain and _cut_off(u, bits[0].i)) else ""
    return [("".join(bit.text for bit in bits[start:]), bits[start].i, doubt) for start in (0, *loose)]


def _cut_off(u: Utterance, i: int) -> bool:
    """Whether what stands before part `i` may be part of the address too (`smith the third`, `john at work`)."""
    v, before, earlier = u.vocabulary, u.words[i - 1] if i else "", u.words[i - 2] if i > 1 else ""
    if before in v.at_words:
        return earlier.isalpha() and not _ends_name(u, earlier)
    return before in v.the_words or before in v.articles or before in v.joins


def _loose(u: Utterance, one: _Bit, other: _Bit) -> bool:
    """Whether the address may begin between the two: a plain word behind a word or figures."""
    return other.plain and (one.plain or one.text.isdigit()) and not u.touches(other.i)


def _said_and_spelt(u: Utterance, bits: list[_Bit]) -> tuple[str, int, str] | None:
    """`Ana, a n a`, `Meyer, that's m e y e r`: a word and then its letters are one."""
    letters = [bit for bit in bits if bit.spelt]
    word = bits[0] if bits[0].plain else _word_ahead(u, bits[0].i)
    if word is None or len(letters) < 2 or len(letters) < len(bits) - 1:
        return None
    spelt = "".join(bit.text for bit in letters)
    alike = spelt == word.text or (len(spelt) > 2 and spelt[0] == word.text[0] and len(spelt) == len(word.text))
    return (spelt, word.i, "") if alike else None


def _word_ahead(u: Utterance, i: int) -> _Bit | None:
    """The plain word before letters that begin at `i`, past a comma and `that's spelled`."""
    j = i
    while j > 0 and (u.words[j - 1] in (",", "-") or u.words[j - 1] in u.vocabulary.spelling_words):
        j -= 1
    return _word_before(u, j) if 0 < j < i else None


def _bits(u: Utterance, at: int, floor: int) -> list[_Bit]:
    """The parts of the name, read from the `at` to the left, as far as `floor`."""
    v, words = u.vocabulary, u.words
    bits: list[_Bit] = []
    j, words_left = at, _WORDS
    while j > floor and words[j - 1] == ",":
        j -= 1
    while j > floor:
        if words[j - 1] in v.hesitations or (words[j - 1] == "," and _spelt_on(u, j - 1, bits)):
            j -= 1
            continue
        bit = _bit_before(u, j)
        if bit is None:
            break
        if bit.plain:
            word = words[bit.i]
            stop = _ends_name(u, word) and not _tied_by_sign(u, bit, bits)
            if stop or (not u.touches(j) and bits and bits[0].plain and words_left == 0):
                break
            words_left = words_left - 1 if bits and bits[0].plain else _WORDS
        bits.insert(0, bit)
        j = bit.i
    while bits and bits[0].text in ("-", ".", "+", "'"):
        bits.pop(0)
    return bits


def _ends_name(u: Utterance, word: str) -> bool:
    """Whether an address cannot reach over this word to the left."""
    v = u.vocabulary
    tables = (v.mail_stops, v.at_words, v.ors, v.negators, v.noes, v.politeness)
    return any(word in table for table in tables)


def _spelt_on(u: Utterance, comma: int, bits: list[_Bit]) -> bool:
    """Whether letters stand on both sides of the comma: `a, n, a`."""
    before = _bit_before(u, comma) if comma and bits and bits[0].spelt else None
    return before is not None and before.spelt


def _tied_by_sign(u: Utterance, bit: _Bit, bits: list[_Bit]) -> bool:
    """Whether a stop word is part of the address after all: a sign follows it (`it dot support at …`)."""
    return bool(bits) and bits[0].text in "._-+" and not bits[0].plain


def _bit_before(u: Utterance, j: int) -> _Bit | None:
    """The stretch that ends at part `j`."""
    v, words = u.vocabulary, u.words
    word = words[j - 1]
    if word in v.signs or word in _TYPED:
        closing = word in ".'" and not u.touches(j)
        return None if word == "@" or closing else _Bit(v.signs.get(word, word), j - 1, j)
    if j > 1 and words[j - 2] in v.repeats:
        return _repeated(u, j)
    for back in (5, 4, 3, 2, 1):
        single = letter(u, j - back) if j >= back else None
        if single is not None and single[1] == j:
            return _Bit(single[0], j - back, j, spelt=True)
    if is_figure(word):
        return _Bit(word, j - 1, j)
    return _number_before(u, j) or _word_before(u, j)


def _repeated(u: Utterance, j: int) -> _Bit | None:
    times = u.vocabulary.repeats[u.words[j - 2]]
    one = letter(u, j - 1)
    text = one[0] if one is not None else _digit(u, j - 1)
    return _Bit(text * times, j - 2, j) if text else None


def _digit(u: Utterance, i: int) -> str:
    v, word = u.vocabulary, u.words[i]
    if word in v.zeros:
        return "0"
    if is_figure(word) and len(word) == 1:
        return word
    return str(v.small[word]) if v.small.get(word, 10) < 10 else ""


def _number_before(u: Utterance, j: int) -> _Bit | None:
    v, words = u.vocabulary, u.words
    if words[j - 1] in v.zeros:
        return _Bit("0", j - 1, j)
    for back in (4, 3, 2, 1):
        i = j - back
        if i >= 0 and (words[i] in v.small or words[i] in v.tens) and not counts_nothing(u, i):
            number = cardinal(u, i)
            if number is not None and number[1] == j:
                return _Bit(str(number[0]), i, j)
    return None


def _word_before(u: Utterance, j: int) -> _Bit | None:
    word = u.words[j - 1]
    return _Bit(folded(word).replace("'", ""), j - 1, j, plain=True) if word.isalpha() or "'" in word[1:] else None
