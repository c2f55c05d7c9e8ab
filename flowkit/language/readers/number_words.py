"""What a number is in words and figures: `a hundred and twenty five`, `fifteen hundred`, `three and a half`, `1,250`.

Each function reads at one place of an utterance and tells where it ended.
"""

from decimal import Decimal
from typing import Final

from flowkit.language.readers.utterance import Utterance

_LONGEST_FIGURE: Final = 18
_WRITTEN_PARTS: Final = frozenset({"2", "4", "5", "8", "10"})
_FRACTIONS: Final = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}


def is_figure(word: str) -> bool:
    """Whether a part is digits (the padding is none)."""
    return "0" <= word[:1] <= "9"


def counts_nothing(u: Utterance, i: int) -> bool:
    """Whether the number word at `i` is a pronoun: `this one`, `one of them`."""
    v = u.vocabulary
    return u.words[i] == v.pronoun and (
        (i > 0 and (u.words[i - 1] in v.pronoun_after or u.words[i - 1] in v.ordinal_endings))
        or u.words[i + 1] in v.pronoun_before
    )


def below_hundred(u: Utterance, i: int) -> tuple[int, int] | None:
    """The number below a hundred in words, or the figure, at part `i`, and the part behind it."""
    v, words = u.vocabulary, u.words
    word = words[i]
    ten = v.tens.get(word)
    if ten is not None:
        j = i + 1
        if words[j] in ("-", "‑"):
            j += 1
        unit = v.small.get(words[j], 0)
        return (ten + unit, j + 1) if 0 < unit < 10 else (ten, i + 1)
    small = v.small.get(word)
    if small is not None:
        return small, i + 1
    if is_figure(word) and len(word) <= _LONGEST_FIGURE:
        return int(word), i + 1
    return None


def _group(u: Utterance, i: int) -> tuple[int, int] | None:
    """A number with its hundreds: `two hundred and five`, `fifteen hundred`, `a hundred`."""
    v, words = u.vocabulary, u.words
    if words[i] in v.articles:
        if words[i + 1] not in v.hundreds and words[i + 1] not in v.scales:
            return None
        base, j = 1, i + 1
    else:
        first = below_hundred(u, i)
        if first is None:
            return None
        base, j = first
    if words[j] not in v.hundreds or base > 99:
        return base, j
    value, j = base * 100, j + 1
    rest = below_hundred(u, j + 1 if words[j] in v.joins else j)
    if rest is not None and 0 < rest[0] < 100 and not counts_nothing(u, j):
        return value + rest[0], rest[1]
    return value, j


def cardinal(u: Utterance, i: int) -> tuple[int, int] | None:
    """The whole number at part `i`, in words or figures, and the part behind it."""
    v, words = u.vocabulary, u.words
    part = _group(u, i)
    if part is None:
        return None
    total, limit = 0, 0
    while True:
        value, j = part
        scale = v.scales.get(words[j], 0)
        if not scale or (limit and scale >= limit):
            return total + value, j
        total, limit, j = total + value * scale, scale, j + 1
        part = _group(u, j + 1 if words[j] in v.joins else j)
        if part is None or part[0] >= limit or part[0] == 0:
            return total, j


def figure(u: Utterance, i: int, comma: bool = False) -> tuple[Decimal, int] | None:
    """The number in figures at part `i`, with marks for thousands and decimals, and the part behind it.

    Args:
        u: the utterance.
        i: a figure.
        comma: whether the country writes decimals behind a comma.

    Returns:
        `None` for what is no number: a time, a day, a range, an address.
    """
    words, j = u.words, i + 1
    groups, marks = [words[i]], ""
    while words[j] in (".", ",") and u.touches(j) and is_figure(words[j + 1]) and u.touches(j + 1):
        marks += words[j]
        groups.append(words[j + 1])
        j += 2
    if u.touches(j) and words[j] in (":", "/", "-") and is_figure(words[j + 1]) and u.touches(j + 1):
        return None
    if i and u.touches(i) and words[i - 1] in (":", "/", "-", ".", ",") and is_figure(words[i - 2]) and i > 1:
        return None
    if sum(map(len, groups)) > _LONGEST_FIGURE:
        return None
    text = _plain(groups, marks, comma)
    return None if text is None else (Decimal(text), j)


def _plain(groups: list[str], marks: str, comma: bool) -> str | None:
    """The figures with one point for the decimals; `None` when the marks make no number."""
    if not marks:
        return groups[0]
    last, thousands = marks[-1], marks[:-1]
    threes = all(len(group) == 3 for group in groups[1:]) and len(groups[0]) <= 3
    if len(set(marks)) == 1 and threes and (len(marks) > 1 or last == "," or comma):
        return "".join(groups)
    if len(marks) == 1 or (len(set(thousands)) == 1 and last not in thousands):
        if thousands and not (all(len(group) == 3 for group in groups[1:-1]) and len(groups[0]) <= 3):
            return None
        return "".join(groups[:-1]) + "." + groups[-1]
    return None


def doubtful_mark(u: Utterance, i: int, j: int, comma: bool, money: bool = False) -> bool:
    """Whether `1.250` or `1,250` may be a thousand and more as well as one and a bit, and `1,5` two numbers."""
    words = u.words
    if j != i + 3 or not is_figure(words[i]) or words[i + 1] not in (",", "."):
        return False
    if words[i + 1] == "," and not comma and len(words[i + 2]) != 3:
        return True
    if len(words[i + 2]) != 3 or len(words[i]) > 3:
        return False
    return comma or (money and words[i + 1] == ".")


def amount(u: Utterance, i: int, comma: bool = False) -> tuple[Decimal, int] | None:
    """The number at part `i` with sign, decimals and fractions, and the part behind it."""
    v, words = u.vocabulary, u.words
    if words[i] in v.minus:
        rest = amount(u, i + 1, comma) if words[i + 1] not in v.minus else None
        return None if rest is None else (-rest[0], rest[1])
    if words[i] in v.points or (words[i] == "." and u.touches(i + 1) and not (u.touches(i) and words[i - 1].isalnum())):
        return _decimals(u, Decimal(0), i)
    written = _written_fraction(u, i)
    if written is not None:
        return written
    dozen = _dozen(u, i)
    if dozen is not None:
        return dozen
    portion = part_of_one(u, i)
    if portion is not None:
        j = portion[1] + 1 if words[portion[1]] in v.of_words else portion[1]
        scale = _scale(u, j + 1) if words[j] in v.articles else 0
        return (portion[0] * scale, j + 2) if scale else portion
    main = _main_part(u, i, comma)
    return None if main is None else _with_fraction(u, *main)


def _main_part(u: Utterance, i: int, comma: bool) -> tuple[Decimal, int] | None:
    """The number before `point` or `and a half`: in words, or in figures with their marks."""
    v, words = u.vocabulary, u.words
    if is_figure(words[i]):
        written = figure(u, i, comma)
        if written is None:
            return None
        if written[1] > i + 1 or u.touches(i + 1):
            value, j = written
            scale = _scale(u, j)
            return (value * scale, j + 1) if scale else written
    whole = cardinal(u, i)
    if whole is None:
        return None
    value, j = Decimal(whole[0]), whole[1]
    mark = v.thousand_marks.get(words[j])
    return (value, j) if mark is None else (value * mark, j + 1)


def _with_fraction(u: Utterance, value: Decimal, j: int) -> tuple[Decimal, int]:
    v, words = u.vocabulary, u.words
    point = j + 1 if words[j] == "-" and u.touches(j) else j
    if words[point] in v.points:
        exact = _decimals(u, value, point)
        if exact is not None:
            scale = _scale(u, exact[1])
            return (exact[0] * scale, exact[1] + 1) if scale else exact
    if words[j] in v.joins:
        portion = part_of_one(u, j + 1)
        if portion is not None:
            return _with_portion(u, value, j, *portion)
    written = _written_fraction(u, j)
    if written is not None and is_figure(words[j - 1]) and value % 1 == 0:
        return value + written[0], written[1]
    return value, j


def _with_portion(u: Utterance, value: Decimal, j: int, portion: Decimal, end: int) -> tuple[Decimal, int]:
    """`three and a half`, `two and a half million`, `a million and a half`."""
    scale = _scale(u, end)
    if scale:
        return (value + portion) * scale, end + 1
    before = u.vocabulary.scales.get(u.words[j - 1], 1)
    return value + portion * before, end


def _written_fraction(u: Utterance, i: int) -> tuple[Decimal, int] | None:
    """`1/2`, `½`: only parts that end in decimals and that people write."""
    words = u.words
    sign = _FRACTIONS.get(words[i])
    if sign is not None:
        return sign, i + 1
    written = words[i + 1] == "/" and u.touches(i + 1) and u.touches(i + 2) and not u.touches(i)
    if not written or not (is_figure(words[i]) and is_figure(words[i + 2])):
        return None
    if u.touches(i + 3) and words[i + 3] == "/":
        return None
    if words[i + 2] not in _WRITTEN_PARTS or len(words[i]) > 1 or not 0 < int(words[i]) < int(words[i + 2]):
        return None
    return Decimal(words[i]) / int(words[i + 2]), i + 3


def _scale(u: Utterance, j: int) -> int:
    word = u.words[j]
    return (
        u.vocabulary.scales.get(word, 0)
        or u.vocabulary.thousand_marks.get(word, 0)
        or (100 if word in u.vocabulary.hundreds else 0)
    )


def _decimals(u: Utterance, whole: Decimal, j: int) -> tuple[Decimal, int] | None:
    """What is said behind `point`: single digits (`point two five`) or one number (`point twenty five`)."""
    v, words = u.vocabulary, u.words
    digits, j = "", j + 2 if words[j + 1] == "-" and u.touches(j + 1) and words[j] in v.points else j + 1
    while len(digits) < 12:
        part = ("0", j + 1) if words[j] in v.zeros else _two_digits(u, j, bool(digits))
        if part is None:
            break
        digits, j = digits + part[0], part[1]
    return (whole + Decimal(f"0.{digits}"), j) if digits else None


def _two_digits(u: Utterance, j: int, follows: bool) -> tuple[str, int] | None:
    part = below_hundred(u, j)
    if part is None or (follows and part[0] > 9):
        return None
    return (u.words[j] if is_figure(u.words[j]) else str(part[0])), part[1]


def part_of_one(u: Utterance, i: int) -> tuple[Decimal, int] | None:
    """`half`, `a half`, `one half`, `a quarter`, `three quarters`."""
    v, words = u.vocabulary, u.words
    count, j = 1, i
    if words[i] in v.articles or words[i] == v.pronoun:
        j = i + 1
    elif 1 < v.small.get(words[i], 0) < 4:
        behind = i + 2 if words[i + 1] == "-" and u.touches(i + 1) else i + 1
        if words[behind] in v.quarters:
            count, j = v.small[words[i]], behind
    if words[j] in v.halves and words[j + 1] not in v.past_words:
        return Decimal("0.5"), j + 1
    if (
        words[j] in v.quarters
        and j > i
        and words[j + 1] not in v.past_words
        and words[j + 1] not in v.to_words - v.of_words
    ):
        return count * Decimal("0.25"), j + 1
    return None


def _dozen(u: Utterance, i: int) -> tuple[Decimal, int] | None:
    v, words = u.vocabulary, u.words
    if words[i + 2] in v.dozens and {words[i], words[i + 1]} & v.halves and {words[i], words[i + 1]} & v.articles:
        return Decimal(6), i + 3
    if words[i + 1] in v.dozens and (words[i] in v.articles or v.small.get(words[i], 0) > 0):
        return Decimal(12 * v.small.get(words[i], 1)), i + 2
    return None


def starts_number(u: Utterance, i: int) -> bool:
    """Whether a number may begin at part `i`: a quick look before the long one."""
    v, word = u.vocabulary, u.words[i]
    return (
        is_figure(word)
        or word in v.small
        or word in v.tens
        or word in v.articles
        or word in v.minus
        or word in v.points
        or word in v.halves
        or word == "."
        or word in _FRACTIONS
    )
