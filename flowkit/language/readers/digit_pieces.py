"""Pieces of digits, each said in one breath: `double four`, `forty seven`, `12`, `four thousand, seven hundred`."""

from flowkit.language.frozen import frozen
from flowkit.language.readers.number_words import cardinal, counts_nothing, is_figure
from flowkit.language.readers.utterance import Utterance


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
    if word not in v.digit_words and not is_figure(word):
        return None
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
    digits, j = _cut_short(u, i, *_past_comma(u, *whole))
    split = f"{v.tens[word]}{digits[-1]}" if word in v.tens and j == i + 2 else digits
    return digits, split, j


def _past_comma(u: Utterance, value: int, j: int) -> tuple[int, int]:
    """`four thousand, seven hundred and eleven` is one number: hundreds go on behind a thousand and a comma."""
    v, words = u.vocabulary, u.words
    scale = v.scales.get(words[j - 1], 0)
    if scale <= 1 or words[j] != "," or words[j + 2] not in v.hundreds:
        return value, j
    rest = cardinal(u, j + 1)
    return (value + rest[0], rest[1]) if rest is not None and rest[0] < scale else (value, j)


def _cut_short(u: Utterance, i: int, value: int, j: int) -> tuple[str, int]:
    """`nine hundred one two three` is 900, 1, 2, 3: a last digit goes with the digits behind it."""
    v, words = u.vocabulary, u.words
    digit_follows = v.small.get(words[j], 10) < 10 or words[j] in v.zeros
    last = value % 10
    round_before = words[j - 2] in v.hundreds or words[j - 2] in v.scales
    if (
        (digit_follows or words[j] in v.hundreds)
        and last
        and round_before
        and j - 2 > i
        and v.small.get(words[j - 1]) == last
    ):
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
