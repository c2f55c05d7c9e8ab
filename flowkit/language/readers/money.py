"""Amounts of money: `twelve fifty`, `12 dollars`, `$12.50`, `twelve dollars and fifty cents`, `a hundred and twenty`.

Only amounts in the project's currency are read. A number without a currency counts where nothing is counted by it; when
some amount has its currency, such numbers count only beside it (`thirty or forty dollars`).
"""

from decimal import Decimal
from typing import Final, NamedTuple

from flowkit.language import countries, currencies
from flowkit.language.locale import Locale
from flowkit.language.readers.corrections import correction_between, denied
from flowkit.language.readers.doubts import ABOUT, MORE, PIECES, WHICH_MARK
from flowkit.language.readers.number_words import (
    amount,
    below_hundred,
    counts_nothing,
    doubtful_mark,
    figure,
    is_figure,
    part_of_one,
    starts_number,
)
from flowkit.language.readers.numbers import in_other_value
from flowkit.language.readers.reading import Found
from flowkit.language.readers.rough_numbers import rough, torn
from flowkit.language.readers.utterance import Utterance
from flowkit.language.shapes import Shape

_SIGNS: Final = frozenset("$£€¥₹₩")


class _Sum(NamedTuple):
    """An amount up to part `j`; `ours` tells whether its currency is the project's, `named` whether one was named."""

    value: Decimal
    j: int
    ours: bool = True
    named: bool = False
    doubt: str = ""
    others: tuple[Decimal, ...] = ()


def find_money(u: Utterance, shape: Shape, locale: Locale) -> list[Found]:
    """Every amount in the project's currency."""
    v, words = u.vocabulary, u.words
    found: list[tuple[Found, bool]] = []
    i = 0
    while i < u.size:
        likely = starts_number(u, i) or (words[i] in v.money and starts_number(u, i + 1)) or _minus(u, i)
        one = _sum(u, i, locale) if likely else None
        if one is None:
            i += 1
            continue
        exact = _exact(one, locale.currency) if one.ours else None
        if exact is not None:
            doubt = one.doubt or (PIECES if torn(u, i, one.j) else ABOUT if rough(u, i, one.j) else "")
            if _part_of_it(u, i, one.j):
                doubt = doubt or MORE
            found.append((Found(exact, i, one.j, doubt, _others(one, locale.currency)), one.named))
        i = one.j
    return _named_first(u, found)


def _part_of_it(u: Utterance, i: int, j: int) -> bool:
    """Whether the whole is another amount: `twenty dollars each`, `half of fifty dollars`."""
    v, words = u.vocabulary, u.words
    if words[j] in v.rates or (i and words[i - 1] in v.rates):
        return True
    share = v.percents | v.halves | v.quarters
    return i > 1 and words[i - 1] in v.of_words and words[i - 2] in share


def _exact(one: _Sum, currency: str) -> Decimal | None:
    return currencies.exact(one.value, currency) if abs(one.value) < 10**15 else None


def _others(one: _Sum, currency: str) -> tuple[Decimal, ...]:
    return tuple(exact for other in one.others if (exact := currencies.exact(other, currency)) is not None)


def _named_first(u: Utterance, found: list[tuple[Found, bool]]) -> list[Found]:
    """Amounts with their currency, and those without it that stand beside one or correct one."""
    if not any(named and not denied(u, one) for one, named in found):
        return [one for one, named in found if named or _lone(u, one)]
    kept: list[Found] = []
    for place, (one, named) in enumerate(found):
        beside = [other for other, has in found[max(0, place - 1) : place + 2] if has]
        tied = any(_tied(u, one, other) for other in beside)
        if named or tied or (place and _lone(u, one) and correction_between(u, found[place - 1][0], one)):
            kept.append(one)
    return kept


def _tied(u: Utterance, one: Found, other: Found) -> bool:
    """Whether only `or`, `to`, a hyphen stands between the two."""
    v = u.vocabulary
    first, last = (one, other) if one.i < other.i else (other, one)
    tie = u.words[first.j : last.i]
    span = first.i > 0 and u.words[first.i - 1] in v.between
    return bool(tie) and all(
        word in v.ors or word in v.to_words or word in "-–" or (span and word in v.joins) for word in tie
    )


def _lone(u: Utterance, one: Found) -> bool:
    """Whether a number without currency may be an amount: nothing is counted by it, it names nothing."""
    v, words = u.vocabulary, u.words
    after = words[one.j]
    if one.i and words[one.i - 1] in v.numbered:
        return False
    if all(word in v.articles or word in v.halves or word in v.quarters for word in words[one.i : one.j]):
        return False
    if words[one.j] == "%":
        return False
    return not after.isalpha() or after in v.time_follows or after in v.fillers or after in v.small or after in v.tens


def _sum(u: Utterance, i: int, locale: Locale) -> _Sum | None:
    v, words = u.vocabulary, u.words
    if words[i] in v.minus or _minus(u, i):
        rest = _sum(u, i + 1, locale) if words[i + 1] not in v.minus and words[i + 1] != "-" else None
        return rest._replace(value=-rest.value, others=tuple(-one for one in rest.others)) if rest else None
    if words[i] in v.money:
        return _sign_first(u, i, locale)
    if words[i] in v.articles and words[i + 1] in v.money:
        return _behind(u, Decimal(1), i + 1, locale)
    if words[i] in v.halves and words[i + 1] in v.articles and words[i + 2] in v.money:
        return _behind(u, Decimal("0.5"), i + 2, locale)
    if words[i] in v.articles and words[i + 1] in v.thousand_marks:
        return _behind(u, Decimal(v.thousand_marks[words[i + 1]]), i + 2, locale)
    if counts_nothing(u, i) or (u.touches(i) and words[i - 1].isalpha()):
        return None
    number = _number(u, i, locale)
    if number is None:
        return None
    value, j = number
    if in_other_value(u, i, j) and words[j] not in v.money:
        return None
    one = _behind(u, value, j, locale)
    if (
        one is not None
        and one.value == value
        and doubtful_mark(u, i, j, countries.decimal_comma(locale.country), money=True)
    ):
        return one._replace(doubt=WHICH_MARK)
    return one


def _minus(u: Utterance, i: int) -> bool:
    """Whether a minus sign stands here: `-5`, `-$5`; not the hyphen of `12-5`."""
    return u.words[i] == "-" and u.touches(i + 1) and not u.touches(i)


def _number(u: Utterance, i: int, locale: Locale) -> tuple[Decimal, int] | None:
    return amount(u, i, countries.decimal_comma(locale.country))


def _sign_first(u: Utterance, i: int, locale: Locale) -> _Sum | None:
    """`$12.50`, `USD 12`."""
    number = _number(u, i + 1, locale)
    if number is None:
        return None
    ours = locale.currency in u.vocabulary.money[u.words[i]].currencies
    if u.vocabulary.money[u.words[i]].minor:
        return None
    value, j = number
    behind = _behind(u, value, j, locale) if u.words[j] in u.vocabulary.money else None
    if behind is None and ours and value % 1 == 0 and (cents := _cents(u, j, locale.currency)) is not None:
        return _Sum(value + cents[0] / 10 ** currencies.decimals(locale.currency), cents[1], named=True, doubt=PIECES)
    if doubtful_mark(u, i + 1, j, countries.decimal_comma(locale.country), money=True):
        return _Sum(value, j, ours, named=True, doubt=WHICH_MARK)
    # A sign or a code stands before its amount, a word does not: what was said before `dollars` is lost.
    lost = u.words[i].isalpha() and u.words[i].upper() not in u.vocabulary.money[u.words[i]].currencies
    return behind or _Sum(value, j, ours, named=True, doubt=PIECES if lost else "")


def _behind(u: Utterance, value: Decimal, j: int, locale: Locale) -> _Sum | None:
    """What a number is worth by what stands behind it: a currency, its smaller unit, or more digits."""
    v, words = u.vocabulary, u.words
    whose = u.meaning(j, v.money_of) if words[j] in v.money_of else None
    if whose is not None and words[whose[1]] in v.money:
        j = whose[1]
    else:
        whose = None
    unit = v.money.get(words[j])
    if unit is None:
        return _in_pieces(u, value, j, locale.currency)
    ours = locale.currency in unit.currencies and (whose is None or whose[0] == locale.currency)
    scale = Decimal(10) ** currencies.decimals(locale.currency)
    if unit.minor:
        return _Sum(value / scale, j + 1, ours, named=True)
    if not ours or value % 1 or scale == 1:
        return _Sum(value, j + 1, ours, named=True)
    cents = _cents(u, j + 1, locale.currency)
    if cents is None:
        return _Sum(value, j + 1, named=True, doubt=PIECES if _number_follows(u, j + 1) else "")
    return _Sum(value + cents[0] / scale, cents[1], named=True, doubt=cents[2])


def _number_follows(u: Utterance, j: int) -> bool:
    """`5 dollars 100`, `forty dollars, forty-two`: another number and nothing that it counts."""
    v, start = u.vocabulary, j + 1 if u.words[j] == "," else j
    number = below_hundred(u, start) if u.words[start] not in v.articles else None
    if number is None or (start > j and number[0] < 10) or counts_nothing(u, start):
        return False
    return not u.words[number[1]].isalpha() and u.words[number[1]] != "%"


def _cents(u: Utterance, j: int, currency: str) -> tuple[Decimal, int, str] | None:
    """The smaller unit behind the larger: `fifty`, `and fifty cents`, `oh five`."""
    v, words = u.vocabulary, u.words
    joined = words[j] in v.joins or words[j] == ","
    start = j + 1 if joined else j
    portion = part_of_one(u, start) if words[j] in v.joins else None
    if portion is not None and words[portion[1]] not in v.money and words[portion[1]] not in v.lengths:
        return portion[0] * 10 ** currencies.decimals(currency), portion[1], ""
    led = words[start] in v.zeros and 0 < v.small.get(words[start + 1], 0) < 10
    if led:
        start += 1
    number = amount(u, start) if starts_number(u, start) and not counts_nothing(u, start) else None
    limit = 10 ** currencies.decimals(currency)
    if (
        number is None
        or number[0] % 1
        or not 0 < number[0] < limit
        or (is_figure(words[start]) and figure(u, start) is None)
    ):
        return None
    value, end = number
    unit = v.money.get(words[end])
    if unit is not None:
        return (value, end + 1, "") if unit.minor and currency in unit.currencies else None
    if joined or words[end] in v.lengths or in_other_value(u, start, end):
        return None
    return value, end, PIECES if value < 10 and not led else ""


def _in_pieces(u: Utterance, value: Decimal, j: int, currency: str) -> _Sum | None:
    """`twelve fifty`, `nine oh five`: the second number is the smaller unit, perhaps; with a currency behind or not."""
    v, words = u.vocabulary, u.words
    led = words[j] in v.zeros and 0 < v.small.get(words[j + 1], 0) < 10
    if words[j] == "-" and u.touches(j) and u.touches(j + 1) and not is_figure(words[j + 1]):
        j += 1
    rest = below_hundred(u, j + 1 if led else j)
    if rest is None or value % 1 or not 0 <= value < 1000 or (rest[0] < 10 and not led):
        return _Sum(value, j)
    if is_figure(words[j]) and (figure(u, j) is None or len(words[j]) != 2):
        return _Sum(value, j)
    if in_other_value(u, j, rest[1]):
        return None
    together = value * 100 + rest[0]
    unit = v.money.get(words[rest[1]])
    end = rest[1] + 1 if unit is not None and not unit.minor else rest[1]
    ours = unit is None or currency in unit.currencies
    if not currencies.decimals(currency):
        return _Sum(together, end, ours, unit is not None, PIECES)
    small = value + Decimal(rest[0]) / 10 ** currencies.decimals(currency)
    return _Sum(small, end, ours, unit is not None, PIECES, (together,))
