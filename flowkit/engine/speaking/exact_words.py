"""Whether a voice said exactly the words it was given: the transcript of what was spoken against the text.

Theory of operation. Both are taken apart into the same tokens: lower case, no punctuation, contractions written out,
numbers as figures, clock times and amounts in one spelling, signs of addresses by their names. Then four things must
hold: every value is there, in order; no number, day, time, amount, name or option is there that the text does not
have; the negations are the same; and what else differs is little. How it was spelt is no difference, what it says is.

The transcript is the model's own account of its sound: the best there is without a second ear.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from flowkit.engine.call import SpokenValues
from flowkit.engine.speaking.faithful import plain
from flowkit.language.answers.heard import BREAK, heard
from flowkit.language.answers.items import Item, items_of
from flowkit.language.answers.tables import Tables, tables_of
from flowkit.language.locale import Locale
from flowkit.language.readers import read
from flowkit.language.shapes import Shape
from flowkit.language.values import canonical

MOST_DIFFERENT = 0.15
"""How much of a text may be other words, if they say the same."""

_UNREAD = ("text", "name", "choice", "object")
"""Types whose values are told by their words alone."""

_CLOCK = re.compile(r"(\d{1,2}):(\d\d)")
_DECIMAL = re.compile(r"(\d+)\.(\d+)")
_PARTS = re.compile(r"[\w]+|[.@_-]")
_NAMED = re.compile(r"(?<=[\w,;] )[A-Z][a-z]\w*")


def said_exactly(
    text: str, transcript: str, values: SpokenValues, locale: Locale, others: Sequence[str] = (), *, strict: bool = True
) -> str:
    """Compares what was spoken with what was to be spoken.

    Args:
        text: the words that were to be spoken.
        transcript: the transcript of what was spoken.
        values: the values in the text, each (type, canonical, spoken), in order.
        locale: the language of the call.
        others: words for other things that could have been chosen; none of them may be said.
        strict: whether the other words must be the same, too; else only what they say is compared.

    Returns:
        What is wrong, for the record; empty if they say the same.
    """
    wanted, spoken = tokens(text, locale), tokens(transcript, locale)
    if wanted == spoken:
        return ""
    missing = _missing_value(transcript, spoken, values, locale)
    if missing:
        return f"a value is missing or out of place: {missing}"
    tables = tables_of(locale.language)
    if _telling(wanted, tables) != _telling(spoken, tables):
        return "another number, day, time or amount"
    if other := _other_name(text, transcript, wanted, spoken, others, locale):
        return f"another name or option: {other}"
    if tables is not None and _negations(wanted, tables) != _negations(spoken, tables):
        return "another negation"
    if strict and distance(wanted, spoken) > MOST_DIFFERENT * len(wanted):
        return "other words"
    return ""


def tokens(text: str, locale: Locale) -> list[str]:
    """The tokens of a text: two spellings of the same words have the same ones."""
    tables = tables_of(locale.language)
    if tables is None:
        return plain(text).split()
    words = [part for word in heard(text, tables).words for part in _unaddressed(word, tables)]
    return _joined(list(_tokens(items_of(words, tables.numbers), tables, locale.currency)))


def _unaddressed(word: str, tables: Tables) -> list[str]:
    """A word; of an address its parts, with the signs between them."""
    if "@" in word and len(word) > 1:
        return [*_PARTS.findall(word)]
    return [tables.numbers.signs.get(word, word)]


def _tokens(items: Sequence[Item], tables: Tables, currency: str) -> Iterator[str]:
    numbers, at = tables.numbers, 0
    while at < len(items):
        text = items[at].text
        after = items[at + 1 : at + 3]
        at += 1
        if text in numbers.fractions and len(after) == 2 and after[0].text in numbers.past | numbers.before:
            clock = _fraction(numbers.fractions[text], after[0].text in numbers.before, after[1].text)
            if clock:
                yield clock
                at += 2
                continue
        if text == BREAK or text in numbers.clock:
            continue
        if text in numbers.money and not text.isalpha() and after and after[0].text[:1].isdigit():
            # "$12.50" is said as "twelve dollars fifty".
            whole, _, rest = after[0].text.partition(".")
            yield from (whole, _unit(text, tables, currency), *([str(int(rest))] if rest.strip("0") else []))
            at += 1
        elif text in numbers.money:
            yield _unit(text, tables, currency)
        else:
            yield from _figures(items[at - 1])


def _unit(word: str, tables: Tables, currency: str) -> str:
    """A currency, or its smaller unit; a sign that several have is the project's own, if that is one of them."""
    money = tables.numbers.money[word]
    meant = currency if currency in money.currencies else "/".join(sorted(money.currencies))
    return ("-" if money.minor else "+") + meant


def _fraction(minutes: int, before: bool, hour: str) -> str:
    """Half past two is 2:30, quarter to ten is 9:45."""
    if not hour.isdecimal():
        return ""
    total = int(hour) * 60 + (-minutes if before else minutes)
    return f"{total // 60}{total % 60:02d}"


def _figures(item: Item) -> tuple[str, ...]:
    if item.order:
        return (str(item.order),)
    clock = _CLOCK.fullmatch(item.text)
    if clock is not None:
        hour, minute = clock.groups()
        return (str(int(hour)) + (minute if minute != "00" else ""),)
    decimal = _DECIMAL.fullmatch(item.text)
    return (decimal.group(1), ".", decimal.group(2)) if decimal is not None else (item.text,)


def _joined(found: list[str]) -> list[str]:
    """Figures that stand side by side are one: `1 2 3, 4 5` is 12345; `two dollars and five cents` is $2.05."""
    out: list[str] = []
    for token in found:
        before = out[-1] if out else ""
        if token.isdecimal() and before.isdecimal():
            out[-1] = before + token
        elif token.isdecimal() and len(out) > 1 and before == "and" and out[-2][:1] == "+":
            out[-1] = token
        elif token[:1] == "-" and len(out) > 1 and before.isdecimal() and out[-2][:1] == "+":
            continue
        else:
            out.append(token)
    return out


def _missing_value(transcript: str, spoken: list[str], values: SpokenValues, locale: Locale) -> str:
    """The words of the first value that was not said behind those before it; empty if all were."""
    at = 0
    for kind, exact, words in values:
        forms = [form for form in (tokens(words, locale), tokens(exact, locale)) if form]
        end = min((end for form in forms if (end := _find(spoken, form, at))), default=0)
        if (
            not end
            and forms
            and (any(_find(spoken, form, 0) for form in forms) or not _reads_as(transcript, kind, exact, locale))
        ):
            return words
        at = max(at, end)
    return ""


def _find(spoken: Sequence[str], form: Sequence[str], at: int) -> int:
    """Where a stretch of tokens ends that says a form; 0 if none does."""
    size = len(form)
    return next((i + size for i in range(at, len(spoken) - size + 1) if list(spoken[i : i + size]) == list(form)), 0)


def _reads_as(transcript: str, kind: str, exact: str, locale: Locale) -> bool:
    if kind in _UNREAD:
        return False
    shape = Shape(kind)  # type: ignore[arg-type]
    return any(canonical(shape, reading.value) == exact for reading in read(shape, transcript, locale))


def _telling(found: Sequence[str], tables: Tables | None) -> list[str]:
    """The tokens that are numbers, days, times or money, in order."""
    if tables is None:
        return [token for token in found if any(sign.isdigit() for sign in token)]
    dating = tables.numbers.dating - tables.numbers.unsure
    return [token for token in found if token[0].isdigit() or token in dating or (len(token) > 1 and token[0] in "+-")]


def _other_name(
    text: str, transcript: str, wanted: list[str], spoken: list[str], others: Sequence[str], locale: Locale
) -> str:
    for other in others:
        form = tokens(other, locale)
        if form and _find(spoken, form, 0) and not _find(wanted, form, 0):
            return other
    known = set(plain(text).split()) | set(wanted)
    return next((name for name in _NAMED.findall(transcript) if not _is_known(name, known, locale)), "")


def _is_known(name: str, known: set[str], locale: Locale) -> bool:
    return set(tokens(name, locale)) <= known or name.casefold() in known


@lru_cache(maxsize=8)
def _negating(tables: Tables) -> frozenset[str]:
    return frozenset(word for phrase in tables.negations for word in re.split(r"[ |_?]+", phrase) if word)


def is_negated(text: str, locale: Locale) -> bool:
    """Whether a text has a word in it that denies."""
    tables = tables_of(locale.language)
    return tables is not None and bool(_negations(tokens(text, locale), tables))


def affirmed(text: str, locale: Locale) -> str:
    """The tokens of a text without the words that deny."""
    tables = tables_of(locale.language)
    found = tokens(text, locale)
    return " ".join(found if tables is None else (token for token in found if token not in _negating(tables)))


def _negations(found: Sequence[str], tables: Tables) -> list[str]:
    negating = _negating(tables)
    return [token for token in found if token in negating]


def distance(one: Sequence[str], other: Sequence[str]) -> int:
    """How many tokens have to be put in, taken out or replaced to make one of the other."""
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, right in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (left != right))
    return row[-1]
