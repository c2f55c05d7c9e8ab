"""Numbers, for the types integer and number.

Numbers said in pieces carry a doubt: `twelve fifty` is 1250 only perhaps.
"""

from decimal import Decimal

from flowkit.language import countries
from flowkit.language.locale import Locale
from flowkit.language.readers.doubts import ABOUT, DIGIT_BY_DIGIT, PIECES, WHICH_MARK
from flowkit.language.readers.number_words import (
    amount,
    cardinal,
    counts_nothing,
    doubtful_mark,
    figure,
    is_figure,
    starts_number,
)
from flowkit.language.readers.reading import Found
from flowkit.language.readers.rough_numbers import rough, torn
from flowkit.language.readers.utterance import Utterance
from flowkit.language.shapes import Shape


def find_numbers(u: Utterance, shape: Shape, locale: Locale) -> list[Found]:
    """Every number of the utterance; whole ones only for an `integer`."""
    comma = countries.decimal_comma(locale.country)
    found: list[Found] = []
    i = 0
    while i < u.size:
        one = _number(u, i, comma) if starts_number(u, i) else None
        if one is None:
            i += 1
            continue
        i = one.j
        if shape.type == "number":
            found.append(one)
        elif one.value == one.value.to_integral_value():
            others = tuple(int(value) for value in one.others)
            found.append(Found(int(one.value), one.i, one.j, one.doubt, others))
    return found


def _number(u: Utterance, i: int, comma: bool) -> Found | None:
    v, words = u.vocabulary, u.words
    if counts_nothing(u, i) or _in_code(u, i):
        return None
    if words[i] in v.articles and words[i + 1] in v.couples:
        return Found(Decimal(2), i, i + 2, ABOUT)
    pieces = _pieces(u, i)
    if pieces is not None:
        return pieces
    part = amount(u, i, comma)
    if part is None:
        return None
    value, j = part
    start = i
    if words[i - 1] == "-" and i and u.touches(i) and not (u.touches(i - 1) and i > 1) and value > 0:
        value, start = -value, i - 1
    if in_other_value(u, i, j):
        return None
    if doubtful_mark(u, i, j, comma):
        return Found(value, start, j, WHICH_MARK)
    if torn(u, start, j):
        return Found(value, start, j, PIECES)
    return Found(value, start, j, ABOUT if rough(u, start, j) else "")


def _in_code(u: Utterance, i: int) -> bool:
    """Whether letters touch the part from the left: `K7`."""
    return u.touches(i) and u.words[i - 1].isalpha()


def in_other_value(u: Utterance, i: int, j: int) -> bool:
    """Whether what stands from `i` to `j` belongs to a time, a day or a code."""
    v, words = u.vocabulary, u.words
    after = words[j]
    if u.touches(j) and (after in (":", "/") or (after.isalpha() and after not in v.thousand_marks)):
        return True
    if u.touches(i) and words[i - 1] in (":", "/"):
        return True
    if i > 1 and words[i - 2] in v.halves | v.quarters and (words[i - 1] in v.past_words or words[i - 1] in v.to_words):
        return True
    return after in v.oclock or after in v.am or after in v.pm or words[i - 1] in v.months or after in v.months


def _pieces(u: Utterance, i: int) -> Found | None:
    """Numbers said one after the other: `one oh one`, `twelve fifty`, `4 7 1 1`, `12 000`."""
    said: list[str] = []
    j = i
    while j < u.size and len(said) < 18:
        if u.words[j] in u.vocabulary.zeros and said:
            said.append("0")
            j += 1
            continue
        part = None if counts_nothing(u, j) or (is_figure(u.words[j]) and figure(u, j) is None) else cardinal(u, j)
        if part is None or in_other_value(u, j, part[1]):
            break
        single = is_figure(u.words[j]) and part[1] == j + 1
        said.append(u.words[j] if single else str(part[0]))
        j = part[1]
    if len(said) < 2:
        return None
    if all(len(one) == 1 for one in said):
        doubt = DIGIT_BY_DIGIT if len(said) == 2 and "0" not in said else ""
        return Found(Decimal("".join(said)), i, j, doubt)
    return Found(Decimal(_joined(said)), i, j, PIECES)


def _joined(said: list[str]) -> str:
    """`twelve oh five` is 1205 as `twelve fifty` is 1250."""
    if len(said) == 3 and said[1] == "0" and len(said[0]) < 3 and len(said[2]) == 1:
        return said[0] + "0" + said[2]
    return "".join(said)
