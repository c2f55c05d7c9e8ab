"""What callers may say for each option: its words, its days and times, looked up once per set of options."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from functools import lru_cache
from typing import Final, NamedTuple

from flowkit.language.frozen import frozen
from flowkit.language.locale import Locale
from flowkit.language.readers.dates import find_dates
from flowkit.language.readers.day_parts import ordinal
from flowkit.language.readers.languages import vocabulary
from flowkit.language.readers.number_words import below_hundred, counts_nothing
from flowkit.language.readers.reading import Candidate
from flowkit.language.readers.times import find_times
from flowkit.language.readers.utterance import Utterance, utterance
from flowkit.language.shapes import Shape

_DATE = Shape("date")
_TIME = Shape("time")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Term(NamedTuple):
    """A word as it is compared: numbers in figures, no plural; from part `i` up to part `j`."""

    text: str
    i: int
    j: int


_RUN: Final = 3
_END: Final = Term("", 0, 0)


@frozen
class Index:
    """What the options are known by; every set holds places of options.

    Args:
        phrases: whole phrases (label, key, also, examples) by their first word, longest first.
        words: words of labels and `also`, those that every option has left out.
        bags: words that together are an example, in any order.
        times: times of day of each option.
        dates: days of each option.
        shared: words that every option has, such as `card`.
    """

    size: int
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], frozenset[int]], ...]]
    words: Mapping[str, frozenset[int]]
    bags: tuple[tuple[frozenset[str], int], ...]
    times: tuple[frozenset[time], ...]
    dates: tuple[frozenset[date], ...]
    shared: frozenset[str]


def terms(u: Utterance) -> list[Term]:
    """The words of an utterance as they are compared."""
    v, words = u.vocabulary, u.words
    result = []
    i = 0
    while i < u.size:
        word = words[i]
        if not word[:1].isalnum():
            i += 1
            continue
        counted = word in v.ordinals or word in v.tens or word in v.small or word.isdigit()
        number = ordinal(u, i) if counted else None
        if number is not None:
            result.append(Term(f"#{number[0]}", i, number[1]))
            i = number[1]
        elif counted and (plain := below_hundred(u, i)) is not None and not counts_nothing(u, i):
            text = word if word.isdigit() else str(plain[0])
            result.append(Term(text, i, plain[1]))
            i = plain[1]
        else:
            result.append(Term(stem(word), i, i + 1))
            i += 1
    return _digit_runs(u, _acronyms(u, result))


def _acronyms(u: Utterance, single: list[Term]) -> list[Term]:
    """The terms with letters said one by one as one word: `U P S`."""
    result: list[Term] = []
    for term in single:
        last = result[-1] if result else None
        letter = len(term.text) == 1 and term.text.isalpha()
        if letter and last is not None and last.text.isalpha() and _lettered(u, last) and last.j >= term.i - 1:
            result[-1] = Term(last.text + term.text, last.i, term.j)
        else:
            result.append(term)
    return result


def _digit_runs(u: Utterance, single: list[Term]) -> list[Term]:
    """The terms with three and more digits said one by one as one number: `four two four two`, `4 2 4 2`."""
    result: list[Term] = []
    run: list[Term] = []
    for term in (*single, _END):
        digit = "0" if u.words[term.i] in u.vocabulary.zeros else term.text
        if len(digit) == 1 and digit.isdigit() and (not run or run[-1].j == term.i) and term is not _END:
            run.append(Term(digit, term.i, term.j))
            continue
        many = len(run) >= _RUN
        result += [Term("".join(one.text for one in run), run[0].i, run[-1].j)] if many else _as_said(single, run)
        run = [Term(digit, term.i, term.j)] if len(digit) == 1 and digit.isdigit() and term is not _END else []
        if not run and term is not _END:
            result.append(term)
    return result


def _as_said(single: list[Term], run: list[Term]) -> list[Term]:
    places = {term.i for term in run}
    return [term for term in single if term.i in places] if run else []


def _lettered(u: Utterance, term: Term) -> bool:
    """Whether the term is letters only, and no word of one letter."""
    apart = all(len(word) == 1 for word in u.words[term.i : term.j])
    return apart and not (len(term.text) == 1 and term.text in u.vocabulary.one_letter_words)


def stem(word: str) -> str:
    """The word without the `s` of several."""
    if len(word) > 3 and word[-1] == "s" and word[-2] not in "s'":
        return word[:-1]
    return word


Known = tuple[str, str, tuple[str, ...], tuple[str, ...]]


def index_of(options: Sequence[Candidate], locale: Locale) -> Index:
    """The index of the options, made once for the same ones on the same day."""
    known = tuple((one.key, one.label, one.also, one.examples) for one in options)
    return _index(known, locale.language, locale.country, locale.today)


@lru_cache(maxsize=64)
def _index(options: tuple[Known, ...], language: str, country: str, today: date) -> Index:
    v = vocabulary(language)
    locale = Locale(datetime.combine(today, time()), language, country)
    phrases: dict[tuple[str, ...], set[int]] = {}
    words: dict[str, set[int]] = {}
    bags, times, dates = [], [], []
    for place, (key, label, also, examples) in enumerate(options):
        spoken = [label, *also]
        for text in (key, key.replace("_", " "), *spoken, *examples):
            said = tuple(term.text for term in terms(utterance(text.replace("_", " ") if text == key else text, v)))
            if said:
                phrases.setdefault(said, set()).add(place)
        for text in spoken:
            for term in terms(utterance(text.replace("_", " "), v)):
                if term.text not in v.idle:
                    words.setdefault(term.text, set()).add(place)
        for text in examples:
            u = utterance(text, v)
            bag = frozenset(term.text for term in terms(u) if u.words[term.i] != v.pronoun) - v.idle
            if bag:
                bags.append((bag, place))
        times.append(_times(key, label, locale))
        dates.append(_dates(key, label, locale))
    telling = {word: frozenset(of) for word, of in words.items() if len(of) < len(options) or len(options) == 1}
    shared = frozenset(words.keys() - telling.keys())
    return Index(len(options), _by_first(phrases), telling, tuple(bags), tuple(times), tuple(dates), shared)


def _by_first(
    phrases: Mapping[tuple[str, ...], set[int]],
) -> dict[str, tuple[tuple[tuple[str, ...], frozenset[int]], ...]]:
    index: dict[str, list[tuple[tuple[str, ...], frozenset[int]]]] = {}
    for phrase, places in phrases.items():
        index.setdefault(phrase[0], []).append((phrase, frozenset(places)))
    return {first: tuple(sorted(all_, key=lambda one: -len(one[0]))) for first, all_ in index.items()}


def _times(key: str, label: str, locale: Locale) -> frozenset[time]:
    if _ISO_DATE.match(key) and len(key) > 10:
        try:
            return frozenset({datetime.fromisoformat(key).time()})
        except ValueError:
            pass
    try:
        return frozenset({time.fromisoformat(key)}) if len(key) == 5 and key[2] == ":" else _said_times(label, locale)
    except ValueError:
        return _said_times(label, locale)


def _said_times(label: str, locale: Locale) -> frozenset[time]:
    return frozenset(one.value for one in find_times(utterance(label, vocabulary(locale.language)), _TIME, locale))


def _dates(key: str, label: str, locale: Locale) -> frozenset[date]:
    if _ISO_DATE.match(key):
        try:
            return frozenset({date.fromisoformat(key[:10])})
        except ValueError:
            pass
    return frozenset(one.value for one in find_dates(utterance(label, vocabulary(locale.language)), _DATE, locale))
